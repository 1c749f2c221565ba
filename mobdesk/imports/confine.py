"""What keeps the reading process within its limits, system by system.

Linux: address space, processor time, size of written files, no network where the kernel allows.
macOS: processor time and file size; memory is polled. Windows: memory is polled.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_SIGKILL = 9


def confine_self(memory_mb: int, seconds: float) -> None:
    """Limit this process; what the system does not offer is left to the parent's polling."""
    try:
        import resource
    except ImportError:  # Windows
        return

    limits = {
        "RLIMIT_AS": memory_mb * 1024 * 1024,
        "RLIMIT_CPU": int(seconds) + 1,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    if sys.platform == "linux":
        _bind_to_parent_and_leave_network()


def _bind_to_parent_and_leave_network() -> None:
    """End with the parent, and move to an empty network; without the right, nothing happens."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def resident_mb(pid: int) -> float:
    """Memory that a process really uses, in MB; 0 where the system does not say."""
    readers = {"linux": _resident_linux, "darwin": _resident_mac, "win32": _resident_windows}
    reader = readers.get(sys.platform)
    return reader(pid) if reader is not None else 0.0


def _resident_linux(pid: int) -> float:
    import resource

    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / 1e6


def _resident_mac(pid: int) -> float:
    """``proc_pidinfo`` with PROC_PIDTASKINFO: the second 64-bit field is the resident size."""
    import ctypes

    answer = (ctypes.c_uint64 * 12)()
    try:
        library = ctypes.CDLL("/usr/lib/libproc.dylib")
        written = library.proc_pidinfo(pid, 4, ctypes.c_uint64(0), answer, ctypes.sizeof(answer))
    except OSError:
        return 0.0
    return answer[1] / 1e6 if written > 0 else 0.0


def _resident_windows(pid: int) -> float:
    """``K32GetProcessMemoryInfo``: the fourth field of the structure is the working set."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32)] + [
            (f"size{i}", ctypes.c_size_t) for i in range(8)
        ]

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent on other systems
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return 0.0
    counters = Counters(cb=ctypes.sizeof(Counters))
    try:
        known = kernel.K32GetProcessMemoryInfo(
            ctypes.c_void_p(handle), ctypes.byref(counters), counters.cb
        )
        return float(counters.size1) / 1e6 if known else 0.0
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
