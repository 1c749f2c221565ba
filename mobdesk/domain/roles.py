"""Who may do what: one table, asked by every service."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from mobdesk.errors import NotAllowed


class Role(StrEnum):
    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    ACCOMPANYING = "accompanying"
    DIRECTOR = "director"


class Area(StrEnum):
    STATUS = "status"
    OWN_MOBILITIES = "own_mobilities"
    MOBILITIES = "mobilities"
    CONTACTS = "contacts"
    PROTECTED = "protected"
    IMPORT = "import"
    EXPORT = "export"
    DELETE = "delete"
    ACCOUNTS = "accounts"
    BACKUPS = "backups"
    HISTORY = "history"
    ERASURE = "erasure"
    UNDO = "undo"
    PRIVATE = "private"


class Access(StrEnum):
    NONE = "none"
    READ = "read"
    WRITE = "write"


class Actor(NamedTuple):
    """The person at the keyboard."""

    account_id: int
    nickname: str
    role: Role
    person_id: int | None = None


_N, _R, _W = Access.NONE, Access.READ, Access.WRITE

# Columns in the order of Role. OWN_MOBILITIES is checked together with the record's owner.
_TABLE: dict[Area, tuple[Access, Access, Access, Access]] = {
    Area.STATUS: (_W, _R, _R, _R),
    Area.OWN_MOBILITIES: (_W, _W, _R, _N),
    Area.MOBILITIES: (_W, _N, _N, _N),
    Area.CONTACTS: (_W, _R, _N, _N),
    Area.PROTECTED: (_W, _N, _N, _N),
    Area.IMPORT: (_W, _N, _N, _N),
    Area.EXPORT: (_W, _N, _N, _N),
    Area.DELETE: (_W, _N, _N, _N),
    Area.ACCOUNTS: (_W, _N, _N, _N),
    Area.BACKUPS: (_W, _N, _N, _N),
    Area.HISTORY: (_R, _N, _N, _N),
    Area.ERASURE: (_W, _N, _N, _N),
    Area.UNDO: (_W, _W, _N, _N),
    Area.PRIVATE: (_W, _W, _W, _W),
}


def access(role: Role, area: Area) -> Access:
    """Return what ``role`` may do in ``area``."""
    return _TABLE[area][list(Role).index(role)]


def overlooks(role: Role) -> bool:
    """Whether the role looks at the whole centre: at everybody, or without names (director)."""
    everybody = access(role, Area.MOBILITIES) is not Access.NONE
    return everybody or access(role, Area.OWN_MOBILITIES) is Access.NONE


def check(actor: Actor, area: Area, wanted: Access) -> None:
    """Raise ``NotAllowed`` unless the actor's role has ``wanted`` access to ``area``."""
    has = access(actor.role, area)
    if has is Access.WRITE or (has is Access.READ and wanted is Access.READ):
        return
    raise NotAllowed("not_allowed", area=area.value)
