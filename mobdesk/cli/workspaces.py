"""``new``, ``sheet``, ``history``, ``undo``: a workspace and what was done in it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from mobdesk.cli.common import (
    DONE,
    Parsers,
    add_access,
    add_command,
    add_json,
    add_workspace,
    number,
    open_workspace,
    passphrase,
    say_json,
    tell,
    terminal,
    warn_synced,
)
from mobdesk.errors import Misused, Refused


def _add_new(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Make an encrypted workspace and its sheet.")
    add_workspace(parser)
    parser.add_argument(
        "--organisation", required=True, metavar="NAME", help="your own organisation"
    )
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="write the sheet as a PDF")
    add_access(parser, writes=False)
    parser.set_defaults(run=_new)


def _new(args: argparse.Namespace) -> int:
    from mobdesk.services import workspaces

    shown = None if args.sheet is not None else terminal()
    if args.sheet is not None:
        _check_sheet(args.sheet, args.workspace)
    warn_synced(args.workspace, "folder_synced")
    made = workspaces.create(
        args.workspace, args.organisation, passphrase(args), nickname=args.account or "coordinator"
    )
    try:
        if args.sheet is not None:
            _write_private(args.sheet, workspaces.sheet_pdf(made))
            tell(f"The workspace sheet is in {args.sheet}. Print it, then delete the file.")
        elif shown is not None:
            with shown:
                shown.write(
                    f"Code of the workspace sheet:\n{' '.join(workspaces.sheet_code(made))}\n"
                )
        tell(f"Workspace made: {args.workspace}")
    finally:
        made.close()
    return DONE


def _check_sheet(path: Path, workspace: Path) -> None:
    """Before anything is made: the sheet has a place of its own, outside of every workspace."""
    from mobdesk.services import outside

    outside.check_outside(path)
    if workspace.resolve() in path.resolve().parents:  # it is not made yet
        raise Refused("inside_workspace", name=path.name)
    if path.exists():
        raise Misused("sheet_already_there", name=path.name)
    if not path.parent.is_dir():
        raise Refused("sheet_cannot_be_written", name=path.name)
    warn_synced(path, "sheet_synced")


def _write_private(path: Path, data: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(data)
    except OSError as err:
        raise Refused("sheet_cannot_be_written", name=path.name) from err


def _add_sheet(name: str, commands: Parsers) -> None:
    parser = add_command(
        commands, name, "Show the workspace sheet on the terminal, or write it as a PDF."
    )
    add_workspace(parser)
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="write the sheet as a PDF")
    add_access(parser, writes=False)
    parser.set_defaults(run=_sheet)


def _sheet(args: argparse.Namespace) -> int:
    from mobdesk.services import workspaces

    if args.sheet is not None:
        _check_sheet(args.sheet, args.workspace)
    with open_workspace(args, read_only=True) as opened:
        if args.sheet is not None:
            _write_private(args.sheet, workspaces.sheet_pdf(opened))
        else:
            with terminal() as shown:
                shown.write(" ".join(workspaces.sheet_code(opened)) + "\n")
    return DONE


def _add_history(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "List what was done, the newest first.")
    add_workspace(parser)
    parser.add_argument(
        "--most",
        type=number(0),
        default=50,
        metavar="N",
        help="so many steps (default: %(default)s)",
    )
    add_json(parser)
    add_access(parser, writes=False)
    parser.set_defaults(run=_history)


def _history(args: argparse.Namespace) -> int:
    from mobdesk import texts
    from mobdesk.services import history

    with open_workspace(args, read_only=True) as w:
        ids = history.find(w.store, w.actor)[: args.most]
        rows = history.rows(w.store, w.actor, ids)
    if args.json:
        say_json(
            [
                {
                    "id": r.id,
                    "at": r.at.isoformat(),
                    "account": r.nickname,
                    "kind": r.kind,
                    "undone": r.undone,
                    "label": texts.label(r.code, r.values),
                }
                for r in rows
            ]
        )
    else:
        for r in rows:
            mark = {"undo": "Taken back: ", "redo": "Brought back: "}.get(r.kind, "")
            print(f"{r.at:%Y-%m-%d %H:%M}  {r.nickname:<14} {mark}{texts.label(r.code, r.values)}")
    return DONE


def _add_undo(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Take back the newest step of this account.")
    add_workspace(parser)
    add_access(parser)
    parser.set_defaults(run=_undo)


def _undo(args: argparse.Namespace) -> int:
    from mobdesk import texts
    from mobdesk.services import history

    with open_workspace(args) as w:
        done = history.undo(w.store, w.actor)
    tell(f"Taken back: {texts.label(done.values['code'], done.values)}")
    return DONE


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {
    "new": _add_new,
    "sheet": _add_sheet,
    "history": _add_history,
    "undo": _add_undo,
}
