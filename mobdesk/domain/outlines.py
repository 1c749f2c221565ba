"""Outlines of reports: BM's questions as they were pasted, limits of characters, blocks of facts.

Nothing about BM's reports is shipped: the questions come from the user's own screen. How BM counts
characters was not read in a source; here every character counts, spaces and ends of lines too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mobdesk.domain import checks
from mobdesk.domain.fold import fold, tidy
from mobdesk.errors import Problem

#: What records can fill; ``resources`` of the words: ``outline_block.*``.
BLOCKS: Final = (
    "participants", "activities", "countries", "days", "fewer", "green", "objectives",
)  # fmt: skip
_GUESSES: Final = (
    ("fewer", ("fewer opportunities", "inclusion")),
    ("green", ("green", "sustainable means", "environment")),
    ("objectives", ("objective",)),
    ("countries", ("countries", "country")),
    ("days", ("duration", "how long")),
    ("activities", ("activities", "activity type")),
    ("participants", ("participants", "number of persons")),
)
_LIMIT = re.compile(
    r"[\s(\[–-]*(?:(?:max(?:imum)?|limit|up to|at most)\.?:?\s*)?"
    r"(?P<n>\d{1,3}(?:[ .,\u00a0]\d{3})+|\d{2,6})\s*(?:characters?|chars?\b\.?|signs?)"
    r"[^()\[\]]{0,40}[)\]]?\s*$",
    re.IGNORECASE,
)
_TABBED = re.compile(r"\t\s*(?P<n>\d{1,3}(?:[ .,\u00a0]\d{3})+|\d{2,6})\s*$")
_SECTION = "#"
_LONG = 80
_MOST_QUESTIONS = 200
_MOST: Final = {"title": 200, "source": 300}


class Question(NamedTuple):
    """One question; ``most`` characters, None where no limit was pasted."""

    text: str
    most: int | None = None
    section: str | None = None
    block: str | None = None


def parse(pasted: str) -> list[Question]:
    """The questions of a pasted text, one in each line.

    ``Question (3000 characters)`` or question, tab, 3000; a line that is only a limit belongs to
    the question before. A line with # begins a section, and so does a short one without a limit
    that does not end like a sentence.
    """
    found: list[Question] = []
    section: str | None = None
    for each in pasted.splitlines():
        line = each.strip("\ufeff \u00a0")
        limit = _TABBED.search(line) or _LIMIT.search(line)
        text = tidy(line[: limit.start()] if limit else line)
        most = int(re.sub(r"\D", "", limit["n"])) if limit else None
        if not text:
            if most is not None and found:
                found[-1] = found[-1]._replace(most=most)
        elif text.startswith(_SECTION) or (most is None and _is_heading(text)):
            section = text.lstrip(_SECTION).strip() or None
        else:
            found.append(Question(text, most, section, guess_block(text)))
    return found


def _is_heading(text: str) -> bool:
    return len(text) <= _LONG and not text.endswith(("?", ".", ":"))


def guess_block(text: str) -> str | None:
    """The facts that a question seems to ask for; a suggestion."""
    words = fold(text)
    return next((block for block, hints in _GUESSES if any(h in words for h in hints)), None)


def count(text: str) -> int:
    """Characters with spaces; an accent is no character of its own, an end of line is one."""
    return len(unicodedata.normalize("NFC", text.replace("\r\n", "\n")))


def validate(values: Mapping[str, Any], questions: Sequence[Question]) -> list[Problem]:
    """What is wrong with an outline."""
    problems = checks.needed(values, "title") + checks.lengths(values, _MOST)
    if not questions:
        problems.append(Problem("questions", "outline_no_question"))
    if len(questions) > _MOST_QUESTIONS:
        problems.append(Problem("questions", "outline_too_many", {"most": _MOST_QUESTIONS}))
    return problems


class Facts(NamedTuple):
    """What records say of a project. ``done``: those who are or were away."""

    participants: int = 0
    accompanying: int = 0
    confirmed: int = 0
    activities: tuple[tuple[str, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()
    days: int = 0
    with_days: int = 0
    fewer: int = 0
    green: int = 0
    objectives: tuple[tuple[int, str, int], ...] = ()
