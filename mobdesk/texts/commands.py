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
        N_("Make it private first, for example with chmod 600."),
    ),
    "passphrase_file_unreadable": (
        N_("The passphrase file “{name}” cannot be read."),
        N_("Name a text file that you may read, not a folder."),
    ),
    "passphrase_needs_terminal": (
        N_("A one-time passphrase is shown on a terminal only, and there is none."),
        N_("Run this on a terminal. Nothing was changed."),
    ),
    "sheet_needs_terminal": (
        N_("The code of the sheet is shown on a terminal only, and there is none."),
        N_("Run this on a terminal. --sheet FILE writes the sheet as a PDF."),
    ),
    "sheet_already_there": (
        N_("There is already a file {name}."),
        N_("Choose another name. Nothing was made."),
    ),
    "sheet_cannot_be_written": (
        N_("The sheet {name} cannot be written there."),
        N_("Choose a folder that is there and that takes new files. Then run: mobdesk sheet."),
    ),
    "erase_needs_yes": (
        N_("Erasing cannot be undone."),
        N_("Add --yes if you are sure. Nothing was changed."),
    ),
    "person_needed": (
        N_("Nobody is named."),
        N_("Give the number, the whole name, the e-mail or the person code. Nothing was changed."),
    ),
    "person_not_one": (
        N_("This names more than one person."),
        N_("Use the number of one of them. Nothing was changed."),
    ),
    "person_not_named": (
        N_("This is not the whole name of anybody, nor a number, an e-mail or a person code."),
        N_("Write it in full, or use a number. Nothing was changed."),
    ),
    "file_or_paper": (
        N_("Name one file, or a paper original with its place."),
        N_("For a paper: --paper TITLE --place PLACE, and no file. Nothing was changed."),
    ),
    "record_not_understood": (
        N_("“{record}” names no record."),
        N_("Write people:3, organisations:3, projects:3, mobilities:3, or a project code."),
    ),
}

# What helps on the command line, told after the advice that the window gives as well.
WORDS: dict[str, str] = {
    "command_way.keys_damaged": N_(
        "The second copy: mobdesk check WORKSPACE --use-second-copy. The sheet: mobdesk passphrase"
        " WORKSPACE --sheet-code-file FILE --new-passphrase-file FILE. A backup: mobdesk restore"
        " FILE NEW-PLACE."
    ),
    "command_way.keys_no_good_copy": N_(
        "The sheet: mobdesk passphrase WORKSPACE --sheet-code-file FILE --new-passphrase-file FILE."
        " A backup: mobdesk restore FILE NEW-PLACE."
    ),
    "command_way.workspace_left_open": N_("Add --take-over to open it here."),
    "command.bug": N_("This did not work, and the fault is ours."),
    "command.report": N_("Send us these lines. They name nobody:"),
    "command_way.database_damaged": N_(
        "Run: mobdesk restore FILE WORKSPACE. Copies are in its folder “backups”, or on your stick."
    ),
}
