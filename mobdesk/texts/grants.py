"""Words for rate sheets as files, scenarios and the lines of grants."""

from __future__ import annotations

from mobdesk.i18n import N_

_FORMAT = N_("Look at the format of rate sheets. Nothing was saved.")
_AGENCY = N_("Compare it with the annex of your National Agency.")

ERRORS: dict[str, tuple[str, str]] = {
    "json_unreadable": (
        N_("This file is not JSON: something is wrong in line {line}."),
        N_("Choose another file, or mend it in a text editor."),
    ),
    "json_unclear": (
        N_(
            "Something in this file cannot be meant: a name twice, a number that is none, "
            "or letters that are not UTF-8."
        ),
        N_("Choose another file, or mend it in a text editor."),
    ),
    "json_too_large": (
        N_("This file is too large to be a rate sheet or a list of scenarios."),
        N_("Choose another file."),
    ),
    # A rate sheet; the place stands beside the sentence.
    "sheet_format": (
        N_("This is not a rate sheet of Mobdesk: “format” is not {wanted}."),
        N_("Choose another file."),
    ),
    "sheet_field_unknown": (N_("A rate sheet has no part “{name}”."), _FORMAT),
    "sheet_not_record": (N_("Here a group of named values is needed."), _FORMAT),
    "sheet_not_list": (N_("Here a list is needed."), _FORMAT),
    "sheet_not_text": (N_("Here a text is needed."), _FORMAT),
    "sheet_not_amount": (
        N_("“{value}” is not an amount. It is text in euro with a point."),
        N_("Write it like 117 or 120.33, in quotes. Write null if it is not established."),
    ),
    "sheet_not_share": (
        N_("“{value}” is not a part of one."),
        N_("Write 70 per cent as 0.70."),
    ),
    "sheet_not_whole": (
        N_("“{value}” is not a whole number from {least} to {most}."),
        N_("Write it without quotes."),
    ),
    "sheet_not_day": (N_("“{value}” is not a date."), N_("Write it like 2026-11-22.")),
    "sheet_not_agency": (
        N_("“{value}” is not a National Agency."),
        N_("Write two letters and two digits, as in EE01."),
    ),
    "not_yes_or_no": (N_("“{value}” is neither true nor false."), N_("Write true or false.")),
    "band_not_from_zero": (N_("The first band does not start at 0 km."), _AGENCY),
    "bands_not_ascending": (N_("This band does not start after the band above it."), _AGENCY),
    "tiers_not_ascending": (N_("This step does not end after the step above it."), _AGENCY),
    "tier_open_not_last": (N_("Only the last step can be without an end."), _AGENCY),
    "country_twice": (N_("{country} stands in the groups twice."), _AGENCY),
    "group_unknown": (
        N_("No country group is called “{group}”."),
        N_("Write the countries of this group first."),
    ),
    "later_without_first": (
        N_("There is a rate for later days, but none for the first days."),
        _AGENCY,
    ),
    "activity_twice": (N_("“{activity_type}” stands in two entries."), _AGENCY),
    "rate_sheet_unknown": (
        N_("There is no rate sheet of {agency}, call {call_year}, field {field}."),
        N_("Bring in a sheet of your agency, or type one."),
    ),
    "rate_sheet_unnamed": (
        N_("The scenario names no rate sheet."),
        N_("Name agency, call year and field, or use --sheet FILE."),
    ),
    "rate_sheet_ambiguous": (
        N_("More than one rate sheet of {agency}, call {call_year}, field {field} fits."),
        N_("Name one of them."),
    ),
    # A scenario as a whole.
    "scenario_needed": (
        N_("There is no scenario in this file."),
        N_("Write one scenario, or a list of them."),
    ),
    "unknown_field": (N_("A scenario has no field “{field}”."), N_("Check its spelling.")),
    "unknown_value": (
        N_("“{value}” cannot stand in the field {field}."),
        N_("Sums are text in euro with a point. Kinds are those of the rate sheet."),
    ),
    "days_invalid": (
        N_("“{value}” cannot stand in the field {field}: it is no number of days, or too many."),
        N_("Write a whole number. An interruption is never longer than the activity."),
    ),
    # Lines that are refused.
    "rate_missing": (
        N_("Rate missing: the sheet does not say this amount."),
        N_("Look for it in the annex of your agency."),
    ),
    "distance_missing": (
        N_("The distance is missing."),
        N_("Type the distance of the official calculator."),
    ),
    "country_outside_groups": (
        N_("No group of the sheet has the receiving country, {country}."),
        N_("Look for it in the annex of your agency."),
    ),
    "no_organisational_entry": (
        N_("The sheet has no organisational support for this activity."),
        N_("Look for it in the annex of your agency."),
    ),
    "travel_days_over_maximum": (
        N_("{travel_days} travel days are too many: {max_days} are paid at most."),
        N_("Change the travel days, or the means of travel."),
    ),
    "too_many_visitors": (
        N_("{visit_people} visitors are too many: {max_people} are paid at most."),
        N_("Plan a second visit, or fewer people."),
    ),
    "inclusion_without_flag": (
        N_("There are costs of inclusion, but no fewer opportunities."),
        N_("Check both. Costs are paid only with fewer opportunities."),
    ),
    "accompanying_with_flag": (
        N_("An accompanying person cannot be one with fewer opportunities here."),
        N_("Count the support with the participant whom this person accompanies."),
    ),
    "inclusion_zero_grant_unclear": (
        N_("It is not known if this is paid for a participant without a grant."),
        N_("Ask your National Agency."),
    ),
    "not_established_for_type": (
        N_("It is not known if this is paid for this kind of activity."),
        N_("Ask your National Agency, and add the answer to the sheet."),
    ),
    # What to look at.
    "near_band_edge": (
        N_("{distance} km is near the edge of a band at {edge} km."),
        N_("Check it with the official calculator."),
    ),
    "green_falls_back": (
        N_("The sheet has no green amount from {edge} km on, so the standard amount is paid."),
        N_("Ask your National Agency if this is so."),
    ),
    "fare_without_rule": (
        N_("The sheet has no rule for expensive travel, so the fare changes nothing."),
        N_("Look for it in the annex of your agency."),
    ),
    "course_days_capped": (
        N_("{days} of {asked} course days are paid: {most} is the most for one person."),
        N_("The centre pays the rest."),
    ),
    "course_days_ignored": (
        N_("Course days are paid for courses and training only."),
        N_("Check the kind of activity."),
    ),
    "course_days_over_activity": (
        N_("{days} course days are more than {most} days of activity."),
        N_("Check both numbers."),
    ),
    "inclusion_organisation_without_costs": (
        N_("The centre gets inclusion support, but no costs of the participant are named."),
        N_("Ask your National Agency if it pays without such costs."),
    ),
    "unconfirmed": (
        N_("Nobody has confirmed this sheet against a document of the agency."),
        N_("Compare it with the annex before you sign anything."),
    ),
    "sheet_differs": (
        N_("The scenario names another sheet. The sheet that was given is used."),
        N_("Check which of the two is meant."),
    ),
}

