"""Frozen at signature, compared with today, changed only by choice; sums typed by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from mobdesk.errors import Invalid, Refused
from mobdesk.models.mobilities import Subgroup
from mobdesk.models.store import Label, Store
from mobdesk.services import (
    accountant,
    agreements,
    bills,
    budgets,
    documents,
    grants,
    history,
    members,
    mobilities,
    payments,
    pricing,
    report_money,
    report_tables,
    stages,
)
from tests.services.test_pricing import CODE as CODE
from tests.services.test_pricing import DATES, TODAY, only, person, plan, project
from tests.stores import COORDINATOR

assert project  # the fixture of a project with a sheet
SUM = 27_500 + 72_800
EARLIER = date(2022, 1, 10)


@pytest.fixture
def stay(store: Store, project: int) -> int:
    return plan(store, project, [{"person_id": person(store, "Tamm"), "part": "staff"}])


def sign(store: Store, stay: int, on: date | None = TODAY) -> None:
    member = mobilities.get(store, COORDINATOR, stay).subgroups[0].members[0]
    members.change(store, COORDINATOR, member.id, member.rev, {"agreement_signed_on": on})


def one_day_less(store: Store, stay: int, end: date = date(2022, 3, 11)) -> None:
    with store.write(Label("mobility_dates_changed"), COORDINATOR) as s:
        group = s.query(Subgroup).filter_by(mobility_id=stay).one()
        group.end, group.back = end, None


def kinds(store: Store, stay: int) -> list[str]:
    return [line.kind for line in only(store, stay).lines]


def test_a_signature_freezes_and_taking_it_back_thaws(store: Store, stay: int) -> None:
    sign(store, stay)
    found = only(store, stay)
    assert (kinds(store, stay), found.known, found.difference) == (["frozen"] * 2, SUM, None)
    line = found.lines[1]
    assert (line.rate, line.quantity, line.dated, line.computed) == ("104", "7", TODAY, 72_800)
    assert (line.inputs["country"], line.inputs["activity_days"]) == ("DE", 5)
    sign(store, stay, None)
    assert kinds(store, stay) == ["computed"] * 2


def test_undo_of_a_signature_thaws_as_well(store: Store, stay: int) -> None:
    sign(store, stay)
    history.undo(store, COORDINATOR)
    assert kinds(store, stay) == ["computed"] * 2


def test_a_signed_paper_with_its_place_freezes(store: Store, stay: int) -> None:
    member = only(store, stay).member_id
    documents.file_paper(store, COORDINATOR, member, "grant_agreement", on=TODAY, signed=True)
    assert kinds(store, stay) == ["computed"] * 2  # nothing proves it yet
    documents.file_paper(
        store, COORDINATOR, member, "grant_agreement", on=TODAY, signed=True, place="Binder 2"
    )
    assert kinds(store, stay) == ["frozen"] * 2
    documents.want_again(store, COORDINATOR, member, "grant_agreement")
    assert kinds(store, stay) == ["computed"] * 2


def test_later_data_are_a_difference_with_three_answers(store: Store, stay: int) -> None:
    sign(store, stay)
    one_day_less(store, stay)
    found = only(store, stay)
    assert (found.known, found.today_sum, found.asks) == (SUM, 27_500 + 5 * 10_400, True)
    who = [found.member_id]
    agreements.choose(store, COORDINATOR, who, "keep")
    assert (only(store, stay).known, only(store, stay).choice) == (SUM, "keep")
    one_day_less(store, stay, date(2022, 3, 10))
    assert only(store, stay).asks  # another difference is another question
    agreements.choose(store, COORDINATOR, who, "at_return")
    assert not only(store, stay).asks
    agreements.amend(store, COORDINATOR, who, on=date(2026, 11, 30))
    found = only(store, stay)
    assert (found.known, found.difference) == (27_500 + 4 * 10_400, None)
    assert {line.dated for line in found.lines} == {date(2026, 11, 30)}
    history.undo(store, COORDINATOR)
    assert only(store, stay).known == SUM


def test_a_sum_that_is_not_complete_waits_before_it_is_frozen(store: Store, project: int) -> None:
    dates = {**DATES, "distance_km": None}
    stay = plan(store, project, [{"person_id": person(store, "Tamm"), "part": "staff"}], dates)
    who = [only(store, stay).member_id]
    with pytest.raises(Refused, match="agreement_not_signed"):
        agreements.freeze(store, COORDINATOR, who)
    sign(store, stay)
    assert kinds(store, stay) == ["computed"] * 2
    with pytest.raises(Refused, match="grant_incomplete"):
        agreements.freeze(store, COORDINATOR, who)
    with store.write(Label("mobility_dates_changed"), COORDINATOR) as s:
        s.query(Subgroup).filter_by(mobility_id=stay).one().distance_km = "800"
    agreements.freeze(store, COORDINATOR, who)
    assert kinds(store, stay) == ["frozen"] * 2


def test_a_line_by_hand_keeps_its_reason_and_what_was_computed(store: Store, stay: int) -> None:
    who = [only(store, stay).member_id]
    change = ("individual_support", "daily_first", 60_000, "two days at home")
    grants.override(store, COORDINATOR, who, *change, today=TODAY)
    line = only(store, stay).lines[1]
    assert (line.kind, line.amount, line.computed) == ("typed", 60_000, 72_800)
    assert (line.reason, line.typed_by, line.dated) == (change[3], "coordinator", TODAY)
    sign(store, stay)
    frozen = only(store, stay).lines[1]
    assert (frozen.kind, frozen.amount, frozen.reason) == ("frozen", 60_000, change[3])
    grants.take_back(store, COORDINATOR, who, "individual_support", "daily_first")
    found = only(store, stay)
    assert (found.known, found.difference) == (27_500 + 60_000, 12_800)


def test_by_hand_needs_a_reason_and_a_sum(store: Store, stay: int) -> None:
    who = [only(store, stay).member_id]
    with pytest.raises(Invalid) as told:
        grants.override(store, COORDINATOR, who, "travel", None, -1, " ", today=TODAY)
    assert {p.code for p in told.value.problems} == {"amount_negative", "needed"}


def test_payees_change_and_go_back_to_what_is_usual(store: Store, stay: int) -> None:
    who = [only(store, stay).member_id]
    grants.set_payee(store, COORDINATOR, who, "travel", "provider")
    assert only(store, stay).lines[0].payee == "provider"
    grants.set_payee(store, COORDINATOR, who, "travel", None)
    assert only(store, stay).lines[0].payee == "participant"


def test_every_place_counts_the_same_sum_before_and_after_the_return(
    store: Store, project: int, stay: int
) -> None:
    """Board, payments, reports and the accountant's workbook, answered or not."""
    stages.move(store, COORDINATOR, stay, "confirmed", TODAY, "Test")
    sign(store, stay)
    one_day_less(store, stay)
    less = 27_500 + 5 * 10_400
    assert sums_everywhere(store, project, stay) == {SUM}
    stages.move(store, COORDINATOR, stay, "returned", TODAY, "Test")
    assert sums_everywhere(store, project, stay) == {less}
    who = [only(store, stay).member_id]
    agreements.choose(store, COORDINATOR, who, "keep")
    assert sums_everywhere(store, project, stay) == {SUM}
    history.undo(store, COORDINATOR)
    assert sums_everywhere(store, project, stay) == {less}


