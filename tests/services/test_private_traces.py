"""Evenings look alike to who holds the file key: an entry, open notes, or notes never opened."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

from mobdesk.models import database
from mobdesk.services import reflections, vault, workspaces
from tests.services.test_private import PAGE
from tests.services.test_workspaces import FAST, PHRASE, make

BEATS = 3


def evening(folder: Path, *, writes: bool) -> tuple[dict[str, object], bytes]:
    """Sign in, open the notes, stay for some beats, sign out; return what the file tells."""
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    notes = vault.unlock(opened.store, opened.actor, PHRASE)
    for beat in range(BEATS):
        if writes and beat == 1:
            reflections.keep(notes, PAGE)
        vault.write(opened.store, opened.actor, notes)
    notes.forget()
    path, key = opened.store.path, opened.store.keys.file_key
    opened.close()
    return facts(path, key), container(path, key)


def evening_without_notes(folder: Path) -> tuple[dict[str, object], bytes]:
    """Sign in, open no notes, stay as long."""
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    for _beat in range(BEATS):
        vault.renew(opened.store, opened.actor)
    path, key = opened.store.path, opened.store.keys.file_key
    opened.close()
    return facts(path, key), container(path, key)


def facts(path: Path, key: bytes) -> dict[str, object]:
    """Everything countable: pages, free pages, rows and lengths of every table, the file's size."""
    raw = database.connect(path, key, read_only=True)
    try:
        told: dict[str, object] = {
            name: raw.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "schema_version", "user_version")
        }
        tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
            lengths = ", ".join(f'length("{column}")' for column in columns)
            told[table] = raw.execute(f'SELECT {lengths} FROM "{table}" ORDER BY 1').fetchall()
        return {**told, "size": path.stat().st_size}
    finally:
        raw.close()


def container(path: Path, key: bytes) -> bytes:
    raw = database.connect(path, key, read_only=True)
    try:
        return bytes(raw.execute("SELECT container FROM vaults").fetchone()[0])
    finally:
        raw.close()


def test_an_evening_with_an_entry_looks_like_one_without(tmp_path: Path) -> None:
    made = make(tmp_path / "First.mobdesk")
    made.close()
    before = container(made.store.path, made.store.keys.file_key)
    shutil.copytree(made.folder, tmp_path / "Second.mobdesk")
    quiet, sealed_quiet = evening(made.folder, writes=False)
    shutil.copytree(tmp_path / "Second.mobdesk", tmp_path / "Third.mobdesk")
    busy, sealed_busy = evening(tmp_path / "Second.mobdesk", writes=True)
    locked, sealed_locked = evening_without_notes(tmp_path / "Third.mobdesk")
    assert busy == quiet == locked
    sealed = [before, sealed_quiet, sealed_busy, sealed_locked]
    for one, other in itertools.combinations(sealed, 2):
        alike = sum(a == b for a, b in zip(one, other, strict=True))
        assert alike < len(one) / 100, "no part of a container stays as it was"


def test_what_was_written_is_there_after_evenings_without_notes(tmp_path: Path) -> None:
    made = make(tmp_path / "First.mobdesk")
    made.close()
    evening(made.folder, writes=True)
    evening_without_notes(made.folder)
    opened = workspaces.open_(made.folder, "coordinator", PHRASE, policy=FAST)
    notes = vault.unlock(opened.store, opened.actor, PHRASE)
    assert [entry.text for entry in reflections.entries(notes)] == [PAGE.text]
    opened.close()


def test_the_files_around_the_database_tell_nothing_either(tmp_path: Path) -> None:
    made = make(tmp_path / "First.mobdesk")
    made.close()
    shutil.copytree(made.folder, tmp_path / "Second.mobdesk")
    evening(made.folder, writes=False)
    evening(tmp_path / "Second.mobdesk", writes=True)

    def others(folder: Path) -> dict[str, bytes]:
        files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".db"]
        return {str(p.relative_to(folder)): p.read_bytes() for p in files}

    assert others(made.folder) == others(tmp_path / "Second.mobdesk")
