"""``package`` and ``verify``: files to send are made, and checked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
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
    open_workspace,
    say_json,
    secret_file,
    tell,
    warn_synced,
)
from mobdesk.domain import mails, report_kinds
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused

if TYPE_CHECKING:
    from mobdesk.services.packages import Result
    from mobdesk.services.reports import Preview


def _add_package(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Make the files to send of one project.")
    parser.add_argument("kind", choices=report_kinds.KINDS, help="what the files are for")
    parser.add_argument("--workspace", type=Path, required=True, help="the folder of the workspace")
    parser.add_argument("--project", metavar="CODE", required=True, help="the code of the project")
    parser.add_argument(
        "--out", metavar="FOLDER", type=Path, required=True, help="where the files go"
    )
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--unprotected", action="store_true", help="without a passphrase")
    how.add_argument(
        "--protect-passphrase-file",
        metavar="FILE",
        type=Path,
        help="a private file with the passphrase of the ZIP",
    )
    parser.add_argument(
        "--as",
        dest="form",
        choices=("zip", "folder"),
        default="zip",
        help="one ZIP or a folder, with --unprotected only (default: %(default)s)",
    )
    parser.add_argument(
        "--papers",
        choices=("all", "none"),
        default="all",
        help="supporting documents (default: %(default)s)",
    )
    parser.add_argument(
        "--flagged",
        choices=("leave-out", "keep"),
        default="leave-out",
        help="lines that may tell of health, belief or a trade union (default: %(default)s)",
    )
    parser.add_argument(
        "--mail-limit",
        metavar="MB",
        default=str(mails.USUAL_MB),
        help="the largest mail in megabytes; what is larger goes in parts (default: %(default)s)",
    )
    add_json(parser)
    add_access(parser)
    parser.set_defaults(run=_package)


def _package(args: argparse.Namespace) -> int:
    from mobdesk.services import packages, reports

    mail_limit = mails.parse_limit(args.mail_limit)
    protect = args.protect_passphrase_file
    passphrase = secret_file(protect) if protect is not None else ""
    form = "protected" if protect is not None else args.form
    warn_synced(args.out)
    with open_workspace(args) as w:
        project = reports.project_id(w.store, w.actor, args.project)
        found = reports.preview(w.store, w.actor, project, date.today(), kind=args.kind)
        papers = [f.id for f in found.supporting if f.may_leave and not f.is_program]
        frozen = reports.narrowed(
            found,
            papers if args.papers == "all" else (),
            found.flagged if args.flagged == "keep" else (),
        )
        result = packages.make(
            w.store, w.actor, frozen, form, args.out, passphrase=passphrase,
            mail_limit=mail_limit, progress=_progress(),
        )  # fmt: skip
    _say_made(args, found, result)
    return DONE


def _progress() -> Progress:
    """Told on a terminal only: one line that is written over."""
    if not sys.stderr.isatty():
        return Progress()

    def show(done: int, total: int, word: str) -> None:
        what = texts.word(f"job.{word}")
        count = f" {done}/{total}" if total else ""
        print(f"\r\033[K{what} …{count}", end="", file=sys.stderr, flush=True)
        if total and done + 1 >= total:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    return Progress(show)


def _say_made(args: argparse.Namespace, found: Preview, result: Result) -> None:
    made = result.made
    if args.json:
        say_json({
            "name": made.name,
            "form": made.form.value,
            "paths": [str(path) for path in made.paths],
            "drafts": [str(path) for path in made.drafts],
            "files": [entry._asdict() for entry in made.files],
            "manifest_sha256": made.manifest_sha256,
            "missing": len(found.frozen.report.missing),
            "not_due": len(found.frozen.report.not_due),
            "left_out_lines": 0 if args.flagged == "keep" else len(found.flagged),
            "notes": list(made.notes),
        })  # fmt: skip
    else:
        for path in made.paths:
            print(path)
    if found.flagged and args.flagged != "keep":
        tell("Left out: lines that may tell of health, belief or a trade union:")
        for line in found.flagged:
            tell(f"  {line.number or args.project}, {line.field}")
    staying = sum(not file.may_leave for file in found.supporting)
    if staying:
        tell(f"Files marked sensitive or protected stay here: {staying}.")
    programs = sum(file.may_leave and file.is_program for file in found.supporting)
    if programs:
        tell(f"Programs never go along, they could harm who opens them: {programs}.")
    if found.staying_on_paper:
        tell(f"Paper originals marked sensitive are not named: {found.staying_on_paper}.")
    for note in made.notes:
        tell(texts.word(f"package_note.{note}"))


def _add_verify(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Check whether files that were sent are unchanged.")
    parser.add_argument("file", type=Path, help="the folder, the ZIP, or one of its parts")
    parser.add_argument(
        "--protect-passphrase-file",
        metavar="FILE",
        type=Path,
        help="a private file with the passphrase of the ZIP",
    )
    add_json(parser)
    parser.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    from mobdesk.services import verifying

    protect = args.protect_passphrase_file
    try:
        checked = verifying.check(args.file, secret_file(protect) if protect is not None else None)
    except Refused as err:
        if args.json:
            say_json(_refusal(args.file, err))
            tell(" ".join(texts.error(err)))
            return REFUSED
        raise
    if args.json:
        say_json(checked.as_json())
    for problem in checked.problems:
        tell(f"{problem.file}: {problem.message}")
    for note in checked.notes if checked.ok else ():
        tell(texts.word(f"verify_note.{note}"))
    if checked.missing_parts:
        missing = ", ".join(map(str, checked.missing_parts))
        tell(f"Not here: part {missing} of {checked.parts_total}.")
    if not args.json:
        parts = ", ".join(checked.parts)
        print(f"Good: {parts}, {checked.files} files." if checked.ok else f"Not good: {parts}.")
    return DONE if checked.ok else REFUSED


def _refusal(path: Path, err: Refused) -> dict[str, Any]:
    """The form of ``verify --json`` where nothing could be checked."""
    message = texts.error(err).what
    named = err.values.get("file") or err.values.get("name") or path.name
    problem = {"file": str(named), "code": err.code, "message": message}
    return {"ok": False, "parts": [], "problems": [problem], "manifest_sha256": ""}


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {
    "package": _add_package,
    "verify": _add_verify,
}
