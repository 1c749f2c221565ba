"""Charts: the lengths and places that both renderers draw."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.domain.charts import MOST_OVER, Bar, BarChart, LineChart, Point, curve


def bar(awarded: int, signed: int, done: int) -> Bar:
    return Bar("Travel", "", awarded, signed, done, "", "")


def line(*values: float | None, scale: tuple[float, float] = (1, 5)) -> LineChart:
    start = date(2026, 6, 1)
    points = tuple(Point(start + timedelta(days=7 * i), v) for i, v in enumerate(values))
    return LineChart("My own line", "", points, tuple((v, str(v)) for v in scale))


def test_lengths_are_shares_of_the_award():
    lengths = bar(1_000, 600, 200).lengths()
    assert lengths == (0.2, 0.6, 0.0)
    assert bar(1_000, 600, 200).free == 400


def test_more_signed_for_than_awarded_stands_beyond_the_end():
    over = bar(300_000, 332_000, 124_000)
    assert over.is_over
    assert over.free == -32_000
    assert over.lengths().signed == 1.0
    assert over.lengths().over == pytest.approx(0.1067, abs=0.001)
    chart = BarChart("By category", "", (over,), "done", "signed for", "free", "over")
    assert chart.has_over


def test_without_an_award_only_what_is_over_is_drawn():
    assert bar(0, 100, 50).lengths() == (0.0, 0.0, MOST_OVER)
    assert bar(0, 0, 0).lengths() == (0.0, 0.0, 0.0)


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_lengths_stay_inside_the_drawing(awarded: int, signed: int, done: int):
    lengths = bar(awarded, signed, done).lengths()
    assert 0 <= lengths.done <= lengths.signed <= 1
    assert 0 <= lengths.over <= MOST_OVER


def test_gaps_stay_open():
    runs = line(3, 4, None, 2, None, None, 5).runs()
    assert [len(run) for run in runs] == [2, 1, 1]
    assert runs[0][0] == (0.0, 0.5)
    assert runs[-1][-1] == (1.0, 1.0)


def test_a_line_without_any_value_has_no_runs():
    assert line(None, None).runs() == []


def test_one_day_stands_in_the_middle():
    assert line(3).x(date(2026, 6, 1)) == 0.5


def test_days_outside_the_axis_are_cut():
    chart = line(3, 4)
    assert chart.x(date(2020, 1, 1)) == 0.0
    assert chart.x(date(2030, 1, 1)) == 1.0


def test_own_scale_reaches_from_the_lowest_to_the_highest_value():
    chart = line(3, 3.5, None, 3.2).on_own_scale()
    assert chart.y(3) == 0.0
    assert chart.y(3.5) == 1.0
    assert line(None).on_own_scale().y(3) == 0.5


def test_a_chart_without_days_is_refused():
    with pytest.raises(ValueError, match="needs a point"):
        LineChart("", "", (), ()).days()


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_the_curve_shows_no_value_that_nobody_gave(values: list[float]):
    points = [(i / len(values), value) for i, value in enumerate(values)]
    pieces = curve(points)
    assert [piece[2] for piece in pieces] == points[1:]
    start = points[0]
    for first, second, end in pieces:
        low, high = sorted((start[1], end[1]))
        for _x, y in (first, second):
            assert low - 1e-9 <= y <= high + 1e-9
        start = end
