"""New keys for what stands on the disk: the database, its protected columns, attachments.

Nothing is replaced in place before the commit point (``rotation.commit``): the new database and the
new attachments stand beside the old ones under names with the new key id. Killed before it, the old
state opens and the new files are swept; after it, the new state opens and the old ones are swept.
Backups are rewritten after the commit. For that, and for copies that are out of reach today, the
old keys stay inside the new database until no known copy needs them ("retired"): everybody who can
open it had them before; the old office key is sealed with the new one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.models import attachments, database, files
from mobdesk.models.backup_rewriting import renew_attachment
from mobdesk.models.backups import FOLDER
from mobdesk.models.copies import check_file, copy_database, counts, open_scratch, scratch
from mobdesk.models.images import pack, unpack
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.protected import protect, reveal

BANK = "bank account"
NEED = "need"
RETIRED = "retired_keys"
_OFFICE = "retired office key"

Reseal = Callable[[str, str, bytes], bytes]


def _resealer(old: OpenKeys, new: OpenKeys) -> Reseal:
    # The same sealed value stands in a row and in the history, which Undo compares byte for byte.
    done: dict[tuple[str, str, bytes], bytes] = {}

    def reseal(purpose: str, record: str, sealed: bytes) -> bytes:
        place = (purpose, record, sealed)
        if place not in done:
            done[place] = _resealed(old, new, purpose, record, sealed)
        return done[place]

    return reseal


def _resealed(old: OpenKeys, new: OpenKeys, purpose: str, record: str, sealed: bytes) -> bytes:
    try:
        return protect(new, purpose, record, reveal(old, purpose, record, sealed))
    except Refused as problem:
        if problem.code != "protected_damaged":
            raise
        return sealed  # unreadable before, unreadable now: who opens it is told


def reseal_database(path: Path, old: OpenKeys, new: OpenKeys) -> None:
    """Put protected columns of a copy (already under the new file key) under the new office key."""
    if old.office_key is None or new.office_key is None:
        return
    reseal = _resealer(old, new)
    raw = open_scratch(path, new.file_key)
    try:
        raw.execute("BEGIN IMMEDIATE")
        for table, column, purpose in (
            ("people", "bank_account", BANK),
            ("needs", "sealed", NEED),
        ):
            rows = raw.execute(
                f"SELECT id, uid, {column} FROM {table} WHERE {column} IS NOT NULL"
            ).fetchall()
            raw.executemany(
                f"UPDATE {table} SET {column} = ? WHERE id = ?",
                [(reseal(purpose, uid, bytes(sealed)), number) for number, uid, sealed in rows],
            )
        _reseal_history(raw, reseal)
        # What it kept of still older keys is sealed with its own office key, which goes now.
        raw.execute("DELETE FROM settings WHERE name = ?", (RETIRED,))
        raw.execute("COMMIT")
    finally:
        raw.close()


def _reseal_history(raw: database.Raw, reseal: Reseal) -> None:
    entries = raw.execute(
        "SELECT id, before, after FROM change_entries WHERE record_table = 'people'"
        " AND (before IS NOT NULL OR after IS NOT NULL)"
    ).fetchall()
    for number, *images in entries:
        fresh = [None if i is None else _reseal_image(unpack(bytes(i)), reseal) for i in images]
        if any(image is not None for image in fresh):
            kept = [i if f is None else pack(f) for i, f in zip(images, fresh, strict=True)]
            raw.execute(
                "UPDATE change_entries SET before = ?, after = ? WHERE id = ?", (*kept, number)
            )


def _reseal_image(image: Any, reseal: Reseal) -> Any:
    """The image with its bank accounts under the new key; None when it has none."""
    if set(image) == {"columns", "rows"}:
        records = [dict(zip(image["columns"], row, strict=True)) for row in image["rows"]]
    else:
        records = [image]
    found = False
    for record in records:
        sealed = record.get("bank_account")
        if isinstance(sealed, dict):
            found = True
            fresh = reseal(BANK, record["uid"], base64.b64decode(sealed["b64"]))
            record["bank_account"] = {"b64": base64.b64encode(fresh).decode()}
    if not found:
        return None
    if "rows" in image and "columns" in image:
        return {"columns": image["columns"], "rows": [list(r.values()) for r in records]}
    return image


# The live database


def new_database(
    live: Path, old: OpenKeys, new: OpenKeys, removed: Collection[str], edit: Callable[[Path], None]
) -> Path:
    """Write the database under the new keys beside the old one, checked; return its path.

    ``edit`` changes the copy before it is checked. ``database_damaged`` leaves the old state.
    """
    target = new.folder / new.database
    check_file(live, old.file_key)
    with scratch(new.folder / FOLDER) as copy:
        copy_database(live, old.file_key, copy, new.file_key)
        _same_counts(live, old, copy, new)
        before = _retired_in(copy, new)
        reseal_database(copy, old, new)
        _retire(copy, old, new, before)
        _drop_vaults(copy, new, removed)
        edit(copy)
        check_file(copy, new.file_key)
        files.write_atomically(target, _chunks(copy))
    check_file(target, new.file_key)
    return target


def _same_counts(live: Path, old: OpenKeys, copy: Path, new: OpenKeys) -> None:
    found = []
    for path, keys in ((live, old), (copy, new)):
        raw = database.connect(path, keys.file_key, read_only=True)
        try:
            found.append(counts(raw))
        finally:
            raw.close()
    if found[0] != found[1]:
        raise Refused("database_damaged")


def _chunks(path: Path) -> Any:
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            yield chunk


def _drop_vaults(path: Path, keys: OpenKeys, slots: Collection[str]) -> None:
    raw = open_scratch(path, keys.file_key)
    try:
        raw.executemany("DELETE FROM vaults WHERE slot_id = ?", [(s,) for s in slots])
    finally:
        raw.close()


def drop_vaults(keys: OpenKeys, slots: Collection[str]) -> Callable[[Path, bytes], None]:
    """An edit of a backup: the private containers of removed accounts go."""
    return lambda path, _key: _drop_vaults(path, keys, slots)


# Retired keys


def _retired_in(path: Path, keys: OpenKeys) -> dict[str, Any]:
    raw = open_scratch(path, keys.file_key)
    try:
        row = raw.execute("SELECT value FROM settings WHERE name = ?", (RETIRED,)).fetchone()
        return json.loads(row[0]) if row else {}
    finally:
        raw.close()


def _retire(path: Path, old: OpenKeys, new: OpenKeys, before: dict[str, Any]) -> None:
    told = {keys.key_id: _retired_entry(keys, new) for keys in (*retired(before, old), old)}
    raw = open_scratch(path, new.file_key)
    try:
        raw.execute(
            "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
            (RETIRED, json.dumps(told)),
        )
    finally:
        raw.close()


def _retired_entry(keys: OpenKeys, new: OpenKeys) -> dict[str, str | None]:
    office = None
    if keys.office_key is not None and new.office_key is not None:
        office = protect(new, _OFFICE, keys.key_id, keys.office_key.hex()).hex()
    return {"file": keys.file_key.hex(), "office": office}


def retired(told: Mapping[str, Mapping[str, str | None]], keys: OpenKeys) -> list[OpenKeys]:
    """The old keys that the setting ``retired_keys`` holds, oldest first.

    An account without the office key gets them without theirs.
    """
    found = []
    for key_id, entry in told.items():
        office, file_key = entry["office"], entry["file"]
        assert file_key is not None
        opened = None
        if office is not None and keys.office_key is not None:
            opened = bytes.fromhex(reveal(keys, _OFFICE, key_id, bytes.fromhex(office)))
        found.append(
            replace(keys, key_id=key_id, file_key=bytes.fromhex(file_key), office_key=opened)
        )
    return found


# Attachments


def renew_attachments(old: OpenKeys, new: OpenKeys, progress: Progress) -> int:
    """Write every attachment of the workspace a second time, under the new keys.

    One that stands there already is left; one that is damaged stays as it is: return how many are.
    """
    damaged = 0
    all_files = attachments.stored(old.folder)
    done_before = {f.storage for f in all_files if f.key_id == new.key_id}
    mine = [f for f in all_files if f.key_id == old.key_id and f.storage not in done_before]
    for done, file in enumerate(mine):
        progress.step(done, len(mine), "attachments")
        target = attachments.path_of(new.folder, file.storage, new.key_id)
        try:
            renew_attachment(file.path, target, file.storage, old, new)
        except Refused as problem:
            if problem.code != "attachment_damaged":
                raise
            damaged += 1
    return damaged
