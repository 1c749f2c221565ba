"""How am I?: check-ins in the open private notes, and whether the centre switched it on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from mobdesk.domain import wellbeing as rules
from mobdesk.domain.reflections import EntryKind
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.wellbeing import CheckIn
from mobdesk.errors import Invalid, Problem
from mobdesk.models.store import Store
from mobdesk.services.access import reads, writes
from mobdesk.services.records import refuse_if
from mobdesk.services.vault import Notes

_SETTING = "wellbeing"
_CHOICES = "choices"  # the id of the one entry that holds the writer's own choices
_DRAFT = "checkin_draft"  # the id of the check-in under way, so that a lock loses no answer


class SwitchedOn(NamedTuple):
    """When and how the team was consulted; the assessment was read."""

    on: date
    form: str


class Choices(NamedTuple):
    """The writer's own choices."""

    paused: bool = False
    hide_numbers: bool = False
    not_now_on: date | None = None


class Draft(NamedTuple):
    """A check-in under way: the step shown, answers and lines so far."""

    step: int
    answers: dict[str, int | None]
    lines: dict[str, str]


@reads(Area.PRIVATE)
def switched_on(store: Store, actor: Actor) -> SwitchedOn | None:
    """Return how it was switched on, or None: the diary works either way."""
    found: dict[str, Any] | None = store.setting(_SETTING, None)
    return SwitchedOn(date.fromisoformat(found["on"]), found["form"]) if found else None


@writes(Area.ACCOUNTS)
def switch_on(store: Store, actor: Actor, *, on: date, form: str, assessment_read: bool) -> None:
    """Record the consultation and switch on. Raises ``Invalid`` while anything is missing."""
    problems = [] if form.strip() else [Problem("form", "needed")]
    if not assessment_read:
        problems.append(Problem("assessment_read", "needed"))
    if problems:
        raise Invalid(problems)
    store.set_setting(_SETTING, {"on": on.isoformat(), "form": form.strip()})


@writes(Area.ACCOUNTS)
def switch_off(store: Store, actor: Actor) -> None:
    """Hide new check-ins; what was written stays readable for its writer."""
    store.set_setting(_SETTING, None)


def checkins(notes: Notes) -> list[tuple[str, CheckIn]]:
    """Return all check-ins as (id, check-in), the oldest first."""
    found = [
        (uid, CheckIn(date.fromisoformat(c["day"]), c["answers"]))
        for uid, c in notes.all(EntryKind.CHECKIN)
    ]
    return sorted(found, key=lambda pair: (pair[1].day, pair[0]))


def keep(
    notes: Notes, day: date, answers: Mapping[str, int | None], lines: Mapping[str, str]
) -> str:
    """Keep the answers of one day with up to two short lines. Raises ``Invalid``."""
    refuse_if(rules.validate(answers))
    name, revision = rules.revision()
    content = {
        "day": day.isoformat(),
        "answers": dict(answers),
        "lines": {key: text.strip() for key, text in lines.items() if text.strip()},
        "items": [name, revision],
    }
    return notes.put(EntryKind.CHECKIN, content)


def lines_of(notes: Notes, day: date) -> dict[str, str]:
    """The short lines that were kept with the check-ins of one day."""
    found: dict[str, str] = {}
    for _uid, content in notes.all(EntryKind.CHECKIN):
        if content["day"] == day.isoformat():
            found.update(content.get("lines", {}))
    return found


def remove_day(notes: Notes, day: date) -> None:
    """Delete the check-ins of one day. Private notes have no Undo: the page asks before."""
    for uid, checkin in checkins(notes):
        if checkin.day == day:
            notes.remove(uid)


def draft(notes: Notes) -> Draft | None:
    """The check-in under way, or None."""
    kept = notes.get(_DRAFT)
    return Draft(kept["step"], dict(kept["answers"]), dict(kept["lines"])) if kept else None


def keep_draft(notes: Notes, under_way: Draft | None) -> None:
    """Keep the check-in under way; None: there is none any more."""
    if under_way is None:
        notes.remove(_DRAFT)
    else:
        notes.put(EntryKind.SETTING, under_way._asdict(), _DRAFT)


def own_line(notes: Notes, topic: str) -> rules.OwnLine:
    """The line of one topic."""
    return rules.own_line([checkin for _uid, checkin in checkins(notes)], topic)


def next_offer(notes: Notes, today: date) -> date | None:
    """The day on which a check-in is offered next; None while paused."""
    found = checkins(notes)
    last = found[-1][1].day if found else None
    return rules.next_offer(last, today, paused=choices(notes).paused)


def choices(notes: Notes) -> Choices:
    """Return the writer's own choices."""
    kept = notes.get(_CHOICES) or {}
    not_now = kept.get("not_now_on")
    return Choices(
        kept.get("paused", False),
        kept.get("hide_numbers", False),
        date.fromisoformat(not_now) if not_now else None,
    )


def choose(notes: Notes, made: Choices) -> None:
    """Keep the writer's own choices."""
    content = {
        "paused": made.paused,
        "hide_numbers": made.hide_numbers,
        "not_now_on": made.not_now_on.isoformat() if made.not_now_on else None,
    }
    notes.put(EntryKind.SETTING, content, _CHOICES)


def harder_than_usual(notes: Notes, today: date) -> bool:
    """Whether to ask gently today; only the writer ever sees it."""
    found = [checkin for _, checkin in checkins(notes)]
    return rules.harder_than_usual(found, today, choices(notes).not_now_on)
