"""A database that does not open any more: the unlock screen brings the newest copy back."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobdesk.services import backups, people, workspaces
from tests.ui.test_app import Start, unlock
from tests.ui.workspaces import FAST, PHRASE


def damage(folder: Path) -> None:
    (database,) = folder.glob("workspace-*.db")
    database.write_bytes(os.urandom(16 * 1024))


def flip(folder: Path) -> None:
    """One bit of the second page: the first, which tells the keys apart, stays good."""
    (database,) = folder.glob("workspace-*.db")
    content = bytearray(database.read_bytes())
    content[5_000] ^= 1
    database.write_bytes(content)


@pytest.mark.parametrize("harm", [damage, flip])
def test_the_newest_copy_comes_back_and_opens(
    start: Start, folder: Path, harm: Callable[[Path], None]
) -> None:
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    values = {"first_name": "Õnne", "last_name": "Ülle", "role": "staff"}
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    people.add(opened.store, opened.actor, values, today=now.date())
    backups.make(opened.store, opened.actor, now=now)
    opened.close()
    harm(folder)
    one = start(folder)
    page = unlock(one)
    assert one.window.locked
    assert page.banner.button.text() == "Bring back the newest copy"
    page.banner.button.click()
    assert page.banner.button.text() == "Open"
    page.banner.button.click()
    assert not one.window.locked
    assert one.workspace is not None
    assert len(people.find(one.workspace.store, one.workspace.actor)) == 1
    assert list((folder / "backups").glob("damaged-*"))


def test_without_any_copy_the_screen_says_so_and_changes_nothing(
    start: Start, folder: Path
) -> None:
    for copy in (folder / "backups").iterdir():
        copy.unlink()
    damage(folder)
    (database,) = folder.glob("workspace-*.db")
    before = database.read_bytes()
    one = start(folder)
    page = unlock(one)
    page.banner.button.click()
    assert "no good backup" in page.banner.accessibleName()
    assert database.read_bytes() == before
