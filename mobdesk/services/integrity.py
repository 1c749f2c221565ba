"""Is everything whole? Every page and every attached file is read; none is changed."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select

from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Problem, Refused
from mobdesk.models import attachments as files
from mobdesk.models import database
from mobdesk.models.documents import Attachment
from mobdesk.models.mobilities import Mobility
from mobdesk.models.people import Person
from mobdesk.models.reports import SentPackage
from mobdesk.models.store import Store
from mobdesk.services.access import reads


def engine_versions() -> tuple[str, str]:
    """The versions of SQLCipher and of the SQLite inside it."""
    return database.versions()


class Integrity(NamedTuple):
    """What was read, and what is wrong with it."""

    people: int
    mobilities: int
    attachments: int
    problems: tuple[Problem, ...]


@reads(Area.BACKUPS)
def check(store: Store, actor: Actor) -> Integrity:
    """Read everything. A damaged page is ``database_damaged``, a file ``attachment_*``."""
    raw = database.connect(store.path, store.keys.file_key, read_only=True)
    try:
        damaged = database.check(raw)
    finally:
        raw.close()
    if damaged:
        return Integrity(0, 0, 0, (Problem("", "database_damaged"),))
    with store.read() as s:
        people = s.scalar(select(func.count()).select_from(Person)) or 0
        mobilities = s.scalar(select(func.count()).select_from(Mobility)) or 0
        kept = [
            (a, p == "protected")
            for a, p in s.execute(select(Attachment.storage, Attachment.sensitivity))
        ]
        kept += [(name, False) for name in s.scalars(select(SentPackage.frozen_storage))]
    problems = tuple(p for name, protected in kept for p in _file(store, name, protected))
    return Integrity(people, mobilities, len(kept), problems)


def _file(store: Store, name: str, protected: bool) -> tuple[Problem, ...]:
    try:
        files.read(store.keys, name, protected=protected)
    except Refused as refused:
        return (Problem("", refused.code, refused.values),)
    return ()
