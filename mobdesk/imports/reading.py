"""Reading a foreign list: any promised file in, a book of plain cells out.

``read`` runs inside the child process only; ``read_apart`` is what the program calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from mobdesk.domain.progress import Progress
from mobdesk.errors import Problem, Refused
from mobdesk.imports import kinds
from mobdesk.imports.delimited import read_text
from mobdesk.imports.limits import FILE_BYTES, Archive
from mobdesk.imports.table import Book, Cell, Merge, Sheet

Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ReadChoices:
    """What a person chose; ``None`` means: find out.

    ``encoding`` is a Python codec name, ``separator`` one character (both of text files only),
    ``sheet`` the only sheet wanted (the others come with their names and no rows).
    """

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None


def read(path: Path | str, choices: ReadChoices | None = None, step: Step | None = None) -> Book:
    """Read a file. To be called in the child process: libraries may abort on hostile files.

    Raises ``Refused`` with one of ``encrypted_file``, ``damaged_file``, ``unsafe_file``,
    ``empty_file``, ``over_limit``, ``not_a_table``, ``format_not_promised``, ``file_unreadable``,
    ``encoding_unknown``, ``encoding_wrong``, ``separator_unknown``, ``sheet_unknown``.
    """
    choices = choices or ReadChoices()
    step = step or _silent
    data = _content(Path(path))
    kind = kinds.kind_of(data)
    if kind == "text":
        return read_text(data, choices.encoding, choices.separator, step)
    from mobdesk.imports.workbook import read_workbook

    if kind == "xls":
        return read_workbook(data, "xls", None, choices.sheet, step)
    archive = Archive(data)
    return read_workbook(data, kinds.archive_kind(archive), archive, choices.sheet, step)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise Refused("over_limit", limit="file", allowed=FILE_BYTES // 1024 // 1024)
        return path.read_bytes()
    except OSError as error:
        raise Refused("file_unreadable") from error


def _silent(done: int, total: int, word: str = "") -> None:
    return None


def read_apart(
    path: Path | str,
    choices: ReadChoices | None = None,
    progress: Progress | None = None,
    *,
    rows: int | None = None,
) -> Book:
    """Read a file in a child process; ``rows`` limits each sheet (for a preview)."""
    from mobdesk.imports import child

    arguments = {
        "path": str(Path(path).absolute()),
        "choices": asdict(choices or ReadChoices()),
        "rows": rows,
    }
    return book_from_json(child.run("read", arguments, progress=progress))


def read_task(arguments: Any, progress: Step, emit: Callable[[Any], None]) -> Any:
    """The task ``read`` of the child process."""
    book = read(arguments["path"], ReadChoices(**arguments["choices"]), progress)
    return book_to_json(book, arguments.get("rows"))


# ---- a book as JSON: dates, datetimes and times are tagged lists ----------------------------


def cell_to_json(cell: Cell) -> Any:
    """A cell as JSON: ``["d", "2025-03-01"]``, ``["dt", …]``, ``["t", …]``, else itself."""
    if isinstance(cell, datetime):
        return ["dt", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time):
        return ["t", cell.isoformat()]
    if isinstance(cell, str):
        # A half of a surrogate pair cannot be written as UTF-8 later.
        return cell.encode("utf-8", "replace").decode() if not cell.isascii() else cell
    return cell


def cell_from_json(value: Any) -> Cell:
    """The cell that ``cell_to_json`` wrote."""
    if isinstance(value, list):
        kind, text = value
        readers: dict[str, Callable[[str], Cell]] = {
            "d": date.fromisoformat,
            "dt": datetime.fromisoformat,
            "t": time.fromisoformat,
        }
        return readers[kind](text)
    return value  # type: ignore[no-any-return]


def book_to_json(book: Book, rows: int | None = None) -> Any:
    """A book as JSON, each sheet cut after ``rows`` rows."""
    return {
        "format": book.format,
        "encoding": book.encoding,
        "separator": book.separator,
        "date1904": book.date1904,
        "notes": [list(note) for note in book.notes],
        "sheets": [_sheet_to_json(sheet, rows) for sheet in book.sheets],
    }


def _sheet_to_json(sheet: Sheet, rows: int | None) -> Any:
    return {
        "name": sheet.name,
        "rows": [[cell_to_json(cell) for cell in row] for row in sheet.rows[:rows]],
        "numbers": sheet.numbers[:rows],
        "visible": sheet.visible,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "merged": [[m.first_row, m.first_column, m.last_row, m.last_column] for m in sheet.merged],
        "blanks": [[row, column, code] for (row, column), code in sheet.blanks.items()],
    }


def book_from_json(value: Any) -> Book:
    """The book that ``book_to_json`` wrote."""
    return Book(
        format=value["format"],
        sheets=tuple(_sheet_from_json(sheet) for sheet in value["sheets"]),
        encoding=value["encoding"],
        separator=value["separator"],
        date1904=value["date1904"],
        notes=tuple(Problem(*note) for note in value["notes"]),
    )


def _sheet_from_json(value: Any) -> Sheet:
    return Sheet(
        name=value["name"],
        rows=[[cell_from_json(cell) for cell in row] for row in value["rows"]],
        numbers=value["numbers"],
        visible=value["visible"],
        hidden_rows=frozenset(value["hidden_rows"]),
        hidden_columns=frozenset(value["hidden_columns"]),
        merged=tuple(Merge(*numbers) for numbers in value["merged"]),
        blanks={(row, column): code for row, column, code in value["blanks"]},
    )
