"""Real costs: added, changed, removed; in any currency; for a traveller, a group, the project."""

from __future__ import annotations

from typing import Any

import pytest

from mobdesk.errors import Invalid, Refused
from mobdesk.models.mobilities import Member
from mobdesk.models.store import Store
from mobdesk.services import costs, history, members, mobilities, projects
from tests.services.money import TODAY, add_person, add_project, add_stay
from tests.stores import COORDINATOR as ME

VISA: dict[str, Any] = {"what": "Visa", "category": "exceptional_costs", "amount": 100_00}
KRONA = {**VISA, "currency": "sek", "rate": "11.5", "rate_on": TODAY, "covered_percent": "80"}


@pytest.fixture
def project(store: Store) -> int:
    return add_project(store, ME)


def test_a_cost_in_another_currency_is_told_in_euros(store: Store, project: int) -> None:
    number = costs.add(store, ME, project, KRONA, TODAY).ids[0]
    (row,) = costs.of_project(store, ME, project)
    assert (row.currency, row.euros, row.covered) == ("SEK", 8_70, 6_96)
    costs.change(store, ME, number, row.rev, {"currency": "EUR"}, TODAY)
    (row,) = costs.of_project(store, ME, project)
    assert (row.euros, row.rate, row.rate_on) == (100_00, None, None)
    costs.remove(store, ME, number)
    assert costs.of_project(store, ME, project) == []
    history.undo(store, ME)
    assert len(costs.of_project(store, ME, project)) == 1


def test_a_cost_belongs_to_a_traveller_of_its_project(store: Store, project: int) -> None:
    who = [add_person(store, ME, name, "Kask", role="learner") for name in ("Aino", "Mart")]
    first, _second = add_stay(store, ME, project, who, part="learner", title="Käsitöö")
    costs.add(store, ME, project, {**VISA, "member_id": first}, TODAY)
    (row,) = costs.of_project(store, ME, project)
    assert row.name == "Kask, Aino"
    assert row.mobility_id is not None
    found = costs.travellers(store, ME, project)
    assert [(t.name, t.mobility) for t in found] == [
        ("", "Käsitöö"), ("Kask, Aino", "Käsitöö"), ("Kask, Mart", "Käsitöö"),
    ]  # fmt: skip
    other = add_project(store, ME, "2023-1-EE01-KA122-ADU-000111222")
    with pytest.raises(Refused) as refused:
        costs.add(store, ME, other, {**VISA, "member_id": first}, TODAY)
    assert refused.value.code == "cost_elsewhere"


def test_costs_are_not_thrown_away_with_a_record(store: Store, project: int) -> None:
    (member,) = add_stay(store, ME, project, [add_person(store, ME, "Aino", "Kask")])
    costs.add(store, ME, project, {**VISA, "member_id": member}, TODAY)
    with store.read() as s:
        stay = s.get_one(Member, member).mobility_id
    for throw, code in (
        (lambda: members.remove(store, ME, member), "member_has_costs"),
        (lambda: mobilities.remove(store, ME, [stay]), "member_has_costs"),
        (lambda: projects.remove(store, ME, [project]), "still_used_by"),
    ):
        with pytest.raises(Refused) as refused:
            throw()
        assert refused.value.code == code


def test_what_is_wrong_is_refused(store: Store, project: int) -> None:
    with pytest.raises(Invalid) as refused:
        costs.add(store, ME, project, {**VISA, "amount": 0, "currency": "kr"}, TODAY)
    assert {p.code for p in refused.value.problems} == {
        "amount_not_above_zero", "currency_letters", "rate_needed", "needed",
    }  # fmt: skip
