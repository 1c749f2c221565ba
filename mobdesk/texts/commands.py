"""Words of the command line."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "passphrase_source_missing": (
        N_("No passphrase was given."),
        N_("Use --passphrase-file FILE, or set MOBDESK_PASSPHRASE."),
    ),
    "passphrase_file_not_private": (
        N_("The passphrase file “{name}” can be read by others."),
        N_("Make it private first: chmod 600 {name}"),
    ),
    "sheet_needs_terminal": (
        N_("The code of the workspace sheet is shown on a terminal only."),
        N_("Use --sheet FILE to write it as a PDF. Nothing was made."),
    ),
    "sheet_already_there": (
        N_("There is already a file {name}."),
        N_("Choose another name. Nothing was made."),
    ),
    "record_not_understood": (
        N_("“{record}” names no record."),
        N_("Write people:3, organisations:3, projects:3, mobilities:3, or a project code."),
    ),
}
