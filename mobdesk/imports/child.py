"""One short-lived child process for every foreign file.

The parent sends one request on standard input; the child answers with lines of JSON (never a
pickle: the parent must not trust what a hostile file made of the child). The child has a limit
on memory, time and disk, a clean environment, no handles of the parent and, where the kernel
allows, no network.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import IO, Any

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Misused, NotAllowed, Problem, Refused
from mobdesk.imports import confine

Json = Any
"""What ``json`` can write."""
Emit = Callable[[Json], None]

TASKS: dict[str, str] = {
    "read": "mobdesk.imports.reading:read_task",
}
"""Task name -> "module:function". The function is called in the child as
``function(arguments, progress, emit)``; what it returns is the result, what it gives to ``emit``
reaches the parent's ``batch`` in order, ``progress(done, total, word)`` reaches ``Progress``."""

FLAG = "--mobdesk-child"
"""Of a frozen program: its executable, started with this argument only, calls ``serve``."""

_BOOT = (
    "import json,sys;sys.path[:]=json.loads(sys.argv[1]);"
    "from mobdesk.imports.child import serve;serve()"
)
_LINE_LIMIT = 64 * 1024 * 1024
_OUTPUT_LIMIT = 2 * 1024 * 1024 * 1024
_POLL_SECONDS = 0.1
_KEPT_NAMES = ("SYSTEMROOT", "WINDIR", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL")


def register(task: str, target: str) -> None:
    """Add a task; ``target`` is "module:function". Called when a module is imported."""
    if TASKS.get(task, target) != target:
        raise ValueError(f"two tasks of one name: {task}")
    TASKS[task] = target


def run(
    task: str,
    arguments: Json,
    *,
    memory_mb: int = 500,
    seconds: float = 300,
    progress: Progress | None = None,
    batch: Emit | None = None,
) -> Json:
    """Run a task in a child and return its result.

    ``memory_mb`` and ``seconds`` (of the wall clock) are hard limits. ``progress`` is a
    ``Progress``; cancelling it kills the child within 100 ms and raises ``Cancelled``. ``batch``
    is called in this thread with everything the task emits. Raises ``Refused``: what the task
    refused, ``reader_died``, or ``over_limit`` with ``limit`` ``time`` or ``memory``.
    """
    listener = progress or Progress()
    listener.check()
    request = {
        "task": task,
        "target": TASKS[task],
        "arguments": arguments,
        "memory_mb": memory_mb,
        "seconds": seconds,
    }
    process = _spawn()
    answers = _Answers(process, request)
    try:
        for line in _watched(process, answers, listener, memory_mb, seconds):
            kind, value = _parsed(line)
            if kind == "result":
                return value
            if kind == "batch" and batch is not None:
                batch(value)
            elif kind == "progress":
                listener.step(*value)
            elif kind == "error":
                raise _error(value)
        raise Refused("reader_died")
    finally:
        process.kill()
        process.wait()
        answers.stop()


def _spawn() -> subprocess.Popen[bytes]:
    if getattr(sys, "frozen", False):
        command = [sys.executable, FLAG]
    else:
        folders = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - not a Path
        command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT, json.dumps(folders)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_NAMES if name in os.environ},
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class _Answers:
    """The child's lines, read on a thread: pipes cannot be polled on Windows."""

    def __init__(self, process: subprocess.Popen[bytes], request: Json) -> None:
        self._process = process
        self._request = json.dumps(request).encode() + b"\n"
        self._lines: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=t, daemon=True) for t in (self._send, self._take)]
        for thread in self._threads:
            thread.start()

    def next(self) -> bytes | None:
        """The next line, ``b""`` after 100 ms without one, ``None`` at the end."""
        try:
            return self._lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            return b""

    def stop(self) -> None:
        """End the threads; the child is dead by now."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _send(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(self._request)
            self._process.stdin.close()

    def _take(self) -> None:
        assert self._process.stdout is not None
        total = 0
        with contextlib.suppress(OSError):
            while line := self._process.stdout.readline(_LINE_LIMIT):
                total += len(line)
                if not line.endswith(b"\n") or total > _OUTPUT_LIMIT:
                    break
                self._put(line)
        self._put(None)

    def _put(self, line: bytes | None) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(queue.Full):
                self._lines.put(line, timeout=_POLL_SECONDS)
                return


def _watched(
    process: subprocess.Popen[bytes],
    answers: _Answers,
    listener: Progress,
    memory_mb: int,
    seconds: float,
) -> Iterator[bytes]:
    """The child's lines until it ends; kills it when a limit is passed or Cancel is pressed."""
    end = time.monotonic() + seconds
    looked = 0.0
    while True:
        line = answers.next()
        now = time.monotonic()
        listener.check()
        if now > end:
            raise Refused("over_limit", limit="time", allowed=int(seconds))
        if now - looked > _POLL_SECONDS:
            looked = now
            if confine.resident_mb(process.pid) > memory_mb:
                raise Refused("over_limit", limit="memory", allowed=memory_mb)
        if line is None:
            return
        if line:
            yield line


def _parsed(line: bytes) -> tuple[str, Any]:
    try:
        kind, value = json.loads(line)
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused("reader_died") from error
    return kind, value


def _error(value: Json) -> Exception:
    """The error that the child names; anything else than a refusal is a bug of ours."""
    kinds = {"Refused": Refused, "NotAllowed": NotAllowed, "Misused": Misused}
    if value["kind"] == "Cancelled":
        return Cancelled()
    if value["kind"] in kinds:
        return kinds[value["kind"]](value["code"], **value["values"])
    return RuntimeError(f"in the reading process: {value['kind']} at {value['code']}")


# ---- the child's side -------------------------------------------------------------------------


def serve() -> None:
    """Answer the one request on standard input, then end."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    # A library that prints must not break the protocol.
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    request = json.loads(source.readline())
    confine.confine_self(request["memory_mb"], request["seconds"])
    try:
        _answer(answers, "result", _work(request, answers))
    except MemoryError:
        values = {"limit": "memory", "allowed": request["memory_mb"]}
        _answer(answers, "error", {"kind": "Refused", "code": "over_limit", "values": values})
    except Exception as error:
        _answer(answers, "error", _named(error))
    os._exit(0)  # nothing to tidy up, and freeing millions of cells takes time


def _work(request: Json, answers: IO[bytes]) -> Json:
    module, _, name = request["target"].partition(":")
    function = getattr(import_module(module), name)
    told = 0.0

    def progress(done: int, total: int, word: str = "") -> None:
        nonlocal told
        if time.monotonic() - told > _POLL_SECONDS:
            told = time.monotonic()
            _answer(answers, "progress", [done, total, word])

    return function(request["arguments"], progress, lambda value: _answer(answers, "batch", value))


def _answer(answers: IO[bytes], kind: str, value: Json) -> None:
    line = json.dumps([kind, value], ensure_ascii=True, separators=(",", ":"))
    answers.write(line.encode("ascii") + b"\n")
    answers.flush()


def _named(error: Exception) -> Json:
    """Code and values of a known error; of a bug its kind and place, never its text."""
    if isinstance(error, (Refused, Cancelled, Misused)):
        values = {name: _plain(value) for name, value in error.values.items()}
        return {"kind": type(error).__name__, "code": error.code, "values": values}
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
        trace = trace.tb_next
    return {"kind": "bug:" + type(error).__name__, "code": place, "values": {}}


def _plain(value: Any) -> Json:
    if isinstance(value, Problem):
        return list(value)
    return value if isinstance(value, (str, int, float, bool, type(None), list)) else str(value)


if __name__ == "__main__":
    serve()
