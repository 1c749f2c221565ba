"""Noting where a paper is that stays on paper: the form, and the menu of one that is noted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from mobdesk import texts
from mobdesk.domain.documents import MARKS_OF_ORIGINALS
from mobdesk.i18n import N_, _
from mobdesk.ui import fields, icons
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field

if TYPE_CHECKING:
    from mobdesk.services.paper_originals import OriginalRow


def _marks() -> Choice:
    return Choice([(m, texts.word(f"sensitivity.{m}")) for m in MARKS_OF_ORIGINALS])


_FIELDS = (
    Field("title", N_("Which paper"), help=N_("For example: signed contract")),
    Field(
        "place", N_("Binder, place"),
        help=N_("Where others find it. For example: binder 3, shelf 2"),
    ),
    Field("dated", N_("Date on the paper"), fields.Date, required=False),
    Field("sensitivity", N_("Sensitivity"), _marks),
)  # fmt: skip


def ask_new(desk: Desk, parent: QWidget, table: str, record: int, context: str) -> None:
    """Ask for a paper original of one record."""
    from mobdesk.services import paper_originals

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
        return paper_originals.note(store, actor, table, record, values)

    dialog = FormDialog(
        desk, parent.window(), _("Note a paper original"), _FIELDS, save, context=context,
        defaults={"sensitivity": "normal"}, columns=1,
    )  # fmt: skip
    dialog.open()


def ask_change(desk: Desk, parent: QWidget, row: OriginalRow, context: str) -> None:
    """Ask for other values of one paper original."""
    from mobdesk.services import paper_originals

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
        return paper_originals.change(store, actor, row.id, rev or 0, values)

    def reload(store: Any, actor: Any) -> Loaded:
        return _loaded(paper_originals.get(store, actor, row.id))

    dialog = FormDialog(
        desk, parent.window(), _("Edit the paper original"), _FIELDS, save, context=context,
        record=_loaded(row), reload=reload, columns=1,
    )  # fmt: skip
    dialog.open()


def _loaded(row: OriginalRow) -> Loaded:
    return Loaded(row.rev, {field.key: getattr(row, field.key) for field in _FIELDS})


def menu_of(desk: Desk, parent: QWidget, row: OriginalRow, context: str) -> QMenu:
    """The menu of a paper original; what removes stands last."""
    from mobdesk.services import paper_originals

    def mark(to: str) -> None:
        desk.write(parent, paper_originals.change, row.id, row.rev, {"sensitivity": to})

    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(icons.icon("pen"), _("Edit"), lambda: ask_change(desk, parent, row, context))
    if row.sensitivity == "normal":
        says = _("Mark as sensitive: never in files to send")
        menu.addAction(icons.icon("eye-off"), says, partial(mark, "sensitive"))
    else:
        menu.addAction(icons.icon("eye"), _("Mark as ordinary"), partial(mark, "normal"))
    menu.addSeparator()
    menu.addAction(
        icons.icon("trash"), _("Remove"),
        lambda: desk.write(parent, paper_originals.remove, row.id),
    )  # fmt: skip
    return menu
