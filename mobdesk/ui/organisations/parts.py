"""What the pane and the page of an organisation show alike, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from mobdesk import texts
from mobdesk.domain.organisations import ROLES
from mobdesk.domain.roles import Actor, Area
from mobdesk.i18n import _
from mobdesk.services import organisations
from mobdesk.services import stays as stay_service
from mobdesk.services.organisations import ContactRow
from mobdesk.services.records import Detail
from mobdesk.services.stays import Stay
from mobdesk.ui import rows, stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.labels import Elided, Paragraph, caption, strong


class Overview(NamedTuple):
    """An organisation with its contacts, who stays there, and whom it sends."""

    record: Detail
    contacts: tuple[ContactRow, ...]
    stays: tuple[tuple[Stay, str], ...]
    sent: tuple[tuple[Stay, str], ...]

    @property
    def shows_sent(self) -> bool:
        """Whether it sends somebody, or is there for that."""
        return bool(self.sent) or self.record.values["sending"]

    @property
    def shows_stays(self) -> bool:
        """Whether somebody stays there; also said of who has no other part."""
        return bool(self.stays) or self.record.values["hosting"] or not self.shows_sent


def read(desk: Desk, store: Any, actor: Actor, record: int) -> Overview:
    """Read everything that is shown of one organisation."""
    here: Sequence[tuple[Stay, str]] = ()
    sent: Sequence[tuple[Stay, str]] = ()
    if desk.may(Area.OWN_MOBILITIES):
        here = stay_service.at_organisation(store, actor, record, desk.today())
        sent = stay_service.from_organisation(store, actor, record, desk.today())
    return Overview(
        organisations.get(store, actor, record),
        tuple(organisations.contacts(store, actor, record)),
        tuple(here),
        tuple(sent),
    )


def kind(values: dict[str, Any]) -> str:
    """``Partner``; the word of the kind."""
    return texts.word(f"organisation_kind.{values['kind']}")


def roles(values: Any) -> str:
    """``Sends, hosts``: what it does for mobilities."""
    given = values.__getitem__ if isinstance(values, dict) else lambda name: getattr(values, name)
    words = [texts.word(f"organisation_role.{role}") for role in ROLES if given(role)]
    return ", ".join([*words[:1], *(word.lower() for word in words[1:])])


def address_rows(values: dict[str, Any]) -> rows.Block:
    """Where it is and how it is reached."""
    block = rows.Block()
    where = ", ".join(
        part
        for part in (values["address"], stays.whole_place(values["city"], values["country"]))
        if part
    )
    known = (("place", where), ("globe", values["website"]), ("talk", values["languages"]))
    for icon, text in known:
        if text:
            block.body.addLayout(rows.contact(icon, text))
    if not block.body.count():
        block.body.addWidget(Paragraph(_("No address yet."), "caption", "soft"))
    return block


def contact_rows(contacts: Sequence[ContactRow]) -> rows.Block:
    """The people one writes to."""
    block = rows.Block(1.5)
    for one in contacts:
        inner = rows.Block(0.25)
        inner.body.addWidget(strong(one.name) if len(one.name) < 30 else Elided(one.name, "strong"))
        if one.role:
            inner.body.addWidget(caption(one.role))
        for icon, text in (("mail", one.email), ("phone", one.phone)):
            if text:
                inner.body.addLayout(rows.contact(icon, text))
        block.body.addWidget(inner)
    if not contacts:
        block.body.addWidget(Paragraph(_("Nobody to write to yet."), "caption", "soft"))
    return block


def stay_rows(
    here: Sequence[tuple[Stay, str]],
    today: date,
    go: Callable[[int], object],
    most: int,
    *,
    sent: bool = False,
) -> rows.Block:
    """Who stays there; with ``sent`` who goes from there, and where to."""
    block = rows.Block(0.5)
    for stay, name in here[:most]:
        when = stays.dates(stay.start, stay.end, today)
        where = stays.whole_place(stay.city, stay.country) if sent else ""
        about = (when, where, stays.stage(stay.stage, stay.ended))
        second = " · ".join(part for part in about if part)
        press = lambda number=stay.mobility_id: go(number)  # noqa: E731 - bound now
        block.body.addWidget(rows.LinkRow("mobilities", name, second, press))
    if len(here) > most:
        more = _("and {n} more").format(n=len(here) - most)
        block.body.addWidget(caption(more))
    if not here:
        none = _("Nobody goes from there yet.") if sent else _("No stays there yet.")
        block.body.addWidget(Paragraph(none, "caption", "soft"))
    return block
