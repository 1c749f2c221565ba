"""What a file operation means here: whole or not at all, on the disk, readable by its owner alone.

Keys, backups and attachments write through this module only. Virus scanners and sync programs hold
files for moments, so a refused replace or delete is tried again before it becomes a known error.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import BinaryIO

from mobdesk.errors import MobdeskError, Refused

ATTEMPTS = 6
FIRST_WAIT = 0.02  # seconds; doubled after each refusal, so 0.6 s in all
TEMPORARY = ".part"

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


class Ops:
    """The calls that a disk can refuse. Tests put their own in place with ``using``."""

    def open_new(self, path: Path) -> int:
        """Create ``path``, which must not exist, for its owner alone; return the descriptor."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        return os.open(path, flags, _PRIVATE_FILE)

    def write(self, handle: BinaryIO, data: bytes) -> None:
        handle.write(data)

    def fsync(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        source.replace(target)

    def unlink(self, path: Path) -> None:
        path.unlink()

    def wait(self, seconds: float) -> None:
        Event().wait(seconds)


_ops = Ops()


@contextmanager
def using(ops: Ops) -> Iterator[None]:
    """Let ``ops`` stand for the disk, to refuse what a real disk refuses."""
    global _ops
    before, _ops = _ops, ops
    try:
        yield
    finally:
        _ops = before


def known_error(problem: OSError, path: Path) -> MobdeskError:
    """Return the known error for ``problem``; only the last part of ``path`` is named."""
    if problem.errno in _FULL:
        code = "disk_full"
    elif problem.errno == errno.EROFS:
        code = "folder_read_only"
    elif isinstance(problem, FileNotFoundError | NotADirectoryError):
        code = "file_gone" if path.parent.is_dir() else "folder_gone"
    elif isinstance(problem, PermissionError):
        code = "file_in_use" if path.is_file() else "folder_read_only"
    else:
        code = "file_failed"
    return Refused(code, name=path.name)


def _patiently(action: str, *paths: Path) -> None:
    """Do ``action``; a refusal for lack of permission is tried again ``ATTEMPTS`` times in all."""
    wait = FIRST_WAIT
    for left in range(ATTEMPTS - 1, -1, -1):
        try:
            getattr(_ops, action)(*paths)
            return
        except PermissionError as problem:
            if not left:
                raise Refused("file_in_use", name=paths[-1].name) from problem
        except OSError as problem:
            raise known_error(problem, paths[-1]) from problem
        _ops.wait(wait)
        wait *= 2


def sync_folder(folder: Path) -> None:
    """Make names in ``folder`` last through a power cut (Windows has no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _ops.fsync(descriptor)
    except OSError as problem:
        # Some network and FUSE folders have no fsync; there is no stronger promise to be had.
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise known_error(problem, folder) from problem
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target`` and make that last; ``file_in_use`` if held."""
    _patiently("replace", source, target)
    sync_folder(target.parent)


def delete(path: Path) -> None:
    """Delete ``path`` if it is there and make that last; ``file_in_use`` if held."""
    if not path.exists() and not path.is_symlink():
        return
    _patiently("unlink", path)
    sync_folder(path.parent)


class Writer:
    """The open temporary file behind ``writing``."""

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle

    def write(self, data: bytes) -> None:
        """Append ``data``."""
        _ops.write(self._handle, data)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write ``path`` anew: readers see the old content or all of the new, also after a power cut.

    Nothing changes when the block fails. Errors: ``disk_full folder_read_only folder_gone
    file_in_use file_failed``.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}{TEMPORARY}")
    try:
        descriptor = _ops.open_new(part)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                yield Writer(handle)
                handle.flush()
                _ops.fsync(handle.fileno())
            _patiently("replace", part, path)
        except BaseException:
            # The first error is the one to tell; a part left behind is swept later.
            with suppress(OSError, Refused):
                _ops.unlink(part)
            raise
        sync_folder(path.parent)
    except PermissionError as problem:
        # A held target was told by ``_patiently``; here the folder takes no new file.
        raise Refused("folder_read_only", name=path.parent.name) from problem
    except OSError as problem:
        raise known_error(problem, path) from problem


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write ``data`` to ``path`` as ``writing`` does."""
    with writing(path) as out:
        for piece in (data,) if isinstance(data, bytes) else data:
            out.write(piece)


def read(path: Path, most: int) -> bytes:
    """Return the content of ``path``; more than ``most`` bytes is ``file_too_large``."""
    try:
        with path.open("rb") as handle:
            data = handle.read(most + 1)
    except OSError as problem:
        raise known_error(problem, path) from problem
    if len(data) > most:
        raise Refused("file_too_large", name=path.name, most=most)
    return data


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` (and parents) if missing; a folder made here opens for its owner alone."""
    try:
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=_PRIVATE_FOLDER)
    except OSError as problem:
        raise known_error(problem, folder) from problem


def is_private(path: Path) -> bool:
    """Whether nobody but the owner may read ``path`` (always true on Windows, see ACLs there)."""
    return os.name == "nt" or not stat.S_IMODE(path.stat().st_mode) & 0o077


def sweep(folder: Path) -> int:
    """Delete parts that a killed program left in ``folder``; return how many went."""
    gone = 0
    for part in folder.glob(f".*{TEMPORARY}"):
        with suppress(Refused):  # held by another program: the next start sweeps it
            delete(part)
            gone += 1
    return gone
