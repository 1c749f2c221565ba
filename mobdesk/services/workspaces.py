"""A workspace from its making to its closing: folder, keys, lock, database, the one signed in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from mobdesk.domain import sheetcode
from mobdesk.domain.fold import fold, tidy
from mobdesk.domain.roles import Access, Actor, Area, Role, check
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import attachments, files, keys, search_keys, upgrade, words
from mobdesk.models.accounts import Account
from mobdesk.models.base import now
from mobdesk.models.journal import NOTE, Change
from mobdesk.models.lock import Lock
from mobdesk.models.organisations import Organisation
from mobdesk.models.sealing import Policy
from mobdesk.models.store import Label, Store
from mobdesk.services import vault
from mobdesk.services.outside import check_outside
from mobdesk.services.outside import synced_by as synced_by

ENDING = ".mobdesk"
FOLDERS = ("attachments", "backups")


@dataclass(eq=False, repr=False)
class Workspace:
    """An open workspace: what the window and the command line hold while somebody is signed in."""

    folder: Path
    store: Store
    actor: Actor
    demo: bool
    must_replace_passphrase: bool
    _lock: Lock | None
    was_interrupted: bool = False
    """The program ended in the middle of something: it was taken back, nothing saved is lost."""

    @property
    def title(self) -> str:
        """The workspace's name on screen."""
        return self.folder.name.removesuffix(ENDING)

    def close(self) -> None:
        """Close the database and let go of the lock."""
        self.store.close()
        if self._lock is not None:
            self._lock.release()


def folder_for(place: Path, name: str) -> Path:
    """The folder of a workspace called ``name`` in ``place``; the name loses what disks refuse."""
    plain = "".join("-" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in name).strip(". ")
    return place / f"{plain or 'Mobdesk'}{ENDING}"


def create(
    folder: Path,
    organisation: str,
    passphrase: str,
    *,
    nickname: str = "coordinator",
    demo: bool = False,
    policy: Policy | None = None,
) -> Workspace:
    """Make an encrypted workspace with one coordinator, and open it.

    Raises ``Refused``: what ``check_free`` says, ``organisation_needed``, ``passphrase_weak``,
    ``folder_read_only``; nothing is left behind.
    """
    if not tidy(organisation):
        raise Refused("organisation_needed")
    if not demo:
        words.check_own(passphrase, organisation, nickname)
    check_free(folder)
    made_here = not folder.exists()
    try:
        files.make_private_folder(folder)
        opened = keys.create_keys(folder, nickname, passphrase, kdf=policy)
        upgrade.create(folder / opened.database, opened.file_key)
        for name in FOLDERS:
            files.make_private_folder(folder / name)
        _first_rows(folder, opened, organisation, demo, passphrase)
    except BaseException:
        _take_back(folder, made_here)
        raise
    return open_(folder, nickname, passphrase, policy=policy)


def check_free(folder: Path) -> None:
    """A workspace can be made here: nothing there, or an empty folder.

    Raises ``Refused``: ``already_there`` (a file), ``workspace_exists``, ``folder_not_empty``,
    ``inside_workspace``.
    """
    check_outside(folder)
    if folder.exists() and not folder.is_dir():
        raise Refused("already_there")
    if folder.exists() and any(folder.iterdir()):
        raise Refused("workspace_exists" if is_workspace(folder) else "folder_not_empty")


def _first_rows(
    folder: Path, opened: keys.OpenKeys, organisation: str, demo: bool, passphrase: str
) -> None:
    store = Store(folder / opened.database, opened.file_key, opened)
    first = Actor(1, opened.nickname, Role.COORDINATOR)
    try:
        with store.quietly() as s:
            s.add(
                Account(
                    slot_id=opened.slot_id, nickname=opened.nickname, role=Role.COORDINATOR.value
                )
            )
        store.set_setting("workspace_id", opened.workspace_id)
        search_keys.keep_fresh(store)
        store.set_setting("demo", demo)
        vault.ensure(store, first, passphrase, checked=True)
        with store.write(Label("workspace_made"), first) as s:
            s.add(
                Organisation(
                    name=organisation, name_key=fold(organisation), kind="own", sending=True
                )
            )
        only_noted(store, "workspace_made")
    finally:
        store.close()


def only_noted(store: Store, code: str) -> None:
    """The step ``code`` stays in the history and is never taken back: it is where all began."""
    with store.quietly() as s:
        s.execute(update(Change).where(Change.code == code).values(kind=NOTE))


def _take_back(folder: Path, made_here: bool) -> None:
    for name in FOLDERS:
        if (folder / name).is_dir():
            (folder / name).rmdir()
    if folder.is_dir():
        for left in folder.iterdir():
            left.unlink()
        if made_here:
            folder.rmdir()


