"""What happens in a folder, told by the kernel (inotify), so that no hook stands in the product."""

from __future__ import annotations

import ctypes
import os
import select
import struct
from pathlib import Path
from typing import NamedTuple

_KINDS = {0x2: "written", 0x40: "taken", 0x80: "moved", 0x100: "made", 0x200: "deleted"}
_ALL = sum(_KINDS)
_HEAD = struct.Struct("iIII")
_libc = ctypes.CDLL(None, use_errno=True)


class Event(NamedTuple):
    """``kind``: made, written, moved (to this name), taken (from it), deleted."""

    kind: str
    name: str


class Watch:
    """Watches all folders that stand below ``top`` now."""

    def __init__(self, top: Path) -> None:
        self.descriptor = int(_libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
        for folder in (top, *(p for p in top.rglob("*") if p.is_dir())):
            if _libc.inotify_add_watch(self.descriptor, os.fsencode(folder), _ALL) < 0:
                raise OSError(ctypes.get_errno(), "the folder cannot be watched", str(folder))

    def wait(self, seconds: float) -> list[Event]:
        """Events so far, at least one unless ``seconds`` pass."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return []
        data = os.read(self.descriptor, 1 << 16)
        found, place = [], 0
        while place < len(data):
            _, mask, _, size = _HEAD.unpack_from(data, place)
            name = data[place + _HEAD.size : place + _HEAD.size + size].rstrip(b"\0")
            found += [Event(k, os.fsdecode(name)) for bit, k in _KINDS.items() if mask & bit]
            place += _HEAD.size + size
        # The lock file is taken before the work and let go after it.
        return [event for event in found if event.name != "workspace.lock"]

    def first(self, seconds: float) -> list[Event]:
        """The first events; empty when nothing happens for ``seconds``."""
        while select.select([self.descriptor], [], [], seconds)[0]:
            if found := self.wait(0):
                return found
        return []

    def close(self) -> None:
        os.close(self.descriptor)
