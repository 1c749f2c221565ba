"""The theme: contrast, measures, and changing it while windows are open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

import mobdesk.ui
from mobdesk.ui import parts, theme
from mobdesk.ui.theme import COLOURS, GRAPHICS, GROUNDS, TEXTS, TONES, Theme


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, scheme="light", scale=1.0, system_font=False)
    yield
    theme.apply(qapp, scheme="light", scale=1.0, system_font=False)


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(v) for v in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    """As WCAG 2 counts it."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    return Theme(dark=request.param)


def weak(look: Theme, pairs: Iterable[tuple[str, str]], least: float) -> list[str]:
    """The pairs of roles that are not distinct enough."""
    counted = ((a, b, contrast(look.color(a), look.color(b))) for a, b in pairs)
    return [f"{a} on {b}: {ratio:.2f}" for a, b, ratio in counted if ratio < least]


def test_every_text_is_readable_on_every_ground(look: Theme):
    assert not weak(look, product(TEXTS, GROUNDS), 4.5)


def test_every_graphic_is_visible_on_every_ground(look: Theme):
    assert not weak(look, product(GRAPHICS, ("canvas", "surface", "sunk")), 3)


def test_words_on_soft_grounds(look: Theme):
    assert not weak(look, ((tone.text, tone.soft) for tone in TONES.values()), 4.5)
    assert not weak(look, (("text", tone.soft) for tone in TONES.values()), 9.3)


def test_words_on_coloured_grounds(look: Theme):
    pairs = [
        ("on_accent", "accent_fill"),
        ("on_accent", "accent_hover"),
        ("on_accent", "accent_pressed"),
        ("bar_text", "bar"),
        ("bar_soft", "bar"),
        ("bar_action", "bar"),
        ("night_text", "night_top"),
        ("night_soft", "night_top"),
        ("night_soft", "night_bottom"),
        ("text", "neutral_soft"),
        ("soft", "neutral_soft"),
    ]
    assert not weak(look, pairs, 4.5)


def test_what_is_signed_for_ends_in_a_visible_line(look: Theme):
    assert contrast(look.color("accent"), look.color("neutral_soft")) >= 3


def test_colours_stand_only_in_the_theme():
    folder = Path(mobdesk.ui.__file__).parent
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)")
    for file in folder.rglob("*.py"):
        if file.name not in ("theme.py", "selftest.py"):
            assert not literal.search(file.read_text(encoding="utf-8")), file


def test_space_grows_half_as_fast_as_text(qapp: QApplication):
    assert [Theme(scale=scale).u for scale in (1.0, 1.25, 1.5, 2.0)] == [8, 9, 10, 12]
    assert Theme(scale=9).scale == 2.0
    small, large = Theme(scale=1.0), Theme(scale=2.0)
    assert large.c / small.c == pytest.approx(2.0, abs=0.15)


def test_no_text_is_too_small(qapp: QApplication):
    look = Theme()
    assert look.font("body").pointSizeF() >= 10
    assert look.font("caption").pointSizeF() >= 8.5
    assert look.font("caption").pointSizeF() < look.font("body").pointSizeF()


def test_the_own_font_and_the_system_font(qapp: QApplication):
    assert Theme().font("body").families()[0] == "Source Sans Pro"
    assert Theme(system_font=True).font("body").families()[0] != "Source Sans Pro"


def test_row_and_button_height(qapp: QApplication):
    look = Theme()
    assert look.control_height == look.body_height + 16
    assert parts.Button("Save").sizeHint().height() == look.control_height
    assert parts.Chip("Staff").sizeHint().height() == look.body_height + 8


def test_no_rule_sets_a_font(qapp: QApplication):
    sheet = Theme().stylesheet()
    assert "font" not in sheet
    assert "${" not in sheet
    assert "$" not in sheet


def test_changing_light_and_dark_reaches_open_windows(qapp: QApplication, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label = parts.caption("two copies")
    banner = parts.Banner("ok", "Ready to leave", "All five papers are here.")
    column.addWidget(label)
    column.addWidget(banner)
    window.show()
    before = window.grab().toImage()
    theme.apply(qapp, scheme="dark")
    assert theme.current().dark
    assert label.palette().windowText().color() == theme.current().color("soft")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(COLOURS["canvas"][1])
    assert window.grab().toImage() != before
    theme.apply(qapp, scheme="light")
    assert label.palette().windowText().color() == theme.current().color("soft")
    assert window.grab().toImage() == before


def test_changing_the_text_size_reaches_open_windows(qapp: QApplication, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    theme.space(column, (2.5, 2), 1.25)
    title, button = parts.title("Budget"), parts.Button("Save the files", "main")
    column.addWidget(title)
    column.addWidget(button)
    window.show()
    height, width = title.sizeHint().height(), button.sizeHint().width()
    told: list[float] = []
    theme.watch().changed.connect(lambda: told.append(theme.current().scale))
    theme.apply(qapp, scale=2.0)
    assert told == [2.0]
    assert title.sizeHint().height() == pytest.approx(2 * height, rel=0.12)
    assert button.sizeHint().width() > 1.6 * width
    assert column.contentsMargins().left() == 30
    assert column.spacing() == 15


def test_a_colour_survives_the_move_into_another_parent(qapp: QApplication, qtbot):
    card = parts.Card("Banners")
    qtbot.addWidget(card)
    inner = QWidget()
    column = QVBoxLayout(inner)
    label = parts.strong("Ready to leave", "ok_text")
    column.addWidget(label)
    label.ensurePolished()
    card.add(inner)
    assert label.palette().windowText().color() == theme.current().color("ok_text")


def test_the_system_decides_unless_the_user_does(qapp: QApplication):
    assert theme.scheme() == "light"
    theme.apply(qapp, scheme="system")
    assert theme.scheme() == "system"
    with pytest.raises(ValueError, match="purple"):
        theme.apply(qapp, scheme="purple")
