"""The command line: the same services as the window, for scripts, schedules and checks.

A command is one function that adds its parser and one that runs it; each module of this package
lists its own in ``COMMANDS``. ``--json`` prints one document on standard output; messages go to
standard error.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from mobdesk import __version__, bugs, texts
from mobdesk.cli import (
    accounts,
    backups,
    bm,
    demo,
    grants,
    importing,
    packages,
    records,
    workspaces,
)
from mobdesk.cli.common import (
    BUG,
    DONE,
    REFUSED,
    WRONG_USE,
    Parsers,
    add_command,
    add_json,
    say_json,
    sentences,
    tell,
)
from mobdesk.errors import Invalid, Misused, MobdeskError


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether this command line asks for the window: no command, no question."""
    return not arguments or not (arguments[0] in COMMANDS or arguments[0] in _QUESTIONS)


def window_choice(arguments: Sequence[str]) -> argparse.Namespace:
    """``workspace`` (a path or None) and ``demo`` of a command line that opens the window."""
    parser = argparse.ArgumentParser("mobdesk", add_help=False)
    parser.add_argument("workspace", nargs="?")
    parser.add_argument("--demo", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except MobdeskError as err:
        return refuse(err, as_json=getattr(args, "json", False))
    except Exception as err:
        return _bug(err, as_json=getattr(args, "json", False))


def _bug(err: Exception, *, as_json: bool) -> int:
    """Say that the fault is ours: where it happened, and no value, path or text of the user."""
    said = texts.word("command.bug")
    if as_json:
        say_json({"error": {"code": "bug", "message": said}})
    tell(f"{said} {texts.word('command.report')}")
    tell(bugs.report(err))
    return BUG


def refuse(err: MobdeskError, *, as_json: bool) -> int:
    """Say what was refused and what to do; return the exit code."""
    worded = texts.error(err)
    if isinstance(err, Invalid):
        for problem in err.problems:
            tell(f"{problem.field}: {texts.error(problem).what}")
    if as_json:
        say_json({"error": {"code": err.code, "message": worded.what}})
    tell(sentences(err))
    return WRONG_USE if isinstance(err, Misused) else REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "mobdesk",
        description="Erasmus+ KA1 mobility projects on one laptop, offline and encrypted.",
        epilog="mobdesk [WORKSPACE] opens the window; mobdesk --demo opens it on invented data.",
    )
    parser.add_argument("--version", action="version", version=f"Mobdesk {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, add in COMMANDS.items():
        add(name, commands)
    return parser


def _add_self_test(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Prove this installation, piece by piece.")
    add_json(parser)
    parser.set_defaults(run=_self_test)


def _self_test(args: argparse.Namespace) -> int:
    from mobdesk import selftest

    results = []
    for result in selftest.run():
        results.append(result)
        if not args.json:
            print(f"{'works ' if result.ok else 'BROKEN'}  {result.name:<10} {result.detail}")
    ok = all(result.ok for result in results)
    if args.json:
        say_json({"ok": ok, "checks": [result._asdict() for result in results]})
    return DONE if ok else BUG


_QUESTIONS = {"-h", "--help", "--version"}
COMMANDS: dict[str, Callable[[str, Parsers], None]] = {
    **workspaces.COMMANDS,
    **backups.COMMANDS,
    **accounts.COMMANDS,
    **records.COMMANDS,
    **importing.COMMANDS,
    **grants.COMMANDS,
    **bm.COMMANDS,
    **packages.COMMANDS,
    **demo.COMMANDS,
    "self-test": _add_self_test,
}
