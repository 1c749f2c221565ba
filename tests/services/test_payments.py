"""Instalments of members: planned, paid in one step, taken back, recovered; the agency's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobdesk.domain.marks import Aspect
from mobdesk.domain.payments import Kind, State, Waits
from mobdesk.domain.readiness import missing_things
from mobdesk.errors import Invalid, Refused
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import Instalment
from mobdesk.models.store import Store
from mobdesk.services import (
    agency_payments,
    documents,
    history,
    members,
    mobilities,
    payments,
    payments_due,
    pocket_lists,
)
from mobdesk.services import today as today_service
from mobdesk.services.member_facts import member_facts
from mobdesk.services.payment_rows import InstalmentRow
from tests.services.money import (
    CODE,
    SIGNED,
    START,
    TODAY,
    add_person,
    add_project,
    add_stay,
    change,
    grant,
)
from tests.stores import COORDINATOR as ME

PAID = {"paid_on": TODAY, "proof": "Bank 2026/14"}


@pytest.fixture
def project(store: Store) -> int:
    return add_project(store, ME)


@pytest.fixture
def mari(store: Store, project: int) -> int:
    """A member with a grant of 1,145 €, and an agreement signed on 2 November."""
    (member,) = add_stay(store, ME, project, [add_person(store, ME, "Mari", "Tamm")])
    grant(store, ME, [member], 1145_00)
    return member


def rows(store: Store, project: int, today: date = TODAY) -> list[InstalmentRow]:
    return payments.find(store, ME, today, project_id=project)


def sums(found: list[InstalmentRow]) -> list[tuple[str, int | None, str]]:
    return [(r.kind.value, r.amount, r.state.value) for r in found]


def test_instalments_are_planned_from_grant_and_terms(
    store: Store, project: int, mari: int
) -> None:
    first, balance = rows(store, project)
    assert (first.name, first.kind, first.amount, first.percent) == (
        "Tamm, Mari", Kind.FIRST, 916_00, "80",
    )  # fmt: skip
    assert (first.pay_by, first.state, first.id) == (START, State.PLANNED, None)
    assert (balance.amount, balance.waits, first.project) == (229_00, Waits.SURVEY, CODE)


def test_terms_of_the_project_change_what_is_planned(store: Store, project: int, mari: int) -> None:
    assert payments.terms(store, ME, project).values["first_percent"] == "80"
    new = {"first_percent": "70", "pay_by_days": 10, "balance_days": 45, "source": "Annex V"}
    payments.set_terms(store, ME, project, new)
    assert payments.terms(store, ME, project).values == new
    first = rows(store, project)[0]
    assert (first.amount, first.pay_by) == (801_50, SIGNED + timedelta(days=10))
    with pytest.raises(Invalid):
        payments.set_terms(store, ME, project, {**new, "first_percent": "170"})


def test_several_are_paid_at_once_and_undone_at_once(store: Store, project: int, mari: int) -> None:
    (juri,) = add_stay(store, ME, project, [add_person(store, ME, "Jüri", "Kask")])
    grant(store, ME, [juri], 100_01)
    keys = [r.key for r in rows(store, project) if r.kind is Kind.FIRST]
    payments.pay(store, ME, keys, PAID, TODAY)
    paid = [r for r in rows(store, project) if r.state is State.PAID]
    assert sorted((r.amount, r.done_on, r.proof) for r in paid) == [
        (80_01, TODAY, "Bank 2026/14"), (916_00, TODAY, "Bank 2026/14"),
    ]  # fmt: skip
    history.undo(store, ME)
    assert all(r.open and r.id is None for r in rows(store, project))


def test_what_was_paid_stays_when_the_grant_changes(store: Store, project: int, mari: int) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    grant(store, ME, [mari], 1041_00)
    assert sums(rows(store, project)) == [("first", 916_00, "paid"), ("balance", 125_00, "planned")]
    grant(store, ME, [mari], 900_00)
    assert sums(rows(store, project))[1] == ("recovery", 16_00, "planned")


def test_a_recovery_gets_its_day_and_comes_back(store: Store, project: int, mari: int) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    grant(store, ME, [mari], 900_00)
    back = rows(store, project)[1]
    payments.change(store, ME, back.key, {"due_on": TODAY, "note": "Letter 5"}, TODAY)
    back = rows(store, project)[1]
    assert (back.state, back.pay_by, back.note, back.amount) == (
        State.DUE, TODAY, "Letter 5", 16_00,
    )  # fmt: skip
    payments.pay(store, ME, [back.key], {"paid_on": TODAY}, TODAY)
    assert sums(rows(store, project)) == [
        ("first", 916_00, "paid"), ("recovery", 16_00, "recovered"),
    ]  # fmt: skip


def test_who_cancels_gives_back_what_is_not_kept(store: Store, project: int, mari: int) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    change(store, ME, Member, mari, ended="cancelled", money_kept=100_00)
    assert sums(rows(store, project)) == [
        ("first", 916_00, "paid"), ("recovery", 816_00, "planned"),
    ]  # fmt: skip


def test_the_balance_waits_for_the_survey(store: Store, project: int, mari: int) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    with store.read() as s:
        stay = s.get_one(Member, mari).mobility_id
    change(store, ME, Mobility, stay, stage="returned", survey_on=date(2026, 12, 10))
    balance = rows(store, project)[1]
    assert (balance.pay_by, balance.amount) == (date(2027, 1, 24), 229_00)
    later = date(2027, 1, 24)
    assert rows(store, project, later)[1].state is State.DUE


def test_nothing_that_was_shown_before_is_paid(store: Store, project: int, mari: int) -> None:
    key = rows(store, project)[0].key
    payments.pay(store, ME, [key], PAID, TODAY)
    for keys in ([key], [999_999 * 8], [999_999 * 8 + 7]):
        with pytest.raises(Refused) as refused:
            payments.pay(store, ME, keys, PAID, TODAY)
        assert refused.value.code == "instalments_changed"
    with pytest.raises(Refused):
        payments.pay(store, ME, [], PAID, TODAY)


def test_a_day_to_come_and_an_unknown_sum_are_refused(
    store: Store, project: int, mari: int
) -> None:
    key = rows(store, project)[0].key
    with pytest.raises(Invalid):
        payments.pay(store, ME, [key], {"paid_on": TODAY + timedelta(days=1)}, TODAY)
    add_stay(store, ME, project, [add_person(store, ME, "Aino", "Saar")])
    unknown = next(r for r in rows(store, project) if r.name == "Saar, Aino")
    assert (unknown.amount, unknown.waits) == (None, Waits.RATE)
    with pytest.raises(Refused) as refused:
        payments.pay(store, ME, [unknown.key], PAID, TODAY)
    assert refused.value.code == "instalment_without_sum"
    payments.pay(store, ME, [unknown.key], {**PAID, "paid_amount": 5_00}, TODAY)


def test_a_payment_written_down_by_mistake_is_planned_again(
    store: Store, project: int, mari: int
) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    number = rows(store, project)[0].id
    assert number is not None
    payments.take_back(store, ME, [number])
    assert sums(rows(store, project)) == [
        ("first", 916_00, "planned"), ("balance", 229_00, "planned"),
    ]  # fmt: skip


def test_sums_and_days_can_be_typed_and_follow_the_terms_again(
    store: Store, project: int, mari: int
) -> None:
    key = rows(store, project)[0].key
    payments.change(store, ME, key, {"amount": 500_00, "due_on": TODAY}, TODAY)
    first, balance = rows(store, project)
    assert (first.amount, first.state, balance.amount) == (500_00, State.DUE, 645_00)
    payments.add_further(store, ME, mari, {"percent": "10", "due_on": TODAY})
    assert [r.amount for r in rows(store, project)] == [500_00, 114_50, 530_50]
    further = rows(store, project)[1].id
    assert further is not None
    payments.remove(store, ME, further)
    payments.change(store, ME, first.key, {"amount": None, "due_on": None}, TODAY)
    assert [r.amount for r in rows(store, project)] == [916_00, 229_00]
    with store.read() as s:
        assert s.query(Instalment).count() == 0
    with pytest.raises(Invalid):
        payments.change(store, ME, key, {"amount": 5, "percent": "10"}, TODAY)


def test_what_is_due_stands_with_the_earliest_first(store: Store, project: int, mari: int) -> None:
    assert payments_due.due(store, ME, TODAY) == []
    assert [r.name for r in payments_due.due(store, ME, START)] == ["Tamm, Mari"]
    assert len(payments_due.due(store, ME, TODAY, until=START)) == 1


def test_the_mark_of_money_asks_for_what_is_due(store: Store, project: int, mari: int) -> None:
    def money(today: date) -> list[str]:
        with store.read() as s:
            (facts,) = member_facts(s, [Mobility.project_id == project])
        return [t.code for t in missing_things(facts.facts, today) if t.aspect is Aspect.MONEY]

    assert money(TODAY) == []
    assert money(START) == ["instalment_paid"]
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    assert money(START) == []
    with store.read() as s:
        stay = s.get_one(Member, mari).mobility_id
    change(store, ME, Mobility, stay, stage="returned")
    assert money(START) == ["balance_settled"]
    payments.pay(store, ME, [rows(store, project)[1].key], PAID, TODAY)
    assert money(START) == []


def test_pay_by_days_of_the_next_weeks_stand_on_today(
    store: Store, project: int, mari: int
) -> None:
    def found(day: date) -> list[tuple[str, date]]:
        return [(d.code, d.day) for d in today_service.view(store, ME, day).due]

    assert found(TODAY) == [("pay_by", START)]
    assert found(START - timedelta(days=15)) == []
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    assert found(TODAY) == []


def test_a_day_that_was_typed_before_the_signature_stands_on_today(
    store: Store, project: int
) -> None:
    people = [add_person(store, ME, first, "Saar") for first in ("Aino", "Reet")]
    waiting, _signed = add_stay(store, ME, project, people)
    grant(store, ME, [waiting], 500_00)
    change(store, ME, Member, waiting, agreement_signed_on=None)
    first = next(row for row in rows(store, project) if row.amount is not None)
    day = TODAY + timedelta(days=3)
    payments.change(store, ME, first.key, {"due_on": day}, TODAY)
    due = today_service.view(store, ME, TODAY).due
    assert [(one.code, one.day) for one in due] == [("pay_by", day)]


def test_people_without_a_name_and_mere_ideas_get_nothing(store: Store, project: int) -> None:
    add_stay(store, ME, project, [add_person(store, ME, "Aino", "Saar")], stage="applied")
    assert rows(store, project) == []


def test_of_a_closed_stay_only_what_was_written_down_is_told(
    store: Store, project: int, mari: int
) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    with store.read() as s:
        stay = s.get_one(Member, mari).mobility_id
    change(store, ME, Mobility, stay, stage="closed")
    assert sums(rows(store, project)) == [("first", 916_00, "paid")]


def test_what_has_to_come_back_is_told_of_a_closed_stay_as_well(
    store: Store, project: int, mari: int
) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    grant(store, ME, [mari], 900_00)
    with store.read() as s:
        stay = s.get_one(Member, mari).mobility_id
    change(store, ME, Mobility, stay, stage="closed")
    assert sums(rows(store, project)) == [("first", 916_00, "paid"), ("recovery", 16_00, "planned")]


def test_who_was_paid_is_not_thrown_away(store: Store, project: int, mari: int) -> None:
    payments.pay(store, ME, [rows(store, project)[0].key], PAID, TODAY)
    with store.read() as s:
        stay = s.get_one(Member, mari).mobility_id
    for throw in (
        lambda: members.remove(store, ME, mari),
        lambda: mobilities.remove(store, ME, [stay]),
    ):
        with pytest.raises(Refused) as refused:
            throw()
        assert refused.value.code == "member_has_money"
    history.undo(store, ME)
    members.remove(store, ME, mari)


def test_learners_of_a_group_get_pocket_money_only(store: Store, project: int) -> None:
    who = [add_person(store, ME, f"Õpilane {n}", "Kask", role="learner") for n in range(3)]
    group = add_stay(store, ME, project, who, part="learner", activity_type="group-mobility")
    grant(store, ME, group, 400_00)
    assert rows(store, project) == []
    pocket_lists.set_pocket_money(store, ME, group[:2], 50_00)
    found = pocket_lists.pocket_money(store, ME, project)
    assert [r.amount for r in found] == [50_00, 50_00, None]
    change(store, ME, Member, group[2], paid_by_centre=False)
    assert [r.amount for r in rows(store, project)] == [320_00, 80_00]
    assert len(pocket_lists.pocket_money(store, ME, project)) == 2
    with pytest.raises(Invalid):
        pocket_lists.set_pocket_money(store, ME, group, 0)


def test_a_signed_agreement_that_is_filed_starts_the_instalments(
    store: Store, project: int
) -> None:
    who = [add_person(store, ME, "Õpilane", "Kask")]
    (member,) = add_stay(store, ME, project, who, signed=None)
    grant(store, ME, [member], 400_00)
    assert rows(store, project)[0].waits is Waits.SIGNATURE
    documents.file_paper(
        store, ME, member, "grant_agreement", on=SIGNED, signed=True, place="Binder"
    )
    first = rows(store, project)[0]
    assert (first.waits, first.pay_by) == (None, min(SIGNED + timedelta(30), START))
    assert payments_due.due(store, ME, TODAY, until=START)[0].member_id == member
    due = today_service.view(store, ME, TODAY).due
    assert ("pay_by", START) in [(one.code, one.day) for one in due]


def test_the_agency_pays_a_part_of_the_award_in_force(store: Store, project: int) -> None:
    values = {"title": "First", "percent": "40", "due_on": date(2026, 12, 1)}
    number = agency_payments.add(store, ME, project, values, TODAY).ids[0]
    (row,) = agency_payments.of_project(store, ME, project)
    assert (row.expected, row.received_on) == (4000_00, None)
    got = {"received_on": TODAY, "received_amount": 3999_00, "proof": "Bank 3"}
    agency_payments.change(store, ME, number, row.rev, got, TODAY)
    (row,) = agency_payments.of_project(store, ME, project)
    assert (row.received_amount, row.proof) == (3999_00, "Bank 3")
    with pytest.raises(Invalid):
        agency_payments.add(store, ME, project, {"title": "Nothing"}, TODAY)
    agency_payments.remove(store, ME, number)
    assert agency_payments.of_project(store, ME, project) == []
