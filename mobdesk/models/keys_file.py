"""``keys.json`` as bytes: its format, its checksum, its mirror ``keys.json.bak``.

Nothing here knows a secret. The file is text in exactly one spelling: what does not read back to
the same bytes is damaged. The first line holds a checksum over every other byte.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mobdesk.errors import Refused
from mobdesk.models import files
from mobdesk.models.sealing import KEY, SALT, Kdf, Policy

NAME = "keys.json"
MIRROR = "keys.json.bak"
FORMAT = 1
MOST = 1 << 20  # bytes; a hundred accounts need a fifth of it

_START = b'{\n"checksum": "'
_AFTER = b'",\n'
_GENERATION = re.compile(rb'"(?:same )?generation": (\d{1,9})\b')


@dataclass(frozen=True, slots=True)
class Wrap:
    """A secret locked by a passphrase."""

    kdf: Kdf
    salt: bytes
    commitment: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class CodeWrap:
    """A secret locked by a printed code, which is random and needs no slow function."""

    salt: bytes
    commitment: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Vault:
    """The vault key of a person, locked twice.

    ``asks_old``: somebody else gave the account a new passphrase; the vault still has the old one.
    """

    key_id: str
    passphrase: Wrap
    code: CodeWrap
    asks_old: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """One account. ``office`` and its proof are there for coordinators only."""

    slot_id: str
    nickname: str
    coordinator: bool
    one_time: bool
    public: bytes
    private: Wrap
    file: bytes
    office: bytes | None
    office_proof: bytes | None
    vault: Vault | None


@dataclass(frozen=True, slots=True)
class Removed:
    """An account that was removed, and the generation that was the first without it."""

    slot_id: str
    generation: int


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The whole of ``keys.json``; ``mac`` is made with the file key."""

    workspace_id: str
    generation: int
    key_id: str
    office_key_id: str
    slots: tuple[Slot, ...]
    removed: tuple[Removed, ...] = ()
    mac: bytes = bytes(KEY)

    def slot(self, slot_id: str) -> Slot:
        """The slot of an id; ``account_unknown`` if there is none."""
        for slot in self.slots:
            if slot.slot_id == slot_id:
                return slot
        raise Refused("account_unknown")

    def with_slot(self, slot: Slot) -> KeyFile:
        """The same file with ``slot`` in the place of the one of its id."""
        self.slot(slot.slot_id)
        slots = tuple(slot if s.slot_id == slot.slot_id else s for s in self.slots)
        return replace(self, slots=slots)

    def kdfs(self) -> list[Kdf]:
        """All the parameters that the file asks for."""
        wraps = [s.private for s in self.slots]
        wraps += [s.vault.passphrase for s in self.slots if s.vault]
        return [w.kdf for w in wraps]

    def authenticated(self) -> bytes:
        """The bytes that the mac covers: all but the mac itself."""
        return _text(_as_json(replace(self, mac=bytes(KEY))))


def database_name(key_id: str) -> str:
    """The name of the database file that a file key opens."""
    return f"workspace-{key_id}.db"


# Writing


def _wrap_json(wrap: Wrap) -> dict[str, Any]:
    return {
        "memory": wrap.kdf.memory,
        "rounds": wrap.kdf.rounds,
        "lanes": wrap.kdf.lanes,
        "salt": wrap.salt.hex(),
        "commitment": wrap.commitment.hex(),
        "sealed": wrap.sealed.hex(),
    }


def _vault_json(vault: Vault) -> dict[str, Any]:
    code = vault.code
    return {
        "key_id": vault.key_id,
        "asks_old": vault.asks_old,
        "passphrase": _wrap_json(vault.passphrase),
        "code": {
            "salt": code.salt.hex(),
            "commitment": code.commitment.hex(),
            "sealed": code.sealed.hex(),
        },
    }


def _slot_json(slot: Slot) -> dict[str, Any]:
    return {
        "slot": slot.slot_id,
        "nickname": slot.nickname,
        "coordinator": slot.coordinator,
        "one_time": slot.one_time,
        "public": slot.public.hex(),
        "private": _wrap_json(slot.private),
        "file": slot.file.hex(),
        "office": None if slot.office is None else slot.office.hex(),
        "office_proof": None if slot.office_proof is None else slot.office_proof.hex(),
        "vault": None if slot.vault is None else _vault_json(slot.vault),
    }


def _as_json(file: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "generation": file.generation,
        "workspace": file.workspace_id,
        "key_id": file.key_id,
        "office_key_id": file.office_key_id,
        "slots": [_slot_json(s) for s in file.slots],
        "removed": [{"slot": r.slot_id, "since": r.generation} for r in file.removed],
        "mac": file.mac.hex(),
        # Once more at the other end: a single damaged place must not hide which one it was.
        "same generation": file.generation,
    }


def _text(body: dict[str, Any]) -> bytes:
    return json.dumps(body, indent=1, ensure_ascii=True).removeprefix("{\n").encode() + b"\n"


def with_checksum(rest: bytes) -> bytes:
    """Return a key file around ``rest``, everything behind its first line."""
    return _START + hashlib.sha256(rest).hexdigest().encode() + _AFTER + rest


def to_bytes(file: KeyFile) -> bytes:
    """Return the one spelling of ``file``."""
    return with_checksum(_text(_as_json(file)))


# Reading


