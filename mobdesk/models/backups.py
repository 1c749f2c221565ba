"""Backups: copy, write, verify, list, rewrite. Deciding when and which is the services' work.

Containers stand in a *place*: ``backups/`` of the workspace, or a folder elsewhere. Attachments are
stored once per place, encrypted, shared by all containers: in the workspace they are its own files
(an attachment that a backup names is never collected), elsewhere they are copied once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mobdesk import __version__
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.models import attachments, backup_container, database, files, keys_file, room, upgrade
from mobdesk.models.backup_container import ENDING, Facts, Head, Source
from mobdesk.models.base import instant_text
from mobdesk.models.copies import (
    attachment_names,
    check_file,
    copy_database,
    counts,
    last_change,
    ledger,
    scratch,
    vault_digests,
)
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.streams import encrypted_size

FOLDER = "backups"


class Place(NamedTuple):
    """Where containers stand, and in which folder their ``attachments/`` is."""

    folder: Path
    root: Path

    @property
    def local(self) -> bool:
        """Whether this is the workspace's own place."""
        return self.folder != self.root


class Found(NamedTuple):
    """One container of a place; without facts it cannot be opened, and ``problem`` says why."""

    path: Path
    head: Head | None
    facts: Facts | None
    problem: str | None
    size: int

    @property
    def good(self) -> bool:
        """Whether nothing is known against it; only ``verify`` reads every byte."""
        return self.problem is None

    @property
    def opened(self) -> tuple[Head, Facts]:
        """Head and facts; raises ``Refused`` with the problem of one that does not open."""
        if self.head is None or self.facts is None:
            raise Refused(self.problem or "not_a_backup", name=self.path.name)
        return self.head, self.facts


def local_place(workspace: Path) -> Place:
    """The place inside a workspace folder."""
    return Place(workspace / FOLDER, workspace)


def other_place(folder: Path) -> Place:
    """A place elsewhere, with attachments of its own."""
    return Place(folder, folder)


def file_name(made_at: datetime, reason: str) -> str:
    """The name of a new container; it tells when and never who."""
    stamp = made_at.strftime("%Y-%m-%d-%H%M%S")
    return f"{stamp}-{reason.replace('_', '-')}-{secrets.token_hex(2)}{ENDING}"


def gather_facts(path: Path, file_key: bytes, before: Facts, sizes: Mapping[str, int]) -> Facts:
    """``before`` with what the database at ``path`` says; ``sizes`` of all known attachments."""
    raw = database.connect(path, file_key, read_only=True)
    try:
        return replace(
            before,
            schema=upgrade.revision(raw) or "",
            counts=counts(raw),
            database_size=path.stat().st_size,
            attachments=tuple((n, sizes[n]) for n in sorted(attachment_names(raw)) if n in sizes),
            last_change=last_change(raw),
            vaults=vault_digests(raw),
            erased=ledger(raw),
        )
    finally:
        raw.close()


# Making


def make(
    live: Path,
    keys: OpenKeys,
    target: Path,
    reason: str,
    now: datetime,
    *,
    standing_alone: bool = False,
    progress: Progress | None = None,
) -> Found:
    """Write a verified container of the live database to ``target``.

    Raises ``Refused``: ``database_damaged`` (nothing is kept, older backups stay), ``disk_full``,
    ``backup_damaged`` when what was written does not read back.
    """
    key_file = keys_file.to_bytes(keys_file.load(keys.folder))
    sizes = attachment_sizes(keys.folder, keys.key_id)
    size = live.stat().st_size
    room.need_space(keys.folder, 3 * size)
    check_file(live, keys.file_key)
    with scratch(keys.folder / FOLDER) as copy:
        copy_database(live, keys.file_key, copy, keys.file_key)
        check_file(copy, keys.file_key)
        empty = Facts(instant_text(now), reason, __version__, "", {}, 0, (), standing_alone)
        facts = gather_facts(copy, keys.file_key, empty, sizes)
        wanted = [attachments.path_of(keys.folder, name, keys.key_id) for name in names_of(facts)]
        return put(target, keys, key_file, facts, copy, wanted if standing_alone else (), progress)


def names_of(facts: Facts) -> list[str]:
    """Names of the attachments that a container needs."""
    return [name for name, _size in facts.attachments]


def attachment_sizes(root: Path, key_id: str) -> dict[str, int]:
    """Encrypted sizes of the attachments that stand in ``root`` under a key."""
    return {
        f.storage: f.path.stat().st_size for f in attachments.stored(root) if f.key_id == key_id
    }


