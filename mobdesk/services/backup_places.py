"""Where copies are: the workspace's own place, a second place, and every file ever copied out.

What was copied where stands in the workspace, so that erasure and new keys can name the copies that
are out of reach today.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from mobdesk.errors import Refused
from mobdesk.models import backups, files, keys_file
from mobdesk.models.backups import Found, Place
from mobdesk.models.base import instant_text
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.rekeying import RETIRED, retired
from mobdesk.models.store import Store

KNOWN = "backup_places"
SECOND = "backup_second_place"
_INNER = "Mobdesk backup "


class PlaceRow(NamedTuple):
    """One place with copies. ``reachable`` now; ``same_disk`` as far as the system tells."""

    path: Path
    second: bool
    reachable: bool
    same_disk: bool
    newest: datetime | None
    checked_at: datetime | None
    copies: int


class CopyAway(NamedTuple):
    """A copy that is out of reach: where it was put, and when it was made."""

    place: str
    name: str
    made_at: datetime


def known_keys(store: Store) -> list[OpenKeys]:
    """Today's keys, then older ones that some copy may still need.

    A damaged workspace tells none of the older ones: it is the one that is to be restored.
    """
    keys = store.keys
    try:
        return [keys, *retired(retired_keys(store), keys)]
    except Refused as problem:
        if problem.code != "database_damaged":
            raise
        return [keys]


def retired_keys(store: Store) -> dict[str, Any]:
    """Old keys as the workspace keeps them, by key id."""
    nothing: dict[str, Any] = {}
    return store.setting(RETIRED, nothing)


def known_copies(store: Store) -> dict[str, Any]:
    """By path: the kind of place, when it was looked at, and its copies (when, key id)."""
    nothing: dict[str, Any] = {}
    return store.setting(KNOWN, nothing)


def local(store: Store) -> Place:
    """The workspace's own place."""
    return backups.local_place(store.folder)


def second(store: Store) -> Place | None:
    """The second place, reachable or not."""
    path = store.setting(SECOND, None)
    return None if path is None else backups.other_place(Path(path))


def inner_folder(store: Store, chosen: Path) -> Path:
    """The folder made in a chosen one, so that copies do not lie between other files."""
    name = store.folder.name.removesuffix(".mobdesk")
    if chosen.name.startswith(_INNER):
        return chosen
    return chosen / f"{_INNER}{name} {store.keys.workspace_id[:6]}"


def reachable(store: Store) -> list[Place]:
    """All known places that can be read and written now; the workspace's own first."""
    found = [local(store)]
    for path, told in known_copies(store).items():
        if told["kind"] == "folder" and _writable(Path(path), "folder"):
            found.append(backups.other_place(Path(path)))
    return found


def single_files(store: Store) -> list[Path]:
    """Containers that were written to a file of their own and are still there."""
    known = known_copies(store)
    paths = [Path(path) for path, told in known.items() if told["kind"] == "file"]
    return [path for path in paths if _writable(path, "file")]


def _writable(path: Path, kind: str) -> bool:
    """Whether copies there can be rewritten now; a read-only stick is as good as away."""
    there = path.is_dir() if kind == "folder" else path.is_file()
    return there and os.access(path if kind == "folder" else path.parent, os.W_OK)


def check_writable(folder: Path) -> None:
    """Try to write into a place before anything is made for it.

    Raises ``Refused("backup_place_read_only")``: it is the place that refuses, not the workspace.
    """
    trial = folder / f".trial{files.TEMPORARY}"
    try:
        files.write_atomically(trial, b"")
        files.delete(trial)
    except Refused as problem:
        if problem.code in ("disk_full", "folder_gone"):
            raise
        name = folder.name or str(folder)
        raise Refused("backup_place_read_only", name=name) from problem


def forget(store: Store, path: Path) -> None:
    """Somebody says that the copies at ``path`` are destroyed."""
    known = known_copies(store)
    store.set_setting(KNOWN, {p: told for p, told in known.items() if p != str(path)})
    if store.setting(SECOND, None) == str(path):
        store.set_setting(SECOND, None)


def register(store: Store, path: Path, kind: str, found: Iterable[Found], now: datetime) -> None:
    """Remember what stands at ``path`` now. A workspace on a read-only disk remembers nothing."""
    copies = {f.path.name: [f.facts.made_at, f.head.key_id] for f in found if f.facts and f.head}
    known = dict(known_copies(store))
    known[str(path)] = {
        "kind": kind, "checked_at": instant_text(now), "copies": copies,
        "same_disk": on_same_disk(path, store.folder),
    }  # fmt: skip
    try:
        store.set_setting(KNOWN, known)
    except Refused as problem:
        if problem.code not in ("folder_read_only", "database_busy"):
            raise


def with_source(known: dict[str, Any], found: Found, folder: Path, now: datetime) -> dict[str, Any]:
    """``known`` with the copy that was restored: it does not know itself.

    Otherwise nobody would name it when a person is erased or keys are renewed later. A copy in a
    workspace of its own is left to that workspace.
    """
    path = found.path.resolve()
    own = path.parent.name == backups.FOLDER and keys_file.exists(path.parent.parent)
    if own or str(path) in known or str(path.parent) in known:
        return known
    head, facts = found.opened
    of_ours = path.parent.name.startswith(_INNER) and not facts.standing_alone
    place, kind = (path.parent, "folder") if of_ours else (path, "file")
    copies = {path.name: [facts.made_at, head.key_id]}
    entry = {
        "kind": kind, "checked_at": instant_text(now), "copies": copies,
        "same_disk": on_same_disk(path, folder),
    }  # fmt: skip
    return {**known, str(place): entry}


def remember_source(store: Store, found: Found, now: datetime) -> None:
    """Remember where the copy lies that was restored into this workspace."""
    before = known_copies(store)
    after = with_source(before, found, store.folder, now)
    if after != before:
        store.set_setting(KNOWN, after)


def away(store: Store, *, key_id: str | None = None) -> list[CopyAway]:
    """Copies that cannot be reached now, oldest first; with ``key_id`` those under other keys."""
    found = []
    for path, told in known_copies(store).items():
        there = _writable(Path(path), told["kind"])
        for name, (made_at, of_key) in told["copies"].items():
            if not there and (key_id is None or of_key != key_id):
                found.append(CopyAway(path, name, datetime.fromisoformat(made_at)))
    return sorted(found, key=lambda copy: (copy.made_at, copy.place))


def rows(store: Store) -> list[PlaceRow]:
    """All places outside the workspace, the second place first."""
    chosen: str | None = store.setting(SECOND, None)
    known = known_copies(store)
    paths = ([chosen] if chosen else []) + sorted(p for p in known if p != chosen)
    return [_row(store, Path(p), p == chosen, known.get(p)) for p in paths]


def _row(store: Store, path: Path, is_second: bool, told: Any) -> PlaceRow:
    there = path.exists()
    made = [datetime.fromisoformat(at) for at, _ in told["copies"].values()] if told else []
    checked = datetime.fromisoformat(told["checked_at"]) if told else None
    # As it was when the copy was there: of a stick that is away only the folder above is left.
    told_then = told.get("same_disk") if told else None
    same = on_same_disk(path, store.folder) if told_then is None else told_then
    return PlaceRow(path, is_second, there, same, max(made, default=None), checked, len(made))


def on_same_disk(path: Path, folder: Path) -> bool:
    """Whether a place is on the disk of the workspace: such a copy is lost with the laptop."""
    while not path.exists() and path != path.parent:
        path = path.parent
    try:
        return path.stat().st_dev == folder.stat().st_dev
    except OSError:
        return False
