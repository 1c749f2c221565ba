"""My private notes: one container per person, open in memory only, written on a fixed beat.

Nothing here stands in the history, and no access is logged: not even that somebody opened it.
Everybody with an own passphrase has a container, so that the key file does not tell who keeps a
diary. The beat writes while a person is signed in, whether the notes are open or locked, whether or
not anything was typed: the file tells neither who wrote nor who opened a diary. The private code
waits inside the container until the person has it on paper: showing it changes neither the key file
nor anything else that others can read.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from mobdesk.domain import sheetcode
from mobdesk.domain.reflections import EntryKind
from mobdesk.domain.roles import Actor, Area
from mobdesk.models import keys, vault_box
from mobdesk.models.base import new_uid
from mobdesk.models.keys import VaultKey
from mobdesk.models.store import Store
from mobdesk.models.vault_box import Entry
from mobdesk.models.workspace import Vault
from mobdesk.services.access import reads, writes

if TYPE_CHECKING:
    from mobdesk.exports.pictures import Picture

#: Seconds between two writings of the container of who is signed in.
BEAT = 60
#: Minutes without a touch after which open notes are locked.
IDLE_MINUTES = 4
#: The id of the entry that holds the private code while it is not on paper yet.
_CODE = "private_code"


class Notes:
    """The open private notes of one person. ``forget`` when they are locked."""

    def __init__(self, key: VaultKey, entries: dict[str, Entry]) -> None:
        self._key: VaultKey | None = key
        self._entries = entries
        self._guard = threading.Lock()

    def __repr__(self) -> str:
        return "<Notes>"

    @property
    def open(self) -> bool:
        """Whether the notes can still be read."""
        return self._key is not None

    def all(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every entry of a kind as (id, content)."""
        with self._guard:
            found = [(uid, e.payload) for uid, e in self._entries.items() if e.kind == kind]
        yield from found

    def get(self, uid: str) -> dict[str, Any] | None:
        """The content of one entry."""
        with self._guard:
            entry = self._entries.get(uid)
        return None if entry is None else entry.payload

    def put(self, kind: str, content: dict[str, Any], uid: str | None = None) -> str:
        """Keep an entry, new or changed; return its id. Written with the next beat."""
        uid = uid or new_uid()
        with self._guard:
            before = self._entries.get(uid)
            version = 1 if before is None else before.version + 1
            self._entries[uid] = Entry(version, kind, content)
        return uid

    def remove(self, uid: str) -> None:
        """Delete an entry. Private notes have no Undo: the page asks before."""
        with self._guard:
            self._entries.pop(uid, None)

    def sealed(self) -> bytes | None:
        """The container as it is to be written now; None once forgotten."""
        with self._guard:
            return None if self._key is None else vault_box.seal(self._key, self._entries)

    def forget(self) -> None:
        """Drop key and entries from memory."""
        with self._guard:
            self._key = None
            self._entries.clear()

    @property
    def key(self) -> VaultKey:
        """The open key, for making a new private code."""
        if self._key is None:
            raise RuntimeError("the notes are locked")
        return self._key


@reads(Area.PRIVATE)
def state(store: Store, actor: Actor) -> str:
    """``none``, ``ready`` or ``asks_old`` (the passphrase was set by somebody else since)."""
    return keys.vault_state(store.keys)


@writes(Area.PRIVATE)
def ensure(store: Store, actor: Actor, passphrase: str, *, checked: bool = False) -> None:
    """Give the person an empty container if there is none yet; says nothing.

    Called whenever a person sets an own passphrase. ``checked``: it has just opened the account.
    Raises ``Refused``: ``wrong_passphrase``, ``passphrase_must_be_replaced``.
    """
    if keys.vault_state(store.keys) == "none":
        _make(store, actor, passphrase, checked=checked)


@writes(Area.PRIVATE)
def start_again(store: Store, actor: Actor, passphrase: str) -> Notes:
    """Put new, empty notes in the place of notes that nobody can open; the old ones are gone.

    Raises what ``ensure`` does.
    """
    return _make(store, actor, passphrase, anew=True)


