"""What was paid is not thrown away with a member: it stands in the accounts of the centre."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mobdesk.errors import Refused
from mobdesk.models.mobilities import Member
from mobdesk.models.payments import Instalment, RealCost


def refuse_paid_members(s: Session, member_ids: Collection[int]) -> None:
    """Raise ``Refused``: ``member_has_money`` paid, or ``member_has_costs`` of their own."""
    moved = or_(Instalment.paid_on.is_not(None), Instalment.recovered_on.is_not(None))
    paid = select(func.count()).where(Instalment.member_id.in_(member_ids), moved)
    if n := s.scalar(paid):
        raise Refused("member_has_money", n=n)
    if n := s.scalar(select(func.count()).where(RealCost.member_id.in_(member_ids))):
        raise Refused("member_has_costs", n=n)


def refuse_paid_mobility(s: Session, mobility_id: int) -> None:
    """As ``refuse_paid_members``, of everybody on a mobility; its own costs stop as well."""
    refuse_paid_members(s, list(s.scalars(select(Member.id).filter_by(mobility_id=mobility_id))))
    if n := s.scalar(select(func.count()).where(RealCost.mobility_id == mobility_id)):
        raise Refused("member_has_costs", n=n)
