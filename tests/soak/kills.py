"""``kill -9`` between the first write of an operation and its commit; what the next start finds.

Each attempt works on a fresh copy of the same place. The driver first makes commits that are
acknowledged (the ledger stays in this process), then the operation begins; the first change that
the kernel reports in the place starts the clock, a seeded moment later the driver is killed. The
kill *landed* when no acknowledgement came and the old state opened: it then fell before the commit.
One of four next starts is killed as well, in the middle of its own recovery.
"""

from __future__ import annotations

import json
import random
import select
from pathlib import Path
from threading import Event as Pause
from time import perf_counter
from typing import NamedTuple

from tests.soak.driver import LONGEST, Child, running
from tests.soak.ledger import Entry, Expected, State, Verdict, judge, state_of_place
from tests.soak.operations import OPERATIONS, use_next_schema
from tests.soak.scene import Scene
from tests.soak.watch import Event, Watch

LANDED = 30  # wanted per operation; the promise is 25
MOST = 150  # attempts before an operation is called one that cannot be hit


class Timing(NamedTuple):
    """Seconds from the first write to the commit and to the acknowledgement; the end state."""

    commit: float
    acknowledged: float
    after: State


class Result(NamedTuple):
    """What the kills of one operation gave."""

    name: str
    attempts: int
    landed: int
    after_commit: int
    missed: int
    swept: int
    problems: tuple[str, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing was lost; too few landed kills stand among the problems."""
        return not self.problems


def soak(name: str, template: Scene, work: Path, seed: int, landed: int = LANDED) -> Result:
    """Kill one operation until ``landed`` kills fell between first write and commit."""
    started = perf_counter()
    draw = random.Random(f"{seed} {name}")
    undisturbed(name, template, work)  # once without a clock: imports and caches are slow at first
    timing = undisturbed(name, template, work)
    hits = after = missed = swept = attempts = 0
    pace = 1.0
    problems: list[str] = []
    while hits < landed and attempts < MOST and len(problems) < 5:
        attempts += 1
        verdict, known = _attempt(name, template.copy_to(work / "kill"), timing, pace, draw)
        problems += [f"attempt {attempts}: {p}" for p in verdict.problems]
        swept += verdict.swept
        inside = known == "killed" and verdict.side == "old"
        hits += inside
        after += known == "killed" and verdict.side == "new"
        missed += known != "killed"
        # A busy machine changes its pace: reach as far as the commit seems to be now.
        pace = min(1.0, pace * 1.05) if inside else max(0.1, pace * 0.85)
    if hits < landed and not problems:
        problems.append(f"only {hits} of {landed} kills landed")
    seconds = perf_counter() - started
    return Result(name, attempts, hits, after, missed, swept, tuple(problems), seconds)


def undisturbed(name: str, template: Scene, work: Path) -> Timing:
    """Run the operation in peace, to learn how long it takes and what it leaves."""
    scene = template.copy_to(work / "kill")
    child = running(name, scene)
    child.wait_for("begin")
    watch = Watch(scene.place)
    seen = _until_done(child, watch)
    watch.close()
    code = child.reap()
    what, end = OPERATIONS[name].commit
    commits = [at for at, e in seen if e.kind == what and e.name.endswith(end)]
    if code or not commits:
        raise RuntimeError(f"{name} does not work when nothing disturbs it")
    first, last = seen[0][0], seen[-1][0]
    commit = commits[0] if what == "moved" else commits[-1]
    return Timing(commit - first, last - first, state_of_place(scene))


def _until_done(child: Child, watch: Watch) -> list[tuple[float, Event]]:
    seen: list[tuple[float, Event]] = []
    child.go()
    words: list[tuple[str, str]] = []
    while not words:
        ready, _, _ = select.select([child.out, watch.descriptor], [], [], LONGEST)
        if watch.descriptor in ready:
            seen += [(perf_counter(), event) for event in watch.wait(0)]
        elif child.out in ready:
            words = child.words()
        else:
            raise TimeoutError
    if words[0][0] != "done":
        raise RuntimeError(f"the driver ended with {words[0]}")
    return [*seen, (perf_counter(), Event("done", ""))]


def _attempt(
    name: str, scene: Scene, timing: Timing, pace: float, draw: random.Random
) -> tuple[Verdict, str]:
    child = running(name, scene)
    said = child.wait_for("begin")
    watch = Watch(scene.place)
    child.go()
    landed = bool(watch.first(LONGEST))
    first = perf_counter()
    reach = timing.commit if draw.random() < 0.85 else timing.acknowledged
    wait = draw.random() * reach * pace
    if wait > 0.005:
        Pause().wait(wait - 0.003)
    while perf_counter() - first < wait:
        pass  # the last moments to the microsecond
    child.kill()
    said += child.wait_for("end")
    child.reap()
    watch.close()
    acknowledged = [Entry.from_line(text) for word, text in said if word == "done"]
    known = "finished" if len(acknowledged) > 2 or not landed else "killed"
    if any(word in ("refused", "crashed") for word, _ in said):
        return Verdict(
            None, tuple(f"{w}: {t}" for w, t in said if w not in ("done", "begin"))
        ), known
    if draw.random() < 0.25:
        _kill_next_start(scene, draw)
    may_lose = OPERATIONS[name].may_lose
    expected = Expected(acknowledged[-1], None, timing.after.counts(), may_lose)
    return judged(name, scene, expected), known


def _kill_next_start(scene: Scene, draw: random.Random) -> None:
    """The next start is killed too, while it may be rolling back or sweeping."""

    def start(child: Child) -> None:
        with scene.opened():
            child.say("opened")

    child = Child(start)
    Pause().wait(draw.random() * 0.06)
    child.kill()
    child.wait_for("end")
    child.reap()


def judged(name: str, scene: Scene, expected: Expected) -> Verdict:
    """Judge in a fork: each next start is a new process."""

    def look(child: Child) -> None:
        if name == "migration":
            use_next_schema()
        child.say("verdict", json.dumps(judge(scene, expected)))

    child = Child(look)
    said = child.wait_for("end")
    child.reap()
    for word, text in said:
        if word == "verdict":
            side, problems, swept = json.loads(text)
            return Verdict(side, tuple(problems), swept)
    return Verdict(None, tuple(f"the next start died: {text}" for _, text in said))
