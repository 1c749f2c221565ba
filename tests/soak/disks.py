"""A disk that is full: every operation, with less room than it needs.

A small file system in memory is mounted and filled until so many bytes are free. The operation must
end well, or with the one known error ``disk_full``; then, still full, the workspace must open or
say ``disk_full``; nothing half-written may stand under a proper name. When room is made again, what
was acknowledged is there, and the very same operation goes through.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.soak.driver import Child, running
from tests.soak.kills import judged, undisturbed
from tests.soak.ledger import Entry, Expected, state_of_place
from tests.soak.operations import OPERATIONS, use_next_schema
from tests.soak.scene import Scene

SIZE = 24 << 20
PAGE = 4096
# Free bytes: nothing at all, one page, some pages, and shares of what three databases need.
ASKING = {"backup", "rotation", "restore", "migration"}
FREE = (0, PAGE, 6 * PAGE, 24 * PAGE, 200_000, 500_000, 1_100_000, 1_600_000)


class CannotMount(Exception):
    """The machine lets nobody mount a small file system."""


class Result(NamedTuple):
    """What the full disks of one operation gave: how many ran out of room, how many had enough."""

    name: str
    full: int
    enough: int
    problems: tuple[str, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.problems and self.full >= 3


@contextmanager
def small_disk(point: Path) -> Iterator[Path]:
    """A mounted file system of ``SIZE`` bytes. Raises ``CannotMount``."""
    point.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(point)]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError as err:
        raise CannotMount("there is no mount command") from err
    if done.returncode:
        raise CannotMount(f"mounting needs root: {done.stderr.strip()}")
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


def soak(name: str, template: Scene, work: Path) -> Result:
    """One operation on disks of every size."""
    started = perf_counter()
    after = undisturbed(name, template, work).after
    full = enough = 0
    problems: list[str] = []
    # What asks for room first is tried without asking as well: the room may be gone a moment later.
    for free, fault in [(f, a) for a in (None, "room_taken_later") for f in FREE]:
        if fault and name not in ASKING:
            continue
        with small_disk(work / "disk") as disk:
            scene = template.copy_to(disk / "place")
            outcome, found = _case(name, scene, disk / "ballast", free, fault, after.counts())
        full += outcome == "full"
        enough += outcome == "done"
        problems += [f"{free} bytes free {fault or ''}: {problem}" for problem in found]
    return Result(name, full, enough, tuple(problems), perf_counter() - started)


def _case(
    name: str, scene: Scene, ballast: Path, free: int, fault: str | None, counts: dict[str, int]
) -> tuple[str, list[str]]:
    before = Entry(state_of_place(scene))
    child = running(name, scene, fault)
    said = child.wait_for("begin")  # the warm commits had room
    _fill(ballast, free)
    child.go()
    said += child.wait_for("end")
    child.reap()
    acknowledged = [before, *(Entry.from_line(text) for word, text in said if word == "done")]
    refused = [text for word, text in said if word == "refused"]
    crashed = [text for word, text in said if word == "crashed"]
    problems = [f"crashed: {text}" for text in crashed]
    problems += [f"refused with {code}" for code in refused if code != "disk_full"]
    problems += _half_made(scene)
    problems += [] if crashed else _opens_or_says_so(name, scene)
    ballast.unlink(missing_ok=True)
    may_lose = OPERATIONS[name].may_lose
    verdict = judged(name, scene, Expected(acknowledged[-1], None, counts, may_lose))
    problems += verdict.problems
    if refused and verdict.side == "new":
        problems.append("refused, and done all the same")
    if not problems and refused and name != "migration":  # the judge's start has just done that one
        problems += _goes_through(name, scene)
    return ("full" if refused else "done"), problems


def _fill(ballast: Path, free: int) -> None:
    """Take all the room but ``free`` bytes."""
    room = os.statvfs(ballast.parent)
    size = room.f_bavail * room.f_frsize - free
    descriptor = os.open(ballast, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, max(size, PAGE))
    finally:
        os.close(descriptor)


def _half_made(scene: Scene) -> list[str]:
    """Right after the refusal, before any sweeping, nothing unfinished stands anywhere."""
    found = [p for p in scene.place.rglob("*") if p.name.endswith((".part", ".upgrading"))]
    hidden = [p for p in scene.out.iterdir() if p.name.startswith(".")]
    return [f"half-made: {path.name}" for path in (*found, *hidden)]


def _opens_or_says_so(name: str, scene: Scene) -> list[str]:
    """With the disk still full the workspace opens, or the one known error says why not."""

    def start(child: Child) -> None:
        if name == "migration":
            use_next_schema()
        with scene.opened():
            child.say("opened")

    child = Child(start)
    said = child.wait_for("end")
    child.reap()
    known = [("opened", ""), ("refused", "disk_full")]
    return [
        f"next start, still full: {word} {text}"
        for word, text in said[:-1]
        if (word, text) not in known
    ]


def _goes_through(name: str, scene: Scene) -> list[str]:
    child = running(name, scene)
    said = child.wait_for("begin")
    child.go()
    said += child.wait_for("end")
    child.reap()
    bad = [f"{word} {text}" for word, text in said if word in ("refused", "crashed")]
    return [f"with room again: {problem}" for problem in bad]
