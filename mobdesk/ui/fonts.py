"""The program's own font, the same on every system and in the PDF; or the system's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

#: The letters of the own font are small: it is set larger than the system's font.
OWN_FACTOR = 1.07
LEAST_BODY = 10.0
LEAST_CAPTION = 8.5

_FACES = ("SourceSansPro", "SourceSansProSemibold", "SourceSansProBold")
_SAMPLE = "abcdefghijklmnopqrstuvwxyz 0123456789"


class Face(NamedTuple):
    """A role of type: size relative to the body, weight."""

    size: float
    weight: int


FACES = {
    "caption": Face(0.88, 400),
    "caption_strong": Face(0.88, 600),
    "body": Face(1.0, 400),
    "label": Face(1.0, 500),
    "strong": Face(1.0, 600),
    "lead": Face(1.2, 400),
    "section": Face(1.2, 600),
    "figure": Face(2.0, 600),
    "title": Face(1.75, 600),
    "display": Face(2.6, 600),
    "mono": Face(0.88, 400),
}


@cache
def system_font() -> QFont:
    """The system's font as it was before the program set its own."""
    return QGuiApplication.font()


@cache
def own_family() -> str | None:
    """Register the own font once; None where its files are not readable."""
    import font_source_sans_pro as package

    families: list[str] = []
    for name in _FACES:
        file = Path(getattr(package, name)).with_suffix(".ttf")
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else None


class Fonts:
    """All fonts of one setting. Sizes in points; made once and shared."""

    def __init__(self, scale: float = 1.0, system: bool = False) -> None:
        self._system = system_font()
        own = None if system else own_family()
        self._family = own or self._system.family()
        self.is_own = own is not None
        size = self._system.pointSizeF()
        if size <= 0:
            size = QFontMetricsF(self._system).height() * 0.6
        self.body_size = max(LEAST_BODY, size * (OWN_FACTOR if own else 1.0)) * scale
        self._least_caption = LEAST_CAPTION * scale
        self._made: dict[tuple[str, bool], QFont] = {}
        self._metrics: dict[tuple[str, bool], QFontMetricsF] = {}

    def font(self, role: str, equal_digits: bool = False) -> QFont:
        """The font of a role; ``equal_digits`` only in columns and sums."""
        key = (role, equal_digits)
        if key not in self._made:
            self._made[key] = self._make(role, equal_digits)
        return QFont(self._made[key])

    def metrics(self, role: str, equal_digits: bool = False) -> QFontMetricsF:
        """The measures of a role's font."""
        key = (role, equal_digits)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(role, equal_digits))
        return self._metrics[key]

    def character(self) -> float:
        """c, the mean width of a letter in the body font (averageCharWidth misleads)."""
        return self.metrics("body").horizontalAdvance(_SAMPLE) / len(_SAMPLE)

    def _make(self, role: str, equal_digits: bool) -> QFont:
        face = FACES[role]
        if role == "mono":
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        else:
            font = QFont(self._system)
            font.setFamilies([self._family, self._system.family()])
        font.setPointSizeF(max(self._least_caption, self.body_size * face.size))
        font.setWeight(QFont.Weight(self._weight(face.weight)))
        if equal_digits:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _weight(self, weight: int) -> int:
        """The own family has no 500: it becomes 400, anything above becomes 600."""
        if not self.is_own:
            return weight
        return 400 if weight <= 500 else 600
