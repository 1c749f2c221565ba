"""The facts of members for the rules of readiness, gathered in a few queries for many."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from mobdesk.domain import documents, payments, people, readiness
from mobdesk.domain.bm_sheet import one_by_one
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.mobilities import Dates, Kind
from mobdesk.domain.pricing import Priced
from mobdesk.domain.projects import REAL_COSTS
from mobdesk.domain.readiness import Facts
from mobdesk.domain.roles import Actor
from mobdesk.models import memory
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.services.agreements import AGREEMENT
from mobdesk.services.bm_sheet import changed_since
from mobdesk.services.mobilities import visible
from mobdesk.services.payment_rows import standings
from mobdesk.services.pricing import gather_mobilities, price_cases
from mobdesk.services.rate_sheets import sheets_for_projects
from mobdesk.services.records import among, as_json

#: So many mobilities are judged at a time where all are asked about.
_PART = 400
_COMPLETE, _SUBMITTED = "complete", "submitted"
#: Before and after these the mark of money stands without a look at the grant.
_MONEY_ASKS = ("confirmed", "abroad", "returned")


class MemberFacts(NamedTuple):
    """The facts of one member, with what names it on screen."""

    member_id: int
    mobility_id: int
    person_id: int | None
    name: str
    mobility: str
    project_id: int | None
    dates: Dates
    facts: Facts
    papers: tuple[documents.PaperFact, ...]
    to_pay: tuple[date, ...] = ()
    """The days on which money has to go out to them, also those that are over."""


def facts_in_parts(
    s: Session,
    actor: Actor,
    wanted: Sequence[ColumnElement[bool]],
    *,
    everybody: bool = False,
) -> Iterator[list[MemberFacts]]:
    """As ``member_facts`` of what the actor may see, some mobilities at a time.

    ``everybody``: of all, for counts alone; who asks so hands on no name. Whether the grant is
    known is told only where something follows from it: after the return and where money is paid.
    """
    seen = [] if everybody else visible(actor)
    ids = list(s.scalars(select(Mobility.id).where(*wanted, *seen).order_by(Mobility.id)))
    for start in range(0, len(ids), _PART):
        yield _of_ids(s, ids[start : start + _PART], seen, payable_only=True)
    if len(ids) > _PART:
        memory.give_back(s.connection())


def member_facts(s: Session, wanted: Iterable[ColumnElement[bool]]) -> list[MemberFacts]:
    """Return the facts of all members of the mobilities that meet the conditions."""
    return _gather(s, _of_mobilities(list(wanted)), {})


def facts_of_mobilities(
    s: Session, ids: Iterable[int], visible: Sequence[ColumnElement[bool]]
) -> list[MemberFacts]:
    """Return the facts of all members of these mobilities, as far as they are ``visible``."""
    return _of_ids(s, ids, visible)


def _of_ids(
    s: Session,
    ids: Iterable[int],
    visible: Sequence[ColumnElement[bool]],
    *,
    payable_only: bool = False,
) -> list[MemberFacts]:
    asked = _of_mobilities([among(Mobility.id), *visible]) if visible else _every_mobility()
    return _gather(s, asked, as_json(ids), payable_only=payable_only)


def facts_of_members(
    s: Session, ids: Iterable[int], visible: Sequence[ColumnElement[bool]]
) -> list[MemberFacts]:
    """Return the facts of these members, as far as they are ``visible``.

    Of the others in their groups only the papers for the whole group are read.
    """
    asked = _of_members(visible) if visible else _every_member()
    return _gather(s, asked, as_json(ids))


class _Asking(NamedTuple):
    """The statements that gather facts; a page of a list must not wait for their building."""

    members: Select[*tuple[Any, ...]]
    papers: Select[*tuple[Any, ...]]
    grants: Select[*tuple[Any, ...]]
    shared: Select[*tuple[Any, ...]] | None
    """Papers for the whole group that others hold; None where all members are read anyway."""


@cache
def _every_mobility() -> _Asking:
    """For those who see every mobility: built and compiled once."""
    return _of_mobilities([among(Mobility.id)])


@cache
def _every_member() -> _Asking:
    """As ``_every_mobility``, of single members."""
    return _of_members([])


def _of_mobilities(conditions: Sequence[ColumnElement[bool]]) -> _Asking:
    here = Member.mobility_id.in_(select(Mobility.id).where(*conditions))
    return _Asking(
        _members().where(*conditions),
        _papers().join(Member, Member.id == Paper.member_id).where(here),
        _grants().join(Member, Member.id == GrantLine.member_id).where(here),
        None,
    )


def _of_members(visible: Sequence[ColumnElement[bool]]) -> _Asking:
    groups = (
        select(Member.mobility_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(among(Member.id), Mobility.kind == Kind.GROUP.value)
    )
    shared = (
        _papers()
        .add_columns(Member.mobility_id, Member.part, Mobility.activity_type)
        .join(Member, Member.id == Paper.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Member.mobility_id.in_(groups), Paper.kind.in_(documents.shared_in("group")))
    )
    return _Asking(
        _members().where(among(Member.id), *visible),
        _papers().where(among(Paper.member_id)),
        _grants().where(among(GrantLine.member_id)),
        shared,
    )


def _papers() -> Select[*tuple[Any, ...]]:
    scan = select(Attachment.id).where(Attachment.paper_id == Paper.id).exists()
    return select(Paper.member_id, Paper.kind, Paper.state, Paper.signed, Paper.place, scan)


def _grants() -> Select[*tuple[Any, ...]]:
    return select(GrantLine.member_id, GrantLine.category)


def _members() -> Select[*tuple[Any, ...]]:
    columns = select(
        Member.id, Member.mobility_id, Member.person_id, Member.part, Member.ended, Member.age,
        Member.actual_start, Member.actual_end, Member.agreement_signed_on,
        Member.bm_status.label("member_bm_status"),
        Member.report_status.label("member_report_status"),
        Person.first_name, Person.last_name, Person.birth_date, Person.document_valid_to,
        Person.next_of_kin,
        Subgroup.start, Subgroup.end, Subgroup.leaves, Subgroup.back, Subgroup.start_month,
        Subgroup.end_month, Subgroup.green_travel,
        Mobility.stage, Mobility.kind, Mobility.activity_type, Mobility.project_id,
        Mobility.shown_name, Mobility.host_confirmed_on, Mobility.travel_booked_on,
        Mobility.insurance_from, Mobility.insurance_to, Mobility.survey_on,
        Mobility.bm_status, Mobility.report_status, Project.field.label("project_field"),
    )  # fmt: skip
    return (
        columns.join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .outerjoin(Project, Project.id == Mobility.project_id)
        .order_by(Member.id)
    )


def _gather(
    s: Session, asking: _Asking, values: dict[str, str], *, payable_only: bool = False
) -> list[MemberFacts]:
    # Core rows: no mapped object is wanted, and a page of a list must not wait for the mapper.
    ask = s.connection()
    found = ask.execute(asking.members, values)
    line = _line(tuple(found.keys()))
    rows = [line._make(row) for row in found.all()]
    papers: dict[int, list[documents.PaperFact]] = defaultdict(list)
    for member_id, *paper in ask.execute(asking.papers, values).all():
        papers[member_id].append(_paper(*paper))
    money: dict[int, set[str]] = defaultdict(set)
    for member_id, category in ask.execute(asking.grants, values).all():
        money[member_id].add(category)
    shared: dict[int, list[documents.PaperFact]] = defaultdict(list)
    if any(row.kind == Kind.GROUP for row in rows):
        shared = _shared(rows, papers)
        if asking.shared is not None:
            shared = _shared_by_others(ask.execute(asking.shared, values).all())
    filed = {
        row.id
        for row in rows
        if row.agreement_signed_on is None and AGREEMENT in _judged(tuple(papers[row.id]))[0]
    }
    priced, standing = _money(s, rows, filed, payable_only=payable_only)
    complete = {row.mobility_id for row in rows if row.stage != "closed" and _complete(row)}
    changed = changed_since(s, complete)
    members = []
    for row in rows:
        column = documents.column_for(row.activity_type, row.part, row.kind)
        common = _that_serve(column, shared[row.mobility_id]) if row.kind == Kind.GROUP else ()
        grants = frozenset(money.get(row.id, ()))
        done = _complete(row) and not changed & {(row.mobility_id, row.id), (row.mobility_id, None)}
        known = priced[row.id].complete if row.id in priced else bool(grants)
        one = _facts(row, column, (*papers[row.id], *common), grants, done, known)
        members.append(_with_standing(one, standing.get(row.id)))
    return members


def _money(
    s: Session, rows: Iterable[Any], filed: set[int], *, payable_only: bool
) -> tuple[dict[int, Priced], dict[int, payments.Standing]]:
    """Grants and payments of those whose mark of money asks for them.

    Without a rate sheet a sum that was typed is the whole grant: nothing has to be computed. Nor
    is anything due before the agreement is signed, or ``filed``. ``payable_only``: grants that are
    only shown as known are left out.
    """
    asked = [row for row in rows if row.stage in _MONEY_ASKS and row.ended not in NOT_GONE]
    projects = {row.project_id for row in asked if row.project_id and not payable_only}
    sheets = sheets_for_projects(s, projects) if projects else {}
    payable = {
        row.id: row.survey_on
        for row in asked
        if row.person_id is not None
        and (
            row.agreement_signed_on is not None
            or row.id in filed
            or row.stage == "returned"
            or row.ended
        )
    }
    ids = {
        row.mobility_id
        for row in asked
        if row.id in payable
        or (row.project_id in sheets and sheets[row.project_id].sheet is not None)
    }
    if not ids:
        return {}, {}
    cases = gather_mobilities(s, ids)
    priced = price_cases(cases)
    return priced, standings(s, cases, priced, payable, filed & payable.keys())


def _with_standing(one: MemberFacts, standing: payments.Standing | None) -> MemberFacts:
    if standing is None:
        return one
    facts = one.facts._replace(pay_by=standing.pay_by, settled=standing.settled)
    return one._replace(facts=facts, to_pay=standing.to_pay)


def fulfilled_papers(
    s: Session, ids: Iterable[int], rows: Sequence[Any]
) -> dict[int, frozenset[str]]:
    """The kinds of papers that need nothing more, by member, those of whole groups included.

    ``rows``: the members of the mobilities ``ids``, with ``id``, ``mobility_id``, ``kind``,
    ``part`` and ``activity_type``.
    """
    papers: dict[int, list[documents.PaperFact]] = defaultdict(list)
    for member_id, *paper in s.connection().execute(_every_mobility().papers, as_json(ids)).all():
        papers[member_id].append(_paper(*paper))
    shared = _shared(rows, papers)
    found = {}
    for row in rows:
        common: Iterable[documents.PaperFact] = ()
        if shared.get(row.mobility_id):
            column = documents.column_for(row.activity_type, row.part, row.kind)
            common = _that_serve(column, shared[row.mobility_id])
        found[row.id] = _judged((*papers.get(row.id, ()), *common))[0]
    return found


@cache
def _line(names: tuple[str, ...]) -> Any:
    """A row whose fields are read faster than those of the library: there are thirty in each."""
    return namedtuple("_Line", names)


@lru_cache(maxsize=1024)  # a few hundred different ones, however many papers there are
def _paper(
    kind: str, state: str, signed: bool, place: str | None, scan: bool
) -> documents.PaperFact:
    return documents.PaperFact(kind, state, signed, bool(place) or scan)


@lru_cache(maxsize=4096)  # many members have the same papers
def _judged(papers: tuple[documents.PaperFact, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds that need nothing more, and those that somebody set aside."""
    aside = frozenset(p.kind for p in papers if p.state == documents.PaperState.NOT_NEEDED)
    return documents.fulfilled(papers), aside


