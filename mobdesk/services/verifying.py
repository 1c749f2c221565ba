"""Received files are checked: was anything changed since they were made? Needs no workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk import texts
from mobdesk.domain.progress import Progress
from mobdesk.errors import Problem

if TYPE_CHECKING:
    from mobdesk.exports.verify import Verification

_MEMORY_MB, _SECONDS = 1_000, 600


def check(
    path: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Verification:
    """Check the package at ``path`` (folder, ZIP, or one of its parts). Nothing is extracted.

    Foreign files are read in a process of their own. Raises ``Refused``: ``package_not_found``,
    ``not_a_package``, ``package_passphrase_needed``, ``package_passphrase_wrong``,
    ``package_over_limit``, ``cannot_read``, ``over_limit``, ``reader_died``.
    """
    from mobdesk.exports.verify import Verification, VerifyProblem
    from mobdesk.imports import child

    child.register("verify", "mobdesk.exports.verify:verify_task")
    found = child.run(
        "verify",
        {"path": str(path.absolute()), "passphrase": passphrase or None},
        memory_mb=_MEMORY_MB,
        seconds=_SECONDS,
        progress=progress,
    )
    problems = tuple(
        VerifyProblem(str(file), str(code), texts.error(Problem("", str(code))).what)
        for file, code in found["problems"]
    )
    return Verification(
        ok=not problems,
        parts=tuple(str(part) for part in found["parts"]),
        problems=problems,
        manifest_sha256=str(found["manifest_sha256"]),
        files=int(found["files"]),
        notes=tuple(str(note) for note in found["notes"]),
        parts_total=int(found["parts_total"]),
        missing_parts=tuple(int(n) for n in found["missing_parts"]),
    )
