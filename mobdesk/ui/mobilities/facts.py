"""Everything the page of a mobility shows, read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from mobdesk.domain import mobilities as rules
from mobdesk.domain import mobility_rules as rules_of
from mobdesk.domain.documents import ChecklistRow
from mobdesk.domain.marks import GroupMark
from mobdesk.domain.mobilities import Dates, GroupMember, Kind
from mobdesk.domain.mobility_rules import Facts, Finding
from mobdesk.domain.pricing import PricedLine
from mobdesk.domain.roles import Access, Actor, Area, access
from mobdesk.domain.stages import End, Stage, position
from mobdesk.services import bills, documents, members, mobilities, mobility_rules, projects
from mobdesk.services.documents import PaperRow
from mobdesk.services.members import MemberView
from mobdesk.services.mobility_details import MemberDetail, MobilityDetail, SubgroupDetail
from mobdesk.services.projects import ProjectRow
from mobdesk.services.stages import StageStep


class Sheet(NamedTuple):
    """One mobility with all that follows from it today."""

    detail: MobilityDetail
    steps: list[StageStep]
    marks: tuple[GroupMark, ...]
    views: dict[int, MemberView]
    papers: dict[int, list[ChecklistRow]]
    known: dict[tuple[int, str], PaperRow]
    project: ProjectRow | None
    today: date
    facts: Facts = Facts()
    shares: Mapping[int, PricedLine] = MappingProxyType({})
    """What each member adds to the project's organisational support."""

    @property
    def id(self) -> int:
        return self.detail.record.id

    @property
    def values(self) -> dict[str, Any]:
        """The values of the mobility itself."""
        return self.detail.record.values

    @property
    def findings(self) -> list[Finding]:
        """What the rules find, errors first."""
        return rules_of.check(self.facts)

    def most_travel_days(self, *, green: bool) -> int:
        """No more travel days are paid."""
        facts = self.facts
        found = rules_of.most_travel_days(facts.field, facts.limits, green=green)
        return int(found.values["most"])

    @property
    def group(self) -> bool:
        """Planned as a group."""
        return bool(self.values["kind"] == Kind.GROUP)

    @property
    def members(self) -> tuple[MemberDetail, ...]:
        """All members of all subgroups."""
        return tuple(m for g in self.detail.subgroups for m in g.members)

    @property
    def staying(self) -> tuple[MemberDetail, ...]:
        """Members who did not end."""
        return tuple(m for m in self.members if m.ended is None)

    @property
    def counting(self) -> tuple[MemberDetail, ...]:
        """Members whose papers and sums still count: not ended, or returned early."""
        return tuple(m for m in self.members if m.ended in (None, End.RETURNED_EARLY))

    @property
    def ended(self) -> str | None:
        """How it ended, when it ended for everybody."""
        if not self.members or self.staying:
            return None
        return min(m.ended for m in self.members if m.ended)

    @property
    def left(self) -> bool:
        """Abroad or later: the question is now "Ready to close?"."""
        if self.ended == End.RETURNED_EARLY:
            return True
        return position(self.detail.stage) >= position(Stage.ABROAD)

    @property
    def away(self) -> bool:
        """Somebody is abroad today."""
        stage = self.detail.stage
        each = (rules.is_abroad(stage, bool(v.ended), v.dates, self.today) for v in self.views_all)
        return any(each)

    @property
    def views_all(self) -> Iterable[MemberView]:
        """The members as the rules of readiness see them."""
        return self.views.values()

    @property
    def dates(self) -> Dates:
        """From the first to the last day of all who go."""
        going = [v.dates for v in self.views_all if not v.ended] or [
            v.dates for v in self.views_all
        ]
        if not going:
            return Dates()
        return Dates(
            start=_least(d.first for d in going),
            end=_most(d.last for d in going),
            leaves=_least(d.out for d in going),
            back=_most(d.home for d in going),
        )

    def member(self, member_id: int | None) -> MemberDetail | None:
        """A member by its id."""
        return next((m for m in self.members if m.id == member_id), None)

    def subgroup_of(self, member_id: int) -> SubgroupDetail | None:
        """The subgroup a member travels with."""
        groups = self.detail.subgroups
        return next((g for g in groups if any(m.id == member_id for m in g.members)), None)

    def in_rules(self) -> list[GroupMember]:
        """The members as the rules of a group see them."""
        return [
            GroupMember(
                m.values["part"], m.values["person_id"], m.values["places"], m.ended is not None
            )
            for m in self.members
        ]


def _least(days: Iterable[date | None]) -> date | None:
    return min((d for d in days if d), default=None)


def _most(days: Iterable[date | None]) -> date | None:
    return max((d for d in days if d), default=None)


def read_sheet(store: Any, actor: Actor, mobility_id: int, today: date) -> Sheet:
    """Read one mobility. Raises ``Refused("record_missing")``, ``NotAllowed``."""
    detail = mobilities.get(store, actor, mobility_id)
    number = detail.record.values["project_id"]
    found = projects.rows(store, actor, [number]) if number else []
    board = members.board(store, actor, mobility_id, today)
    return Sheet(
        detail,
        board.steps,
        board.marks,
        board.views,
        board.papers,
        documents.known(store, actor, mobility_id),
        found[0] if found else None,
        today,
        mobility_rules.facts(store, actor, mobility_id),
        bills.share_lines(store, actor, mobility_id) if _sees_all(actor) else {},
    )


def _sees_all(actor: Actor) -> bool:
    return access(actor.role, Area.MOBILITIES) is not Access.NONE
