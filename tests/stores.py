"""A real encrypted store per test, copied from one that was made once per run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mobdesk.domain.roles import Actor, Role
from mobdesk.models import database, upgrade
from mobdesk.models.accounts import Account
from mobdesk.models.store import Store

KEY = bytes(range(32))
COORDINATOR = Actor(1, "coordinator", Role.COORDINATOR)
TRAINER = Actor(2, "trainer", Role.TRAINER)


# Putting statements into SQL is a third of the time of a test with a store: what one test compiled
# serves the next one. tests/models/test_dialect.py asks for the real thing.
forget_statements = database.forget_statements
database.forget_statements = lambda: None


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "workspace.db"
    upgrade.create(path, KEY)
    store = Store(path, KEY)
    with store.quietly() as s:
        s.add(Account(id=1, nickname=COORDINATOR.nickname, role=COORDINATOR.role.value))
        s.add(Account(id=2, nickname=TRAINER.nickname, role=TRAINER.role.value))
    store.close()
    return path


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "Kool õ.mobdesk" / "workspace.db"
    path.parent.mkdir()
    shutil.copy(template, path)
    opened = Store(path, KEY)
    yield opened
    opened.close()
