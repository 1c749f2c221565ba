"""Words for making files to send, on the page and from the command line."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "attachment_stays": (
        N_("“{name}” is marked sensitive or protected. It stays here."),
        N_("Choose other files. Nothing was saved."),
    ),
    "demo_sends_nothing": (
        N_("These are invented people. Nothing is sent from a demo."),
        N_("Leave the address empty."),
    ),
}

WORDS: dict[str, str] = {
    "package_kind.our-copy": N_("Our copy: the whole project"),
    "category.total": N_("Sum from a list, no category"),
    "paper.document": N_("Other file"),
    "report.on_paper": N_("Papers that stay on paper"),
    "report.sheet.on_paper": N_("On paper"),
    "report.col.binder": N_("Binder, place"),
    "report.col.dated": N_("Date on the paper"),
    "report.left_out.flagged_lines": N_("lines of free text"),
    "access.files_to_send": N_("Made files to send"),
    "flag.health": N_("Health"),
    "flag.belief": N_("Belief"),
    "flag.union": N_("Trade union"),
}

LABELS: dict[str, str] = {
    "package_made": N_("Files to send made: {name}"),
    "package_sent": N_("{name} marked as sent"),
    "package_not_sent": N_("{name} marked as not sent"),
}
