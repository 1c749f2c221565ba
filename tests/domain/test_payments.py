"""Instalments: parts sum exactly, days, states, and nothing paid ever moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain import payment_checks as typed
from mobdesk.domain import payments
from mobdesk.domain.payments import Case, Kept, Kind, Part, State, Terms, Waits

TODAY = date(2026, 11, 22)
SIGNED, START = date(2026, 11, 1), date(2026, 11, 28)
CASE = Case(1145_00, SIGNED, START)
USUAL = Terms()


def parts(case: Case = CASE, *kept: Kept, today: date = TODAY) -> list[Part]:
    return list(payments.plan(case, USUAL, kept, today))


def sums(found: list[Part]) -> list[tuple[str, int | None, str]]:
    return [(p.kind.value, p.amount, p.state.value) for p in found]


def test_four_fifths_first_and_the_rest_as_the_balance() -> None:
    assert sums(parts()) == [("first", 916_00, "planned"), ("balance", 229_00, "planned")]
    assert [p.pay_by for p in parts()] == [START, None]
    assert [p.waits for p in parts()] == [None, Waits.SURVEY]


@pytest.mark.parametrize(
    ("base", "percent", "first"),
    [(1, "50", 1), (3, "50", 2), (0, "80", 0), (1145_01, "80", 916_01), (100_00, "33.335", 33_34)],
)
def test_a_part_is_rounded_half_up(base: int, percent: str, first: int) -> None:
    assert payments.share(base, percent) == first


def test_the_day_is_the_earlier_of_signature_and_days_and_start() -> None:
    assert payments.pay_by(SIGNED, date(2027, 1, 5), USUAL) == SIGNED + timedelta(days=30)
    assert payments.pay_by(SIGNED, START, USUAL) == START
    assert payments.pay_by(SIGNED, None, USUAL) == SIGNED + timedelta(days=30)
    assert payments.pay_by(None, START, USUAL) is None
    assert payments.balance_by(date(2026, 12, 10), USUAL) == date(2027, 1, 24)
    assert payments.balance_by(None, USUAL) is None


def test_without_a_signature_nothing_is_due() -> None:
    (first, balance) = parts(CASE._replace(signed=None), today=date(2027, 6, 1))
    assert (first.pay_by, first.state, first.waits) == (None, State.PLANNED, Waits.SIGNATURE)
    assert balance.state is State.PLANNED


def test_an_instalment_is_due_on_its_day() -> None:
    assert parts(today=START - timedelta(days=1))[0].state is State.PLANNED
    assert parts(today=START)[0].state is State.DUE


def test_a_missing_rate_gives_no_sum_and_blocks_nothing() -> None:
    found = parts(CASE._replace(base=None), today=date(2027, 1, 1))
    assert sums(found) == [("first", None, "planned"), ("balance", None, "planned")]
    assert found[0].waits is Waits.RATE


def test_what_was_paid_stays_and_the_balance_takes_the_rest() -> None:
    kept = Kept(7, "first", paid_on=TODAY, paid_amount=916_00)
    case = CASE._replace(base=1041_00, survey=date(2026, 12, 10))
    found = parts(case, kept)
    assert sums(found) == [("first", 916_00, "paid"), ("balance", 125_00, "planned")]
    assert found[0].id == 7
    assert found[1].pay_by == date(2027, 1, 24)


def test_more_paid_than_due_is_a_recovery_with_the_day_that_is_typed() -> None:
    paid = Kept(7, "first", paid_on=TODAY, paid_amount=916_00)
    found = parts(CASE._replace(base=900_00), paid)
    assert sums(found) == [("first", 916_00, "paid"), ("recovery", 16_00, "planned")]
    assert found[1].waits is Waits.DAY
    asked = Kept(8, "recovery", amount=16_00, due_on=TODAY)
    assert sums(parts(CASE._replace(base=900_00), paid, asked))[1] == ("recovery", 16_00, "due")
    back = asked._replace(recovered_on=TODAY, paid_amount=16_00)
    assert sums(parts(CASE._replace(base=900_00), paid, back)) == [
        ("first", 916_00, "paid"), ("recovery", 16_00, "recovered"),
    ]  # fmt: skip


def test_a_balance_that_was_paid_is_followed_by_another_one() -> None:
    kept = (
        Kept(1, "first", paid_on=TODAY, paid_amount=800_00),
        Kept(2, "balance", paid_on=TODAY, paid_amount=200_00),
    )
    assert parts(Case(1000_00), *kept)[-1].state is State.PAID
    assert sums(parts(Case(1010_00), *kept))[-1] == ("balance", 10_00, "planned")


def test_typed_sums_and_days_win_over_the_terms() -> None:
    first = Kept(1, "first", amount=500_00, due_on=date(2026, 11, 10))
    more = Kept(2, "further", percent="20")
    found = parts(CASE, first, more)
    assert sums(found) == [
        ("first", 500_00, "due"), ("further", 229_00, "planned"), ("balance", 416_00, "planned"),
    ]  # fmt: skip
    assert found[0].pay_by == date(2026, 11, 10)


def test_a_typed_sum_is_never_more_than_what_is_left() -> None:
    first = Kept(1, "first", amount=2000_00)
    assert sums(parts(CASE, first)) == [("first", 1145_00, "planned")]


def test_who_does_not_go_gets_no_first_instalment_any_more() -> None:
    assert parts(Case(0, SIGNED, START, ended=True)) == []
    paid = Kept(1, "first", paid_on=TODAY, paid_amount=916_00)
    found = parts(Case(300_00, SIGNED, START, ended=True), paid)
    assert sums(found)[1] == ("recovery", 616_00, "planned")
    assert sums(parts(Case(300_00, ended=True))) == [("balance", 300_00, "planned")]


def test_the_standing_tells_what_is_open_next_and_whether_all_is_settled() -> None:
    assert payments.standing(CASE, USUAL, ()).pay_by == START
    paid = Kept(1, "first", paid_on=TODAY, paid_amount=916_00)
    eighty = payments.standing(CASE, USUAL, (paid,))
    assert (eighty.pay_by, eighty.settled, eighty.paid) == (None, False, 916_00)
    rest = Kept(2, "balance", paid_on=TODAY, paid_amount=229_00)
    assert payments.standing(CASE, USUAL, (paid, rest)).settled
    assert payments.standing(CASE._replace(base=None), USUAL, ()).pay_by is None


amounts = st.integers(0, 10_000_00)
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
percents = st.decimals(0, 100, places=3).map(lambda d: format(d, "f"))


@st.composite
def kept_ones(draw: st.DrawFn) -> tuple[Kept, ...]:
    made = []
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["first", "further", "balance", "recovery"]))
        kept = Kept(
            number, kind, draw(st.none() | percents), draw(st.none() | amounts),
            draw(st.none() | days),
        )  # fmt: skip
        if draw(st.booleans()):
            on, amount = draw(days), draw(amounts)
            over = {"recovered_on": on} if kind == "recovery" else {"paid_on": on}
            kept = kept._replace(paid_amount=amount, **over)
        made.append(kept)
    return tuple(made)


@given(amounts, percents)
def test_parts_sum_exactly_for_any_percent_and_base(base: int, percent: str) -> None:
    found = payments.plan(Case(base, SIGNED, START), Terms(percent), (), TODAY)
    assert sum(p.amount or 0 for p in found) == base
    assert all((p.amount or 0) > 0 for p in found)


@given(st.none() | amounts, percents, kept_ones(), days, st.booleans())
def test_nothing_paid_ever_moves_and_all_together_is_the_grant(
    base: int | None, percent: str, kept: tuple[Kept, ...], today: date, ended: bool
) -> None:
    found = payments.plan(Case(base, SIGNED, START, ended=ended), Terms(percent), kept, today)
    over = {p.id: p for p in found if p.state in (State.PAID, State.RECOVERED)}
    done = [k for k in kept if k.paid_on or k.recovered_on]
    assert {k.id: k.paid_amount for k in done} == {i: p.amount for i, p in over.items()}
    assert {k.id: k.paid_on or k.recovered_on for k in done} == {
        i: p.done_on for i, p in over.items()
    }
    if base is not None:
        signs = [-1 if p.kind is Kind.RECOVERY else 1 for p in found]
        assert sum(s * (p.amount or 0) for s, p in zip(signs, found, strict=True)) == base


def test_terms_say_what_is_unusual_and_refuse_what_is_wrong() -> None:
    good = {"first_percent": "80", "pay_by_days": 30, "balance_days": 45}
    assert typed.validate_terms(good) == []
    assert typed.unusual("80") == []
    assert [p.code for p in typed.unusual("69.5")] == ["percent_unusual"]
    for wrong in ("101", "-1", "80%", ""):
        assert typed.validate_terms({**good, "first_percent": wrong})
    assert typed.validate_terms({**good, "pay_by_days": 400})
    assert typed.validate_terms({**good, "balance_days": None})


def test_a_payment_has_a_day_that_was_and_a_sum_above_zero() -> None:
    good = {"paid_on": TODAY, "paid_amount": 1, "proof": "Bank 12"}
    assert typed.validate_payment(good, TODAY) == []
    ahead = {**good, "paid_on": TODAY + timedelta(days=1)}
    assert [p.code for p in typed.validate_payment(ahead, TODAY)] == ["payment_ahead"]
    assert typed.validate_payment({**good, "paid_amount": 0}, TODAY)
    assert typed.validate_payment({}, TODAY)


def test_the_agency_pays_a_percentage_or_a_sum() -> None:
    assert typed.validate_agency({"percent": "40"}, TODAY) == []
    assert typed.validate_agency({"amount": 5}, TODAY) == []
    for wrong in (
        {}, {"percent": "40", "amount": 5}, {"percent": "140"}, {"amount": 0},
        {"amount": 5, "received_on": TODAY}, {"amount": 5, "received_amount": 4},
        {"amount": 5, "received_amount": 5, "received_on": TODAY + timedelta(days=1)},
    ):  # fmt: skip
        assert typed.validate_agency(wrong, TODAY), wrong
