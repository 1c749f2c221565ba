"""Words of the window: fields, jobs, pages and their errors."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "not_a_date": (N_("This is not a date."), N_("Write it like 4.12.2026.")),
    "not_a_sum": (N_("This is not a sum."), N_("Write it like 1,234.50.")),
    "not_a_number": (N_("This number does not fit."), ""),
    "choose_from_list": (N_("Nothing of this name."), N_("Choose from the list.")),
    "changed_meanwhile": (
        N_("Somebody saved {theirs} here after you opened it."),
        N_("Your own stays unless you take theirs."),
    ),
}

WORDS: dict[str, str] = {
    "role.coordinator": N_("Coordinator"),
    "role.trainer": N_("Trainer"),
    "role.accompanying": N_("Accompanying person"),
    "role.director": N_("Director"),
    "job.saving": N_("Saving"),
    "job.reading": N_("Reading"),
    "job.undo": N_("Undoing the last change"),
    "job.redo": N_("Doing it again"),
}
