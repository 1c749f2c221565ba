"""Proof of an installation: every library that can be missing or wrong does its real work once.

Nothing is left on the disk, and nothing outside a temporary folder is touched.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mobdesk import __version__

if TYPE_CHECKING:
    from mobdesk.exports.report import Report

_WINDOW_SECONDS = 60
_NAME = "Õunapuu Παππάς Цветкова"


class Result(NamedTuple):
    """One piece: its name, whether it works, and a figure or the error."""

    name: str
    ok: bool
    detail: str


class Broken(Exception):
    """A piece ran and gave the wrong result."""


def run() -> Iterator[Result]:
    """Try every piece; one that fails does not stop the others."""
    for name, piece in PIECES.items():
        with tempfile.TemporaryDirectory(prefix="mobdesk-self-test-") as folder:
            try:
                yield Result(name, True, piece(Path(folder)))
            except Exception as err:  # whatever a broken installation throws is the answer
                yield Result(name, False, f"{type(err).__name__}: {err}")


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


def _crypto(_folder: Path) -> str:
    from mobdesk.models import sealing

    secret = secrets.token_bytes(1000)
    kdf = sealing.Kdf(sealing.POLICY.least, 1, sealing.POLICY.lanes)
    key = sealing.stretch("self-test", bytes(sealing.SALT), kdf, sealing.POLICY)
    context = sealing.Context("w", "p", sealing.key_id(key), "self-test")
    _need(sealing.unseal(key, context, sealing.seal(key, context, secret)) == secret, "AES-GCM")
    private, public = sealing.new_pair()
    sealed = sealing.seal_to(public, context, secret)
    _need(sealing.open_sealed(private, context, sealed) == secret, "X25519")
    try:
        sealing.unseal(key, context._replace(person="q"), sealing.seal(key, context, secret))
    except sealing.Broken:
        return "Argon2id, AES-256-GCM, X25519"
    raise Broken("a sealed text opened for the wrong person")


def _database(folder: Path) -> str:
    from mobdesk.errors import Refused
    from mobdesk.models import database, upgrade

    path, key = folder / "workspace.db", secrets.token_bytes(32)
    upgrade.create(path, key)
    raw = database.connect(path, key)
    copy = database.connect(folder / "copy.db", key, new=True)
    try:
        version = raw.execute("PRAGMA cipher_version").fetchone()[0]
        raw.execute("CREATE VIRTUAL TABLE temp.words USING fts5(word)")
        raw.execute("INSERT INTO temp.words VALUES ('õpiränne')")
        found = raw.execute("SELECT word FROM temp.words WHERE words MATCH 'õpi*'").fetchall()
        _need(len(found) == 1, "full text search")
        raw.backup(copy)
        _need(not database.check(copy), "a backup")
        _need(upgrade.revision(copy) == upgrade.head(), "the schema of a backup")
    finally:
        copy.close()
        raw.close()
    _need(not path.read_bytes().startswith(b"SQLite format 3"), "the file is not encrypted")
    try:
        database.connect(path, secrets.token_bytes(32)).close()
    except Refused:
        return f"SQLCipher {version}, schema {upgrade.head()}, search, backup"
    raise Broken("a wrong key opened the file")


def _reading(folder: Path) -> str:
    from mobdesk.imports.reading import read_apart

    path = folder / "list.csv"
    path.write_bytes("Eesnimi;Perekonnanimi\nÕie;Tamm\n".encode("cp1257"))
    (sheet,) = read_apart(path).sheets
    _need(sheet.rows[1][0] == "Õie", "a list in an old encoding")
    return "a list, in a process of its own"


def _report() -> Report:
    """A report about nobody, in four alphabets."""
    from mobdesk.exports.report import Organisation, PersonRow, Project, Report, frozen

    return frozen(
        Report(
            program=f"Mobdesk {__version__}",
            schema="",
            frozen_at=datetime(2026, 1, 1, tzinfo=UTC),
            organisation=Organisation("Õpikoda"),
            project=Project("2025-1-EE01-KA122-ADU-000000000", "Self-test"),
            people=(PersonRow(key="1", last_name=_NAME, first_name="Šárka"),),
        )
    )


def _pdf(_folder: Path) -> str:
    from mobdesk.exports.pdf import make_pdf

    made = make_pdf(_report())
    _need(made.startswith(b"%PDF-") and b"FontFile2" in made, "no PDF with the own font")
    return f"{len(made):,} bytes, with the own font"


def _workbook(folder: Path) -> str:
    from mobdesk.exports.xlsx import make_xlsx
    from mobdesk.imports.reading import read_apart

    path = folder / "report.xlsx"
    path.write_bytes(make_xlsx(_report()))
    cells = {cell for sheet in read_apart(path).sheets for row in sheet.rows for cell in row}
    _need(_NAME in cells, "a name did not come back")
    return "written, and read again"


def _package(folder: Path) -> str:
    from mobdesk.exports.packages import make_package
    from mobdesk.exports.parts import Form
    from mobdesk.exports.verify import verify

    passphrase = secrets.token_hex(8)
    made = make_package(_report(), folder, Form.PROTECTED, passphrase=passphrase)
    answer = verify(made.paths[0], passphrase)
    _need(answer.ok, ", ".join(problem.code for problem in answer.problems))
    return f"protected ZIP of {answer.files} files, verified"


def _contacts(_folder: Path) -> str:
    from mobdesk.domain import checks, countries

    _need(not checks.email({"email": "oie@example.eu"}), "an e-mail address")
    _need(bool(checks.email({"email": "oie@"})), "half an e-mail address")
    _need(countries.country_name("GR") == "Greece", "the name of a country")
    return "e-mail, countries"


def _resources(_folder: Path) -> str:
    from mobdesk.paths import resource

    count = sum(path.is_file() for path in resource("").rglob("*"))
    _need(resource("icons/lock.svg").is_file(), "the icons are missing")
    return f"{count} files"


def _window(_folder: Path) -> str:
    start = [] if getattr(sys, "frozen", False) else ["-m", "mobdesk"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *start, "--prove-window"],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=_WINDOW_SECONDS,
    )
    lines = (done.stderr or done.stdout).strip().splitlines() or ["no answer"]
    _need(done.returncode == 0, lines[-1])
    return done.stdout.strip()


PIECES: dict[str, Callable[[Path], str]] = {
    "crypto": _crypto,
    "database": _database,
    "reading": _reading,
    "pdf": _pdf,
    "workbook": _workbook,
    "package": _package,
    "contacts": _contacts,
    "resources": _resources,
    "window": _window,
}
