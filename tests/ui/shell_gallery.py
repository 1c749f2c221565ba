"""Pictures of the window with invented pages: ``python -m tests.ui.shell_gallery FOLDER``."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Problem
from mobdesk.i18n import ngettext
from mobdesk.settings import SettingsFile
from mobdesk.ui import dialogs, fields, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.delegates import Marks
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.jobs import InlineJobs
from mobdesk.ui.pages import Page, PageSpec
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import Chip
from mobdesk.ui.shell import MainWindow
from mobdesk.ui.table_card import TableCard
from mobdesk.ui.tables import Column, Table


class Row(NamedTuple):
    id: int
    name: str
    role: str
    place: str
    stay: str
    stage: str
    ready: Marks | None


_STAGES = ("idea", "withdrawn", "applied", "selected", "closed", "confirmed", "abroad", "returned")
_MARKS = (
    Marks(("not_yet", "not_yet", "rate_missing", "not_yet"), "rate missing"),
    Marks(("under_way", "under_way", "ready", "not_yet"), "3 papers"),
    Marks(("ready", "ready", "ready", "not_yet"), "ready", "ok"),
    Marks(("ready", "look", "ready", "not_yet"), "insurance", "wait"),
)
COLUMNS = (
    Column("name", "Name", paint="first", width=22),
    Column("role", "Role", paint="soft", words=("Learner", "Staff"), priority=2),
    Column("place", "From", paint="soft", width=12, priority=3),
    Column("stay", "Next stay", width=0, priority=1),
    Column("stage", "Stage", lambda r: r.stage.capitalize(), "stage", words=("Not selected",)),
    Column("ready", "Ready?", lambda r: r.ready.next if r.ready else "", "marks",
           words=("boarding pass",), sort=False),
)  # fmt: skip


def row(number: int) -> Row:
    stage = _STAGES[number % 8]
    marks = None if stage in ("idea", "withdrawn") else _MARKS[number % 4]
    role = "Staff" if number % 3 else "Learner"
    return Row(number, f"Tamm {number}, Maarja", role, "Tartu", "Črnomelj, 27 Nov", stage, marks)


class People(Page):
    scrolls = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Participants")
        self.header.set_count(128)
        self.header.add_action(Button("Import", "second", "import"))
        self.header.add_action(Button("Add a person", "main", "plus"))
        table = Table(COLUMNS, "People", fetch=lambda ids, then: then([row(i) for i in ids]))
        table.set_sort("name")
        self.card = TableCard(table, lambda n: ngettext("{n} person", "{n} people", n))
        self.body.addWidget(self.card, 1)
        self.card.show_ids(list(range(128)))
        table.select(3)


class Today(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Good morning, Kersti")
        self.header.set_line("Monday, 23 November. Three things need you today.")
        self.header.add_action(Button("Plan a mobility", "main", "plus"))
        for title in ("Leaving and coming back", "What is missing"):
            card = Card(title, link="Timeline")
            card.add(Chip("Call 2026"))
            self.body.addWidget(card)
        self.body.addStretch(1)


SPECS = (
    PageSpec("today", "Today", "today", "today", Today),
    PageSpec("projects", "Projects", "projects", "plan", Today),
    PageSpec("mobilities", "Mobilities", "mobilities", "plan", Today),
    PageSpec("timeline", "Timeline", "timeline", "plan", Today),
    PageSpec("people", "Participants", "people", "people", People),
    PageSpec("organisations", "Organisations", "organisations", "people", Today),
    PageSpec("budget", "Budget", "budget", "money", Today),
    PageSpec("payments", "Payments", "payments", "money", Today),
    PageSpec("rates", "Rates", "rates", "money", Today),
    PageSpec("documents", "Documents", "documents", "papers", Today),
    PageSpec("files", "Files to send", "mail", "papers", Today),
    PageSpec("share", "Practices", "share", "sharing", Today),
    PageSpec("share2", "Events", "share", "sharing", Today),
    PageSpec("diary", "Diary", "diary", "private", Today),
    PageSpec("checkin", "How am I?", "leaf", "private", Today),
    PageSpec("history", "History", "history", "foot", Today),
    PageSpec("backups", "Backups", "backups", "foot", Today),
    PageSpec("help", "Help", "help", "foot", Today),
)
FIELDS = (
    Field("who", "Who", lambda: Choice(((1, "Maarja Tamm, trainer"),))),
    Field("kind", "Kind of mobility", lambda: Choice(((1, "Job shadowing"),))),
    Field("host", "Host", fields.Text, wide=True, help="Host sheet checked on 9 November 2026"),
    Field("start", "From", fields.Date),
    Field("end", "To", fields.Date),
    Field("sum", "Grant", fields.Money, required=False),
    Field("days", "Days", lambda: fields.Number(unit="days"), required=False),
    Field("why", "What for", lambda: fields.Text("One sentence is enough"), required=False,
          wide=True),
    Field("note", "Note", fields.LongText, required=False, wide=True),
)  # fmt: skip


def window() -> MainWindow:
    desk = Desk(None, Actor(1, "Kersti Laanemäe", Role.COORDINATOR), InlineJobs(), SettingsFile())
    made = MainWindow(desk, SPECS, organisation="Emajõe koolituskeskus")
    made.set_count("today", 3)
    return made


def picture(made: MainWindow) -> QPixmap:
    """The window with the dialogs over it."""
    QApplication.processEvents()
    QApplication.processEvents()
    whole = made.grab()
    painter = QPainter(whole)
    for dialog in made.findChildren(QDialog):
        if dialog.isVisible():
            painter.drawPixmap(made.mapFromGlobal(dialog.mapToGlobal(QPoint(0, 0))), dialog.grab())
    painter.end()
    return whole


def shoot(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    sizes = (("wide", 1280), ("middle", 1000), ("narrow", 720))
    for scheme in ("light", "dark"):
        for scale in (1.0, 2.0):
            theme.apply(app, scheme=scheme, scale=scale)
            made = window()
            made.show()
            for name, width in sizes:
                made.resize(width, 800)
                for key in ("today", "people"):
                    made.open_page(key, {})
                    made.say("Learning agreement marked as sent", lambda: None)
                    tag = f"{key}-{name}-{scheme}-{round(scale * 100)}"
                    picture(made).save(str(folder / f"{tag}.png"))
            made.resize(1280, 800)
            _shoot_dialogs(made, folder, f"{scheme}-{round(scale * 100)}")
            made.close()
            made.deleteLater()


def _shoot_dialogs(made: MainWindow, folder: Path, tag: str) -> None:
    desk = made.desk
    assert desk is not None
    form = FormDialog(desk, made, "New mobility", FIELDS, lambda *_a: None, context="Project 2026")
    form.form.fill({"host": "Ljudska univerza Kolpa", "start": date(2026, 11, 27)})
    form.open()
    form.form.fill({"end": date(2026, 10, 4)})
    problem = Problem("end", "not_a_date", {"suggestion": date(2026, 12, 4)})
    form.form.show_errors([problem])
    picture(made).save(str(folder / f"form-{tag}.png"))
    form.reject()
    picture(made).save(str(folder / f"form-leave-{tag}.png"))
    form._leave(keep=False)
    asked = dialogs.confirm(made, "Erase this person?", "Nothing brings it back.", "Erase", print)
    picture(made).save(str(folder / f"ask-{tag}.png"))
    asked.reject()
    try:
        QLineEdit().nothing  # noqa: B018
    except AttributeError as err:
        bug = dialogs.show_bug(made, err)
        picture(made).save(str(folder / f"bug-{tag}.png"))
        bug.accept()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]))
