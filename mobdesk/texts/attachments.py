"""Words for files and paper originals on records."""

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
    "attachment_too_large": (
        N_("The file “{name}” is larger than {most} MB."),
        N_("Make it smaller, or keep it elsewhere. Nothing was attached."),
    ),
    "file_is_folder": (
        N_("“{name}” is a folder. Only files are taken."),
        N_("Open the folder and drop the files in it. Nothing was attached."),
    ),
    "file_empty": (N_("The file “{name}” is empty."), N_("Nothing was attached.")),
    "executable_stays_closed": (
        N_("This file is a program. Mobdesk never opens programs."),
        N_("Save it elsewhere if you trust where it came from."),
    ),
    "photo_unreadable": (
        N_("The photo “{name}” cannot be read."),
        N_("Open it on the phone and send it again. Nothing was attached."),
    ),
    "photo_too_large": (
        N_("The photo “{name}” has too many points."),
        N_("Make it smaller on the phone, or scan the page. Nothing was attached."),
    ),
    "photo_heic": (
        N_("“{name}” is a photo in Apple's own format, HEIC."),
        N_(
            "On the phone choose Settings, Camera, Formats, Most compatible. "
            "Or open the photo and save it as JPEG. Nothing was attached."
        ),
    ),
    "photos_too_many": (
        N_("These are more than {most} photos."),
        N_("Attach them in two parts. Nothing was attached."),
    ),
    "protected_stays": (
        N_("A protected file stays protected."),
        N_("Remove it and attach it again with another mark."),
    ),
}

WORDS: dict[str, str] = {
    "job.attaching": N_("Attaching files"),
    "progress.photo": N_("photo"),
    "sensitivity_badge.sensitive": N_("Sensitive"),
    "sensitivity_badge.protected": N_("Protected"),
}

LABELS: dict[str, str] = {
    "files_attached": N_("{n} files attached"),
    "files_attached.one": N_("{n} file attached"),
    "file_marked": N_("{title}: mark changed"),
    "file_renamed": N_("File is now called {title}"),
    "file_version_kept": N_("{title}: new version kept"),
    "file_removed": N_("{title} removed"),
    "original_noted": N_("Paper original noted: {title}"),
    "original_changed": N_("Paper original changed: {title}"),
    "original_removed": N_("Paper original no longer noted: {title}"),
}
