"""The sheet for the Beneficiary Module (BM): tick what was entered, see what BM does not know yet.

A record of BM is one person or a whole group (``bm_values.Record``). Nothing is sent from here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import bm
from mobdesk.domain import bm_sheet as rules
from mobdesk.domain.bm_sheet import Section, Tally
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Kind, group_warnings
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Problem, Refused
from mobdesk.models.bm import BmScreen, BmTick
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.bm_values import Record, records
from mobdesk.services.records import among, as_json, load, refuse_if, set_values

Ticks = Mapping[str, str | None]
MOBILITY_FIELDS: Final = ("bm_id", "bm_unique_id", "bm_status", "report_status")
MEMBER_FIELDS: Final = ("bm_id", "bm_participant_id", "bm_status", "report_status")
_COMPLETE: Final = "complete"
_BOTH: Final = ("bm_id", "bm_status", "report_status")
#: From so many mobilities on all ticks are read.
_MANY: Final = 500


class Screen(NamedTuple):
    """The order of the fields; ``dated`` None: the suggested one, never compared with BM."""

    kind: str
    fields: tuple[str, ...]
    dated: date | None
    rev: int | None = None


class Sheet(NamedTuple):
    """One record with its lines. ``others``: the members of this mobility with a sheet."""

    record: Record
    project: str | None
    sections: tuple[Section, ...]
    tally: Tally
    screen: Screen
    status: dict[str, Any]
    others: tuple[tuple[int | None, str], ...]
    problems: tuple[Problem, ...] = ()
    """What BM would refuse, or what its rules say of a group."""


class OpenRow(NamedTuple):
    """A record that BM does not know wholly."""

    mobility_id: int
    member_id: int | None
    name: str
    city: str | None
    country: str | None
    incoming: bool
    tally: Tally
    bm_status: str | None


# ---- reading ------------------------------------------------------------------------------------


@reads(Area.MOBILITIES)
def get(store: Store, actor: Actor, mobility_id: int, member_id: int | None = None) -> Sheet:
    """Return the sheet of a mobility, where members are entered one by one of ``member_id``.

    Without it, of the first member. Raises ``Refused("record_missing")``.
    """
    with store.read() as s:
        mobility = load(s, Mobility, mobility_id)
        found = records(s, [mobility_id])
        record = next((r for r in found if r.member_id == member_id), found[0] if found else None)
        if record is None:
            raise Refused("record_missing")
        screen = _screen(s, record.kind)
        parts = _sections(record, _ticks(s, [mobility_id]), screen)
        project = s.get(Project, mobility.project_id) if mobility.project_id else None
        return Sheet(
            record, project.code if project else None, parts, rules.tally(parts), screen,
            _status(s, record, mobility), tuple((r.member_id, r.name) for r in found),
            _problems(record, screen, project),
        )  # fmt: skip


def _problems(record: Record, screen_: Screen, project: Project | None) -> tuple[Problem, ...]:
    """What BM would refuse of the values that it asks for, each once."""
    columns = [name for name in screen_.fields if not name.startswith(rules.HEADING)]
    start = project.start if project else None
    end = (project.extended_end or project.end) if project else None
    each = [{**record.values, **one} for one in (record.subgroups or {}).values()]
    found: list[Problem] = []
    if record.members:
        field = project.field if project else None
        found += group_warnings(record.members, field, at_bm=True)
    for values in each or [record.values]:
        found += bm.check_row(values, columns, (), start, end)
    return tuple(one for n, one in enumerate(found) if one not in found[:n])


@reads(Area.MOBILITIES)
def not_known(store: Store, actor: Actor, project_id: int | None = None) -> list[OpenRow]:
    """Return what BM does not know yet, of one project or of all that run, by the first day."""
    wanted = (
        select(Mobility.id)
        .join(Project, Project.id == Mobility.project_id)
        .where(Mobility.stage.in_(rules.IN_BM))
        .order_by(Mobility.day_key, Mobility.shown_key, Mobility.id)
    )
    wanted = wanted.where(
        ~Project.archived if project_id is None else Mobility.project_id == project_id
    )
    with store.read() as s:
        ids = list(s.scalars(wanted))
        rows = open_rows(s, ids)
    place = {number: n for n, number in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.mobility_id])


def open_rows(s: Session, ids: Sequence[int]) -> list[OpenRow]:
    """The records of these mobilities that are to be entered and have something open.

    What is complete in BM without any tick was entered by a file: BM knows it.
    """
    ticks = _ticks(s, ids)
    screens = {kind: _screen(s, kind) for kind in rules.KINDS}
    found = []
    for record in records(s, ids):
        ticked = (record.mobility_id, record.member_id) in ticks
        if not record.wanted or (record.bm_status == _COMPLETE and not ticked):
            continue
        tally = rules.tally(_sections(record, ticks, screens[record.kind]))
        if tally.open:
            found.append(
                OpenRow(
                    record.mobility_id, record.member_id, record.name, record.city,
                    record.country, record.incoming, tally, record.bm_status,
                )
            )  # fmt: skip
    return found


def changed_since(s: Session, ids: Iterable[int]) -> frozenset[tuple[int, int | None]]:
    """Of these mobilities, the records of which something was ticked, and not all still holds.

    What nobody ticks is left out: it may be entered by a file.
    """
    numbers = list(ids)
    if not numbers:
        return frozenset()
    asked = select(BmTick.mobility_id).where(among(BmTick.mobility_id)).distinct()
    ticked = list(s.connection().execute(asked, as_json(numbers)).scalars())
    rows = open_rows(s, ticked) if ticked else []
    return frozenset((row.mobility_id, row.member_id) for row in rows)


@reads(Area.MOBILITIES)
def screen(store: Store, actor: Actor, kind: str) -> Screen:
    """Return the order of the fields of ``individual`` or ``group``."""
    with store.read() as s:
        return _screen(s, kind)


def _screen(s: Session, kind: str) -> Screen:
    found = s.scalars(select(BmScreen).filter_by(kind=kind)).one_or_none()
    if found is None:
        return Screen(kind, rules.shipped_order(kind), None)
    return Screen(kind, tuple(json.loads(found.fields)), found.dated, found.rev)


def _ticks(s: Session, ids: Iterable[int]) -> dict[tuple[int, int | None], dict[str, str | None]]:
    """The ticks of these mobilities by mobility and member, then by key."""
    wanted = select(BmTick.mobility_id, BmTick.member_id, BmTick.field, BmTick.value)
    numbers = list(ids)
    if len(numbers) < _MANY:
        wanted = wanted.where(BmTick.mobility_id.in_(numbers))
    found: dict[tuple[int, int | None], dict[str, str | None]] = defaultdict(dict)
    for mobility, member, key, value in s.execute(wanted):
        found[mobility, member][key] = value
    return found


def _sections(
    record: Record, ticks: Mapping[tuple[int, int | None], Ticks], screen_: Screen
) -> tuple[Section, ...]:
    mine = ticks.get((record.mobility_id, record.member_id), {})
    return rules.sections(screen_.fields, record.values, mine, record.subgroups)


def _status(s: Session, record: Record, mobility: Mobility) -> dict[str, Any]:
    """BM's own facts of a record, by name."""
    kept = _kept_at(s, record.member_id, mobility)
    status = {name: getattr(kept, name) for name in _BOTH}
    if record.member_id is not None:
        member = load(s, Member, record.member_id)
        status["bm_participant_id"] = member.bm_participant_id
    status["bm_unique_id"] = mobility.bm_unique_id
    return status


