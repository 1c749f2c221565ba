"""What happens to copies over time: thinning, erased people, new keys.

All of it can be done again: what was not finished, or stood on a stick that was away, is done the
next time. Nothing here decides by a role, since it is done for everybody who signs in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from mobdesk.domain.backups import CAP, LEAST, Copy, thin, too_old
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.models import attachments, backups, erasure, files, keys_file, upgrade
from mobdesk.models.backup_rewriting import renew_attachment, rewrite, strip
from mobdesk.models.backups import Found, Place
from mobdesk.models.copies import open_scratch
from mobdesk.models.database import engine
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.rekeying import RETIRED, drop_vaults, reseal_database
from mobdesk.models.rotation import removed_slots
from mobdesk.models.store import Store
from mobdesk.services import backup_places as places

_CAP = "backup_cap"


def thin_place(store: Store, place: Place, now: datetime) -> None:
    """Delete copies that are not kept any more, and take out what longer copies may not hold."""
    found = _without_superseded(backups.containers(place, places.known_keys(store)))
    by_name = {f.path.name: f for f in found}
    copies = [
        Copy(f.path.name, datetime.fromisoformat(f.facts.made_at), f.size, f.good)
        for f in found
        if f.facts is not None
    ]
    plan = thin(copies, now.astimezone(), store.setting(_CAP, CAP))
    for name in sorted(plan.delete):
        files.delete(by_name[name].path)
    for name in sorted(plan.without_needs | plan.without_vaults):
        _strip(store, by_name[name], name in plan.without_needs, name in plan.without_vaults)


def _without_superseded(found: list[Found]) -> list[Found]:
    """Delete copies of a closing that differ from the next newer one in private containers alone.

    Those change with every sign-in. Without this, a day of opening and closing would push the
    copies of older months out.
    """
    good = [f for f in found if f.good and f.facts is not None]
    for newer, older in reversed(list(pairwise(good))):
        if len(good) <= LEAST or older.opened[1].reason != "close":
            continue
        if _content(newer) == _content(older):
            files.delete(older.path)
            good.remove(older)
            found = [f for f in found if f is not older]
    return found


def _content(found: Found) -> object:
    """What a copy holds besides the private containers, as far as its facts tell."""
    head, facts = found.opened
    parts = ("schema", "counts", "attachments", "last_change", "erased", "standing_alone")
    return head.key_id, head.keys, *(getattr(facts, part) for part in parts)


def _newest_good(store: Store) -> datetime | None:
    """When the newest good copy of the workspace's own place was made."""
    own = backups.containers(places.local(store), places.known_keys(store))
    made = [datetime.fromisoformat(f.opened[1].made_at) for f in own if f.good]
    return max(made, default=None)


def _aged(store: Store, found: Found, newest: datetime | None, now: datetime) -> Found:
    """A copy elsewhere without what it may hold no more; it is not thinned unless copied to."""
    if found.facts is None:
        return found
    made_at = datetime.fromisoformat(found.facts.made_at)
    return _strip(store, found, *too_old(made_at, newest, now))


def _strip(store: Store, found: Found, needs: bool, vaults: bool) -> Found:
    facts = found.facts
    if facts is None or not found.good:
        return found
    needs = needs and facts.counts.get("needs", 0) > 0
    vaults = vaults and bool(facts.vaults)
    if needs or vaults:
        keys = _keys_of(store, found)
        return rewrite(
            found, keys, keys, strip(needs, vaults), needs_removed=needs, vaults_removed=vaults
        )
    return found


def _keys_of(store: Store, found: Found) -> OpenKeys:
    head = found.opened[0]
    return next(k for k in places.known_keys(store) if k.key_id == head.key_id)


def bring_up_to_date(store: Store, now: datetime, progress: Progress | None = None) -> list[str]:
    """Give all reachable copies today's keys and today's erasure ledger.

    Returns names of copies that could not be changed; they are listed with those out of reach.
    """
    failed: list[str] = []
    known = places.known_keys(store)
    newest = _newest_good(store)
    for place in places.reachable(store):
        found = backups.containers(place, known)
        if not place.local:
            files.sweep(place.folder)
            files.sweep(place.folder / attachments.FOLDER)
            _renew_attachments(place, found, known)
        fresh = [_renewed(store, f, progress, failed) for f in found]
        if not place.local:
            fresh = [_aged(store, f, newest, now) for f in fresh]
            places.register(store, place.folder, "folder", fresh, now)
            _tidy_attachments(place, fresh, store.keys)
    for path in places.single_files(store):
        fresh_file = _renewed(store, backups.look(path, known), progress, failed)
        fresh_file = _aged(store, fresh_file, newest, now)
        places.register(store, path, "file", [fresh_file], now)
    _forget_retired(store)
    # A damaged file that a restore put aside cannot be cleaned: it is named until it is deleted.
    return failed + sorted(p.name for p in places.local(store).folder.glob("damaged-*.db"))


