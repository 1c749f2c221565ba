"""The page of backups: how safe the data are, every copy within reach, and what to do with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.progress import Progress
from mobdesk.errors import Problem, Refused
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import backups as service
from mobdesk.ui import shown, theme
from mobdesk.ui.backups.restoring import RestoreDialog
from mobdesk.ui.delegates import CellBadge
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.arcs import Arcs
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.table_card import TableCard
from mobdesk.ui.tables import Column, Table

if TYPE_CHECKING:
    from mobdesk.services.backups import BackupRow, PlaceRow, Safety

EVERY_TABLE = frozenset({
    "people", "organisations", "contacts", "projects", "awards", "accreditations", "mobilities",
    "subgroups", "members", "papers", "grant_lines", "attachments", "paper_originals",
    "help_contacts",
})  # fmt: skip


class Line(NamedTuple):
    """One copy as the table shows it."""

    id: int
    when: str
    why: str
    holds: str
    size: str
    where: str
    state: CellBadge
    row: Any


class _Found(NamedTuple):
    rows: list[BackupRow]
    places: list[PlaceRow]
    safety: Safety


COLUMNS = (
    Column("when", N_("Made"), paint="first", width=17, sort=False),
    Column("why", N_("Why"), width=24, sort=False, priority=2),
    Column("holds", N_("What is in it"), width=0, sort=False),
    Column("size", N_("Size"), paint="soft", width=10, sort=False, priority=3),
    Column("where", N_("Where"), paint="soft", width=18, sort=False, priority=2),
    Column(
        "state", N_("State"), lambda line: line.state.text, "badge", width=15, sort=False,
        words=(N_("Do not use"),),
    ),
)  # fmt: skip


class BackupsPage(Page):
    """Everything that reads or writes copies runs off the window's thread."""

    scrolls = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Backups"))
        self.header.set_line(_("Copies are encrypted with the same keys as the workspace."))
        self.stick = Button(_("Copy to a stick"), "second", "usb")
        self.stick.clicked.connect(lambda: self.copy_to())
        self.now = Button(_("Make a copy now"), "main", "backups")
        self.now.clicked.connect(lambda: self.make())
        self.header.add_action(self.stick)
        self.header.add_action(self.now)
        self.safety = Banner("plain", "")
        self.safety.hide()
        self.safety.pressed.connect(lambda: self.choose_second())
        self.body.addWidget(self.safety)
        self.table = Table(
            COLUMNS, _("Backups"), settings=desk.settings, key="backups",
            on_bug=lambda err: desk.show_error(self, err),
        )  # fmt: skip
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        empty = EmptyState(
            _("No copy yet"),
            _("Make one now. Then make one on a USB stick, away from this laptop."),
            _("Make a copy now"),
            _("Copy to a stick"),
            main_icon="backups",
            second_icon="usb",
        )
        # On a low window with large text the drawing gives way, not the window.
        empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._drawing = empty.findChild(Arcs)
        empty.main_pressed.connect(lambda: self.make())
        empty.second_pressed.connect(lambda: self.copy_to())
        self.card = TableCard(self.table, lambda n: ngettext("{n} copy", "{n} copies", n), empty)
        self.card.hint.hide()
        self.body.addWidget(self.card, 1)
        self.body.addLayout(self._make_buttons())
        self.table.current_changed.connect(lambda _record: self._set_possible())
        self.table.opened.connect(lambda _record: self.restore())
        self._lines: list[Line] = []
        self._set_possible()

    def refresh(self) -> None:
        now = _now()

        def look(store: Any, actor: Any) -> _Found:
            return _Found(
                service.rows(store, actor),
                service.place_rows(store, actor),
                service.safety(store, actor, now=now),
            )

        self.card.set_busy(True)
        self.desk.read(self, look, then=self._show, fail=self._failed, key="list")

    def mode_changed(self) -> None:
        self._place_drawing()

    def focus_search(self) -> bool:
        self.table.setFocus()
        return True

    # what can be done
    def make(self) -> None:
        """Make a verified copy in the workspace, and at the second place."""
        self._write(lambda store, actor, progress: service.make(
            store, actor, now=_now(), progress=progress
        ), made_words)  # fmt: skip

    def copy_to(self) -> None:
        """Copy to a folder that the user chooses."""
        folder = self._ask_folder(_("Where should the copy go?"))
        if folder is not None:
            self._write(lambda store, actor, progress: service.copy_to(
                store, actor, folder, now=_now(), progress=progress
            ), _("The copy is there. Every byte was read back."))  # fmt: skip

    def choose_second(self) -> None:
        """Choose the place that gets every copy."""
        folder = self._ask_folder(_("The second place: a USB stick or another computer"))
        if folder is not None:
            self._write(lambda store, actor, progress: service.set_second_place(
                store, actor, folder, now=_now(), progress=progress
            ), _("The second place is set, and the first copy is there."))  # fmt: skip

    def verify(self) -> None:
        """Read every byte of the chosen copy."""
        line = self._chosen()
        if line is None:
            return
        path: Path = line.row.path

        def check(progress: Progress) -> BackupRow:
            return service.verify(self.desk.store, self.desk.actor, path, progress)

        self.desk.long(self, check, then=self._verified, lane="files", label="job.checking")

    def restore(self) -> None:
        """Show what is in the chosen copy, and restore it when the user says so."""
        line = self._chosen()
        if line is None or not line.row.good:
            return
        dialog = RestoreDialog(self.desk, self, line.row, line.when, line.holds)
        dialog.restored.connect(self._restored)
        dialog.open()

    def restore_file(self) -> None:
        """Restore from a file that is in no list."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore from a file"), "", _("Backups (*.mobdesk-backup)")
        )
        if not chosen:
            return
        path = Path(chosen)

        def look(_progress: Progress) -> BackupRow:
            return service.verify(self.desk.store, self.desk.actor, path)

        def show(row: BackupRow) -> None:
            line = _line(0, row, [])
            dialog = RestoreDialog(self.desk, self, row, line.when, line.holds)
            dialog.restored.connect(self._restored)
            dialog.open()

        self.desk.long(self, look, then=show, lane="files", label="job.checking")

    # inside
    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        second = Button(_("Choose a second place"), "second", "folder")
        second.clicked.connect(lambda: self.choose_second())
        file = Button(_("Restore from a file"), "second", "import")
        file.clicked.connect(lambda: self.restore_file())
        row.addWidget(second)
        row.addWidget(file)
        row.addStretch(1)
        self.check = Button(_("Check it"), "second", "check")
        self.check.clicked.connect(lambda: self.verify())
        self.bring = Button(_("Restore it"), "second", "history")
        self.bring.clicked.connect(lambda: self.restore())
        row.addWidget(self.check)
        row.addWidget(self.bring)
        return row

    def _set_possible(self) -> None:
        line = self._chosen()
        self.check.set_possible(line is not None, _("First choose a copy."))
        good = line is not None and line.row.good
        why = _("First choose a copy.") if line is None else _("This copy cannot be used.")
        self.bring.set_possible(good, why)

    def _chosen(self) -> Line | None:
        number = self.table.current_id()
        return next((line for line in self._lines if line.id == number), None)

    def _show(self, found: _Found) -> None:
        places = found.places
        self._lines = [_line(n, row, places) for n, row in enumerate(found.rows, 1)]
        self.card.show_ids([line.id for line in self._lines], self._lines)
        if self._lines and self.table.current_id() is None:
            self.table.select(self._lines[0].id)
        self.header.set_count(len(self._lines) or None)
        self._say_safety(found.safety)
        self._place_drawing()
        self._set_possible()

    def _failed(self, err: BaseException) -> None:
        self.card.set_busy(False)
        self.desk.show_error(self, err)

    def _place_drawing(self) -> None:
        """Beside a warning a window of large text has no room for it."""
        if self._drawing is not None:
            self._drawing.setVisible(self.mode is Mode.WIDE or self.safety.isHidden())

    def _say_safety(self, safety: Safety) -> None:
        said = None
        if safety.synced is not None:
            said = texts.error(Problem("", "folder_synced", {"service": safety.synced}))
        # Without a copy the empty page says everything but where the workspace lies.
        self.safety.setVisible(bool(self._lines) or said is not None)
        if not self._lines and said is not None:
            self.safety.set("wait", said.what, said.advice)
            return
        good, sentence, reason = safety_words(safety)
        if said is not None:
            if good:
                good, sentence, reason = False, said.what, said.advice
            else:
                reason = f"{reason} {said.what}".strip()
        if safety.second_place is not None:
            state = "" if safety.second_reachable else _("It is not connected now.")
            place = _("Second place: {place}.").format(place=safety.second_place)
            reason = " ".join(part for part in (reason, place, state) if part)
        button = "" if good and safety.second_place else _("Choose a second place")
        self.safety.set("ok" if good else "wait", sentence, reason, button)

    def _write(
        self,
        work: Callable[[Any, Any, Progress], Any],
        says: str | Callable[[BackupRow], str],
    ) -> None:
        self.hide_banner()
        desk = self.desk

        def done(row: BackupRow) -> None:
            desk.say(says if isinstance(says, str) else says(row))
            self.refresh()

        desk.long(
            self, lambda progress: work(desk.store, desk.actor, progress),
            then=done, label="job.backup",
        )  # fmt: skip

    def _verified(self, row: BackupRow) -> None:
        if row.problem is None:
            self.desk.say(_("This copy is good: every byte was read."))
        else:
            self.desk.show_error(self, Refused(row.problem, name=row.name, n=""))
        self.refresh()

    def _restored(self, told: Any) -> None:
        self.desk.hub.tell(Done(None, "backup_restored", {}, EVERY_TABLE, ()))
        words = _("Restored: {people}, {mobilities}. The state before is kept as a copy.")
        self.desk.say(words.format(
            people=ngettext("{n} person", "{n} people", told.people),
            mobilities=ngettext("{n} mobility", "{n} mobilities", told.mobilities),
        ))  # fmt: skip
        if told.unsure_since is not None:
            day = shown.long_date(told.unsure_since.astimezone().date())
            said = texts.error(Problem("", "restored_unsure", {"day": day}))
            self.show_banner("wait", said.what, said.advice)
        self.refresh()

    def _ask_folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, title)
        return Path(chosen) if chosen else None


def made_words(made: BackupRow) -> str:
    """What is said of a copy just made: where it is, and why it is not at the second place."""
    if made.copied_to is not None:
        return _("The copy is made and checked, here and at the second place.")
    if made.not_copied == "folder_gone":
        return _("The copy is made and checked. The second place is not connected.")
    if made.not_copied is not None:
        said = _("The copy is made and checked. The second place got none: {why}")
        problem = Refused(made.not_copied, name=_("Second place"))
        return said.format(why=texts.error(problem).what)
    return _("The copy is made and checked.")


def safety_words(safety: Safety) -> tuple[bool, str, str]:
    """Whether the copies are fine, the sentence, and its reason."""
    if safety.newest is None:
        return False, _("No copy yet"), _("Make one now, then one on a USB stick.")
    if safety.outside_days is None:
        return (
            False,
            _("No copy outside this laptop"),
            _("A lost or broken laptop takes its copies along."),
        )
    if safety.same_disk:
        return False, _("The second copy is on the same disk"), _("Choose a USB stick instead.")
    if safety.outside_days > 7:
        words = ngettext(
            "No copy outside this laptop for {n} day",
            "No copy outside this laptop for {n} days",
            safety.outside_days,
        )
        return False, words, _("Connect the stick and make a copy.")
    copies = ngettext("Safe: {n} copy here, one outside", "Safe: {n} copies here, one outside",
                      safety.copies)  # fmt: skip
    return True, copies, ""


def _line(number: int, row: BackupRow, places: list[PlaceRow]) -> Line:
    when = shown.NOTHING
    if row.made_at is not None:
        local = row.made_at.astimezone()
        when = f"{shown.short_date(local.date(), _now().date())}, {local:%H:%M}"
    words = texts.tables().words
    why = f"backup_reason.{row.reason}"
    holds = ", ".join((
        ngettext("{n} person", "{n} people", row.people),
        ngettext("{n} mobility", "{n} mobilities", row.mobilities),
        ngettext("{n} file", "{n} files", row.attachments),
    )) if row.made_at else shown.NOTHING  # fmt: skip
    where = _("This workspace")
    if not row.here:
        second = any(place.second and place.path == row.place for place in places)
        where = _("Second place") if second else row.place.name
    good = row.good and row.problem is None
    state = CellBadge(_("Good"), "ok", "check")
    if not good:
        state = CellBadge(_("Do not use"), "wait", "warning")
    return Line(
        number, when, texts.word(why) if why in words else row.name, holds,
        _("{n} MB").format(n=f"{row.size / 1_000_000:.1f}"), where, state, row,
    )  # fmt: skip


def _now() -> datetime:
    return datetime.now().astimezone()
