"""``python -m tests.walks``: both walks with numbered pictures in ``screens/walk-*/``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from tests.walks.running import PARTS, walk

OUT = Path("screens").absolute()


def main(only: list[str]) -> int:
    """Walk with both pairs of hands, or with the named one; 1 when a walk did not arrive."""
    failed = 0
    for name in only or ("keyboard", "mouse"):
        with tempfile.TemporaryDirectory() as folder:
            out = OUT / f"walk-{name}"
            for old in out.glob("*.png"):
                old.unlink()
            try:
                steps = walk(name, Path(folder), out, PARTS)
            except AssertionError as err:
                failed += 1
                print(f"walk by {name}: {err}")
            else:
                print(f"walk by {name}: {len(steps)} pictures in screens/{out.name}/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
