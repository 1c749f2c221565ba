"""The look in one place: colours by role, space, type; light, dark or as the system says.

One application has one theme: ``theme.current()``. Painted widgets read it in ``paintEvent``,
never in the constructor. ``theme.apply`` sets the palette, then the style sheet (``palette()`` in
a style sheet is frozen when a widget is polished), then the font of every widget by its role.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from mobdesk.ui import icons, layouts
from mobdesk.ui.fonts import Fonts

layouts.guard()  # before the first page is laid out

FONT_ROLE = "fontRole"
_EQUAL_DIGITS = "equalDigits"
_TEXT_ROLE = "textRole"
_SPACE = "spaceInUnits"

#: role -> (light, dark)
COLOURS: dict[str, tuple[str, str]] = {
    # grounds
    "canvas": ("#F6F3ED", "#1D1C1B"),
    "side": ("#EDE8DF", "#171615"),
    "surface": ("#FFFEFB", "#282725"),
    "sunk": ("#FAF7F1", "#22211F"),
    "paper": ("#FFFFFF", "#FFFFFF"),  # the picture of a printed page
    "line": ("#E2DBCF", "#3B3935"),
    "neutral_soft": ("#ECE7DD", "#353330"),
    "accent_soft": ("#DFECF4", "#1F3A4B"),
    "ok_soft": ("#DDF0E7", "#1C3B32"),
    "wait_soft": ("#FAEED3", "#41341A"),
    "stop_soft": ("#FBE7DB", "#472B1B"),
    "mine_soft": ("#F4E5EE", "#412C39"),
    # text
    "text": ("#22262A", "#E8E3DB"),
    "soft": ("#5B5C59", "#B7B1A6"),
    "accent_text": ("#005F96", "#7CC5EF"),
    "ok_text": ("#00664A", "#5FD0AD"),
    "wait_text": ("#7A4F00", "#EFBE5E"),
    "stop_text": ("#9C4200", "#F5A170"),
    "mine_text": ("#833B67", "#E2ACCB"),
    "on_accent": ("#FFFFFF", "#0B2230"),
    "accent_fill": ("#00659F", "#6CBEEC"),
    "accent_hover": ("#00557F", "#8ACDF3"),
    "accent_pressed": ("#004566", "#A6DAF7"),
    # graphics
    "edge": ("#877F72", "#8B857A"),
    "quiet": ("#8A8479", "#928C81"),
    "accent": ("#0072B2", "#56B4E9"),
    "ok": ("#00875F", "#2DB98F"),
    "wait": ("#B07400", "#E6A72E"),
    "stop": ("#D05800", "#EE8443"),
    "mine": ("#A55686", "#D391B8"),
    # the quiet bar and the tooltip stand reversed
    "bar": ("#2A2F34", "#EDE9E2"),
    "bar_text": ("#F6F3ED", "#1D1C1B"),
    "bar_soft": ("#C9C5BC", "#5B5C59"),
    "bar_action": ("#9AD3F5", "#005F96"),
    # the panel with the arcs and the mark are the same in both schemes
    "night_top": ("#0E4A6E", "#0E4A6E"),
    "night_bottom": ("#0A3350", "#0A3350"),
    "night_text": ("#FFFFFF", "#FFFFFF"),
    "night_soft": ("#D5E3EC", "#D5E3EC"),
    "night_line": ("#8FB1C8", "#8FB1C8"),
    "night_tile": ("#1A5F8A", "#1A5F8A"),
    "night_gold": ("#F0B440", "#F0B440"),
    "dim": ("#6E1C1206", "#970F0A05"),
}

#: Grounds on which text and graphics stand.
GROUNDS = ("canvas", "side", "surface", "sunk")
TEXTS = ("text", "soft", "accent_text", "ok_text", "wait_text", "stop_text", "mine_text")
GRAPHICS = ("edge", "quiet", "accent", "ok", "wait", "stop", "mine")


class Scheme(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(NamedTuple):
    """The colour roles of one tone."""

    text: str
    graphic: str
    soft: str


TONES: dict[str, Tone] = {
    "plain": Tone("soft", "edge", "neutral_soft"),
    "accent": Tone("accent_text", "accent", "accent_soft"),
    "ok": Tone("ok_text", "ok", "ok_soft"),
    "wait": Tone("wait_text", "wait", "wait_soft"),
    "stop": Tone("stop_text", "stop", "stop_soft"),
    "mine": Tone("mine_text", "mine", "mine_soft"),
}


class Theme:
    """Colours, measures and fonts of one setting. ``u`` and all measures in logical pixels."""

    def __init__(self, dark: bool = False, scale: float = 1.0, system_font: bool = False) -> None:
        self.dark = dark
        self.scale = max(1.0, min(2.0, scale))
        self.fonts = Fonts(self.scale, system_font)
        self.u = round(8 * (0.5 + 0.5 * self.scale))
        self.c = self.fonts.character()

    # colours
    def hex(self, role: str) -> str:
        """The colour of a role as ``#rrggbb``."""
        return COLOURS[role][self.dark]

    def hexes(self) -> dict[str, str]:
        """All colours by role."""
        return {role: self.hex(role) for role in COLOURS}

    def color(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role."""
        color = QColor(self.hex(role))
        if alpha < 1.0:
            color.setAlphaF(alpha)
        return color

    def tone(self, name: str) -> Tone:
        """The roles of a tone: plain, accent, ok, wait, stop, mine."""
        return TONES[name]

    def mixed(self, over: str, ground: str, share: float) -> QColor:
        """``share`` of one role laid over another, opaque."""
        top, below = self.color(over), self.color(ground)
        rest = 1 - share
        return QColor.fromRgbF(
            top.redF() * share + below.redF() * rest,
            top.greenF() * share + below.greenF() * rest,
            top.blueF() * share + below.blueF() * rest,
        )

    # measures
    def px(self, units: float) -> int:
        """So many units u in whole pixels."""
        return round(self.u * units)

    def chars(self, count: float) -> int:
        """The width of so many characters of the body font."""
        return round(self.c * count)

    @property
    def body_height(self) -> int:
        """Height of a line of body text."""
        return round(self.metrics("body").height())

    @property
    def control_height(self) -> int:
        """Buttons, fields, segments and table rows."""
        return self.body_height + 2 * self.u

    @property
    def chip_height(self) -> int:
        """Filter chips."""
        return self.body_height + self.u

    @property
    def icon_size(self) -> int:
        """An icon beside body text."""
        return round(self.metrics("body").capHeight() * 1.9)

    @property
    def radius(self) -> float:
        """Corners of controls and banners."""
        return self.u * 0.75

    @property
    def card_radius(self) -> float:
        """Corners of cards and dialogs."""
        return self.u * 1.25

    # type
    def font(self, role: str, equal_digits: bool = False) -> QFont:
        """The font of a role: caption, body, label, strong, section, figure, title, display …"""
        return self.fonts.font(role, equal_digits)

    def metrics(self, role: str, equal_digits: bool = False) -> QFontMetricsF:
        """The measures of a role's font."""
        return self.fonts.metrics(role, equal_digits)

    # Qt
    def palette(self) -> QPalette:
        """The palette of the whole application."""
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        for name, roles in {
            "canvas": (role.Window, role.ToolTipText),
            "surface": (role.Base, role.Button, role.Light),
            "sunk": (role.AlternateBase,),
            "text": (role.WindowText, role.Text, role.ButtonText, role.BrightText),
            "soft": (role.PlaceholderText,),
            "accent_fill": (role.Highlight,),
            "on_accent": (role.HighlightedText,),
            "accent_text": (role.Link, role.LinkVisited),
            "accent": (role.Accent,),
            "edge": (role.Mid, role.Dark, role.Shadow),
            "line": (role.Midlight,),
        }.items():
            for each in roles:
                palette.setColor(each, self.color(name))
        palette.setColor(role.ToolTipBase, self.color("text"))
        for each in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, each, self.color("quiet"))
        palette.setColor(group.Disabled, role.Base, self.color("sunk"))
        return palette

    def stylesheet(self) -> str:
        """Frames, grounds and padding. No fonts: a size here would beat every setFont."""
        from mobdesk.ui.stylesheet import stylesheet

        return stylesheet(self)


