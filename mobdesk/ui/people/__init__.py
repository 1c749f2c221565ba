"""Participants: the list with a pane, one person, the form."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR, Role.TRAINER})


def _list(desk: Desk) -> Page:
    from mobdesk.ui.people.list_page import PeoplePage

    return PeoplePage(desk)


def _one(desk: Desk) -> Page:
    from mobdesk.ui.people.page import PersonPage

    return PersonPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("people", N_("Participants"), "people", "people", _list, _WHO),
    PageSpec(
        "person", N_("Participant"), "people", "people", _one, _WHO, listed=False, under="people"
    ),
)

__all__ = ["SPECS"]
