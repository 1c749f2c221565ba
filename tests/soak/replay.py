"""What a disk may hold after the power went: a model of a journaling file system, pessimistic.

Assumed, as ext4, XFS, Btrfs, APFS and NTFS promise it:

* *Names* (making, renaming, deleting, folders) reach the disk in the order in which they were done:
  a cut leaves all of them up to some point and none after it. That point may be anywhere behind the
  last ``fsync`` of a folder. ``fsync`` of a *file* makes no name last here: ext4 would keep the
  name as well, POSIX does not say so, and the program must not lean on it.
* *Content* has no order at all, neither among writes nor against names, until ``fsync`` or
  ``fdatasync`` of that file returned: each 512-byte sector of each unsynced write is there or not,
  on its own. A name may be there while its content is not (a rename over a file that was never
  synced gives an empty file).
* A file that grew may have its new length with zeros in it, or not.
* A cut (``ftruncate``) is content too: it waits for the ``fsync`` of its file.
* A sector is whole: old or new, and writing one does not harm its neighbours (SQLite assumes the
  same, "powersafe overwrite").

Not modelled: a disk that lies about ``fsync``, a sector that cannot be read after the cut, bit rot.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.soak.trace import Act

SECTOR = 512
BOUNDARIES = {"sync", "sync_folder", "unlink", "rename", "done"}


class Cut(NamedTuple):
    """``share`` of the unsynced sectors is kept, drawn from ``seed``; or none (0), or all (1).

    ``names``: all unsynced names are kept; with a seed it is drawn how many.
    """

    share: float
    names: bool = False
    seed: str | None = None


def cuts(seed: str, subsets: int) -> list[Cut]:
    """None, all, all names without their content, and seeded subsets."""
    shares = (0.1, 0.5, 0.9)
    drawn = [Cut(shares[n % 3], seed=f"{seed} {n}") for n in range(subsets)]
    return [Cut(0.0), Cut(1.0, names=True), Cut(0.0, names=True), *drawn]


class File:
    """What is certainly on the disk, and what may be."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = bytearray(content)
        self.pending: list[Act] = []

    def sync(self) -> None:
        for act in self.pending:
            _apply(self.content, act)
        self.pending.clear()

    def after(self, draw: random.Random | None, share: float) -> bytes:
        """The content after a cut that kept ``share`` of the unsynced sectors."""
        if not self.pending or share == 0.0:
            return bytes(self.content)
        left = bytearray(self.content)
        longest = len(left)
        for act in self.pending:
            for piece in _sectors(act) if share < 1.0 else (act,):
                if draw is None or draw.random() < share:
                    _apply(left, piece)
            if act.kind == "write":
                longest = max(longest, act.at + len(act.data))
        if draw is not None and draw.random() < 0.5:
            left.extend(bytes(max(0, longest - len(left))))
        return bytes(left)


def _apply(content: bytearray, act: Act) -> None:
    if act.kind == "cut":
        del content[act.at :]
        content.extend(bytes(act.at - len(content)))
        return
    content.extend(bytes(max(0, act.at - len(content))))
    content[act.at : act.at + len(act.data)] = act.data


def _sectors(act: Act) -> Iterable[Act]:
    if act.kind == "cut":
        yield act
        return
    start, end = act.at, act.at + len(act.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Act("write", act.path, start, act.data[start - act.at : stop - act.at])
        start = stop


class Disk:
    """Plays acts one after the other; ``after_cut`` tells what would be left now."""

    def __init__(self, place: Path) -> None:
        found = sorted(place.rglob("*"))
        self._sure = {str(p.relative_to(place)): File(p.read_bytes()) for p in found if p.is_file()}
        self._sure_folders = {str(p.relative_to(place)) for p in found if p.is_dir()} | {"."}
        self._names: list[tuple[Act, File | None]] = []  # done and not yet certain
        self._live = dict(self._sure)
        self._folders = set(self._sure_folders)

    def play(self, act: Act) -> None:
        """Do what the program did."""
        if act.kind == "make":
            if act.path not in self._live:
                self._name(act, File())
        elif act.kind in ("write", "cut"):
            self._live[act.path].pending.append(act)
        elif act.kind == "sync" and act.path in self._folders:
            self._names_are_certain()
        elif act.kind == "sync":
            self._live[act.path].sync()
        elif act.kind in ("rename", "unlink", "mkdir", "rmdir"):
            self._name(act, None)

    def _name(self, act: Act, file: File | None) -> None:
        self._names.append((act, file))
        _do(self._live, self._folders, act, file)

    def _names_are_certain(self) -> None:
        for act, file in self._names:
            _do(self._sure, self._sure_folders, act, file)
        self._names.clear()

    def now(self) -> dict[str, bytes | None]:
        """Files and folders as the program sees them."""
        return self.after_cut(Cut(1.0, names=True))

    def after_cut(self, cut: Cut) -> dict[str, bytes | None]:
        """Files (and folders, as None) after the power went now."""
        names, folders = dict(self._sure), set(self._sure_folders)
        draw = None if cut.seed is None else random.Random(cut.seed)
        kept = len(self._names) if cut.names else 0
        if draw is not None:
            kept = draw.randint(0, len(self._names))
        for act, file in self._names[:kept]:
            _do(names, folders, act, file)
        left: dict[str, bytes | None] = dict.fromkeys(sorted(folders))
        for name, file in names.items():
            left[name] = file.after(draw, cut.share)
        return left


def _do(names: dict[str, File], folders: set[str], act: Act, file: File | None) -> None:
    if act.kind == "make":
        assert file is not None
        names[act.path] = file
    elif act.kind == "unlink":
        del names[act.path]
    elif act.kind == "mkdir":
        folders.add(act.path)
    elif act.kind == "rmdir":
        folders.discard(act.path)
    elif act.path in folders:
        _move_folder(names, folders, act)
    else:
        names[act.other] = names.pop(act.path)


def _move_folder(names: dict[str, File], folders: set[str], act: Act) -> None:
    below = act.path + "/"
    for name in [n for n in names if n.startswith(below)]:
        names[f"{act.other}/{name.removeprefix(below)}"] = names.pop(name)
    for name in [n for n in folders if n == act.path or n.startswith(below)]:
        folders.discard(name)
        folders.add(act.other + name.removeprefix(act.path))


def write_out(left: dict[str, bytes | None], place: Path) -> None:
    """Make a folder of what is left."""
    place.mkdir(parents=True)
    for name, content in left.items():
        path = place / name
        if content is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.write_bytes(content)
