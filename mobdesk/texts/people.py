"""Words for people, and for checks of single values that other records share."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "name_needed": (N_("A first name or a last name is needed."), N_("One of them is enough.")),
    "name_without_letters": (N_("“{value}” has no letters."), N_("Check the name.")),
    "birth_date_future": (N_("This birth date is not in the past."), N_("Check the year.")),
    "birth_date_implausible": (
        N_("This birth date makes the person older than {most} years."),
        N_("Check the year."),
    ),
    "email_unreadable": (
        N_("“{value}” is not an e-mail address."),
        N_("It looks like name@centre.eu. Leave it empty if you do not know it."),
    ),
    "phone_unreadable": (
        N_("“{value}” is not a phone number."),
        N_("Use digits, spaces and a plus sign, for example +372 5550 1429."),
    ),
    "country_letters": (
        N_("“{value}” is not one of the two-letter country codes."),
        N_("Choose the country from the list. Greece is GR, the United Kingdom GB."),
    ),
    "language_unreadable": (
        N_("“{value}” is not a language."),
        N_("Put commas between languages."),
    ),
    "person_maybe_same": (
        N_("Already here with the same birth date or e-mail: {names}."),
        N_("Save again to keep both. Or press Cancel and open that person."),
    ),
    "unknown_choice": (N_("“{value}” is not in the list."), N_("Choose one from the list.")),
}

WORDS: dict[str, str] = {
    "person_role.staff": N_("Staff"),
    "person_role.learner": N_("Learner"),
    "person_role.accompanying": N_("Accompanying"),
    "person_role.expert": N_("Expert"),
    "gender.F": N_("Female"),
    "gender.M": N_("Male"),
    "gender.X": N_("Other"),
    "field.person.first_name": N_("First name"),
    "field.person.last_name": N_("Last name"),
    "field.person.role": N_("Role"),
    "field.person.birth_date": N_("Date of birth"),
    "field.person.gender": N_("Gender"),
    "field.person.nationality": N_("Nationality"),
    "field.person.email": N_("E-mail"),
    "field.person.phone": N_("Phone"),
    "field.person.person_code": N_("Personal code"),
    "field.person.languages": N_("Languages"),
    "field.person.fewer_opportunities": N_("Fewer opportunities"),
    "field.person.next_of_kin": N_("Next of kin"),
    "field.person.document_valid_to": N_("Identity document valid to"),
    "field.person.organisation_id": N_("Organisation"),
    "field.person.keep_until": N_("Keep until"),
    "field.person.restricted": N_("Kept for checks only"),
    "field.person.note": N_("Note"),
    "field.person.bank_account": N_("Bank account"),
}
