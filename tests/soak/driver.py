"""The process that works and is killed: a fork of this one, or a program of its own for a tracer.

``python -m tests.soak.driver PLACE OPERATION MARKS [FAULT]`` runs one operation and writes the
ledger beside ``MARKS``; each byte that reaches ``MARKS`` is one acknowledged commit.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO

from mobdesk.errors import MobdeskError
from tests.soak.faults import FAULTS
from tests.soak.ledger import Entry
from tests.soak.operations import OPERATIONS
from tests.soak.scene import Scene

LONGEST = 60.0  # seconds that any step may take before the harness calls it hung


class Child:
    """A forked process that reports over a pipe and waits for a word before it begins."""

    def __init__(self, work: Callable[[Child], None]) -> None:
        own, theirs = os.pipe()
        wait, go = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(own)
            os.close(go)
            self._out, self._wait = os.fdopen(theirs, "w"), wait
            _work_and_leave(work, self)
        os.close(theirs)
        os.close(wait)
        self.out: IO[bytes] = os.fdopen(own, "rb", buffering=0)
        self._go = go
        self._rest = b""

    # In the child

    def say(self, word: str, text: str = "") -> None:
        self._out.write(f"{word} {text.strip()}\n")
        self._out.flush()

    def begin(self) -> None:
        """Tell that the operation comes next, and wait until the harness looks on."""
        self.say("begin")
        if not os.read(self._wait, 1):
            os._exit(1)  # the harness is gone

    def done(self, entry: Entry) -> None:
        self.say("done", entry.to_line())

    # In the parent

    def go(self) -> None:
        """Let the child begin."""
        os.write(self._go, b"g")

    def words(self) -> list[tuple[str, str]]:
        """What the child said meanwhile; at its end the last word is ``end``."""
        data = os.read(self.out.fileno(), 1 << 20)
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        found = [tuple(line.decode().split(" ", 1)) for line in lines]
        return [*found, ("end", "")] if not data else found  # type: ignore[list-item]

    def wait_for(self, *wanted: str) -> list[tuple[str, str]]:
        """Read until one of ``wanted`` (or the end) was said."""
        found: list[tuple[str, str]] = []
        while not found or found[-1][0] not in (*wanted, "end"):
            if not select.select([self.out], [], [], LONGEST)[0]:
                self.kill()
                raise TimeoutError(f"no word for {LONGEST:.0f} s")
            found += self.words()
        return found

    def kill(self) -> None:
        """``kill -9``."""
        os.kill(self.pid, signal.SIGKILL)

    def reap(self) -> int:
        """Wait for its end; return the exit code, or minus the signal."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.out.close()
        os.close(self._go)
        return code


def _work_and_leave(work: Callable[[Child], None], child: Child) -> None:
    code = 0
    try:
        work(child)
    except MobdeskError as err:
        child.say("refused", err.code)
    except BaseException:
        child.say("crashed", " | ".join(traceback.format_exc().split("\n")[-9:]))
        code = 1
    os._exit(code)


def running(name: str, scene: Scene, fault: str | None = None) -> Child:
    """Fork a driver of one operation."""

    def work(child: Child) -> None:
        if fault is not None:
            FAULTS[fault]()
        OPERATIONS[name].run(scene, child)

    return Child(work)


class _Marks:
    """The reports of a traced driver: first the ledger's line, then the mark in the trace."""

    def __init__(self, marks: Path) -> None:
        self._ledger = marks.with_suffix(".ledger").open("w", encoding="utf-8")
        self._marks = os.open(marks, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def begin(self) -> None:
        os.write(self._marks, b"B")

    def done(self, entry: Entry) -> None:
        self._ledger.write(entry.to_line())
        self._ledger.flush()
        os.write(self._marks, b"D")


def main(place: str, name: str, marks: str, fault: str | None = None) -> None:
    """Run one operation under a tracer."""
    if fault:
        FAULTS[fault]()
    OPERATIONS[name].run(Scene(Path(place)), _Marks(Path(marks)))


if __name__ == "__main__":
    main(*sys.argv[1:])
