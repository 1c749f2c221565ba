"""What the rules of mobilities find new after edits of a plan; nothing is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mobdesk.domain import mobility_rules as rules
from mobdesk.domain.activities import COURSE
from mobdesk.domain.mobility_rules import Facts, Finding, Going, Level
from mobdesk.domain.pricing import Case
from mobdesk.domain.what_if import Edit, MoreStays, touches
from mobdesk.services.rule_facts import Elsewhere


class Met(NamedTuple):
    """Facts of all mobilities of a project, as they were read. ``base``: of the project alone."""

    base: Facts
    facts: Mapping[int, Facts]
    elsewhere: Sequence[Elsewhere]


class Told(NamedTuple):
    """One finding, with the mobilities it is about; none: new stays."""

    finding: Finding
    mobilities: tuple[int, ...] = ()

    @property
    def refused(self) -> bool:
        """An error: the edits cannot be kept like this."""
        return self.finding.level is Level.ERROR


def told(
    met: Met, before: Sequence[Case], after: Sequence[Case], edits: Iterable[Edit]
) -> tuple[Told, ...]:
    """What is found after the edits and was not found before, errors first."""
    now = _Seen(met, after)
    was: _Seen | None = None  # gathered only once something is found
    found: dict[Any, tuple[Finding, list[int]]] = {}
    for number in _touched(before, edits):
        new = now.check(number)
        if not new:
            continue
        was = was or _Seen(met, before)
        old = {_key(one) for one in was.check(number)}
        for one in new:
            if _key(one) not in old:
                found.setdefault(_key(one), (one, []))[1].append(number)
    for edit in edits:
        if isinstance(edit, MoreStays):
            for one in rules.check(_planned(met.base, edit)):
                found.setdefault(("new", *_key(one)), (one, []))
    each = [Told(one, tuple(numbers)) for one, numbers in found.values()]
    return tuple(sorted(each, key=lambda one: not one.refused))


def _key(one: Finding) -> tuple[Any, ...]:
    return one.code, one.who, repr(one.values)


def _touched(before: Iterable[Case], edits: Iterable[Edit]) -> list[int]:
    found: dict[int, None] = {}
    changed = [touches(edit) for edit in edits if not isinstance(edit, MoreStays)]
    for case in before:
        if any(each(case) for each in changed):
            found[case.mobility_id] = None
    return list(found)


def _planned(base: Facts, edit: MoreStays) -> Facts:
    """One of the new stays."""
    dates = edit.dates
    return base._replace(
        kind=edit.kind, activity_type=edit.activity_type, hosting_country=edit.country,
        going=tuple(
            Going(
                part, places=places, dates=dates, green=edit.green,
                course_days=edit.course_days if n == 0 else None,
            )
            for n, (part, places) in enumerate(edit.members)
        ),
    )  # fmt: skip


class _Seen:
    """The members of a plan at one time."""

    def __init__(self, met: Met, cases: Sequence[Case]) -> None:
        self.met = met
        self.cases = {case.member_id: case for case in cases}
        self.stays: dict[int, list[Elsewhere]] = defaultdict(list)
        for one in met.elsewhere:
            self.stays[one.person_id].append(one)
        self.courses: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for case in cases:
            asks = case.email and case.course_days and case.activity_type == COURSE
            if asks and case.email and case.ended is None:
                self.courses[case.email][case.mobility_id] += case.course_days

    def check(self, number: int) -> list[Finding]:
        """What the rules find about one mobility."""
        facts = self.met.facts[number]
        return rules.check(facts._replace(going=tuple(self._going(number, facts.going))))

    def _going(self, number: int, going: Iterable[Going]) -> Iterator[Going]:
        for one in going:
            case = self.cases[one.member_id]
            if case.ended is None:
                by_mobility = self.courses.get(case.email or "", {})
                yield one._replace(
                    dates=case.dates, green=case.green, places=case.places,
                    course_days=case.course_days or one.course_days,
                    elsewhere=tuple(self._elsewhere(number, one.person_id)),
                    course_days_elsewhere=sum(by_mobility.values()) - by_mobility.get(number, 0),
                )  # fmt: skip

    def _elsewhere(self, number: int, person_id: int | None) -> Iterator[rules.Stay]:
        """Where a person is besides; of this project as the edits leave it."""
        for one in self.stays.get(person_id or 0, ()):
            if one.mobility_id == number:
                continue
            case = self.cases.get(one.member_id)
            if case is not None and case.ended is not None:
                continue
            if case is None:
                yield one.stay
                continue
            dates = case.dates
            first = dates.actual_start or dates.leaves or dates.start
            last = dates.actual_end or dates.back or dates.end
            if first and last:
                yield one.stay._replace(first=first, last=last)
