"""The first part of both walks; ``make screens`` goes the whole path and keeps its pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walks import money
from tests.walks.hands import Hands
from tests.walks.running import walk
from tests.walks.story import Answers, bring_in, first_start


@pytest.mark.parametrize("pair", ["keyboard", "mouse"])
def test_from_the_first_start_to_the_list_of_participants(pair: str, tmp_path: Path) -> None:
    steps = walk(pair, tmp_path, None, (first_start, bring_in))
    assert steps[-1] == "participants"


def test_a_group_is_planned_and_priced_by_keyboard_from_a_fresh_demo(tmp_path: Path) -> None:
    """The beginning of the walk ``money``; the rest goes with ``python -m tests.walks money``."""

    def begin(hands: Hands, _answers: Answers) -> None:
        going = money.Walk()
        for step in money.STEPS[:3]:
            step(hands, going)

    assert walk("keyboard", tmp_path, None, (begin,))[-1] == "bill-of-one"
