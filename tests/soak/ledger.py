"""What was acknowledged, kept outside the process that is killed, and the judge of what is left.

A commit counts as acknowledged when the service has returned. Then the driver reads back what the
workspace holds (a *state*: a digest of every row) and only after that says so. After the fall the
workspace may hold the last acknowledged state or the whole of the operation under way: nothing
between, nothing less.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.errors import MobdeskError
from mobdesk.models import database, keys
from mobdesk.models.people import Person
from mobdesk.models.protected import reveal
from mobdesk.models.rekeying import BANK
from mobdesk.services import backups, integrity, workspaces
from tests.soak.scene import ACCOUNT, FAST, PHRASE, Scene, add_person

# Not compared row by row: settings, remembered mappings and access entries stand in no history and
# have commits of their own, a vault container is written anew on a beat, and rotation seals what is
# protected anew (it is opened instead).
_LEFT_OUT = {
    "settings", "import_mappings", "access_entries", "vaults", "alembic_version", "soak_notes",
}  # fmt: skip
_SEALED = {"bank_account", "sealed", "before", "after", "soak_note"}


EVERY = "*"  # in ``may_lose``: an operation that may change any table


class State(NamedTuple):
    """The rows of every table, as digests."""

    rows: dict[str, frozenset[str]]

    def counts(self) -> dict[str, int]:
        """How many rows there are by table."""
        return {table: len(rows) for table, rows in self.rows.items()}

    def lost_in(self, later: State) -> list[str]:
        """Tables of which ``later`` lacks rows."""
        return [t for t, rows in self.rows.items() if not rows <= later.rows.get(t, frozenset())]

    def to_json(self) -> dict[str, list[str]]:
        return {table: sorted(rows) for table, rows in self.rows.items()}

    @classmethod
    def from_json(cls, raw: dict[str, list[str]]) -> State:
        return cls({table: frozenset(rows) for table, rows in raw.items()})


def state_of(raw: database.Raw) -> State:
    """Read the state of an open database."""
    found = {}
    tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table not in _LEFT_OUT and not table.startswith("sqlite_") and "_fts" not in table:
            found[table] = frozenset(_digests(raw, table))
    return State(found)


def _digests(raw: database.Raw, table: str) -> Iterable[str]:
    rows = raw.execute(f'SELECT * FROM "{table}"')
    kept = [place for place, column in enumerate(rows.description) if column[0] not in _SEALED]
    for row in rows:
        content = repr([row[place] for place in kept]).encode()
        yield hashlib.blake2b(content, digest_size=8).hexdigest()


class Entry(NamedTuple):
    """One acknowledged commit: what the workspace held then, which files were promised."""

    state: State
    files: tuple[str, ...] = ()

    def to_line(self) -> str:
        return json.dumps({"state": self.state.to_json(), "files": self.files}) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Entry:
        raw: Any = json.loads(line)
        return cls(State.from_json(raw["state"]), tuple(raw["files"]))


class Expected(NamedTuple):
    """What may stand after the fall: ``last``, or what the operation under way would have made.

    ``after`` is that state where it is known row by row (replay); else ``counts`` of a run that was
    not disturbed, with ``may_lose`` naming tables in which it takes rows away.
    """

    last: Entry
    after: State | None = None
    counts: dict[str, int] | None = None
    may_lose: frozenset[str] = frozenset()

    def side(self, now: State) -> str | None:
        """``old``, ``new`` or, of anything else, None."""
        if now == self.last.state:
            return "old"
        if self.after is not None:
            return "new" if now == self.after else None
        lost = set() if EVERY in self.may_lose else set(self.last.state.lost_in(now))
        return "new" if self.counts == now.counts() and lost <= self.may_lose else None


class Verdict(NamedTuple):
    """``side`` of the operation, what is wrong, and how many leftovers the opening swept."""

    side: str | None
    problems: tuple[str, ...]
    swept: int = 0


def judge(scene: Scene, expected: Expected, *, go_on: bool = True) -> Verdict:
    """Open the workspace as the next start would, and look at everything in it."""
    try:
        left = len(_leftovers(scene, None))
        with scene.opened() as w:
            verdict = _look(w, scene, expected, left)
            if go_on and not verdict.problems:
                add_person(w, 7777)
                return verdict._replace(problems=_stale_journal(w))
            return verdict
    except MobdeskError as err:
        return Verdict(None, (f"does not open: {err.code}",))
    except Exception as err:
        where = traceback.extract_tb(err.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        return Verdict(None, (f"{type(err).__name__} at {place}: {err}",))


def _look(w: workspaces.Workspace, scene: Scene, expected: Expected, left: int) -> Verdict:
    problems = []
    raw = database.connect(w.store.path, w.store.keys.file_key, read_only=True)
    try:
        now = state_of(raw)
    finally:
        raw.close()
    side = expected.side(now)
    if side is None:
        lost = expected.last.state.lost_in(now)
        problems.append(f"neither old nor new; rows lost in {lost}; counts {now.counts()}")
    problems += [f"left over: {name}" for name in _leftovers(scene, w.store.path)]
    problems += _files(w, scene, expected.last.files)
    problems += _contents(w)
    return Verdict(side, tuple(problems), left)


def _leftovers(scene: Scene, live: Path | None) -> list[str]:
    """What a good opening sweeps; without ``live`` one database is the workspace's own."""
    found = list(scene.folder.rglob("*.part"))
    found += scene.folder.glob("*.upgrading*")
    databases = list(scene.folder.glob("workspace-*.db"))
    others = [p for p in databases if p != live] if live else databases[1:]
    return [p.name for p in (*found, *others)]


