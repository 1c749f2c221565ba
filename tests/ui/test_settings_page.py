"""Settings hold at once; the sheet is proved by typing it; a code becomes a project."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from mobdesk.services import projects, sheet, workspaces
from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.settings_page.about import licences, versions
from mobdesk.ui.settings_page.page import SettingsPage
from mobdesk.ui.sheet.page import SheetPage
from mobdesk.ui.start.code_page import CodePage


@pytest.fixture(autouse=True)
def _theme_as_before(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, scheme="system", scale=1.0, system_font=False)


def test_every_change_holds_at_once_and_is_kept(desk: Desk, qtbot) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.scheme.chosen.emit("dark")
    assert theme.current().dark
    page.text_size.set_value(150)
    assert theme.current().scale == 1.5
    page.font_box.click()
    page.idle.set_value(5)
    now = desk.settings.now
    assert (now.scheme, now.text_percent, now.system_font, now.idle_minutes) == (
        "dark", 150, True, 5
    )  # fmt: skip


def test_about_names_every_package_with_its_licence() -> None:
    assert dict(versions())["Mobdesk"]
    found = licences()
    assert len(found) == 21
    assert ("GeoNames (geonames.org), cities, trimmed", "CC BY 4.0") in found
    assert all(licence != "–" for _name, licence in found)


def test_about_names_the_database_that_is_used_not_the_one_of_python() -> None:
    from sqlcipher3 import dbapi2

    told = dict(versions())
    assert told["SQLite"] == dbapi2.sqlite_version
    assert told["SQLCipher"].split()[0].count(".") == 2


def test_every_input_has_a_name(desk: Desk, qtbot) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    for editor in (page.text_size, page.idle, page.scheme):
        assert editor.accessibleName()
    assert all(b.text() or b.accessibleName() for b in page.findChildren(QPushButton))


def test_the_sheet_is_shown_and_proved_by_two_groups(desk: Desk, qtbot) -> None:
    page = SheetPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert page.header.badge.text == "Not printed yet"
    assert not page.paper._image.isNull()
    code = workspaces.sheet_code(desk.workspace)
    one, two = page._numbers
    page.first.editor.setText("AAAA" if code[one - 1] != "AAAA" else "BBBB")
    page.second.editor.setText(code[two - 1].lower())
    page.prove()
    assert page.first.error.text()
    assert not sheet.state(desk.store, desk.actor).proved
    page.first.editor.setText(code[one - 1])
    page.prove()
    assert page.header.badge.text == "Checked"
    assert not list(desk.store.folder.rglob("*.pdf"))


def test_a_code_is_explained_and_becomes_a_project(desk: Desk, qtbot) -> None:
    page = CodePage(desk)
    qtbot.addWidget(page)
    page.code.field.setText("2025-1-EE1-KA122-ADU-000214921")
    assert not page.make.isEnabled()
    assert "two letters and two digits" in page.code._said.text()
    page.code.suggestion.click()
    assert page.make.isEnabled()
    assert "Short-term mobility project" in page.code.tiles.accessibleName()
    page.make.click()
    assert list(projects.codes(desk.store, desk.actor)) == ["2025-1-EE01-KA122-ADU-000214921"]


def test_an_accreditation_is_no_project(desk: Desk, qtbot) -> None:
    page = CodePage(desk)
    qtbot.addWidget(page)
    page.code.field.setText("2021-1-EE01-KA120-ADU-000012345")
    assert not page.make.isEnabled()


def test_the_same_project_twice_is_said_at_the_code(desk: Desk, qtbot) -> None:
    values = {"code": "2025-1-EE01-KA122-ADU-000214921"}
    projects.add(desk.store, desk.actor, values)
    page = CodePage(desk)
    qtbot.addWidget(page)
    page.code.field.setText(values["code"])
    page.make.click()
    assert "already a project" in page.code._said.text()
