"""Copies of files that other programs show: private, swept, and told when they change."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mobdesk.services.attachments import OpenCopy

_PREFIX = "mobdesk-opened-"


class OpenedCopies:
    """The folder of one signed-in user; made when the first file is opened.

    Close it when the workspace locks or closes. What another program still holds is left to the
    next ``sweep``.
    """

    def __init__(self, place: Path | None = None) -> None:
        self._place = place or Path(tempfile.gettempdir())
        self._folder: Path | None = None
        self._copies: dict[Path, OpenCopy] = {}

    def open(self, store: object, actor: object, attachment_id: int) -> OpenCopy:
        """Write a private, read-only copy of one file and return it.

        Raises ``Refused`` as ``attachments.open_copy``.
        """
        from mobdesk.services import attachments  # late: ``sweep`` runs while the program starts

        copy = attachments.open_copy(store, actor, attachment_id, self._private())  # type: ignore[arg-type]
        self._copies[copy.path] = copy
        return copy

    def put(self, name: str, data: bytes) -> Path:
        """Write something made now (a list to print) beside the copies and return where."""
        path = self._private() / name
        if path.exists():
            path.chmod(0o600)
        path.write_bytes(data)
        path.chmod(0o400)
        return path

    def _private(self) -> Path:
        if self._folder is None or not self._folder.is_dir():
            # mkdtemp makes a folder that only its owner can enter, with a name nobody can guess.
            self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._place))
        return self._folder

    def changed(self) -> list[OpenCopy]:
        """The copies that another program has written to since they were opened."""
        found = []
        for copy in self._copies.values():
            now = _digest(copy.path)
            if now is not None and now != copy.sha256:
                found.append(copy)
        return found

    def taken(self, copy: OpenCopy) -> None:
        """The change of ``copy`` was kept or refused: do not offer it again."""
        now = _digest(copy.path)
        if now is None:
            self._copies.pop(copy.path, None)
        else:
            self._copies[copy.path] = copy._replace(sha256=now)

    def paths(self) -> list[Path]:
        """Where the copies are, for a watcher."""
        return list(self._copies)

    def drop(self) -> None:
        """Delete the copies that nobody wrote to; a changed one waits for its question."""
        kept = {copy.path for copy in self.changed()}
        self._copies = {path: copy for path, copy in self._copies.items() if path in kept}
        if self._folder is not None:
            _delete_files(path for path in self._folder.glob("*") if path not in kept)

    def close(self) -> None:
        """Delete all copies of this user."""
        self._copies.clear()
        if self._folder is not None:
            _delete(self._folder)
            self._folder = None

    def sweep(self) -> int:
        """Delete what a killed program left behind; return how many folders. At start only."""
        left = [p for p in self._place.glob(f"{_PREFIX}*") if p.is_dir() and p != self._folder]
        for folder in left:
            _delete(folder)
        return sum(not folder.exists() for folder in left)


def _digest(path: Path) -> str | None:
    """What stands in the copy now; None when it is gone or held by the other program."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _delete_files(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # held by the other program: the next sweep takes it
            path.chmod(0o600)
            path.unlink()


def _delete(folder: Path) -> None:
    for path in folder.glob("*"):
        with suppress(OSError):  # read-only files cannot be deleted on Windows
            path.chmod(0o600)
    rest: Callable[..., None] = lambda *_args: None  # noqa: E731 - held by the other program
    shutil.rmtree(folder, onerror=rest)
