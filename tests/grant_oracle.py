"""A slow second opinion on grants: fractions, straight from the JSON values, day by day.

Shares no code with the engine. Answers (category, cents or code) in any order.
"""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import Any

Entry = tuple[str, int | str]
Values = dict[str, Any]


def opinion(case: Values, sheet: Values) -> Counter[Entry]:
    """All lines of one scenario that was not given course days before."""
    entries: list[Entry] = []
    if case["activity_type"] == "preparatory-visit":
        entries += visit(case, sheet)
    else:
        for rule in (travel, individual, organisational, inclusion, language):
            entries += rule(case, sheet)
        entries += course(case, sheet)
    return Counter(entries)


def to_cents(euro: Fraction) -> int:
    return math.floor(euro * 100 + Fraction(1, 2))


def money(category: str, case: Values, amount: str | None, times: Fraction | int = 1) -> Entry:
    if case["zero_grant"]:
        return category, 0
    if amount is None:
        return category, "rate_missing"
    return category, to_cents(Fraction(amount) * times)


def says(sheet: Values, case: Values, category: str) -> str:
    """Whether the sheet pays: yes, no, or silent."""
    named = (sheet.get("pays") or {}).get(case["activity_type"])
    if named is not None:
        return "yes" if category in named else "no"
    special = case["activity_type"] in ("invited-expert", "hosted-teacher")
    return "silent" if special or case["participant_type"] == "expert" else "yes"


def visit(case: Values, sheet: Values) -> list[Entry]:
    rule = sheet["preparatory_visit"] or {"amount": None, "max_people": None}
    people = case["visit_people"]
    if rule["max_people"] is not None and people > rule["max_people"]:
        return [("preparatory_visit", "too_many_visitors")]
    amount = rule["amount"] if rule["max_people"] is not None else None
    return [money("preparatory_visit", case, amount, people)]


def travel(case: Values, sheet: Values) -> list[Entry]:
    said = says(sheet, case, "travel")
    if said != "yes":
        return [("travel", "not_established_for_type")] if said == "silent" else []
    if case["zero_grant"]:
        return [("travel", 0)]
    if case["distance_km"] is None:
        return [("travel", "distance_missing")]
    km = Fraction(case["distance_km"])
    bands = [band for band in sheet["travel"] or [] if band["from_km"] <= km]
    if not bands:
        return [("travel", "rate_missing")]
    band = max(bands, key=lambda b: b["from_km"])
    amount = band["standard"]
    if case["travel"] != "standard" and band["green"] is not None:
        amount = band["green"]
    if case["travel"] != "standard" and band["green"] is None and band["standard"] is None:
        amount = None
    rule, fare = sheet["expensive_travel"], case["real_fare"]
    wanted = Fraction(rule["threshold"]) * Fraction(fare) if rule and fare is not None else 0
    if amount is not None and Fraction(amount) < wanted:
        return [("travel", 0), money("exceptional_costs", case, rule["covers"], Fraction(fare))]
    return [money("travel", case, amount)]


def individual(case: Values, sheet: Values) -> list[Entry]:
    name = "individual_support"
    said = says(sheet, case, name)
    if said != "yes":
        return [(name, "not_established_for_type")] if said == "silent" else []
    most = sheet["travel_days"]["standard" if case["travel"] == "standard" else "green"]
    there = case["travel_days"]
    if most is not None and there > most:
        return [(name, "travel_days_over_maximum")]
    calendar = ["travel"] * there
    calendar += ["activity"] * (case["activity_days"] - case["interruption_days"])
    if not calendar:
        return []
    if case["zero_grant"]:
        return [(name, 0)]
    group = [g for g, codes in sheet["country_groups"].items()
             if case["receiving_country"] in codes]  # fmt: skip
    if not group:
        return [(name, "country_outside_groups")]
    if (there and most is None) or sheet["full_rate_days"] is None:
        return [(name, "rate_missing")]
    apart = kinds(calendar, sheet["full_rate_days"], travel_uses_up=False)
    together = kinds(calendar, sheet["full_rate_days"], travel_uses_up=True)
    include = sheet["full_rate_days_include_travel"]
    if include is None and apart != together:
        return [(name, "rate_missing")]
    days = together if include else apart
    part = "staff" if case["participant_type"] == "accompanying" else case["participant_type"]
    rates = sheet["individual_support"].get(part, {}).get(group[0], {})
    return [money(name, case, rates.get(kind), n) for kind, n in days.items()]


def kinds(calendar: list[str], full: int, *, travel_uses_up: bool) -> Counter[str]:
    """How many days are paid at which rate, counted one after the other."""
    left = full
    found: Counter[str] = Counter()
    for day in calendar:
        if day == "travel" and not travel_uses_up:
            found["first"] += 1
        elif left > 0:
            left -= 1
            found["first"] += 1
        else:
            found["later"] += 1
    return found


def organisational(case: Values, sheet: Values) -> list[Entry]:
    name = "organisational_support"
    if case["participant_type"] == "accompanying" or not case["organisational_support_requested"]:
        return []
    said = says(sheet, case, name)
    if said != "yes":
        return [(name, "not_established_for_type")] if said == "silent" else []
    for wanted in (case["activity_type"], "*"):
        for entry in sheet["organisational_support"] or []:
            if wanted in entry["activity_types"]:
                number = case["participant_number_in_type"]
                steps = [t["amount"] for t in entry["tiers"]
                         if t["up_to"] is None or t["up_to"] >= number]  # fmt: skip
                return [money(name, {"zero_grant": False}, steps[0] if steps else None)]
    return [(name, "no_organisational_entry")]


def inclusion(case: Values, sheet: Values) -> list[Entry]:
    flag, costs = case["fewer_opportunities"], case["inclusion_real_costs"]
    has_costs = costs is not None and Fraction(costs) > 0
    accompanying = case["participant_type"] == "accompanying"
    found: list[Entry] = []
    if flag and accompanying:
        found.append(("inclusion_organisation", "accompanying_with_flag"))
    elif flag and case["zero_grant"]:
        found.append(("inclusion_organisation", "inclusion_zero_grant_unclear"))
    elif flag:
        found.append(money("inclusion_organisation", case, sheet["inclusion_organisation"]))
    if has_costs and not flag:
        found.append(("inclusion_participant", "inclusion_without_flag"))
    elif has_costs and accompanying:
        found.append(("inclusion_participant", "accompanying_with_flag"))
    elif has_costs:
        found.append(money("inclusion_participant", case, costs))
    return found


def language(case: Values, sheet: Values) -> list[Entry]:
    if not case["linguistic_support"]:
        return []
    return [money("linguistic_support", case, sheet["linguistic_support"])]


def course(case: Values, sheet: Values) -> list[Entry]:
    days = case["course_days"]
    if not days or case["activity_type"] != "courses-and-training":
        return []
    rule = sheet["course_fee"] or {"per_day": None, "max_days": None}
    if rule["max_days"] is None:
        return [money("course_fees", case, None)]
    paid = min(days, rule["max_days"])
    return [money("course_fees", case, rule["per_day"] if paid else "0", paid)]
