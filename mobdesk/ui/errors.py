"""Known errors become a banner in the page; anything else is a bug, said as one, and survived.

A report holds versions, kinds of errors and code locations: never a value, a path or a text of
the user, and never the text of an exception.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from types import TracebackType

import mobdesk
from mobdesk import texts
from mobdesk.errors import Invalid, MobdeskError
from mobdesk.texts import Worded

log = logging.getLogger("mobdesk")

_steps: deque[str] = deque(maxlen=5)


def remember(step: str) -> None:
    """Keep a code of what the user does (a page key, a label), for the next report."""
    _steps.append(step)


def worded(err: BaseException) -> Worded | None:
    """What a known error says; None for a bug (also a code that nobody worded)."""
    if not isinstance(err, MobdeskError):
        return None
    try:
        words = texts.error(err)
        if isinstance(err, Invalid):
            each = " ".join(texts.error(problem).what for problem in err.problems)
            return Worded(words.what, f"{each} {words.advice}".strip())
        return words
    except KeyError:
        return None


def report(err: BaseException) -> str:
    """The copyable report of a bug."""
    import platform

    rows = [
        f"Mobdesk {mobdesk.__version__} · {platform.system()} {platform.release()}"
        f" · Python {platform.python_version()}",
        *(f"where   {place}" for place in _places(err)[-6:]),
        f"what    {_kind(err)}",
        f"before  {', '.join(_steps) or '–'}",
    ]
    return "\n".join(rows)


def _kind(err: BaseException) -> str:
    """Kind of the error, its code if it is ours, and what caused it."""
    kinds: list[str] = []
    seen: BaseException | None = err
    while seen is not None and len(kinds) < 4:
        code = f" {seen.code}" if isinstance(seen, MobdeskError) else ""
        kinds.append(type(seen).__name__ + code)
        seen = seen.__cause__ or seen.__context__
    return ", after ".join(kinds)


def _places(err: BaseException) -> list[str]:
    """Our own code on the way to the error: module, function, line."""
    import traceback

    found = []
    for frame, line in traceback.walk_tb(err.__traceback__):
        module = str(frame.f_globals.get("__name__", "?"))
        if module.split(".")[0] == "mobdesk":
            found.append(f"{module}.{frame.f_code.co_name}, line {line}")
    return found or ["outside the program"]


def install(show: Callable[[BaseException], object]) -> None:
    """Send every error that nobody caught to the log (as a report) and to ``show``."""

    def caught(
        _kind: type[BaseException], err: BaseException | None, _tb: TracebackType | None
    ) -> None:
        if err is None or isinstance(err, KeyboardInterrupt):
            sys.__excepthook__(_kind, err or KeyboardInterrupt(), _tb)
            return
        log.error("bug\n%s", report(err))
        show(err)

    sys.excepthook = caught
    threading.excepthook = lambda args: log.error(
        "bug in a thread\n%s", report(args.exc_value or RuntimeError())
    )
