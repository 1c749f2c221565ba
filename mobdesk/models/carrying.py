"""What a restored database takes over from today: a restore turns back records, not everything.

Today's accounts and keys stay, as do the erasure ledger, the log of protected data, places of
copies, and (unless asked otherwise) everybody's private notes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from mobdesk.models import database
from mobdesk.models.base import instant_text, new_uid, now

SETTINGS = (
    "backup_cap", "backup_places", "backup_second_place", "demo", "retired_keys",
    "sheet_printed", "sheet_proved", "workspace_id",
)  # fmt: skip


class SlotOf(NamedTuple):
    """An account that today's key file knows."""

    slot_id: str
    nickname: str
    role: str


def carry_over(
    live: database.Raw, copy: database.Raw, *, notes_of: Collection[str], needs_removed: bool
) -> None:
    """Put today's facts from ``live`` into ``copy``, in the caller's transaction.

    ``notes_of``: slots whose private notes of the copy win.
    """
    _insert(copy, "erasures", _all(live, "erasures"), "IGNORE")
    _insert(copy, "access_entries", _all(live, "access_entries"), "IGNORE")
    for vault in _all(live, "vaults"):
        _insert(copy, "vaults", [vault], "IGNORE" if vault["slot_id"] in notes_of else "REPLACE")
    _settings(live, copy)
    _accounts(live, copy)
    if needs_removed:
        _needs(live, copy)


def _all(raw: database.Raw, table: str) -> list[dict[str, Any]]:
    found = raw.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _insert(raw: database.Raw, table: str, rows: Iterable[dict[str, Any]], or_else: str) -> None:
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join("?" * len(row))
        raw.execute(
            f"INSERT OR {or_else} INTO {table} ({names}) VALUES ({places})", tuple(row.values())
        )


def _settings(live: database.Raw, copy: database.Raw) -> None:
    today = {row["name"]: row for row in _all(live, "settings")}
    copy.executemany("DELETE FROM settings WHERE name = ?", [(name,) for name in SETTINGS])
    _insert(copy, "settings", (today[name] for name in SETTINGS if name in today), "REPLACE")


def _accounts(live: database.Raw, copy: database.Raw) -> None:
    copy.execute("UPDATE accounts SET slot_id = NULL, active = 0")
    uids = {row["id"]: row["uid"] for row in _all(live, "people")}
    there = {row["uid"]: row["id"] for row in _all(copy, "people")}
    for account in _all(live, "accounts"):
        account["person_id"] = there.get(uids.get(account["person_id"], ""))
        _insert(copy, "accounts", [account], "REPLACE")


def _needs(live: database.Raw, copy: database.Raw) -> None:
    """A longer copy holds no needs; those of today belong to the people who are in it."""
    uids = {row["id"]: row["uid"] for row in _all(live, "people")}
    there = {row["uid"]: row["id"] for row in _all(copy, "people")}
    for need in _all(live, "needs"):
        person = there.get(uids.get(need["person_id"], ""))
        if person is not None:
            _insert(copy, "needs", [{**need, "person_id": person}], "REPLACE")


def fit_accounts(copy: database.Raw, slots: Iterable[SlotOf]) -> None:
    """Make the accounts those of a key file: others can sign in no more, missing ones come back."""
    known = {slot.slot_id: slot for slot in slots}
    copy.execute("BEGIN IMMEDIATE")
    for account in _all(copy, "accounts"):
        if account["slot_id"] is not None and known.pop(account["slot_id"], None) is None:
            copy.execute(
                "UPDATE accounts SET slot_id = NULL, active = 0 WHERE id = ?", (account["id"],)
            )
            copy.execute("DELETE FROM vaults WHERE slot_id = ?", (account["slot_id"],))
    at = instant_text(now())
    for slot in known.values():
        row = {
            "uid": new_uid(), "created_at": at, "updated_at": at, "rev": 1, "slot_id": slot.slot_id,
            "nickname": slot.nickname, "role": slot.role, "active": 1,
        }  # fmt: skip
        _insert(copy, "accounts", [row], "ABORT")
    copy.execute("COMMIT")
