"""The bill of a mobility: lines, shares, what a change would do, and the paper."""

from __future__ import annotations

from datetime import date

import pytest
from pypdfium2 import PdfDocument

from mobdesk.errors import NotAllowed
from mobdesk.models.store import Store
from mobdesk.services import bills
from tests.services.test_organisational_support import selected
from tests.services.test_pricing import DATES, TODAY, person, plan, project
from tests.stores import COORDINATOR, TRAINER

assert project  # the fixture of a project with a sheet


def test_the_share_of_the_projects_sum_stands_last(store: Store, project: int) -> None:
    who = [{"person_id": person(store, "Tamm"), "part": "staff"}]
    stay = selected(store, project, who, DATES, hosting_city="Turku")
    found = bills.bill(store, COORDINATOR, stay)
    one = found.members[0]
    assert [(line.category, line.amount) for line in one.lines] == [
        ("travel", 27_500), ("individual_support", 72_800), ("organisational_support", 35_000),
    ]  # fmt: skip
    assert one.lines[-1].inputs["first"] == 1
    assert (found.known, one.priced.known, found.open) == (135_300, 100_300, False)
    assert found.sheet_id is not None
    assert found.numbers[0] <= found.numbers[1]


def test_what_a_change_would_do_is_computed(store: Store, project: int) -> None:
    who = [{"person_id": person(store, "Tamm"), "part": "staff"}]
    stay = plan(store, project, who, DATES)
    found = bills.bill(store, COORDINATOR, stay)
    said = {c.code: c.cents for c in found.changes}
    assert said == {"by_train": 32_000 - 27_500, "home_later": 10_400}
    undated = plan(store, project, who, {"distance_km": "800"})
    found = bills.bill(store, COORDINATOR, undated)
    assert {c.cents for c in found.changes} == {None}


def test_a_group_is_one_bill_with_kinds(store: Store, project: int) -> None:
    members = [
        {"person_id": person(store, "Aas"), "part": "learner"},
        {"places": 3, "part": "learner"},
        {"person_id": person(store, "Kask"), "part": "lead"},
    ]
    stay = plan(store, project, members, kind="group", activity_type="group-mobility")
    found = bills.bill(store, COORDINATOR, stay)
    assert [one.kind for one in found.members] == ["learner", "unnamed", "accompanying"]
    assert found.known == sum(one.known for one in found.members)


def test_only_who_may_see_all_mobilities_opens_a_bill(store: Store, project: int) -> None:
    stay = plan(store, project, [{"part": "staff"}])
    with pytest.raises(NotAllowed):
        bills.bill(store, TRAINER, stay)


def test_it_prints_with_its_sum_and_every_letter(store: Store) -> None:
    rows = [
        ("Travel", "Αθήνα to Järvekülg, 1 × 275.00 €", "275.00 €"),
        ("Individual support", "7 days × 104.00 €", "728.00 €"),
        ("Total", "", "1,003.00 €"),
    ]
    pdf = bills.as_pdf(store, COORDINATOR, "Liis Õunapuu", [("Dates", "8–14 March")], rows, TODAY)
    text = PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    for wanted in ("Liis Õunapuu", "Αθήνα", "1,003.00 €", "8–14 March"):
        assert wanted in text
    assert bills.as_pdf(store, COORDINATOR, "x", [], rows, date(2026, 1, 1)).startswith(b"%PDF")
