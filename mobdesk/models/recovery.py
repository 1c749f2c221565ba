"""Ways back in: the workspace sheet, and the key file inside a backup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from mobdesk.domain import sheetcode
from mobdesk.errors import Refused
from mobdesk.models import files, keys_file, sealing
from mobdesk.models.keyring import (
    OpenKeys,
    check_genuine,
    checked_nickname,
    create,
    find_slot,
    keys_of,
    policy_or_real,
    reset_slot,
    signed,
    unlock_file,
)
from mobdesk.models.keys_file import KeyFile, Removed, database_name
from mobdesk.models.sealing import Policy


@dataclass(frozen=True, eq=False, repr=False)
class SheetKey:
    """What a workspace sheet opens."""

    key_id: str
    file_key: bytes

    @property
    def database(self) -> str:
        """The name of the database file that the sheet opens."""
        return database_name(self.key_id)

    def __repr__(self) -> str:
        return "<SheetKey>"


def sheet(keys: OpenKeys) -> str:
    """The code of the workspace sheet, to be printed from memory."""
    return sheetcode.write(sheetcode.SHEET, keys.file_key)


def open_with_sheet(folder: Path, code: str) -> SheetKey:
    """Return the file key of a typed sheet, checked with the key file where there is one.

    With no good key file left the sheet alone opens the database of its name. Errors: those of
    ``sheetcode.read``, ``sheet_of_other_keys``, ``keys_damaged`` (with a good copy to use first),
    ``keys_tampered``.
    """
    key = _sheet_key(code)
    if not _lost(folder):
        _file_of_sheet(folder, key)
    return key


def _lost(folder: Path) -> bool:
    """Whether neither the key file nor its mirror can be used any more."""
    try:
        keys_file.load(folder)
    except Refused as problem:
        return problem.code == "not_a_workspace" or problem.values.get("good_copy") is False
    return False


def _sheet_key(code: str) -> SheetKey:
    file_key = sheetcode.read(sheetcode.SHEET, code)
    return SheetKey(sealing.key_id(file_key), file_key)


def _file_of_sheet(folder: Path, key: SheetKey) -> KeyFile:
    file = keys_file.load(folder)
    if file.key_id != key.key_id:
        raise Refused("sheet_of_other_keys")
    check_genuine(file, key.file_key)
    return file


def reset_with_sheet(
    folder: Path, code: str, nickname: str, passphrase: str, *, kdf: Policy | None = None
) -> OpenKeys:
    """Give an account a new passphrase by the sheet, and open it.

    The sheet holds the file key only: a coordinator has no office key afterwards (another one gives
    it back, see ``give_office_key``), and a vault asks for the old passphrase or the private code.
    """
    policy = policy_or_real(kdf)
    key = _sheet_key(code)
    file = _file_of_sheet(folder, key)
    keys_file.check_bounds(file, policy)
    old = find_slot(file, nickname)
    slot, private = reset_slot(file, old, passphrase, policy, key.file_key, None, one_time=False)
    file = replace(file.with_slot(slot), generation=file.generation + 1)
    file = signed(file, key.file_key)
    keys_file.store(folder, keys_file.to_bytes(file))
    return keys_of(file, folder, slot, private, policy)


def recreate_keys(
    folder: Path,
    code: str,
    workspace_id: str,
    nickname: str,
    passphrase: str,
    *,
    kdf: Policy | None = None,
) -> OpenKeys:
    """Make a key file anew from the sheet, when it and its mirror are lost.

    ``workspace_id`` stands in the database that the sheet opened. Other accounts, the old office
    key and the vaults' locks are lost with the file. ``workspace_exists`` while a key file or its
    mirror is good.
    """
    if not _lost(folder):
        raise Refused("workspace_exists")
    key = _sheet_key(code)
    return create(
        folder,
        workspace_id,
        key.file_key,
        checked_nickname(None, nickname),
        passphrase,
        policy_or_real(kdf),
        coordinator=True,
    )


# Key files of backups


def open_content(
    content: bytes, folder: Path, nickname: str, passphrase: str, *, kdf: Policy | None = None
) -> OpenKeys:
    """Open the key file inside a backup; ``folder`` is where it is to be restored."""
    return unlock_file(keys_file.parse(content), folder, nickname, passphrase, policy_or_real(kdf))


def install(keys: OpenKeys, content: bytes, removed: Iterable[str] = ()) -> None:
    """Put the key file of a backup into a new place, without the accounts in ``removed``.

    ``removed`` is the ledger of every living copy within reach. Errors: ``workspace_exists``,
    ``own_account`` when the one who restores was removed, ``keys_tampered``.
    """
    if keys_file.exists(keys.folder):
        raise Refused("workspace_exists")
    file = keys_file.parse(content)
    check_genuine(file, keys.file_key)
    gone = frozenset(removed) | {r.slot_id for r in file.removed}
    if keys.slot_id in gone:
        raise Refused("own_account")
    known = {r.slot_id for r in file.removed}
    after = file.generation + 1
    ledger = [Removed(slot_id, after) for slot_id in sorted(gone - known)]
    file = replace(
        file,
        generation=after,
        slots=tuple(s for s in file.slots if s.slot_id not in gone),
        removed=(*file.removed, *ledger),
    )
    files.make_private_folder(keys.folder)
    keys_file.store(keys.folder, keys_file.to_bytes(signed(file, keys.file_key)))
    keys.generation = after
