"""Who was erased or removed since a copy was made, as far as anybody within reach knows.

A copy knows the erasures up to its own day. A living workspace knows all of them, but a new place
may stand on a new laptop, with nothing but the copy: then the day is told up to which it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mobdesk.errors import Refused
from mobdesk.models import backup_container, backups, database, keys_file
from mobdesk.models.backups import Found
from mobdesk.models.base import instant_text
from mobdesk.models.base import now as this_moment
from mobdesk.models.copies import last_change, ledger, open_scratch
from mobdesk.models.keyring import OpenKeys, unlock_file
from mobdesk.models.keys_file import KeyFile


class Known(NamedTuple):
    """Who may not come back: people by uid, accounts by slot.

    ``unsure_since``: nobody within reach knows what was erased or removed after this moment; None
    where a living workspace told it.
    """

    erased: frozenset[str]
    removed: frozenset[str]
    unsure_since: datetime | None


def gather(
    found: Found,
    keys: OpenKeys,
    *,
    passphrase: str = "",
    folder: Path | None = None,
    near: Sequence[Path] = (),
) -> Known:
    """Ask every copy and every workspace within reach of a copy that is to be restored.

    Looked at are the workspaces ``near``, the one around the copy, those beside the copy and
    beside the new place ``folder``, and the copies beside the copy. What stands under newer keys
    is opened with the ``passphrase``, where it is still the account's.
    """
    rings = _Ring(keys, passphrase)
    beside = backups.other_place(found.path.parent)
    places = list(_workspaces(found.path, folder, near))
    files = [(place, file) for place in places if (file := _key_file(place)) is not None]
    heads = list(_heads(beside.folder))
    for file in (*(file for _, file in files), *map(_key_file_of, heads)):
        rings.open(file)
    copies = [c for c in backups.containers(beside, rings.all) if c.facts is not None]
    erased = {uid for copy in (found, *copies) for uid in copy.opened[1].erased}
    moments = [datetime.fromisoformat(copy.opened[1].made_at) for copy in (found, *copies)]
    unsure: datetime | None = max(moments)
    for place, file in files:
        told = _live_ledger(place, file, rings, found)
        erased |= set(told.uids)
        if told.living:
            unsure = None
    removed = {
        gone.slot_id
        for file in (*(file for _, file in files), *map(_key_file_of, heads))
        if file is not None and file.workspace_id == keys.workspace_id
        for gone in file.removed
    }
    return Known(frozenset(erased), frozenset(removed), unsure)


def refuse_others(near: Iterable[Path], workspace_id: str) -> None:
    """Refuse a workspace that somebody named and that can tell nothing of this one.

    Raises ``Refused("near_of_other_workspace")``, and what ``keys_file.load`` says.
    """
    for folder in near:
        if keys_file.load(folder).workspace_id != workspace_id:
            raise Refused("near_of_other_workspace", name=folder.name)


def add_erased(copy: Path, keys: OpenKeys, uids: Iterable[str]) -> None:
    """Add people to the ledger of a disposable copy; ``finish`` erases them from it."""
    day = this_moment().date().isoformat()
    raw = open_scratch(copy, keys.file_key)
    try:
        raw.executemany("INSERT OR IGNORE INTO erasures VALUES (?, ?)", [(u, day) for u in uids])
    finally:
        raw.close()


# Who is within reach


def _workspaces(path: Path, folder: Path | None, near: Sequence[Path]) -> Iterator[Path]:
    """Folders that may be the workspace that a copy was made of, each once."""
    seen = set() if folder is None else {folder.resolve()}
    around = [*near, path.parent.parent, *_inside(path.parent)]
    if folder is not None:
        around += _inside(folder.parent)
    for place in around:
        real = place.resolve()
        if real not in seen:
            seen.add(real)
            yield place


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if _has_keys(p))
    except OSError:
        return []


def _has_keys(folder: Path) -> bool:
    with suppress(OSError):  # a folder of somebody else, perhaps
        return (folder / keys_file.NAME).is_file()
    return False


def _key_file(folder: Path) -> KeyFile | None:
    with suppress(Refused):
        return keys_file.load(folder)
    return None


def _heads(folder: Path) -> Iterator[backup_container.Head]:
    for path in folder.glob(f"*{backup_container.ENDING}"):
        with suppress(Refused):
            yield backup_container.read_head(path)


def _key_file_of(head: backup_container.Head) -> KeyFile | None:
    with suppress(Refused):
        return backup_container.key_file_of(head)
    return None


class _Ring:
    """The keys at hand: those of the copy, and others that the same passphrase opens."""

    def __init__(self, keys: OpenKeys, passphrase: str) -> None:
        self._keys, self._passphrase = keys, passphrase
        self._by_id: dict[str, OpenKeys | None] = {keys.key_id: keys}

    @property
    def all(self) -> list[OpenKeys]:
        """All that opened."""
        return [keys for keys in self._by_id.values() if keys is not None]

    def open(self, file: KeyFile | None) -> OpenKeys | None:
        """The keys of ``file`` if it is of the same workspace and opens; tried once."""
        mine = self._keys
        if file is None or file.workspace_id != mine.workspace_id:
            return None
        if file.key_id not in self._by_id:
            self._by_id[file.key_id] = None
            with suppress(Refused):
                self._by_id[file.key_id] = unlock_file(
                    file, mine.folder, mine.nickname, self._passphrase, mine.policy
                )
        return self._by_id[file.key_id]


class _Told(NamedTuple):
    uids: tuple[str, ...]
    living: bool


def _live_ledger(place: Path, file: KeyFile, rings: _Ring, found: Found) -> _Told:
    """The ledger of a workspace; ``living`` unless the copy is newer than what stands there."""
    keys = rings.open(file)
    live = place / keys_file.database_name(file.key_id)
    if keys is None or not live.is_file():
        return _Told((), living=False)
    facts = found.opened[1]
    try:
        raw = database.connect(live, keys.file_key, read_only=True)
    except Refused:  # damaged: it tells nothing
        return _Told((), living=False)
    try:
        made_at = instant_text(datetime.fromisoformat(facts.made_at))
        newest = raw.execute("SELECT max(at) FROM changes").fetchone()[0] or ""
        return _Told(ledger(raw), last_change(raw) >= facts.last_change or newest > made_at)
    except database.driver.DatabaseError:
        return _Told((), living=False)
    finally:
        raw.close()
