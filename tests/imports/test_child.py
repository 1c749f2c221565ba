"""The reading process: what comes out of it, and what cannot."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Refused
from mobdesk.imports import child

_PROBES = ("echo", "hang", "grow", "die", "refuse", "stumble", "prattle", "look_around")
for _name in _PROBES:
    child.register(_name, f"tests.imports.probes:{_name}")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_result_batches_and_progress_arrive_in_order() -> None:
    batches: list[object] = []
    steps: list[tuple[int, int, str]] = []
    result = child.run(
        "echo",
        {"name": "Šťastný", "list": [1, None, 2.5]},
        progress=Progress(lambda *step: steps.append(step)),
        batch=batches.append,
    )
    assert result == {"name": "Šťastný", "list": [1, None, 2.5]}
    assert batches == [[0], [1], [2]]
    assert steps[0] == (0, 3, "reading")


def test_a_refusal_crosses_with_its_values() -> None:
    with pytest.raises(Refused) as caught:
        child.run("refuse", None)
    assert (caught.value.code, caught.value.values) == (
        "over_limit",
        {"limit": "cells", "allowed": 5},
    )


def test_a_bug_is_named_by_place_and_never_by_its_text() -> None:
    with pytest.raises(RuntimeError, match=r"KeyError at probes.py:\d+") as caught:
        child.run("stumble", None)
    assert "Novak" not in str(caught.value)


def test_a_child_that_aborts_is_a_refusal() -> None:
    with pytest.raises(Refused) as caught:
        child.run("die", None)
    assert caught.value.code == "reader_died"


def test_too_much_time_ends_the_child() -> None:
    pids: list[int] = []
    with pytest.raises(Refused) as caught:
        child.run("hang", None, seconds=0.6, batch=pids.append)
    assert caught.value.code == "over_limit"
    assert caught.value.values["limit"] == "time"
    assert not any(map(_alive, pids))


def test_too_much_memory_ends_the_child() -> None:
    with pytest.raises(Refused) as caught:
        child.run("grow", None, memory_mb=150)
    assert (caught.value.code, caught.value.values["limit"]) == ("over_limit", "memory")


def test_cancel_kills_the_child() -> None:
    progress = Progress()
    pids: list[int] = []

    def begun(pid: object) -> None:
        assert isinstance(pid, int)
        pids.append(pid)
        progress.cancel()

    with pytest.raises(Cancelled):
        child.run("hang", None, progress=progress, batch=begun)
    assert pids
    assert not _alive(pids[0])


def test_what_a_library_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert child.run("prattle", None) == "said"
    assert capfd.readouterr() == ("", "")


def test_the_child_sees_no_secret_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOBDESK_PASSPHRASE", "secret")
    held = tmp_path / "held"
    held.write_text("key")
    target = tmp_path / "written"
    with held.open() as stream, socket.create_server(("127.0.0.1", 0)) as server:
        os.set_inheritable(stream.fileno(), True)
        port = server.getsockname()[1]
        seen = child.run("look_around", {"port": port, "file": str(target)})
    assert not [name for name in seen["environment"] if "MOBDESK" in name]
    assert not [name for name in seen.get("handles", []) if "held" in name]
    if sys.platform != "win32":
        assert seen["file"] == "refused"
        assert not target.exists() or target.stat().st_size == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can leave the network")
def test_the_child_has_no_network_where_the_kernel_allows(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = child.run("look_around", {"port": port, "file": str(tmp_path / "x")})
    if seen["own_network"] is False:
        pytest.skip("this kernel does not let a process leave its network")
    assert seen["network"] == "closed"
