"""What kind of file it is, by its content. The extension is never asked."""

from __future__ import annotations

import re

from mobdesk.errors import Refused
from mobdesk.imports.limits import Archive

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"SQLite format 3\x00", "database"),
    (b"7\x7f\x06\x82", "database"),
    (b"7\x7f\x06\x83", "database"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_JUNK_BEFORE_ZIP = 64 * 1024


def kind_of(data: bytes) -> str:
    """``text``, ``zip``, ``xls`` – or ``Refused``: empty, encrypted, or a format not promised."""
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise Refused("empty_file")
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if b"PK\x03\x04" in data[:_JUNK_BEFORE_ZIP] and b"PK\x05\x06" in data[-66_000:]:
        return "zip"
    for start, name in _STARTS:
        if data.startswith(start) and (name != "program" or b"\x00" in data[:256]):
            raise Refused("format_not_promised", format=name)
    return "text"


def _ole_kind(data: bytes) -> str:
    def has(name: str) -> bool:
        return name.encode("utf-16-le") + b"\x00\x00" in data

    if has("EncryptedPackage"):
        raise Refused("encrypted_file")
    if has("Workbook") or has("Book"):
        return "xls"
    if has("WordDocument"):
        raise Refused("format_not_promised", format="word")
    # Without a list of streams that can be read it may be anything, for example a loop.
    raise Refused("damaged_file" if not has("Root Entry") else "not_a_table")


def archive_kind(archive: Archive) -> str:
    """``xlsx`` or ``ods``, or ``Refused``."""
    names = archive.names()
    mimetype = archive.part("mimetype")[:200] if "mimetype" in archive else b""
    if b"opendocument" in mimetype and b"spreadsheet" not in mimetype:
        raise Refused("format_not_promised", format="opendocument")
    if "content.xml" in archive:
        if "meta-inf/manifest.xml" in archive:
            manifest = archive.part("META-INF/manifest.xml")
            if b"encryption-data" in manifest:
                raise Refused("encrypted_file")
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        raise Refused("format_not_promised", format="xlsb")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("format_not_promised", format="xlsm")
    if any(name.startswith("word/") for name in names):
        raise Refused("format_not_promised", format="word")
    if any(name.rpartition("/")[2] == "workbook.xml" for name in names):
        return "xlsx"
    if archive.encrypted:
        raise Refused("encrypted_file")
    if "[content_types].xml" in names and "_rels/.rels" in names:
        raise Refused("damaged_file")
    raise Refused("format_not_promised", format="zip")


_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|head|body|table|meta|style|!--)", re.IGNORECASE)


def refuse_markup(text: str) -> None:
    """Raise ``Refused`` for web pages, XML and JSON, which are text but no table."""
    found = _MARKUP.match(text)
    if found is not None:
        xml = found.group(1).lower() == "?xml" and "<html" not in text[:2000].lower()
        raise Refused("format_not_promised", format="xml" if xml else "html")
    start = text.lstrip()[:1]
    if start and start in "[{":
        import json

        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return
        raise Refused("format_not_promised", format="json")
