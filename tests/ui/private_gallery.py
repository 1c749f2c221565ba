"""Pictures of the private pages and Help: ``python -m tests.ui.private_gallery FOLDER``."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from mobdesk.domain.wellbeing import items
from mobdesk.services import help as help_service
from mobdesk.services import reflections, vault, wellbeing
from mobdesk.services.reflections import DiaryEntry
from mobdesk.settings import SettingsFile
from mobdesk.ui import checkin, diary, help, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import InlineJobs
from mobdesk.ui.private import private_notes
from mobdesk.ui.shell import MainWindow
from tests.services.test_workspaces import PHRASE, make

TODAY = date(2026, 11, 23)
SPECS = (*diary.SPECS, *checkin.SPECS, *help.SPECS)
LINES = (
    "The board with three columns", "Wool, clay and a lot of quiet", "Everybody leaves at four",
    "First morning with the group", "Met Mojca at the station",
)  # fmt: skip
SUPPORT = (1, 2, 2, 1, 3, 3, 4, 3, 2, 1, 2, 3, 3)


def fill(notes: vault.Notes) -> None:
    for number, line in enumerate(LINES):
        day = TODAY - timedelta(days=24 + number)
        reflections.keep(
            notes, DiaryEntry("", "mobility_day", day, None, "during", {"different": line}, "", 3)
        )
    answers = {
        "tried": "The two-minute round at the start, as Mojca does it. Everybody says one word "
        "about the week. I used a kitchen timer and sat down with them instead of standing.",
        "noticed": "They arrive earlier. R. spoke for the first time.",
        "unexpected": "That I need the round more than they do.",
    }
    reflections.keep(notes, DiaryEntry("", "mobility_day", TODAY, None, "home", answers, "", 4))
    for number, value in enumerate(SUPPORT):
        gap = 40 if number > 5 else 0
        day = TODAY - timedelta(days=14 * (len(SUPPORT) - number) + (40 - gap))
        given = {item.key: min(4, (value + i) % 5) for i, item in enumerate(items())}
        wellbeing.keep(notes, day, {**given, "support": value}, {"helped": "Tea with Priit"})


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as place:
        workspace = make(Path(place) / "Emajõe koolituskeskus.mobdesk")
        store, actor = workspace.store, workspace.actor
        help_service.set_contacts(store, actor, [
            {"name": "Lasteabi", "phone": "116 111", "text": "Day and night, Estonian, Russian.",
             "public": True, "checked_on": TODAY - timedelta(days=20)},
            {"name": "Perearsti nõuandeliin", "phone": "1220", "public": False},
        ])  # fmt: skip
        for scheme in ("light", "dark"):
            for percent in (100, 200):
                theme.apply(app, scheme=scheme, scale=percent / 100)
                settings = SettingsFile(Path(place) / "settings.json")
                desk = Desk(
                    store, actor, InlineJobs(), settings, today=lambda: TODAY, workspace=workspace
                )
                window = MainWindow(desk, SPECS, organisation="Emajõe koolituskeskus")
                window.resize(1280, 800)
                window.show()

                def grab(name: str, window=window, scheme=scheme, percent=percent) -> None:
                    for _n in range(6):
                        app.processEvents()
                    window.grab().save(str(folder / f"{name}-{scheme}-{percent}.png"))

                wellbeing.switch_off(store, actor)
                window.open_page("diary", {})
                grab("locked")
                window.open_page("checkin", {})
                grab("checkin-off")
                wellbeing.switch_on(
                    store, actor, on=TODAY, form="Meeting of all", assessment_read=True
                )
                notes = vault.unlock(store, actor, PHRASE)
                vault.new_code(store, actor, notes)
                private = private_notes(desk)
                private.take(notes)
                window.open_page("diary", {})
                grab("code")
                if not reflections.entries(notes):
                    fill(notes)
                window.page.shown.kept.click()
                grab("diary")
                window.open_page("checkin", {})
                view = window.page.shown
                view.line.topic.set_value("support")
                view.questions.start()
                view.questions.go(2)
                view.questions._shown.findChildren(type(view.questions.focusProxy()))[3].click()
                grab("checkin")
                view.questions.go(7)
                view.line.switch.choose("table")
                view.line.fill()
                grab("checkin-end")
                window.open_page("help", {})
                grab("help")
                window.page.add_contact()
                grab("help-contact")
                private.lock()
                window.close()
                window.deleteLater()
        workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
