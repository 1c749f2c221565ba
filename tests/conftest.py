"""Every test runs offscreen, with settings and data in its own folder."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.pop("MOBDESK_PASSPHRASE", None)

import pytest
from hypothesis import settings

# No deadline: a busy machine is no fault of the code. The examples are the same in every run.
settings.register_profile("suite", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("suite")

pytest_plugins = ["tests.stores"]

_tests = 0


def pytest_configure() -> None:
    """Python never collects by itself.

    It would do so in whatever thread allocates; in a worker that destroys Qt objects of an earlier
    test, which ends the interpreter. ``Collector`` does the same for the window.
    """
    gc.set_threshold(0)


def pytest_collection_finish() -> None:
    """What is imported lives as long as the run: no collection walks over it again.

    Half a million objects, a quarter of a second for each full collection.
    """
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Collect between two tests, where only the main thread is at work."""
    global _tests
    _tests += 1
    gc.collect(2 if _tests % 20 == 0 else 1)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
