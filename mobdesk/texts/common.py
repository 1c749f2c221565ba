"""Words that every subject shares."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "invalid_input": (N_("Some fields need another look."), N_("Nothing was saved.")),
    "cancelled": (N_("Cancelled."), N_("Nothing was changed.")),
    "not_allowed": (
        N_("Your role does not allow this."),
        N_("Ask the coordinator. Nothing was changed."),
    ),
    "record_changed": (
        N_("Somebody changed this record after you opened it."),
        N_("Look at both values and choose. Nothing was saved yet."),
    ),
    "record_missing": (
        N_("This record is no longer there."),
        N_("Open the list again. History shows what happened."),
    ),
    "needed": (N_("This is needed."), ""),
    "too_long": (N_("This is longer than {most} characters."), N_("Shorten it.")),
}
