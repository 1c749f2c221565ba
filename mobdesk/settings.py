"""Settings of this user on this machine: one declared list, kept as JSON.

No personal data belongs here: column widths, sizes and scheme, never names or searches.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda found: found in values


def _between(least: int, most: int) -> Callable[[Any], bool]:
    return lambda found: type(found) is int and least <= found <= most


def _flag(found: Any) -> bool:
    return type(found) is bool


def _short_text(found: Any) -> bool:
    return isinstance(found, str) and len(found) < 20_000


def _flags(found: Any) -> bool:
    return isinstance(found, dict) and all(_flag(v) for v in found.values())


def _states(found: Any) -> bool:
    return isinstance(found, dict) and all(isinstance(v, dict) for v in found.values())


def _paths(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(v, str) for v in found)


@dataclass(frozen=True)
class Settings:
    """Every setting with its type and its default; ``RULES`` has the rule of each."""

    scheme: str = "system"
    text_percent: int = 100
    system_font: bool = False
    idle_minutes: int = 10  # the window locks itself after so long
    mail_limit_mb: int = 10  # the largest mail with files to send; see domain/mails.py
    language: str = ""
    geometry: str = ""  # Qt's own, base64
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)  # table -> state
    folded: dict[str, bool] = field(default_factory=dict)  # sidebar group -> folded by the user
    workspaces: list[str] = field(default_factory=list)
    unknown: dict[str, Any] = field(default_factory=dict)  # keys of a newer version, kept


RULES: dict[str, Callable[[Any], bool]] = {
    "scheme": _one_of("system", "light", "dark"),
    "text_percent": _between(100, 200),
    "system_font": _flag,
    "idle_minutes": _between(1, 60),
    "mail_limit_mb": _between(1, 100),
    "language": _short_text,
    "geometry": _short_text,
    "columns": _states,
    "folded": _flags,
    "workspaces": _paths,
}


def parse(found: Any) -> Settings:
    """Return settings from JSON data; every bad value falls back alone."""
    if not isinstance(found, dict):
        return Settings()
    rest = dict(found)
    mine = {key: rest.pop(key) for key in RULES if key in rest}
    good = {key: value for key, value in mine.items() if RULES[key](value)}
    return Settings(**good, unknown=rest)


def to_json(settings: Settings) -> dict[str, Any]:
    """Return what ``parse`` reads back."""
    return {**settings.unknown, **{key: getattr(settings, key) for key in RULES}}


class SettingsFile:
    """The settings in use; ``change`` replaces some and writes the file at once.

    A folder that cannot be written never stops the program: the settings then last until it ends.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.now = parse(_read(path)) if path is not None else Settings()

    def change(self, **values: Any) -> None:
        """Replace the named settings; a value that breaks its rule is a ``ValueError``."""
        wrong = [name for name, value in values.items() if not RULES[name](value)]
        if wrong:
            raise ValueError(f"bad settings: {wrong}")
        after = replace(self.now, **values)
        if after == self.now:
            return
        self.now = after
        if self.path is not None:
            with suppress(OSError):
                _write(self.path, to_json(after))

    def columns_of(self, table: str) -> dict[str, Any]:
        """The remembered columns of ``table``."""
        return self.now.columns.get(table, {})

    def keep_columns(self, table: str, state: dict[str, Any]) -> None:
        """Remember the columns of ``table``."""
        self.change(columns={**self.now.columns, table: state})


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):  # absent, unreadable or damaged: start with the defaults
        return None


def _write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    os.replace(new, path)  # noqa: PTH105 - the one atomic way on every system
