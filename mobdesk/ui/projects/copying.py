"""Ask how a project becomes the plan of the next call."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk.domain.done import Done
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import next_year
from mobdesk.services.next_year import Proposal
from mobdesk.ui import fields
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.project_code import CodeField
from mobdesk.ui.record_fields import Tick

_COPIED = ("code", "title", "start", "end")


def ask_copy(desk: Desk, page: QWidget, project_id: int) -> None:
    """Read what the copy starts from, then show the form; the plan opens when it is made."""
    desk.read(
        page, next_year.proposal, project_id,
        then=lambda found: _show(desk, page, project_id, found),
    )  # fmt: skip


def _show(desk: Desk, page: QWidget, project_id: int, found: Proposal) -> None:
    day = partial(fields.Date, near=desk.today)
    words = ngettext("Copy {n} stay as an idea", "Copy {n} stays as ideas", found.stays)
    declared = (
        Field("code", N_("Project code"), CodeField, wide=True,
              help=N_("The number is not known yet: nine zeros. Change it when the agency "
                      "answers.")),
        Field("title", N_("Title"), fields.Text, required=False, wide=True),
        Field("start", N_("First day"), day, required=False),
        Field("end", N_("Last day"), day, required=False),
        Field("stays", N_("Stays"), lambda: Tick(words.format(n=found.stays)),
              required=False, wide=True,
              help=N_("A year later, on the same weekday, with places instead of people. No "
                      "papers, no money.")),
    )  # fmt: skip

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        project = {name: values[name] for name in _COPIED}
        project["accreditation_id"] = found.values["accreditation_id"]
        return next_year.copy(store, actor, project_id, project, stays=bool(values["stays"]))

    dialog = FormDialog(
        desk, page, _("Plan of the next call"), declared, save,
        context=_("Own objectives, targets and planned costs come along."),
        defaults={**{name: found.values[name] for name in _COPIED}, "stays": found.stays > 0},
        main=_("Make the plan"),
    )  # fmt: skip
    dialog.saved.connect(lambda done: desk.open("project", id=done.ids[0]))
    dialog.open()
