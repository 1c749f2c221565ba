"""The first part of both walks; ``make screens`` goes the whole path and keeps its pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walks.running import walk
from tests.walks.story import bring_in, first_start


@pytest.mark.parametrize("pair", ["keyboard", "mouse"])
def test_from_the_first_start_to_the_list_of_participants(pair: str, tmp_path: Path) -> None:
    steps = walk(pair, tmp_path, None, (first_start, bring_in))
    assert steps[-1] == "participants"
