"""Runs of inserted records are taken away and put back, value for value."""

from __future__ import annotations

import pytest
from sqlalchemy import Float, Numeric, select

from mobdesk.errors import Refused
from mobdesk.models import runs
from mobdesk.models.images import pack, unpack
from mobdesk.models.people import Person
from mobdesk.models.schema import metadata
from mobdesk.models.store import Label, Store
from tests.stores import COORDINATOR

COLUMNS = ("first_name", "last_name", "note", "bank_account", "fewer_opportunities")
ODD = ["", "two\nlines\r\n", '"quotes" \\ \\n', "\u2028 \x00 \x1f", "]}", "😀 Õnne Ελλάδα", None]
ROWS = [
    (f"N {n}", "Ülle", ODD[n % len(ODD)], bytes([n % 256, 0, 255]) if n % 3 else None, n % 2)
    for n in range(1_100)
]


def everybody(store: Store):
    with store.read() as s:
        return s.execute(select(Person.__table__)).all()


def test_a_run_comes_back_as_it_was(store: Store) -> None:
    with store.write(Label("list_imported"), COORDINATOR) as s:
        ids = s.insert_many(Person, COLUMNS, ROWS)
    before = everybody(store)
    with store.quietly() as s:
        image = runs.take(s.connection(), Person.__table__, ids[0], ids[-1])
    assert everybody(store) == []
    plain = unpack(image)
    assert (len(plain["rows"]), plain["columns"]) == (len(ROWS), list(Person.__table__.c.keys()))
    with store.quietly() as s:
        runs.restore(s.connection(), Person.__table__, image)
    assert everybody(store) == before
    with store.quietly() as s:  # as erasure and new keys write it
        runs.take(s.connection(), Person.__table__, ids[0], ids[-1])
        runs.restore(s.connection(), Person.__table__, pack(plain))
    assert everybody(store) == before


@pytest.mark.parametrize("change", ["UPDATE people SET rev = 2", "DELETE FROM people"])
def test_a_run_of_which_one_record_moved_on_stays(store: Store, change: str) -> None:
    with store.write(Label("list_imported"), COORDINATOR) as s:
        ids = s.insert_many(Person, COLUMNS, ROWS)
    with store.quietly() as s:
        s.connection().exec_driver_sql(f"{change} WHERE id = {ids[-1]}")
    before = everybody(store)
    with pytest.raises(Refused, match="undo_stale"), store.quietly() as s:
        runs.take(s.connection(), Person.__table__, ids[0], ids[-1])
    assert everybody(store) == before


def test_no_table_holds_what_json_would_round() -> None:
    kinds = [c.type for table in metadata.tables.values() for c in table.columns]
    assert not [kind for kind in kinds if isinstance(kind, (Float, Numeric))]
