"""New keys for a database: protected values follow into rows, history and bulk images."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.models import database, keys, rekeying, upgrade
from mobdesk.models.images import pack, unpack
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.protected import protect, reveal
from mobdesk.models.rotation import Rotation
from tests.models.key_support import FAST

AT = datetime(2026, 11, 22, tzinfo=UTC).isoformat()
PERSON = (
    "INSERT INTO people (id, uid, created_at, updated_at, rev, first_name, last_name, sort_key,"
    " role, restricted, search_key, bank_account) VALUES (1, ?, ?, ?, 1, 'M', 'T', '', 'staff',"
    " 0, '', ?)"
)
UID = "a" * 32


@pytest.fixture
def rotation(tmp_path: Path) -> Rotation:
    folder = tmp_path / "A.mobdesk"
    old = keys.create_keys(folder, "Mari", "x", kdf=FAST)
    upgrade.create(folder / old.database, old.file_key)
    return keys.rotate(old)


def fill(old: OpenKeys, sealed: bytes) -> None:
    raw = database.connect(old.folder / old.database, old.file_key)
    raw.execute(PERSON, (UID, AT, AT, sealed))
    told = {"b64": base64.b64encode(sealed).decode()}
    one = pack({"uid": UID, "bank_account": told})
    run = pack({"columns": ["uid", "bank_account"], "rows": [[UID, told], ["b" * 32, None]]})
    for first, last, before in ((1, 1, one), (1, 2, run)):
        raw.execute(
            "INSERT INTO change_entries (change_id, record_table, first_id, last_id, before)"
            " VALUES (1, 'people', ?, ?, ?)",
            (first, last, before),
        )
    raw.close()


def move(rotation: Rotation) -> database.Raw:
    old, new = rotation.old, rotation.new
    path = rekeying.new_database(old.folder / old.database, old, new, (), lambda _path: None)
    return database.connect(path, new.file_key, read_only=True)


def test_a_protected_value_is_the_same_in_row_and_history(rotation: Rotation) -> None:
    fill(rotation.old, protect(rotation.old, rekeying.BANK, UID, "EE38"))
    raw = move(rotation)
    (sealed,) = raw.execute("SELECT bank_account FROM people").fetchone()
    assert reveal(rotation.new, rekeying.BANK, UID, sealed) == "EE38"
    one, run = (unpack(r[0]) for r in raw.execute("SELECT before FROM change_entries ORDER BY id"))
    assert base64.b64decode(one["bank_account"]["b64"]) == sealed
    assert base64.b64decode(run["rows"][0][1]["b64"]) == sealed
    assert run["rows"][1][1] is None
    raw.close()


def test_a_value_that_was_unreadable_stays_so_and_stops_nothing(rotation: Rotation) -> None:
    fill(rotation.old, b"?" * 92)
    raw = move(rotation)
    assert raw.execute("SELECT bank_account FROM people").fetchone()[0] == b"?" * 92
    raw.close()


def test_old_keys_are_kept_for_copies_out_of_reach_and_open_nothing_for_a_trainer(
    rotation: Rotation,
) -> None:
    import json

    raw = move(rotation)
    (told,) = raw.execute("SELECT value FROM settings WHERE name = 'retired_keys'").fetchone()
    raw.close()
    (kept,) = rekeying.retired(json.loads(told), rotation.new)
    assert (kept.file_key, kept.office_key) == (rotation.old.file_key, rotation.old.office_key)
    assert rotation.old.office_key is not None
    assert rotation.old.office_key.hex() not in told
    rotation.new.office_key = None
    (theirs,) = rekeying.retired(json.loads(told), rotation.new)
    assert theirs.office_key is None


def test_a_damaged_database_gets_no_new_keys(rotation: Rotation) -> None:
    path = rotation.old.folder / rotation.old.database
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Refused, match="database_damaged"):
        move(rotation)
    assert not (rotation.new.folder / rotation.new.database).exists()
