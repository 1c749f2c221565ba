"""``attach``: a file on a record."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from mobdesk.cli.common import DONE, Parsers, add_access, open_workspace, tell
from mobdesk.errors import Misused


def _add_attach(name: str, commands: Parsers) -> None:
    parser = commands.add_parser(name, help="put a file on a record")
    parser.add_argument("workspace", type=Path)
    parser.add_argument(
        "record", help="people:3, organisations:3, projects:3, mobilities:3, or a project code"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--mark", choices=("normal", "sensitive", "protected"), default="normal")
    add_access(parser)
    parser.set_defaults(run=_attach)


def _attach(args: argparse.Namespace) -> int:
    from mobdesk.services import attachments, projects

    with open_workspace(args) as w:
        table, _, number = args.record.partition(":")
        if table not in attachments.RECORDS:
            table, number = "projects", projects.codes(w.store, w.actor).get(args.record)
        if not str(number or "").isdigit():
            raise Misused("record_not_understood", record=args.record)
        attachments.add(w.store, w.actor, table, int(number), [args.file], sensitivity=args.mark)
    tell("Attached.")
    return DONE


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {"attach": _add_attach}
