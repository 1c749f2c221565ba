"""A list exported from the Beneficiary Module compared with our records, and taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from mobdesk.domain import activities, bm, bm_forms, bm_sheet
from mobdesk.domain import mobilities as rules
from mobdesk.domain import people as people_rules
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Kind
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.bm_opened import Key, Opened, open_file
from mobdesk.services.bm_values import Record
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
_STATUS: Final = ("draft", "report_status")
_NEVER: Final = (*bm.KEPT_AWAY, *_STATUS, "grant_agreement", "data_type")


class Difference(NamedTuple):
    """One value that BM has otherwise; ``takeable`` ones can become ours."""

    key: Key
    mobility: str
    name: str
    field: str
    ours: Any
    bm: Any
    takeable: bool


class Missing(NamedTuple):
    """A record of ours that is not in BM's list."""

    key: Key
    mobility: str
    name: str


class Extra(NamedTuple):
    """A row of BM's list without a record. ``why``: ``unknown``, or ours is ``not_confirmed``."""

    row: int
    mobility: str
    name: str
    why: str


class Status(NamedTuple):
    """What BM's list says of a record: ``draft`` or ``complete``, and the participant's report.

    ``known``: we have the same already.
    """

    key: Key
    mobility: str
    name: str
    bm_status: str | None
    report_status: str | None
    known: bool


class Taken(NamedTuple):
    """A value of BM that becomes ours."""

    key: Key
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list says otherwise. ``unread``: headers of columns whose codes cannot be read."""

    understood: tuple[int, int]
    missing: tuple[Missing, ...]
    extra: tuple[Extra, ...]
    changed: tuple[Difference, ...]
    status: tuple[Status, ...]
    unread: tuple[str, ...] = ()
    unclear: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The document of ``bm diff --json``."""
        return {
            "understood": list(self.understood),
            "missing": [{"mobility": one.mobility} for one in self.missing],
            "extra": [
                {"row": one.row, "mobility": one.mobility, "why": one.why} for one in self.extra
            ],
            "changed": [
                {
                    "mobility": one.mobility,
                    "field": one.field,
                    "ours": plain(one.field, one.ours),
                    "bm": plain(one.field, one.bm),
                }
                for one in self.changed
            ],
            "status": [
                {
                    "mobility": one.mobility,
                    "bm_status": one.bm_status,
                    "report_status": one.report_status,
                }
                for one in self.status
            ],
            "unread": list(self.unread),
        }


def plain(name: str, value: Any) -> str | None:
    """A value as a document writes it: days in ISO form, sums as 12.50, flags yes and no."""
    if value is not None and bm.fields()[name].kind == "money":
        return f"{value // 100}.{value % 100:02}"
    return bm_sheet.raw(value)


@reads(Area.MOBILITIES)
def compare(
    store: Store, actor: Actor, project_id: int, path: Path, *,
    dictionary: Path | None = None, answers: Mapping[Key, int | None] | None = None,
    progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """Compare a list of BM with a project, record by record; nothing is written.

    ``answers``: the rows of records with two hits. Raises ``Refused`` as ``bm_files.preview``.
    """
    opened = open_file(store, project_id, path, dictionary, progress)
    return _compared(opened, answers or {})


def _compared(opened: Opened, answers: Mapping[Key, int | None]) -> Comparison:
    match = opened.matched(opened.records, answers)
    wanted = {key for key, record in opened.records.items() if record.wanted}
    mine = {row: key for key, row in match.rows.items()}
    asked = {row for rows in match.unclear.values() for row in rows}
    extra = [
        Extra(row, *_named(opened, row), "not_confirmed" if row in mine else "unknown")
        for row in opened.template.rows
        if (row not in mine or mine[row] not in wanted) and row not in asked
    ]
    missing = [
        Missing(key, opened.numbers[key], record.name)
        for key, record in opened.records.items()
        if key in wanted and key not in match.rows and key not in match.unclear
        and opened.fits(record)
    ]  # fmt: skip
    unread: set[str] = set()
    changed = [
        difference
        for key, row in match.rows.items()
        if key in wanted
        for difference in _differences(opened, key, row, unread)
    ]
    status = [_status(opened, key, row) for key, row in match.rows.items() if key in wanted]
    known = sum(name is not None for name in opened.template.fields)
    return Comparison(
        (known, sum(map(bool, opened.template.headers))), tuple(missing), tuple(extra),
        tuple(changed), tuple(one for one in status if one is not None),
        tuple(h for h in opened.template.headers if h in unread), match.unclear,
    )  # fmt: skip


def _named(opened: Opened, row: int) -> tuple[str, str]:
    """BM's id and the name of a row."""
    theirs = opened.theirs(row)
    name = people_rules.display_name(theirs.get("first_name", ""), theirs.get("last_name", ""))
    return str(theirs.get("mobility_id") or ""), name or str(theirs.get("lead_name") or "")


def _differences(opened: Opened, key: Key, row: int, unread: set[str]) -> Iterator[Difference]:
    ours, record = opened.ours(key), opened.records[key]
    takeable = _takeable(record, sum(mobility == key[0] for mobility, _ in opened.records) > 1)
    for name, (column, form) in opened.forms.items():
        meant, cell = bm.fields()[name], opened.cell(row, name)
        value = ours.get(name)
        if name in _NEVER or meant.kind in ("free", "status", "report"):
            continue
        known_here = meant.fill == "ours" or name in takeable
        if cell in (None, "") and (value is None or not known_here):
            continue
        if value is None and name not in takeable:
            continue
        if not bm_forms.comparable(meant, cell, form):
            unread.add(opened.template.headers[column - 1])
            continue
        if bm_forms.same(meant, value, cell, form):
            continue
        theirs = bm_forms.read(meant, cell, form)
        may = theirs is not None and name in takeable and _known(name, theirs)
        yield Difference(key, opened.numbers[key], record.name, name, value, theirs, may)


def _known(name: str, value: Any) -> bool:
    """A code that is none of ours stays in BM."""
    if name == "activity_type":
        return value in activities.activities()
    return name != "transport" or value in rules.MEANS


def _takeable(record: Record, in_group: bool) -> frozenset[str]:
    """Fields that belong to this record alone: the journey of a group is not one member's."""
    shared = {*OF_MOBILITY, *OF_EITHER}
    if record.member_id is None:
        one = record.subgroups is not None and len(record.subgroups) == 1
        return frozenset({*shared, *(OF_SUBGROUP if one else ())})
    alone = {*OF_PERSON, *OF_MEMBER}
    return frozenset({*alone, *OF_EITHER} if in_group else {*alone, *shared, *OF_SUBGROUP})


def _status(opened: Opened, key: Key, row: int) -> Status | None:
    theirs, record = opened.theirs(row), opened.records[key]
    draft = theirs.get("draft")
    report = theirs.get("report_status")
    if report is None and theirs.get("report_received_on"):
        report = "submitted"
    if report is None and theirs.get("report_requested_on"):
        report = "requested"
    if draft is None and report is None:
        return None
    known = draft in (None, record.bm_status) and report in (None, record.report_status)
    return Status(key, opened.numbers[key], record.name, draft, report, known)


# ---- taken over ---------------------------------------------------------------------------------


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
