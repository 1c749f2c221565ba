"""Lists with ticks: which supporting documents go along, and which lines of free text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.services.report_papers import Flagged, Supporting
from mobdesk.ui import theme
from mobdesk.ui.packages.cards import MOST_ROWS, say_rest, size_words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Elided, Label, Paragraph
from mobdesk.ui.rows import clear


class Ticked(Card):
    """A list with ticks; ``changed`` when one was turned."""

    changed = Signal()
    redrawn = Signal()  # its rows are new ones

    def __init__(self, title: str, line: str) -> None:
        super().__init__(title, 0)
        self.add(Paragraph(line, "body", "soft"))
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 0.5)
        self.add(self._rows)
        self.finish()

    def _fill(self, rows: Sequence[_Tick]) -> None:
        clear(self._rows)
        for tick in rows[:MOST_ROWS]:
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            box = CheckBox()
            box.setAccessibleName(f"{tick.name}, {tick.what}")
            box.setChecked(tick.on)
            box.toggled.connect(tick.turned)
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(_Beside(box, tick.name, tick.what), 1)
            row.addWidget(Label(tick.right, "body", "soft", equal_digits=True))
            self._rows.addLayout(row)
        say_rest(self._rows, len(rows))
        self.setVisible(bool(rows))


class _Beside(QWidget):
    """Two lines beside a check box; pressing them turns it."""

    def __init__(self, box: CheckBox, name: str, what: str) -> None:
        super().__init__()
        self._box = box
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = QVBoxLayout(self)
        theme.space(words, 0, 0)
        words.addWidget(Elided(name, "strong"))
        words.addWidget(Elided(what, "caption", "soft"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self._box.toggle()


class _Tick(NamedTuple):
    name: str
    what: str
    right: str
    on: bool
    turned: Callable[[bool], object]


class Papers(Ticked):
    """Which supporting documents go along: all that may, until one is unticked.

    A program goes along only when it is ticked itself.
    """

    def __init__(self) -> None:
        super().__init__(
            _("Supporting documents"),
            _("Ticked files go along. In the package they are named by mobility, never by person."),
        )
        self._off: set[int] = set()
        self._seen: set[int] = set()
        self._files: tuple[Supporting, ...] = ()
        self._all = Button(_("None"), "link")
        self._all.clicked.connect(self._turn_all)
        self.header.addWidget(self._all)

    def show_papers(self, files: Sequence[Supporting]) -> None:
        """Offer these files; what was unticked before stays so."""
        self._files = tuple(file for file in files if file.may_leave)
        self._off |= {file.id for file in self._files if file.is_program} - self._seen
        self._seen |= {file.id for file in self._files}
        self.set_count(len(self._files))
        self._draw()

    def chosen(self) -> list[Supporting]:
        """The files that go along."""
        return [file for file in self._files if file.id not in self._off]

    def _all_chosen(self) -> bool:
        """Whether all are ticked that are ticked together."""
        return not any(file.id in self._off and not file.is_program for file in self._files)

    def _draw(self) -> None:
        self._all.setText(_("None") if self._all_chosen() else _("All"))
        self._fill([
            _Tick(
                texts.word(f"paper.{file.paper or 'document'}") + f" · {file.title}",
                _said_of(file),
                size_words(file.size),
                file.id not in self._off,
                partial(self._turn, file.id),
            )
            for file in self._files
        ])  # fmt: skip

    def _turn(self, i: int, on: bool) -> None:
        (self._off.discard if on else self._off.add)(i)
        self._all.setText(_("None") if self._all_chosen() else _("All"))
        self.changed.emit()

    def _turn_all(self) -> None:
        none = self._all_chosen()
        self._off = {file.id for file in self._files if none or file.is_program}
        self._draw()
        self.redrawn.emit()
        self.changed.emit()


def _said_of(file: Supporting) -> str:
    if file.is_program:
        return _("A program: it could harm who opens it, and mail programs refuse it.")
    return file.name.removeprefix("papers/")


def _of_project(line: Flagged) -> str:
    return {
        "costs": _("Real costs"),
        "changes": _("Amendments and transfers"),
        "answers": _("Answers for the report in BM"),
    }.get(line.field, _("Title of the project"))


class Lines(Ticked):
    """Lines that may tell of health, belief or a trade union: each stays here unless ticked."""

    def __init__(self) -> None:
        super().__init__(
            _("Look at these lines"),
            _("They may tell of health, belief or a trade union. A line goes along when ticked."),
        )
        self._kept: set[Flagged] = set()
        self._lines: tuple[Flagged, ...] = ()

    def show_lines(self, lines: Sequence[Flagged]) -> None:
        """Offer these lines; what was decided of a line before still holds."""
        self._lines = tuple(lines)
        self._kept &= set(lines)
        self.set_count(len(lines))
        self._fill([
            _Tick(
                line.line,
                ", ".join(
                    (
                        line.number or _of_project(line),
                        *(f"{texts.word(f'flag.{h.kind}')}: {h.word}" for h in line.hints),
                    )
                ),
                "",
                line in self._kept,
                partial(self._turn, line),
            )
            for line in lines
        ])  # fmt: skip

    def kept(self) -> frozenset[Flagged]:
        """The lines that go along."""
        return frozenset(self._kept)

    def _turn(self, line: Flagged, on: bool) -> None:
        (self._kept.add if on else self._kept.discard)(line)
        self.changed.emit()
