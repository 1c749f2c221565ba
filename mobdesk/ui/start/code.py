"""A project code is pasted and explained: parts, what was tidied, what is unknown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.project_codes import ParsedCode, parse_code
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.fields import Text
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Label, Paragraph, label, strong
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.parts.tiles import CodeTiles
from mobdesk.ui.project_code import EXAMPLE, offer, sign_of, tiles_of


class CodeCard(Enters, Card):
    """The field for the code and its explanation. ``changed`` carries the parsed code."""

    changed = Signal(object)
    none_asked = Signal()

    def __init__(self, *, may_skip: bool = True) -> None:
        super().__init__(padding=(3, 2.5))
        self.parsed: ParsedCode = parse_code("")
        self.add(label(_("Paste the project code")))
        line = QHBoxLayout()
        theme.space(line, 0, 2)
        self.field = Text(EXAMPLE, 200)
        self.field.setAccessibleName(_("Project code"))
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.field.textChanged.connect(self._read)
        line.addWidget(self.field)
        line.addStretch(1)
        self.skip = Button(_("I have none yet"), "link")
        self.skip.clicked.connect(lambda: self.none_asked.emit())
        if not may_skip:
            self.skip.hide()
        line.addWidget(self.skip)
        self.add(line)
        said = QHBoxLayout()
        theme.space(said, 0, 1)
        self._sign = IconLabel("info")
        self._said = Paragraph("", "body", "soft", most=120)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._said, 1)
        self.suggestion = Button("", "link")
        self.suggestion.clicked.connect(self._take)
        said.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignTop)
        self.add(said)
        self.tiles = CodeTiles()
        self.add(self.tiles)
        self.setFocusProxy(self.field)
        self.theme_changed()
        self._read("")

    def theme_changed(self) -> None:
        """The field is as wide as a code."""
        self.field.setFixedWidth(theme.current().chars(55))

    def say(self, tone: str, words: str) -> None:
        """Say something about the code under its field."""
        self._sign.set(*sign_of(tone))
        self._said.setText(words)

    def _read(self, text: str) -> None:
        self.parsed = parsed = parse_code(text)
        self.tiles.set(tiles_of(parsed))
        self.tiles.setVisible(bool(parsed.parts))
        offer(self.suggestion, parsed)
        if not text.strip():
            self.say("soft", _("The code stands on page 1 of your grant agreement."))
        elif parsed.problems:
            self.say("wait" if parsed.code else "stop", _sentences(parsed.problems))
        else:
            tidied = [texts.word(f"code_correction.{one}") for one in parsed.corrections]
            noted = [texts.error(one).what for one in parsed.notes]
            self.say("ok", " ".join([*tidied, *noted]) or _("The code is whole."))
        self.changed.emit(parsed)

    def _take(self) -> None:
        if self.parsed.suggestion:
            self.field.setText(self.parsed.suggestion)


def _sentences(problems: tuple) -> str:
    first = texts.error(problems[0])
    rest = [texts.error(problem).what for problem in problems[1:]]
    return " ".join([first.what, *rest, first.advice]).strip()


class MeaningCard(Card):
    """What the code means for the work: up to three facts."""

    def __init__(self) -> None:
        super().__init__(_("What this means"))
        self._rows = [self._row() for _n in range(3)]
        self.show_code(parse_code(""))
        self.finish()

    def show_code(self, parsed: ParsedCode) -> None:
        """Say what follows from ``parsed``."""
        for row, facts in zip(self._rows, meanings(parsed), strict=True):
            icon, first, second = facts
            row.sign.set(icon, "accent_text")
            row.first.setText(first)
            row.second.setText(second)

    def _row(self) -> _Fact:
        row = _Fact()
        self.add(row)
        return row


class _Fact(QWidget):
    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        theme.space(line, 0, 1.25)
        self.sign = IconLabel("info", "accent_text")
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        theme.space(column, 0, 0)
        self.first: Label = strong("")
        self.second = Paragraph("", "body", "soft")
        column.addWidget(self.first)
        column.addWidget(self.second)
        line.addLayout(column, 1)


def meanings(parsed: ParsedCode) -> list[tuple[str, str, str]]:
    """Icon, sentence and reason of what a code means here."""
    if parsed.code is None:
        return [
            ("people", _("You can start without a code"), _("People and stays come first.")),
            ("projects", _("A project is added later"), _("Its code brings year and field.")),
            ("lock", _("Nothing leaves this computer"), _("The folder is encrypted.")),
        ]
    year = parsed.year or 0
    aims = {
        "KA121": (
            _("KA121: the aims come from your accreditation"),
            _("You can type them later, once for all years."),
        ),
        "KA122": (
            _("KA122: the aims are those of this project"),
            _("They stand in your application. You can type them later."),
        ),
        "KA120": (
            _("KA120: this is an accreditation"),
            _("It has no budget. Paste the code of a yearly project, KA121."),
        ),
    }.get(
        parsed.action,
        (_("The rules of this action are not known here"), _("Planning and papers work.")),
    )
    return [
        (
            "rates",
            _("It belongs to the call of {year}").format(year=year),
            _("Sums are typed as they stand in your agreement. None is guessed."),
        ),
        ("documents", *aims),
        (
            "clock",
            _("Papers are kept for years after the end"),
            _("The date stands in your agreement. Nothing is erased before you say so."),
        ),
    ]