def _shared(
    rows: Sequence[Any], papers: dict[int, list[documents.PaperFact]]
) -> dict[int, list[documents.PaperFact]]:
    """Papers that one member holds for the whole group, by mobility."""
    found: dict[int, list[documents.PaperFact]] = defaultdict(list)
    for row in rows:
        if row.kind == Kind.GROUP:
            column = documents.column_for(row.activity_type, row.part, row.kind)
            found[row.mobility_id] += _that_serve(column, papers[row.id])
    return found


def _shared_by_others(rows: Iterable[Any]) -> dict[int, list[documents.PaperFact]]:
    """As ``_shared``, of papers read with who holds them."""
    found: dict[int, list[documents.PaperFact]] = defaultdict(list)
    for _member, *paper, mobility_id, part, activity_type in rows:
        column = documents.column_for(activity_type, part, Kind.GROUP)
        found[mobility_id] += _that_serve(column, [_paper(*paper)])
    return found


def _that_serve(
    column: str, papers: Iterable[documents.PaperFact]
) -> Iterable[documents.PaperFact]:
    """Those of which one serves the members of this column together."""
    kinds = documents.shared_in(column)
    return [paper for paper in papers if paper.kind in kinds]


def _complete(row: Any) -> bool:
    """Whether BM says so, of the mobility or of the member who is entered there alone."""
    if row.kind == Kind.GROUP and one_by_one(row.kind, row.project_field):
        return bool(row.member_bm_status == _COMPLETE)
    return bool(row.bm_status == _COMPLETE)


