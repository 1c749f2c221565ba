"""Words of packages: what is refused, what ``verify`` finds, the read-me and the mail."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "cannot_write": (
        N_("Cannot write to {place}."),
        N_("Choose another folder, or ask who may write there. Nothing was saved."),
    ),
    "package_exists": (
        N_("{name} is there already."),
        N_("Choose another folder. Nothing was replaced."),
    ),
    "package_too_large": (
        N_("{name} is too large for one ZIP."),
        N_("Save as a folder, or send in smaller parts. Nothing was saved."),
    ),
    "package_passphrase_needed": (
        N_("{file} is protected with a passphrase."),
        N_("Give the passphrase of these files. Ask the sender for it by telephone."),
    ),
    "package_passphrase_wrong": (
        N_("This passphrase does not open {file}."),
        N_("Type it again as it was told. If it still does not open, the file may be damaged."),
    ),
    "attachment_changed": (
        N_("{file} is not as it was when the report was frozen."),
        N_("Make the preview again. Nothing was saved."),
    ),
    "attachment_name": (
        N_("{file} is no name for a file to send."),
        N_("Names of files carry codes, never people. Nothing was saved."),
    ),
    "recipient_unreadable": (
        N_("“{address}” is not one e-mail address."),
        N_("Write one address, or leave it empty."),
    ),
    "mail_limit": (
        N_("The largest mail cannot be “{given}”."),
        N_("Write megabytes: a number from {least} to {most}. Nothing was saved."),
    ),
    "cannot_read": (
        N_("{name} cannot be read."),
        N_("Copy it to this computer and try again. Nothing was changed."),
    ),
    "package_not_found": (N_("{file} is not there."), N_("Choose a folder or a ZIP.")),
    "not_a_package": (
        N_("{file} is not a package of Mobdesk."),
        N_("Choose the folder or the ZIP that was sent. Nothing was changed."),
    ),
    "package_over_limit": (
        N_("{file} is larger inside than a package may be."),
        N_("Do not open it. Ask the sender to make the files again."),
    ),
    # What verify finds; the file is named beside the sentence.
    "file_changed": (N_("This file was changed after it was made."), N_("Ask for it again.")),
    "file_missing": (N_("This file is missing."), N_("Ask for it again.")),
    "file_extra": (
        N_("This file does not belong to the package."),
        N_("Do not open it before the sender says what it is."),
    ),
    "file_twice": (
        N_("Two files have names that a computer may take for one."),
        N_("Do not open it. Ask the sender to make the files again."),
    ),
    "name_unsafe": (
        N_("This name tries to leave the folder, or is no name for a file."),
        N_("Do not open it. Ask the sender to make the files again."),
    ),
    "manifest_missing": (N_("The list with checksums is missing."), N_("Ask for it again.")),
    "manifest_changed": (
        N_("The list with checksums was changed or is damaged."),
        N_("Ask for the files again."),
    ),
    "container_changed": (
        N_("The ZIP was packed again or changed around its files."),
        N_("Ask for it again, if it matters that nothing was changed."),
    ),
    "container_damaged": (N_("This ZIP is damaged."), N_("Ask for it again.")),
    "part_missing": (N_("This part is missing."), N_("Put all parts into one folder.")),
    "part_foreign": (
        N_("This part belongs to another package."),
        N_("Put only the parts of one package into the folder."),
    ),
}

WORDS: dict[str, str] = {
    "job.package_report": N_("Making the report"),
    "job.package_workbook": N_("Making the workbook"),
    "job.package_tables": N_("Making the tables"),
    "job.package_files": N_("Writing the files"),
    "job.verify_files": N_("Checking the files"),
    "package_form.folder": N_("Folder"),
    "package_form.zip": N_("ZIP"),
    "package_form.protected": N_("Protected ZIP"),
    "package_note.part_over_limit": N_(
        "A file is larger than a mail may be, so its mail is too. "
        "Bring that part on a stick, or make “Largest mail” larger."
    ),
    "package_note.draft_over_limit": N_(
        "The mail with the PDF and the workbook is larger than a mail may be. "
        "Save as ZIP: it is smaller, or comes in parts."
    ),
    "verify_note.proves_content": N_(
        "This shows that nothing was changed since the files were made. "
        "It does not show who sent them."
    ),
    "verify_note.part_alone": N_("This is one part of several. The others were not looked at."),
    "verify_note.system_files": N_("Files that the computer itself put there were not looked at."),
    "report.mail.subject": N_("{code}: {kind}, {day}"),
    "report.mail.part_subject": N_("{subject} ({part} of {parts})"),
    "report.mail.hello": N_("Good day,"),
    "report.mail.what": N_("here are the files of our project {project}."),
    "report.mail.report": N_("here is the report of our project {project}."),
    "report.mail.called": N_("“{title}”"),
    "report.mail.attached": N_(
        "Two files are attached: the report to read (PDF), and a workbook with the same facts to "
        "check and to count (XLSX)."
    ),
    "report.mail.not_attached": N_(
        "The other files of the report are not in this mail. Ask for them if you need them."
    ),
    "report.mail.part": N_("This is mail {part} of {parts}. Each part can be opened alone."),
    "report.mail.protected": N_("The file is a ZIP with a passphrase (AES-256)."),
    "report.mail.opener": N_(
        "If your computer does not open it, use 7-Zip (Windows, Linux), Keka (macOS) "
        "or PeaZip; all are free."
    ),
    "report.mail.passphrase": N_(
        "You get the passphrase by another way, for example by telephone."
    ),
    "report.mail.verify": N_(
        "Inside, manifest.json lists every file with its checksum: "
        "it shows whether something was changed."
    ),
    "report.readme.pdf": N_("The PDF is the report to read."),
    "report.readme.xlsx": N_("The workbook (.xlsx) holds the same facts to check and to count."),
    "report.readme.csv": N_(
        "tables: the same as CSV for programs, in UTF-8 with commas; dates as year-month-day, "
        "sums in euro with a point."
    ),
    "report.readme.apostrophe": N_(
        "In CSV an apostrophe stands before text that begins with = + - or @, "
        "so that no spreadsheet runs it."
    ),
    "report.readme.papers": N_("papers: supporting documents, named by mobility and kind."),
    "report.readme.manifest": N_("manifest.json: every file with its size and SHA-256."),
    "report.readme.proves": N_(
        "“mobdesk verify” checks it. It shows that nothing was changed, not who sent it."
    ),
}
