"""A working folder goes after the work, also that of a program that was killed long ago."""

from __future__ import annotations

import os
import time
from pathlib import Path

from mobdesk.exports.writing import staged


def test_what_a_killed_export_left_is_swept_and_one_under_way_stays(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".mobdesk-old", ".mobdesk-new", "letters"))
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "list.csv").write_text("Mari Tamm")
    two_hours_ago = time.time() - 7200
    os.utime(old, (two_hours_ago, two_hours_ago))
    os.utime(other, (two_hours_ago, two_hours_ago))
    with staged(tmp_path):
        assert not old.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == [young.name, other.name]
