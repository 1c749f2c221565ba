"""The diary: which prompts belong to a day, and what one entry may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from mobdesk.domain import shipped
from mobdesk.errors import Problem


class EntryKind(StrEnum):
    """Kinds of entries in the private notes."""

    CHECKIN = "checkin"
    REFLECTION = "reflection"
    MOBILITY_DAY = "mobility_day"
    COMMITMENT = "commitment"
    PEER_NOTE = "peer_note"
    SHARE_DRAFT = "share_draft"
    SETTING = "setting"


class DiaryPhase(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    HOME = "home"
    LOOK_BACK = "look_back"


class Prompt(NamedTuple):
    """One question; ``word`` is the code of its words. ``kept_apart``: easy to find again."""

    key: str
    word: str
    kept_apart: bool


PHASES: Final = tuple(phase.value for phase in DiaryPhase)
#: For so many days after coming back the prompts ask what to try; then ordinary days at home.
AFTER_DAYS: Final = 14
#: Eight weeks after the end of the activity: what stuck?
LOOK_BACK_DAYS: Final = 56
#: So many days before leaving the prompts look ahead; earlier it is a day at home. A default.
BEFORE_DAYS: Final = 60
LONGEST: Final = 20_000


def phase_on(day: date, out: date | None, home: date | None, *, firm: bool = True) -> DiaryPhase:
    """The phase of ``day`` around one stay (leaves…back); without a stay: a day at home.

    Phase picks the prompts (answers, section 8): before, during and after of wellbeing.md 4.1, on
    other days those of picture 21. The days decide, not the stage, which belongs to the office and
    may lag behind: a planned stay with known days is *before* from ``BEFORE_DAYS`` on, also at
    Idea. What is not ``firm`` (Idea, Applied) asks nothing afterwards: it may never have been.
    """
    if out is None or home is None:
        return DiaryPhase.HOME
    if out <= day <= home:
        return DiaryPhase.DURING
    if day < out:
        return DiaryPhase.BEFORE if (out - day).days <= BEFORE_DAYS else DiaryPhase.HOME
    return DiaryPhase.AFTER if firm and (day - home).days <= AFTER_DAYS else DiaryPhase.HOME


def look_back_on(last: date) -> date:
    """The day of the eight-week look-back, from the last day of the activity."""
    return last + timedelta(days=LOOK_BACK_DAYS)


def prompts(phase: str) -> tuple[Prompt, ...]:
    """The prompts of a phase in their order."""
    apart = _table()["kept_apart"]
    return tuple(
        Prompt(key, f"prompt.{phase}.{key}", f"{phase}.{key}" in apart)
        for key in _table()["phases"][phase]
    )


def energy_steps() -> tuple[int, ...]:
    """Energy 1-5, words ``energy.<n>``. A diary value: never joined to the check-in line."""
    return tuple(_table()["energy"])


def _table() -> dict[str, Any]:
    return shipped.table("reflections/prompts.json")


def validate(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a diary entry: ``day``, ``answers`` or ``text``, ``energy`` 1-5."""
    problems: list[Problem] = []
    if not isinstance(values.get("day"), date):
        problems.append(Problem("day", "needed"))
    energy = values.get("energy")
    if energy is not None and (isinstance(energy, bool) or energy not in energy_steps()):
        problems.append(Problem("energy", "energy_one_to_five", {"value": energy}))
    answers: Mapping[str, str] = values.get("answers") or {}
    written = {"text": values.get("text") or "", **answers}
    for field, text in written.items():
        if len(text) > LONGEST:
            problems.append(Problem(field, "too_long", {"most": LONGEST}))
    return problems


def is_empty(values: Mapping[str, Any]) -> bool:
    """Nothing was written or chosen: there is nothing to keep."""
    answers: Mapping[str, str] = values.get("answers") or {}
    words = [values.get("text") or "", *answers.values()]
    return values.get("energy") is None and not any(word.strip() for word in words)


def first_line(values: Mapping[str, Any], most: int = 60) -> str:
    """The first words of an entry for the list of days, cut at a word."""
    answers: Mapping[str, str] = values.get("answers") or {}
    for text in (*answers.values(), values.get("text") or ""):
        line = " ".join(text.split())
        if line:
            return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
    return ""
