"""A bounded walk through the XML of a workbook: elements one by one, nothing kept, no entities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from mobdesk.errors import Refused

Start = Callable[[str, dict[str, str]], None]
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def walk(
    pieces: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call ``start`` and ``end`` with names as written, ``text`` with character data.

    Raises what ``feed`` raises.
    """
    parser = new_parser()
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    feed(parser, pieces)


def new_parser() -> expat.XMLParserType:
    """A parser that refuses document types."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    """Parse all pieces.

    Raises ``unsafe_file`` for a document type (and so for every entity of one's own) and
    ``damaged_file`` for what is not well-formed.
    """
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused("damaged_file") from error


def _refuse_doctype(*_: object) -> None:
    raise Refused("unsafe_file", why="doctype")


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def attributes(values: dict[str, str]) -> dict[str, str]:
    """Attributes without prefixes."""
    return {local(name): value for name, value in values.items()}


def is_utf16(data: bytes) -> bool:
    """Whether an XML part is not written in UTF-8 or a relative of ASCII."""
    return data.startswith(_UTF16)


def as_utf8(data: bytes) -> bytes:
    """An XML part in UTF-8."""
    if not is_utf16(data):
        return data
    big = data.startswith((b"\xfe\xff", b"\x00<"))
    text = data.decode("utf-16-be" if big else "utf-16-le", "replace").lstrip("\ufeff")
    return _DECLARATION.sub("", text, count=1).encode()
