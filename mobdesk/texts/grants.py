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
        N_("Something in this file cannot be meant: a name twice, or a number that is none."),
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
    "rate_sheet_ambiguous": (
        N_("More than one rate sheet of {agency}, call {call_year}, field {field} fits."),
        N_("Name one of them."),
    ),
}
