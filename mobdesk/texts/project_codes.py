"""Words for project codes: what is wrong, what was tidied, what each part means."""

from __future__ import annotations

from mobdesk.i18n import N_

_LETTER = N_(
    "Copy the code from the grant agreement. It looks like 2024-1-EE01-KA122-ADU-000214921."
)

ERRORS: dict[str, tuple[str, str]] = {
    "code_empty": (N_("There is no project code here."), _LETTER),
    "code_unreadable": (N_("This is not a project code: {text}"), _LETTER),
    "code_several": (
        N_("There is more than one project code in this text."),
        N_("Leave one code in each field."),
    ),
    "code_is_oid": (
        N_("{text} is the OID of an organisation, not a project code."),
        N_("Put it into the field OID of the organisation."),
    ),
    "code_is_nine_digits": (
        N_("{text} is only a number: the PIC of an organisation, or the last part of a code."),
        _LETTER,
    ),
    "code_is_agreement_number": (
        N_("{text} looks like the number of the grant agreement. Each country has its own form."),
        N_(
            "Put it into the field agreement number. The project code stands in the same agreement."
        ),
    ),
    "code_is_form_id": (
        N_("{text} is the number of an application form, not of a project."),
        N_("The project code comes with the result letter or the grant agreement."),
    ),
    "code_is_llp": (
        N_("{text} is a project of the Lifelong Learning Programme, before 2014."),
        N_("Mobdesk starts with projects of 2014. Keep the number as a note."),
    ),
    "code_is_other_programme": (
        N_("{text} belongs to another programme."),
        N_("Mobdesk keeps Erasmus+ mobility projects. Keep the number as a note."),
    ),
    "code_is_date": (N_("{text} is a date, not a project code."), _LETTER),
    "code_part_unexpected": (
        N_("There is a part too many in this code: {part}"),
        N_("Take it out, or copy the code again."),
    ),
    "code_year_missing": (N_("The year at the start of the code is missing."), _LETTER),
    "code_round_missing": (
        N_("The round is missing: the single number after the year."),
        N_("Look it up in the grant agreement. Mobdesk does not guess it."),
    ),
    "code_round_impossible": (
        N_("The round is {round}. It is a number from 1 to 9, in most calls 1 to 3."),
        _LETTER,
    ),
    "code_agency_incomplete": (
        N_("The agency {agency} is not whole: it needs two letters and two digits, as in EE01."),
        N_("Look it up in the grant agreement."),
    ),
    "code_country_greece": (
        N_("Project codes write Greece as {edge}, not {country}."),
        N_("Check the code against the grant agreement."),
    ),
    "code_country_uk": (
        N_("Project codes write the United Kingdom as {edge}, not {country}."),
        N_("Check the code against the grant agreement."),
    ),
    "code_country_unknown": (N_("No country has the letters {country}."), _LETTER),
    "code_action_unreadable": (
        N_("The action {action} is not whole: it needs KA and three digits, as in KA122."),
        _LETTER,
    ),
    "code_field_missing": (
        N_("The field is missing: ADU, SCH or VET. Codes from {year} have one."),
        N_("Look it up in the grant agreement. Mobdesk does not guess it."),
    ),
    "code_number_unreadable": (
        N_("The last part has {found} digits. It should have {wanted}."),
        N_("Copy the code again from the grant agreement."),
    ),
    "code_number_length": (
        N_("The last part has {found} digits. It should have {wanted}."),
        N_("The code is kept as it is written. Check it against the grant agreement."),
    ),
    "code_number_placeholder": (
        N_("The last part has only zeros. This looks like an example."),
        N_("Check the code against the grant agreement."),
    ),
    "code_year_outside": (
        N_("The year {year} is outside the programme, {first} to {last}."),
        N_("The code is kept as it is written. Check the year."),
    ),
    "code_uk_after_2020": (
        N_("The United Kingdom has no national agency in calls from 2021. This code says {year}."),
        N_("Check the code against the grant agreement."),
    ),
    "code_action_unknown": (
        N_("There is no known action {action}."),
        N_("The code is kept as it is written. Check it against the grant agreement."),
    ),
    "code_field_does_not_fit": (
        N_("The field {part} does not fit {action}. It has ADU, SCH or VET."),
        N_("The code is kept as it is written. Check it against the grant agreement."),
    ),
    "code_agency_not_seen": (
        N_("The agency {agency} fits the pattern. We have not seen it in a real code."),
        N_("There is no official list to check it against."),
    ),
    "code_is_accreditation": (
        N_("This is the code of an accreditation. It has no budget of its own."),
        N_("Keep it with your accreditations. Its yearly projects are KA121."),
    ),
    "code_action_other": (
        N_("{action} is not a mobility project for adults, schools or VET."),
        N_("You can keep it. Mobdesk has no rules for it."),
    ),
}

