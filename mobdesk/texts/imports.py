"""Words for the mapping and the checking of foreign lists."""

from __future__ import annotations

from mobdesk.i18n import N_

_LOOK = N_("Look at the row in the list and mend it there.")
_AS_IT_IS = N_("It is taken as it is. Look at it after the import.")
_ASK = N_("Ask the person, or look in the first list.")

ERRORS: dict[str, tuple[str, str]] = {
    "no_known_columns": (
        N_("No column of this list is known."),
        N_("Check that it is the right list. An import lets you choose a field for each column."),
    ),
    "no_telling_columns": (
        N_("No column of this list says who, where or when."),
        N_("Choose such a field for a column by hand, or choose another header row."),
    ),
    "no_mapping": (
        N_("This file holds no mapping."),
        N_("Choose another file, or match the columns in the import window."),
    ),
    "empty_sheet": (N_("The sheet has no cells."), N_("Choose another sheet or another file.")),
    "header_row_unknown": (
        N_("The list has no row {row}."),
        N_("Choose the row that holds the headers."),
    ),
    "bad_mapping": (
        N_("The mapping cannot be used: {part}"),
        N_("Make it new in the import window, or mend this part of the file."),
    ),
    "dates_unclear": (
        N_("It is not clear whether the day or the month comes first: {columns}"),
        N_("Say which comes first. Nothing was imported."),
    ),
    "nothing_to_import": (
        N_("No row of this list can be imported."),
        N_("Look at the columns and at the problems of each row."),
    ),
    "nothing_usable": (N_("The row has no value that can be used."), _LOOK),
    "no_name": (N_("The row names no person."), _LOOK),
    "no_organisation": (N_("The row names no organisation."), _LOOK),
    "name_incomplete": (N_("First or last name is missing."), _LOOK),
    "name_split": (
        N_("First and last name were in one cell: {text}"),
        N_("Look at the two names after the import."),
    ),
    "name_split_unsure": (
        N_("It is not sure where the last name begins: {text}"),
        N_("Look at the two names after the import."),
    ),
    "name_in_group": (
        N_("The row names one person but counts several."),
        N_("It becomes a group without names."),
    ),
    "ambiguous_date": (
        N_("Day or month first? {text} can be read in two ways."),
        N_("Say which comes first in this list."),
    ),
    "bad_date": (N_("This is not a date: {text}"), _LOOK),
    "month_only": (N_("Only the month is known."), N_("Add the day when you know it.")),
    "year_only": (N_("Only the year is known: {text}"), N_("Add day and month.")),
    "two_digit_year": (N_("The year was written with two digits."), _AS_IT_IS),
    "date_from_number": (N_("The date was written as a number of days."), _AS_IT_IS),
    "end_before_start": (N_("The end is before the start."), _LOOK),
    "born_after_start": (N_("The birth date is not before the start."), _LOOK),
    "number_became_date": (
        N_("A spreadsheet turned a number into a date: {text}"),
        N_("The first number is lost. Look in the first list."),
    ),
    "bad_number": (N_("This is not a whole number: {text}"), _LOOK),
    "unlikely_age": (N_("This age is not likely: {text}"), _AS_IT_IS),
    "bad_amount": (N_("This is not an amount: {text}"), _LOOK),
    "unclear_amount": (
        N_("{text} can be a thousand or one and a bit."),
        N_("Write the amount with two decimals."),
    ),
    "negative_amount": (N_("The amount is below zero."), _AS_IT_IS),
    "other_currency": (
        N_("The amount is not in euro: {text}"),
        N_("Write the amount in euro. Nothing was converted."),
    ),
    "unknown_country": (N_("This country is not known: {text}"), N_("Write its name or code.")),
    "unknown_role": (
        N_("This is not read as a role: {text}"),
        N_("Write staff, learner, accompanying or expert. Without it, learner is written."),
    ),
    "unknown_activity": (
        N_("This activity is none of those that the program knows: {text}"),
        N_("The text is kept. Choose the activity after the import, so that its papers follow."),
    ),
    "unknown_gender": (N_("This is not read as a gender: {text}"), N_("Write F, M or X.")),
    "unclear_gender": (
        N_("{text} means a woman in one language and a man in another."),
        N_("Write F, M or X."),
    ),
    "unknown_yes_no": (N_("This is neither yes nor no: {text}"), N_("Write yes or no.")),
    "bad_email": (N_("This does not look like an e-mail address."), _AS_IT_IS),
    "phone_from_number": (
        N_("The number was kept as a number: a plus or a zero at the start may be lost."),
        _ASK,
    ),
    "leading_zero_maybe_lost": (
        N_("The code is shorter than the others: a zero at the start may be lost."),
        _ASK,
    ),
    "digits_lost": (N_("A spreadsheet kept only some digits: {text}"), _ASK),
    "lost_character": (
        N_("A letter was lost when the file was written: it says ? instead."),
        _AS_IT_IS,
    ),
    "merged_value": (
        N_("The value comes from a merged cell that covers several rows."),
        N_("Look whether it is right for this row."),
    ),
    "hidden_row": (N_("The row is hidden in the file."), N_("Look whether you want it.")),
    "no_cached_value": (
        N_("A formula without a value."),
        N_("Open the file in a spreadsheet program, save it, and import it again."),
    ),
    "excel_error": (N_("The cell holds an error of the spreadsheet."), _LOOK),
    "differs_from_record": (
        N_("The list says {value}, the workspace says {kept}."),
        N_("The workspace keeps its value. Change it there if the list is right."),
    ),
    "differs_from_earlier_row": (
        N_("This row says {value}, an earlier row says {kept}."),
        N_("The value of the earlier row is taken. Look which one is right."),
    ),
    "other_project": (
        N_("The row names another project: {text}"),
        N_("It goes into the project that you chose."),
    ),
}

