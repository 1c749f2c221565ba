"""``attach``: a file on a record, or the place of a paper original."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk.cli.common import (
    DONE,
    Parsers,
    add_access,
    add_command,
    add_workspace,
    day,
    open_workspace,
    tell,
)
from mobdesk.errors import Misused

if TYPE_CHECKING:
    from mobdesk.services.workspaces import Workspace


def _add_attach(name: str, commands: Parsers) -> None:
    parser = add_command(
        commands, name, "Put a file on a record, or note where its paper original is."
    )
    add_workspace(parser)
    parser.add_argument(
        "record", help="people:3, organisations:3, projects:3, mobilities:3, or a project code"
    )
    parser.add_argument("file", type=Path, nargs="?", help="the file; it is copied")
    parser.add_argument("--paper", metavar="TITLE", help="a paper original instead of a file")
    parser.add_argument(
        "--place", metavar="PLACE", help='its binder and place: "Binder 3, shelf 2"'
    )
    parser.add_argument("--dated", metavar="YYYY-MM-DD", type=day, help="the date on the paper")
    parser.add_argument(
        "--mark",
        choices=("normal", "sensitive", "protected"),
        default="normal",
        help="how the file or paper is handled (default: %(default)s)",
    )
    add_access(parser)
    parser.set_defaults(run=_attach)


def _attach(args: argparse.Namespace) -> int:
    noted = (args.paper, args.place, args.dated)
    if any(noted) if args.file is not None else None in noted[:2]:
        raise Misused("file_or_paper")
    with open_workspace(args) as w:
        _attach_to(w, *_record(w, args.record), args)
    tell("Attached." if args.file is not None else "Noted.")
    return DONE


def _record(w: Workspace, words: str) -> tuple[str, int]:
    """The table and the number of a record. Raises ``Misused("record_not_understood")``."""
    from mobdesk.services import attachments, projects

    table, _, number = words.partition(":")
    found: object = number
    if table not in attachments.RECORDS:
        table, found = "projects", projects.codes(w.store, w.actor).get(words)
    if not str(found or "").isdigit():
        raise Misused("record_not_understood", record=words)
    return table, int(str(found))


def _attach_to(w: Workspace, table: str, number: int, args: argparse.Namespace) -> None:
    from mobdesk.services import attachments, paper_originals

    if args.file is not None:
        attachments.add(w.store, w.actor, table, number, [args.file], sensitivity=args.mark)
    else:
        values = {
            "title": args.paper, "place": args.place, "dated": args.dated,
            "sensitivity": args.mark,
        }  # fmt: skip
        paper_originals.note(w.store, w.actor, table, number, values)


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {"attach": _add_attach}
