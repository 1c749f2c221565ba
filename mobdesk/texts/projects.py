"""Words for projects and their awards."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "project_is_accreditation": (
        N_("This is the code of an accreditation, not of a project."),
        N_("Keep it with your accreditations. Its yearly projects are KA121."),
    ),
    "code_not_whole": (
        N_("This is not a whole code yet."),
        N_("What is missing stands above this line."),
    ),
    "dates_turned": (N_("The last day is before the first day."), N_("Check both dates.")),
    "extended_end_too_early": (
        N_("The extended end is before the planned end."),
        N_("Check both dates."),
    ),
    "keep_years_impossible": (
        N_("Proofs are kept for a number of years between 1 and 30."),
        N_("The number stands in your grant agreement."),
    ),
}

WORDS: dict[str, str] = {
    "category.organisational_support": N_("Organisational support"),
    "category.travel": N_("Travel"),
    "category.individual_support": N_("Individual support"),
    "category.inclusion_organisation": N_("Inclusion support, organisation"),
    "category.inclusion_participant": N_("Inclusion support, participants"),
    "category.preparatory_visit": N_("Preparatory visits"),
    "category.course_fees": N_("Course fees"),
    "category.linguistic_support": N_("Linguistic support"),
    "category.exceptional_costs": N_("Exceptional costs"),
    "field.project.code": N_("Project code"),
    "field.project.title": N_("Name you use for it"),
    "field.project.agreement_number": N_("Agreement number"),
    "field.project.accreditation_id": N_("Accreditation"),
    "field.project.action": N_("Action"),
    "field.project.field": N_("Field"),
    "field.project.call_year": N_("Call year"),
    "field.project.start": N_("Starts"),
    "field.project.end": N_("Ends"),
    "field.project.extended_end": N_("Extended to"),
    "field.project.report_due": N_("Report due"),
    "field.project.final_payment_on": N_("Final payment"),
    "field.project.keep_years": N_("Years to keep proofs"),
    "field.project.archived": N_("In the archive"),
    "field.project.note": N_("Note"),
    "field.award.project_id": N_("Project"),
    "field.award.category": N_("Category"),
    "field.award.amount": N_("Awarded"),
    "field.award.currency": N_("Currency"),
}
