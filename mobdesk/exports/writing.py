"""Files appear whole or not at all: written beside their place, flushed, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mobdesk.errors import Refused

_STAGE = ".mobdesk-"
_LEFT_BEHIND = 3600  # seconds without a change

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def refusal(error: OSError, place: Path) -> Refused:
    """The known error behind a system error while writing to ``place``."""
    if error.errno in _FULL or getattr(error, "winerror", None) in (39, 112):
        return Refused("disk_full", place=str(place))
    return Refused("cannot_write", place=str(place), reason=error.strerror or "")


@contextmanager
def known_errors(place: Path) -> Iterator[None]:
    """Turn system errors of the block into refusals with a code."""
    try:
        yield
    except OSError as error:
        raise refusal(error, place) from error


def flush(file: BinaryIO) -> None:
    """Make sure the bytes are on the disk, so that a full disk shows now and not later."""
    file.flush()
    os.fsync(file.fileno())


def write_file(path: Path, content: bytes) -> None:
    """Write ``content`` to a new file at ``path`` and flush it."""
    with path.open("xb") as file:
        file.write(content)
        flush(file)


class Staged:
    """A hidden folder beside the place where its contents will stand."""

    def __init__(self, out: Path, folder: Path) -> None:
        self.out = out
        self.folder = folder

    def publish(self, names: list[str]) -> list[Path]:
        """Move ``names`` into place; when one cannot be moved, those before are taken back."""
        done: list[Path] = []
        try:
            for name in names:
                target = self.out / name
                if os.path.lexists(target):
                    raise Refused("package_exists", name=name)
                (self.folder / name).rename(target)
                done.append(target)
        except BaseException:
            for target in reversed(done):
                target.rename(self.folder / target.name)
            raise
        _flush_folder(self.out)
        return done


def _flush_folder(folder: Path) -> None:
    """A rename lasts once its folder is flushed; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network folders cannot flush a folder; the files themselves are flushed.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def _sweep(out: Path) -> None:
    """Working folders of a killed program hold names of people. One still in use is younger."""
    for left in out.glob(f"{_STAGE}*"):
        with suppress(OSError):  # gone meanwhile, or held: the next export tries again
            if left.is_dir() and time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left)


@contextmanager
def staged(out: Path) -> Iterator[Staged]:
    """Give a hidden working folder in ``out`` that is gone afterwards, whatever happened."""
    with known_errors(out):
        made = not out.exists()
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=_STAGE, dir=out))
        try:
            yield Staged(out, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if made and not any(out.iterdir()):
                out.rmdir()
