"""``backup``, ``restore``, ``check``: copies of a workspace, and whether it is whole."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mobdesk import texts
from mobdesk.cli.common import (
    DONE,
    REFUSED,
    Parsers,
    add_access,
    add_command,
    add_json,
    add_workspace,
    open_workspace,
    passphrase,
    say_json,
    sentences,
    tell,
    warn_synced,
)
from mobdesk.errors import Problem, Refused


def _now() -> datetime:
    return datetime.now(UTC)


def _counts(of: Any) -> str:
    """``1 person, 2 mobilities`` of a backup, a restore or a check."""
    kinds = {"people": of.people, "mobilities": of.mobilities}
    return ", ".join(texts.counted(kind, n) for kind, n in kinds.items())


def _add_backup(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Write one checked backup file that stands alone.")
    add_workspace(parser)
    parser.add_argument("file", type=Path, help="the backup to write: NAME.mobdesk-backup")
    add_access(parser, writes=False)
    parser.set_defaults(run=_backup)


def _backup(args: argparse.Namespace) -> int:
    from mobdesk.services import backups

    warn_synced(args.file)
    with open_workspace(args, read_only=True) as w:
        row = backups.make_file(w.store, w.actor, args.file, now=_now())
    tell(f"Backup made and checked: {_counts(row)}.")
    return DONE


def _add_restore(name: str, commands: Parsers) -> None:
    parser = add_command(
        commands, name, "Bring a backup back into its workspace, or into a new place."
    )
    parser.add_argument("file", type=Path, help="the backup: NAME.mobdesk-backup")
    add_workspace(parser)
    parser.add_argument(
        "--near",
        type=Path,
        metavar="WORKSPACE",
        action="append",
        default=[],
        help="the workspace of today: who was erased or removed there does not come back",
    )
    add_access(parser)
    parser.set_defaults(run=_restore)


def _restore(args: argparse.Namespace) -> int:
    from mobdesk.errors import Misused
    from mobdesk.services import restoring, restoring_closed, workspaces

    new = not workspaces.is_workspace(args.workspace)
    if args.near and not new:
        raise Misused("near_for_a_new_place")
    for folder in args.near:
        if not workspaces.is_workspace(folder):
            raise Refused("not_a_workspace")
    if new:
        warn_synced(args.workspace, "folder_synced")
        inside = restoring.inspect(args.file)
        who = args.account or inside.nicknames[0]
        done = restoring_closed.restore_new(
            args.file, args.workspace, who, passphrase(args), near=args.near
        )
    else:
        done = _restore_living(args)
    tell(f"Restored the state of {done.made_at:%Y-%m-%d %H:%M}: {_counts(done)}.")
    if done.missing_attachments:
        missing = texts.counted("attachments", done.missing_attachments)
        tell(f"Not in the backup: {missing}.")
    if done.unsure_since is not None:
        values = {"day": done.unsure_since.astimezone().date()}
        tell(" ".join(texts.error(Problem("", "restored_unsure", values))))
        if new and not args.near:
            tell(texts.word("restored.near"))
    return DONE


def _restore_living(args: argparse.Namespace) -> Any:
    """Into a workspace that opens, or in the place of a database that does not open any more."""
    from mobdesk.services import restoring, restoring_closed, workspaces

    who, phrase = args.account or workspaces.default_nickname(args.workspace), passphrase(args)
    try:
        opened = workspaces.open_(args.workspace, who, phrase, take_over=args.take_over)
        try:
            if opened.must_replace_passphrase:
                raise Refused("passphrase_must_be_replaced")
            return restoring.restore(opened.store, opened.actor, args.file, now=_now())
        finally:
            opened.close()
    except Refused as err:
        if err.code != "database_damaged":
            raise
    return restoring_closed.restore_damaged(
        args.workspace, args.file, who, phrase, now=_now(), take_over=args.take_over
    )


def _add_check(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Read every page and every file and tell what is damaged.")
    add_workspace(parser)
    add_json(parser)
    parser.add_argument(
        "--use-second-copy",
        action="store_true",
        help="first put the good second copy of the key file in the place of a damaged one",
    )
    add_access(parser, writes=False)
    parser.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    from mobdesk.services import integrity, signing_in

    if args.use_second_copy:
        signing_in.use_good_copy(args.workspace)
    with open_workspace(args, read_only=True) as w:
        found = integrity.check(w.store, w.actor)
    if args.json:
        say_json(
            {
                "ok": not found.problems,
                "people": found.people,
                "mobilities": found.mobilities,
                "attachments": found.attachments,
                "problems": [
                    {"code": p.code, "message": texts.error(p).what} for p in found.problems
                ],
            }
        )
    for problem in found.problems:
        tell(sentences(problem))
    if not found.problems:
        files = texts.counted("attachments", found.attachments)
        tell(f"Everything is whole: {_counts(found)}, {files}.")
    return REFUSED if found.problems else DONE


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {
    "backup": _add_backup,
    "restore": _add_restore,
    "check": _add_check,
}
