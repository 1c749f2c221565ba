"""Backups: make, list, check, copy elsewhere; how safe the data are. Restoring: ``restoring``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models import backups, files, keys_file
from mobdesk.models import keys as key_room
from mobdesk.models.backups import Found
from mobdesk.models.copies import counts, last_change, vault_digests
from mobdesk.models.store import Store
from mobdesk.services import backup_places as places
from mobdesk.services import backup_upkeep as upkeep
from mobdesk.services import history_keeping
from mobdesk.services.access import reads, writes
from mobdesk.services.backup_places import CopyAway, PlaceRow
from mobdesk.services.outside import check_outside, synced_by
from mobdesk.services.restoring import Restored, inspect, restore
from mobdesk.services.restoring_closed import restore_damaged, restore_new

__all__ = [
    "REASONS", "Automatic", "BackupRow", "CopyAway", "PlaceRow", "Restored", "Safety", "automatic",
    "away", "before_upgrade", "copy_to", "forget_place", "inspect", "make", "make_file",
    "place_rows", "restore", "restore_damaged", "restore_new", "rows", "safety",
    "set_second_place", "verify",
]  # fmt: skip

#: Why a backup was made.
REASONS = (
    "by_hand", "first_change", "before_upgrade", "before_import", "before_restore", "close",
)  # fmt: skip


class BackupRow(NamedTuple):
    """One backup. ``problem`` is a code where something is known against it.

    One just made tells where its second copy is, or the code of why there is none.
    """

    path: Path
    name: str
    made_at: datetime | None
    reason: str
    program: str
    people: int
    mobilities: int
    attachments: int
    size: int
    good: bool
    problem: str | None
    here: bool
    place: Path
    copied_to: Path | None = None
    not_copied: str | None = None


class Safety(NamedTuple):
    """How safe the data are. ``outside_days`` is None when no copy is outside this laptop.

    ``same_disk``: the second place seems to be on the disk of the workspace. ``synced``: what
    copies the folder of the workspace to the internet, as far as its path tells.
    """

    copies: int
    newest: datetime | None
    checked_at: datetime | None
    outside_days: int | None
    second_place: Path | None
    second_reachable: bool
    same_disk: bool
    synced: str | None = None


class Automatic(NamedTuple):
    """What an automatic backup did; ``problem``: why the second place got no copy."""

    made: BackupRow | None
    copied_to: Path | None
    problem: str | None


def _row(found: Found, here: bool) -> BackupRow:
    facts = found.facts
    if facts is None:
        return BackupRow(
            found.path, found.path.name, None, "", "", 0, 0, 0, found.size, False, found.problem,
            here, found.path.parent,
        )  # fmt: skip
    return BackupRow(
        found.path, found.path.name, datetime.fromisoformat(facts.made_at), facts.reason,
        facts.program, facts.counts.get("people", 0), facts.counts.get("mobilities", 0),
        len(facts.attachments), found.size, found.good, found.problem, here, found.path.parent,
    )  # fmt: skip


@reads(Area.BACKUPS)
def rows(store: Store, actor: Actor) -> list[BackupRow]:
    """All backups within reach, newest first; the workspace's own before copies elsewhere."""
    known = places.known_keys(store)
    found = [
        _row(f, place.local)
        for place in places.reachable(store)
        for f in backups.containers(place, known)
    ]
    found += [_row(backups.look(path, known), False) for path in places.single_files(store)]
    oldest = datetime.min.replace(tzinfo=datetime.now().astimezone().tzinfo)
    return sorted(found, key=lambda r: (r.made_at or oldest, r.here), reverse=True)


@reads(Area.BACKUPS)
def place_rows(store: Store, actor: Actor) -> list[PlaceRow]:
    """The places outside the workspace, the second place first."""
    return places.rows(store)


@reads(Area.BACKUPS)
def away(store: Store, actor: Actor) -> list[CopyAway]:
    """Copies that were made and cannot be reached now."""
    return places.away(store)


