"""What is told of a bug of ours.

A report holds versions, kinds of errors and code locations: never a value, a path or a text of
the user, and never the text of an exception.
"""

from __future__ import annotations

from collections.abc import Iterable

import mobdesk
from mobdesk.errors import MobdeskError


def report(err: BaseException, steps: Iterable[str] = ()) -> str:
    """The copyable report; ``steps`` are codes of what was done before."""
    import platform

    rows = [
        f"Mobdesk {mobdesk.__version__} · {platform.system()} {platform.release()}"
        f" · Python {platform.python_version()}",
        *(f"where   {place}" for place in _places(err)[-6:]),
        f"what    {_kind(err)}",
        f"before  {', '.join(steps) or '–'}",
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
