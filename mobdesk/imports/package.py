"""Packages that spreadsheet programs open and calamine does not: written anew, in memory."""

from __future__ import annotations

import zipfile
from io import BytesIO

from mobdesk.imports.limits import Archive
from mobdesk.imports.markup import as_utf8, is_utf16

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def stumbles(data: bytes, kind: str, archive: Archive, parts: list[str]) -> bool:
    """Whether a part is in UTF-16, the type is not said, or something stands before the ZIP."""
    if not data.startswith(b"PK"):
        return True
    if kind == "ods" and "mimetype" not in archive:
        return True
    return any(is_utf16(next(archive.pieces(part), b"")) for part in parts)


def rewritten(archive: Archive, kind: str) -> bytes:
    """The same package with XML parts only, in UTF-8, under the budget of the archive."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        if kind == "ods":
            package.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        for name, written in archive.written_names():
            if name.endswith((".xml", ".rels")):
                package.writestr(written, as_utf8(archive.part(name)))
    return target.getvalue()