def _facts(
    row: Any,
    column: str,
    papers: tuple[documents.PaperFact, ...],
    grants: frozenset[str],
    bm_done: bool,
    grant_known: bool,
) -> MemberFacts:
    dates = Dates(
        row.start, row.end, row.leaves, row.back, row.actual_start, row.actual_end,
        row.start_month, row.end_month,
    )  # fmt: skip
    fulfilled, aside = _judged(papers)
    facts = Facts(
        stage=row.stage,
        ended=row.ended,
        named=row.person_id is not None,
        column=column,
        out=dates.out,
        last=dates.last,
        home=dates.home,
        host_confirmed=row.host_confirmed_on is not None,
        travel_booked=row.travel_booked_on is not None,
        insurance_from=row.insurance_from,
        insurance_to=row.insurance_to,
        document_valid_to=row.document_valid_to,
        next_of_kin=bool(row.next_of_kin),
        green=bool(row.green_travel),
        minor=people.is_minor(row.birth_date, dates.out, row.age),
        real_costs=any(category in grants for category in REAL_COSTS),
        fulfilled=fulfilled,
        not_needed=aside,
        agreement_signed=row.agreement_signed_on is not None,
        grant_known=grant_known,
        survey_wanted=readiness.survey_wanted(row.kind, row.part, row.activity_type),
        survey_done=row.survey_on is not None
        or _SUBMITTED in (row.report_status, row.member_report_status),
        bm_wanted=row.project_id is not None
        and row.person_id is not None
        and readiness.bm_wanted(row.kind, row.part, one_by_one(row.kind, row.project_field)),
        bm_done=bm_done,
    )
    name = people.display_name(row.first_name or "", row.last_name or "")
    return MemberFacts(
        row.id, row.mobility_id, row.person_id, name, row.shown_name, row.project_id, dates,
        facts, papers,
    )  # fmt: skip
