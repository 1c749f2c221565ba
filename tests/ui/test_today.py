"""Today answers who leaves, what is missing, where the year stands and whether it is safe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from mobdesk.app import Program
from mobdesk.services import mobilities, people, projects
from mobdesk.services.backups import Safety
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode
from mobdesk.ui.today import words
from mobdesk.ui.today.page import TodayPage
from mobdesk.ui.today.rows import TodayRow

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def page(desk: Desk, qtbot) -> TodayPage:
    desk.today = lambda: TODAY
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def rows(card) -> list[TodayRow]:
    return card.findChildren(TodayRow)


def texts_of(widget) -> str:
    return " ".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def test_an_empty_workspace_says_what_to_do_first(page: TodayPage) -> None:
    assert page.first.isVisible()
    assert [row.text() for row in rows(page.first)] == [
        "Paste your project code and see it explained", "Bring in last year's list",
        "Make one group with dates", "Print the workspace sheet",
        "Copy the workspace to a USB stick",
    ]  # fmt: skip
    assert "Nobody leaves or comes back" in texts_of(page.trips)
    assert not page.year.isVisible()
    assert not page.due.isVisible()


def test_the_steps_open_their_pages(page: TodayPage) -> None:
    opened = []

    class Window:
        def open_page(self, key, where):
            opened.append(key)

    page.desk.window = Window()
    for row in rows(page.first):
        row.click()
    assert opened == ["code", "import", "mobilities", "sheet", "backups"]


def test_a_step_that_is_done_says_so(page: TodayPage, desk: Desk) -> None:
    desk.write(page, projects.add, {"code": "2026-1-EE01-KA121-ADU-000312345"})
    assert "Done" in rows(page.first)[0].accessibleName()


def test_the_amber_line_stays_until_the_sheet_is_printed(page: TodayPage, desk: Desk) -> None:
    from mobdesk.services import sheet

    assert page.sheet.isVisible()
    sheet.set_printed(desk.store, desk.actor)
    page.mark_stale()
    assert not page.sheet.isVisible()


def test_who_leaves_and_what_is_missing(page: TodayPage, desk: Desk) -> None:
    store, actor = desk.store, desk.actor
    person = people.add(
        store, actor, {"first_name": "Maarja", "last_name": "Tamm", "role": "staff"}, today=TODAY
    ).ids[0]
    project = projects.add(store, actor, {"code": "2026-1-EE01-KA121-ADU-000312345"}).ids[0]
    values = {
        "project_id": project, "kind": "individual", "direction": "outgoing",
        "activity_type": "job-shadowing", "hosting_city": "Črnomelj", "hosting_country": "SI",
        "host_confirmed_on": date(2026, 10, 1),
    }  # fmt: skip
    trip = SubgroupPlan(
        {"start": date(2026, 11, 28), "end": date(2026, 12, 2)},
        [MemberPlan({"person_id": person, "part": "staff"})],
    )
    made = mobilities.add(store, actor, values, [trip])
    from mobdesk.services import stages

    for stage in ("applied", "selected", "confirmed"):
        stages.move(store, actor, made.ids[0], stage, TODAY, "agreed")
    page.mark_stale()
    assert not page.first.isVisible()
    (leaving,) = rows(page.trips)
    assert "to Črnomelj, Slovenia · job shadowing · 5 days" in leaving.accessibleName()
    assert "28 Nov" in leaving.accessibleName()
    assert "Next:" in leaving.accessibleName()
    assert rows(page.missing)
    assert page.missing.count is not None
    assert page.year.title.text() == "1 mobility in 2026"


def test_narrow_what_is_missing_comes_first(page: TodayPage) -> None:
    page.set_mode(Mode.NARROW)
    assert page._left.indexOf(page.missing) < page._left.indexOf(page.trips)
    page.set_mode(Mode.WIDE)
    assert page._left.indexOf(page.missing) > page._left.indexOf(page.trips)


def test_the_demo_fills_every_card(start: Callable[..., Program], demo_folder: Path) -> None:
    one = start(demo_folder, demo=True)
    page = one.window.page
    assert isinstance(page, TodayPage)
    assert rows(page.missing)
    assert not page.sheet.isVisible()


def safety(**given) -> Safety:
    usual = {
        "copies": 2, "newest": NOW, "checked_at": NOW, "outside_days": 0,
        "second_place": Path("/stick"), "second_reachable": True, "same_disk": False,
    }  # fmt: skip
    return Safety(**{**usual, **given})


@pytest.mark.parametrize(
    ("given", "good", "starts"),
    [
        ({}, True, "Safe: 2 copies, checked today 09:30"),
        ({"newest": None, "outside_days": None}, False, "No copy yet"),
        ({"outside_days": None}, False, "No copy outside this laptop"),
        ({"outside_days": 9}, False, "No copy outside this laptop for 9 days"),
        ({"same_disk": True}, False, "The second copy is on the same disk"),
    ],
)
def test_whether_the_copies_are_fine(given, good, starts) -> None:
    found = words.safety_words(safety(**given), NOW)
    assert found[:2] == (good, starts)
