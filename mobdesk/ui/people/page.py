"""One person: contacts, stays, papers, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.people import full_name
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.services import people
from mobdesk.services import stays as stay_service
from mobdesk.services.done import Done
from mobdesk.services.stays import Overview
from mobdesk.ui import rows, shown, stays, theme
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.people import parts
from mobdesk.ui.people.form import edit_person


class PersonPage(Page):
    """Opened with ``id``. Esc or the words above the name lead back to the list."""

    tables = frozenset({
        "people", "mobilities", "subgroups", "members", "organisations", "papers", "grant_lines",
        "needs",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Participant"))
        self.record: int | None = None
        self.overview: Overview | None = None
        self.header.set_crumbs((_("Participants"), lambda: desk.open("people", id=self.record)))
        self._make_buttons()
        self.contacts = Card(_("Contacts"))
        self.about = Card(_("About"))
        self.facts = rows.Facts()
        self.note = Paragraph("")
        self.about.add(self.facts)
        self.about.add(self.note)
        self.stays = Card(_("Stays"), 0)
        self.papers = Card(_("Papers"))
        self.files: AttachmentsCard | None = None
        if desk.may(Area.MOBILITIES):
            self.files = AttachmentsCard(desk, "people", lambda: self.header.title.text())
        self._lay_out()

    def go(self, **where: Any) -> None:
        if "id" in where:
            self.record = where["id"]
            if self.files is not None:
                self.files.show_record(self.record)
            self.mark_stale()

    def refresh(self) -> None:
        if self.record is not None:
            self.desk.read(
                self, stay_service.overview, self.record, self.desk.today(), then=self._show,
                fail=self._gone, key="person",
            )  # fmt: skip

    def mode_changed(self) -> None:
        wide = self.mode is not Mode.NARROW
        direction = QBoxLayout.Direction
        self.columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)
        self.facts.set_columns(2 if wide else 1)

    # actions
    def edit(self) -> None:
        """The form."""
        if self.overview is not None:
            edit_person(self.desk, self, self.overview.record)

    def remove(self) -> None:
        """Delete this person and go back; Undo brings the person back."""

        def gone(_done: Done) -> None:
            self.desk.open("people")

        if self.record is not None:
            self.desk.write(self, people.remove, [self.record], then=gone)

    # inside
    def _make_buttons(self) -> None:
        made: list[tuple[str, str, Callable[[], None], bool]] = [
            (_("Delete"), "trash", self.remove, self.desk.may(Area.DELETE, Access.WRITE)),
            (_("Edit"), "pen", self.edit, self.desk.may(Area.CONTACTS, Access.WRITE)),
        ]
        for words, icon, act, may in made:
            if may:
                button = Button(words, "second", icon)
                button.clicked.connect(lambda _on=False, act=act: act())
                self.header.add_action(button)

    def _lay_out(self) -> None:
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self.columns, 0, 2)
        cards: list[list[QWidget]] = [
            [self.contacts, self.stays, self.about],
            [self.papers, *([self.files] if self.files else [])],
        ]
        for some in cards:
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            for card in some:
                column.addWidget(card)
            column.addStretch(1)
            self.columns.addLayout(column, 1)
        self.body.addLayout(self.columns)
        self.body.addStretch(1)

    def _show(self, overview: Overview) -> None:
        self.overview = overview
        values = overview.record.values
        name = full_name(values["first_name"], values["last_name"])
        self.header.set_title(name)
        self.setAccessibleName(name)
        self.header.set_badge(texts.word(f"person_role.{values['role']}"))
        _fill(self.contacts, parts.contacts(overview))
        self._show_stays(overview)
        done = parts.done_papers(overview.papers) if overview.papers else ""
        self.papers.setVisible(bool(overview.papers))
        if overview.papers:
            _fill(self.papers, rows_with(done, parts.paper_rows(overview.papers)))
        self._show_facts(values)

    def _show_stays(self, overview: Overview) -> None:
        every = [*([overview.stay] if overview.stay else []), *overview.others]
        self.stays.set_count(len(every))
        block = parts.Block(0.5)
        go, today = parts.open_stay(self.desk), self.desk.today()
        for stay in every:
            block.body.addWidget(parts.stay_row(stay, today, go))
        if not every:
            block.body.addWidget(Paragraph(_("No stay yet."), "body", "soft"))
        _fill(self.stays, block)

    def _show_facts(self, values: dict[str, Any]) -> None:
        gender = values["gender"]
        less = values["fewer_opportunities"]
        facts = [
            (_word("birth_date"), shown.long_date(values["birth_date"])),
            (_word("nationality"), stays.country(values["nationality"])),
            (_word("gender"), texts.word(f"gender.{gender}") if gender else ""),
            (_word("document_valid_to"), shown.long_date(values["document_valid_to"])),
            (_word("next_of_kin"), values["next_of_kin"] or ""),
            (_word("person_code"), values["person_code"] or ""),
            (_word("fewer_opportunities"), {True: _("Yes"), False: _("No")}.get(less, "")),
            (_word("keep_until"), shown.long_date(values["keep_until"])),
        ]
        if not self.desk.may(Area.MOBILITIES):
            facts = facts[1:2]  # colleagues see contacts, not the rest
        self.facts.set(facts)
        self.note.setText(values["note"] or "")
        self.note.setVisible(bool(values["note"]))

    def _gone(self, err: BaseException) -> None:
        if getattr(err, "code", "") == "record_missing":
            self.desk.open("people")
        else:
            self.desk.show_error(self, err)


def rows_with(done: str, block: parts.Block) -> parts.Block:
    """The papers with how many are done above them."""
    whole = parts.Block()
    whole.body.addLayout(rows.heading(_("Required"), done))
    whole.body.addWidget(block)
    return whole


def _fill(card: Card, content: QWidget) -> None:
    rows.clear(card.body)
    card.add(content)


def _word(name: str) -> str:
    return texts.word(f"field.person.{name}")
