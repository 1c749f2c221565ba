"""Work away from the window: one thread per lane, plain functions, answers on the main thread.

A worker gets a ``Progress`` and holds no Qt object. Its answer comes back through one queued
signal; when the widget that asked is gone, or a newer read took its place, the answer is dropped.
"""

from __future__ import annotations

import itertools
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled

Lane = Literal["read", "write", "files"]
Work = Callable[[Progress], Any]
Then = Callable[[Any], object]
Fail = Callable[[BaseException], object]
Interrupt = Callable[[int], object]  # gets the thread whose statement to stop

BUSY_AFTER_MS = 150
BAR_AFTER_MS = 600

_numbers = itertools.count(1)


@dataclass(eq=False)
class Job:
    """One piece of work under way; ``cancel`` asks it to stop at its next step."""

    parent: QObject | None
    work: Work
    then: Then
    fail: Fail | None
    label: str  # code of texts.WORDS, shown beside the progress bar; empty: never shown
    lane: Lane
    key: str
    interrupt: Interrupt | None
    cancellable: bool
    number: int = field(default_factory=lambda: next(_numbers))
    progress: Progress = field(default_factory=Progress)
    dropped: bool = False
    thread: int = 0
    done: int = 0
    total: int = 0
    word: str = ""

    def cancel(self) -> None:
        """Ask the work to stop; ``fail`` hears ``Cancelled``."""
        self.progress.cancel()

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self.dropped and (self.parent is None or shiboken6.isValid(self.parent))


class Runner(Protocol):
    """What pages need to know of ``Jobs``; ``InlineJobs`` keeps the same promise in tests."""

    on_error: Callable[[Job, BaseException], None]

    def run(
        self,
        parent: QObject | None,
        work: Work,
        then: Then,
        fail: Fail | None = None,
        label: str = "",
        *,
        lane: Lane = "read",
        key: str = "",
        interrupt: Interrupt | None = None,
        cancellable: bool = True,
    ) -> Job: ...

    def busy(self, *lanes: Lane) -> bool: ...

    def shutdown(self) -> None: ...


class _Lane:
    """Threads that take the jobs of one lane in turn."""

    def __init__(self, name: str, threads: int, answer: Callable[[Job, bool, Any], None]) -> None:
        self.jobs: deque[Job] = deque()
        self.running: set[Job] = set()
        self.changed = threading.Condition()
        self._name, self._count, self._answer = name, threads, answer
        self._threads: list[threading.Thread] = []
        self._closing = False

    def put(self, job: Job) -> None:
        with self.changed:
            self.jobs.append(job)
            if len(self._threads) < min(self._count, len(self.jobs) + len(self.running)):
                thread = threading.Thread(target=self._serve, name=f"jobs-{self._name}")
                thread.daemon = True
                self._threads.append(thread)
                thread.start()
            self.changed.notify()

    def supersede(self, older: Callable[[Job], bool]) -> None:
        """Drop the jobs that ``older`` picks and interrupt the ones under way.

        The lock is held meanwhile, so that an interrupt never reaches the next job's statement.
        """
        with self.changed:
            for job in [*self.jobs, *self.running]:
                if older(job):
                    job.dropped = True
                    job.progress.cancel()
                    if job in self.running and job.interrupt is not None:
                        job.interrupt(job.thread)

    def close(self) -> None:
        """Take no more jobs, finish those under way and those that write, and end the threads."""
        with self.changed:
            self._closing = True
            self.changed.notify_all()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _serve(self) -> None:
        while True:
            with self.changed:
                while not self.jobs:
                    if self._closing:
                        return
                    self.changed.wait()
                job = self.jobs.popleft()
                job.thread = threading.get_ident()
                self.running.add(job)
            good, answer = _do(job)
            with self.changed:
                self.running.discard(job)
            self._answer(job, good, answer)


def _do(job: Job) -> tuple[bool, Any]:
    """Run the work of ``job``; whatever goes wrong is the answer."""
    try:
        job.progress.check()
        return True, job.work(job.progress)
    except BaseException as err:  # every failure belongs to the one who asked
        return False, err


def _settle(
    job: Job, good: bool, answer: Any, on_error: Callable[[Job, BaseException], None]
) -> None:
    """Hand the answer of ``job`` to the one who asked, if still there."""
    if not job.wanted:
        return
    if good:
        job.then(answer)
    elif job.fail is not None:
        job.fail(answer)
    elif not isinstance(answer, Cancelled):
        on_error(job, answer)


