"""The list of pocket money to sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.files import write_atomically
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import organisations, payments
from mobdesk.services.access import reads


@reads(Area.EXPORT)
def pocket_list(store: Store, actor: Actor, project_id: int, today: date) -> bytes:
    """Return the PDF with everybody who has a sum. Raises ``nobody_with_pocket_money``."""
    from mobdesk.exports.money_lists import PocketList, Signer, make_pocket_list

    found = payments.pocket_money(store, actor, project_id)
    signers = tuple(Signer(row.name, row.mobility, row.amount) for row in found if row.amount)
    if not signers:
        raise Refused("nobody_with_pocket_money")
    own = organisations.own(store, actor)
    with store.read() as s:
        code = s.scalar(select(Project.code).where(Project.id == project_id)) or ""
    demo = bool(store.setting("demo", False))
    return make_pocket_list(PocketList(own.name if own else "", code, signers, today, demo))


@reads(Area.EXPORT)
def save_pocket_list(store: Store, actor: Actor, project_id: int, today: date, path: Path) -> None:
    """Write the list to ``path``, all of it or nothing. Raises as ``pocket_list``."""
    write_atomically(path, pocket_list(store, actor, project_id, today))
