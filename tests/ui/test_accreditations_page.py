"""Accreditations: list, form, page."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.services import accreditations, projects
from mobdesk.ui.accreditations.list_page import AccreditationsPage
from mobdesk.ui.accreditations.page import AccreditationPage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import desk, form_of, show, texts_of, window

__all__ = ["desk", "store", "template", "window"]

CODE = "2021-1-EE01-KA120-ADU-000012345"


@pytest.fixture
def one(store) -> int:
    values = {"code": CODE, "valid_from": date(2021, 3, 1), "valid_to": date(2027, 12, 31)}
    return accreditations.add(store, COORDINATOR, values).ids[0]


def test_the_list_and_the_form(qtbot, desk, one, store, window) -> None:
    page = show(qtbot, AccreditationsPage(desk))
    assert texts_of(page, 0) == [CODE, "Adult education", "1 March 2021", "31 December 2027"]
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"code": "2026-1-EE01-KA121-ADU-000312345"})
    dialog.save()
    assert dialog.form.rows["code"].problem.code == "not_an_accreditation"
    dialog.form.fill({"code": "2026-1-EE01-KA120-VET-000312345"})
    assert dialog.form.editor("code").explained.said == []
    dialog.save()
    assert window.opened[-1][0] == "accreditation"
    assert len(accreditations.find(store, COORDINATOR)) == 2


def test_the_page_names_the_projects_under_it(qtbot, desk, one, store, window) -> None:
    values = {"code": "2026-1-EE01-KA121-ADU-000312345", "accreditation_id": one}
    projects.add(store, COORDINATOR, values)
    made = show(qtbot, AccreditationPage(desk))
    made.go(id=one)
    assert made.header.badge.accessibleName() == "Valid"
    assert made.under.count.accessibleName() == "1"
    made.remove()
    assert made.banner is not None, "an accreditation with projects stays"


def test_none_yet(qtbot, desk) -> None:
    page = show(qtbot, AccreditationsPage(desk))
    assert page.card.empty.title.text() == "No accreditations yet"
