"""A template or list of the Beneficiary Module filled from the records of one project.

Only cells that we know are written, in the form that the file shows. All else stays as it is.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.exports import bm_csv, writing
from mobdesk.imports import child
from mobdesk.models.base import instant_text, now
from mobdesk.models.people import AccessEntry
from mobdesk.models.store import Store
from mobdesk.services.access import reads, writes
from mobdesk.services.bm_filling import (
    ADDED,
    SKIPPED,
    UPDATED,
    Choices,
    Column,
    Filler,
    Filling,
    Flagged,
    Row,
)
from mobdesk.services.bm_opened import Key, open_file
from mobdesk.services.outside import check_outside

__all__ = [
    "ADDED", "SKIPPED", "UPDATED", "Choices", "Column", "Filling", "Flagged", "Key", "Row", "fill",
    "filled_name", "preview", "save",
]  # fmt: skip

_TASK = "bm_xlsx"
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)


@reads(Area.EXPORT)
def preview(
    store: Store, actor: Actor, project_id: int, path: Path, *,
    dictionary: Path | None = None, choices: Choices = Choices(), progress: Progress | None = None,
) -> Filling:  # fmt: skip
    """Work out how a BM file would be filled for a project; nothing is written.

    Raises ``Refused`` with the codes of ``imports.bm_template``.
    """
    opened = open_file(store, project_id, path, dictionary, progress)
    return Filler(opened, choices).filling()


@writes(Area.EXPORT)
def save(store: Store, actor: Actor, filling: Filling, out: Path) -> Path:
    """Write the filled file to ``out``, a new place.

    Raises ``Refused``: ``bm_two_hits``, ``bm_sensitive``, ``package_exists``,
    ``inside_workspace``, ``bm_file_changed``, what cannot be edited or written.
    """
    if filling.unclear:
        rows = sorted({row for rows in filling.unclear.values() for row in rows})
        raise Refused("bm_two_hits", n=len(filling.unclear), rows=", ".join(map(str, rows)))
    if filling.undecided:
        raise Refused("bm_sensitive", n=len(filling.undecided))
    check_outside(out)
    content = _written(filling)
    with writing.staged(out.absolute().parent) as stage:
        writing.write_file(stage.folder / out.name, content)
        (made,) = stage.publish([out.name])
    with store.quietly() as s:
        s.add(
            AccessEntry(
                at=instant_text(now()), account_id=actor.account_id, person_id=None,
                action="bm_file", why=None,
            )
        )  # fmt: skip
    return made


@writes(Area.EXPORT)
def fill(
    store: Store, actor: Actor, project_id: int, path: Path, out: Path, *,
    dictionary: Path | None = None, choices: Choices = Choices(), progress: Progress | None = None,
) -> Filling:  # fmt: skip
    """Fill a BM file for a project and write it to ``out``. Raises as ``preview`` and ``save``."""
    filling = preview(
        store, actor, project_id, path, dictionary=dictionary, choices=choices, progress=progress
    )
    save(store, actor, filling, out)
    return filling


def filled_name(path: Path, *, demo: bool) -> str:
    """What a filled file is called: of invented data it says so."""
    return f"{path.stem}-{'demo' if demo else 'filled'}{path.suffix}"


def _written(filling: Filling) -> bytes:
    """The bytes of the filled file; a workbook is edited in a child process."""
    template = filling.template
    data = filling.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != filling.sha256:
        raise Refused("bm_file_changed")
    if template.format == "csv":
        old = {r: c for r, c in filling.cells.items() if r in template.rows}
        new = [c for r, c in sorted(filling.cells.items()) if r not in template.rows]
        return bm_csv.edited(
            data, template.encoding or "", template.separator or "", old, new, filling.left_out,
            len(template.headers),
        )  # fmt: skip
    first = _FIRST_DAY_1904 if template.date1904 else _FIRST_DAY
    arguments = {
        "path": str(filling.path.absolute()),
        "part": template.part,
        "edits": [
            [row, [[column, *_value(cell, first)] for column, cell in cells.items()]]
            for row, cells in filling.cells.items()
        ],
        "left_out": sorted(filling.left_out),
        # Without rows of anybody, the first prepared one, if there is any.
        "like": max(template.rows, default=template.next_row),
    }
    child.register(_TASK, "mobdesk.exports.bm_xlsx:task")
    pieces: list[str] = []
    length = child.run(_TASK, arguments, batch=pieces.append)
    content = b"".join(map(base64.b64decode, pieces))
    if len(content) != length:
        raise Refused("reader_died")
    return content


def _value(cell: Any, first: date) -> tuple[str, str]:
    """A cell as the workbook keeps it."""
    if isinstance(cell, bool):
        return "b", str(int(cell))
    if isinstance(cell, date):
        return "n", str((cell - first).days)
    if isinstance(cell, int | Decimal):
        return "n", str(cell)
    return "s", str(cell)
