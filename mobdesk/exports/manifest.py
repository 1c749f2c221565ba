"""``manifest.json``: program, schema, project, and every file with size and SHA-256.

All parts of a package hold the same manifest, which says in which part each file is. It checks
itself: ``check`` is the SHA-256 of everything else, and only its one canonical form is accepted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from mobdesk.exports.report import Report

NAME = "manifest.json"
FORMAT = 1
MOST_BYTES = 5_000_000


class FileEntry(NamedTuple):
    """One file of a package; ``part`` counts from 1."""

    name: str
    size: int
    sha256: str
    part: int = 1


class Manifest(NamedTuple):
    """What a manifest says."""

    program: str
    schema: str
    kind: str
    project: str
    frozen_at: str
    demo: bool
    parts: int
    files: tuple[FileEntry, ...]


def make_manifest(report: Report, files: Sequence[FileEntry], parts: int) -> bytes:
    """Return the bytes of the manifest."""
    body = {
        "format": FORMAT,
        "program": report.program,
        "schema": report.schema,
        "kind": report.kind,
        "project": {"code": report.project.code, "title": report.project.title},
        "frozen_at": f"{report.frozen_at:%Y-%m-%dT%H:%M:%SZ}",
        "language": report.language,
        "demo": report.demo,
        "parts": parts,
        "files": [entry._asdict() for entry in sorted(files)],
    }
    return _canonical(body)


def _canonical(body: dict[str, Any]) -> bytes:
    plain = {key: value for key, value in body.items() if key != "check"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    full = {**plain, "check": hashlib.sha256(text.encode()).hexdigest()}
    return (json.dumps(full, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read_manifest(data: bytes) -> Manifest | None:
    """Read a manifest; None when it is not one or one byte of it was changed."""
    try:
        body = json.loads(data)
        if body["format"] != FORMAT or _canonical(body) != data:
            return None
        files = tuple(
            FileEntry(str(f["name"]), int(f["size"]), str(f["sha256"]), int(f["part"]))
            for f in body["files"]
        )
        return Manifest(
            str(body["program"]),
            str(body["schema"]),
            str(body["kind"]),
            str(body["project"]["code"]),
            str(body["frozen_at"]),
            bool(body["demo"]),
            int(body["parts"]),
            files,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
