"""Words for what a disk refuses."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "file_in_use": (
        N_("Another program holds the file {name}."),
        N_("Close that program or wait a moment. Then try again."),
    ),
    "file_gone": (
        N_("The file or folder {name} is not there."),
        N_("Look if the disk is connected. Then try again."),
    ),
    "file_failed": (
        N_("The disk did not take the file {name}."),
        N_("Nothing was changed. Look if the disk is well. Then try again."),
    ),
    "file_too_large": (
        N_("The file {name} is larger than it can be."),
        N_("Choose another file."),
    ),
}
