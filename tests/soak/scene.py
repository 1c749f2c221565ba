"""The place where a soak happens: one workspace, what it reads, what it writes outside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from mobdesk.domain.roles import Role
from mobdesk.imports.mapping import Choices
from mobdesk.models.sealing import Policy
from mobdesk.services import (
    accounts,
    attachments,
    backups,
    importing,
    mobilities,
    people,
    projects,
    protected,
    workspaces,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan

FAST = Policy(floor=1024, cap=1024, rounds=1, lanes=1, least=1024)
PHRASE = "lantern copper meadow violin harbour"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PEOPLE = 20
ROWS = 60  # of the list that is imported
ACCOUNT = "EE38 2200 2210 2014 5685"
PROJECT = "2024-1-EE01-KA121-ADU-000219876"


class Scene(NamedTuple):
    """Paths of one place; a copy of the place is another scene."""

    place: Path

    @property
    def folder(self) -> Path:
        """The workspace."""
        return self.place / "Kool õ.mobdesk"

    @property
    def out(self) -> Path:
        """Where exports go."""
        return self.place / "out"

    @property
    def list(self) -> Path:
        """The list that is imported."""
        return self.place / "list.csv"

    @property
    def backup(self) -> Path:
        """The backup that is restored."""
        return self.folder / "backups" / "to-restore.mobdesk-backup"

    def copy_to(self, place: Path) -> Scene:
        """The same scene elsewhere; what was there goes."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.place, place)
        return Scene(place)

    @contextmanager
    def opened(self) -> Iterator[workspaces.Workspace]:
        """The workspace while the coordinator is signed in."""
        opened = workspaces.open_(
            self.folder,
            "coordinator",
            PHRASE,
            policy=FAST,
            before_upgrade=lambda path, keys: backups.before_upgrade(path, keys, now=NOW),
        )
        try:
            yield opened
        finally:
            opened.close()


def add_person(w: workspaces.Workspace, number: int) -> None:
    """One more person, told apart by letters."""
    name = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")
    values = {"first_name": f"Mari {name}", "last_name": "Tamm", "email": f"{name}@kool.example"}
    people.add(w.store, w.actor, values, today=TODAY)


def make(place: Path) -> Scene:
    """Twenty people, papers, protected data, a second account, a backup to go back to."""
    scene = Scene(place)
    scene.out.mkdir(parents=True)
    _write_list(scene.list)
    made = workspaces.create(scene.folder, "Emajõe koolituskeskus", PHRASE, policy=FAST)
    try:
        for number in range(PEOPLE):
            add_person(made, number)
        found = people.find(made.store, made.actor)
        protected.set_bank_account(made.store, made.actor, found[0], ACCOUNT)
        _papers(made, place, found[:3])
        _project(made, found[:4])
        kept = backups.make(made.store, made.actor, now=NOW)
        kept.path.rename(scene.backup)
        add_person(made, PEOPLE)
        accounts.add(made.store, made.actor, "trainer", Role.TRAINER)
    finally:
        made.close()
    return scene


def _papers(w: workspaces.Workspace, place: Path, found: list[int]) -> None:
    paper = place / "paper.pdf"
    for number in found:
        paper.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 300)
        attachments.add(w.store, w.actor, "people", number, [paper])
    paper.unlink()


def _project(w: workspaces.Workspace, found: list[int]) -> None:
    """A project with a few mobilities: what files to send are made of."""
    number = projects.add(w.store, w.actor, {"code": PROJECT}).ids[0]
    for person in found:
        plan = SubgroupPlan(members=[MemberPlan({"person_id": person})])
        values = {"project_id": number, "title": "Käsitöö", "activity_type": "job-shadowing"}
        mobilities.add(w.store, w.actor, values, [plan])


def _write_list(path: Path) -> None:
    head = "First name;Last name;Date of birth;E-mail;Project code;Host organisation;Start;End"
    rows = [
        f"Jaan {chr(97 + n // 26)}{chr(97 + n % 26)};Kask;19{60 + n % 40}-03-07;j{n}@kool.example;"
        f"{PROJECT};Center znanja {n % 5};2024-09-{n % 20 + 1:02d};2024-09-{n % 20 + 8:02d}"
        for n in range(ROWS)
    ]
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")


def checked_list(w: workspaces.Workspace, scene: Scene) -> importing.CheckedFile:
    """The list, read and checked by the product's own child process."""
    return importing.check(w.store, w.actor, scene.list, Choices(kind="mobilities"))
