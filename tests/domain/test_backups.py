"""Which copies stay: days, weeks, months, a cap, and never none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain.backups import LEAST, Copy, thin

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def daily(days: int, size: int = 1) -> list[Copy]:
    return [Copy(f"d{n}", NOW - timedelta(days=n), size) for n in range(days)]


def kept(copies: list[Copy], **given: int) -> list[str]:
    gone = thin(copies, NOW, **given).delete
    return [c.name for c in copies if c.name not in gone]


def test_three_years_of_days_leave_seven_days_eight_weeks_twelve_months() -> None:
    copies = daily(3 * 365)
    plan = thin(copies, NOW)
    left = kept(copies)
    assert left[:7] == [f"d{n}" for n in range(7)]
    assert len(left) == 7 + 8 + 12
    assert plan.without_needs == set(left[7:])
    assert all(int(name[1:]) > 90 for name in plan.without_vaults)


def test_all_copies_of_the_newest_two_days_stay() -> None:
    copies = [Copy(f"h{n}", NOW - HOUR * n, 1) for n in range(0, 100, 3)]
    left = kept(copies)
    assert left[:12] == [c.name for c in copies[:12]]
    assert len(left) < len(copies)


def test_the_cap_takes_the_oldest_and_never_the_last_three() -> None:
    assert kept(daily(7, size=100), cap=450) == ["d0", "d1", "d2", "d3"]
    assert kept(daily(7, size=1000), cap=450) == ["d0", "d1", "d2"]


def test_a_copy_that_is_not_good_never_displaces_a_good_one() -> None:
    bad = [Copy(f"b{n}", NOW - HOUR * n, 1, good=False) for n in range(5)]
    old = Copy("old", NOW - timedelta(days=500), 1)
    assert thin([*bad, old], NOW).delete == frozenset()
    good = daily(3)
    assert thin([*good, Copy("b", NOW - timedelta(days=5), 1, good=False)], NOW).delete == {"b"}


def test_a_single_old_copy_keeps_everything() -> None:
    plan = thin([Copy("only", NOW - timedelta(days=200), 1)], NOW)
    assert plan == (frozenset(), frozenset(), frozenset())


copies_of = st.lists(
    st.tuples(st.integers(0, 24 * 900), st.integers(1, 300), st.booleans()), max_size=60
)


@given(copies_of, st.integers(1, 2000))
def test_the_newest_good_ones_always_stay_whole(
    found: list[tuple[int, int, bool]], cap: int
) -> None:
    copies = [Copy(f"c{n}", NOW - HOUR * h, s, good) for n, (h, s, good) in enumerate(found)]
    plan = thin(copies, NOW, cap)
    good = sorted((c for c in copies if c.good), key=lambda c: (c.made_at, c.name), reverse=True)
    assert not plan.delete & {c.name for c in good[:LEAST]}
    if good:
        assert good[0].name not in plan.without_vaults | plan.without_needs
    left = [c for c in good if c.name not in plan.delete]
    assert sum(c.size for c in left) <= cap or len(left) <= LEAST
    assert thin([c for c in copies if c.name not in plan.delete], NOW, cap).delete == frozenset()
