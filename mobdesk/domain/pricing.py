"""The grant of members as lines: computed, replaced by hand or by a list, or frozen at signature.

All amounts are integer cents of a euro. A line that cannot be computed keeps its place with a
code instead of an amount; the rest adds up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from mobdesk.domain.budget import NOT_GONE, TOTAL
from mobdesk.domain.mobilities import Dates, Kind, Part
from mobdesk.domain.projects import CATEGORIES, OF_THE_PROJECT
from mobdesk.domain.stages import is_back
from mobdesk.errors import Problem

TYPED: Final = "typed"
IMPORTED: Final = "imported"
FROZEN: Final = "frozen"
COMPUTED: Final = "computed"
#: What can be chosen about a difference beside an amendment.
KEEP: Final = "keep"
AT_RETURN: Final = "at_return"
PARTICIPANT, CENTRE, PROVIDER = "participant", "centre", "provider"
PAYEES: Final = (PARTICIPANT, CENTRE, PROVIDER)
#: In the inputs of a frozen line: what was changed by hand before, as reason and account.
BY_HAND: Final = "by_hand"
#: Who usually gets a category; where provider or participant may, the provider is proposed.
USUAL_PAYEE: Final = {
    "travel": PARTICIPANT,
    "individual_support": PARTICIPANT,
    "inclusion_participant": PARTICIPANT,
    OF_THE_PROJECT: CENTRE,
    "inclusion_organisation": CENTRE,
    "preparatory_visit": CENTRE,
    "course_fees": PROVIDER,
    "linguistic_support": PROVIDER,
    "exceptional_costs": PROVIDER,
}
_OWN = tuple(category for category in CATEGORIES if category != OF_THE_PROJECT)
_ORDER = {category: n for n, category in enumerate((*_OWN, OF_THE_PROJECT, TOTAL))}


class Case(NamedTuple):
    """One member as the rules of a grant ask about it, with what counts today.

    ``country`` is where the activity is; ``distance_km`` decimal text, one way. ``real_fare``,
    ``inclusion_costs`` and ``exceptional_costs`` (what is covered of them) are cents, None where
    none is stated; ``email`` folded.
    """

    member_id: int
    mobility_id: int
    project_id: int | None
    kind: str = Kind.INDIVIDUAL.value
    direction: str = "outgoing"
    stage: str = "idea"
    ended: str | None = None
    part: str = Part.STAFF.value
    places: int = 1
    activity_type: str | None = None
    country: str | None = None
    distance_km: str | None = None
    green: bool = False
    dates: Dates = Dates()
    virtual_days: int = 0
    interruption_days: int = 0
    travel_days: int | None = None
    course_days: int = 0
    fewer_opportunities: bool = False
    zero_grant: bool = False
    linguistic_support: bool = False
    support_requested: bool = True
    real_fare: int | None = None
    inclusion_costs: int | None = None
    exceptional_costs: int | None = None
    email: str | None = None
    paid_by_centre: bool | None = None
    signed_on: date | None = None
    difference_choice: str | None = None
    difference_of: int | None = None

    @property
    def back(self) -> bool:
        """The journey is over: what counts now are the actual dates."""
        return is_back(self.stage, self.ended)

    @property
    def gone(self) -> bool:
        """Ended before the journey: nothing is paid."""
        return self.ended in NOT_GONE


class Stored(NamedTuple):
    """A line that is kept: typed, imported or frozen; ``amount`` in cents for all places."""

    category: str
    rule: str | None
    kind: str
    amount: int
    currency: str = "EUR"
    rate: str | None = None
    quantity: str | None = None
    inputs: str | None = None
    source: str | None = None
    typed_by: str | None = None
    dated: date | None = None
    sheet_sha256: str | None = None


class PricedLine(NamedTuple):
    """One line of a bill.

    ``amount`` None: not known, ``code`` says why. ``computed`` is what the rules say where the
    amount is typed, imported or frozen; ``reason`` is that of a typed one. ``rate`` and
    ``quantity`` are decimal text for one place.
    """

    category: str
    rule: str | None
    kind: str
    amount: int | None
    code: str | None = None
    rate: str | None = None
    quantity: str | None = None
    inputs: Mapping[str, Any] = {}
    source: str | None = None
    computed: int | None = None
    reason: str | None = None
    typed_by: str | None = None
    dated: date | None = None
    payee: str = PARTICIPANT

    @property
    def by_hand(self) -> bool:
        """Typed in place of what the rules say, now or before the agreement was signed."""
        return self.kind == TYPED or self.reason is not None


class Priced(NamedTuple):
    """The grant of one member, all ``places`` together.

    ``known`` is the sum of the lines that have an amount; ``missing`` are the codes of the others.
    ``difference``: today's sum less that of the agreement; None where they agree, where nothing is
    frozen, or where today's sum is not known. ``today`` are then today's lines.
    """

    member_id: int
    lines: tuple[PricedLine, ...] = ()
    known: int = 0
    missing: tuple[str, ...] = ()
    sheet_sha256: str | None = None
    confirmed: bool = False
    warnings: tuple[Problem, ...] = ()
    difference: int | None = None
    places: int = 1
    frozen: bool = False
    today: tuple[PricedLine, ...] = ()
    choice: str | None = None
    """What was chosen about the difference; None while it is not answered."""
    back: bool = False
    """The journey is over; told of what is frozen."""

    @property
    def counting(self) -> tuple[PricedLine, ...]:
        """The lines that count in every sum: of the agreement until the return.

        Then what the days really were, unless the agreement was to be kept, or while a part of
        today's sum is not known.
        """
        final = self.back and self.difference is not None and self.choice != KEEP
        return self.today if final else self.lines

    @property
    def to_participant(self) -> int | None:
        """What the participant gets in cents; None while a part of it is not known."""
        lines = self.counting
        mine = [line.amount for line in lines if line.payee == PARTICIPANT]
        known = [amount for amount in mine if amount is not None]
        return sum(known) if lines and len(known) == len(mine) else None

    @property
    def today_sum(self) -> int:
        """What today's data give, as far as it is known."""
        return add_up(self.today if self.frozen else self.lines)[0]

    @property
    def asks(self) -> bool:
        """A difference that nobody has answered."""
        return self.difference is not None and self.choice is None

    @property
    def complete(self) -> bool:
        """There is a sum, and nothing of it is missing."""
        return bool(self.lines) and not self.missing


