"""Words of the grant request, and of a project copied as the plan of the next call."""

from __future__ import annotations

from mobdesk.i18n import N_

LABELS: dict[str, str] = {
    "project_copied": N_("Plan {code} made from {old}"),
}

WORDS: dict[str, str] = {
    "report.request.title": N_("Grant request: the three tables"),
    "report.request.says": N_(
        "Days are activity days; travel days stand in the second table. The columns follow the "
        "KA121 form as others copied it: compare them with the form of your year."
    ),
    "report.request.activities": N_("1 List of activities"),
    "report.request.expenses": N_("2 Additional expenses"),
    "report.request.costs": N_("3 Exceptional costs and inclusion support for participants"),
    "report.request.from_stays": N_("counted from the planned stays"),
    "report.request.col.participants": N_("Number of participants"),
    "report.request.col.days": N_("Total duration (days)"),
    "report.request.col.average": N_("Average duration"),
    "report.request.col.fewer_opportunities": N_("With fewer opportunities"),
    "report.request.col.blended": N_("In blended activities"),
    "report.request.col.green": N_("Sustainable travel (persons)"),
    "report.request.col.objectives": N_("Objectives it serves"),
    "report.request.col.accompanying": N_("Accompanying persons"),
    "report.request.col.accompanying_days": N_("Their total duration (days)"),
    "report.request.col.travel_days": N_("Additional travel days"),
    "report.request.col.visitors": N_("Persons on preparatory visits"),
    "report.request.col.category": N_("Cost type"),
    "report.request.col.needing": N_("Participants"),
    "report.request.col.why": N_("Description and justification"),
    "report.request.col.amount": N_("Estimated cost €"),
    "report.request.col.percent": N_("Rate"),
    "report.request.col.eligible": N_("Eligible €"),
}
