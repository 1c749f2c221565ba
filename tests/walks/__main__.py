"""``python -m tests.walks``: the walks with numbered pictures in ``screens/walk-*/``.

``keyboard`` and ``mouse`` go the path of a first year, ``money`` the one of sums by keyboard.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from tests.walks.money import money
from tests.walks.running import PARTS, walk

OUT = Path("screens").absolute()


def main(only: list[str]) -> int:
    """Walk with both pairs of hands, or with the named one; 1 when a walk did not arrive."""
    failed = 0
    for name in only or ("keyboard", "mouse", "money"):
        hands, parts = ("keyboard", (money,)) if name == "money" else (name, PARTS)
        with tempfile.TemporaryDirectory() as folder:
            out = OUT / f"walk-{name}"
            for old in out.glob("*.png"):
                old.unlink()
            try:
                steps = walk(hands, Path(folder), out, parts)
            except AssertionError as err:
                failed += 1
                print(f"walk by {name}: {err}")
            else:
                print(f"walk by {name}: {len(steps)} pictures in screens/{out.name}/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