def sums_everywhere(store: Store, project: int, stay: int) -> set[int | None]:
    """The grant of the only participant, from each place that tells it."""
    (payable,) = payments.of_members(store, COORDINATOR, TODAY, project_id=project)
    book = accountant.book(store, COORDINATOR, project, TODAY)
    shown = budgets.overview(store, COORDINATOR, project).board
    with store.read() as s:
        (of_report,) = report_money.sums_of(s, project).by_mobility.values()
        tables = report_tables.tables_of(s, project, {"1": stay}, TODAY)
    bill = bills.bill(store, COORDINATOR, stay)
    lines = [line for member in bill.members for line in member.lines]
    return {
        payable.base,
        sum(line.amount or 0 for line in lines if line.category != "organisational_support"),
        sum(line.cents or 0 for line in book.grants),
        sum(row.expected for row in shown.categories if row.name != "organisational_support"),
        of_report.granted,
        sum(row.cents or 0 for row in tables["grants"] if row.category != "organisational_support"),
    }


def day_typed(store: Store, stay: int) -> date | None:
    (member,) = mobilities.get(store, COORDINATOR, stay).subgroups[0].members
    day: date | None = member.values["agreement_signed_on"]
    return day


def file_it(store: Store, member: int, signed_on: date | None, *, signed: bool = True) -> None:
    documents.file_paper(
        store, COORDINATOR, member, "grant_agreement", on=TODAY, signed=signed, place="Binder 2",
        signed_on=signed_on, today=TODAY,
    )  # fmt: skip