def _stale_journal(w: workspaces.Workspace) -> tuple[str, ...]:
    """A journal that never became valid is not replayed; the next write takes its place."""
    path = w.store.path.with_name(w.store.path.name + "-journal")
    return (f"left over: {path.name}",) if path.exists() else ()


_verified: set[bytes] = set()  # content of backups that this process has verified already


def _files(w: workspaces.Workspace, scene: Scene, promised: tuple[str, ...]) -> list[str]:
    """Every promised file is there; every backup that is listed as good is good."""
    gone = [f"gone: {name}" for name in promised if not (scene.place / name).exists()]
    bad = []
    for row in backups.rows(w.store, w.actor):
        key = hashlib.blake2b(row.path.read_bytes(), digest_size=16).digest()
        if key in _verified:
            continue
        problem = row.problem or backups.verify(w.store, w.actor, row.path).problem
        if problem is None:
            _verified.add(key)
        else:
            bad.append(f"backup {row.name}: {problem}")
    return gone + bad + _packages(scene, promised)


def _packages(scene: Scene, promised: tuple[str, ...]) -> list[str]:
    """A promised package verifies, and nothing half-made has its name."""
    from mobdesk.exports.verify import verify

    found = []
    for path in sorted(scene.out.iterdir()):
        promise = str(path.relative_to(scene.place)) in promised
        if path.name.startswith(".") or path.suffix == ".eml":
            continue  # a hidden working folder of a killed program is nobody's package
        if not verify(path).ok:
            found.append(f"package {'promised' if promise else 'published'} but does not verify")
    return found


def _contents(w: workspaces.Workspace) -> list[str]:
    """The program's own check finds nothing; protected data open: they have a key of their own."""
    found = [f"check: {p.code} {p.values}" for p in integrity.check(w.store, w.actor).problems]
    with w.store.read() as s:
        sealed = s.execute(
            select(Person.uid, Person.bank_account).where(Person.bank_account.is_not(None))
        ).all()
    if [reveal(w.store.keys, BANK, uid, bytes(account or b"")) for uid, account in sealed] != [
        ACCOUNT
    ]:
        found.append("the protected account does not open")
    return found


def state_of_place(scene: Scene) -> State:
    """The state of a workspace that nobody has open; nothing is changed or swept."""
    opened = keys.open_keys(scene.folder, "coordinator", PHRASE, kdf=FAST)
    raw = database.connect(scene.folder / opened.database, opened.file_key, read_only=True)
    try:
        return state_of(raw)
    finally:
        raw.close()
