"""Where files may go: never into a workspace; of a folder that a service copies somebody is told.

A sheet, a copy or a package inside a workspace would be lost with it, or leave with it unseen.
"""

from __future__ import annotations

from pathlib import Path

from mobdesk.domain.fold import fold
from mobdesk.errors import Refused
from mobdesk.models import keys_file

# Folders that a program copies to the internet while they are being written.
_SYNCED = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud"),
    *("mobile documents", "nextcloud", "box sync", "pcloud"),
)


def synced_by(folder: Path) -> str | None:
    """The name of the service that copies this folder to the internet, as far as its path tells."""
    for part in folder.resolve().parts:
        for name in _SYNCED:
            if fold(part).startswith(name):
                return part
    return None


def check_outside(path: Path) -> None:
    """Raise ``Refused("inside_workspace")`` where a folder above ``path`` is a workspace."""
    for folder in path.resolve().parents:
        if keys_file.exists(folder):
            raise Refused("inside_workspace", name=path.name)
