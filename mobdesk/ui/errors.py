"""Known errors become a banner in the page; anything else is a bug, said as one, and survived."""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from types import TracebackType

from mobdesk import bugs, texts
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
    return bugs.report(err, _steps)


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
