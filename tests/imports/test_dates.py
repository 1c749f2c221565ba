from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.imports.dates import DateColumn


def read(*cells, order=None, date1904=False):
    column = DateColumn(cells, order, date1904)
    return [column.read(cell) for cell in cells]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-04", "2024-03-04"),
        ("2024-03-04T10:00:00Z", "2024-03-04"),
        ("2024/3/4", "2024-03-04"),
        ("2024. 03. 04.", "2024-03-04"),
        ("20240304", "2024-03-04"),
        ("4.3.2024", "2024-03-04"),
        ("4. 3. 2024", "2024-03-04"),
        ("04.03.2024 10:15", "2024-03-04"),
        ("25/03/2024", "2024-03-25"),
        ("03/25/2024", "2024-03-25"),
        ("4 March 2024", "2024-03-04"),
        ("March 4, 2024", "2024-03-04"),
        ("02-JUN-2014 00.00.00", "2014-06-02"),
        ("4. märts 2024", "2024-03-04"),
        ("4 марта 2024 г.", "2024-03-04"),
        ("4 Μαρτίου 2024", "2024-03-04"),
        ("4 Şubat 2024", "2024-02-04"),
    ],
)
def test_dates_as_people_write_them(text, value):
    assert read(text)[0] == (value, ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [("31.02.2024", "bad_date"), ("soon", "bad_date"), (2024, "year_only"), ("2024", "year_only"),
     (42, "bad_date"), (99999, "bad_date"), ("1.1.0024", "bad_date"),
     ("03/04/2024", "ambiguous_date")],
)  # fmt: skip
def test_what_is_not_taken(cell, code):
    assert read(cell)[0] == (None, (code,))


def test_the_column_decides_and_only_the_column():
    assert [d.value for d in read("03/04/2024", "25/12/2024")] == ["2024-04-03", "2024-12-25"]
    assert [d.value for d in read("03/04/2024", "12/25/2024")] == ["2024-03-04", "2024-12-25"]
    mixed = read("03/04/2024", "25/12/2024", "12/25/2024")
    assert [d.value for d in mixed] == [None, "2024-12-25", "2024-12-25"]
    assert [d.codes for d in read("03/04/2024", "05/06/2024")] == [("ambiguous_date",)] * 2


def test_an_answer_settles_it():
    assert read("03/04/2024", order="mdy")[0].value == "2024-03-04"
    assert read("03/04/2024", order="dmy")[0].value == "2024-04-03"
    assert read("24/03/04", order="ymd")[0] == ("2024-03-04", ("two_digit_year",))
    assert read("25/03/2024", order="mdy")[0] == (None, ("bad_date",))


def test_a_month_stays_a_month():
    for text in ("2019-04", "04/2019", "April 2019"):
        assert read(text)[0] == ("2019-04", ("month_only",))


def test_serial_numbers_of_both_calendars():
    assert read(45355)[0].value == "2024-03-04"
    assert read(43893, date1904=True)[0].value == "2024-03-04"
    assert read("45355")[0] == ("2024-03-04", ("date_from_number",))
    assert (
        read(datetime.fromisoformat("2024-03-04T10:00:00"), date(2024, 3, 4))[0].value
        == "2024-03-04"
    )


_DAYS = st.dates(min_value=date(1915, 1, 1), max_value=date(2099, 12, 31))


@settings(max_examples=60, deadline=None)
@given(_DAYS)
def test_every_day_survives_every_form(day):
    iso = day.isoformat()
    serial = (day - date(1899, 12, 30)).days
    for cell in (iso, day, f"{day.day}.{day.month}.{day.year}", f"{day:%d %B %Y}", serial):
        assert read(cell)[0].value == iso
    for order, text in (("dmy", f"{day:%d/%m/%Y}"), ("mdy", f"{day:%m/%d/%Y}")):
        found = read(text)[0].value
        assert found in (iso, None)
        assert read(text, order=order)[0].value == iso
    epoch = date(1904, 1, 1)
    assert (
        read((day - epoch) // timedelta(days=1), date1904=True)[0].value == iso or day.year < 1918
    )
