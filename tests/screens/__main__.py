"""``make screens``: page × light/dark × 100/200 % × 0/5/10,000 records, checked by rules.

Pictures and contact sheets go to ``screens/``; a flaw ends with exit code 1.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk import app as program
from mobdesk.domain.outlines import Question
from mobdesk.models.sealing import Policy
from mobdesk.services import (
    accreditations,
    demo,
    mobilities,
    organisations,
    outlines,
    people,
    projects,
    rate_sheets,
    workspaces,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
from mobdesk.ui.jobs import InlineJobs
from tests.screens.contact import Picture, sheet
from tests.screens.rules import ROOM, Flaw, flaws

OUT = Path("screens")
TODAY = date(2026, 11, 22)
FAST = Policy(floor=8 * 1024, cap=8 * 1024, rounds=1, lanes=1, least=1024)
PHRASE = "lantern copper meadow violin harbour"
FORMS = [(scheme, scale) for scale in (1.0, 2.0) for scheme in ("light", "dark")]
LONG = [
    ("Κωνσταντίνα-Παναγιώτα", "Τριανταφυλλοπούλου-Χατζηκωνσταντίνου"),
    ("Ülle-Õnne Älis", "Kõrgesaare-Järvekülg-Põldmägi"),
    ("Nejc", "Žagar"),
    ("Цветана", "Йорданова-Стоименова"),
    ("Maarja", "Tamm"),
]


def filled(folder: Path) -> dict[int, Path]:
    """Three workspaces: nothing, five of each with long names, ten thousand people."""
    empty = workspaces.create(
        folder / "Empty.mobdesk", "Emajõe koolituskeskus", PHRASE, policy=FAST
    )
    empty.close()
    few = workspaces.create(
        folder / "Five.mobdesk", "Κέντρο Διά Βίου Μάθησης και Κατάρτισης Αχαΐας-Ηλείας", PHRASE,
        policy=FAST,
    )  # fmt: skip
    _fill_five(few.store, few.actor)
    few.close()
    demo.create(folder / "Many.mobdesk", 10_000, 7, TODAY, policy=FAST).close()
    return {0: empty.folder, 5: few.folder, 10_000: folder / "Many.mobdesk"}


def _fill_five(store: Any, actor: Any) -> None:
    project = projects.add(store, actor, {
        "code": "2026-1-EE01-KA122-ADU-000214921", "title": "Õppimine üle piiride",
        "start": date(2026, 9, 1), "end": date(2027, 12, 31),
    }, {"travel": 12_345_67, "individual_support": 45_000_00}).ids[0]  # fmt: skip
    outlines.add(store, actor, {"title": "Τελική έκθεση, KA122"}, [
        Question("Τι μάθατε από τους εταίρους σας και πώς το χρησιμοποιείτε σήμερα;", 3000),
        Question("Mida te järgmisel korral teisiti teeksite?", 500),
    ])  # fmt: skip
    host = organisations.add(store, actor, {
        "name": "Κέντρο Εκπαίδευσης Ενηλίκων Δυτικής Ελλάδας «Αχαΐα»", "kind": "partner",
        "hosting": True, "country": "GR", "city": "Πάτρα",
    }).ids[0]  # fmt: skip
    for n, (first, last) in enumerate(LONG):
        person = people.add(
            store, actor, {"first_name": first, "last_name": last, "role": "staff"}, today=TODAY
        ).ids[0]
        day = date(2026, 11, 27 - n)
        plan = SubgroupPlan(
            {"start": day, "end": date(2026, 12, 4)},
            [MemberPlan({"person_id": person, "part": "staff"})],
        )
        mobilities.add(store, actor, {
            "project_id": project, "activity_type": "job-shadowing", "host_id": host,
            "hosting_city": "Πάτρα", "hosting_country": "GR",
        }, [plan])  # fmt: skip


class Studio:
    """The real window, its pages shown one after the other."""

    def __init__(self, app: QApplication, only: frozenset[str] = frozenset()) -> None:
        self.app, self._only = app, only
        self.flaws: list[tuple[str, str, Flaw]] = []
        self.pictures: dict[str, list[Picture]] = {}

    def window(self, folder: Path, phrase: str) -> Iterator[tuple[str, Any]]:
        """Every page of one workspace, the first record opened where a page shows one."""
        settings = SettingsFile(None)
        running = program.Program(
            self.app, settings, make_jobs=InlineJobs, policy=FAST, catch=False
        )
        running.window.resize(*ROOM)
        running._demo = True  # the window is told so by --demo
        running.show_unlock(folder)
        running._demo = True
        running.window.show()
        yield "unlock", running.window
        running.opened(workspaces.open_(folder, "coordinator", phrase, policy=FAST))
        for spec in running.window.specs:
            where = self._first_record(running, spec.key)
            if where is None or (self._only and spec.key not in self._only):
                continue
            running.window.open_page(spec.key, where)
            yield spec.key, running.window
        running.window.close()
        running.end()

    def _first_record(self, running: Any, key: str) -> dict[str, Any] | None:
        """A page of one record needs one: the first of its kind."""
        desk = running.window.desk
        services = {"person": people, "organisation": organisations, "project": projects,
                    "grant_request": projects, "mobility": mobilities, "grant": mobilities,
                    "bm_sheet": mobilities,
                    "accreditation": accreditations, "rate_sheet": rate_sheets}  # fmt: skip
        if key == "bm_outline":
            return self._first_outline(desk)
        service = services.get(key)
        if service is None:
            return {}
        ids = service.find(desk.store, desk.actor)
        return {"id": ids[0]} if ids else None

    def _first_outline(self, desk: Any) -> dict[str, Any] | None:
        """An outline is answered for a project."""
        for project in projects.find(desk.store, desk.actor):
            for one in outlines.of_project(desk.store, desk.actor, project):
                return {"id": one.id, "project": project}
        return None

    def look(self, page: str, form: str, window: QWidget) -> None:
        """Take a picture, check it, keep it."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self.app.processEvents()
        image: QImage = window.grab().toImage()
        found = flaws(window, image)
        self.flaws += [(page, form, flaw) for flaw in found]
        self.pictures.setdefault(page, []).append(Picture(page, form, image, bool(found)))
        image.save(str(OUT / f"{page}-{form}.png"))


