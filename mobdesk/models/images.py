"""Images of records: their values before and after a change, as the history keeps them."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table
from sqlalchemy.types import TypeEngine

from mobdesk.models.base import Instant, instant_text

Image = dict[str, Any]

# Marks that a change of a record always moves; a comparison of content leaves them out.
_MARKS = ("rev", "updated_at", "updated_by", "search_key")


def pack(value: Any) -> bytes:
    """An image as stored."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, default=plain).encode(), 1)


def unpack(data: bytes) -> Any:
    """An image as a dictionary of plain values."""
    return json.loads(zlib.decompress(data))


def plain(value: Any) -> Any:
    """A value that JSON has no form for."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def stored(table: Table, image: Image) -> Image:
    """Values of an image as the columns of ``table`` take them."""
    return {key: _typed(table.c[key].type, value) for key, value in image.items()}


def _typed(kind: TypeEngine[Any], value: Any) -> Any:
    if isinstance(value, dict) and "b64" in value:
        return base64.b64decode(value["b64"])
    if isinstance(value, str) and isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value


def content_hash(image: Image) -> str:
    """Of the content alone: two images of one record that differ in marks have the same."""
    content = {k: v for k, v in image.items() if k not in _MARKS}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=plain)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
