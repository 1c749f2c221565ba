"""The named operations, each as the program runs it, each reporting where it begins and is done."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from mobdesk.models import database, upgrade
from mobdesk.services import accounts, backups, history, importing, packages, reports, workspaces
from tests.soak.ledger import EVERY, Entry, state_of
from tests.soak.scene import NOW, PROJECT, TODAY, Scene, add_person, checked_list


class Report(Protocol):
    """Where a driver says how far it is."""

    def begin(self) -> None:
        """The operation is the next thing that happens."""

    def done(self, entry: Entry) -> None:
        """A commit is acknowledged."""


class Operation(NamedTuple):
    """``commit``: the event on the disk that makes it valid (what, end of the file's name).

    ``may_lose``: tables in which it takes rows away or changes them.
    """

    name: str
    run: Callable[[Scene, Report], None]
    commit: tuple[str, str]
    may_lose: frozenset[str] = frozenset()


def _acknowledge(w: workspaces.Workspace, report: Report, *promised: str) -> None:
    raw = database.connect(w.store.path, w.store.keys.file_key, read_only=True)
    try:
        state = state_of(raw)
    finally:
        raw.close()
    report.done(Entry(state, promised))


def _warm(w: workspaces.Workspace, report: Report) -> None:
    """Commits that are acknowledged before the fall."""
    for number in (101, 102):
        add_person(w, number)
        _acknowledge(w, report)


def _save(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        report.begin()
        add_person(w, 201)
        _acknowledge(w, report)


def _undo(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        report.begin()
        history.undo(w.store, w.actor)
        _acknowledge(w, report)


def _import(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        checked = checked_list(w, scene)
        report.begin()
        importing.take(w.store, w.actor, checked, "mobilities", today=TODAY)
        _acknowledge(w, report)


def _backup(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        report.begin()
        made = backups.make(w.store, w.actor, now=NOW)
        _acknowledge(w, report, str(made.path.relative_to(scene.place)))


def _restore(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        report.begin()
        told = backups.restore(w.store, w.actor, scene.backup, now=NOW)
        assert told.before is not None
        _acknowledge(w, report, str(told.before.relative_to(scene.place)))


def _rotation(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        leaver = next(a.id for a in accounts.rows(w.store, w.actor) if not a.own)
        report.begin()
        accounts.remove(w.store, w.actor, leaver, now=NOW)
        _acknowledge(w, report, str(scene.backup.relative_to(scene.place)))


def _migration(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
    use_next_schema()
    report.begin()
    with scene.opened() as w:
        _acknowledge(w, report)


def _export(scene: Scene, report: Report) -> None:
    with scene.opened() as w:
        _warm(w, report)
        project = reports.project_id(w.store, w.actor, PROJECT)
        frozen = reports.preview(w.store, w.actor, project, TODAY, at=NOW).frozen
        report.begin()
        made = packages.make(w.store, w.actor, frozen, "folder", scene.out).made
        _acknowledge(w, report, *(str(path.relative_to(scene.place)) for path in made.paths))


def use_next_schema() -> None:
    """Let this process know one schema more than the program has."""
    if "MOBDESK_SOAK_BASE" in os.environ:
        return
    os.environ["MOBDESK_SOAK_BASE"] = upgrade.head()
    upgrade.STEPS.append(Path(__file__).parent / "next_schema")


JOURNAL = ("deleted", "-journal")
OPERATIONS = {
    o.name: o
    for o in (
        Operation("save", _save, JOURNAL),
        Operation("undo", _undo, JOURNAL, frozenset(("people", "changes"))),
        Operation("import", _import, JOURNAL),
        Operation("export", _export, JOURNAL),
        Operation("backup", _backup, ("moved", ".mobdesk-backup")),
        Operation("rotation", _rotation, ("moved", "keys.json"), frozenset(("accounts",))),
        Operation("restore", _restore, JOURNAL, frozenset((EVERY,))),
        Operation("migration", _migration, JOURNAL),
    )
}
