"""One writer per workspace: a lock file that tells on which machine and since when.

The operating system holds the lock, so that a crash lets go of it. The file names no person.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from mobdesk.errors import Refused
from mobdesk.models.base import instant_text, now
from mobdesk.models.files import known_error

NAME = "workspace.lock"


class Lock:
    """Held from ``take`` until ``release``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._file: BinaryIO | None = None

    def take(self, *, take_over: bool = False) -> None:
        """Take the lock, or raise ``Refused("in_use")`` with ``machine`` and ``since`` if known.

        A full disk is ``disk_full``; then no lock file stays.

        A lock of another machine whose program ended without letting go is taken only with
        ``take_over``; one of this machine is taken silently.
        """
        told = _read(self._path)
        file = _open(self._path)
        if not _grab(file):
            file.close()
            raise Refused("in_use", **told)
        if told and told["machine"] != platform.node() and not take_over:
            file.close()
            raise Refused("workspace_left_open", **told)
        try:
            _tell(file)
        except OSError as err:
            self._file = file
            with suppress(OSError):  # closing writes once more
                self.release()
            raise known_error(err, self._path) from err
        self._file = file

    def release(self) -> None:
        """Let go; the file goes with it."""
        file, self._file = self._file, None
        if file is None:
            return
        if sys.platform != "win32":  # first, so that nobody else's new lock is deleted
            self._path.unlink(missing_ok=True)
        file.close()
        if sys.platform == "win32":
            self._path.unlink(missing_ok=True)


# On Windows the lock is on bytes behind the text, so that another program can read the text.
_GUARDED = 512


def _open(path: Path) -> BinaryIO:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError as err:
        raise Refused("folder_gone") from err
    except OSError as err:
        raise Refused("folder_read_only") from err
    return os.fdopen(descriptor, "r+b")


def _tell(file: BinaryIO) -> None:
    content = {"machine": platform.node(), "since": instant_text(now()), "pid": os.getpid()}
    file.truncate(0)
    file.write(json.dumps(content).encode().ljust(_GUARDED))
    file.flush()


def _grab(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_GUARDED)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
        since = datetime.fromisoformat(told["since"])
        return {"machine": str(told["machine"]), "since": since}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
