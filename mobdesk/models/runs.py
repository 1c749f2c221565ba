"""Runs of inserted records: taken away, kept as one image, and put back.

A run may hold 200,000 records. Everything is done in parts that leave the window its turn: SQLite
itself makes and packs the rows, which costs a third of doing it in Python and holds nobody up.
"""

from __future__ import annotations

import base64
import json
import threading
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table

from mobdesk.errors import Refused

_PART = 250
"""Rows that are inserted, packed, parsed or deleted in one go."""
_PIECE = 64 * 1024
"""Bytes of an image that are unpacked in one go."""

_NEVER = threading.Event()


def insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of values as they are stored."""
    listed = ", ".join(map(_quoted, columns))
    places = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({listed}) VALUES ({places})"
    for first in range(0, len(rows), _PART):
        connection.exec_driver_sql(statement, list(map(tuple, rows[first : first + _PART])))
        _breathe()


def _breathe() -> None:
    """Let another thread have its turn.

    The driver gives the interpreter up at every inserted row and takes it back before anybody else
    wakes, so that the window would starve.
    """
    _NEVER.wait(0.0002)


def take(connection: Connection, table: Table, first: int, last: int) -> bytes:
    """Delete the records ``first`` … ``last`` and return their image.

    Raises ``Refused("undo_stale")`` when one of them was changed or is gone.
    """
    if any(isinstance(column.type, LargeBinary) for column in table.columns):
        raw: Any = connection.connection.dbapi_connection
        raw.create_function("b64", 1, _b64, deterministic=True)
    values = ", ".join(map(_value, table.columns))
    # As bytes: a text would be made of them only to be turned into bytes again.
    statement = (
        "SELECT count(*), max(rev), CAST(json_group_array(json_array("
        f"{values})) AS BLOB) FROM {table.name} WHERE id BETWEEN ? AND ?"
    )
    names = json.dumps([column.name for column in table.columns])
    zipped = zlib.compressobj(1)
    image = [zipped.compress(f'{{"columns": {names}, "rows": ['.encode())]
    comma = b""
    for ids in _parts(first, last):
        count, rev, rows = connection.exec_driver_sql(statement, ids).one()
        if count != ids[1] - ids[0] + 1 or rev != 1:
            raise Refused("undo_stale")
        image.append(zipped.compress(comma + b"\n" + rows[1:-1]))
        comma = b","
    for ids in _parts(first, last):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE id BETWEEN ? AND ?", ids)
    return b"".join((*image, zipped.compress(b"\n]}"), zipped.flush()))


def _parts(first: int, last: int) -> Iterator[tuple[int, int]]:
    """The first and last id of each part."""
    return ((n, min(n + _PART - 1, last)) for n in range(first, last + 1, _PART))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _value(column: Column[Any]) -> str:
    """A stored value as ``json_array`` takes it; bytes in the form of ``journal.pack``."""
    name = _quoted(column.name)
    if not isinstance(column.type, LargeBinary):
        return name
    return f"json(iif({name} IS NULL, 'null', json_object('b64', b64({name}))))"


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def restore(connection: Connection, table: Table, image: bytes) -> None:
    """Insert the records of an image that ``take`` or ``journal.pack`` made."""
    lines = _lines(image)
    head = next(lines)
    if head.endswith(b"}"):  # as ``pack`` writes it, in one line
        whole = json.loads(head)
        insert(connection, table, whole["columns"], _with_bytes(whole["rows"]))
        return
    names = json.loads(head + b"]}")["columns"]
    for line in lines:
        if line != b"]}":
            rows = json.loads(b"[" + line.rstrip(b",") + b"]")
            insert(connection, table, names, _with_bytes(rows) if b'{"b64"' in line else rows)


def _lines(image: bytes) -> Iterator[bytes]:
    """The lines of an image, unpacked piece by piece."""
    unzip, rest = zlib.decompressobj(), b""
    for start in range(0, len(image), _PIECE):
        *whole, rest = (rest + unzip.decompress(image[start : start + _PIECE])).split(b"\n")
        yield from whole
    yield rest + unzip.flush()


def _with_bytes(rows: Sequence[Any]) -> list[Any]:
    """Rows with bytes as stored, from their form in an image."""
    return [[base64.b64decode(v["b64"]) if isinstance(v, dict) else v for v in r] for r in rows]
