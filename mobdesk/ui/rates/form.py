"""The form of a rate sheet, shaped like an agency's table: about twenty numbers by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import rate_sheet_form as table
from mobdesk.domain.done import Done
from mobdesk.domain.project_codes import FIELDS
from mobdesk.domain.rate_sheets import ACTIONS, to_dict
from mobdesk.domain.rate_suggestions import suggested
from mobdesk.errors import Invalid
from mobdesk.i18n import N_, _
from mobdesk.services import rate_sheet_edits, rate_sheets
from mobdesk.services.rate_sheets import SheetDetail
from mobdesk.ui import fields, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field, Form
from mobdesk.ui.rates import words
from mobdesk.ui.rates.editors import Countries, Percent, Rate, Suggested
from mobdesk.ui.rates.form_table import arrange

HEAD = ("agency", "call_year", "field", "actions", "title", "valid_from", "valid_to")
SOURCE = ("document", "url")
_WIDTH = 150  # characters: two amounts with what is said beside them
_NEEDED = frozenset({"agency", "call_year", "field", "actions", "document"})


def declared(
    desk: Desk, content: Mapping[str, Any], *, new: bool, narrow: bool = False
) -> tuple[Field, ...]:
    """The fields of a shaped sheet in the order of the table."""
    day = partial(fields.Date, near=desk.today)
    kinds: dict[str, Callable[[], Any]] = {
        "agency": lambda: fields.Text("EE01", most=4),
        "call_year": lambda: fields.Number("2026", least=2014, most=2099),
        "field": lambda: Choice([(one, words.field_name(one)) for one in FIELDS]),
        "actions": lambda: Choice(
            [
                ("both", texts.word("rate_actions.both")),
                *((one, texts.word(f"rate_actions.{one}")) for one in ACTIONS),
            ]
        ),
        "valid_from": day,
        "valid_to": day,
    }
    hints = {
        "agency": N_("Two letters and two digits, as in your project code."),
        "document": N_("For example: Annex 3, Applicable rates, page 2."),
    }

    def head(key: str, *, required: bool) -> Field:
        return Field(
            key, texts.tables().words[f"field.rate_sheet.{key}"], kinds.get(key, fields.Text),
            required=required, help=hints.get(key, ""),
        )  # fmt: skip

    needed = _NEEDED if new else _NEEDED - {"document"}
    return (
        *(head(key, required=key in needed) for key in (*HEAD, *SOURCE)),
        *(
            Field(
                place, words.place(table.path_of(content, place)), _editor(place, narrow),
                required=False, bare=True,
            )
            for place in table.places(content)
        ),
    )  # fmt: skip


def _editor(place: str, narrow: bool) -> Callable[[], Any]:
    """What the place is typed into; what is suggested stands beside it or, ``narrow``, below."""
    if place == "full_rate_days_include_travel":
        return lambda: Choice([(True, _("Yes")), (False, _("No"))], _("Not known"))
    if place.startswith("country_groups"):
        return lambda: Suggested(Countries(), below=True)
    below = narrow or place.startswith("individual_support")
    if place in table.WHOLE:
        return lambda: Suggested(fields.Number(most=366), below=below)
    return lambda: Suggested(Percent() if place in table.SHARES else Rate(), below=below)


def values_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a shaped sheet."""
    values: dict[str, Any] = {key: content.get(key) for key in HEAD}
    actions = content.get("actions") or ACTIONS
    values["actions"] = "both" if len(actions) > 1 else actions[0]
    for key in ("valid_from", "valid_to"):
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    values |= {place: table.get(content, place) for place in table.places(content)}
    return values


