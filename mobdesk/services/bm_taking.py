"""Values of a list of the Beneficiary Module become ours, as one change that can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from mobdesk.domain import mobilities as rules
from mobdesk.domain import people as people_rules
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Kind
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import writes
from mobdesk.services.bm_opened import Key
from mobdesk.services.mobility_details import SUBGROUP_FIELDS
from mobdesk.services.records import load, refuse_if

#: Field -> column of the person, mobility, subgroup or member: what can be taken over.
OF_PERSON: Final = {
    name: name
    for name in ("first_name", "last_name", "birth_date", "gender", "nationality", "email")
}
OF_MOBILITY: Final = {
    "unique_mobility_id": "bm_unique_id", "activity_type": "activity_type",
    "sending_country": "sending_country", "sending_city": "sending_city",
    "receiving_country": "hosting_country", "receiving_city": "hosting_city",
}  # fmt: skip
OF_SUBGROUP: Final = {
    "start_date": "start", "end_date": "end", "transport": "travel_means", "green": "green_travel",
}  # fmt: skip
OF_MEMBER: Final = {
    "participant_id": "bm_participant_id", "fewer_opportunities": "fewer_opportunities",
    "interruption_days": "interruption_days", "course_days": "course_days",
}  # fmt: skip
#: BM's own facts: with the mobility, or with the member where BM keeps each on its own.
OF_EITHER: Final = {"mobility_id": "bm_id", "draft": "bm_status", "report_status": "report_status"}


class Taken(NamedTuple):
    """A value of BM that becomes ours."""

    key: Key
    field: str
    value: Any


@writes(Area.MOBILITIES)
def take_over(store: Store, actor: Actor, chosen: Sequence[Taken], *, today: date) -> Done:
    """Make chosen values of BM ours, as one change that can be undone.

    Raises ``Invalid`` for values that a record cannot hold, ``Refused``: ``nothing_chosen``,
    ``demo_takes_no_files``, ``record_missing``.
    """
    if store.setting("demo", False):
        raise Refused("demo_takes_no_files")
    if not chosen:
        raise Refused("bm_nothing_chosen")
    by_key: dict[Key, dict[str, Any]] = defaultdict(dict)
    for one in chosen:
        by_key[one.key][one.field] = one.value
    with store.write(Label("bm_taken_over", {"n": len(chosen)}), actor) as s:
        for key, values in by_key.items():
            _take(s, key, values, today)
        return s.done(*dict.fromkeys(mobility for mobility, _ in by_key))


def _take(s: Writing, key: Key, values: Mapping[str, Any], today: date) -> None:
    mobility = load(s, Mobility, key[0])
    member = load(s, Member, key[1]) if key[1] is not None else None
    either = mobility if member is None or mobility.kind == Kind.INDIVIDUAL else member
    _set(mobility, OF_MOBILITY, values)
    _set(either, OF_EITHER, values)
    if member is None:
        group = s.scalar(select(Subgroup).filter_by(mobility_id=mobility.id).limit(1))
    else:
        _set(member, OF_MEMBER, values)
        group = load(s, Subgroup, member.subgroup_id)
        if member.person_id is not None and OF_PERSON.keys() & values.keys():
            person = load(s, Person, member.person_id)
            _set(person, OF_PERSON, values)
            refuse_if(people_rules.validate(_columns(person, ("role", *OF_PERSON)), today))
    if group is not None and OF_SUBGROUP.keys() & values.keys():
        _set_travel(group, member, values)
        refuse_if(rules.validate_dates(_columns(group, SUBGROUP_FIELDS)))


def _set_travel(group: Subgroup, member: Member | None, values: Mapping[str, Any]) -> None:
    """Dates become planned ones, or actual ones where somebody typed those already."""
    values = dict(values)
    for name, actual in (("start_date", "actual_start"), ("end_date", "actual_end")):
        if name in values and member is not None and getattr(member, actual) is not None:
            setattr(member, actual, values.pop(name))
    moved = {"start": group.start, "end": group.end}
    _set(group, OF_SUBGROUP, values)
    for side, travel in (("start", "leaves"), ("end", "back")):
        old, now_, day = moved[side], getattr(group, side), getattr(group, travel)
        if old is not None and now_ is not None and day is not None:
            setattr(group, travel, day + (now_ - old))  # the journey moves along


def _set(record: Any, columns: Mapping[str, str], values: Mapping[str, Any]) -> None:
    for name, column in columns.items():
        if name in values:
            setattr(record, column, values[name])


def _columns(record: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