@writes(Area.BACKUPS)
def make(
    store: Store, actor: Actor, *, now: datetime, reason: str = "by_hand",
    progress: Progress | None = None,
) -> BackupRow:  # fmt: skip
    """Make a verified backup now, and copy it to the second place if that is connected.

    Raises ``Refused``: ``database_damaged``, ``disk_full``; trouble of the second place is told.
    """
    found = _container(store, reason, now, progress)
    copied, problem = _mirror(store, found, now, progress or Progress())
    return _row(found, here=True)._replace(copied_to=copied, not_copied=problem)


def _container(store: Store, reason: str, now: datetime, progress: Progress | None) -> Found:
    place = places.local(store)
    target = place.folder / backups.file_name(now, reason)
    return backups.make(store.path, store.keys, target, reason, now, progress=progress)


@writes(Area.BACKUPS)
def make_file(
    store: Store, actor: Actor, path: Path, *, now: datetime, progress: Progress | None = None
) -> BackupRow:
    """Write one file that stands alone, attachments included.

    Works while another program has the workspace open. Raises ``Refused``: ``already_there``,
    ``file_gone``, ``inside_workspace``, ``backup_place_read_only``, ``database_damaged``,
    ``disk_full``.
    """
    if path.exists():
        raise Refused("already_there")
    if not path.parent.is_dir():
        raise Refused("file_gone", name=path.parent.name)
    check_outside(path)
    places.check_writable(path.parent)
    found = backups.make(
        store.path, store.keys, path, "by_hand", now, standing_alone=True, progress=progress
    )
    places.register(store, path.resolve(), "file", [found], now)
    return _row(found, here=False)


@writes(Area.BACKUPS)
def copy_to(
    store: Store, actor: Actor, folder: Path, *, now: datetime, progress: Progress | None = None
) -> BackupRow:
    """Make a backup and copy it, with attachments, into a folder of its own inside ``folder``.

    Every byte is read back. Raises ``Refused``: ``file_gone``, ``backup_place_read_only``,
    ``disk_full``, ``copy_differs``, ``backup_place_inside``.
    """
    _check_place(store, folder)
    found = _container(store, "by_hand", now, progress)
    copied = _copy(store, found, places.inner_folder(store, folder), now, progress or Progress())
    return _row(copied, here=False)


def _check_place(store: Store, folder: Path) -> None:
    if not folder.is_dir():
        raise Refused("file_gone", name=folder.name)
    if store.folder.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise Refused("backup_place_inside")
    check_outside(folder / "copies")
    inner = places.inner_folder(store, folder)
    places.check_writable(inner if inner.is_dir() else folder)


def _copy(store: Store, found: Found, folder: Path, now: datetime, progress: Progress) -> Found:
    target = backups.other_place(folder)
    known = places.known_keys(store)
    files.make_private_folder(folder)
    path = backups.copy_container(found, places.local(store), target, progress)
    upkeep.thin_place(store, target, now)
    places.register(store, folder.resolve(), "folder", backups.containers(target, known), now)
    return backups.look(path, known)


@writes(Area.BACKUPS)
def set_second_place(
    store: Store, actor: Actor, folder: Path | None, *, now: datetime,
    progress: Progress | None = None,
) -> BackupRow | None:  # fmt: skip
    """Choose the second place and copy there at once; None stops copying there.

    Raises as ``copy_to``; then the choice is not kept.
    """
    if folder is None:
        store.set_setting(places.SECOND, None)
        return None
    made = copy_to(store, actor, folder, now=now, progress=progress)
    store.set_setting(places.SECOND, str(made.place.resolve()))
    return made


@writes(Area.BACKUPS)
def forget_place(store: Store, actor: Actor, path: Path) -> None:
    """The copies at ``path`` were destroyed: erasure and new keys ask for them no more."""
    places.forget(store, path)


@reads(Area.BACKUPS)
def verify(store: Store, actor: Actor, path: Path, progress: Progress | None = None) -> BackupRow:
    """Read every byte of one backup and check its database and attachments.

    A problem is in the row, not raised.
    """
    known = places.known_keys(store)
    found = backups.look(path, known)
    here = path.parent.resolve() == places.local(store).folder.resolve()
    if found.head is None or found.facts is None:
        return _row(found, here)
    keys = next(k for k in known if found.head and k.key_id == found.head.key_id)
    root = store.folder if here else path.parent
    try:
        today = store.keys.key_id if here else None
        backups.verify(path, keys, places.local(store).folder, root, progress, today)
    except Refused as problem:
        found = found._replace(problem=problem.code)
    return _row(found, here)


