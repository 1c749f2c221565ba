from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain.stages import ENDS, STAGES
from mobdesk.domain.stays import is_over, standing

TODAY = date(2026, 11, 23)
DAY = timedelta(1)


def test_the_nearest_stay_comes_first() -> None:
    under_way = standing("abroad", None, TODAY - DAY, TODAY + DAY, TODAY)
    soon = standing("confirmed", None, TODAY + DAY, TODAY + 3 * DAY, TODAY)
    later = standing("confirmed", None, TODAY + 30 * DAY, TODAY + 33 * DAY, TODAY)
    undated = standing("idea", None, None, None, TODAY)
    last_year = standing("closed", None, TODAY - 300 * DAY, TODAY - 295 * DAY, TODAY)
    older = standing("closed", None, TODAY - 900 * DAY, TODAY - 895 * DAY, TODAY)
    withdrawn = standing("confirmed", "withdrawn", TODAY + DAY, TODAY + 2 * DAY, TODAY)
    order = [under_way, soon, later, undated, last_year, older, withdrawn]
    assert sorted(order) == order
    assert [is_over(one) for one in order] == [False] * 4 + [True] * 3


_days = st.none() | st.dates(date(2020, 1, 1), date(2032, 1, 1))


@given(st.sampled_from(STAGES), st.sampled_from([None, *ENDS]), _days, _days)
def test_every_stay_has_a_place(stage, ended, start, end) -> None:
    assert 0 <= standing(stage, ended, start, end, TODAY).place <= 4
