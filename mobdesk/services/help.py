"""The help page: local contacts, and what anybody at this computer may read without signing in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.domain import checks
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import MobdeskError
from mobdesk.models import files
from mobdesk.models.store import Label, Store
from mobdesk.models.workspace import HelpContact
from mobdesk.services.access import reads, writes
from mobdesk.services.records import refuse_if, set_values

FILE = "help.json"
FIELDS = ("name", "phone", "text", "checked_on", "public")
_MOST_BYTES = 256 * 1024
#: After so many days the coordinator is asked to try a number again.
CHECK_DAYS = 183


class HelpRow(NamedTuple):
    """One contact; ``public`` ones are readable without signing in."""

    id: int
    name: str
    phone: str | None
    text: str | None
    checked_on: date | None
    public: bool


def to_check(row: HelpRow, today: date) -> bool:
    """Whether the number should be tried again: never checked, or longer than six months ago."""
    return row.checked_on is None or (today - row.checked_on).days > CHECK_DAYS


@reads(Area.STATUS)
def contacts(store: Store, actor: Actor) -> list[HelpRow]:
    """Return all local contacts in their order."""
    columns = [getattr(HelpContact, name) for name in HelpRow._fields]
    with store.read() as s:
        return [HelpRow(*row) for row in s.execute(select(*columns).order_by(HelpContact.id))]


@writes(Area.CONTACTS)
def set_contacts(store: Store, actor: Actor, wanted: Sequence[Mapping[str, Any]]) -> Done:
    """Make ``wanted`` the local contacts and write what is public beside the database."""
    refuse_if(p for values in wanted for p in checks.needed(values, "name"))
    with store.write(Label("help_changed"), actor) as s:
        left = {c.id: c for c in s.scalars(select(HelpContact))}
        for values in wanted:
            record = left.pop(values.get("id") or 0, None)
            if record is None:
                record = HelpContact()
                s.add(record)
            set_values(record, {n: values.get(n) for n in FIELDS[:-1]}, FIELDS)
            record.public = bool(values.get("public"))
        for record in left.values():
            s.delete(record)
        done = s.done()
    publish(store, actor)
    return done


@writes(Area.CONTACTS)
def save_contact(
    store: Store, actor: Actor, values: Mapping[str, Any], contact_id: int | None = None
) -> Done:
    """Add a contact, or change the one with ``contact_id``. Raises ``Invalid``."""
    others = [row._asdict() for row in contacts(store, actor) if row.id != contact_id]
    return set_contacts(store, actor, [*others, {**values, "id": contact_id}])


@writes(Area.CONTACTS)
def remove_contact(store: Store, actor: Actor, contact_id: int) -> Done:
    """Take one contact away."""
    left = [row._asdict() for row in contacts(store, actor) if row.id != contact_id]
    return set_contacts(store, actor, left)


@reads(Area.STATUS)
def publish(store: Store, actor: Actor) -> bool:
    """Bring ``help.json`` to what the database says; return whether somebody had changed it."""
    rows = [row for row in contacts(store, actor) if row.public]
    told = [{**row._asdict(), "checked_on": _day_text(row.checked_on)} for row in rows]
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    path = store.folder / FILE
    before = path.read_bytes() if path.is_file() else None
    if before == content or (before is None and not rows):
        return False
    files.write_atomically(path, content)
    return before is not None


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def public_contacts(folder: Path) -> list[HelpRow]:
    """Return what may be read without signing in; a file that is not ours is read as empty."""
    try:
        raw = json.loads(files.read(folder / FILE, _MOST_BYTES))
        return [
            HelpRow(
                int(c["id"]), str(c["name"]), c["phone"], c["text"],
                date.fromisoformat(c["checked_on"]) if c["checked_on"] else None, True,
            )
            for c in raw
        ]  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, MobdeskError):
        return []