def _kept_at(s: Session, member_id: int | None, mobility: Mobility) -> Mobility | Member:
    """Where BM's facts of a record stand: with its mobility, or with one member of a group."""
    if member_id is None or mobility.kind == Kind.INDIVIDUAL:
        return mobility
    return load(s, Member, member_id)


# ---- ticking ------------------------------------------------------------------------------------


@writes(Area.MOBILITIES)
def tick(
    store: Store,
    actor: Actor,
    mobility_id: int,
    member_id: int | None,
    keys: Sequence[str],
    today: date,
) -> Done:
    """Note that today's values of these lines were entered. Keys are those of ``Line``.

    Where our value is gone, the tick goes as well: BM's value was taken out. Raises ``Refused``:
    ``record_missing``, ``bm_line_missing``.
    """
    with store.write(Label("bm_ticked", {"n": len(keys)}), actor) as s:
        values, have = _to_tick(s, mobility_id, member_id, keys)
        for key in keys:
            value = values[key]
            if value is None:
                if key in have:
                    s.delete(have[key])
            elif key in have:
                have[key].value, have[key].entered_on = value, today
            else:
                s.add(
                    BmTick(
                        mobility_id=mobility_id, member_id=member_id, field=key, value=value,
                        entered_on=today,
                    )
                )  # fmt: skip
        return s.done(mobility_id)


