"""The rules of each line of a grant, one method per line. Used by ``grants``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from mobdesk.domain.activities import COURSE, VISIT
from mobdesk.domain.grant_lines import Grant, Line, line
from mobdesk.domain.scenarios import Scenario
from mobdesk.domain.tariffs import Rate, Tariff, millionths
from mobdesk.errors import Problem

ACCOMPANYING: Final = "accompanying"
_NONE: Final = Decimal(0)


class Pricing:
    """One scenario while its lines are put together."""

    def __init__(self, scenario: Scenario, ready: Tariff, course_days_used: int = 0) -> None:
        self.scenario = scenario
        self.tariff = ready
        self.used = course_days_used
        self.paid_course_days = 0
        self.lines: list[Line] = []
        self.warnings: list[Problem] = []

    def grant(self) -> Grant:
        """All lines in the order of a bill."""
        if self.scenario.activity_type == VISIT:
            self._visit()
        else:
            self._travel()
            self._individual()
            self._organisational()
            self._inclusion()
        self._course()
        if self.scenario.linguistic_support and self.scenario.activity_type != VISIT:
            self._add("linguistic_support", "linguistic", {}, self.tariff.linguistic, 1)
        self._unusual()
        return Grant(tuple(self.lines), tuple(self.warnings), self.paid_course_days)

    def _add(
        self, category: str, rule: str, inputs: dict[str, Any], rate: Rate | None, quantity: int
    ) -> None:
        """A line for the participant, which is 0.00 for one without a grant."""
        source = self.tariff.sources[category]
        if self.scenario.zero_grant:
            self.lines.append(Line(category, "zero_grant", inputs, _NONE, quantity, 0, source))
        else:
            self.lines.append(line(category, rule, inputs, rate, quantity, source))

    def _refuse(
        self, category: str, rule: str, code: str, inputs: dict[str, Any], quantity: int = 1
    ) -> None:
        source = self.tariff.sources[category]
        self.lines.append(Line(category, rule, inputs, None, quantity, None, source, code))

    def _warn(self, field: str, code: str, **values: Any) -> None:
        self.warnings.append(Problem(field, code, values))

    def _is_paid(self, category: str, rule: str, inputs: dict[str, Any]) -> bool:
        """Whether the sheet pays this for the activity; refused where it does not say."""
        case = self.scenario
        paid = self.tariff.paid(category, case.activity_type, case.participant_type)
        if paid is None:
            self._refuse(category, rule, "not_established_for_type", inputs)
        return bool(paid)

    def _visit(self) -> None:
        people, most = self.scenario.visit_people, self.tariff.visitors
        inputs = {"visit_people": people, "max_people": most}
        if most is not None and people > most:
            self._refuse("preparatory_visit", "visit", "too_many_visitors", inputs, people)
        else:
            rate = None if most is None else self.tariff.visit
            self._add("preparatory_visit", "visit", inputs, rate, people)

    def _travel(self) -> None:
        case, ready = self.scenario, self.tariff
        km = case.distance_km
        inputs: dict[str, Any] = {"distance_km": km, "travel": case.travel}
        if not self._is_paid("travel", "travel_band", inputs):
            return
        if km is None and not case.zero_grant:
            self._refuse("travel", "travel_band", "distance_missing", inputs)
            return
        if km is None or not ready.steps:
            self._add("travel", "travel_band", inputs, None, 1)
            return
        number, step = ready.band(km)
        edge = ready.near_edge(km, number)
        if edge is not None:
            self._warn("travel", "near_band_edge", distance=km, edge=edge)
        inputs["from_km"] = step.from_km
        rate, rule = step.standard, "travel_band"
        if case.travel != "standard":
            rate, rule = step.green, "travel_green"
            if rate is None and step.standard is not None:
                rate, rule = step.standard, "travel_falls_back"
                self._warn("travel", "green_falls_back", edge=step.from_km)
        if case.real_fare is None or case.zero_grant or not self._fare(rate, inputs):
            self._add("travel", rule, inputs, rate, 1)

    def _fare(self, rate: Rate | None, inputs: dict[str, Any]) -> bool:
        """Whether a part of the fare is paid instead of the unit grant; compared exactly."""
        fare, ready = self.scenario.real_fare, self.tariff
        if fare is None or ready.threshold is None or ready.covers is None:
            self._warn("exceptional_costs", "fare_without_rule")
            return False
        exact = millionths(fare)
        if rate is None or rate.millionths * 1_000_000 >= ready.threshold * exact:
            return False
        source = ready.sources
        replaced = {**inputs, "unit_grant": rate.text, "real_fare": fare}
        self.lines.append(
            Line("travel", "travel_replaced", replaced, _NONE, 1, 0, source["travel"])
        )
        amount = _product_cents(ready.covers.millionths, exact)
        self.lines.append(Line(
            "exceptional_costs", "expensive_travel", {"real_fare": fare, "unit_grant": rate.text},
            ready.covers.text, fare, amount, source["exceptional_costs"],
        ))  # fmt: skip
        return True

    def _individual(self) -> None:
        case, ready = self.scenario, self.tariff
        travel_days, most = case.travel_days, ready.most_days
        part = "staff" if case.participant_type == ACCOMPANYING else case.participant_type
        group = ready.group_of.get(case.receiving_country or "")
        inputs: dict[str, Any] = {
            "country": case.receiving_country,
            "group": group,
            "rates_of": part,
            "activity_days": case.activity_days,
            "interruption_days": case.interruption_days,
            "travel_days": travel_days,
        }
        category, rule = "individual_support", "daily_first"
        if not self._is_paid(category, rule, inputs):
            return
        if case.activity_days is None:
            self._refuse(category, rule, "days_missing", inputs, travel_days)
            return
        days = max(0, case.activity_days - case.interruption_days)
        allowed = most.standard if case.travel == "standard" else most.green
        if travel_days and allowed is not None and travel_days > allowed:
            inputs["max_days"] = allowed
            self._refuse(category, rule, "travel_days_over_maximum", inputs, days + travel_days)
            return
        if not days + travel_days:
            return
        if case.zero_grant:
            self._add(category, rule, inputs, None, days + travel_days)
        elif group is None:
            self._refuse(category, rule, "country_outside_groups", inputs, days + travel_days)
        else:
            known = not travel_days or allowed is not None
            split = _split(ready, days, travel_days) if known else None
            self._daily(inputs, ready.daily.get((part, group)), days + travel_days, split)

    def _daily(
        self,
        inputs: dict[str, Any],
        rates: tuple[Rate | None, Rate | None] | None,
        days: int,
        split: tuple[int, int] | None,
    ) -> None:
        """One line per rate that is used; one for all days where the split is not established."""
        if split is None:
            self._add("individual_support", "daily_first", inputs, None, days)
            return
        first, later = rates or (None, None)
        if split[0]:
            self._add("individual_support", "daily_first", inputs, first, split[0])
        if split[1]:
            self._add("individual_support", "daily_later", inputs, later, split[1])

    def _organisational(self) -> None:
        case, ready = self.scenario, self.tariff
        if not case.organisational_support_requested or case.participant_type == ACCOMPANYING:
            return
        category, number = "organisational_support", case.participant_number_in_type
        inputs = {"activity_type": case.activity_type, "participant_number_in_type": number}
        if not self._is_paid(category, "org_share", inputs):
            return
        found, rate = ready.tier(case.activity_type, number)
        if not found:
            self._refuse(category, "org_share", "no_organisational_entry", inputs)
            return
        # Paid for participants without a grant as well: never through ``_add``.
        source = ready.sources[category]
        self.lines.append(line(category, "org_share", inputs, rate, 1, source))

    def _inclusion(self) -> None:
        case = self.scenario
        costs = case.inclusion_real_costs
        real = "inclusion_participant"
        flag, rule = case.fewer_opportunities, "inclusion_real"
        if flag:
            self._inclusion_organisation()
        if not costs:
            return
        inputs = {"real_costs": costs}
        if not flag:
            self._refuse(real, rule, "inclusion_without_flag", inputs)
        elif case.participant_type == ACCOMPANYING:
            self._refuse(real, rule, "accompanying_with_flag", inputs)
        else:
            self._add(real, rule, inputs, Rate(costs, millionths(costs)), 1)

    def _inclusion_organisation(self) -> None:
        case = self.scenario
        category, rule = "inclusion_organisation", "inclusion_unit"
        if case.participant_type == ACCOMPANYING:
            self._refuse(category, rule, "accompanying_with_flag", {})
        elif case.zero_grant:
            self._refuse(category, rule, "inclusion_zero_grant_unclear", {})
        else:
            self._add(category, rule, {}, self.tariff.inclusion, 1)
            if not case.inclusion_real_costs:
                self._warn(category, "inclusion_organisation_without_costs")

    def _course(self) -> None:
        case, ready = self.scenario, self.tariff
        asked, category = case.course_days, "course_fees"
        if not asked:
            return
        if case.activity_type != COURSE:
            self._warn(category, "course_days_ignored", days=asked)
            return
        if case.activity_days is not None and asked > case.activity_days:
            self._warn(category, "course_days_over_activity", days=asked, most=case.activity_days)
        most = ready.course_days
        inputs = {"course_days": asked, "max_days": most, "used": self.used}
        if most is None:
            self._add(category, "course_day", inputs, None, asked)
            return
        days = min(asked, max(0, most - self.used))
        if days < asked:
            self._warn(category, "course_days_capped", days=days, asked=asked, most=most)
        self.paid_course_days = 0 if case.zero_grant else days
        rate = ready.course_fee if days else ready.course_fee or Rate(_NONE, 0)
        self._add(category, "course_day", inputs, rate, days)

    def _unusual(self) -> None:
        """Kinds and lengths that sources do not name: only warnings, agencies decide."""
        case = self.scenario
        activity = self.tariff.activities.get(case.activity_type)
        if activity is None:
            return
        part = case.participant_type
        if part != ACCOMPANYING and part not in activity.parts:
            self._warn("activity_type", "pair_unusual", part=part, activity=activity.code)
        limits = activity.lengths.get(self.tariff.sheet.field)
        days = case.activity_days
        if limits is None or days is None or limits.least is None or limits.most is None:
            return
        if not limits.least <= days <= limits.most:
            values = {"days": days, "least": limits.least, "most": limits.most}
            self.warnings.append(Problem("activity_days", "duration_unusual", values))


def _split(ready: Tariff, days: int, travel_days: int) -> tuple[int, int] | None:
    """Days at the first and at the later rate; None where the sheet does not establish it.

    Whether travel days use up the full-rate days matters only where it changes the result.
    """
    full = ready.full_days
    if full is None:
        return None
    apart = min(days, full) + travel_days
    together = min(days + travel_days, full)
    if ready.include_travel is None:
        first = apart if apart == together else None
    else:
        first = together if ready.include_travel else apart
    return None if first is None else (first, days + travel_days - first)


def _product_cents(one: int, other: int) -> int:
    """Two numbers in millionths, multiplied and rounded once to cents, half up."""
    return (one * other + 5 * 10**9) // 10**10