def _make(
    store: Store, actor: Actor, passphrase: str, *, checked: bool = False, anew: bool = False
) -> Notes:
    key, code = keys.create_vault(store.keys, passphrase, checked=checked, anew=anew)
    notes = Notes(key, {})
    notes.put(EntryKind.SETTING, {"code": code}, _CODE)
    write(store, actor, notes)
    return notes


@writes(Area.PRIVATE)
def unlock(store: Store, actor: Actor, passphrase: str) -> Notes:
    """Open the notes with the passphrase. Raises ``wrong_passphrase``, ``vault_asks_old``.

    Where a key file was made anew from the sheet, the container is made here.
    """
    ensure(store, actor, passphrase)
    return _read(store, keys.open_vault(store.keys, passphrase))


@writes(Area.PRIVATE)
def unlock_with_code(store: Store, actor: Actor, code: str) -> Notes:
    """Open the notes with the printed private code."""
    return _read(store, keys.open_vault_with_code(store.keys, code))


@writes(Area.PRIVATE)
def relock(
    store: Store,
    actor: Actor,
    passphrase: str,
    *,
    old_passphrase: str | None = None,
    code: str | None = None,
) -> Notes:
    """Lock the notes by today's passphrase, opening them once by the old one or the code."""
    key = keys.rewrap_vault(store.keys, passphrase, old_passphrase=old_passphrase, code=code)
    return _read(store, key)


@writes(Area.PRIVATE)
def new_code(store: Store, actor: Actor, notes: Notes) -> None:
    """Make a new private code, to be shown; the printed one is void from now on."""
    code = keys.new_private_code(store.keys, notes.key)
    notes.put(EntryKind.SETTING, {"code": code}, _CODE)
    write(store, actor, notes)


def code_to_show(notes: Notes) -> list[str]:
    """The private code in groups of four while it is not on paper yet; empty afterwards."""
    kept = notes.get(_CODE)
    return sheetcode.groups(kept["code"]) if kept else []


def code_is_on_paper(notes: Notes) -> None:
    """The person has printed the code or written it down: it is never shown again."""
    notes.remove(_CODE)


@reads(Area.PRIVATE)
def code_picture(store: Store, actor: Actor, notes: Notes, today: date, dpi: float) -> Picture:
    """The paper with the private code, for the printer. It never becomes a file here."""
    from mobdesk.exports import pictures, sheets

    name = store.folder.name.removesuffix(".mobdesk")
    pdf = sheets.make_private_sheet(actor.nickname, name, code_to_show(notes), today)
    return pictures.page_pictures(pdf, dpi)[0]


def _stored(store: Store) -> bytes | None:
    with store.read() as s:
        return s.scalar(select(Vault.container).where(Vault.slot_id == store.keys.slot_id))


def _read(store: Store, key: VaultKey) -> Notes:
    found = _stored(store)
    return Notes(key, {} if found is None else vault_box.open_box(key, found))


@writes(Area.PRIVATE)
def write(store: Store, actor: Actor, notes: Notes) -> None:
    """Write the open container with a fresh nonce: on the beat."""
    container = notes.sealed()
    if container is not None:
        write_sealed(store, actor, container)


@writes(Area.PRIVATE)
def write_sealed(store: Store, actor: Actor, container: bytes) -> None:
    """Write a container that was sealed when the notes were locked, and nothing else of them."""
    with store.quietly() as s:
        s.merge(Vault(slot_id=store.keys.slot_id, container=container))


@writes(Area.PRIVATE)
def renew(store: Store, actor: Actor) -> None:
    """Write the container with fresh bytes and the same entries: on the beat, notes locked.

    It needs no open notes. Nothing is written where there is no container, or where somebody else
    set the passphrase and the notes were not opened since: the key file tells both to everybody.
    """
    container = _stored(store)
    renewed = None if container is None else vault_box.renew(store.keys, container)
    if renewed is not None:
        write_sealed(store, actor, renewed)
