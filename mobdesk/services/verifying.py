"""Received files are checked: was anything changed since they were made? Needs no workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk.domain.progress import Progress

if TYPE_CHECKING:
    from mobdesk.exports.verify import Verification


def check(
    path: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Verification:
    """Check the package at ``path`` (folder, ZIP, or one of its parts). Nothing is extracted.

    Raises ``Refused``: ``package_not_found``, ``not_a_package``, ``package_passphrase_needed``,
    ``package_passphrase_wrong``, ``package_over_limit``, ``cannot_read``.
    """
    from mobdesk.exports.verify import verify

    return verify(path, passphrase or None, progress=progress)
