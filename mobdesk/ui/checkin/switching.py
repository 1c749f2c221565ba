"""Switching "How am I?" on for the centre, after the team was consulted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from mobdesk import texts
from mobdesk.errors import Invalid
from mobdesk.i18n import _
from mobdesk.ui import dialogs, errors, fields, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.door import Labelled
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Paragraph

if TYPE_CHECKING:
    from mobdesk.services.wellbeing import SwitchedOn


class NotYetCard(Card):
    """What everybody reads until it is switched on."""

    def __init__(self, *, with_earlier: bool = True) -> None:
        super().__init__(_("Not yet switched on here"))
        self.add(Paragraph(_(
            "\u201cHow am I?\u201d asks seven short questions about your work. Only you see the "
            "answers. The coordinator switches it on for the centre after the team was consulted."
        )))  # fmt: skip
        self.add(Paragraph(_("Your diary needs no switch: it is yours to open now.")))
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        self.diary = Button(_("Open my diary"), "main", "diary")
        self.earlier = Button(_("See my earlier check-ins"), "link")
        if not with_earlier:
            self.earlier.hide()
        row.addWidget(self.diary)
        row.addWidget(self.earlier)
        row.addStretch(1)
        self.add(row)
        self.finish()


class SwitchCard(Card):
    """The coordinator records consultation and assessment. ``switched``: it is on now."""

    switched = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Switch it on for the centre"))
        self._desk = desk
        self.add(Paragraph(
            _("First talk with the team, and read the impact assessment. Then record both here."),
            "body", "soft",
        ))  # fmt: skip
        self.on = Labelled(_("Date of the consultation"), fields.Date(near=desk.today))
        self.form = Labelled(_("Form of the consultation"), fields.Text(_("Meeting of all"), 200))
        self.read = CheckBox(_("I have read the impact assessment"))
        self.read_error = Paragraph("", "caption", "stop_text")
        self.read_error.hide()
        for part in (self.on, self.form, self.read, self.read_error):
            self.add(part)
        self.button = Button(_("Switch it on"), "second")
        self.button.clicked.connect(lambda: self.save())
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish()

    def save(self) -> None:
        """Check and record."""
        from mobdesk.services import wellbeing

        for field in (self.on, self.form):
            field.show_error("")
        self.read_error.hide()
        day = self.on.editor.value()
        form = self.form.editor.value()
        if day is None:
            self.on.show_error(" ".join(texts.error(_problem("on"))).strip())
            self.on.setFocus()
            return
        self._desk.write(
            self, wellbeing.switch_on, on=day, form=form, assessment_read=self.read.isChecked(),
            then=self._done, fail=self._failed,
        )  # fmt: skip

    def _done(self, _none: Any) -> None:
        self._desk.say(_("\u201cHow am I?\u201d is switched on for the centre."))
        self.switched.emit()

    def _failed(self, err: BaseException) -> None:
        if not isinstance(err, Invalid):
            self._desk.show_error(self, err)
            return
        for problem in err.problems:
            words = " ".join(texts.error(problem)).strip()
            if problem.field == "form":
                self.form.show_error(words)
                self.form.setFocus()
            else:
                self.read_error.setText(_("Read it first, then tick."))
                self.read_error.show()


def _problem(field: str) -> Any:
    from mobdesk.errors import Problem

    return Problem(field, "needed")


class SwitchedOnCard(Card):
    """For the coordinator: since when it is on, and the way to switch it off."""

    switched = Signal()

    def __init__(self, desk: Desk, since: SwitchedOn) -> None:
        super().__init__()
        self._desk = desk
        words = _("Switched on for the centre. Team consulted on {day}: {form}.")
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        day = shown.long_date(since.on)
        row.addWidget(Paragraph(words.format(day=day, form=since.form), "caption", "soft"), 1)
        self.off = Button(_("Switch it off"), "link")
        self.off.clicked.connect(lambda: self._ask())
        row.addWidget(self.off)
        self.add(row)

    def _ask(self) -> None:
        dialogs.confirm(
            self,
            _("Switch \u201cHow am I?\u201d off for the centre?"),
            _("Nobody can start a new check-in then. What was written stays with its writer."),
            _("Switch it off"),
            self._do,
        )

    def _do(self) -> None:
        from mobdesk.services import wellbeing

        self._desk.write(
            self,
            wellbeing.switch_off,
            then=lambda _none: self.switched.emit(),
            fail=lambda err: self._desk.show_error(self, err) if errors.worded(err) else None,
        )
