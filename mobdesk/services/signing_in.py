"""The way in: who may sign in, the second copy of the keys, the sheet, the own passphrase.

The unlock screen is painted before the database library is loaded: imports are late here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk.domain.fold import fold
from mobdesk.errors import Refused

if TYPE_CHECKING:
    from mobdesk.models.keyring import OpenKeys
    from mobdesk.models.recovery import SheetKey
    from mobdesk.models.sealing import Policy
    from mobdesk.services.workspaces import Workspace


def nicknames(folder: Path) -> list[str]:
    """The nicknames that may sign in, in alphabetical order; loads no database.

    Raises ``Refused``: ``folder_gone``, ``not_a_workspace``, ``keys_damaged`` (value
    ``good_copy``), ``keys_newer``.
    """
    from mobdesk.models import keys_file

    if folder.is_file():
        raise Refused("not_a_workspace")
    if not folder.is_dir():
        raise Refused("folder_gone")
    return sorted((slot.nickname for slot in keys_file.load(folder).slots), key=fold)


def open_(
    folder: Path,
    nickname: str,
    passphrase: str,
    *,
    take_over: bool = False,
    policy: Policy | None = None,
) -> Workspace:
    """Sign in; before an older file is brought to this version, a backup is made."""
    from mobdesk.services import workspaces

    return workspaces.open_(
        folder, nickname, passphrase, take_over=take_over, before_upgrade=_keep, policy=policy
    )


def _keep(path: Path, opened: OpenKeys) -> None:
    from datetime import datetime

    from mobdesk.services import backups

    backups.before_upgrade(path, opened, now=datetime.now().astimezone())


def new_passphrase() -> str:
    """Five words, to be shown once and written down."""
    from mobdesk.models import words

    return words.new_passphrase()


def check_passphrase(passphrase: str, *personal: str) -> None:
    """Raise ``Invalid`` unless an own passphrase is good enough."""
    from mobdesk.models import words

    words.check_own(passphrase, *personal)


def use_good_copy(folder: Path) -> None:
    """Put the second copy of the key file in the place of the damaged one."""
    from mobdesk.models import keys_file

    keys_file.use_good_copy(folder)


def replace_passphrase(workspace: Workspace, old: str, new: str) -> None:
    """Give the signed-in account its own passphrase (in the place of a one-time one, say).

    Raises ``Invalid`` (too easy), ``Refused``: ``wrong_passphrase``, ``passphrase_same``.
    """
    from mobdesk.models import keys, words
    from mobdesk.services import vault

    words.check_own(new, workspace.actor.nickname)
    keys.change_passphrase(workspace.store.keys, old, new)
    vault.ensure(workspace.store, workspace.actor, new, checked=True)
    workspace.must_replace_passphrase = False


def open_with_sheet(
    folder: Path,
    code: str,
    nickname: str,
    passphrase: str,
    *,
    take_over: bool = False,
    policy: Policy | None = None,
) -> Workspace:
    """Give an account a new passphrase by the workspace sheet, and open the workspace.

    Where the key file and its copy are lost, the sheet alone makes new keys for ``nickname``, who
    is a coordinator then. Raises what ``keys.open_with_sheet`` says and what opening says.
    """
    from mobdesk.models import keys, words
    from mobdesk.services import vault, workspaces

    words.check_own(passphrase, nickname)
    key = keys.open_with_sheet(folder, code)
    try:
        opened = keys.reset_with_sheet(folder, code, nickname, passphrase, kdf=policy)
    except Refused as problem:
        if problem.code not in ("keys_damaged", "not_a_workspace"):
            raise
        opened = _keys_anew(folder, code, key, nickname, passphrase, policy)
    workspace = workspaces.open_with_keys(folder, opened, take_over=take_over, before_upgrade=_keep)
    vault.ensure(workspace.store, workspace.actor, passphrase, checked=True)
    return workspace


def _keys_anew(
    folder: Path,
    code: str,
    key: SheetKey,
    nickname: str,
    passphrase: str,
    policy: Policy | None,
) -> OpenKeys:
    from sqlalchemy import select

    from mobdesk.domain.roles import Role
    from mobdesk.models import keys
    from mobdesk.models.accounts import Account
    from mobdesk.models.store import Store

    if not (folder / key.database).is_file():
        raise Refused("sheet_of_other_keys")
    store = Store(folder / key.database, key.file_key)
    try:
        workspace_id = store.setting("workspace_id", "")
        opened = keys.recreate_keys(folder, code, workspace_id, nickname, passphrase, kdf=policy)
        with store.quietly() as s:
            found = next(
                (a for a in s.scalars(select(Account)) if fold(a.nickname) == fold(nickname)), None
            )
            if found is None:
                found = Account(nickname=opened.nickname)
                s.add(found)
            found.slot_id, found.role, found.active = opened.slot_id, Role.COORDINATOR.value, True
    finally:
        store.close()
    return opened