@writes(Area.MOBILITIES)
def untick(
    store: Store, actor: Actor, mobility_id: int, member_id: int | None, keys: Sequence[str]
) -> Done:
    """Take ticks back. Raises ``Refused`` as ``tick``."""
    with store.write(Label("bm_unticked", {"n": len(keys)}), actor) as s:
        _values, have = _to_tick(s, mobility_id, member_id, keys)
        for key in keys:
            if key in have:
                s.delete(have[key])
        return s.done(mobility_id)


def _to_tick(
    s: Writing, mobility_id: int, member_id: int | None, keys: Sequence[str]
) -> tuple[dict[str, str | None], dict[str, BmTick]]:
    """Today's values of the lines ``keys`` and the ticks there are; names the step."""
    load(s, Mobility, mobility_id)
    record = next((r for r in records(s, [mobility_id]) if r.member_id == member_id), None)
    if record is None:
        raise Refused("record_missing")
    parts = rules.sections(rules.shipped_order(record.kind), record.values, {}, record.subgroups)
    values = {line.key: line.value for part in parts for line in part.lines}
    if not values.keys() >= set(keys):
        raise Refused("bm_line_missing")
    s.label_values["name"] = record.name
    mine = select(BmTick).filter_by(mobility_id=mobility_id, member_id=member_id)
    return values, {one.field: one for one in s.scalars(mine)}


@reads(Area.EXPORT)
def on_paper(
    store: Store,
    actor: Actor,
    title: str,
    project: str,
    heads: tuple[str, str, str],
    parts: Sequence[tuple[str, Sequence[tuple[str, str, str]]]],
    today: date,
) -> bytes:
    """Return the sheet as PDF, worded as it is shown: parts with (field, value, state)."""
    from mobdesk.exports.bm_paper import PaperSheet, make_paper

    demo = bool(store.setting("demo", False))
    return make_paper(PaperSheet(title, project, heads, parts, today, demo))


# ---- BM's own facts, and the order of its screen ------------------------------------------------


@writes(Area.MOBILITIES)
def set_status(
    store: Store, actor: Actor, mobility_id: int, member_id: int | None, values: Mapping[str, Any]
) -> Done:
    """Set BM's ids, draft or complete, and the status of the participant's report.

    Raises ``Invalid``; ``Refused("record_missing")``.
    """
    refuse_if(rules.validate_status(values))
    with store.write(Label("bm_status_set"), actor) as s:
        mobility = load(s, Mobility, mobility_id)
        s.label_values["name"] = mobility.shown_name
        kept = _kept_at(s, member_id, mobility)
        here = {n: v for n, v in values.items() if n not in ("bm_unique_id", "bm_participant_id")}
        set_values(kept, here, _BOTH)
        if "bm_unique_id" in values:
            set_values(mobility, {"bm_unique_id": values["bm_unique_id"]}, MOBILITY_FIELDS)
        if member_id is not None and "bm_participant_id" in values:
            member = load(s, Member, member_id)
            mine = {"bm_participant_id": values["bm_participant_id"]}
            set_values(member, mine, MEMBER_FIELDS)
        return s.done(mobility_id)


@writes(Area.MOBILITIES)
def set_screen(store: Store, actor: Actor, kind: str, fields: Sequence[str], dated: date) -> Done:
    """Keep the order of BM's screen as it was on a day. Raises ``Invalid``."""
    refuse_if(rules.check_order(kind, fields))
    with store.write(Label("bm_screen_set", {"kind": kind}), actor) as s:
        found = s.scalars(select(BmScreen).filter_by(kind=kind)).one_or_none()
        if found is None:
            found = BmScreen(kind=kind, fields="[]")
            s.add(found)
        found.fields, found.dated = json.dumps(list(fields), ensure_ascii=False), dated
        return s.done()
