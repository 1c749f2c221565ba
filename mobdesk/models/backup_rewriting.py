"""Changing what stands in a backup: other keys, an erased person, less than before.

A container is never changed in place: a new one is written beside it, read back, and then replaces
it, so that a killed program leaves the old one or the new.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from mobdesk.errors import Refused
from mobdesk.models import backup_container, files, streams
from mobdesk.models.backups import FOLDER, Found, gather_facts, names_of, put
from mobdesk.models.copies import copy_database, open_scratch, scratch
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.streams import encrypted_size

Edit = Callable[[Path, bytes], None]
"""Changes a disposable copy, given its path and key."""


def rewrite(
    found: Found,
    old: OpenKeys,
    new: OpenKeys,
    edit: Edit,
    *,
    key_file: bytes | None = None,
    needs_removed: bool = False,
    vaults_removed: bool = False,
) -> Found:
    """Replace a container by one with changed content, under ``new`` keys; when and why stay.

    The old one stands until the new one is written and verified. Its free pages go as well.
    """
    head, before = found.opened
    work = new.folder / FOLDER
    with scratch(work) as copy, scratch(work) as renewed, _inner_files(found, work) as inner:
        backup_container.extract(head, before, old, copy, inner)
        if old.key_id == new.key_id:
            renewed = copy
        else:
            copy_database(copy, old.file_key, renewed, new.file_key)
        edit(renewed, new.file_key)
        _vacuum(renewed, new.file_key)
        sizes = dict(before.attachments)
        marked = replace(
            before,
            needs_removed=before.needs_removed or needs_removed,
            vaults_removed=before.vaults_removed or vaults_removed,
        )
        facts = gather_facts(renewed, new.file_key, marked, sizes)
        inside = [inner[name] for name in names_of(facts)] if before.standing_alone else []
        if old.key_id != new.key_id:
            for name in names_of(facts) if before.standing_alone else ():
                renew_attachment(inner[name], inner[name], name, old, new)
        return put(found.path, new, key_file or head.keys, facts, renewed, inside)


@contextmanager
def _inner_files(found: Found, work: Path) -> Iterator[dict[str, Path]]:
    facts = found.opened[1]
    names = names_of(facts) if facts.standing_alone else []
    mark = secrets.token_hex(4)
    paths = {name: work / f".{mark}-{name}{files.TEMPORARY}" for name in names}
    try:
        yield paths
    finally:
        for path in paths.values():
            with suppress(Refused):
                files.delete(path)


def _vacuum(path: Path, file_key: bytes) -> None:
    raw = open_scratch(path, file_key)
    try:
        raw.execute("VACUUM")
    finally:
        raw.close()


def renew_attachment(source: Path, target: Path, name: str, old: OpenKeys, new: OpenKeys) -> None:
    """Decrypt a file under old keys and encrypt it under new ones, file or office key as it was.

    Nothing in the file tells which key it has, so both are tried. ``attachment_damaged``.
    """
    pairs = [(old.file_key, new.file_key)]
    if old.office_key is not None and new.office_key is not None:
        pairs.append((old.office_key, new.office_key))
    data = files.read(source, encrypted_size(1 << 30))
    for before, after in pairs:
        try:
            plain = streams.decrypt_bytes(data, streams.attachment_key(before, name), name.encode())
        except Refused:
            continue
        sealed = streams.encrypt_bytes(plain, streams.attachment_key(after, name), name.encode())
        files.write_atomically(target, sealed)
        return
    raise Refused("attachment_damaged", name=name)


def strip(needs: bool, vaults: bool) -> Edit:
    """An edit that takes needs or private containers out of a copy."""

    def edit(path: Path, file_key: bytes) -> None:
        raw = open_scratch(path, file_key)
        try:
            if needs:
                raw.execute("DELETE FROM needs")
            if vaults:
                raw.execute("DELETE FROM vaults")
        finally:
            raw.close()

    return edit
