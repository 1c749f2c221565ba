"""A run of the driver under strace, read as what it did to the files of one place, in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.soak.scene import Scene

_CALLS = (
    "open,openat,creat,lseek,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync,syncfs,"
    "sync_file_range,ftruncate,truncate,fallocate,copy_file_range,sendfile,rename,renameat,"
    "renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat"
)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>\S*)?(?: .*)?$", re.DOTALL)
_HALF = re.compile(r"(\d+) +(\w+\(.*) <unfinished \.\.\.>$", re.DOTALL)
_REST = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$", re.DOTALL)
_FOLDER = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>")
_DESCRIPTOR = re.compile(r"(\d+)<([^>]*)>")
_TEXT = re.compile(r'"([^"]*)"')


class Act(NamedTuple):
    """One thing done. ``path`` and ``other`` are relative to the place.

    ``kind``: make, write, cut (to ``at`` bytes), sync, sync_folder, rename (to ``other``), unlink,
    mkdir, rmdir; and, with no path, begin and done: the words of the driver.
    """

    kind: str
    path: str = ""
    at: int = 0
    data: bytes = b""
    other: str = ""


class NoTracer(Exception):
    """The machine has no strace."""


def record(scene: Scene, name: str, marks: Path, fault: str | None = None) -> list[Act]:
    """Run one operation on ``scene`` under strace; the ledger stands beside ``marks``."""
    strace = shutil.which("strace")
    if strace is None:
        raise NoTracer("strace is missing; on Debian: apt-get install strace")
    output = marks.with_suffix(".strace")
    command = [strace, "-f", "-y", "-xx", "-s", str(1 << 24), "-o", str(output)]
    command += ["--seccomp-bpf", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    command += [sys.executable, "-m", "tests.soak.driver", str(scene.place), name, str(marks)]
    done = subprocess.run(
        [*command, *([fault] if fault else [])], capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise RuntimeError(f"{name} under the tracer: {done.stderr[-2000:]}")
    with output.open(encoding="ascii") as lines:
        return list(_Reader(scene.place, marks).read(lines))


def _whole(lines: Iterator[str]) -> Iterator[str]:
    """Lines of calls; one that another thread interrupted is put together again."""
    open_calls: dict[str, str] = {}
    for raw in lines:
        line = raw.rstrip("\n")
        if half := _HALF.match(line):
            open_calls[half[1]] = half[2]
        elif rest := _REST.match(line):
            yield f"{rest[1]} {open_calls.pop(rest[1])}{rest[2]}"
        else:
            yield line


class _Reader:
    def __init__(self, place: Path, marks: Path) -> None:
        self._place, self._marks = os.fsencode(place), os.fsencode(marks)
        self._offsets: dict[tuple[str, bytes], int] = {}  # by descriptor and path
        self._appending: set[tuple[str, bytes]] = set()
        self._sizes: dict[bytes, int] = {}

    def read(self, lines: Iterator[str]) -> Iterator[Act]:
        for line in _whole(lines):
            if (found := _LINE.match(line)) and not found[4].startswith("-"):
                call, rest, value, opened = found[2], found[3], int(found[4]), found[5]
                yield from self._call(call, rest, value, opened)

    def _inside(self, path: bytes) -> str | None:
        if path == self._place:
            return "."
        start = self._place + b"/"
        return os.fsdecode(path[len(start) :]) if path.startswith(start) else None

    def _call(self, call: str, rest: str, value: int, opened: str | None) -> Iterator[Act]:
        if call in ("open", "openat", "creat"):
            yield from self._open(rest, value, _bytes(opened or ""))
        elif call in ("rename", "renameat", "renameat2"):
            yield from self._two_names(rest)
        elif call in ("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir"):
            path = self._inside(_joined(rest))
            kind = "rmdir" if "AT_REMOVEDIR" in rest else call.removesuffix("at")
            if path is not None:
                yield Act(kind, path)
        elif found := _DESCRIPTOR.match(rest):
            yield from self._on_descriptor(call, rest, value, found[1], _bytes(found[2]))
        elif call in ("link", "linkat", "symlink", "symlinkat", "truncate", "sync"):
            raise NotImplementedError(call)

    def _open(self, rest: str, value: int, path: bytes) -> Iterator[Act]:
        key = (str(value), path)
        self._offsets[key] = 0
        self._appending.discard(key)
        if "O_APPEND" in rest:
            self._appending.add(key)
        inside = self._inside(path)
        if inside is not None and "O_CREAT" in rest:
            yield Act("make", inside)
        if inside is not None and "O_TRUNC" in rest:
            yield Act("cut", inside)

    def _two_names(self, rest: str) -> Iterator[Act]:
        first, second = _TEXT.findall(rest)[:2]
        folders = _FOLDER.findall(rest)
        paths = [_bytes(first), _bytes(second)]
        if folders:
            paths = [_in_folder(_bytes(f), p) for f, p in zip(folders, paths, strict=True)]
        inside = [self._inside(path) for path in paths]
        if inside != [None, None]:
            assert None not in inside, "a name came from or went to another place"
            yield Act("rename", inside[0] or "", other=inside[1] or "")

    def _on_descriptor(
        self, call: str, rest: str, value: int, descriptor: str, path: bytes
    ) -> Iterator[Act]:
        key = (descriptor, path)
        if path == self._marks and call == "write":
            yield Act({b"B": "begin", b"D": "done"}[_data(rest)])
        inside = self._inside(path)
        if inside is None or path.endswith(b" (deleted)"):
            return
        if call == "pwrite64":
            yield Act("write", inside, int(rest.rsplit(", ", 1)[1]), _data(rest)[:value])
        elif call == "write":
            assert key not in self._appending, "appending is not modelled"
            at = self._offsets.get(key, 0)
            self._offsets[key] = at + value
            yield Act("write", inside, at, _data(rest)[:value])
        elif call == "lseek":
            self._offsets[key] = value
        elif call == "ftruncate":
            yield Act("cut", inside, int(rest.rsplit(", ", 1)[1]))
        elif call in ("fsync", "fdatasync"):
            yield Act("sync", inside)
        else:
            raise NotImplementedError(call)


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", "")) if escaped.startswith("\\x") else b""


def _data(rest: str) -> bytes:
    found = _TEXT.search(rest)
    assert found is not None
    return _bytes(found[1])


def _joined(rest: str) -> bytes:
    """The path of a call with one name, in the folder of its descriptor if it has one."""
    folder = _FOLDER.match(rest)
    return _in_folder(_bytes(folder[1]), _data(rest)) if folder else _data(rest)


def _in_folder(folder: bytes, path: bytes) -> bytes:
    return os.fsencode(Path(os.fsdecode(folder)) / os.fsdecode(path))
