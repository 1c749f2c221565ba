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
        N_("The file is larger than Mobdesk can read safely."),
        N_("Save only the sheet and the rows you need in a new file, and use that."),
    ),
    "not_a_table": (
        N_("The file is not a table."),
        N_("Choose a file with rows and columns: XLSX, XLS, ODS, CSV or TSV."),
    ),
    "format_not_promised": (
        N_("Mobdesk does not read this kind of file."),
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
    "separator_unknown": (
        N_("“{separator}” cannot separate the columns of a list."),
        N_("Choose one character, for example ; or a comma."),
    ),
    "sheet_unknown": (
        N_("The file has no sheet named “{sheet}”."),
        N_("Choose one of the sheets of the file."),
    ),
    "reader_died": (
        N_("The file made the reading program stop. Nothing was changed."),
        N_("Open it in your spreadsheet program, save it again as XLSX, and use that."),
    ),
    # What is said once about a file that was read.
    "guessed_encoding": (
        N_("The file does not say its text encoding. Mobdesk read it as {encoding}."),
        N_("Look at the letters in the preview. Choose another encoding if some are wrong."),
    ),
    "mixed_encodings": (
        N_("{lines} lines are in another text encoding ({other}) than the rest."),
        N_("Look at the letters of these lines in the preview."),
    ),
    "letters_unreadable": (
        N_("Some letters of the file cannot be read. They show as “�”."),
        N_("Choose another encoding, or correct these letters after the import."),
    ),
    "nul_removed": (
        N_("The file held empty characters between its letters. They were left out."),
        N_("Look at the preview."),
    ),
    "open_quote": (
        N_("A quotation mark in the file opens and never closes. All marks were read as text."),
        N_("Look at the preview. Correct the file if a row is broken."),
    ),
    "format_hides": (
        N_("This format shows 0 for a formula that was never calculated."),
        N_("Check columns with formulas, or save the list as XLSX first."),
    ),
}

WORDS: dict[str, str] = {
    "reading_limit.file": N_("size of the file"),
    "reading_limit.entries": N_("number of parts in the file"),
    "reading_limit.inflated": N_("size after unpacking"),
    "reading_limit.ratio": N_("how far the file unpacks"),
    "reading_limit.cells": N_("number of cells"),
    "reading_limit.merges": N_("number of merged cells"),
    "reading_limit.memory": N_("memory"),
    "reading_limit.time": N_("time"),
}
