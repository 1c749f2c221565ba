"""The bill of a mobility: every line of every member, what it rests on, what a change would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import people, rate_sheet_numbers
from mobdesk.domain.budget import TOTAL
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.money import plain
from mobdesk.domain.pricing import CENTRE, COMPUTED, Case, Priced, PricedLine
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.agreements import signed_on
from mobdesk.services.bill_changes import Change, changes
from mobdesk.services.organisational_support import Share, shares_of
from mobdesk.services.pricing import Cases, gather_mobilities, price_cases
from mobdesk.services.rate_sheets import SheetOf, of_same_call, sheet_for
from mobdesk.services.records import load

SHARE_RULE = "org_share"


class BillMember(NamedTuple):
    """One member; ``lines`` are those of the grant and the share of the project's one sum."""

    member_id: int
    name: str
    case: Case
    priced: Priced
    lines: tuple[PricedLine, ...]
    signed: bool = False

    @property
    def known(self) -> int:
        """The sum of what is known, with the share."""
        return sum(line.amount for line in self.lines if line.amount is not None)

    @property
    def open(self) -> bool:
        """Something of the sum is not known."""
        return not self.lines or any(line.amount is None for line in self.lines)

    @property
    def kind(self) -> str:
        """``learner``, ``staff``, ``expert`` or ``accompanying``, of places ``unnamed``."""
        if not self.name:
            return "unnamed"
        return "accompanying" if self.case.part in ACCOMPANY else self.case.part

    @property
    def by_hand(self) -> bool:
        """Some line was changed by hand."""
        return any(line.by_hand for line in self.lines)


class BillGroup(NamedTuple):
    """Those who travel together; ``values`` are dates and distance of the subgroup."""

    subgroup_id: int
    title: str
    values: dict[str, Any]
    members: tuple[BillMember, ...]


class Bill(NamedTuple):
    """Everything that the page shows. ``numbers``: known and all numbers of the sheet."""

    mobility_id: int
    name: str
    title: str
    kind: str
    direction: str
    activity_type: str | None
    country: str | None
    city: str | None
    start_city: str | None
    project: str | None
    groups: tuple[BillGroup, ...]
    sheet: SheetOf
    sheet_id: int | None
    numbers: tuple[int, int]
    changes: tuple[Change, ...]

    @property
    def members(self) -> tuple[BillMember, ...]:
        """All of all subgroups."""
        return tuple(member for group in self.groups for member in group.members)

    @property
    def known(self) -> int:
        """The sum of what is known of all members."""
        return sum(member.known for member in self.members)

    @property
    def open(self) -> bool:
        """Something of somebody who counts is not known."""
        return any(member.open for member in self.members if not member.case.gone)


@reads(Area.MOBILITIES)
def bill(store: Store, actor: Actor, mobility_id: int, member_id: int | None = None) -> Bill:
    """Return the bill of one mobility. Raises ``Refused("record_missing")``.

    ``member_id``: of whom the changes are told; None, or somebody who is gone: of all together.
    """
    with store.read() as s:
        mobility = load(s, Mobility, mobility_id)
        number = mobility.project_id
        cases = gather_mobilities(s, [mobility_id])
        sheet = sheet_for(s, number) if number else SheetOf(None, code="no_sheet")
        priced = price_cases(cases)
        shares = _share_lines(s, number, cases.members, priced, sheet)
        host, sender, project = _around(s, mobility)
        return Bill(
            mobility_id,
            mobility.shown_name,
            mobility.title or "",
            mobility.kind,
            mobility.direction,
            mobility.activity_type,
            mobility.hosting_country or (host.country if host else None),
            mobility.hosting_city or (host.city if host else None),
            mobility.sending_city or (sender.city if sender else None),
            project,
            _groups(s, mobility_id, cases, priced, shares),
            sheet,
            _number_of(s, sheet),
            rate_sheet_numbers.numbers(sheet.sheet) if sheet.sheet else (0, 0),
            changes(cases, member_id),
        )