def usual_payee(category: str, *, paid_by_centre: bool) -> str:
    """Who gets a category where nobody says otherwise."""
    usual = USUAL_PAYEE.get(category, PARTICIPANT)
    return CENTRE if usual == PARTICIPANT and paid_by_centre else usual


def centre_pays(case: Case) -> bool:
    """The centre pays tickets and beds itself: as stated, else usual for learners in groups."""
    if case.paid_by_centre is not None:
        return case.paid_by_centre
    return case.kind == Kind.GROUP and case.part == Part.LEARNER


def merge(
    case: Case,
    computed: Iterable[PricedLine],
    stored: Iterable[Stored],
    payees: Mapping[str, str],
) -> Priced:
    """Put the lines that are kept in place of the computed ones, and add up.

    Frozen lines are the whole agreement: everything else is then what today's data say.
    """
    if case.gone:
        return Priced(case.member_id, places=case.places)
    kept = [line for line in stored if line.currency == "EUR"]
    frozen = [line for line in kept if line.kind == FROZEN]
    today = sorted(_merged(computed, [k for k in kept if k.kind != FROZEN]), key=_place)
    shown = today
    if frozen:
        ours = [line for line in today if line.category == OF_THE_PROJECT]
        shown = sorted([_kept_line(line, today) for line in frozen] + ours, key=_place)
    lines = _with_payees(case, shown, payees)
    known, missing = add_up(lines)
    priced = Priced(case.member_id, lines, known, missing, places=case.places)
    return _beside_today(priced, case, _with_payees(case, today, payees)) if frozen else priced


def _with_payees(
    case: Case, lines: Iterable[PricedLine], payees: Mapping[str, str]
) -> tuple[PricedLine, ...]:
    """The lines with who gets them: as stated, else as usual."""
    by_centre = centre_pays(case)
    return tuple(
        _paid_to(
            line,
            payees.get(line.category) or usual_payee(line.category, paid_by_centre=by_centre),
        )
        for line in lines
    )


def _paid_to(line: PricedLine, payee: str) -> PricedLine:
    """Most stay as they are: a copy of each of ten thousand lines is felt."""
    return line if line.payee == payee else line._replace(payee=payee)


def _beside_today(priced: Priced, case: Case, today: tuple[PricedLine, ...]) -> Priced:
    """What is frozen, compared with what today's data give."""
    now, still_open = add_up(today)
    differs = not still_open and now != priced.known
    choice = case.difference_choice if differs else None
    if (choice == KEEP and case.difference_of != now) or (choice == AT_RETURN and case.back):
        choice = None
    return priced._replace(
        frozen=True, today=today, choice=choice, back=case.back,
        difference=now - priced.known if differs else None,
    )  # fmt: skip


def add_up(lines: Iterable[PricedLine]) -> tuple[int, tuple[str, ...]]:
    """The sum of what is known, and the codes of what is not."""
    known = 0
    missing: dict[str, None] = {}
    for line in lines:
        if line.amount is None:
            missing[line.code or "rate_missing"] = None
        else:
            known += line.amount
    return known, tuple(missing)


def _place(line: PricedLine) -> int:
    return _ORDER.get(line.category, len(_ORDER))


def _merged(computed: Iterable[PricedLine], kept: list[Stored]) -> list[PricedLine]:
    if not kept:
        return list(computed)
    whole = {k.category for k in kept if k.rule is None}
    single = {(k.category, k.rule) for k in kept}
    rest: list[PricedLine] = []
    replaced: list[PricedLine] = []
    for line in computed:
        covered = TOTAL in whole or line.category in whole or (line.category, line.rule) in single
        (replaced if covered else rest).append(line)
    return rest + [_kept_line(k, replaced) for k in kept]


def _kept_line(kept: Stored, computed: Iterable[PricedLine]) -> PricedLine:
    of = [
        line
        for line in computed
        if kept.category == TOTAL
        or (line.category == kept.category and kept.rule in (None, line.rule))
    ]
    known = [line.amount for line in of if line.amount is not None]
    inputs = json.loads(kept.inputs) if kept.inputs else {}
    by_hand = inputs.pop(BY_HAND, {})
    made = PricedLine(
        kept.category, kept.rule, kept.kind, kept.amount,
        rate=kept.rate, quantity=kept.quantity, inputs=inputs, source=kept.source,
        computed=sum(known) if known and len(known) == len(of) else None,
        reason=by_hand.get("reason"),
        typed_by=by_hand.get("typed_by") or kept.typed_by, dated=kept.dated,
    )  # fmt: skip
    if kept.kind != TYPED:
        return made
    made = made._replace(reason=kept.source, source=None)
    if len(of) != 1:
        return made
    one = of[0]  # what it stands in place of is told beside it
    return made._replace(
        rule=one.rule, rate=one.rate, quantity=one.quantity, inputs=one.inputs, source=one.source
    )