class Watch(QObject):
    """Tells that colours, text size or font changed (after all widgets were set again)."""

    changed = Signal()


class _State:
    """The one theme and what the user chose."""

    theme: Theme | None = None
    scheme = Scheme.SYSTEM
    scale = 1.0
    system_font = False
    watch: Watch | None = None
    follows = styled = False
    busy = False


def application(name: str) -> QApplication:
    """Make the application of this process; ``name`` is what the system calls it.

    Told by its arguments, Qt does not hand the style over: making Python's view of it, with forty
    enumerations, is a tenth of the start.
    """
    made = QApplication([name, "-style", "Fusion"])
    _State.styled = True
    return made


def current() -> Theme:
    """The theme in use; a light one before the first ``apply``."""
    if _State.theme is None:
        _State.theme = Theme()
    return _State.theme


def scheme() -> Scheme:
    """What the user chose: light, dark or system."""
    return _State.scheme


def watch() -> Watch:
    """The object whose ``changed`` is emitted after every change of the theme."""
    if _State.watch is None:
        _State.watch = Watch()
    return _State.watch


def apply(
    app: QApplication,
    *,
    scheme: Scheme | str | None = None,
    scale: float | None = None,
    system_font: bool | None = None,
) -> Theme:
    """Make the theme of these settings (None: as before) the one in use, everywhere at once."""
    _State.scheme = _State.scheme if scheme is None else Scheme(scheme)
    _State.scale = _State.scale if scale is None else scale
    _State.system_font = _State.system_font if system_font is None else system_font
    _prepare(app)
    theme = Theme(_is_dark(), _State.scale, _State.system_font)
    _State.theme = theme
    icons.forget()
    app.setFont(theme.font("body"))
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.stylesheet())
    for widget in QApplication.allWidgets():
        _refresh(widget, theme)
    watch().changed.emit()
    return theme


