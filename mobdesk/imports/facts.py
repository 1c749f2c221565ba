"""What calamine does not show of a sheet, gathered from its XML before calamine sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

from mobdesk.errors import Refused
from mobdesk.imports.limits import CELLS
from mobdesk.imports.table import Merge

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@dataclass(slots=True)
class SheetFacts:
    """Rows and columns count from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    blanks: dict[tuple[int, int], str] = field(default_factory=dict)
    top: int = LAST_ROW + 1
    left: int = LAST_COLUMN + 1
    bottom: int = 0
    right: int = 0

    def reach(self, row: int, column: int) -> None:
        """A cell that holds something: the used range must stay within the limit."""
        self.top = min(self.top, row)
        self.left = min(self.left, column)
        self.bottom = max(self.bottom, row)
        self.right = max(self.right, column)

    def refuse_large(self) -> None:
        """Raise ``over_limit`` when the used range is larger than can be held."""
        rows, columns = self.bottom - self.top + 1, self.right - self.left + 1
        if self.bottom and rows * columns > CELLS:
            raise Refused("over_limit", limit="cells", allowed=CELLS)


@dataclass(slots=True)
class BookFacts:
    """Facts by sheet name, or in the order of the sheets where names are not certain (XLS)."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    in_order: list[SheetFacts] = field(default_factory=list)
    date1904: bool = False
    formulas: bool = False
    """There are formulas in a format that always shows a value for them."""
    parts: list[str] = field(default_factory=list)
    """Names of the parts of the package that are read."""

    def of(self, index: int, name: str) -> SheetFacts:
        """The facts of a sheet."""
        if index < len(self.in_order):
            return self.in_order[index]
        return self.sheets.get(name) or SheetFacts()