def pay_by(store: Store, today: date = TODAY) -> set[date | None]:
    (found,) = payments.of_members(store, COORDINATOR, today)
    return {row.pay_by for row in found.rows if row.kind == "first"}


def test_the_paper_brings_the_day_on_which_the_later_one_signed(store: Store, stay: int) -> None:
    stages.move(store, COORDINATOR, stay, "confirmed", TODAY, "Test")
    member = only(store, stay).member_id
    file_it(store, member, EARLIER)
    assert day_typed(store, stay) == EARLIER
    assert {line.dated for line in only(store, stay).lines} == {EARLIER}
    assert pay_by(store) == {EARLIER + timedelta(days=30)}
    file_it(store, member, TODAY)  # typed again: the paper counts from the other day
    assert day_typed(store, stay) == TODAY
    assert {line.dated for line in only(store, stay).lines} == {TODAY}
    assert pay_by(store) == {DATES["start"]}
    history.undo(store, COORDINATOR)
    history.undo(store, COORDINATOR)
    assert (day_typed(store, stay), kinds(store, stay)) == (None, ["computed"] * 2)
    assert documents.known(store, COORDINATOR, stay) == {}


@pytest.mark.parametrize("how", ["wanted", "aside", "unsigned"])
def test_taking_the_paper_back_clears_the_day(store: Store, stay: int, how: str) -> None:
    member = only(store, stay).member_id
    file_it(store, member, EARLIER)
    if how == "wanted":
        documents.want_again(store, COORDINATOR, member, "grant_agreement")
    elif how == "aside":
        documents.set_aside(store, COORDINATOR, member, "grant_agreement", "Cancelled")
    else:
        file_it(store, member, None, signed=False)
    assert (day_typed(store, stay), kinds(store, stay)) == (None, ["computed"] * 2)
    history.undo(store, COORDINATOR)
    assert (day_typed(store, stay), kinds(store, stay)) == (EARLIER, ["frozen"] * 2)


def test_nobody_signs_in_the_future_and_no_other_paper_has_the_day(store: Store, stay: int) -> None:
    member = only(store, stay).member_id
    with pytest.raises(Invalid) as told:
        file_it(store, member, TODAY + timedelta(days=1))
    assert [(p.field, p.code) for p in told.value.problems] == [("signed_on", "signed_in_future")]
    documents.file_paper(
        store, COORDINATOR, member, "learning_agreement", on=TODAY, signed=True,
        signed_on=EARLIER, today=TODAY,
    )  # fmt: skip
    assert day_typed(store, stay) is None


def test_one_day_for_several_and_one_question_for_all(store: Store, project: int) -> None:
    plans = [{"person_id": person(store, name), "part": "staff"} for name in ("Aas", "Kask")]
    stay = plan(store, project, plans)
    with store.read() as s:
        ids = sorted(pricing.price_mobilities(s, [stay]))
    documents.file_papers(
        store, COORDINATOR, ids, "grant_agreement", on=TODAY, signed=True, place="Binder 2",
        signed_on=EARLIER, today=TODAY,
    )  # fmt: skip
    asked: list[str] = []
    with store.read() as s:
        event.listen(s.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
        assert agreements.signed_on(s, set(ids)) == dict.fromkeys(ids, EARLIER)
    assert sum(one.startswith("SELECT") for one in asked) == 1
    history.undo(store, COORDINATOR)
    with store.read() as s:
        assert agreements.signed_on(s, set(ids)) == {}