WORDS: dict[str, str] = {
    "grant_bill.total": N_("Total"),
    "grant_bill.known": N_("Sum of what is known"),
}

# Sentences of the lines of a bill; they are filled with what the line was computed from.
LABELS: dict[str, str] = {
    "grant_rule.travel_band": N_("Travel, {distance_km} km one way: the band from {from_km} km"),
    "grant_rule.travel_green": N_(
        "Green travel, {distance_km} km one way: the band from {from_km} km"
    ),
    "grant_rule.travel_falls_back": N_(
        "Green travel, {distance_km} km one way: no green amount from {from_km} km, so the standard"
    ),
    "grant_rule.travel_replaced": N_(
        "Travel: {unit_grant} is too little for a fare of {real_fare}; see exceptional costs"
    ),
    "grant_rule.expensive_travel": N_("Expensive travel: a part of the fare of {real_fare}"),
    "grant_rule.daily_first": N_("Daily support, first days and travel days, group {group}"),
    "grant_rule.daily_later": N_("Daily support, later days, group {group}"),
    "grant_rule.org_share": N_(
        "Organisational support, participant {participant_number_in_type} of this activity"
    ),
    "grant_rule.org_step": N_("Organisational support, participants {first} to {last}"),
    "grant_rule.inclusion_unit": N_("Inclusion support for the centre"),
    "grant_rule.inclusion_real": N_("Inclusion support for the participant, real costs"),
    "grant_rule.course_day": N_("Course fees, {course_days} days, {max_days} at most"),
    "grant_rule.linguistic": N_("Linguistic support"),
    "grant_rule.visit": N_("Preparatory visit, {visit_people} people"),
    "grant_rule.zero_grant": N_("Without a grant"),
}
