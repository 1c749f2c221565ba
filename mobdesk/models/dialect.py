"""One dialect for every store, so that a statement is put into SQL once and not once per store."""

from __future__ import annotations

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

__all__ = ["SharedDialect"]


class SharedDialect(SQLiteDialect_pysqlite):
    """SQLite as SQLAlchemy speaks it; two of them are equal.

    SQLAlchemy keeps the SQL of a statement under its dialect. There is one driver and one way to
    open a file, so what one lane or one workspace compiled is right for the next one.
    """

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is SharedDialect

    def __hash__(self) -> int:
        return hash(SharedDialect)
