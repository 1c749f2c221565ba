"""The soak itself works: two kills, one recorded save cut at its boundaries."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the soak runs on Linux", allow_module_level=True)

from tests.soak import kills, power, replay, scene
from tests.soak.trace import Act

# Newer Pythons warn of a fork beside threads; the drivers take no lock that another thread holds.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[scene.Scene]:
    return scene.make(tmp_path_factory.mktemp("soak") / "template")


def test_two_kills_inside_a_save_lose_nothing(template: scene.Scene, tmp_path: Path) -> None:
    result = kills.soak("save", template, tmp_path, seed=1, landed=2)
    assert (result.landed, result.problems) == (2, ())


def test_cut_power_loses_nothing_of_a_save(template: scene.Scene, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    sound = power.recorded("save", template, tmp_path)
    boundaries = [n for n, act in enumerate(sound.acts) if act.kind in replay.BOUNDARIES]
    found = power.cut_at(sound, boundaries[-8:], 1, subsets=1)
    assert found.cases > 5
    assert found.problems == []


def test_what_was_not_synced_may_be_gone_and_names_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    disk = replay.Disk(tmp_path)
    for act in (
        Act("make", "b"),
        Act("write", "b", 0, b"n" * 600),
        Act("rename", "b", other="a"),
    ):
        disk.play(act)
    none, names = replay.Cut(0.0), replay.Cut(0.0, names=True)
    assert disk.after_cut(none) == {".": None, "a": b"old"}
    assert disk.after_cut(names) == {".": None, "a": b""}
    assert disk.now() == {".": None, "a": b"n" * 600}
    torn = {len(disk.after_cut(replay.Cut(0.5, seed=str(n))).get("a") or b"") for n in range(40)}
    assert torn <= {0, 3, 512, 600}
    disk.play(Act("sync", "a"))
    disk.play(Act("sync", "."))
    assert disk.after_cut(none) == {".": None, "a": b"n" * 600}