def _around(s: Session, mobility: Mobility) -> tuple[Any, Any, str | None]:
    own = select(Organisation.id).where(Organisation.kind == "own").order_by(Organisation.id)
    sender = mobility.sending_id
    if sender is None and mobility.direction == "outgoing":
        sender = s.scalar(own.limit(1))
    return (
        s.get(Organisation, mobility.host_id or 0),
        s.get(Organisation, sender or 0),
        s.scalar(select(Project.code).where(Project.id == mobility.project_id)),
    )


def _number_of(s: Session, sheet: SheetOf) -> int | None:
    if sheet.sheet is None:
        return None
    found = of_same_call(s, sheet.sheet)
    return next((number for number, one in found if one.sha256 == sheet.sha256), None)


_VALUES = (
    "start", "end", "leaves", "back", "start_month", "end_month", "distance_km", "green_travel",
    "distance_official", "distance_own_km", "distance_from", "distance_to", "distance_reason",
    "travel_means",
)  # fmt: skip


def _groups(
    s: Session,
    mobility_id: int,
    cases: Cases,
    priced: Mapping[int, Priced],
    shares: Mapping[int, PricedLine],
) -> tuple[BillGroup, ...]:
    by_id = {case.member_id: case for case in cases.members}
    signed = signed_on(s, set(by_id))
    found: dict[int, list[BillMember]] = {}
    wanted = (
        select(Member.id, Member.subgroup_id, Person.first_name, Person.last_name)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Member.mobility_id == mobility_id)
        .order_by(Member.id)
    )
    for number, group, first, last in s.execute(wanted):
        case, one_share = by_id[number], shares.get(number)
        lines = (*priced[number].counting, *((one_share,) if one_share else ()))
        name = people.display_name(first or "", last or "")
        one = BillMember(number, name, case, priced[number], lines, number in signed)
        found.setdefault(group, []).append(one)
    groups = s.scalars(select(Subgroup).filter_by(mobility_id=mobility_id).order_by(Subgroup.id))
    return tuple(
        BillGroup(
            g.id, g.title or "", {n: getattr(g, n) for n in _VALUES}, tuple(found.get(g.id, ()))
        )
        for g in groups
    )


@reads(Area.MOBILITIES)
def share_lines(store: Store, actor: Actor, mobility_id: int) -> dict[int, PricedLine]:
    """Return the share of the project's organisational support of each member who has one."""
    with store.read() as s:
        number = load(s, Mobility, mobility_id).project_id
        if number is None:
            return {}
        cases = gather_mobilities(s, [mobility_id])
        return _share_lines(s, number, cases.members, price_cases(cases), sheet_for(s, number))


def _share_lines(
    s: Session,
    project_id: int | None,
    members: Sequence[Case],
    priced: Mapping[int, Priced],
    sheet: SheetOf,
) -> dict[int, PricedLine]:
    """None without a sheet, and none of whose own sum says it already."""
    if project_id is None or sheet.sheet is None:
        return {}
    by_id = {
        case.member_id: case
        for case in members
        if not any(x.category in (OF_THE_PROJECT, TOTAL) for x in priced[case.member_id].counting)
    }
    found = shares_of(s, project_id, by_id)
    return {number: _share_line(share, by_id[number], sheet) for number, share in found.items()}


def _share_line(share: Share, case: Case, sheet: SheetOf) -> PricedLine:
    each = share.cents // case.places if share.cents and share.cents % case.places == 0 else None
    inputs = {"first": share.first, "last": share.last, "activity_type": share.activity_type}
    return PricedLine(
        OF_THE_PROJECT, SHARE_RULE, COMPUTED, share.cents, share.code,
        plain(each) if each is not None else None, str(case.places), inputs,
        sheet.sheet.title if sheet.sheet else None, payee=CENTRE,
    )  # fmt: skip


@reads(Area.EXPORT)
def as_pdf(
    store: Store,
    actor: Actor,
    title: str,
    facts: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str, str]],
    made_on: date,
) -> bytes:
    """Return a bill in finished words as PDF; the last of ``rows`` is the sum of all."""
    from mobdesk.exports.bill import make_bill

    own = select(Organisation.name).where(Organisation.kind == "own").order_by(Organisation.id)
    with store.read() as s:
        name = s.scalar(own.limit(1)) or ""
    return make_bill(title, facts, rows, name, made_on, demo=bool(store.setting("demo", False)))
