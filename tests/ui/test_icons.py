"""Icons: every drawing is in the house style, shows, and takes the colour of the theme."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from mobdesk.paths import resource
from mobdesk.ui import icons, theme


def inked(image: QImage) -> int:
    """How many pixels are drawn."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    return sum(value > 40 for value in bytes(alpha.constBits()))


def test_every_icon_is_a_line_drawing_that_shows(qapp: QApplication):
    assert len(icons.names()) > 60
    for name in icons.names():
        text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
        for said in ('viewBox="0 0 24 24"', 'fill="none"', 'stroke-linecap="round"'):
            assert said in text, name
        assert not re.search(r"#[0-9a-fA-F]{3,}", text), name
        ink = inked(icons.pixmap(name, QColor("black"), 16, 2.0).toImage())
        assert 8 < ink < 700, name


def test_small_icons_have_thicker_lines(qapp: QApplication):
    assert 'stroke-width="1.75"' in icons.svg("check", "red", 16)
    assert 'stroke-width="2.34"' in icons.svg("check", "red", 12)


def test_pixels_follow_the_screen(qapp: QApplication):
    assert icons.pixmap("lock", "black", 16, 2.0).size() == QSize(32, 32)
    assert icons.pixmap("lock", "black", 16, 1.0).size() == QSize(16, 16)


def test_an_icon_in_a_menu_follows_light_and_dark(qapp: QApplication):
    icon = icons.icon("calendar")
    theme.apply(qapp, scheme="light")
    light = icon.pixmap(QSize(32, 32)).toImage()
    theme.apply(qapp, scheme="dark")
    dark = icon.pixmap(QSize(32, 32)).toImage()
    off = icon.pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage()
    theme.apply(qapp, scheme="light")
    assert inked(light) == inked(dark) > 0
    assert light != dark
    assert off != dark


def test_an_unknown_name_is_a_mistake_at_once(qapp: QApplication):
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
