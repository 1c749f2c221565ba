"""Known errors: a code and values, never a sentence (``texts`` words them).

Anything that is not a ``MobdeskError`` is a bug of ours and is shown as one.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Problem(NamedTuple):
    """One thing wrong with one field; ``field`` is empty when the whole record is meant."""

    field: str
    code: str
    values: dict[str, Any] = {}


class MobdeskError(Exception):
    """Something a person can do something about."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Refused(MobdeskError):
    """Refused; nothing was changed (exit code 3)."""


class Misused(MobdeskError):
    """A command line that cannot be meant (exit code 2)."""


class NotAllowed(Refused):
    """The role of the actor does not allow this."""


class Stale(Refused):
    """The record changed since it was read; ``values`` name the record."""


class Invalid(Refused):
    """Input that breaks rules; every problem is listed with its field."""

    def __init__(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        super().__init__("invalid_input")
        self.problems = tuple(problems)


class Cancelled(MobdeskError):
    """The person pressed Cancel; nothing was kept of the work under way."""

    def __init__(self) -> None:
        super().__init__("cancelled")
