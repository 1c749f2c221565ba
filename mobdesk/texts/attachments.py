"""Words for files on records."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "attachment_gone": (
        N_("The file is no longer in the workspace folder."),
        N_("Restore it from a backup."),
    ),
    "demo_takes_no_files": (
        N_("This is the demo. It takes no files and no lists of yours."),
        N_("Make a workspace of your own. It takes two minutes."),
    ),
    "file_empty": (N_("The file “{name}” is empty."), N_("Nothing was attached.")),
    "executable_stays_closed": (
        N_("This file is a program. Mobdesk never opens programs."),
        N_("Save it elsewhere if you trust where it came from."),
    ),
    "protected_stays": (
        N_("A protected file stays protected."),
        N_("Remove it and attach it again with another mark."),
    ),
}

LABELS: dict[str, str] = {
    "files_attached": N_("{n} files attached"),
    "file_marked": N_("{title}: mark changed"),
    "file_removed": N_("{title} removed"),
}