def content_of(content: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet as it is typed now."""
    made = table.filled(content, {place: values[place] for place in table.places(content)})
    for key in HEAD:
        made[key] = values[key]
    made["agency"] = (values["agency"] or "").upper()
    made["actions"] = list(ACTIONS) if values["actions"] == "both" else [values["actions"]]
    for key in ("valid_from", "valid_to"):
        made[key] = values[key].isoformat() if values[key] else None
    return made


def add_sheet(
    desk: Desk, parent: QWidget, then: Callable[[Done], object], **known: Any
) -> FormDialog:
    """Ask for a new sheet; ``known`` are agency, call year and field of a project."""
    content, narrow = table.shaped(), _is_narrow(parent)
    defaults = {**values_of(content), **{k: v for k, v in known.items() if v}}

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        with _at_fields():
            return rate_sheet_edits.add(
                store, actor, content_of(content, values), document=values["document"],
                url=values["url"], today=desk.today(),
            )  # fmt: skip

    dialog = FormDialog(
        desk, parent, _("Type a rate sheet"),
        declared(desk, content, new=True, narrow=narrow), save,
        context=_("Copy the table of your agency. What it does not say stays empty."),
        defaults=defaults, main=_("Keep the sheet"), draft="rate sheet",
        arrange=lambda form: arrange(form, content, narrow=narrow),
    )  # fmt: skip
    return _opened(dialog, content, then)


def edit_sheet(desk: Desk, parent: QWidget, detail: SheetDetail, *, place: str = "") -> FormDialog:
    """Change a sheet of the workspace; ``place``: the path of the number that is asked for."""
    content, number = table.shaped(to_dict(detail.sheet)), detail.id
    narrow = _is_narrow(parent)

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Done:
        with _at_fields():
            return rate_sheet_edits.change(
                store, actor, number, rev or 0, content_of(content, values),
                document=values["document"], url=values["url"], today=desk.today(),
            )  # fmt: skip

    def reload(store: Any, actor: Any) -> Loaded:
        now = rate_sheets.get(store, actor, number)
        return Loaded(now.rev, values_of(table.shaped(to_dict(now.sheet))))

    sheet = detail.sheet
    dialog = FormDialog(
        desk, parent, _("Change the rate sheet"),
        declared(desk, content, new=False, narrow=narrow), save,
        context=words.title_of(sheet.agency, sheet.call_year, sheet.field, sheet.revision),
        record=Loaded(detail.rev, values_of(content)), reload=reload,
        draft=f"rate sheet {number}", arrange=lambda form: arrange(form, content, narrow=narrow),
    )  # fmt: skip
    wanted = next((p for p in table.places(content) if table.path_of(content, p) == place), "")
    return _opened(dialog, content, None, wanted)


def _is_narrow(parent: QWidget) -> bool:
    """Large letters or a small window: two amounts have no room beside what is said of them."""
    return parent.window().width() / theme.current().c < _WIDTH


def _opened(
    dialog: FormDialog,
    content: Mapping[str, Any],
    then: Callable[[Done], object] | None,
    place: str = "",
) -> FormDialog:
    def offer() -> None:
        _offer(dialog.form, content)

    dialog.set_width(_WIDTH)
    for key in ("call_year", "field"):
        dialog.form.editor(key).changed.connect(offer)
    offer()
    if then is not None:
        dialog.saved.connect(then)
    dialog.open()
    if place:
        dialog.form.focus(place)
        row = dialog.form.rows[place]
        QTimer.singleShot(0, row, lambda: dialog.form.problem_shown.emit(row))
    return dialog


def _offer(form: Form, content: Mapping[str, Any]) -> None:
    """Beside each empty number what was read for this call and field."""
    year, field = form.editor("call_year").value(), form.editor("field").value()
    for place in table.places(content):
        editor = form.editor(place)
        if isinstance(editor, Suggested):
            editor.suggest(suggested(table.path_of(content, place), year, field))


class _at_fields:  # noqa: N801 - a context manager, read as words
    """Problems of a sheet are told at the fields of the form."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, err: BaseException | None, _where: Any) -> None:
        if isinstance(err, Invalid):
            raise Invalid([p._replace(field=table.row_of(p.field)) for p in err.problems]) from err
