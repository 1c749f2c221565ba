"""``account``, ``passphrase``, ``erase``: who may sign in, and people whose time has come."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk.cli.common import (
    DONE,
    Parsers,
    add_access,
    add_command,
    add_json,
    add_workspace,
    open_workspace,
    passphrase,
    say_json,
    secret_file,
    tell,
    terminal,
)
from mobdesk.errors import Misused, Refused

if TYPE_CHECKING:
    from mobdesk.services.erasure import Named

_ROLES = ("coordinator", "trainer", "accompanying", "director")


def _add_account(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "List, add or remove accounts.")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for action, run, told in (
        ("list", _list, "List who may sign in."),
        ("add", _add, "Add an account; its one-time passphrase is shown on the terminal."),
        ("remove", _remove, "Remove an account; everybody else gets new keys."),
    ):
        sub = add_command(actions, action, told)
        add_workspace(sub)
        if action == "list":
            add_json(sub)
        else:
            sub.add_argument("nickname", help="the name of the account")
        if action == "add":
            sub.add_argument(
                "--role",
                choices=_ROLES,
                default="trainer",
                help="what the account may do (default: %(default)s)",
            )
        add_access(sub, writes=action != "list")
        sub.set_defaults(run=run)


def _list(args: argparse.Namespace) -> int:
    from mobdesk.services import accounts

    with open_workspace(args, read_only=True) as w:
        rows = [row for row in accounts.rows(w.store, w.actor) if row.active]
    if args.json:
        say_json([{"nickname": r.nickname, "role": r.role, "one_time": r.one_time} for r in rows])
    else:
        for row in rows:
            print(f"{row.nickname:<20} {row.role}")
    return DONE


def _add(args: argparse.Namespace) -> int:
    from mobdesk.domain.roles import Role
    from mobdesk.services import accounts

    with terminal("passphrase_needs_terminal") as shown, open_workspace(args) as w:
        made = accounts.add(w.store, w.actor, args.nickname, Role(args.role))
        shown.write(f"One-time passphrase of {made.nickname}: {made.passphrase}\n")
    tell(f"Account made: {args.nickname}. It asks for an own passphrase at the first sign-in.")
    return DONE


def _remove(args: argparse.Namespace) -> int:
    from mobdesk.services import accounts

    with open_workspace(args) as w:
        found = [r.id for r in accounts.rows(w.store, w.actor) if r.nickname == args.nickname]
        if not found:
            raise Refused("account_unknown", nickname=args.nickname)
        done = accounts.remove(w.store, w.actor, found[0], now=datetime.now(UTC))
    tell("Removed. Everybody else goes on with new keys. Print a new workspace sheet.")
    for copy in done.away:
        tell(f"A copy that still opens with the old keys: {copy.place}")
    for name in done.backups_not_changed:
        tell(f"This backup could not be changed. Destroy it: {name}")
    return DONE


def _add_passphrase(name: str, commands: Parsers) -> None:
    parser = add_command(
        commands, name, "Change the own passphrase, or set it anew by the workspace sheet."
    )
    add_workspace(parser)
    parser.add_argument(
        "--new-passphrase-file",
        type=Path,
        required=True,
        metavar="FILE",
        help="a private file with the new passphrase",
    )
    parser.add_argument(
        "--sheet-code-file",
        type=Path,
        metavar="FILE",
        help="a private file with the code of the workspace sheet, in the place of the passphrase",
    )
    add_access(parser)
    parser.set_defaults(run=_passphrase)


def _passphrase(args: argparse.Namespace) -> int:
    new = secret_file(args.new_passphrase_file)
    if args.sheet_code_file is not None:
        _by_sheet(args, new)
    else:
        _change(args, new)
    tell("The passphrase was changed.")
    return DONE


def _change(args: argparse.Namespace, new: str) -> None:
    from mobdesk.services import accounts, workspaces

    old = passphrase(args)
    who = args.account or workspaces.default_nickname(args.workspace)
    opened = workspaces.open_(args.workspace, who, old, take_over=args.take_over)
    try:
        accounts.change_passphrase(opened.store, opened.actor, old, new)
    finally:
        opened.close()


def _by_sheet(args: argparse.Namespace, new: str) -> None:
    """As the window does it: where the key file and its copy are lost, the sheet makes new keys."""
    from mobdesk.services import signing_in, workspaces

    who = args.account
    try:
        who = who or workspaces.default_nickname(args.workspace)
    except Refused as err:
        if err.code == "folder_gone" or err.values.get("good_copy"):
            raise
    code = secret_file(args.sheet_code_file)
    opened = signing_in.open_with_sheet(
        args.workspace, code, who or "coordinator", new, take_over=args.take_over
    )
    opened.close()


def _add_erase(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Erase one person everywhere, which cannot be taken back.")
    add_workspace(parser)
    parser.add_argument(
        "person",
        help="the number, the whole name, the e-mail address or the person code; words that name"
        " nobody or several change nothing and list the numbers",
    )
    parser.add_argument("--yes", action="store_true", help="needed: nothing can bring it back")
    add_access(parser)
    parser.set_defaults(run=_erase)


_MOST_LISTED = 20


def _list_people(found: Sequence[Named]) -> None:
    """The answer to words that name nobody or several: the numbers to choose from."""
    for row in found[:_MOST_LISTED]:
        born = f", {row.birth_date}" if row.birth_date else ""
        tell(f"{row.id:>6}  {row.name}{born}")
    if len(found) > _MOST_LISTED:
        tell(f"        and {len(found) - _MOST_LISTED:,} more")


def _erase(args: argparse.Namespace) -> int:
    from mobdesk import texts
    from mobdesk.services import erasure

    if not args.yes:
        raise Misused("erase_needs_yes")
    if not args.person.strip():
        raise Misused("person_needed")
    with open_workspace(args) as w:
        whole, near = erasure.named(w.store, w.actor, args.person)
        if len(whole) != 1:
            _list_people(whole or near)
            raise Refused("person_not_one" if whole else "person_not_named")
        done = erasure.erase(w.store, w.actor, [whole[0].id], now=datetime.now(UTC))
    tell(f"Erased: 1 person, number {whole[0].id}.")
    cleaned = texts.counted("backups", done.copies_cleaned)
    tell(f"Cleaned: {cleaned}.")
    for copy in done.copies_away:
        tell(f"Destroy this copy, or bring it: {copy.place}")
    for name in done.copies_failed:
        tell(f"This backup could not be cleaned. Destroy it: {name}")
    for sent in done.frozen:
        kept = f"kept until {sent.kept_until}" if sent.kept_until else "no date to delete it yet"
        tell(f"Files sent that may name the person: {sent.name}, {kept}")
    for kind, n in done.look_at.items():
        tell(f"{texts.word(f'look_at.{kind}')}: {n}")
    return DONE


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {
    "account": _add_account,
    "passphrase": _add_passphrase,
    "erase": _add_erase,
}
