"""``bm fill`` and ``bm diff``: files of the Beneficiary Module are filled, and compared."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk import texts
from mobdesk.cli.common import (
    DONE,
    Parsers,
    add_access,
    add_command,
    add_json,
    open_workspace,
    say_json,
    tell,
    warn_synced,
)
from mobdesk.errors import Refused

if TYPE_CHECKING:
    from mobdesk.services.bm_compare import Comparison
    from mobdesk.services.bm_files import Filling


def _add(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Fill a file of the Beneficiary Module, or compare one.")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    fill = add_command(actions, "fill", "Fill a template or list that was exported from BM.")
    _add_file(fill)
    fill.add_argument(
        "--out", type=Path, metavar="FILE", help="the filled file (default: beside the template)"
    )
    fill.add_argument(
        "--free-text",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column of text to write as well; without it no text is written",
    )
    fill.add_argument(
        "--keep-force-majeure",
        action="store_true",
        help="leave rows with force majeure in the file (default: they are taken out)",
    )
    fill.set_defaults(run=_fill)
    diff = add_command(actions, "diff", "Compare a list that was exported from BM with a project.")
    _add_file(diff, writes=False)
    diff.set_defaults(run=_diff)


def _add_file(parser: argparse.ArgumentParser, *, writes: bool = True) -> None:
    parser.add_argument("file", type=Path, help="the file from BM: XLSX or CSV")
    parser.add_argument("--workspace", type=Path, required=True, help="the folder of the workspace")
    parser.add_argument("--project", metavar="CODE", required=True, help="the code of the project")
    parser.add_argument(
        "--dictionary", type=Path, metavar="XLSX", help="the data dictionary with BM's codes"
    )
    add_json(parser)
    add_access(parser, writes=writes)


def _fill(args: argparse.Namespace) -> int:
    from mobdesk.services import bm_files, reports

    with open_workspace(args) as w:
        demo = w.store.setting("demo", False)
        out = args.out or args.file.with_name(bm_files.filled_name(args.file, demo=demo))
        warn_synced(out)
        project = reports.project_id(w.store, w.actor, args.project)
        choices = bm_files.Choices(args.free_text, force_majeure=args.keep_force_majeure)
        filling = bm_files.preview(
            w.store, w.actor, project, args.file, dictionary=args.dictionary, choices=choices
        )
        unknown = set(args.free_text) - set(filling.free_columns)
        if unknown:
            raise Refused("bm_no_text_column", column=min(unknown))
        bm_files.save(w.store, w.actor, filling, out)
    if args.json:
        say_json(filling.as_json())
    else:
        print(out)
    _tell(filling)
    return DONE


def _tell(filling: Filling) -> None:
    n, m = filling.understood
    tell(f"{n} of {m} columns understood.")
    written = sum(row.action != "skipped" for row in filling.rows)
    for (header, why), rows in filling.stays_empty.items():
        tell(f"{header}: empty in {rows} of {written} rows, {texts.word(f'bm_empty.{why}')}.")
    headers = {column.field: column.header for column in filling.columns if column.field}
    for row in filling.rows:
        for problem in row.problems:
            column = headers.get(problem.field, problem.field)
            place = f"{row.mobility}, {column}" if column else row.mobility
            tell(f"{place}: {texts.error(problem).what}")


def _diff(args: argparse.Namespace) -> int:
    from mobdesk.services import bm_compare, reports

    with open_workspace(args, read_only=True) as w:
        project = reports.project_id(w.store, w.actor, args.project)
        found = bm_compare.compare(w.store, w.actor, project, args.file, dictionary=args.dictionary)
    if found.unclear:
        rows = sorted({row for rows in found.unclear.values() for row in rows})
        raise Refused("bm_two_hits", n=len(found.unclear), rows=", ".join(map(str, rows)))
    if args.json:
        say_json(found.as_json())
    else:
        _say(found)
    n, m = found.understood
    tell(f"{n} of {m} columns understood.")
    return DONE


def _say(found: Comparison) -> None:
    for missing in found.missing:
        print(f"not in BM: {missing.mobility}")
    for extra in found.extra:
        print(f"row {extra.row}: {texts.word(f'bm_extra.{extra.why}')}")
    for one in found.as_json()["changed"]:
        print(f"{one['mobility']}, {one['field']}: {one['ours'] or '–'} → {one['bm'] or '–'}")
    for status in found.status:
        words = [w for w in (status.bm_status, status.report_status) if w]
        print(f"{status.mobility}: {', '.join(words)}")


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {"bm": _add}
