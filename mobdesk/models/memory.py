"""Memory given back to the system after a pass through most of the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache

from sqlalchemy import Connection


def give_back(connection: Connection) -> None:
    """Let go of the pages that ``connection`` keeps, and of what the C library keeps of them.

    A page cache of 64 MB is there for what is looked at again and again. One pass through
    everybody's papers fills it with pages that nobody asks for a second time.
    """
    connection.exec_driver_sql("PRAGMA shrink_memory")
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    """``malloc_trim`` of glibc, which by itself keeps what worker threads freed."""
    if sys.platform == "linux":
        import ctypes

        found = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
        if found is not None:
            return found  # type: ignore[no-any-return]
    return lambda _pad: None