def put(
    target: Path,
    keys: OpenKeys,
    key_file: bytes,
    facts: Facts,
    copy: Path,
    inside: Iterable[Path] = (),
    progress: Progress | None = None,
) -> Found:
    """Write a container beside ``target``, read it back, and only then put it in its place."""
    parts = [Source(copy, facts.database_size)]
    parts += [Source(path, path.stat().st_size) for path in inside]
    files.make_private_folder(target.parent)
    room.need_space(target.parent, sum(part.size for part in parts))
    part = target.with_name(f".{secrets.token_hex(6)}{files.TEMPORARY}")
    try:
        backup_container.write(part, keys, key_file, facts, parts, progress)
        verify(part, keys, copy.parent)
        files.replace(part, target)
    except BaseException:
        with suppress(Refused):
            files.delete(part)
        raise
    return look(target, [keys])


def verify(
    path: Path, keys: OpenKeys, work: Path, root: Path | None = None,
    progress: Progress | None = None, today: str | None = None,
) -> Facts:  # fmt: skip
    """Read back every byte of a container and check its database; return its facts.

    With ``root`` the attachments there are looked at as well; those that stand there under the key
    ``today`` count too, for a restore takes them. Raises ``Refused``:
    ``not_a_backup``, ``backup_of_other_keys``, ``backup_damaged``, ``backup_attachments_missing``.
    """
    head = backup_container.read_head(path)
    facts = backup_container.read_facts(head, keys)
    with scratch(work) as copy:
        backup_container.extract(head, facts, keys, copy, progress=progress)
        raw = database.connect(copy, keys.file_key, read_only=True)
        try:
            if database.check(raw) or counts(raw) != dict(facts.counts):
                raise Refused("backup_damaged", name=path.name)
        finally:
            raw.close()
    missing = set() if root is None else set(missing_attachments(facts, root, keys.key_id))
    if missing and root is not None and today is not None:
        missing &= set(missing_attachments(facts, root, today))
    if missing:
        raise Refused("backup_attachments_missing", n=len(missing))
    return facts


def missing_attachments(facts: Facts, root: Path, key_id: str) -> list[str]:
    """Names of the attachments that are not (whole) beside a container."""
    if facts.standing_alone:
        return []
    there = attachment_sizes(root, key_id)
    return [name for name, size in facts.attachments if there.get(name) != size]


# Listing


def look(path: Path, known: Iterable[OpenKeys]) -> Found:
    """What a container says, as far as one of the ``known`` keys opens it."""
    try:
        size = path.stat().st_size
        head = backup_container.read_head(path)
    except (Refused, OSError) as problem:
        return Found(path, None, None, getattr(problem, "code", "file_gone"), 0)
    fitting = [keys for keys in known if keys.key_id == head.key_id]
    if not fitting:
        return Found(path, head, None, "backup_of_other_keys", size)
    try:
        facts = backup_container.read_facts(head, fitting[0])
    except Refused as problem:
        return Found(path, head, None, problem.code, size)
    whole = size == head.start + encrypted_size(_inner_size(facts))
    return Found(path, head, facts, None if whole else "backup_damaged", size)


def _inner_size(facts: Facts) -> int:
    inside = sum(size for _, size in facts.attachments) if facts.standing_alone else 0
    return facts.database_size + inside


def containers(place: Place, known: Iterable[OpenKeys]) -> list[Found]:
    """All containers of a place, newest first."""
    if not place.folder.is_dir():
        return []
    keys = list(known)
    found = [look(path, keys) for path in place.folder.glob(f"*{ENDING}")]
    return sorted(found, key=_age, reverse=True)


def _age(found: Found) -> tuple[str, int, str]:
    if found.facts is None:
        return "", 0, found.path.name
    return found.facts.made_at, found.facts.last_change, found.path.name


def needed_by(found: Iterable[Found]) -> set[str]:
    """Names of all attachments that containers need."""
    return {name for f in found if f.facts is not None for name in names_of(f.facts)}


# Another place


def copy_container(found: Found, source: Place, target: Place, progress: Progress) -> Path:
    """Copy a container and the attachments that are not there yet; every byte is read back."""
    head, facts = found.opened
    key_id = head.key_id
    files.make_private_folder(target.folder)
    room.need_space(target.folder, found.size)
    total = len(facts.attachments) + 1
    for done, name in enumerate(missing_attachments(facts, target.root, key_id)):
        progress.step(done, total, "attachments")
        _copy_attachment(source.root, target.root, name, key_id)
    path = target.folder / found.path.name
    copy_file(found.path, path)
    progress.step(total, total, "database")
    return path


def _copy_attachment(source: Path, target: Path, name: str, key_id: str) -> None:
    origin = attachments.path_of(source, name, key_id)
    if origin.is_file():
        files.make_private_folder(target / attachments.FOLDER)
        copy_file(origin, attachments.path_of(target, name, key_id))


def copy_file(source: Path, target: Path) -> None:
    """Copy, flush, read back and compare; ``copy_differs``."""
    files.write_atomically(target, _chunks(source))
    if _digest(source) != _digest(target):
        files.delete(target)
        raise Refused("copy_differs", name=target.name)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            yield chunk


def _digest(path: Path) -> bytes:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").digest()
