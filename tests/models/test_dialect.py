"""A statement is put into SQL once, for both lanes and for the next store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from mobdesk.models import database
from mobdesk.models.dialect import SharedDialect
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store
from tests.stores import COORDINATOR, KEY, forget_statements


def test_what_one_lane_compiled_the_other_and_the_next_store_use(
    store: Store, template: Path, tmp_path: Path
) -> None:
    told: list[str] = []

    def note(_connection, _cursor, _sql, _parameters, context, _many) -> None:
        told.append(context.cache_hit.name)

    statement = select(Person.id).where(Person.last_name == "Tamm", Person.id != 41)
    other = Store(Path(shutil.copy(template, tmp_path / "other.db")), KEY)
    with store.read() as s:
        s.execute(statement).all()
    with other.read() as s:
        event.listen(s.get_bind(), "before_cursor_execute", note)
        s.execute(statement).all()
    with other.write(Label("person_added", {"name": "Mari"}), COORDINATOR) as s:
        event.listen(s.get_bind(), "before_cursor_execute", note)
        told.clear()
        s.execute(statement).all()
        assert told == ["CACHE_HIT"]
        s.done()
    other.close()


def test_a_closed_store_leaves_nothing_of_what_was_asked(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "forget_statements", forget_statements)
    one = Store(Path(shutil.copy(template, tmp_path / "one.db")), KEY)
    with one.read() as s:
        assert s.execute(select(Person.id).where(Person.first_name == "Mari")).all() == []
    assert database._COMPILED
    one.close()
    assert not database._COMPILED


def test_two_dialects_are_equal_and_no_other() -> None:
    assert SharedDialect() == SharedDialect()
    assert SharedDialect() != SQLiteDialect_pysqlite()
