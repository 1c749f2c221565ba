"""``demo``: a realistic workspace of any size."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mobdesk.cli.common import DONE, Parsers, add_command, number, tell


def _add(name: str, commands: Parsers) -> None:
    parser = add_command(
        commands, name, "Make a workspace of invented people, for trying things out."
    )
    parser.add_argument("workspace", type=Path, help="the folder to make")
    parser.add_argument(
        "--people",
        type=number(1),
        default=60,
        metavar="N",
        help="so many people (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=number(0),
        default=1,
        metavar="S",
        help="the same number makes the same people (default: %(default)s)",
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from mobdesk.services import demo, projects
    from mobdesk.services.records import Query

    made = demo.create(args.workspace, args.people, args.seed, date.today())
    try:
        ids = projects.find(made.store, made.actor, Query(sort="code"))
        for row in projects.rows(made.store, made.actor, ids):
            print(row.code)
    finally:
        made.close()
    tell(f"Demo made: {args.workspace}")
    tell(f"Accounts: coordinator, trainer. Passphrase: {demo.PASSPHRASE}")
    return DONE


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {"demo": _add}
