"""The frozen report to JSON and back, with equal bytes for equal reports."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mobdesk.errors import Refused
from mobdesk.exports.report import Report, frozen

FORMAT = 1


def to_json(report: Report) -> bytes:
    """The report as UTF-8 JSON; equal reports give equal bytes."""
    document = {"format": FORMAT, "report": _plain(frozen(report))}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_json(data: bytes) -> Report:
    """Read back what ``to_json`` wrote.

    Raises Refused ``report_unreadable``, or ``report_newer`` for a later format.
    """
    try:
        document = json.loads(data)
        if int(document["format"]) > FORMAT:
            raise Refused("report_newer", format=document["format"])
        report = _built(Report, document["report"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Refused("report_unreadable") from error
    assert isinstance(report, Report)
    return report


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        if value and hasattr(value[0], "__dataclass_fields__"):
            names = [f.name for f in fields(value[0])]
            return {
                "columns": names,
                "rows": [[_plain(getattr(r, n)) for n in names] for r in value],
            }
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, plain: Any) -> Any:
    """Make a value of ``kind`` (dataclass, tuple, date, simple type) from its plain form."""
    origin = get_origin(kind)
    if origin is UnionType:
        if plain is None:
            return None
        return _built(next(a for a in get_args(kind) if a is not NoneType), plain)
    if origin is tuple:
        inner = get_args(kind)[0]
        if isinstance(plain, dict):
            names = plain["columns"]
            return tuple(_built(inner, dict(zip(names, r, strict=True))) for r in plain["rows"])
        if not isinstance(plain, list):
            raise TypeError(plain)
        return tuple(_built(inner, item) for item in plain)
    if hasattr(kind, "__dataclass_fields__"):
        hints = _hints(kind)
        if plain.keys() - hints.keys():
            raise ValueError("unknown field")
        return kind(**{name: _built(hints[name], value) for name, value in plain.items()})
    if kind is datetime:
        return datetime.strptime(plain, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if kind is date:
        return date.fromisoformat(plain)
    if type(plain) is not kind:
        raise TypeError(f"{kind} expected")
    return plain
