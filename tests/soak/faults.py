"""Faults planted into a child process, to prove that the harness sees what it is there to see.

The product has no hook for this: the child replaces one name in its own memory. One of them is no
fault of the product but of the world.
"""

from __future__ import annotations

from collections.abc import Callable

from mobdesk.models import database, files, room


def synchronous_off() -> None:
    """SQLite tells the disk to hurry up no more: what it calls committed waits in memory."""
    prepare = database._prepare

    def careless(raw: database.Raw, file_key: bytes, read_only: bool) -> None:
        prepare(raw, file_key, read_only)
        raw.execute("PRAGMA synchronous = OFF")

    database._prepare = careless


def missing_fsync() -> None:
    """``models.files`` renames what it never flushed."""

    class Careless(files.Ops):
        def fsync(self, descriptor: int) -> None:
            pass

    files._ops = Careless()


def lost_commit() -> None:
    """A write says that it is done and is not in the file: the plainest lie of all."""
    from mobdesk.models.store import Writing

    Writing.commit = Writing.rollback  # type: ignore[method-assign]


def room_taken_later() -> None:
    """Room was there when it was asked for; then another program took it."""
    room.need_space = lambda folder, size: None


FAULTS: dict[str, Callable[[], None]] = {
    "synchronous_off": synchronous_off,
    "missing_fsync": missing_fsync,
    "lost_commit": lost_commit,
    "room_taken_later": room_taken_later,
}