def set_font(widget: QWidget, role: str, *, equal_digits: bool = False) -> None:
    """Give ``widget`` a font by role; it follows later changes of the text size."""
    widget.setProperty(FONT_ROLE, role)
    widget.setProperty(_EQUAL_DIGITS, equal_digits)
    widget.setFont(current().font(role, equal_digits))


def set_text_role(widget: QWidget, role: str) -> None:
    """Give the words of ``widget`` a colour by role; it follows light and dark.

    Call ``keep_text_role`` in its ``changeEvent``, as the labels in ``parts`` do.
    """
    widget.setProperty(_TEXT_ROLE, role)
    _colour(widget, role, current())


def keep_text_role(widget: QWidget) -> None:
    """Set the colour again if it was lost.

    The style sheet drops the palette of a polished widget when a parent moves into another one.
    """
    role = widget.property(_TEXT_ROLE)
    if role and widget.palette().windowText().color() != current().color(role):
        _colour(widget, role, current())


def space(
    layout: QLayout, margins: float | tuple[float, ...] | None = None, gap: float | None = None
) -> None:
    """Set margins (one, across and down, or four) and gap of ``layout`` in units u.

    They follow later changes of the text size.
    """
    sides = margins if isinstance(margins, tuple) else (margins or 0.0,)
    left, top, right, bottom = {
        1: sides * 4,
        2: sides * 2,
        4: sides,
    }[len(sides)]
    before = layout.property(_SPACE) or [0.0, 0.0, 0.0, 0.0, 0.0]
    values = before[:4] if margins is None else [left, top, right, bottom]
    layout.setProperty(_SPACE, [*values, before[4] if gap is None else gap])
    _respace(layout, current())


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a property that was just set (edited, wrong, bare)."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _prepare(app: QApplication) -> None:
    hints = QGuiApplication.styleHints()
    if not _State.follows:
        _State.follows = True
        if not _State.styled:
            app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(lambda _scheme: _follow(app))
    wanted = {
        Scheme.LIGHT: Qt.ColorScheme.Light,
        Scheme.DARK: Qt.ColorScheme.Dark,
        Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    }[_State.scheme]
    _State.busy = True
    try:
        hints.setColorScheme(wanted)
    finally:
        _State.busy = False


def _follow(app: QApplication) -> None:
    if not _State.busy and _State.scheme is Scheme.SYSTEM:
        apply(app)


def _is_dark() -> bool:
    if _State.scheme is Scheme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return _State.scheme is Scheme.DARK


def _refresh(widget: QWidget, theme: Theme) -> None:
    role = widget.property(FONT_ROLE)
    if role:
        widget.setFont(theme.font(role, bool(widget.property(_EQUAL_DIGITS))))
    text = widget.property(_TEXT_ROLE)
    if text:
        _colour(widget, text, theme)
    layout = widget.layout()
    if layout is not None:
        for each in (layout, *layout.findChildren(QLayout)):
            _respace(each, theme)
    adapt = getattr(widget, "theme_changed", None)
    if adapt is not None:
        adapt()
    widget.updateGeometry()
    widget.update()


def _colour(widget: QWidget, role: str, theme: Theme) -> None:
    palette = QPalette()
    for each in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(each, theme.color(role))
    widget.setPalette(palette)


def _respace(layout: QLayout, theme: Theme) -> None:
    values = layout.property(_SPACE)
    if values:
        left, top, right, bottom, gap = (theme.px(float(value)) for value in values)
        layout.setContentsMargins(left, top, right, bottom)
        layout.setSpacing(gap)
