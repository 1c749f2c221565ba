"""Keep and erase: people whose time has come, needs to destroy, proof duties, the access log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor
from mobdesk.i18n import _, ngettext
from mobdesk.services import erasure, protected, retention
from mobdesk.services.erasure import Plan, Protocol
from mobdesk.services.protected import AccessRow
from mobdesk.services.retention import PersonRow, ProjectRow
from mobdesk.ui import dialogs, rows, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.keeping.checks import ChecksCard
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.record_pages import fill

_MOST = 60
_LOG = 20


class _Seen(NamedTuple):
    due: list[PersonRow]
    restricted: list[PersonRow]
    needs: int
    projects: list[ProjectRow]
    log: list[AccessRow]


class KeepingPage(Page):
    """Opened with ``id`` it asks about that person at once; Cancel goes back to the person."""

    tables = frozenset({"people", "projects", "needs", "members"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Keep and erase"))
        self.header.set_line(_("Everything that names somebody has a day on which it goes."))
        self.header.set_crumbs((_("Settings"), lambda: desk.open("settings")))
        self.due = Card(_("People whose time has come"))
        self.needs = Card(_("Needs to destroy"))
        self.checks = ChecksCard(desk)
        self.duties = Card(_("How long proofs are kept"))
        self.log = Card(_("Who opened protected data"))
        for card in (self.due, self.needs, self.checks, self.duties, self.log):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.ticks: dict[int, CheckBox] = {}

    def go(self, **where: Any) -> None:
        if "id" in where:
            self.ask([where["id"]], back=self.desk.back)

    def refresh(self) -> None:
        today = self.desk.today()

        def look(store: Any, actor: Actor) -> _Seen:
            return _Seen(
                retention.due(store, actor, today=today),
                retention.restricted(store, actor, today=today),
                retention.due_needs(store, actor, today=today),
                retention.projects(store, actor),
                protected.access_log(store, actor, most=_LOG),
            )

        self.desk.read(self, look, then=self._show, key="all")

    # erasing
    def ask(self, ids: Sequence[int], back: Callable[[], object] | None = None) -> None:
        """Say what erasing would do, then ask: nothing brings it back. ``back``: after Cancel."""

        def show(plans: list[Plan]) -> None:
            self._confirm(plans, back)

        today = self.desk.today()
        self.desk.read(self, erasure.plan, ids, today=today, then=show, key="plan")

    def _confirm(self, plans: list[Plan], back: Callable[[], object] | None) -> None:
        names = ", ".join(plan.name for plan in plans[:5]) + (" …" if len(plans) > 5 else "")
        lines = [_sentence(plans)]
        for code in dict.fromkeys(code for plan in plans for code in plan.concerns):
            lines.append(texts.word(f"concern.{code}"))
        lines.append(
            _("They go from this workspace, its history and every backup within reach. This "
              "cannot be undone.")
        )  # fmt: skip
        answers = (
            dialogs.Answer("erase", _("Erase for good")),
            dialogs.Answer("", _("Cancel"), main=True),
        )

        def answered(key: str) -> None:
            if key == "erase":
                self._erase(plans)
            elif back is not None:
                back()

        title = _("Erase {names} for good?").format(names=names)
        dialogs.ask(self, title, "\n".join(lines), answers, answered)

    def _erase(self, plans: Sequence[Plan]) -> None:
        desk = self.desk
        ids = [plan.person_id for plan in plans]
        names = [plan.name for plan in plans]

        def work(progress: Progress) -> Protocol:
            now = datetime.now().astimezone()
            return erasure.erase(desk.store, desk.actor, ids, now=now, progress=progress)

        def told(protocol: Protocol) -> None:
            desk.open("keeping")  # who went on meanwhile may look at the person right now
            desk.forget(names, {f"person {number}" for number in ids})
            self._told(protocol)

        desk.long(self, work, then=told, label="job.erase")

    def _told(self, protocol: Protocol) -> None:
        touched = frozenset({
            "people", "members", "mobilities", "papers", "attachments", "paper_originals", "needs",
        })  # fmt: skip
        self.desk.hub.tell(Done(None, "people_erased", {"n": protocol.people}, touched))
        ProtocolDialog(self, protocol).open()

    # inside
    def _show(self, seen: _Seen) -> None:
        self._show_due(seen.due)
        self._show_needs(seen.needs)
        self.checks.show_people(seen.restricted)
        fill(self.duties, _duties(seen.projects))
        fill(self.log, _log(seen.log))

    def _show_due(self, people: list[PersonRow]) -> None:
        block = rows.Block(1)
        self.ticks = {}
        for row in people[:_MOST]:
            tick = CheckBox(_("{name}, kept until {day}").format(
                name=row.name, day=shown.long_date(row.keep_until)))  # fmt: skip
            tick.setChecked(True)
            self.ticks[row.person_id] = tick
            block.body.addWidget(tick)
        if people:
            erase = Button(_("Erase the ticked people"), "second", "trash")
            erase.clicked.connect(lambda: self._ask_ticked())
            block.body.addLayout(_left(erase))
        else:
            words = _("Nobody today. This list fills by itself when a date has passed.")
            block.body.addWidget(Paragraph(words, "body", "soft"))
        self.due.set_count(len(people))
        fill(self.due, block)

    def _ask_ticked(self) -> None:
        chosen = [person for person, tick in self.ticks.items() if tick.isChecked()]
        if chosen:
            self.ask(chosen)

    def _show_needs(self, count: int) -> None:
        self.needs.setVisible(count > 0)
        if not count:
            return
        block = rows.Block(1)
        block.body.addWidget(
            Paragraph(
                ngettext("{n} need has passed its day.", "{n} needs have passed their day.", count)
            )
        )
        destroy = Button(_("Destroy them"), "second", "trash")
        destroy.clicked.connect(lambda: self._destroy())
        block.body.addLayout(_left(destroy))
        fill(self.needs, block)

    def _destroy(self) -> None:
        now = datetime.now().astimezone()
        self.desk.write(
            self, protected.destroy_due_needs, self.desk.today(), now=now,
            then=lambda _n: self.mark_stale(),
        )  # fmt: skip


class ProtocolDialog(dialogs.Dialog):
    """What was erased, without any name, and what a person must still do by hand."""

    def __init__(self, parent: KeepingPage, protocol: Protocol) -> None:
        super().__init__(parent, _("Erased"), texts.word("erasure.not_undoable"))
        counts = [
            (texts.word(f"erased.{kind}"), shown.number(n))
            for kind, n in protocol.counts.items()
            if n
        ]
        cleaned = (_("Backups cleaned"), shown.number(protocol.copies_cleaned))
        self.body.addWidget(rows.Facts([*counts, cleaned]))
        for line in _by_hand(protocol):
            self.body.addWidget(Paragraph(line))
        close = Button(_("Close"), "main")
        close.clicked.connect(self.accept)
        self.footer.addStretch(1)
        self.footer.addWidget(close)


def _by_hand(protocol: Protocol) -> list[str]:
    lines = []
    away = [f"{copy.name}, {copy.place}" for copy in protocol.copies_away]
    if away or protocol.copies_failed:
        lines.append(texts.word("erasure.destroy"))
        lines += [*away, *protocol.copies_failed]
    for copy in protocol.frozen:
        until = shown.long_date(copy.kept_until)
        lines.append(_("Files sent, {name}: kept until {day}").format(name=copy.name, day=until))
    lines += [f"{texts.word(f'look_at.{kind}')}: {n}" for kind, n in protocol.look_at.items() if n]
    return lines


def _sentence(plans: Sequence[Plan]) -> str:
    found = (
        ngettext("{n} mobility", "{n} mobilities", sum(p.mobilities for p in plans)),
        ngettext("{n} paper", "{n} papers", sum(p.papers for p in plans)),
        ngettext("{n} file", "{n} files", sum(p.attachments for p in plans)),
        ngettext("{n} paper original", "{n} paper originals", sum(p.originals for p in plans)),
        ngettext("{n} need", "{n} needs", sum(p.needs for p in plans)),
    )
    return _("This concerns {what}. Places and sums stay without a name.").format(
        what=", ".join(found)
    )


def _duties(projects: list[ProjectRow]) -> rows.Block:
    block = rows.Block(1)
    for row in projects:
        duty = row.duty
        if duty.end is None:
            words = _("until the final payment is known")
        elif duty.unconfirmed:
            words = _("until {day}, usual years, not confirmed").format(
                day=shown.long_date(duty.end))  # fmt: skip
        else:
            words = _("until {day}").format(day=shown.long_date(duty.end))
        block.body.addLayout(rows.state("clock", "soft", row.code, words))
    if not projects:
        block.body.addWidget(Paragraph(_("No projects yet."), "body", "soft"))
    return block


def _log(entries: list[AccessRow]) -> rows.Block:
    block = rows.Block(1)
    for entry in entries:
        what = texts.word(f"access.{entry.action}")
        when = f"{shown.short_date(entry.at.date())} {entry.at:%H:%M}"
        said = " · ".join(part for part in (entry.person, what, entry.why or "") if part)
        block.body.addLayout(rows.state("eye", "soft", said, f"{entry.nickname}, {when}"))
    if not entries:
        block.body.addWidget(Paragraph(_("Nobody opened any."), "body", "soft"))
    return block


def _left(button: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    theme.space(line, 0, 1)
    line.addWidget(button)
    line.addWidget(Label(""), 1)
    return line
