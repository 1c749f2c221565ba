"""The sheet for typing one record into the Beneficiary Module: its lines, ticks and order.

A tick remembers the value that was entered. It is open again as soon as ours differs: that is a
comparison each time the sheet is read, nothing happens in the background.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from mobdesk.domain import bm, checks, shipped
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.mobilities import Kind
from mobdesk.domain.stages import Stage
from mobdesk.errors import Problem

Values = bm.Values

KINDS: Final = (Kind.INDIVIDUAL.value, Kind.GROUP.value)
STATUSES: Final = ("draft", "complete")
REPORTS: Final = ("not_invited", "requested", "submitted", "undelivered")
#: Of a subgroup, and not of the whole group.
OF_SUBGROUPS: Final = (
    "start_date", "end_date", "travel_days", "transport", "green", "distance_band",
    "participants", "accompanying_persons", "with_fewer_opportunities",
)  # fmt: skip
#: Counts of a group: on BM's screen, in no file that is known.
_COUNTS: Final = ("participants", "accompanying_persons", "with_fewer_opportunities")
IN_BM: Final = (Stage.CONFIRMED, Stage.ABROAD, Stage.RETURNED, Stage.CLOSED)
HEADING: Final = "#"


class State(StrEnum):
    """``unknown``: we have no value ourselves, so there is nothing to enter."""

    ENTERED = "entered"
    TO_ENTER = "to_enter"
    AGAIN = "again"
    UNKNOWN = "unknown"


OPEN: Final = (State.TO_ENTER, State.AGAIN)


class Line(NamedTuple):
    """One value: ``value`` is ours today, ``entered`` what was entered last, both as ``raw``.

    ``key`` names the tick: the field, of a subgroup ``<number>:<field>``.
    """

    key: str
    field: str
    value: str | None
    entered: str | None
    state: State


class Section(NamedTuple):
    """Lines under one heading: a code that begins with #, the user's words, or a subgroup."""

    heading: str
    lines: tuple[Line, ...]
    subgroup: int | None = None


class Tally(NamedTuple):
    """How far a sheet is: ``of`` leaves out what we do not know ourselves."""

    entered: int
    of: int
    again: int
    unknown: int

    @property
    def open(self) -> int:
        """What BM does not know yet."""
        return self.of - self.entered


# ---- values ---------------------------------------------------------------------------------


def raw(value: Any) -> str | None:
    """A value as a tick keeps it: days in ISO form, sums in cents, flags ``yes`` and ``no``."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def kind_of(field: str) -> str:
    """The kind of value, as in ``bm.Field``; counts of a group are whole numbers."""
    return "whole" if field in _COUNTS else bm.fields()[field].kind


def computed(field: str) -> bool:
    """BM computes it: one only looks whether it is the same."""
    return field not in _COUNTS and bm.fields()[field].fill == "bm"


def band(kilometres: str) -> tuple[int, int] | None:
    """The distance band of one way in kilometres, from and to."""
    km = int(kilometres.partition(".")[0])
    bands = shipped.table("bm/fields.json")["bands"].values()
    return next(((low, high) for low, high in bands if low <= km <= high), None)


def same(field: str, ours: str | None, entered: str | None) -> bool:
    """Whether BM's value is ours; within a band another distance is the same."""
    if field == "distance_band" and ours and entered:
        return band(ours) == band(entered)
    return ours == entered


# ---- which records --------------------------------------------------------------------------


def enters(stage: str, ended: str | None) -> bool:
    """Whether somebody is to be entered into BM: confirmed or later, and not ended before."""
    return stage in IN_BM and ended not in NOT_GONE


def one_by_one(kind: str, field: str | None) -> bool:
    """Members are entered each alone: always in VET, which has no groups in BM."""
    return kind != Kind.GROUP or field == "VET"


# ---- the sheet ------------------------------------------------------------------------------


def shipped_order(kind: str) -> tuple[str, ...]:
    """The suggested order of ``individual`` or ``group``."""
    return tuple(shipped.table("bm/screens.json")[kind])


def check_order(kind: str, names: Sequence[str]) -> list[Problem]:
    """What is wrong with an order: a name that is no field of this kind, or one twice."""
    known = set(shipped_order(kind))
    plain = [name for name in names if not name.startswith(HEADING)]
    found = [Problem("fields", "unknown_choice", {"value": n}) for n in plain if n not in known]
    if not plain:
        found.append(Problem("fields", "needed"))
    if len(plain) != len(set(plain)):
        found.append(Problem("fields", "bm_field_twice"))
    return found


def _line(key: str, field: str, values: Values, ticks: Mapping[str, str | None]) -> Line:
    ours = raw(values.get(field))
    entered = ticks.get(key)
    if key in ticks and same(field, ours, entered):
        state = State.ENTERED if ours is not None else State.UNKNOWN
    elif key in ticks:
        state = State.AGAIN
    else:
        state = State.TO_ENTER if ours is not None else State.UNKNOWN
    return Line(key, field, ours, entered, state)


def sections(
    order: Sequence[str],
    values: Values,
    ticks: Mapping[str, str | None],
    subgroups: Mapping[int, Values] | None = None,
) -> tuple[Section, ...]:
    """The lines of one record in ``order``; ``subgroups`` by number for a group.

    What belongs to subgroups stands together, once for each, where its first field stands.
    """
    found: list[Section] = []
    heading, lines = "", list[Line]()
    inner = [name for name in order if name in OF_SUBGROUPS] if subgroups is not None else []

    def close() -> None:
        if lines:
            found.append(Section(heading, tuple(lines)))
            lines.clear()

    for name in order:
        if name.startswith(HEADING):
            close()
            heading = name
        elif name not in inner:
            lines.append(_line(name, name, values, ticks))
        elif name == inner[0]:
            close()
            for number, of_group in (subgroups or {}).items():
                each = (_line(f"{number}:{n}", n, of_group, ticks) for n in inner)
                found.append(Section("#subgroup", tuple(each), number))
    close()
    return tuple(found)


def tally(parts: Iterable[Section]) -> Tally:
    """Count the lines of a sheet."""
    states = [line.state for part in parts for line in part.lines]
    unknown = states.count(State.UNKNOWN)
    entered, again = states.count(State.ENTERED), states.count(State.AGAIN)
    return Tally(entered, len(states) - unknown, again, unknown)


def validate_status(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with BM's own facts of a record; ids are stored as given, never made."""
    problems = checks.choice(values, "bm_status", STATUSES)
    problems += checks.choice(values, "report_status", REPORTS)
    most = dict.fromkeys(("bm_id", "bm_unique_id", "bm_participant_id"), 80)
    return problems + checks.lengths(values, most)


# ---- reasons for fewer opportunities --------------------------------------------------------


def check_tally(numbers: Mapping[str, int | None], flagged: int) -> list[Problem]:
    """What is wrong with the numbers of one project. A reason never stands with a person.

    BM lets them be typed only where somebody carries the flag.
    """
    found = []
    if not flagged and any(numbers.values()):
        found.append(Problem("", "bm_nobody_flagged"))
    for reason, number in numbers.items():
        if number is not None and number < 0:
            found.append(Problem(reason, "bm_number_negative"))
        if not reason.strip():
            found.append(Problem(reason, "needed"))
    return found + checks.lengths({r: r for r in numbers}, dict.fromkeys(numbers, 120))
