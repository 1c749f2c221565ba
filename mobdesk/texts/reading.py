"""Words for what reading a foreign file refuses or says."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "encrypted_file": (
        N_("The file is protected with a password."),
        N_("Open it in your spreadsheet program, save a copy without a password, and use that."),
    ),
    "damaged_file": (
        N_("The file is damaged and cannot be read."),
        N_("Open it in your spreadsheet program, save it again as XLSX, and use that."),
    ),
    "unsafe_file": (
        N_("The file is built in a way that no normal spreadsheet is. It was not read."),
        N_("Ask the sender for a new file, or save it again as XLSX in a spreadsheet program."),
    ),
    "empty_file": (
        N_("The file is empty. It has no rows."),
        N_("Check that it is the right file and that it was saved after the last change."),
    ),
    "over_limit": (
        N_("The file is too large to read (limit: {allowed}, {limit})."),
        N_("Save only the sheet and the rows you need in a new file, and use that."),
    ),
    "not_a_table": (
        N_("The file is not a table."),
        N_("Choose a file with rows and columns: XLSX, XLS, ODS, CSV or TSV."),
    ),
    "format_not_promised": (
        N_("Mobdesk does not read this kind of file ({format})."),
        N_("Save the list as XLSX, XLS, ODS, CSV or TSV, and use that."),
    ),
    "file_unreadable": (
        N_("The file cannot be opened."),
        N_("Check that it still exists, that you may read it, and that its drive is connected."),
    ),
    "encoding_unknown": (
        N_("Mobdesk does not know the text encoding “{encoding}”."),
        N_("Choose another encoding, for example utf-8 or cp1250."),
    ),
    "encoding_wrong": (
        N_("The file is not written in the text encoding “{encoding}”."),
        N_("Choose another encoding, or let Mobdesk find it."),
    ),
    "sheet_unknown": (
        N_("The file has no sheet named “{sheet}”."),
        N_("Choose one of the sheets of the file."),
    ),
    "reader_died": (
        N_("The file made the reading program stop. Nothing was changed."),
        N_("Open it in your spreadsheet program, save it again as XLSX, and use that."),
    ),
}
