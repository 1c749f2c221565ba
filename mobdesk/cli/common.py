"""What all commands share: exit codes, the two outputs, the passphrase, an open workspace."""

from __future__ import annotations

import argparse
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mobdesk.errors import Misused, MobdeskError, Problem, Refused

if TYPE_CHECKING:
    from mobdesk.services.workspaces import Workspace

DONE, BUG, WRONG_USE, REFUSED = 0, 1, 2, 3

Parsers = Any  # argparse keeps the class of its subparsers to itself

# Taken out of the environment at once, so that no child process inherits it.
_FROM_ENVIRONMENT = os.environ.pop("MOBDESK_PASSPHRASE", None)


def say_json(document: Any) -> None:
    """Print one JSON document on standard output."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def tell(message: str) -> None:
    """Print a message for a person on standard error."""
    print(message, file=sys.stderr)


def sentences(err: MobdeskError | Problem) -> str:
    """What is, what to do about it, and which command helps."""
    from mobdesk import texts

    ways = texts.tables().words
    way = f"command_way.{err.code}"
    return " ".join(filter(None, (*texts.error(err), texts.word(way) if way in ways else "")))


def add_command(commands: Parsers, name: str, sentence: str) -> argparse.ArgumentParser:
    """A command with its one sentence, in the list of commands and in its own help."""
    added: argparse.ArgumentParser = commands.add_parser(name, help=sentence, description=sentence)
    return added


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """The folder that a command is about."""
    parser.add_argument("workspace", type=Path, help="the folder of the workspace")


def add_json(parser: argparse.ArgumentParser) -> None:
    """One JSON document on standard output."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def number(least: int) -> Callable[[str], int]:
    """Reads a whole number that is not below ``least``."""

    def read(text: str) -> int:
        try:
            found = int(text)
        except ValueError as err:
            raise argparse.ArgumentTypeError(f"“{text}” is not a whole number") from err
        if found < least:
            raise argparse.ArgumentTypeError(f"“{text}” is below {least}")
        return found

    return read


def day(text: str) -> date:
    """Reads a date in the form 2026-05-04."""
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-05-04") from err


def warn_synced(path: Path, code: str = "place_synced") -> None:
    """Tell it where a service copies the place of ``path`` to the internet."""
    from mobdesk.services import outside

    service = outside.synced_by(path)
    if service is not None:
        tell(sentences(Problem("", code, {"service": service})))


def add_access(parser: argparse.ArgumentParser, *, writes: bool = True) -> None:
    """The options by which a command opens a workspace; one that ``writes`` needs its lock."""
    parser.add_argument(
        "--account",
        metavar="NICKNAME",
        help="who signs in (default: the only account, else the first coordinator)",
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="a private file with the passphrase (default: the variable MOBDESK_PASSPHRASE)",
    )
    if writes:
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="open it although another computer left it open; nobody may work there now",
        )


def passphrase(args: argparse.Namespace) -> str:
    """The passphrase from the private file or the environment; never an argument.

    Raises ``Misused("passphrase_source_missing")``, ``Refused("passphrase_file_not_private")``.
    """
    given = args.passphrase_file
    if given is not None:
        return secret_file(given)
    found = os.environ.pop("MOBDESK_PASSPHRASE", None) or _FROM_ENVIRONMENT
    if found is None:
        raise Misused("passphrase_source_missing")
    return found


def secret_file(path: Path) -> str:
    """The first line of a file that nobody else may read."""
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8").split("\n", 1)[0].strip()
    except FileNotFoundError as err:
        raise Refused("file_gone", name=path.name) from err
    except (OSError, UnicodeDecodeError) as err:
        raise Refused("passphrase_file_unreadable", name=path.name) from err
    if os.name == "nt":
        tell("Make sure that nobody else on this computer can read the passphrase file.")
    elif stat.S_IMODE(mode) & 0o077:
        raise Refused("passphrase_file_not_private", name=path.name)
    return text


def terminal(missing: str = "sheet_needs_terminal") -> TextIO:
    """The controlling terminal: a code or a passphrase never goes to a pipe.

    Raises ``Misused`` with the code ``missing`` where there is none.
    """
    try:
        return Path("CONOUT$" if sys.platform == "win32" else "/dev/tty").open("w")
    except OSError as err:
        raise Misused(missing) from err


@contextmanager
def open_workspace(args: argparse.Namespace, *, read_only: bool = False) -> Iterator[Workspace]:
    """Sign in and open ``args.workspace``; a writing command exits 3 while the window has it."""
    from mobdesk.services import workspaces

    folder: Path = args.workspace
    opened = workspaces.open_(
        folder,
        _account(folder, args.account),
        passphrase(args),
        read_only=read_only,
        take_over=getattr(args, "take_over", False),
    )
    if opened.must_replace_passphrase:  # only ``passphrase`` takes a one-time passphrase
        opened.close()
        raise Refused("passphrase_must_be_replaced")
    if opened.was_interrupted:
        from mobdesk import texts

        tell(texts.word("opened.was_interrupted"))
    try:
        yield opened
    finally:
        opened.close()


def _account(folder: Path, nickname: str | None) -> str:
    from mobdesk.services import workspaces

    return nickname or workspaces.default_nickname(folder)
