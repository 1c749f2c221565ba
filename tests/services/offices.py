"""A whole workspace with keys for tests of backups, accounts and erasure; fast key derivation."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mobdesk.services import (
    attachments,
    mobilities,
    paper_originals,
    people,
    projects,
    workspaces,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.models.key_support import FAST

PHRASE = "lantern copper meadow violin harbour"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
CODE = "2024-1-EE01-KA122-ADU-000214921"
Office = workspaces.Workspace


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "Kool õ.mobdesk"
    workspaces.create(folder, "Emajõe kool", PHRASE, policy=FAST).close()
    return folder


@pytest.fixture
def office(empty_office: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / empty_office.name
    shutil.copytree(empty_office, folder)
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    yield opened
    opened.close()


@pytest.fixture
def reopened(office: Office) -> Iterator[Callable[..., Office]]:
    """Close the office and sign in again."""
    made: list[Office] = []

    def again(nickname: str = "coordinator", passphrase: str = PHRASE) -> Office:
        office.close()
        made.append(workspaces.open_(office.folder, nickname, passphrase, policy=FAST))
        return made[-1]

    yield again
    for one in made:
        one.close()


def add_person(office: Office, first: str, last: str, **values: object) -> int:
    given = {"first_name": first, "last_name": last, "role": "staff", **values}
    return people.add(office.store, office.actor, given, today=TODAY).ids[0]


def add_project(office: Office, **values: object) -> int:
    given = {"code": CODE, **values}
    return projects.add(office.store, office.actor, given).ids[0]


def add_stay(office: Office, members: list[int], start: date, **values: object) -> int:
    plans = [MemberPlan({"person_id": i, "part": "staff"}) for i in members]
    subgroup = SubgroupPlan({"start": start, "end": start + timedelta(days=4)}, plans)
    kind = "group" if len(members) > 1 else "individual"
    return mobilities.add(office.store, office.actor, {"kind": kind, **values}, [subgroup]).ids[0]


def attach(office: Office, table: str, record: int, name: str, data: bytes, **given: object) -> int:
    """Attach a file; return its id."""
    attachments.add_content(office.store, office.actor, table, record, name, data, **given)
    return attachments.of_record(office.store, office.actor, table, record)[-1].id


def note(office: Office, table: str, record: int, title: str, place: str, **more: object) -> int:
    """Note a paper original on a record; return its id."""
    values = {"title": title, "place": place, **more}
    paper_originals.note(office.store, office.actor, table, record, values)
    return paper_originals.of_record(office.store, office.actor, table, record)[-1].id


def names(office: Office) -> list[str]:
    ids = people.find(office.store, office.actor)
    return [row.name for row in people.rows(office.store, office.actor, ids)]