WORDS: dict[str, str] = {
    "import_kind.people": N_("People"),
    "import_kind.organisations": N_("Organisations"),
    "import_kind.mobilities": N_("Mobilities"),
    "import_dates.dmy": N_("Day first (31.12.2026)"),
    "import_dates.mdy": N_("Month first (12/31/2026)"),
    "import_dates.ymd": N_("Year first (2026-12-31)"),
    "duplicates.skip": N_("Skip"),
    "duplicates.merge": N_("Merge"),
    "duplicates.keep": N_("Keep both"),
    "duplicates.leave": N_("As it is"),
    "import_skipped.totals_row": N_("Row with totals"),
    "import_skipped.repeated_header": N_("Headers once more"),
    "import_field.first_name": N_("First name"),
    "import_field.last_name": N_("Last name"),
    "import_field.full_name": N_("First and last name"),
    "import_field.birth_date": N_("Date of birth"),
    "import_field.gender": N_("Gender"),
    "import_field.nationality": N_("Nationality"),
    "import_field.email": N_("E-mail"),
    "import_field.phone": N_("Phone"),
    "import_field.person_code": N_("Personal code"),
    "import_field.role": N_("Role"),
    "import_field.fewer_opportunities": N_("Fewer opportunities"),
    "import_field.sending_organisation": N_("Sending organisation"),
    "import_field.sending_city": N_("Sending city"),
    "import_field.sending_country": N_("Sending country"),
    "import_field.hosting_organisation": N_("Receiving organisation"),
    "import_field.hosting_city": N_("Receiving city"),
    "import_field.hosting_country": N_("Receiving country"),
    "import_field.start": N_("Start"),
    "import_field.end": N_("End"),
    "import_field.activity_type": N_("Activity"),
    "import_field.project_code": N_("Project code"),
    "import_field.grant": N_("Grant"),
    "import_field.language": N_("Language"),
    "import_field.green_travel": N_("Green travel"),
    "import_field.participants": N_("Number of participants"),
    "import_field.age": N_("Age"),
    "import_field.note": N_("Note"),
}
