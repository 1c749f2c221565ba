"""Versions and licences, read from the installed packages and what ships beside them."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import qVersion

import mobdesk
from mobdesk.services.integrity import engine_versions

#: The works of others that the program is built on.
PACKAGES = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "sqlcipher3", "cryptography", "python-calamine",
    "openpyxl", "lxml", "defusedxml", "charset-normalizer", "reportlab", "font-source-sans-pro",
    "Babel", "platformdirs", "email-validator", "segno", "pyzipper", "pypdfium2",
    "pillow", "pillow-heif",
)  # fmt: skip

#: Data of others in ``resources``, with the licence it ships under.
DATA = (("GeoNames (geonames.org), cities, trimmed", "CC BY 4.0"),)

#: Of packages that say nothing in their own description.
_UNSTATED = {"sqlcipher3": "zlib (sqlcipher3), BSD-3-Clause (SQLCipher), public domain (SQLite)"}


def versions() -> list[tuple[str, str]]:
    """Names and numbers for a question to whoever helps."""
    cipher, sqlite = engine_versions()  # of the workspace: Python brings a SQLite of its own
    return [
        ("Mobdesk", mobdesk.__version__),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("SQLCipher", cipher),
        ("SQLite", sqlite),
        ("System", f"{platform.system()} {platform.release()}"),
    ]


def licences() -> list[tuple[str, str]]:
    """Package with version, and its licence as it says it itself; then the data of others."""
    found = []
    for name in PACKAGES:
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found.append((f"{name} {told['Version']}", _licence(told)))
    return [*found, *DATA]


def _licence(told: metadata.PackageMetadata) -> str:
    stated = _first(told, "License-Expression")
    if not stated:
        classes = told.get_all("Classifier") or []
        ours = [c.rsplit("::", 1)[-1].strip() for c in classes if c.startswith("License ::")]
        stated = ", ".join(ours) or _first(told, "License").split("\n")[0]
    return stated[:90] or _UNSTATED.get(str(told["Name"]), "–")


def _first(told: metadata.PackageMetadata, field: str) -> str:
    found = told.get_all(field)
    return str(found[0]) if found else ""
