"""Tasks that misbehave on purpose, for the reading process to survive."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from mobdesk.errors import Refused

_HANDLES = Path("/proc/self/fd")


def echo(arguments: Any, progress: Any, emit: Any) -> Any:
    """Three batches, then the arguments."""
    for number in range(3):
        progress(number, 3, "reading")
        emit([number])
    return arguments


def hang(arguments: Any, progress: Any, emit: Any) -> Any:
    """Never ends; tells its process number first."""
    emit(os.getpid())
    while True:
        pass


def grow(arguments: Any, progress: Any, emit: Any) -> Any:
    """Takes memory without end."""
    kept = []
    while True:
        kept.append(bytearray(1_000_000))


def die(arguments: Any, progress: Any, emit: Any) -> Any:
    """Ends as a library that aborts does."""
    os.abort()


def refuse(arguments: Any, progress: Any, emit: Any) -> Any:
    """A refusal with values."""
    raise Refused("over_limit", limit="cells", allowed=5)


def stumble(arguments: Any, progress: Any, emit: Any) -> Any:
    """A bug whose text holds something personal."""
    raise KeyError("Ana Novak")


def prattle(arguments: Any, progress: Any, emit: Any) -> Any:
    """Prints, as a library may."""
    print("hello")  # noqa: T201
    print("hello", file=sys.stderr)  # noqa: T201
    return "said"


def look_around(arguments: Any, progress: Any, emit: Any) -> Any:
    """What the process can reach: environment, open files, a port, a file to write."""
    reached: dict[str, Any] = {"environment": sorted(os.environ), "own_network": None}
    with contextlib.suppress(OSError):
        reached["handles"] = [str(entry.readlink()) for entry in list(_HANDLES.iterdir())[:-1]]
    with contextlib.suppress(OSError):  # without rights over the parent it cannot be compared
        mine, parents = (Path(f"/proc/{who}/ns/net").readlink() for who in ("self", os.getppid()))
        reached["own_network"] = mine != parents
    try:
        socket.create_connection(("127.0.0.1", arguments["port"]), timeout=2).close()
        reached["network"] = "open"
    except OSError:
        reached["network"] = "closed"
    try:
        with Path(arguments["file"]).open("w") as stream:
            stream.write("x" * 10)
        reached["file"] = "written"
    except OSError:
        reached["file"] = "refused"
    return reached


def sweep(arguments: Any, progress: Any, emit: Any) -> Any:
    """Reads many files one after the other: outcome and seconds of each."""
    from mobdesk.imports.reading import read

    names = {"\t": "tab", None: ""}
    found = {}
    for name in arguments["names"]:
        begun = time.monotonic()
        try:
            book = read(Path(arguments["root"]) / name)
            sheets = " ".join(f"{len(sheet.rows)}x{sheet.width}" for sheet in book.sheets)
            separator = names.get(book.separator, book.separator)
            outcome = ["read", book.format, book.encoding or "", separator, sheets]
        except Refused as error:
            why = [error.values.get(key) for key in ("format", "limit", "why")]
            outcome = [error.code, next((text for text in why if text), ""), "", "", ""]
        found[name] = (outcome, time.monotonic() - begun)
    return found
