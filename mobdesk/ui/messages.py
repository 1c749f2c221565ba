"""The rows under the page: work under way, and the quiet bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.jobs import Job, Jobs, Runner
from mobdesk.ui.parts.progress import Working
from mobdesk.ui.parts.quietbar import QuietBar


class Messages(QWidget):
    """Covers nothing: takes its own room under the page while it has something to say."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        theme.space(self._column, (3, 0), 1)
        self.quiet = QuietBar()
        self._column.addWidget(self.quiet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._working: dict[Job, Working] = {}
        self.quiet.gone.connect(self._room)
        self._room_later = QTimer(self, singleShot=True, interval=0)
        self._room_later.timeout.connect(self._room)
        self._room()

    def say(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        word: str = "",
        key: str = "Ctrl+Z",
    ) -> None:
        """Say what was done, for a while, with Undo where it can be undone."""
        self.quiet.show_message(text, undo, key, word)
        self._room()

    def follow(self, jobs: Runner) -> None:
        """Show the progress of slow jobs."""
        if isinstance(jobs, Jobs):
            jobs.slow.connect(self.show_job)
            jobs.moved.connect(self._move)
            jobs.ended.connect(self.end_job)

    def working(self) -> list[Working]:
        """The progress rows shown now."""
        return list(self._working.values())

    def show_job(self, job: Job) -> None:
        """Show the progress of a job, with Cancel where stopping leaves no half work."""
        says = _("You can go on working. Cancel leaves everything as it was.")
        row = Working(texts.word(job.label), says if job.cancellable else "")
        row.cancel.setVisible(job.cancellable)
        row.cancel.clicked.connect(job.cancel)
        self._working[job] = row
        self._column.insertWidget(0, row)
        self._move(job)
        # The page is laid out and painted anew while a worker computes: in a turn of its own.
        self._room_later.start()

    def end_job(self, job: Job) -> None:
        """The job is over."""
        row = self._working.pop(job, None)
        if row is not None:
            row.hide()
            row.deleteLater()
        self._room()

    def _move(self, job: Job) -> None:
        row = self._working.get(job)
        if row is not None:
            row.set_progress(job.done, job.total, _said(job))

    def _room(self) -> None:
        some = bool(self._working) or not self.quiet.isHidden()
        theme.space(self._column, (3, 0.5, 3, 2) if some else 0, 1)
        self.setVisible(some)


def _said(job: Job) -> str:
    """``row 18,240 of 50,000``."""
    known = texts.tables().words
    word = f"{texts.word(job.word)} " if job.word in known else ""
    if job.total:
        how_far = _("{done} of {total}").format(done=f"{job.done:,}", total=f"{job.total:,}")
        return word + how_far
    return f"{word}{job.done:,}" if job.done else word.strip()
