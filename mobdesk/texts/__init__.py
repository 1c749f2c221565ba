"""Sentences for codes. One module per subject holds ``ERRORS``, ``WORDS`` and ``LABELS``."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from mobdesk import i18n
from mobdesk.errors import MobdeskError, Problem


class Worded(NamedTuple):
    """What is, and what to do about it."""

    what: str
    advice: str


class _Tables(NamedTuple):
    errors: dict[str, tuple[str, str]]
    words: dict[str, str]
    labels: dict[str, str]


@cache
def tables() -> _Tables:
    """All words of all subjects; a code that two subjects claim is a bug."""
    import pkgutil  # late: the unlock screen words nothing before it is painted

    found = _Tables({}, {}, {})
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        parts: tuple[dict[str, Any], ...] = (found.errors, found.words, found.labels)
        for target, name in zip(parts, ("ERRORS", "WORDS", "LABELS"), strict=True):
            mine = getattr(module, name, {})
            twice = target.keys() & mine.keys()
            if twice:
                raise ValueError(f"{info.name}: worded twice: {sorted(twice)}")
            target.update(mine)
    return found


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _fill(template: str, values: Mapping[str, Any], catalogue: i18n.Catalogue | None) -> str:
    text = (catalogue or i18n.current()).text(template)
    for key in (k for k, value in values.items() if value in (None, "")):
        # What is not known is left out together with its comma.
        known = text.replace(f", {{{key}}}", "")
        text = known if known != text else text.replace(f"{{{key}}}, ", "")
    return text.format_map(_Gaps({k: _shown(v, catalogue) for k, v in values.items()}))


def _shown(value: Any, catalogue: i18n.Catalogue | None = None) -> Any:
    """A value inside a sentence; an instant is told in the time of this computer.

    A mapping counts records by table: ``3 mobilities, 1 person``.
    """
    if isinstance(value, dict):
        return ", ".join(counted(table, n, catalogue) for table, n in value.items())
    if isinstance(value, datetime):
        return f"{value.astimezone() if value.tzinfo else value:%Y-%m-%d %H:%M}"
    return "–" if value is None else value


def counted(table: str, n: int, catalogue: i18n.Catalogue | None = None) -> str:
    """``n`` records of ``table``: ``1 person``, ``1,200 people``."""
    words = tables().words
    one, many = words[f"records.{table}.one"], words[f"records.{table}.many"]
    return (catalogue or i18n.current()).plural(one, many, n).format(n=f"{n:,}")


def error(err: MobdeskError | Problem, catalogue: i18n.Catalogue | None = None) -> Worded:
    """Word an error or the problem of a field; ``<code>.bare`` is said where nothing is known."""
    known = tables().errors
    bare = None if err.values else known.get(f"{err.code}.bare")
    what, advice = bare or known[err.code]
    return Worded(_fill(what, err.values, catalogue), _fill(advice, err.values, catalogue))


def word(code: str, catalogue: i18n.Catalogue | None = None) -> str:
    """The name on screen of a value, for example ``stage.confirmed``."""
    return (catalogue or i18n.current()).text(tables().words[code])


def label(code: str, values: Mapping[str, Any], catalogue: i18n.Catalogue | None = None) -> str:
    """The words of one step of the history; a value such as ``stage`` is worded as well.

    One of something has words of its own, where ``<code>.one`` stands.
    """
    worded = {k: _worded(k, v, catalogue) for k, v in values.items()}
    labels = tables().labels
    template = labels.get(f"{code}.one") if values.get("n") == 1 else None
    return _fill(template or labels[code], worded, catalogue)


def _worded(key: str, value: Any, catalogue: i18n.Catalogue | None) -> Any:
    known = isinstance(value, str) and f"{key}.{value}" in tables().words
    return word(f"{key}.{value}", catalogue) if known else value