def _is(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError("another type")
    return value


def _hex(value: Any, size: int | None = None) -> bytes:
    raw = bytes.fromhex(_is(value, str))
    if size is not None and len(raw) != size:
        raise ValueError("another length")
    return raw


def _name(value: Any, digits: int) -> str:
    return _hex(value, digits // 2).hex()


def _wrap_from(raw: Any) -> Wrap:
    kdf = Kdf(_is(raw["memory"], int), _is(raw["rounds"], int), _is(raw["lanes"], int))
    return Wrap(kdf, _hex(raw["salt"], SALT), _hex(raw["commitment"], KEY), _hex(raw["sealed"]))


def _vault_from(raw: Any) -> Vault:
    code = raw["code"]
    return Vault(
        key_id=_name(raw["key_id"], 16),
        passphrase=_wrap_from(raw["passphrase"]),
        code=CodeWrap(
            _hex(code["salt"], SALT), _hex(code["commitment"], KEY), _hex(code["sealed"])
        ),
        asks_old=_is(raw["asks_old"], bool),
    )


def _slot_from(raw: Any) -> Slot:
    return Slot(
        slot_id=_name(raw["slot"], 32),
        nickname=_is(raw["nickname"], str),
        coordinator=_is(raw["coordinator"], bool),
        one_time=_is(raw["one_time"], bool),
        public=_hex(raw["public"], KEY),
        private=_wrap_from(raw["private"]),
        file=_hex(raw["file"]),
        office=None if raw["office"] is None else _hex(raw["office"]),
        office_proof=None if raw["office_proof"] is None else _hex(raw["office_proof"], KEY),
        vault=None if raw["vault"] is None else _vault_from(raw["vault"]),
    )


def _from_json(raw: Any) -> KeyFile:
    slots = tuple(_slot_from(s) for s in _is(raw["slots"], list))
    if len({s.slot_id for s in slots}) != len(slots) or not slots:
        raise ValueError("no slot, or one twice")
    removed = _is(raw["removed"], list)
    return KeyFile(
        workspace_id=_name(raw["workspace"], 32),
        generation=_is(raw["generation"], int),
        key_id=_name(raw["key_id"], 16),
        office_key_id=_name(raw["office_key_id"], 16),
        slots=slots,
        removed=tuple(Removed(_name(r["slot"], 32), _is(r["since"], int)) for r in removed),
        mac=_hex(raw["mac"], KEY),
    )


def parse(data: bytes) -> KeyFile:
    """Read ``data``; ``keys_damaged`` for a wrong checksum or spelling, ``keys_newer`` (format).

    Says nothing about whether the content is genuine: see ``keyring``.
    """
    head = len(_START) + 64
    rest = data[head + len(_AFTER) :]
    if data != with_checksum(rest):
        raise Refused("keys_damaged")
    try:
        raw = json.loads(data)
        if _is(raw["format"], int) > FORMAT:
            raise Refused("keys_newer", format=raw["format"])
        file = _from_json(raw)
        # One spelling only: no field twice, none unknown, no other spaces or case.
        if to_bytes(file) != data:
            raise ValueError("another spelling")
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise Refused("keys_damaged") from problem
    return file


def check_bounds(file: KeyFile, policy: Policy) -> None:
    """Refuse a file in which any slot asks for more or less than ``policy`` allows."""
    for kdf in file.kdfs():
        policy.check(kdf)


# On the disk


def exists(folder: Path) -> bool:
    """Whether ``folder`` has a key file or its mirror, good or not."""
    return (folder / NAME).exists() or (folder / MIRROR).exists()


def load(folder: Path) -> KeyFile:
    """Read the key file of ``folder``.

    Errors: ``folder_gone``, ``not_a_workspace`` (no key file), ``keys_newer``, ``keys_damaged``
    with ``good_copy``: whether the mirror is whole and of the same generation. The mirror is never
    used here.
    """
    if not exists(folder):
        raise Refused("not_a_workspace" if folder.exists() else "folder_gone")
    data = _raw(folder)
    try:
        return parse(data)
    except Refused as problem:
        if problem.code != "keys_damaged":
            raise
        raise Refused("keys_damaged", good_copy=good_copy(folder, data) is not None) from problem


def _raw(folder: Path) -> bytes:
    """The bytes of the key file; nothing if it is missing or far too large."""
    path = folder / NAME
    if not path.exists() or path.stat().st_size > MOST:
        return b""
    return files.read(path, MOST)


def good_copy(folder: Path, damaged: bytes) -> bytes | None:
    """Return the mirror if it is whole and of the generation of the ``damaged`` bytes.

    Where no generation can be read any more, the database that the mirror names must be the only
    one there: during a rotation there are two, and the mirror may be that of the old keys.
    """
    try:
        mirror = files.read(folder / MIRROR, MOST)
        file = parse(mirror)
    except Refused:
        return None
    legible = {int(n) for n in _GENERATION.findall(damaged)}
    if legible:
        return mirror if file.generation in legible else None
    there = [path.name for path in folder.glob(database_name("*"))]
    return mirror if there == [database_name(file.key_id)] else None


def use_good_copy(folder: Path) -> None:
    """Put the mirror in the place of a damaged key file, once the person has said so.

    Errors: ``keys_no_good_copy``; a key file that is good is left alone.
    """
    path = folder / NAME
    data = _raw(folder)
    try:
        parse(data)
    except Refused as problem:
        if problem.code != "keys_damaged":
            raise
        mirror = good_copy(folder, data)
        if mirror is None:
            raise Refused("keys_no_good_copy") from None
        files.write_atomically(path, mirror)


def store(folder: Path, data: bytes) -> None:
    """Replace the key file: the commit point of every change of keys; then its mirror."""
    files.write_atomically(folder / NAME, data)
    mirror(folder, data)


def mirror(folder: Path, data: bytes) -> None:
    """Make the mirror equal to a good key file. A failure waits for the next opening."""
    try:
        path = folder / MIRROR
        if not path.exists() or files.read(path, MOST) != data:
            files.write_atomically(path, data)
    except Refused:
        # The change itself is committed; a read-only or full disk is told by its next real use.
        return
