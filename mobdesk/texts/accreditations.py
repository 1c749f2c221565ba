"""Words for accreditations."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "not_an_accreditation": (
        N_("This code is of {action}. An accreditation has KA120."),
        N_("Keep it with your projects."),
    ),
}

WORDS: dict[str, str] = {
    "field.accreditation.code": N_("Code of the accreditation"),
    "field.accreditation.field": N_("Field"),
    "field.accreditation.organisation_id": N_("Organisation"),
    "field.accreditation.valid_from": N_("Valid from"),
    "field.accreditation.valid_to": N_("Valid to"),
    "field.accreditation.note": N_("Note"),
}
