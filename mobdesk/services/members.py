"""Members of a mobility: names for unnamed places, the one lead, what they prepare, real dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from mobdesk.domain import marks as mark_rules
from mobdesk.domain import mobilities as rules
from mobdesk.domain import readiness as ready_rules
from mobdesk.domain.documents import ChecklistRow
from mobdesk.domain.done import Done
from mobdesk.domain.marks import GroupMark, Missing, Readiness
from mobdesk.domain.mobilities import Dates, Part
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services import documents, stages
from mobdesk.services.access import reads, writes
from mobdesk.services.agreements import follow
from mobdesk.services.member_facts import MemberFacts, member_facts
from mobdesk.services.mobilities import FIELDS, done_with, may_touch
from mobdesk.services.mobility_details import COUNTING, MEMBER_FIELDS
from mobdesk.services.mobility_plans import MemberPlan, write_member
from mobdesk.services.paid import refuse_paid_members
from mobdesk.services.records import load, refuse_if, remove_owned, set_values
from mobdesk.services.rule_facts import without_new_errors
from mobdesk.services.stages import StageStep

#: What is typed of a person while a mobility is prepared.
PERSON_FIELDS = ("document_valid_to", "next_of_kin")


class MemberView(NamedTuple):
    """One member as the page shows it; ``things`` is all that is open, the earliest due first."""

    member_id: int
    person_id: int | None
    name: str
    ended: str | None
    dates: Dates
    readiness: Readiness
    things: tuple[Missing, ...]
    document_valid_to: date | None
    next_of_kin: bool


class Board(NamedTuple):
    """What follows from the members of one mobility today, read in one go."""

    steps: list[StageStep]
    marks: tuple[GroupMark, ...]
    views: dict[int, MemberView]
    papers: dict[int, list[ChecklistRow]]


@reads(Area.OWN_MOBILITIES)
def board(store: Store, actor: Actor, mobility_id: int, today: date) -> Board:
    """Return stage line, marks, members and their papers. Raises ``NotAllowed``."""
    with store.read() as s:
        record = load(s, Mobility, mobility_id)
        may_touch(s, actor, mobility_id)
        found = member_facts(s, [Mobility.id == mobility_id])
        steps = stages.line_of(record, found, today)
    seen = _views(found, today)
    return Board(
        steps,
        mark_rules.group(view.readiness for view in seen.values()),
        seen,
        documents.papers_of(found, today),
    )


def _views(found: Sequence[MemberFacts], today: date) -> dict[int, MemberView]:
    return {
        m.member_id: MemberView(
            m.member_id,
            m.person_id,
            m.name,
            m.facts.ended,
            m.dates,
            ready_rules.assess(m.facts, today),
            tuple(ready_rules.missing_things(m.facts, today)),
            m.facts.document_valid_to,
            m.facts.next_of_kin,
        )
        for m in found
    }


@reads(Area.CONTACTS)
def newest_people(store: Store, actor: Actor, most: int = 200) -> list[int]:
    """Return the people who came in together last: one list, or one person; at most ``most``."""
    newest = select(func.max(Person.created_at)).where(~Person.restricted).scalar_subquery()
    wanted = select(Person.id).where(Person.created_at == newest, ~Person.restricted)
    with store.read() as s:
        return list(s.scalars(wanted.order_by(Person.sort_key).limit(most)))


@reads(Area.MOBILITIES)
def personal(store: Store, actor: Actor, mobility_id: int) -> dict[int, dict[str, Any]]:
    """Return ``PERSON_FIELDS`` of each person on a mobility, for the form of preparation."""
    columns = [getattr(Person, name) for name in PERSON_FIELDS]
    wanted = (
        select(Person.id, *columns)
        .join(Member, Member.person_id == Person.id)
        .where(Member.mobility_id == mobility_id)
    )
    with store.read() as s:
        return {i: dict(zip(PERSON_FIELDS, row, strict=True)) for i, *row in s.execute(wanted)}


@writes(Area.MOBILITIES)
def add(store: Store, actor: Actor, subgroup_id: int, plans: Sequence[MemberPlan]) -> Done:
    """Add people or unnamed places to a subgroup; a person already in the group is refused."""
    refuse_if(p for plan in plans for p in rules.validate_member(plan.values))
    with store.write(Label("members_added", {"n": len(plans)}), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        wanted = [p for plan in plans if (p := plan.values.get("person_id")) is not None]
        twice = select(Member.id).where(
            Member.mobility_id == group.mobility_id, Member.person_id.in_(wanted)
        )
        if s.scalar(twice) is not None or len(wanted) != len(set(wanted)):
            raise Invalid([Problem("person_id", "person_already_in_group")])
        with without_new_errors(s, group.mobility_id):
            for plan in plans:
                write_member(s, group, plan)
        return done_with(s, load(s, Mobility, group.mobility_id))


@writes(Area.MOBILITIES)
def change(store: Store, actor: Actor, member_id: int, rev: int, values: Mapping[str, Any]) -> Done:
    """Change one member: the part, actual dates, or who takes an unnamed place."""
    with store.write(Label("member_changed"), actor) as s:
        member = load(s, Member, member_id, rev)
        after = {**{n: getattr(member, n) for n in MEMBER_FIELDS}, **values}
        refuse_if(rules.validate_member(after))
        with without_new_errors(s, member.mobility_id):
            set_values(member, values, MEMBER_FIELDS)
        if "agreement_signed_on" in values:
            follow(s, [member_id])
        return done_with(s, load(s, Mobility, member.mobility_id))


@writes(Area.MOBILITIES)
def set_counting(
    store: Store, actor: Actor, member_ids: Sequence[int], values: Mapping[str, Any]
) -> Done:
    """Set what counts for the grant (``COUNTING``) for members of one mobility alike.

    Raises ``Invalid``; ``Refused("nobody_chosen")``.
    """
    refuse_if(rules.validate_counting(values))
    if not member_ids:
        raise Refused("nobody_chosen")
    with store.write(Label("grant_facts_changed"), actor) as s:
        chosen = [load(s, Member, member_id) for member_id in member_ids]
        mobility = load(s, Mobility, chosen[0].mobility_id)
        with without_new_errors(s, mobility.id):
            for member in chosen:
                if member.mobility_id != mobility.id:
                    raise Refused("record_missing")
                set_values(member, values, COUNTING)
        return done_with(s, mobility)


@writes(Area.MOBILITIES)
def remove(store: Store, actor: Actor, member_id: int) -> Done:
    """Take a member out of a mobility, with papers and sums; Undo brings all back.

    Raises ``Refused``: ``member_has_money``, ``member_has_costs``.
    """
    with store.write(Label("member_removed"), actor) as s:
        member = load(s, Member, member_id)
        mobility = load(s, Mobility, member.mobility_id)
        refuse_paid_members(s, [member_id])
        remove_owned(s, member)
        s.delete(member)
        return done_with(s, mobility)


@writes(Area.MOBILITIES)
def prepare(
    store: Store,
    actor: Actor,
    mobility_id: int,
    rev: int,
    values: Mapping[str, Any],
    people: Mapping[int, Mapping[str, Any]],
) -> Done:
    """Type what is prepared: values of the mobility and, by person, ``PERSON_FIELDS``; one step.

    Raises ``Invalid``, ``Stale``, ``Refused("record_missing")`` for somebody not on it.
    """
    with store.write(Label("mobility_prepared"), actor) as s:
        record = load(s, Mobility, mobility_id, rev)
        refuse_if(rules.validate({**{n: getattr(record, n) for n in FIELDS}, **values}))
        set_values(record, values, FIELDS)
        going = set(s.scalars(select(Member.person_id).filter_by(mobility_id=mobility_id)))
        for person_id, changed in people.items():
            if person_id not in going:
                raise Refused("record_missing")
            set_values(load(s, Person, person_id), changed, PERSON_FIELDS)
        return done_with(s, record)


@writes(Area.MOBILITIES)
def make_lead(store: Store, actor: Actor, member_id: int) -> Done:
    """Make a member the lead; who was it before stays as accompanying person: there is one."""
    with store.write(Label("lead_chosen"), actor) as s:
        member = load(s, Member, member_id)
        leads = select(Member).filter_by(mobility_id=member.mobility_id, part=Part.LEAD.value)
        with without_new_errors(s, member.mobility_id):
            for other in s.scalars(leads):
                other.part = Part.ACCOMPANYING.value
            member.part = Part.LEAD.value
        return done_with(s, load(s, Mobility, member.mobility_id))


@writes(Area.MOBILITIES)
def name_place(store: Store, actor: Actor, member_id: int, person_id: int) -> Done:
    """Give one unnamed place to a person; of several places one becomes a member of its own.

    Raises ``Invalid``: the person is in the group already; ``Refused("place_has_name")``.
    """
    with store.write(Label("place_named"), actor) as s:
        member = load(s, Member, member_id)
        if member.person_id is not None:
            raise Refused("place_has_name")
        load(s, Person, person_id)
        twice = select(Member.id).filter_by(mobility_id=member.mobility_id, person_id=person_id)
        if s.scalar(twice) is not None:
            raise Invalid([Problem("person_id", "person_already_in_group")])
        if member.places > 1:
            member.places -= 1
            s.add(
                Member(
                    mobility_id=member.mobility_id,
                    subgroup_id=member.subgroup_id,
                    person_id=person_id,
                    part=member.part,
                )
            )
        else:
            member.person_id = person_id
        return done_with(s, load(s, Mobility, member.mobility_id))


@writes(Area.MOBILITIES)
def set_actual_dates(
    store: Store,
    actor: Actor,
    subgroup_id: int,
    start: date | None,
    end: date | None,
    *,
    today: date,
) -> Done:
    """Type when the activity really was, for all of a subgroup who did not end before.

    None takes a date back. Raises ``Invalid``, also for days after ``today``.
    """
    refuse_if(rules.validate_actual({"actual_start": start, "actual_end": end}, today))
    with store.write(Label("actual_dates_typed"), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        for member in _staying(s, subgroup_id):
            member.actual_start, member.actual_end = start, end
        return done_with(s, load(s, Mobility, group.mobility_id))


def _staying(s: Writing, subgroup_id: int) -> list[Member]:
    wanted = select(Member).filter_by(subgroup_id=subgroup_id, ended=None)
    return list(s.scalars(wanted))
