"""``import``: a list is checked, told row by row, and brought in as one step."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mobdesk import texts
from mobdesk.cli.common import (
    DONE,
    REFUSED,
    Parsers,
    add_access,
    add_command,
    add_json,
    number,
    open_workspace,
    say_json,
    tell,
)
from mobdesk.errors import Problem, Refused

if TYPE_CHECKING:
    from mobdesk.services.importing import Imported, Trial


def _add(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Bring in a list of people, organisations or mobilities.")
    parser.add_argument(
        "kind", choices=("people", "organisations", "mobilities"), help="what the rows are"
    )
    parser.add_argument("file", type=Path, help="the list: XLSX, XLS, ODS or CSV")
    parser.add_argument("--workspace", type=Path, required=True, help="the folder of the workspace")
    parser.add_argument("--project", metavar="CODE", help="the project of every row")
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="M.json",
        help="a JSON file: columns, sheet, header_row, encoding, separator, dates",
    )
    parser.add_argument(
        "--sheet", metavar="NAME", help="the sheet of a workbook (default: the best known one)"
    )
    parser.add_argument(
        "--header-row",
        type=number(1),
        metavar="N",
        help="the row of the column names (default: found)",
    )
    parser.add_argument(
        "--encoding",
        metavar="E",
        help="the encoding of a CSV file, for example utf-8 (default: found)",
    )
    parser.add_argument(
        "--separator", metavar="S", help="what separates columns: ; , or tab (default: found)"
    )
    parser.add_argument(
        "--dates",
        choices=("dmy", "mdy", "ymd"),
        help="the order of day, month and year in unclear dates",
    )
    parser.add_argument(
        "--duplicates",
        choices=("skip", "merge", "keep"),
        default="skip",
        help="who is there already: left out, filled up, or added again (default: %(default)s)",
    )
    parser.add_argument("--dry-run", action="store_true", help="check only, change nothing")
    add_json(parser)
    add_access(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from mobdesk.services import importing

    with open_workspace(args, read_only=args.dry_run) as w:
        file = importing.check(w.store, w.actor, args.file, _choices(args), project=args.project)
        counts, refusal = file.counts(args.duplicates), _refusal(file)
        if refusal is None and file.rows:
            try:
                done = _take(args, w, file)
                counts, file = done.counts, file.with_differences(done.differences)
            except Refused as err:
                refusal = err
    _say(args, file, counts, refusal)
    return DONE if refusal is None else REFUSED


def _take(args: argparse.Namespace, w: Any, file: Any) -> Imported | Trial:
    """Bring the list in, or with ``--dry-run`` work out what that would do."""
    from mobdesk.services import importing

    answers: dict[str, Any] = {
        "today": date.today(),
        "duplicates": args.duplicates,
        "project": args.project,
    }
    if args.dry_run:
        return importing.trial(w.store, w.actor, file, args.kind, **answers)
    now = datetime.now(UTC)
    return importing.take(w.store, w.actor, file, args.kind, backup_at=now, **answers)


def _choices(args: argparse.Namespace) -> Any:
    from dataclasses import replace

    from mobdesk.services.importing import Choices

    given: Any = {}
    if args.mapping is not None:
        try:
            given = json.loads(args.mapping.read_text("utf-8"))
        except (OSError, ValueError) as err:
            raise Refused("bad_mapping", part=args.mapping.name) from err
    separator = {"tab": "\t", "\\t": "\t"}.get(args.separator or "", args.separator)
    typed = {
        "sheet": args.sheet,
        "header_row": args.header_row,
        "encoding": args.encoding,
        "separator": separator,
        "dates": args.dates,
    }
    choices = Choices.from_json(given, kind=args.kind)
    return replace(choices, **{name: part for name, part in typed.items() if part is not None})


def _refusal(file: Any) -> Refused | None:
    if file.refusal is not None:
        return Refused(file.refusal)
    return Refused("dates_unclear", columns=", ".join(file.ambiguous)) if file.ambiguous else None


def _say(args: argparse.Namespace, file: Any, counts: Any, refusal: Refused | None) -> None:
    if args.json:
        document = file.as_json(counts)
        if refusal is not None:
            words = texts.error(Problem("", refusal.code, refusal.values))
            document["error"] = {"code": refusal.code, "message": words.what}
        say_json(document)
    else:
        for row in file.rows:
            for problem in row.problems:
                tell(f"row {row.row}, {problem.column or problem.field}: {problem.message}")
    if refusal is not None:
        tell(" ".join(texts.error(refusal)))
    elif args.dry_run:
        tell(f"Checked, nothing was changed: {_counted(counts)}.")
    else:
        tell(f"Imported: {_counted(counts)}.")


def _counted(counts: Any) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts._asdict().items())


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {"import": _add}
