"""The store: encrypted, recorded, undone and redone, refused when stale."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import func, select, update

from mobdesk.errors import Refused, Stale
from mobdesk.models import database, undoing, upgrade
from mobdesk.models.journal import Change, Entry
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store
from tests.stores import COORDINATOR, KEY, TRAINER

COLUMNS = ("name", "name_key", "search_key")


def person(**values):
    return Person(**{"first_name": "Õnne", "last_name": "Ülle", **values})


def add(store: Store, record, actor=COORDINATOR) -> int:
    with store.write(Label("person_added"), actor) as s:
        s.add(record)
        s.flush()
        return record.id


def names(store: Store) -> list[str]:
    with store.read() as s:
        return list(s.scalars(select(Person.first_name).order_by(Person.id)))


def reverse(store: Store, kind: str, actor=COORDINATOR):
    step = undoing.next_undo if kind == "undo" else undoing.next_redo
    with store.quietly() as s:
        s.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return undoing.reverse(s.connection(), actor, step(s.connection(), actor), kind)


def test_the_file_is_encrypted(store: Store) -> None:
    add(store, person(first_name="Plainword"))
    content = store.path.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"Plainword" not in content
    with pytest.raises(Refused, match="database_damaged"):
        database.connect(store.path, bytes(32))


def test_a_plain_database_is_refused(tmp_path) -> None:
    plain = tmp_path / "workspace.db"
    plain.write_bytes(b"SQLite format 3\x00" + bytes(4080))
    with pytest.raises(Refused, match="database_not_encrypted"):
        database.connect(plain, KEY)


def test_contract_pragmas(store: Store) -> None:
    raw = database.connect(store.path, KEY)
    values = {
        p: str(raw.execute(f"PRAGMA {p}").fetchone()[0])
        for p in ("foreign_keys", "secure_delete", "journal_mode", "synchronous", "temp_store")
    }
    raw.close()
    assert values == {
        "foreign_keys": "1",
        "secure_delete": "1",
        "journal_mode": "delete",
        "synchronous": "3",
        "temp_store": "2",
    }


def test_texts_are_tidied_and_search_keys_folded(store: Store) -> None:
    add(store, person(first_name="  Õnne   Mai ", last_name="Łuczak"))
    with store.read() as s:
        found = s.execute(select(Person.first_name, Person.search_key)).one()
    assert found == ("Õnne Mai", "onne mai luczak onne mai")


def test_undo_and_redo_of_an_insert(store: Store) -> None:
    add(store, person(first_name="  A  B "))
    reverse(store, "undo")
    assert names(store) == []
    reverse(store, "redo")
    assert names(store) == ["A B"]
    reverse(store, "undo")
    assert names(store) == []


def test_undo_of_a_change_brings_the_old_values_back_and_moves_rev(store: Store) -> None:
    i = add(store, person(birth_date=date(1980, 1, 2)))
    with store.write(Label("person_changed"), COORDINATOR) as s:
        record = s.get(Person, i)
        record.first_name, record.birth_date = "Changed", None
    reverse(store, "undo")
    with store.read() as s:
        record = s.get(Person, i)
        assert (record.first_name, record.birth_date, record.rev) == ("Õnne", date(1980, 1, 2), 3)


def test_undo_of_a_delete_keeps_ids(store: Store) -> None:
    i = add(store, person())
    with store.write(Label("person_removed"), COORDINATOR) as s:
        s.delete(s.get(Person, i))
    assert names(store) == []
    reverse(store, "undo")
    with store.read() as s:
        assert s.get(Person, i).first_name == "Õnne"


def test_undo_is_refused_when_the_record_moved_on(store: Store) -> None:
    i = add(store, person())
    with store.write(Label("person_changed"), TRAINER) as s:
        s.get(Person, i).first_name = "By another"
    with pytest.raises(Refused, match="undo_stale"):
        reverse(store, "undo")
    assert names(store) == ["By another"]


def test_undo_takes_back_only_ones_own(store: Store) -> None:
    add(store, person(), TRAINER)
    with store.read() as s:
        assert undoing.next_undo(s.connection(), COORDINATOR) is None
        assert undoing.next_undo(s.connection(), TRAINER) is not None


def test_redo_is_gone_after_a_new_step(store: Store) -> None:
    add(store, person())
    reverse(store, "undo")
    add(store, person(first_name="New"))
    with store.read() as s:
        assert undoing.next_redo(s.connection(), COORDINATOR) is None


def test_a_failed_write_leaves_no_trace(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write(Label("x"), COORDINATOR) as s:
        s.add(person())
        s.flush()
        raise ZeroDivisionError
    assert names(store) == []
    with store.read() as s:
        assert s.scalar(select(func.count()).select_from(Change)) == 0


def test_a_write_that_changes_nothing_is_no_step(store: Store) -> None:
    i = add(store, person())
    with store.write(Label("person_changed"), COORDINATOR) as s:
        s.get(Person, i).first_name = "Õnne"
        assert s.done(i).change_id is None


def test_two_saves_of_the_same_state_conflict(store: Store) -> None:
    i = add(store, person())
    with pytest.raises(Stale), store.write(Label("person_changed"), COORDINATOR) as s:
        record = s.get(Person, i)
        s.connection().exec_driver_sql(f"UPDATE people SET rev = 9 WHERE id = {i}")
        record.first_name = "Late"


def test_bulk_statements_cannot_bypass_the_history(store: Store) -> None:
    with (
        pytest.raises(RuntimeError, match="history"),
        store.write(Label("x"), COORDINATOR) as s,
    ):
        s.execute(update(Person).values(first_name="x"))


def test_many_rows_are_one_step_that_can_be_undone_and_redone(store: Store) -> None:
    rows = [(f"Host {n}", f"host {n}", f"host {n}") for n in range(500)]
    with store.write(Label("imported", {"n": 500}), COORDINATOR) as s:
        ids = s.insert_many(Organisation, COLUMNS, rows)
    with store.read() as s:
        assert s.scalar(select(func.count()).select_from(Entry)) == 1
        host = s.get(Organisation, ids[3])
        assert (host.name, host.kind, host.rev, len(host.uid)) == ("Host 3", "partner", 1, 32)
        before = s.execute(select(Organisation.__table__)).all()
    reverse(store, "undo")
    reverse(store, "redo")
    with store.read() as s:
        assert s.execute(select(Organisation.__table__)).all() == before
    reverse(store, "undo")
    with store.read() as s:
        assert s.scalar(select(func.count()).select_from(Organisation)) == 0


def test_an_import_is_not_undone_over_a_later_change(store: Store) -> None:
    with store.write(Label("imported"), COORDINATOR) as s:
        ids = s.insert_many(Organisation, COLUMNS, [("A", "a", "a")] * 3)
    with store.write(Label("changed"), TRAINER) as s:
        s.get(Organisation, ids[1]).name = "B"
    with pytest.raises(Refused, match="undo_stale"):
        reverse(store, "undo")


def test_a_record_in_use_cannot_go(store: Store) -> None:
    with store.write(Label("x"), COORDINATOR) as s:
        home = Organisation(name="Home")
        s.add(home)
        s.flush()
        s.add(person(organisation_id=home.id))
    with pytest.raises(Refused, match="still_used"), store.write(Label("x"), COORDINATOR) as s:
        s.delete(s.get(Organisation, home.id))


def test_a_reader_goes_on_while_a_long_write_is_open(store: Store) -> None:
    with store.write(Label("imported"), COORDINATOR) as s:
        rows = [("x" * 200, "x", "x")] * 20_000
        s.insert_many(Organisation, COLUMNS, rows)
        seen: list[int] = []
        reader = threading.Thread(target=lambda: seen.append(len(names(store))))
        reader.start()
        reader.join(3)
        assert seen == [0]


def test_models_and_migrations_agree(store: Store) -> None:
    with store.read() as s:
        assert upgrade.differences(s.connection()) == []


def test_a_flipped_byte_is_found(store: Store) -> None:
    for n in range(50):
        add(store, person(first_name=f"N{n}"))
    store.close()
    content = bytearray(store.path.read_bytes())
    content[len(content) // 2] ^= 1
    store.path.write_bytes(content)
    raw = database.connect(store.path, KEY)
    assert database.check(raw)
    raw.close()
