"""One workspace for all commands, made once per run and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobdesk.services import workspaces
from tests.services.test_workspaces import FAST, PHRASE


@pytest.fixture(scope="session")
def made_by_new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command ``new`` leaves, closed."""
    folder = tmp_path_factory.mktemp("new") / "Kool õ.mobdesk"
    workspaces.create(folder, "Kool", PHRASE, policy=FAST).close()
    return folder
