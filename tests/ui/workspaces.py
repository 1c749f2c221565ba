"""A small real workspace and a demo, made once per run and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mobdesk import app as program
from mobdesk.models.sealing import Policy
from mobdesk.services import workspaces
from mobdesk.services.workspaces import Workspace
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import InlineJobs

FAST = Policy(floor=8 * 1024, cap=8 * 1024, rounds=1, lanes=1, least=1024)
PHRASE = "lantern copper meadow violin harbour"
ORGANISATION = "Emajõe koolituskeskus"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / f"{ORGANISATION}.mobdesk"
    workspaces.create(folder, ORGANISATION, PHRASE, policy=FAST).close()
    return folder


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from datetime import date

    from mobdesk.services import demo

    folder = tmp_path_factory.mktemp("demo") / "Demo.mobdesk"
    demo.create(folder, 20, 1, date(2026, 11, 23), policy=FAST).close()
    return folder


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """A workspace of one coordinator, closed."""
    return Path(shutil.copytree(made_once, tmp_path / made_once.name))


@pytest.fixture
def demo_folder(demo_once: Path, tmp_path: Path) -> Path:
    """The demo, closed."""
    return Path(shutil.copytree(demo_once, tmp_path / demo_once.name))


@pytest.fixture
def opened(folder: Path) -> Iterator[Workspace]:
    """The workspace, open as its coordinator."""
    workspace = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    yield workspace
    workspace.close()


@pytest.fixture
def desk(opened: Workspace, jobs: InlineJobs, tmp_path: Path) -> Desk:
    """A desk at the open workspace."""
    settings = SettingsFile(tmp_path / "settings.json")
    return Desk(opened.store, opened.actor, jobs, settings, workspace=opened)


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., program.Program]]:
    """``start(folder)``: the whole program with its window, as ``main`` starts it."""
    made: list[program.Program] = []

    def build(place: Path | None = None, *, demo: bool = False) -> program.Program:
        settings = SettingsFile(tmp_path / "settings.json")
        one = program.Program(qapp, settings, make_jobs=InlineJobs, policy=FAST, catch=False)
        one.start(place, demo=demo)
        one.window.resize(1280, 800)
        qapp.processEvents()
        made.append(one)
        return one

    yield build
    for one in made:
        one.end()
        one.window.close()
        one.window.deleteLater()
        one.deleteLater()


def shown(one: program.Program) -> object:
    """The page before signing in."""
    return one.window._root.currentWidget()
