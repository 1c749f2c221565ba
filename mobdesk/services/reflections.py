"""The diary: entries of a day, read and kept in the open private notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from mobdesk.domain import reflections as rules
from mobdesk.domain.fold import fold
from mobdesk.domain.mobilities import Dates
from mobdesk.domain.reflections import DiaryPhase, EntryKind
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import End, Stage
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.records import refuse_if
from mobdesk.services.vault import Notes

_KINDS = (EntryKind.MOBILITY_DAY.value, EntryKind.REFLECTION.value)


class DiaryEntry(NamedTuple):
    """One entry. ``answers`` by prompt; a free page has ``text`` only."""

    uid: str
    kind: str
    day: date
    mobility_uid: str | None
    phase: str
    answers: dict[str, str]
    text: str
    energy: int | None


class OwnStay(NamedTuple):
    """A mobility of the writer, for the prompts of a day. ``last``: of the activity.

    ``firm``: from Selected on; Idea and Applied may come to nothing.
    """

    mobility_uid: str
    place: str
    out: date | None
    home: date | None
    last: date | None = None
    firm: bool = True


@reads(Area.PRIVATE)
def stays(store: Store, actor: Actor) -> list[OwnStay]:
    """Return the writer's own mobilities at every stage, the newest first.

    Actual dates count once they are typed. Without those that ended before the journey.
    """
    wanted = (
        select(
            Mobility.uid, Mobility.hosting_city, Mobility.stage, Subgroup.start, Subgroup.end,
            Subgroup.leaves, Subgroup.back, Member.actual_start, Member.actual_end,
        )
        .join(Member, Member.mobility_id == Mobility.id)
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .where(
            Member.person_id == (actor.person_id or 0),
            or_(Member.ended.is_(None), Member.ended == End.RETURNED_EARLY.value),
        )
        .order_by(Mobility.first_day.desc())
    )  # fmt: skip
    with store.read() as s:
        return [
            _own_stay(uid, place, stage, Dates(start, end, leaves, back, first, last))
            for uid, place, stage, start, end, leaves, back, first, last in s.execute(wanted)
        ]


def _own_stay(uid: str, place: str | None, stage: str, dates: Dates) -> OwnStay:
    firm = stage not in (Stage.IDEA, Stage.APPLIED)
    return OwnStay(uid, place or "", dates.out, dates.home, dates.last, firm)


def phase_today(own: list[OwnStay], day: date) -> tuple[DiaryPhase, OwnStay | None]:
    """The phase of ``day`` and the stay it belongs to: the nearest that is not just home.

    For a week from the eight-week look-back on, that is asked.
    """
    phases = [(rules.phase_on(day, s.out, s.home, firm=s.firm), s) for s in own]
    near = [(phase, stay) for phase, stay in phases if phase is not DiaryPhase.HOME]
    if near:
        return min(near, key=lambda pair: (_away(pair[1], day), not pair[1].firm))
    for stay in own:
        if stay.firm and stay.last and 0 <= (day - rules.look_back_on(stay.last)).days < 7:
            return DiaryPhase.LOOK_BACK, stay
    return DiaryPhase.HOME, None


def _away(stay: OwnStay, day: date) -> int:
    """How many days ``day`` is from a stay with known days; 0 on its days."""
    assert stay.out is not None
    assert stay.home is not None
    return max((stay.out - day).days, (day - stay.home).days, 0)


def entries(notes: Notes, text: str = "") -> list[DiaryEntry]:
    """Return the entries that hold all typed words, the newest day first."""
    words = fold(text).split()
    found = [_entry(uid, kind, content) for kind in _KINDS for uid, content in notes.all(kind)]
    if words:
        found = [e for e in found if all(w in fold(_whole(e)) for w in words)]
    return sorted(found, key=lambda e: (e.day, e.uid), reverse=True)


def _whole(entry: DiaryEntry) -> str:
    return " ".join([*entry.answers.values(), entry.text])


def _entry(uid: str, kind: str, content: Mapping[str, Any]) -> DiaryEntry:
    return DiaryEntry(
        uid,
        kind,
        date.fromisoformat(content["day"]),
        content.get("mobility_uid"),
        content["phase"],
        dict(content.get("answers", {})),
        content.get("text", ""),
        content.get("energy"),
    )


def first_line(entry: DiaryEntry) -> str:
    """The first words of an entry, for the list of days."""
    return rules.first_line(entry._asdict())


def kept_apart(entry: DiaryEntry) -> bool:
    """Whether something stands in an answer that is easy to find again."""
    if entry.phase not in rules.PHASES:
        return False
    apart = [prompt.key for prompt in rules.prompts(entry.phase) if prompt.kept_apart]
    return any(entry.answers.get(key, "").strip() for key in apart)


def entry_for(notes: Notes, day: date, kind: str, own: list[OwnStay]) -> DiaryEntry:
    """The entry of this day and kind; an empty one, not kept yet, where there is none."""
    for entry in entries(notes):
        if entry.day == day and entry.kind == kind:
            return entry
    phase, stay = phase_today(own, day)
    uid = stay.mobility_uid if stay else None
    return DiaryEntry("", kind, day, uid, phase.value, {}, "", None)


def keep(notes: Notes, entry: DiaryEntry) -> str | None:
    """Keep an entry, new when its ``uid`` is empty; nothing is kept of an empty new one.

    Returns the id. Raises ``Invalid``.
    """
    values = entry._asdict()
    refuse_if(rules.validate(values))
    if rules.is_empty(values) and not entry.uid:
        return None
    content = {
        "day": entry.day.isoformat(),
        "mobility_uid": entry.mobility_uid,
        "phase": entry.phase,
        "answers": {key: text for key, text in entry.answers.items() if text.strip()},
        "text": entry.text,
        "energy": entry.energy,
    }
    return notes.put(entry.kind, content, entry.uid or None)
