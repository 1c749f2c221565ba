"""The workspace sheet: made in memory, printed, and partly typed again to prove the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mobdesk.domain import sheetcode
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models import keys
from mobdesk.models.store import Store
from mobdesk.services.access import reads, writes

if TYPE_CHECKING:
    from mobdesk.exports.pictures import Picture as Picture

PRINTED, PROVED = "sheet_printed", "sheet_proved"


class SheetState(NamedTuple):
    """Whether today's sheet was printed, and whether somebody typed a part of it again."""

    printed: bool
    proved: bool


@reads(Area.STATUS)
def state(store: Store, actor: Actor) -> SheetState:
    """Both facts are kept with the id of the keys: after new keys, the old paper is void."""
    now = store.keys.key_id
    return SheetState(store.setting(PRINTED, "") == now, store.setting(PROVED, "") == now)


@writes(Area.ACCOUNTS)
def pdf(store: Store, actor: Actor, today: date) -> bytes:
    """The sheet as a PDF in memory. It never becomes a file here."""
    from mobdesk.exports import sheets

    name = store.folder.name.removesuffix(".mobdesk")
    code = sheetcode.groups(keys.sheet(store.keys))
    return sheets.make_workspace_sheet(name, store.keys.workspace_id, code, today)


@writes(Area.ACCOUNTS)
def picture(store: Store, actor: Actor, today: date, dpi: float) -> Picture:
    """The sheet as a picture, for the screen and for the printer."""
    from mobdesk.exports.pictures import page_pictures

    return page_pictures(pdf(store, actor, today), dpi)[0]


@writes(Area.ACCOUNTS)
def set_printed(store: Store, actor: Actor) -> None:
    """The sheet is on paper."""
    store.set_setting(PRINTED, store.keys.key_id)


@writes(Area.ACCOUNTS)
def prove(store: Store, actor: Actor, typed: Mapping[int, str]) -> None:
    """Compare groups typed from the paper, by number from 1. Raises ``sheet_group_wrong``."""
    right = sheetcode.groups(keys.sheet(store.keys))
    for number, text in typed.items():
        if sheetcode.plain(text) != right[number - 1]:
            raise Refused("sheet_group_wrong", group=number)
    for name in (PRINTED, PROVED):
        store.set_setting(name, store.keys.key_id)