WORDS: dict[str, str] = {
    "code_correction.invisible": N_("Invisible characters were taken out."),
    "code_correction.spaces": N_("Spaces around it were taken out."),
    "code_correction.dashes": N_("Other signs or gaps became dashes."),
    "code_correction.lookalikes": N_("Letters of another alphabet became Latin letters."),
    "code_correction.case": N_("Small letters became capitals."),
    "code_correction.letter_for_digit": N_(
        "A letter became the digit it looks like: O is 0, I is 1."
    ),
    "code_correction.line_break": N_("The number was broken into two parts. They were joined."),
    "code_correction.report_suffix": N_("The mark of a report at the end was taken off."),
    "code_correction.part_suffix": N_("The number of a part at the end was taken off."),
    "code_correction.spreadsheet_rest": N_("A rest of a spreadsheet, “.0”, was taken off."),
    "code_correction.quotes": N_("Quotation marks or other signs around it were taken off."),
    "code_correction.words_around": N_("Words around the code were left out."),
    "code_part_name.year": N_("Call year"),
    "code_part_name.round": N_("Round"),
    "code_part_name.agency": N_("National agency"),
    "code_part_name.action": N_("Action"),
    "code_part_name.field": N_("Field"),
    "code_part_name.number": N_("Running number"),
}

# Meanings of the parts. They are filled with the values of the part, so they stand with the labels.
LABELS: dict[str, str] = {
    "code_part.year": N_("The call of {year}"),
    "code_part.round": N_("Round {round} of that call"),
    "code_part.agency": N_("The agency {agency} in {country}"),
    "code_part.number": N_("The number of this project"),
    "code_action.KA120": N_("Accreditation: the right to ask for money each year"),
    "code_action.KA121": N_("Mobility project of an accredited organisation"),
    "code_action.KA122": N_("Short-term mobility project"),
    "code_action.KA101": N_("Mobility of school staff, 2014–2020"),
    "code_action.KA102": N_("Mobility in VET, 2014–2020"),
    "code_action.KA104": N_("Mobility of adult education staff, 2014–2020"),
    "code_action.KA116": N_("Mobility in VET with a charter, 2014–2020"),
    "code_action.KA130": N_("Accreditation of a higher education consortium"),
    "code_action.KA131": N_("Higher education mobility"),
    "code_action.KA150": N_("Accreditation in the youth field"),
    "code_action.KA151": N_("Mobility project of an accredited youth organisation"),
    "code_action.KA152": N_("Mobility of young people"),
    "code_action.KA153": N_("Mobility of youth workers"),
    "code_action.KA154": N_("Youth participation"),
    "code_action.KA155": N_("DiscoverEU inclusion"),
    "code_action.KA171": N_("Higher education mobility with other parts of the world"),
    "code_action.KA182": N_("Mobility of sport staff"),
    "code_action.KA210": N_("Small-scale partnership"),
    "code_action.KA220": N_("Cooperation partnership"),
    "code_action.other": N_("Another action of the programme"),
    "code_field.ADU": N_("Adult education"),
    "code_field.SCH": N_("School education"),
    "code_field.VET": N_("Vocational education and training"),
    "code_field.HED": N_("Higher education"),
    "code_field.YOU": N_("Youth"),
    "code_field.SPO": N_("Sport"),
    "code_field.other": N_("Another field of the programme"),
}