def open_(
    folder: Path,
    nickname: str,
    passphrase: str,
    *,
    read_only: bool = False,
    take_over: bool = False,
    before_upgrade: Callable[[Path, keys.OpenKeys], object] | None = None,
    policy: Policy | None = None,
) -> Workspace:
    """Sign in and open the workspace.

    ``read_only`` needs no lock and works while another program has it open. Raises ``Refused``:
    what ``keys.open_keys`` says, ``in_use``, ``workspace_left_open`` (another machine;
    ``take_over`` goes on), ``workspace_newer``, ``account_gone``, ``folder_gone``.
    """
    _check_there(folder)
    opened = keys.open_keys(folder, nickname, passphrase, kdf=policy)
    return open_with_keys(
        folder, opened, read_only=read_only, take_over=take_over, before_upgrade=before_upgrade
    )


def open_with_keys(
    folder: Path,
    opened: keys.OpenKeys,
    *,
    read_only: bool = False,
    take_over: bool = False,
    before_upgrade: Callable[[Path, keys.OpenKeys], object] | None = None,
) -> Workspace:
    """Open the workspace with keys at hand; errors as ``open_``."""
    lock = None if read_only else Lock(folder)
    if lock is not None:
        if not os.access(folder, os.W_OK):
            raise Refused("folder_read_only")
        lock.take(take_over=take_over)
    try:
        path = folder / opened.database
        if not path.is_file():  # the keys are there: a backup can take its place
            raise Refused("database_damaged")
        interrupted = lock is not None and _is_half_done(folder, path)
        if upgrade.needed(path, opened.file_key):
            if read_only:
                raise Refused("upgrade_first")
            backup = before_upgrade or _backup_before_upgrade
            upgrade.upgrade(path, opened.file_key, lambda: backup(path, opened))
        store = Store(path, opened.file_key, opened)
        try:
            actor = _actor(store, opened)
            demo = store.setting("demo", False)
            if lock is not None:
                search_keys.keep_fresh(store)
                _tidy_up(folder, path, opened)
        except BaseException:
            store.close()
            raise
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return Workspace(folder, store, actor, demo, opened.one_time, lock, interrupted)


def _backup_before_upgrade(path: Path, opened: keys.OpenKeys) -> None:
    from mobdesk.models.base import now
    from mobdesk.services import backups

    backups.before_upgrade(path, opened, now=now())


def _actor(store: Store, opened: keys.OpenKeys) -> Actor:
    with store.read() as s:
        account = s.scalar(select(Account).where(Account.slot_id == opened.slot_id))
        if account is None or not account.active:
            raise NotAllowed("account_gone")
        return Actor(account.id, account.nickname, Role(account.role), account.person_id)


def _is_half_done(folder: Path, live: Path) -> bool:
    """Whether a killed program left something that this opening takes back or sweeps."""
    parts = (p for place in (folder, *map(folder.joinpath, FOLDERS)) for p in place.glob(".*.part"))
    others = (p for p in folder.glob("workspace-*.db") if p != live)
    journal = live.with_name(f"{live.name}-journal")
    return journal.exists() or any((*parts, *others, *folder.glob("*.upgrading*")))


def _tidy_up(folder: Path, live: Path, opened: keys.OpenKeys) -> None:
    """After a good opening: what a killed program left, and the files of keys that went."""
    for place in (folder, *(folder / name for name in FOLDERS)):
        if place.is_dir():
            files.sweep(place)
    for old in (*folder.glob("workspace-*.db"), *folder.glob("*.upgrading*")):
        if old != live:
            files.delete(old)
    attachments.sweep_other_keys(folder, opened.key_id)


def _check_there(folder: Path) -> None:
    if folder.is_file():
        raise Refused("not_a_workspace")
    if not folder.is_dir():
        raise Refused("folder_gone")


def is_workspace(folder: Path) -> bool:
    """Whether there is a key file: what makes a folder a workspace."""
    return any((folder / name).exists() for name in ("keys.json", "keys.json.bak"))


def default_nickname(folder: Path) -> str:
    """Who signs in where nobody is named: the only account, else the first coordinator."""
    _check_there(folder)
    slots = sorted(keys.list_slots(folder), key=lambda slot: fold(slot.nickname))
    first = [s.nickname for s in slots if len(slots) == 1 or s.kind == "coordinator"]
    return first[0] if first else slots[0].nickname


def sheet_code(workspace: Workspace) -> list[str]:
    """The code of the workspace sheet in groups, for a terminal or a printed page only."""
    check(workspace.actor, Area.ACCOUNTS, Access.WRITE)
    return sheetcode.groups(keys.sheet(workspace.store.keys))


def sheet_pdf(workspace: Workspace) -> bytes:
    """The workspace sheet as PDF bytes in memory."""
    from mobdesk.exports.sheets import make_workspace_sheet

    groups = sheet_code(workspace)
    return make_workspace_sheet(
        workspace.title,
        workspace.store.keys.workspace_id,
        groups,
        now().date(),
        scan="".join(groups),
    )
