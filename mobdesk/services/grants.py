"""Sums of members: each typed, with the place where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from mobdesk.domain.done import Done
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import writes
from mobdesk.services.mobilities import done_with
from mobdesk.services.records import load


@writes(Area.MOBILITIES)
def set_grants(
    store: Store,
    actor: Actor,
    member_ids: Sequence[int],
    category: str,
    amount: int | None,
    source: str | None,
) -> Done:
    """Type the same sum in cents for members of one mobility, in one step; None takes it away."""
    if amount is not None and amount < 0:
        raise Invalid([Problem("amount", "amount_negative")])
    if category not in CATEGORIES:
        raise Invalid([Problem("category", "unknown_choice", {"value": category})])
    if not member_ids:
        raise Refused("nobody_chosen")
    with store.write(Label("grant_typed"), actor) as s:
        for member_id in member_ids:
            member = load(s, Member, member_id)
            _set_line(s, member_id, category, amount, source)
        return done_with(s, load(s, Mobility, member.mobility_id))


def _set_line(
    s: Writing, member_id: int, category: str, amount: int | None, source: str | None
) -> None:
    line = s.scalar(select(GrantLine).filter_by(member_id=member_id, category=category))
    if amount is None:
        if line is not None:
            s.delete(line)
        return
    if line is None:
        line = GrantLine(member_id=member_id, category=category)
        s.add(line)
    line.amount, line.source, line.kind = amount, source or None, "typed"
