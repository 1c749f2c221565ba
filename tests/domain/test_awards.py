"""Which version counts, what transfers do to it, and what may still be moved."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.domain.awards import Award, Line, Moved, Rule, Version, lines_with, movable, ways

AGREEMENT = Version(
    1, "award", date(2026, 9, 3), (Line("travel", 1_000_00), Line("course_fees", 600_00))
)


def test_the_latest_agreed_version_is_in_force() -> None:
    asked = Version(3, "amendment", None)
    held = Version(2, "amendment", date(2026, 12, 1))
    assert Award((AGREEMENT, asked)).in_force == AGREEMENT
    assert Award((AGREEMENT, held, asked)).in_force == held
    assert Award().in_force is None
    assert Award().now() == {}


def test_an_agreement_without_a_day_holds_from_the_beginning() -> None:
    award = AGREEMENT._replace(holds_from=None, id=9)
    assert Award((Version(2, "amendment", date(2026, 1, 1)), award)).in_force.id == 2  # type: ignore[union-attr]


def test_transfers_count_when_approved_and_not_contained_yet() -> None:
    asked = Moved("travel", "course_fees", 50_00, None)
    agreed = Moved("travel", "course_fees", 100_00, date(2026, 10, 1))
    award = Award((AGREEMENT,), (asked, agreed))
    assert award.now() == {"travel": 900_00, "course_fees": 700_00}
    later = Version(2, "amendment", date(2026, 10, 1), (Line("travel", 1_00),))
    assert Award((AGREEMENT, later), (agreed,)).now() == {"travel": 1_00}


@pytest.mark.parametrize(
    ("of", "percent", "free", "expected"),
    [
        ("from_line", "10", 999_99, 100_00),
        ("to_line", "10", 999_99, 60_00),
        ("total", "7.5", 999_99, 120_00),
        ("total", "7.5", 12_34, 12_34),
        ("total", "7.5", -5_00, 0),
        ("from_line", "0.001", 999_99, 1),
        ("from_line", "0.0009", 999_99, 0),
    ],
)
def test_what_may_be_moved(of: str, percent: str, free: int, expected: int) -> None:
    rule = Rule("travel", None, percent, of)
    assert movable(Award((AGREEMENT,)), rule, "travel", "course_fees", free) == expected


def test_what_was_moved_counts_against_the_rule() -> None:
    moved = Moved("travel", "course_fees", 80_00, date(2026, 10, 1))
    award = Award((AGREEMENT,), (moved,))
    assert movable(award, Rule("travel", None, "10", "from_line"), "travel", "x", 500_00) == 20_00
    other = Rule("travel", "exceptional_costs", "10", "from_line")
    assert movable(award, other, "travel", "exceptional_costs", 500_00) == 100_00
    assert movable(award, other, "travel", "course_fees", 500_00) == 0
    assert movable(Award(), other, "travel", "exceptional_costs", 1) == 0


def test_no_rule_shows_no_way() -> None:
    assert ways(Award((AGREEMENT,)), (), {"travel": 500_00}, "course_fees", 320_00) == []


def test_ways_take_the_largest_first_and_no_more_than_lacks() -> None:
    award = Award((AGREEMENT,))
    rules = [Rule("travel", None, "10", "from_line"), Rule("course_fees", None, "50", "from_line")]
    free = {"travel": 500_00, "course_fees": 600_00}
    found = ways(award, rules, free, "inclusion_participant", 320_00)
    assert [(way.from_category, way.amount) for way in found] == [
        ("course_fees", 300_00), ("travel", 20_00),
    ]  # fmt: skip


def test_a_sum_of_a_category_changes_its_line_for_all_types() -> None:
    lines = [Line("travel", 700_00, "courses"), Line("travel", 300_00), Line("course_fees", 1_00)]
    changed = lines_with(lines, {"travel": 700_00})
    assert changed == [Line("course_fees", 1_00), Line("travel", 700_00, "courses")]
    assert lines_with(lines, {"travel": None}) == [Line("course_fees", 1_00)]
    with pytest.raises(ValueError, match="travel"):
        lines_with(lines, {"travel": 699_99})
