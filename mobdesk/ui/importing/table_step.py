"""Which sheet, which row holds the headers, how a text file is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services.importing import CheckedFile, Choices
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.tables import Column, Table

_SHOWN_COLUMNS = 12
_ENCODINGS = (
    ("utf-8", "UTF-8"), ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"), ("cp1250", "Windows-1250"), ("cp1257", "Windows-1257"),
    ("cp1251", "Windows-1251"), ("cp1253", "Windows-1253"), ("cp1254", "Windows-1254"),
    ("iso8859-1", "ISO 8859-1"), ("iso8859-2", "ISO 8859-2"), ("iso8859-5", "ISO 8859-5"),
    ("iso8859-7", "ISO 8859-7"), ("iso8859-9", "ISO 8859-9"), ("iso8859-13", "ISO 8859-13"),
    ("iso8859-15", "ISO 8859-15"), ("koi8-r", "KOI8-R"), ("cp437", "DOS 437"), ("cp850", "DOS 850"),
    ("cp852", "DOS 852"), ("cp866", "DOS 866"), ("mac-roman", "Mac Roman"),
)  # fmt: skip


class TableStep(QWidget):
    """Shows what was found; every change asks to read again with ``changed(Choices)``."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        column = QVBoxLayout(self)
        theme.space(column, 0, 2)
        card = Card(_("How the file is read"))
        grid = QGridLayout()
        theme.space(grid, 0, 1.25)
        self.sheet = Choice(())
        self.header_row = Choice(())
        self.encoding = Choice(())
        self.separator = Choice(())
        self._labels: dict[QWidget, Label] = {}
        rows = (
            (self.sheet, _("Sheet")),
            (self.header_row, _("The headers are in")),
            (self.encoding, _("Letters are written as")),
            (self.separator, _("Columns are separated by")),
        )
        for number, (box, words) in enumerate(rows):
            label = Label(words, "label")
            label.setBuddy(box)
            box.setAccessibleName(words)
            self._labels[box] = label
            grid.addWidget(label, number, 0)
            grid.addWidget(box, number, 1)
            box.changed.connect(self._ask)
        grid.setColumnStretch(2, 1)
        card.add(grid)
        self.notes = Paragraph("", "body", "soft")
        card.add(self.notes)
        column.addWidget(card)
        self._preview = Card(_("The first rows of the file"))
        self._table: Table | None = None
        column.addWidget(self._preview, 1)
        self._choices = Choices()

    def show_file(self, file: CheckedFile, choices: Choices) -> None:
        """Show what was found in a file, and its first rows."""
        self._choices = choices
        source, preview = file.source, file.preview
        text = source.encoding is not None
        self._offer(self.sheet, [(s.name, _sheet_words(s)) for s in preview.sheets], source.sheet)
        self._show(self.sheet, len(preview.sheets) > 1 and not text)
        rows = [
            (number, _("Row {n}: {cells}").format(n=number, cells=_short(cells)))
            for number, cells in preview.lines
        ]
        if source.header_row not in [number for number, _words in rows]:
            rows.append((source.header_row, _("Row {n}").format(n=source.header_row)))
        self._offer(self.header_row, rows, source.header_row)
        encodings = list(_ENCODINGS)
        if source.encoding and source.encoding not in dict(encodings):
            encodings.insert(0, (source.encoding, source.encoding))
        self._offer(self.encoding, encodings, source.encoding)
        self._offer(self.separator, _separators(source.separator), source.separator)
        self._show(self.encoding, text)
        self._show(self.separator, text)
        self._say_notes(file)
        self._show_lines(preview.lines, source.header_row)

    def _say_notes(self, file: CheckedFile) -> None:
        from mobdesk import texts

        words = [texts.error(_named(note)).what for note in file.notes]
        if file.skipped:
            left = ngettext(
                "{n} row with totals or repeated headers is left out.",
                "{n} rows with totals or repeated headers are left out.",
                len(file.skipped),
            )
            words.append(left)
        self.notes.setText(" ".join(words))
        self.notes.setVisible(bool(words))

    def _offer(self, box: Choice, options: list[tuple[Any, str]], now: Any) -> None:
        self._filling = True
        box.set_options(options)
        box.set_value(now)
        self._filling = False

    def _show(self, box: QWidget, visible: bool) -> None:
        box.setVisible(visible)
        self._labels[box].setVisible(visible)

    def _ask(self) -> None:
        if self._filling:
            return
        before = self._choices
        sheet = self.sheet.value() if self.sheet.isVisibleTo(self) else before.sheet
        other_sheet = sheet != before.sheet and before.sheet is not None
        text = self.encoding.isVisibleTo(self)
        self.changed.emit(
            replace(
                before,
                sheet=sheet,
                header_row=None if other_sheet else self.header_row.value(),
                encoding=self.encoding.value() if text else None,
                separator=self.separator.value() if text else None,
                columns={},
            )
        )

    def _show_lines(self, lines: tuple[tuple[int, tuple[str, ...]], ...], header: int) -> None:
        width = min(_SHOWN_COLUMNS, max((len(cells) for _n, cells in lines), default=0))
        columns = [
            Column("row", N_("Row"), lambda line: str(line.number), "soft", sort=False, width=8)
        ]
        columns += [_cell_column(at) for at in range(width)]
        shown = [_Line(number, cells, number == header) for number, cells in lines]
        table = Table(
            columns, _("The first rows of the file"), fetch=lambda ids, then: then(
                [line for line in shown if line.id in ids]
            ),
        )  # fmt: skip
        if self._table is not None:
            self._preview.body.removeWidget(self._table)
            self._table.deleteLater()
        self._table = table
        self._preview.add(table, 1)
        table.set_ids([line.id for line in shown], shown)
        table.select(header)


def _cell_column(at: int) -> Column:
    def text(line: Any) -> str:
        return str(line.cell(at))

    return Column(f"c{at}", _letter(at), text, sort=False, width=16, priority=at + 1)


class _Line:
    def __init__(self, number: int, cells: tuple[str, ...], header: bool) -> None:
        self.id = self.number = number
        self._cells, self.header = cells, header

    def cell(self, at: int) -> str:
        return self._cells[at] if at < len(self._cells) else ""


def _named(note: Any) -> Problem:
    """A note that calls an encoding by the name that is offered above it."""
    names = dict(_ENCODINGS)
    values = {k: names.get(v, v) if k == "encoding" else v for k, v in note.values.items()}
    return Problem(note.field, note.code, values)


def _sheet_words(sheet: Any) -> str:
    rows = ngettext("{n} row", "{n} rows", sheet.rows)
    return f"{sheet.name}, {rows}" if sheet.visible else f"{sheet.name}, {rows}, {_('hidden')}"


def _short(cells: tuple[str, ...]) -> str:
    words = " · ".join(cell for cell in cells if cell)
    return words if len(words) <= 60 else f"{words[:59]}…"


def _letter(at: int) -> str:
    return chr(65 + at)


def _separators(found: str | None) -> list[tuple[str, str]]:
    known = [(",", _("comma ,")), (";", _("semicolon ;")), ("\t", _("tab")), ("|", _("bar |"))]
    if found and found not in dict(known):
        known.append((found, found))
    return known
