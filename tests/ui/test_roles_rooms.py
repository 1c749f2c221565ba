"""Every role opens every page that its sidebar offers, and none of them begins with an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from mobdesk.app import Program, specs
from mobdesk.domain.roles import Actor, Role
from mobdesk.services import accounts, workspaces
from mobdesk.services.demo import PASSPHRASE
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import InlineJobs
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.shell import MainWindow
from mobdesk.ui.today.page import TodayPage
from mobdesk.ui.today.rows import TodayRow
from mobdesk.ui.unlock.page import UnlockPage
from tests.ui.workspaces import FAST, PHRASE, shown

TODAY = date(2026, 11, 23)
OTHER = "river basket candle moss anchor"
As = Callable[[Role], MainWindow]
OTHERS = [role for role in Role if role is not Role.COORDINATOR]


@pytest.fixture
def as_role(
    demo_folder: Path, qapp: QApplication, jobs: InlineJobs, tmp_path: Path
) -> Iterator[As]:
    """``as_role(role)``: the window of the demo as somebody of this role sees it."""
    opened = workspaces.open_(demo_folder, "coordinator", PASSPHRASE, policy=FAST)
    windows: list[MainWindow] = []

    def build(role: Role) -> MainWindow:
        actor = Actor(opened.actor.account_id, role.value, role, _person(opened.store, role))
        settings = SettingsFile(tmp_path / "settings.json")
        desk = Desk(opened.store, actor, jobs, settings, today=lambda: TODAY, workspace=opened)
        jobs.on_error = lambda job, err: desk.show_error(job.parent, err)
        window = MainWindow(settings=settings)
        window.resize(1280, 800)
        window.sign_in(desk, specs(), organisation="Emajõe", name=role.value)
        window.show()
        windows.append(window)
        return window

    yield build
    for window in windows:
        window.desk.end()
        window.close()
        window.deleteLater()
    opened.close()


def _person(store: object, role: Role) -> int | None:
    """A person who leads a group, for the roles that see only what is theirs."""
    from sqlalchemy import select

    from mobdesk.models.mobilities import Member

    if role not in (Role.TRAINER, Role.ACCOMPANYING):
        return None
    with store.read() as s:  # type: ignore[attr-defined]
        found = s.scalar(select(Member.person_id).where(Member.person_id.is_not(None)))
        assert isinstance(found, int)
        return found


def words_of(page: TodayPage) -> str:
    QApplication.processEvents()
    labels = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    told = [one.accessibleName() for one in page.findChildren(TodayRow) if one.isVisible()]
    return "\n".join([*labels, *told])


@pytest.mark.parametrize("role", Role)
def test_every_page_of_the_sidebar_opens_without_an_error(as_role: As, role: Role) -> None:
    window = as_role(role)
    assert window.sidebar is not None
    wrong = []
    for key in window.sidebar.items:
        window.open_page(key, {})
        QApplication.processEvents()
        page = window.page
        assert window.open_key == key
        assert page is not None
        stops = [one for one in page.findChildren(Banner) if one.isVisible()]
        wrong += [(key, one.accessibleName()) for one in stops if one._tone == "stop"]
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_what_today_offers_leads_somewhere(as_role: As, role: Role) -> None:
    window = as_role(role)
    page = window.page
    assert isinstance(page, TodayPage)
    QApplication.processEvents()
    asked: list[str] = []
    page.desk.open = lambda key, **_where: asked.append(key)  # type: ignore[method-assign]
    for button in page.findChildren(Button):
        if button.isVisible():
            button.click()
    for row in page.findChildren(TodayRow):
        if row.isVisible() and not row.still:
            row.click()
    assert set(asked) <= {spec.key for spec in window.specs}


def test_the_director_sees_counts_dates_and_copies_and_nobody_by_name(as_role: As) -> None:
    everything = as_role(Role.COORDINATOR).page
    assert isinstance(everything, TodayPage)
    QApplication.processEvents()
    names = {row.text() for row in everything.missing.findChildren(TodayRow)}
    year = everything.year.title.text()  # type: ignore[union-attr]
    assert names
    page = as_role(Role.DIRECTOR).page
    assert isinstance(page, TodayPage)
    words = words_of(page)
    assert page.open.isVisible()
    assert page.open.findChildren(TodayRow)
    assert page.year.isVisible()
    assert page.year.title.text() == year
    assert page.safety.isVisible()
    assert page.due.isVisible() == everything.due.isVisible()
    assert not page.trips.isVisible()
    assert not page.missing.isVisible()
    assert "All mobilities" not in words
    assert [name for name in names if name in words] == []


@pytest.mark.parametrize("role", OTHERS)
def test_who_cannot_make_a_copy_is_not_told_to(as_role: As, role: Role) -> None:
    page = as_role(role).page
    assert isinstance(page, TodayPage)
    words = words_of(page)
    assert "No copy yet" in words
    assert "Make one" not in words
    assert "The coordinator makes the copies." in words


def test_the_numbers_of_the_director_are_those_of_the_coordinator(as_role: As) -> None:
    from mobdesk.services import today

    desk = as_role(Role.COORDINATOR).desk
    assert desk is not None
    all_ = today.view(desk.store, desk.actor, TODAY)
    director = desk.actor._replace(role=Role.DIRECTOR, person_id=None)
    counts = today.view(desk.store, director, TODAY)
    assert counts[2:6] == all_[2:6]
    assert counts.trips == counts.missing == ()
    assert counts.missing_count >= max(one.mobilities for one in counts.open)


@pytest.mark.parametrize("role", Role)
def test_every_record_a_role_may_open_opens_without_an_error(as_role: As, role: Role) -> None:
    from mobdesk.services import accreditations, mobilities, organisations, people, projects

    window = as_role(role)
    desk = window.desk
    assert desk is not None
    services = {
        "project": projects.find, "accreditation": accreditations.find, "person": people.find,
        "mobility": mobilities.find, "organisation": organisations.find,
    }  # fmt: skip
    wrong = []
    for spec in window.specs:
        if spec.listed or spec.key in ("keeping", "import"):
            continue
        where: dict[str, object] = {}
        if spec.key in services:
            found = services[spec.key](desk.store, desk.actor)
            if not found:
                continue
            where = {"id": found[0]}
        window.open_page(spec.key, where)
        QApplication.processEvents()
        page = window.page
        assert page is not None
        stops = [one for one in page.findChildren(Banner) if one.isVisible()]
        wrong += [(spec.key, one.accessibleName()) for one in stops if one._tone == "stop"]
    assert wrong == []


@pytest.mark.parametrize("role", OTHERS)
def test_a_real_account_of_the_role_signs_in_and_opens_its_pages(
    start: Callable[..., Program], folder: Path, role: Role
) -> None:
    """Through the sign-in of the program, with the keys of the account and an empty workspace."""
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    made = accounts.add(opened.store, opened.actor, "mets7", role)
    opened.close()
    own = workspaces.open_(folder, "mets7", made.passphrase, policy=FAST)
    accounts.change_passphrase(own.store, own.actor, made.passphrase, OTHER)
    own.close()
    one = start(folder)
    door = shown(one)
    assert isinstance(door, UnlockPage)
    door.choose("mets7")
    door.passphrase.setText(OTHER)
    QTest.keyClick(door.passphrase, Qt.Key.Key_Return)
    assert one.workspace is not None
    assert one.workspace.actor.role is role
    assert one.window.sidebar is not None
    for key in one.window.sidebar.items:
        one.window.open_page(key, {})
        QApplication.processEvents()
        assert one.window.open_key == key
        found = [banner for banner in one.window.findChildren(Banner) if banner.isVisible()]
        assert [b.accessibleName() for b in found if b._tone == "stop"] == []
