"""One person: contacts, stays, papers, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.people import full_name
from mobdesk.domain.roles import Actor, Area
from mobdesk.i18n import _
from mobdesk.services import people
from mobdesk.services import stays as stay_service
from mobdesk.services.stays import Overview
from mobdesk.ui import rows, shown, stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.people import parts
from mobdesk.ui.people.form import edit_person
from mobdesk.ui.people.protected import ProtectedCard
from mobdesk.ui.record_pages import RecordPage, fill


class PersonPage(RecordPage):
    """Opened with ``id``; the words above the name lead back to the list."""

    list_key = "people"
    tables = frozenset({
        "people", "mobilities", "subgroups", "members", "organisations", "papers", "grant_lines",
        "needs",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Participant"), _("Participants"), "people")
        self.contacts = Card(_("Contacts"))
        self.about = Card(_("About"))
        self.facts = rows.Facts()
        self.note = Paragraph("")
        self.about.add(self.facts)
        self.about.add(self.note)
        self.stays = Card(_("Stays"), 0)
        self.papers = Card(_("Papers"))
        self.protected = ProtectedCard(desk) if desk.may(Area.PROTECTED) else None
        apart = [self.protected] if self.protected is not None else []
        self.about.finish()
        self.lay_out([self.contacts, self.stays, self.about], [self.papers, *apart])
        self._add_button(_("Erase for good"), "trash", self._erase, Area.ERASURE, seldom=True)

    def overview(self, store: Any, actor: Actor, record: int) -> Overview:
        return stay_service.overview(store, actor, record, self.desk.today())

    def edit(self, overview: Overview) -> None:
        edit_person(self.desk, self, overview.record)

    def _erase(self) -> None:
        self.desk.open("keeping", id=self.record)

    def remove_service(self) -> Callable[..., Done]:
        return people.remove

    def fill(self, overview: Overview) -> None:
        values = overview.record.values
        name = full_name(values["first_name"], values["last_name"])
        self.header.set_title(name)
        self.setAccessibleName(name)
        self.header.set_badge(texts.word(f"person_role.{values['role']}"))
        fill(self.contacts, parts.contacts(overview))
        self._show_stays(overview)
        done = parts.done_papers(overview.papers) if overview.papers else ""
        self.papers.setVisible(bool(overview.papers))
        if overview.papers:
            fill(self.papers, rows_with(done, parts.paper_rows(overview.papers)))
        self._show_facts(values)
        if self.protected is not None:
            self.protected.show_person(overview.record.id)

    def _show_stays(self, overview: Overview) -> None:
        every = [*([overview.stay] if overview.stay else []), *overview.others]
        self.stays.set_count(len(every))
        block = rows.Block(0.5)
        go, today = parts.open_stay(self.desk), self.desk.today()
        for stay in every:
            block.body.addWidget(parts.stay_row(stay, today, go))
        if not every:
            block.body.addWidget(Paragraph(_("No stay yet."), "body", "soft"))
        fill(self.stays, block)

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


def rows_with(done: str, block: rows.Block) -> rows.Block:
    """The papers with how many are done above them."""
    whole = rows.Block()
    whole.body.addLayout(rows.heading(_("Required"), done))
    whole.body.addWidget(block)
    return whole


def _word(name: str) -> str:
    return texts.word(f"field.person.{name}")
