"""What is planned: subgroups and members to add, checked and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mobdesk.domain import mobilities as rules
from mobdesk.errors import Problem
from mobdesk.models.mobilities import Member, Subgroup
from mobdesk.models.store import Writing
from mobdesk.services.mobility_details import MEMBER_FIELDS, SUBGROUP_FIELDS
from mobdesk.services.records import set_values


class MemberPlan(NamedTuple):
    """A member to add; ``values`` has names of ``MEMBER_FIELDS``."""

    values: Mapping[str, Any]


class SubgroupPlan(NamedTuple):
    """A subgroup to add; ``values`` has names of ``SUBGROUP_FIELDS``."""

    values: Mapping[str, Any] = {}
    members: Sequence[MemberPlan] = ()


def problems(values: Mapping[str, Any], subgroups: Sequence[SubgroupPlan]) -> list[Problem]:
    """Return what is wrong with a mobility and the subgroups planned for it."""
    found = rules.validate(values)
    for plan in subgroups:
        found += rules.validate_dates(plan.values)
        for member in plan.members:
            found += rules.validate_member(member.values)
    people = [p for plan in subgroups for m in plan.members if (p := m.values.get("person_id"))]
    if len(people) != len(set(people)):
        found.append(Problem("person_id", "person_already_in_group"))
    return found


def write_subgroup(s: Writing, mobility_id: int, plan: SubgroupPlan) -> Subgroup:
    """Add a planned subgroup with its members to a mobility."""
    group = Subgroup(mobility_id=mobility_id)
    set_values(group, plan.values, SUBGROUP_FIELDS)
    s.add(group)
    s.flush()
    for member in plan.members:
        write_member(s, group, member)
    return group


def write_member(s: Writing, group: Subgroup, plan: MemberPlan) -> None:
    """Add a planned member to a subgroup."""
    member = Member(subgroup_id=group.id, mobility_id=group.mobility_id)
    set_values(member, plan.values, MEMBER_FIELDS)
    s.add(member)