class Jobs(QObject):
    """The runner of the window.

    ``slow`` is emitted with a job that has a label once it took 600 ms, ``moved`` when its
    progress changed after that, ``ended`` when it is over; the window draws the bar from them.
    """

    slow = Signal(object)
    moved = Signal(object)
    ended = Signal(object)
    _answered = Signal(object, bool, object)
    _stepped = Signal(object, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A worker that computes gives the window its turn after 0.2 ms, not after 5: painting one
        # page takes the interpreter dozens of times.
        sys.setswitchinterval(0.0002)
        self.on_error: Callable[[Job, BaseException], None] = _raise
        self._lanes: dict[str, _Lane] = {
            name: _Lane(name, threads, self._answered.emit)
            for name, threads in (("read", 1), ("write", 1), ("files", 2))
        }
        self._open: dict[Job, None] = {}  # in the order asked
        self._shown: set[Job] = set()
        self._cursor = False
        self._busy = _single_shot(self, BUSY_AFTER_MS, self._show_busy)
        self._answered.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        parent: QObject | None,
        work: Work,
        then: Then,
        fail: Fail | None = None,
        label: str = "",
        *,
        lane: Lane = "read",
        key: str = "",
        interrupt: Interrupt | None = None,
        cancellable: bool = True,
    ) -> Job:
        """Do ``work`` in ``lane`` and call ``then`` with its answer on the main thread.

        A read with the same ``parent`` and (not empty) ``key`` as an older one takes its place;
        ``interrupt`` is called with its thread to stop the older one's statement. ``fail`` hears
        every error, ``Cancelled`` included; without it errors go to ``on_error`` and a cancel is
        silent.
        """
        job = Job(parent, work, then, fail, label, lane, key, interrupt, cancellable)
        job.progress = Progress(_listener(job, self._stepped.emit))
        if lane == "read" and key:
            self._lanes[lane].supersede(lambda old: old.parent is parent and old.key == key)
        self._open[job] = None
        if label:
            QTimer.singleShot(BAR_AFTER_MS, self, lambda: self._show_bar(job))
        if not self._busy.isActive() and not self._cursor:
            self._busy.start()
        self._lanes[lane].put(job)
        return job

    def busy(self, *lanes: Lane) -> bool:
        """Whether work is under way (in ``lanes``, or anywhere)."""
        return any(job.wanted and (not lanes or job.lane in lanes) for job in self._open)

    def shutdown(self) -> None:
        """Stop reads and files, let writes end, hear no more answers."""
        for name, lane in self._lanes.items():
            if name != "write":
                lane.supersede(lambda _job: True)
        for lane in self._lanes.values():
            lane.close()
        for job in list(self._open):
            job.dropped = True
            self._close(job)

    @Slot(object, bool, object)
    def _settle(self, job: Job, good: bool, answer: Any) -> None:
        self._close(job)
        _settle(job, good, answer, self.on_error)

    @Slot(object, int, int, str)
    def _step(self, job: Job, done: int, total: int, word: str) -> None:
        job.done, job.total, job.word = done, total, word
        if job in self._shown:
            self.moved.emit(job)

    def _close(self, job: Job) -> None:
        self._open.pop(job, None)
        if job in self._shown:
            self._shown.discard(job)
            self.ended.emit(job)
        if not any(one.wanted for one in self._open):
            self._busy.stop()
            if self._cursor:
                self._cursor = False
                QGuiApplication.restoreOverrideCursor()

    def _show_busy(self) -> None:
        if not self._cursor and any(job.wanted for job in self._open):
            self._cursor = True
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)

    def _show_bar(self, job: Job) -> None:
        if job in self._open and job.wanted:
            self._shown.add(job)
            self.slow.emit(job)


class InlineJobs:
    """Does everything at once, in the caller's thread: for tests and for the command line."""

    def __init__(self) -> None:
        self.on_error: Callable[[Job, BaseException], None] = _raise
        self.ran: list[Job] = []

    def run(
        self,
        parent: QObject | None,
        work: Work,
        then: Then,
        fail: Fail | None = None,
        label: str = "",
        *,
        lane: Lane = "read",
        key: str = "",
        interrupt: Interrupt | None = None,
        cancellable: bool = True,
    ) -> Job:
        """Do ``work`` and call ``then`` before returning."""
        job = Job(parent, work, then, fail, label, lane, key, interrupt, cancellable)
        self.ran.append(job)
        good, answer = _do(job)
        _settle(job, good, answer, self.on_error)
        return job

    def busy(self, *_lanes: Lane) -> bool:
        """Never: everything is over when ``run`` returns."""
        return False

    def shutdown(self) -> None:
        """Nothing to stop."""


def _raise(_job: Job, err: BaseException) -> None:
    raise err


def _single_shot(parent: QObject, ms: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    timer.timeout.connect(then)
    return timer


def _listener(job: Job, emit: Callable[[Job, int, int, str], None]) -> Callable[..., None]:
    """Pass on at most every hundredth part, so that a fast loop does not flood the window."""
    last = [-1]

    def hear(done: int, total: int, word: str) -> None:
        part = done * 100 // total if total > 0 else done // 100
        if part != last[0] or word != job.word:
            last[0] = part
            emit(job, done, total, word)

    return hear
