"""The field for a project code: explained while typed, nothing corrected in silence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.project_codes import ParsedCode, parse_code
from mobdesk.i18n import _
from mobdesk.ui import shown, stays, theme
from mobdesk.ui.fields import Text
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.parts.tiles import CodePart, CodeTiles

EXAMPLE = "2026-1-EE01-KA121-ADU-000312345"


def sign_of(tone: str) -> tuple[str, str]:
    """Icon and colour of what is said about a code in this tone."""
    icon = {"ok": "check", "soft": "info"}.get(tone, "warning")
    return icon, "soft" if tone == "soft" else f"{tone}_text"


def offer(button: Button, parsed: ParsedCode) -> None:
    """Let a button offer the code that may be meant; without one it is away."""
    button.setVisible(bool(parsed.suggestion))
    button.setText(_("Use {code}").format(code=parsed.suggestion))


def tiles_of(parsed: ParsedCode) -> list[CodePart]:
    """The parts of a code as the tiles show them; "(?)" where a part was never seen before."""
    found = []
    for part in parsed.parts:
        values = dict(part.values)
        if "country" in values:
            values["country"] = stays.country(values["country"]) or values["country"]
        meaning = texts.label(part.meaning, values)
        if part.unconfirmed:
            meaning = f"{meaning} (?)"
        found.append(CodePart(part.text, texts.word(f"code_part_name.{part.name}"), meaning))
    return found


def remarks(parsed: ParsedCode, expected: str = "") -> list[tuple[str, str]]:
    """What is said below a code, each with its tone: what was tidied, what to look at, notes.

    ``expected`` is the code of a note that is no news here.
    """
    if not parsed.text.strip():
        return []
    tone = "wait" if parsed.code else "stop"
    said = [("ok", texts.word(f"code_correction.{one}")) for one in parsed.corrections]
    said += [(tone, " ".join(texts.error(one)).strip()) for one in parsed.problems]
    notes = [one for one in parsed.notes if one.code != expected]
    return said + [("soft", " ".join(texts.error(one)).strip()) for one in notes]


class CodeExplained(QWidget):
    """Tiles and remarks of one code; ``suggested`` carries the code that may be meant."""

    suggested = Signal(str)

    def __init__(self, expected: str = "") -> None:
        super().__init__()
        self._expected = expected
        self._parsed: ParsedCode = parse_code("")
        column = QVBoxLayout(self)
        theme.space(column, 0, 1)
        self.tiles = CodeTiles()
        column.addWidget(self.tiles)
        self._remarks = QVBoxLayout()
        theme.space(self._remarks, 0, 0.5)
        column.addLayout(self._remarks)
        self.suggestion = Button("", "link")
        self.suggestion.clicked.connect(lambda: self.suggested.emit(self._parsed.suggestion or ""))
        column.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        self.said: list[str] = []
        self.explain("")

    def explain(self, text: str) -> None:
        """Explain another text."""
        from mobdesk.ui.rows import clear

        self._parsed = parsed = parse_code(text)
        self.tiles.set(tiles_of(parsed))
        self.tiles.setVisible(bool(parsed.parts))
        offer(self.suggestion, parsed)
        clear(self._remarks)
        found = remarks(parsed, self._expected)
        self.said = [words for _tone, words in found]
        for tone, words in found:
            self._remarks.addLayout(self._remark(tone, words))
        self.setVisible(bool(text.strip()))

    @staticmethod
    def _remark(tone: str, words: str) -> QHBoxLayout:
        sign, role = sign_of(tone)
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        row.addWidget(IconLabel(sign, role), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(words, "caption", "soft" if tone == "ok" else role, most=110), 1)
        return row


class CodeField(QWidget):
    """An editor: the line for the code and, below it, the explanation."""

    changed = Signal()

    def __init__(self, example: str = EXAMPLE, expected: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 1)
        self.line = Text(example, 200)
        self.explained = CodeExplained(expected)
        column.addWidget(self.line)
        column.addWidget(self.explained)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._explain)
        self.line.editingFinished.connect(self._write_out)
        self.explained.suggested.connect(self.line.setText)

    def value(self) -> str:
        return self.line.value()

    def set_value(self, value: str | None) -> None:
        self.line.set_value(value)

    def problem(self) -> str:
        return "code_not_whole" if self.value() and parse_code(self.value()).code is None else ""

    def shown(self, value: object) -> str:
        return str(value) if value else shown.NOTHING

    def _explain(self, text: str) -> None:
        self.explained.explain(text)
        self.changed.emit()

    def _write_out(self) -> None:
        """On leaving, the tidy code stands in the field; what was tidied stays said below."""
        parsed = parse_code(self.line.text())
        if parsed.sure and parsed.code != self.line.text():
            said = parsed.text
            self.line.blockSignals(True)
            self.line.setText(parsed.code or "")
            self.line.blockSignals(False)
            self.explained.explain(said)
            self.changed.emit()
