"""Words of the start, of signing in and of the pages around a workspace."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "demo_needs_switch": (
        N_("This is a demo with invented people."),
        N_("Open it with “Look at the demo”, so that nobody takes it for real work."),
    ),
    "not_a_demo": (
        N_("This is a real workspace, not a demo."),
        N_("Open it with its passphrase."),
    ),
    "sheet_group_wrong": (
        N_("Group {group} is not the same as on today's sheet."),
        N_("Compare it with the paper. An older sheet is void: print a new one."),
    ),
}

WORDS: dict[str, str] = {
    "job.demo": N_("Making the demo"),
    "job.backup": N_("Making a copy"),
    "job.checking": N_("Checking a copy"),
    "job.restore": N_("Bringing a copy back"),
    "job.keys": N_("Making new keys"),
    "job.erase": N_("Erasing"),
    "opened.was_interrupted": N_(
        "Last time Mobdesk was cut off in the middle of something. That was taken back. "
        "All that was saved is here."
    ),
}
