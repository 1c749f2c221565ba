from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Invalid, Problem, Refused, Stale
from mobdesk.settings import SettingsFile
from mobdesk.ui import fields
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field

FIELDS = (
    Field("first_name", "First name", fields.Text),
    Field("last_name", "Last name", fields.Text),
    Field("city", "City", fields.Text, required=False),
)
MAARJA = Loaded(3, {"first_name": "Maarja", "last_name": "Tamm", "city": "Tartu"})


class Records:
    """A service that keeps one record."""

    def __init__(self) -> None:
        self.now = MAARJA
        self.saves: list[dict] = []
        self.refuse: Exception | None = None

    def save(self, store, actor, values, rev):
        if self.refuse is not None:
            err, self.refuse = self.refuse, None
            raise err
        if rev is not None and rev != self.now.rev:
            raise Stale("record_changed", id=1)
        self.now = Loaded(self.now.rev + 1, values)
        self.saves.append(values)
        return Done(1, "person_changed", {"name": "x"}, frozenset({"people"}), (1,))

    def reload(self, store, actor):
        return self.now


@pytest.fixture
def desk(jobs, qapp):
    return Desk(None, Actor(1, "kersti", Role.COORDINATOR), jobs, SettingsFile())


@pytest.fixture
def records():
    return Records()


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def open_dialog(desk, records, window, qapp):
    def make(record=MAARJA, **more) -> FormDialog:
        dialog = FormDialog(
            desk, window, "Edit a person", FIELDS, records.save,
            record=record, reload=records.reload, draft="people/1", **more,
        )  # fmt: skip
        dialog.open()
        dialog.activateWindow()
        qapp.processEvents()
        return dialog

    return make


def _type(dialog: FormDialog, key: str, text: str) -> None:
    dialog.form.editor(key).setText(text)


@pytest.mark.parametrize("how", ["button", "Ctrl+S", "Enter"])
def test_saving_closes_and_tells_everybody(open_dialog, records, desk, how):
    heard, told = [], []
    desk.hub.changed.connect(told.append)
    dialog = open_dialog()
    dialog.saved.connect(heard.append)
    _type(dialog, "city", "Elva")
    if how == "button":
        dialog.save_button.click()
    elif how == "Ctrl+S":
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.keyClick(dialog.form.editor("city"), Qt.Key.Key_Return)
    assert records.saves == [{**MAARJA.values, "city": "Elva"}]
    assert [d.tables for d in told] == [frozenset({"people"})]
    assert heard == told


def test_the_first_field_has_the_focus_and_the_window_is_dimmed(open_dialog, window):
    from mobdesk.ui.dialogs import Dimmer

    dialog = open_dialog()
    assert dialog.focusWidget() is dialog.form.editor("first_name")
    assert window.findChild(Dimmer).size() == window.size()
    dialog.reject()


def test_gaps_are_shown_and_nothing_is_saved(open_dialog, records):
    dialog = open_dialog()
    _type(dialog, "last_name", " ")
    dialog.save()
    assert records.saves == []
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.form.editor("last_name")
    assert dialog.save_button.isEnabled()
    dialog._leave(keep=False)


def test_problems_of_the_service_go_to_their_fields_and_the_rest_to_the_banner(
    open_dialog, records
):
    dialog = open_dialog()
    records.refuse = Invalid([Problem("city", "too_long", {"most": 3}), Problem("", "not_a_date")])
    dialog.save()
    assert dialog.form.rows["city"].error.text() == "This is longer than 3 characters. Shorten it."
    assert dialog.banner.isVisible()
    dialog.save()
    assert len(records.saves) == 1


def test_another_known_refusal_is_said_in_the_dialog(open_dialog, records):
    dialog = open_dialog()
    records.refuse = Refused("record_missing")
    dialog.save()
    assert "no longer there" in dialog.banner.accessibleName()
    dialog.reject()


@pytest.mark.parametrize("way", ["esc", "close", "cancel"])
def test_nothing_typed_is_lost_by_leaving(open_dialog, way):
    dialog = open_dialog()
    _type(dialog, "city", "Elva")
    for _again in range(2):
        if way == "esc":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        elif way == "close":
            dialog.close()
        else:
            dialog.cancel_button.click()
        assert dialog.isVisible()
        assert dialog.form.values()["city"] == "Elva"
        dialog.keep_button.click()
    assert dialog.focusWidget() is dialog.form.editor("first_name")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.throw_button.click()


def test_esc_twice_is_back_in_the_form(open_dialog):
    dialog = open_dialog()
    _type(dialog, "city", "Elva")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.keep_button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.save_button.isVisible()
    assert dialog.isVisible()
    dialog._leave(keep=False)


def test_esc_closes_at_once_when_nothing_was_typed(open_dialog, qapp):
    dialog = open_dialog()
    closed = []
    dialog.finished.connect(closed.append)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert closed == [0]


def test_a_kept_draft_comes_back_and_can_be_put_away(open_dialog, desk):
    dialog = open_dialog()
    _type(dialog, "city", "Elva")
    dialog.reject()
    dialog.draft_button.click()
    assert desk.drafts == {"people/1": {"city": "Elva"}}
    again = open_dialog()
    assert again.form.values()["city"] == "Elva"
    assert again.form.dirty
    again.banner.button.click()
    assert again.form.values()["city"] == "Tartu"
    assert desk.drafts == {}
    again.reject()


def test_what_only_the_other_changed_is_taken_and_both_values_are_shown(open_dialog, records):
    dialog = open_dialog()
    _type(dialog, "city", "Elva")
    records.now = Loaded(4, {"first_name": "Maarja-Liis", "last_name": "Tamm", "city": "Võru"})
    dialog.save()
    assert records.saves == []
    assert dialog.form.values() == {
        "first_name": "Maarja-Liis", "last_name": "Tamm", "city": "Elva",
    }  # fmt: skip
    row = dialog.form.rows["city"]
    assert "Võru" in row.error.text()
    assert row.take.text() == "Use Võru"
    row.take.click()
    dialog.save()
    assert records.saves[-1]["city"] == "Võru"


def test_keeping_ones_own_after_a_conflict(open_dialog, records):
    dialog = open_dialog()
    _type(dialog, "city", "Elva")
    records.now = Loaded(4, {**MAARJA.values, "city": "Võru"})
    dialog.save()
    dialog.save()
    assert records.saves == [{**MAARJA.values, "city": "Elva"}]


def test_a_new_record_starts_with_its_defaults_and_is_not_dirty(desk, records, window):
    dialog = FormDialog(
        desk, window, "Add a person", FIELDS, records.save, defaults={"city": "Tartu"}
    )
    dialog.open()
    assert dialog.form.values()["city"] == "Tartu"
    assert not dialog.form.dirty
    dialog.reject()


def test_a_wrong_field_comes_into_sight_with_its_words(qtbot, desk, window, records):
    many = tuple(Field(f"f{n}", f"Field {n}", fields.Text, required=False) for n in range(12))
    declared = (*many, Field("day", "Day", fields.Date, required=False))
    window.resize(700, 420)
    dialog = FormDialog(desk, window, "Long form", declared, records.save, columns=1)
    dialog.open()
    dialog.form.editor("day").setText("nonsense")
    row = dialog.form.rows["day"]
    dialog.save()
    whole = row.error.visibleRegion
    qtbot.waitUntil(lambda: whole().boundingRect().height() == row.error.height() > 0)