@reads(Area.STATUS)
def safety(store: Store, actor: Actor, *, now: datetime) -> Safety:
    """The value for Today: copies here, the newest, and days since one went elsewhere."""
    own = [f for f in backups.containers(places.local(store), places.known_keys(store)) if f.good]
    newest = max((datetime.fromisoformat(f.facts.made_at) for f in own if f.facts), default=None)
    elsewhere = places.rows(store)
    # A file on this disk goes with this laptop; of the second place that is told by its own words.
    away_from_here = [r for r in elsewhere if r.newest and (r.second or not r.same_disk)]
    outside = max((row.newest for row in away_from_here if row.newest), default=None)
    days = None if outside is None else max(0, (upkeep.today(now) - upkeep.today(outside)).days)
    second = next((row for row in elsewhere if row.second), None)
    return Safety(
        copies=len(own),
        newest=newest,
        checked_at=newest,
        outside_days=days,
        second_place=second.path if second else None,
        second_reachable=bool(second and second.reachable),
        same_disk=bool(second and second.same_disk),
        synced=synced_by(store.folder),
    )


# Made for everybody, whoever is signed in: a trainer's change is backed up as well.


@reads(Area.STATUS)
def automatic(
    store: Store, actor: Actor, reason: str, *, now: datetime, progress: Progress | None = None
) -> Automatic:
    """Make the backup that is due, and look after the older ones.

    ``first_change`` makes one a day, ``close`` only after a change, the others always. Damage of
    the live database is told here: ``database_damaged``; the older backups stay.
    """
    own = backups.containers(places.local(store), places.known_keys(store))
    good = [f for f in own if f.good and f.facts]
    if reason == "first_change" and any(_day(f) == upkeep.today(now) for f in good):
        return Automatic(None, None, None)
    if reason == "close" and good and not _changed(store, good[0]):
        return Automatic(None, None, None)
    history_keeping.forget(store, now)
    found = _container(store, reason, now, progress)
    upkeep.thin_place(store, places.local(store), now)
    upkeep.bring_up_to_date(store, now, progress)
    if reason == "close":
        upkeep.collect_attachments(store)
    copied, problem = _mirror(store, found, now, progress or Progress())
    return Automatic(_row(found, here=True), copied, problem)


def _day(found: Found) -> object:
    return upkeep.today(datetime.fromisoformat(found.opened[1].made_at))


# What changes without a step in the history.
_QUIET_TABLES = ("access_entries", "accounts", "erasures", "needs")


def _changed(store: Store, newest: Found) -> bool:
    head, facts = newest.opened
    if head.keys != keys_file.to_bytes(keys_file.load(store.folder)):
        return True  # a new passphrase should open the newest backup
    with store.read() as s:
        raw = s.connection().connection.driver_connection
        now = counts(raw)
        quiet = any(now[table] != facts.counts.get(table) for table in _QUIET_TABLES)
        new_step = last_change(raw) != facts.last_change
        return quiet or new_step or vault_digests(raw) != dict(facts.vaults)


def _mirror(
    store: Store, found: Found, now: datetime, progress: Progress
) -> tuple[Path | None, str | None]:
    """Copy to the second place if it is there; a stick that is away is no error."""
    place = places.second(store)
    if place is None:
        return None, None
    if not place.folder.parent.is_dir():
        return None, "folder_gone"
    try:
        places.check_writable(place.folder if place.folder.is_dir() else place.folder.parent)
        _copy(store, found, place.folder, now, progress)
    except Refused as problem:
        return None, problem.code
    return place.folder, None


def before_upgrade(path: Path, opened: key_room.OpenKeys, *, now: datetime) -> None:
    """The backup that ``workspaces.open_`` asks for before it brings a file to a new schema."""
    place = backups.local_place(path.parent)
    target = place.folder / backups.file_name(now, "before_upgrade")
    backups.make(path, opened, target, "before_upgrade", now)