def _renewed(store: Store, found: Found, progress: Progress | None, failed: list[str]) -> Found:
    """The container after it was rewritten, or as it was when nothing is to be done."""
    if progress is not None:
        progress.step(0, 0, "backups")
    if found.head is None or found.facts is None or not found.good:
        failed.append(found.path.name)
        return found
    keys = store.keys
    old = _keys_of(store, found)
    ledger = _ledger(store)
    missing = {uid: on for uid, on in ledger.items() if uid not in found.facts.erased}
    # Protected columns need the office key: a trainer's session leaves old copies for later.
    renew = old.key_id != keys.key_id and keys.office_key is not None
    if not renew and not missing:
        return found
    new = keys if renew else old
    key_file = keys_file.to_bytes(keys_file.load(store.folder)) if renew else None
    edits: list[Callable[[Path, bytes], None]] = []
    if renew:
        edits.append(lambda path, _key: reseal_database(path, old, new))
        edits.append(drop_vaults(new, removed_slots(keys)))
    edits.append(lambda path, key: erase_in(path, key, missing))
    try:
        return rewrite(found, old, new, _all(edits), key_file=key_file)
    except Refused as problem:
        if problem.code in ("disk_full", "cancelled"):
            raise
        failed.append(found.path.name)
        return found


def _all(edits: list[Callable[[Path, bytes], None]]) -> Callable[[Path, bytes], None]:
    def edit(path: Path, file_key: bytes) -> None:
        for one in edits:
            one(path, file_key)

    return edit


def erase_in(path: Path, file_key: bytes, ledger: dict[str, date]) -> None:
    """Erase everybody of ``ledger`` from a disposable copy, brought to today's schema first."""
    if not ledger:
        return
    if upgrade.needed(path, file_key):
        upgrade.upgrade(path, file_key)
    raw = open_scratch(path, file_key)
    try:
        with engine(lambda: raw, "BEGIN IMMEDIATE").begin() as connection:
            for day in sorted(set(ledger.values())):
                uids = [uid for uid, on in ledger.items() if on == day]
                erasure.erase(connection, uids, day)
    finally:
        raw.close()


def _ledger(store: Store) -> dict[str, date]:
    with store.read() as s:
        return erasure.ledger(s.connection())


# Attachments of other places


def _renew_attachments(place: Place, found: list[Found], known: list[OpenKeys]) -> None:
    """Before containers get today's keys, their attachments stand there under them as well."""
    new = known[0]
    if new.office_key is None or all(f.head is None or f.head.key_id == new.key_id for f in found):
        return
    older = {keys.key_id: keys for keys in known[1:]}
    for file in attachments.stored(place.root):
        target = attachments.path_of(place.root, file.storage, new.key_id)
        if file.key_id not in older or target.is_file():
            continue
        ours = attachments.path_of(new.folder, file.storage, new.key_id)
        try:
            if ours.is_file():
                backups.copy_file(ours, target)
            else:
                renew_attachment(file.path, target, file.storage, older[file.key_id], new)
        except Refused as problem:
            if problem.code != "attachment_damaged":
                raise


def _tidy_attachments(place: Place, found: list[Found], keys: OpenKeys) -> None:
    """Delete attachments in another place that no container there names."""
    if any(f.facts is None for f in found):
        return  # a container that does not open may need any of them
    needed = {(name, f.head.key_id) for f in found if f.head for name in backups.needed_by([f])}
    for file in attachments.stored(place.root):
        if (file.storage, file.key_id) not in needed:
            files.delete(file.path)


def collect_attachments(store: Store) -> int:
    """Delete files of the workspace that no row, no history and no backup names."""
    from mobdesk.services import attachments as service

    found = backups.containers(places.local(store), places.known_keys(store))
    if any(f.facts is None for f in found):
        return 0
    return service.collect(store, backups.needed_by(found))


def _forget_retired(store: Store) -> None:
    """Old keys go once no known copy needs them."""
    kept = places.retired_keys(store)
    if not kept:
        return
    wanted = {
        f.head.key_id
        for f in backups.containers(places.local(store), places.known_keys(store))
        if f.head is not None
    }
    for told in places.known_copies(store).values():
        wanted |= {key_id for _, key_id in told["copies"].values()}
    needed = {key_id: entry for key_id, entry in kept.items() if key_id in wanted}
    if needed != kept:
        store.set_setting(RETIRED, needed)


def today(now: datetime) -> date:
    """The local day of a moment."""
    return now.astimezone().date() if now.tzinfo else now.replace(tzinfo=UTC).date()
