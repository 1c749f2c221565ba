"""The power goes at every boundary of the recorded write order of every operation.

An operation is recorded once, under strace, on a place with twenty people. Before each sync, each
deletion and each rename, and at each acknowledgement, the disk is cut: with none of the unsynced
writes, with all, with all names but no content, and with seeded subsets torn at 512 bytes. What is
left is written into a folder in memory and opened as the next start would. Operations with more
boundaries than ``MOST`` are sampled: all close to an acknowledgement, and a seeded draw of others.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.soak.ledger import Entry, Expected, judge, state_of_place
from tests.soak.operations import use_next_schema
from tests.soak.replay import BOUNDARIES, Disk, cuts, write_out
from tests.soak.scene import Scene
from tests.soak.trace import Act, record

SUBSETS = 20
MOST = 48  # boundaries per operation
NEAR = 8  # of them before each acknowledgement
IN_MEMORY = Path("/dev/shm")


class Recording(NamedTuple):
    """What an operation did, and the ledger of what it acknowledged, the beginning first."""

    name: str
    template: Scene
    acts: list[Act]
    ledger: list[Entry]


class Result(NamedTuple):
    """What the cuts of one operation gave. ``cases`` differ from one another."""

    name: str
    boundaries: int
    cut: int
    cases: int
    old: int
    new: int
    problems: tuple[str, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return not self.problems and self.cases > 0


class _Found(NamedTuple):
    cases: int
    old: int
    new: int
    problems: list[str]


def recorded(name: str, template: Scene, work: Path, fault: str | None = None) -> Recording:
    """Record one operation; the model, played to the end, must give the very same files."""
    scene = template.copy_to(work / "traced")
    before = Entry(state_of_place(scene))
    marks = work / "marks"
    acts = record(scene, name, marks, fault)
    lines = marks.with_suffix(".ledger").read_text("utf-8").splitlines()
    disk = Disk(template.place)
    for act in acts:
        disk.play(act)
    if disk.now() != _content(scene.place):
        raise RuntimeError(f"{name}: the recording is not complete")
    return Recording(name, template, acts, [before, *(Entry.from_line(line) for line in lines)])


def _content(place: Path) -> dict[str, bytes | None]:
    paths = [place, *place.rglob("*")]
    return {str(p.relative_to(place)): p.read_bytes() if p.is_file() else None for p in paths}


def soak(recording: Recording, seed: int, most: int = MOST, subsets: int = SUBSETS) -> Result:
    """Cut one recording everywhere, on all processors."""
    started = perf_counter()
    every = [n for n, act in enumerate(recording.acts) if act.kind in BOUNDARIES]
    chosen = _chosen(recording, every, most, random.Random(f"{seed} {recording.name}"))
    workers = min(os.cpu_count() or 1, 8)
    parts = [chosen[n::workers] for n in range(workers)]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, context) as pool:
        futures = [pool.submit(cut_at, recording, part, seed, subsets) for part in parts if part]
        found = [future.result() for future in futures]
    return Result(
        recording.name,
        len(every),
        len(chosen),
        sum(f.cases for f in found),
        sum(f.old for f in found),
        sum(f.new for f in found),
        tuple(problem for f in found for problem in f.problems),
        perf_counter() - started,
    )


def _chosen(recording: Recording, every: list[int], most: int, draw: random.Random) -> list[int]:
    if len(every) <= most:
        return every
    places = [n for n, at in enumerate(every) if recording.acts[at].kind == "done"]
    near = {every[i] for n in places for i in range(max(0, n - NEAR), n + 1)}
    others = [at for at in every if at not in near]
    return sorted(near | set(draw.sample(others, max(0, min(len(others), most - len(near))))))


def cut_at(recording: Recording, boundaries: list[int], seed: int, subsets: int) -> _Found:
    """Cut before each of these acts and judge what is left; stops after a few problems."""
    if recording.name == "migration":
        use_next_schema()
    memory = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    work = Path(tempfile.mkdtemp(prefix="mobdesk-soak-", dir=memory))
    disk, played, acknowledged = Disk(recording.template.place), 0, 0
    seen: set[bytes] = set()
    found = _Found(0, 0, 0, [])
    try:
        for boundary in boundaries:
            for act in recording.acts[played:boundary]:
                disk.play(act)
                acknowledged += act.kind == "done"
            played = boundary
            # An acknowledgement is itself a boundary: what it promises must be there at once.
            promised = acknowledged + (recording.acts[boundary].kind == "done")
            for cut in cuts(f"{seed} {recording.name} {boundary}", subsets):
                left = disk.after_cut(cut)
                key = _digest(left, promised)
                if key not in seen:
                    seen.add(key)
                    found = _judged(recording, promised, left, work, found, f"{boundary} {cut}")
            if len(found.problems) >= 5:
                break
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found


def _judged(
    recording: Recording,
    promised: int,
    left: dict[str, bytes | None],
    work: Path,
    found: _Found,
    where: str,
) -> _Found:
    place = work / "cut"
    write_out(left, place)
    ledger = recording.ledger
    after = ledger[promised + 1].state if promised + 1 < len(ledger) else ledger[promised].state
    verdict = judge(Scene(place), Expected(ledger[promised], after), go_on=False)
    shutil.rmtree(place)
    act = recording.acts[int(where.split()[0])]
    problems = [f"before {act.kind} {act.path} (cut {where}): {p}" for p in verdict.problems]
    old, new = verdict.side == "old", verdict.side == "new"
    return _Found(found.cases + 1, found.old + old, found.new + new, found.problems + problems)


def _digest(left: dict[str, bytes | None], promised: int) -> bytes:
    made = hashlib.blake2b(str(promised).encode(), digest_size=16)
    for name, content in sorted(left.items()):
        inner = b"" if content is None else hashlib.blake2b(content, digest_size=16).digest()
        made.update(name.encode() + b"\0" + inner)
    return made.digest()