def first_start(app: QApplication, studio: Studio, form: str) -> None:
    """What somebody sees before there is a workspace."""
    running = program.Program(
        app, SettingsFile(None), make_jobs=InlineJobs, policy=FAST, catch=False
    )
    running.window.resize(*ROOM)
    running.show_start()
    running.window.show()
    studio.look("start", form, running.window)
    running.show_new()
    studio.look("new", form, running.window)
    running.show_from_copy()
    studio.look("from_copy", form, running.window)
    running.window.close()
    running.end()


def main(only: list[str]) -> int:
    """Make all pictures, or those of the named pages; return 1 when a rule found a flaw."""
    OUT.mkdir(exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    studio = Studio(app, frozenset(only))
    with tempfile.TemporaryDirectory() as made:
        places = filled(Path(made))
        for scheme, scale in FORMS:
            theme.apply(app, scheme=scheme, scale=scale)
            name = f"{scheme}-{round(scale * 100)}"
            first_start(app, studio, name)
            for records, folder in places.items():
                phrase = demo.PASSPHRASE if records == 10_000 else PHRASE
                for page, window in studio.window(folder, phrase):
                    studio.look(page, f"{name}-{records}", window)
    for page, pictures in studio.pictures.items():
        sheet(pictures, OUT / f"_{page}.png")
    for page, form, flaw in studio.flaws:
        print(f"{page:<16} {form:<18} {flaw.kind:<24} {flaw.where}: {flaw.text[:60]!r}")
    count = sum(len(p) for p in studio.pictures.values())
    print(f"{count} pictures of {len(studio.pictures)} pages in {OUT}/, {len(studio.flaws)} flaws")
    return 1 if studio.flaws else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
