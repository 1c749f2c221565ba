"""Words for rate sheets of the workspace: refusals, steps of the history, names of parts."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "sheet_shipped": (
        N_("This sheet came with the program and is only read."),
        N_("Duplicate it, then change the copy."),
    ),
    "rate_sheet_already_here": (
        N_("This sheet is already here, as revision {revision}."),
        N_("Nothing was changed."),
    ),
    "rate_sheet_changed_meanwhile": (
        N_("The sheet was changed after you opened it."),
        N_("Look at it again, then confirm it."),
    ),
    "confirmed_in_future": (
        N_("This day is still to come."),
        N_("Type the day on which you compared the sheet."),
    ),
}

LABELS: dict[str, str] = {
    "rate_sheet_added": N_("Rate sheet added: {agency}, call {call_year}, {field}"),
    "rate_sheet_changed": N_("Rate sheet changed: {agency}, call {call_year}, {field}"),
    "rate_sheet_brought_in": N_(
        "Rate sheet brought in: {agency}, call {call_year}, {field}, revision {revision}"
    ),
    "rate_sheet_duplicated": N_(
        "Rate sheet duplicated: {agency}, call {call_year}, {field}, revision {revision}"
    ),
    "rate_sheet_removed": N_("Rate sheet deleted: {agency}, call {call_year}, {field}"),
    "rate_sheets_removed": N_("{n} rate sheets deleted"),
    "rate_sheet_confirmed": N_("Rate sheet confirmed: {agency}, call {call_year}, {field}"),
    "rate_confirmation_removed": N_("Confirmation of a rate sheet taken back"),
}

WORDS: dict[str, str] = {
    "records.rate_sheets.one": N_("{n} rate sheet"),
    "records.rate_sheets.many": N_("{n} rate sheets"),
    "field.rate_sheet.agency": N_("National Agency"),
    "field.rate_sheet.call_year": N_("Call year"),
    "field.rate_sheet.field": N_("Field"),
    "field.rate_sheet.revision": N_("Revision"),
    "field.rate_sheet.title": N_("Title"),
    "field.rate_sheet.actions": N_("For"),
    "field.rate_sheet.valid_from": N_("Valid from"),
    "field.rate_sheet.valid_to": N_("Valid until"),
    "field.rate_sheet.document": N_("Document of the agency"),
    "field.rate_sheet.url": N_("Address of the document"),
    "field.rate_confirmation.confirmed_on": N_("Compared on"),
    "field.rate_confirmation.confirmed_by": N_("Confirmed by"),
    "field.rate_confirmation.document": N_("Document of the agency"),
    # Why a project has no sheet.
    "sheet_code.no_sheet": N_("No rate sheet for this agency, call year and field."),
    "sheet_code.sheet_ambiguous": N_("More than one rate sheet fits."),
    # How sure a suggestion is.
    "suggestion.read_elsewhere": N_("read, but not at your agency"),
    "suggestion.read_other_action": N_("read for another action"),
    "suggestion.secondary": N_("read on other pages"),
    "suggestion.inferred": N_("concluded, unconfirmed"),
    "suggestion.unconfirmed": N_("unconfirmed"),
    # Parts of a sheet.
    "rate_part.travel": N_("Travel"),
    "rate_part.travel_days": N_("Travel days"),
    "rate_part.individual_support": N_("Individual support"),
    "rate_part.country_groups": N_("Countries"),
    "rate_part.organisational_support": N_("Organisational support"),
    "rate_part.other": N_("Other amounts"),
    "rate_part.staff": N_("Staff"),
    "rate_part.learner": N_("Learners"),
    "rate_part.expert": N_("Experts"),
    "rate_actions.KA121": N_("KA121 only"),
    "rate_actions.KA122": N_("KA122 only"),
    "rate_actions.both": N_("KA121 and KA122"),
    "rate_place.full_rate_days": N_("Days at the full rate"),
    "rate_place.full_rate_days_include_travel": N_("Travel days use up these days"),
    "rate_place.travel_days.standard": N_("Most travel days"),
    "rate_place.travel_days.green": N_("Most travel days, green travel"),
    "rate_place.inclusion_organisation": N_("Inclusion support for the organisation"),
    "rate_place.course_fee.per_day": N_("Course fee per day"),
    "rate_place.course_fee.max_days": N_("Most days of course fees"),
    "rate_place.preparatory_visit.amount": N_("Preparatory visit, per person"),
    "rate_place.preparatory_visit.max_people": N_("Most people on a preparatory visit"),
    "rate_place.linguistic_support": N_("Linguistic support"),
    "rate_place.expensive_travel.threshold": N_("Expensive travel: the grant covers less than"),
    "rate_place.expensive_travel.covers": N_("Expensive travel: part of the fare that is paid"),
}
