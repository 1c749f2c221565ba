"""Rules, distances and what counts for the grant: in the forms and on the page of a mobility."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mobdesk.models.store import Store
from mobdesk.services import mobilities, organisations, projects
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.mobilities.look_card import LookCard
from mobdesk.ui.mobilities.page import MobilityPage
from mobdesk.ui.parts.labels import Paragraph
from tests.stores import COORDINATOR
from tests.ui.record_window import desk, form_of, person, show, window  # noqa: F401

MON = date(2027, 3, 1)
CODE = "2026-1-EE01-KA121-ADU-000012345"


@pytest.fixture
def mobility(store: Store) -> int:
    own = {"name": "Oma", "kind": "own", "city": "Tartu", "country": "EE"}
    organisations.add(store, COORDINATOR, own)
    project = projects.add(
        store, COORDINATOR, {"code": CODE, "start": date(2026, 9, 1), "end": date(2027, 11, 30)}
    ).ids[0]
    host = {"name": "Kolpa", "kind": "partner", "city": "Ljubljana", "country": "SI"}
    number = organisations.add(store, COORDINATOR, host).ids[0]
    values = {"project_id": project, "host_id": number, "hosting_city": "Ljubljana",
              "hosting_country": "SI", "activity_type": "job-shadowing"}  # fmt: skip
    dates = {"start": MON, "end": MON + timedelta(4), "leaves": MON - timedelta(1),
             "back": MON + timedelta(5), "travel_means": "plane"}  # fmt: skip
    who = person(store, "Mari", "Tamm")
    plan = SubgroupPlan(dates, [MemberPlan({"person_id": who, "part": "staff"})])
    return mobilities.add(store, COORDINATOR, values, [plan]).ids[0]


@pytest.fixture
def page(qtbot, desk, mobility) -> MobilityPage:  # noqa: F811
    made = MobilityPage(desk)
    show(qtbot, made)
    made.go(id=mobility)
    made.refresh()
    return made


def reread(page: MobilityPage) -> None:
    page.refresh()


def change(store: Store, mobility: int, **values: Any) -> None:
    rev = mobilities.get(store, COORDINATOR, mobility).record.rev
    mobilities.change(store, COORDINATOR, mobility, rev, values)


def told(widget: Any) -> str:
    return " ".join(one.text() for one in widget.findChildren(Paragraph))


def test_the_page_says_what_to_look_at_and_nothing_without_a_finding(page, store, mobility) -> None:
    assert page.findChildren(LookCard) == []
    change(store, mobility, hosting_country="EE")
    reread(page)
    (card,) = page.findChildren(LookCard)
    assert "They leave from and go to the same country." in told(card)
    assert "This rule is not confirmed." in told(card)


def test_a_length_is_told_with_its_source(page, store, mobility) -> None:
    page.ask.change_dates()
    form = form_of(page)
    form.form.editor("end").set_value(MON + timedelta(days=80))
    form.form.editor("back").set_value(None)
    assert "81 days are unusual for this activity: 2 to 60 are usual." in form.notes.text()
    assert "Source: iky.gr." in form.notes.text()
    form.form.editor("end").set_value(MON + timedelta(days=4))
    assert form.notes.text() == ""
    form.form.editor("leaves").set_value(MON - timedelta(days=3))
    assert "At most 2 are paid." in form.notes.text()
    form.form.editor("green_travel").set_value(True)
    assert form.notes.text() == ""
