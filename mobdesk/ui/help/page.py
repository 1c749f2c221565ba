"""Help inside the window: the same cards, and the coordinator keeps the contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import N_, _
from mobdesk.ui.choices import YesNo
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Date, LongText, Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.help.view import ContactsCard, HelpView
from mobdesk.ui.pages import Page

if TYPE_CHECKING:
    from mobdesk.services.help import HelpRow


class HelpPage(Page):
    """Cards in two columns."""

    tables = frozenset({"help_contacts"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Help"))
        self.scroller.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.scroller.setProperty("noRing", True)
        self.scroller.setAccessibleName(_("Help"))
        self.header.set_line(_("Emergency number, contacts, and how to do things."))
        may_edit = desk.may(Area.CONTACTS, Access.WRITE)
        self.contacts = ContactsCard(may_edit=may_edit)
        self.contacts.add_asked.connect(self.add_contact)
        self.contacts.change_asked.connect(self.change_contact)
        self.contacts.remove_asked.connect(self.remove_contact)
        self.cards = HelpView(contacts=self.contacts)
        self.body.addWidget(self.cards)
        self.body.addStretch(1)

    def refresh(self) -> None:
        from mobdesk.services import help as service

        today = self.desk.today()
        self.desk.read(
            self, service.contacts,
            then=lambda rows: self.contacts.show_rows(rows, today), key="contacts",
        )  # fmt: skip

    def entry(self) -> QWidget | None:
        """One reads here: the keys scroll the page."""
        return self.scroller

    def mode_changed(self) -> None:
        self.cards.set_mode(self.mode)

    def add_contact(self) -> FormDialog:
        """A new contact."""
        return self._dialog(_("Add a contact"), None, {"public": False})

    def change_contact(self, row: HelpRow) -> FormDialog:
        """Change a contact."""
        return self._dialog(_("Change a contact"), row.id, row._asdict())

    def remove_contact(self, row: HelpRow) -> None:
        """Take a contact away; Undo brings it back."""
        from mobdesk.services import help as service

        self.desk.write(self, service.remove_contact, row.id)

    def _dialog(self, title: str, contact_id: int | None, values: dict[str, Any]) -> FormDialog:
        from mobdesk.services import help as service

        def save(store: Any, actor: Any, typed: dict[str, Any], _rev: int | None) -> Any:
            return service.save_contact(store, actor, typed, contact_id)

        declared = (
            Field("name", N_("Name"), lambda: Text(N_("Help line for teachers"), 200)),
            Field("phone", N_("Phone"), lambda: Text("", 60), required=False),
            Field("text", N_("What it is, hours, languages"), lambda: LongText(lines=3),
                  required=False, wide=True),
            Field("checked_on", N_("Last checked on"), lambda: Date(near=self.desk.today),
                  required=False, help=N_("The day on which somebody tried the number.")),
            Field("public", N_("Readable without signing in"), YesNo,
                  help=N_("Warning: everybody at this computer can read it then.")),
        )  # fmt: skip
        known = {key: values.get(key) for key in ("name", "phone", "text", "checked_on", "public")}
        dialog = FormDialog(
            self.desk, self, title, declared, save,
            defaults={key: value for key, value in known.items() if value is not None},
        )  # fmt: skip
        dialog.open()
        return dialog
