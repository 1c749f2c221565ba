"""The store: one lane that writes, one that reads, every write in the history.

>>> with store.read() as s: ...
>>> with store.write(Label("person_added", {"name": name}), actor) as s: ...

No mapped object leaves the ``with``; services return rows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor
from mobdesk.errors import Refused, Stale
from mobdesk.models import database
from mobdesk.models.journal import Recorder
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.workspace import Setting

T = TypeVar("T")


class Label(NamedTuple):
    """What a change is called in the history: a code and values, worded when shown."""

    code: str
    values: Mapping[str, Any] = {}


class Store:
    """An open workspace database. Pass it on; never keep it in a global."""

    def __init__(self, path: Path, file_key: bytes, keys: OpenKeys | None = None) -> None:
        self.path = path
        self._key = file_key
        self._keys = keys
        self._write_lock = threading.RLock()
        self._read_lock = threading.RLock()
        self._holder_lock = threading.Lock()
        self._holder = 0  # the thread whose read is under way
        self.kept: dict[
            Any, Any
        ] = {}  # what readers keep of the file; never longer than it is open
        self._raw_read = database.connect(path, file_key, read_only=True)
        self._raw_write: database.Raw | None = None
        self._reader: Engine = database.engine(lambda: self._raw_read, "BEGIN")
        self._writer: Engine = database.engine(self._connect_writer, "BEGIN IMMEDIATE")

    def __repr__(self) -> str:
        return "Store(…)"

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        return self.path.parent

    @property
    def keys(self) -> OpenKeys:
        """The keys of the one who opened the workspace."""
        if self._keys is None:
            raise RuntimeError("this store was opened without an account")
        return self._keys

    def _connect_writer(self) -> database.Raw:
        self._raw_write = database.connect(self.path, self._key)
        return self._raw_write

    def close(self) -> None:
        """Give both connections back."""
        with self._write_lock, self._read_lock:
            self.kept.clear()
            self._reader.dispose()
            self._writer.dispose()
            database.forget_statements()
            self._raw_read.close()
            if self._raw_write is not None:
                self._raw_write.close()
                self._raw_write = None

    def switch(self, path: Path, keys: OpenKeys) -> None:
        """Go on with the database of new keys; everybody who holds this store goes on as well."""
        fresh = database.connect(path, keys.file_key, read_only=True)
        with self._write_lock, self._read_lock:
            # Both engines ask for their connection again when they are next used.
            self.close()
            self.path, self._key, self._keys, self._raw_read = path, keys.file_key, keys, fresh

    def put_in_place(self, write: Callable[[], None]) -> None:
        """Close the damaged file, let ``write`` put another one there, and go on with that."""
        with self._write_lock, self._read_lock:
            self.close()
            write()
            self._raw_read = database.connect(self.path, self._key, read_only=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that cannot write."""
        with self._read_lock:
            before = self._hold(threading.get_ident())
            try:
                with _known_errors(self.path), Session(self._reader) as session:
                    yield session
            finally:
                self._hold(before)

    def interrupt_reads(self, thread: int | None = None) -> None:
        """Stop the read under way (only if it is of ``thread``): a newer one makes it useless."""
        with self._holder_lock:
            if thread is None or thread == self._holder:
                self._raw_read.interrupt()

    def _hold(self, thread: int) -> int:
        """Note whose read it is; returns whose it was before."""
        with self._holder_lock:
            before, self._holder = self._holder, thread
            return before

    @contextmanager
    def write(self, label: Label, actor: Actor) -> Iterator[Writing]:
        """A session whose work is committed, recorded and undoable as one step."""
        with self._write_lock, _known_errors(self.path):
            with Writing(self._writer, expire_on_commit=False, autoflush=True) as session:
                session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                session.recorder = Recorder(session, label.code, dict(label.values), actor)
                try:
                    yield session
                    session.flush()
                    session.recorder.finish()
                    session.commit()
                except BaseException:
                    session.rollback()
                    raise

    @contextmanager
    def quietly(self) -> Iterator[Session]:
        """Write what stands in no history: settings, vault containers, access entries."""
        with self._write_lock, _known_errors(self.path), Session(self._writer) as session:
            with session.begin():
                yield session

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody writes meanwhile; reading goes on (new keys, restore)."""
        with self._write_lock:
            yield

    @contextmanager
    def exclusive(self) -> Iterator[database.Raw]:
        """The raw writing connection while nobody else reads or writes (restore, erasure)."""
        with self._write_lock, self._read_lock, _known_errors(self.path), self._writer.connect():
            yield self._raw_write

    def setting(self, name: str, default: T) -> T:
        """The workspace's fact ``name``, or ``default`` when nobody set it."""
        with self.read() as s:
            found = s.scalar(select(Setting.value).where(Setting.name == name))
        return default if found is None else found  # type: ignore[return-value]

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a JSON value under ``name``."""
        with self.quietly() as s:
            s.merge(Setting(name=name, value=value))


class Writing(Session):
    """The session of one write."""

    recorder: Recorder

    @property
    def label_values(self) -> dict[str, Any]:
        """The values of the step's label, to be filled while the work goes on."""
        return self.recorder.values

    def rename(self, code: str, values: Mapping[str, Any]) -> None:
        """Call the step otherwise, now that more is known."""
        self.recorder.code, self.recorder.values = code, dict(values)

    def done(self, *ids: int) -> Done:
        """What was done, to be returned after the ``with``; ``ids`` are the records it is about."""
        self.flush()
        recorder = self.recorder
        return Done(recorder.finish(), recorder.code, dict(recorder.values), recorder.touched, ids)

    def next_id(self, table: type) -> int:
        """The id that the next ``insert_many`` of ``table`` begins with, in this write."""
        return self.recorder.next_id(table)

    def insert_many(
        self, table: type, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> range:
        """Insert many rows of ``table`` cheaply, as one entry of the history; return their ids.

        Values as they are stored: dates as ISO text, texts tidied, summaries of mobilities filled.
        """
        return self.recorder.insert_many(table, columns, rows)


@contextmanager
def _known_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except StaleDataError as err:
        raise Stale("record_changed") from err
    except IntegrityError as err:
        raise Refused("still_used") from err
    except (DBAPIError, database.driver.Error) as err:
        known = database.known_error(err)
        if known is None:
            raise
        if not path.exists():  # SQLite calls a file that was deleted while open "read-only"
            raise Refused("folder_gone") from err
        raise known from err
