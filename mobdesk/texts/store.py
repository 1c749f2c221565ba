"""Words for what can go wrong with the file, and for the history."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "database_busy": (
        N_("Another program holds the workspace file."),
        N_("Close other programs that look at it, such as a backup tool. Then try again."),
    ),
    "folder_read_only": (
        N_("Nothing can be written into this folder."),
        N_("Copy the workspace to a folder of your own. Nothing was changed."),
    ),
    "disk_trouble": (
        N_("The disk reported an error while reading or writing."),
        N_("Make a copy to another disk now. Then let somebody check this disk."),
    ),
    "database_damaged": (
        N_("The workspace file is damaged."),
        N_("Bring back the newest good copy. Nothing was changed."),
    ),
    "database_not_encrypted": (
        N_("This database is not encrypted, so it is not a Mobdesk workspace."),
        N_("Choose the folder of your workspace. Nothing was changed."),
    ),
    "disk_full": (
        N_("The disk is full."),
        N_("Free some space and try again. Nothing was changed, and what you saved is safe."),
    ),
    "folder_gone": (
        N_("The workspace folder is not there."),
        N_("Connect the disk or stick again, or open the workspace from its new place."),
    ),
    "not_a_workspace": (
        N_("This folder is not a Mobdesk workspace."),
        N_("A workspace is a folder with a name that ends in “.mobdesk”. Nothing was changed."),
    ),
    "workspace_newer": (
        N_("This workspace was saved by a newer version of Mobdesk."),
        N_("Install the newer version to open it. Nothing was changed."),
    ),
    "upgrade_failed": (
        N_("The workspace could not be brought to this version."),
        N_("It was left as it was. Open it with the version that you used before."),
    ),
    "already_there": (
        N_("There is already something at this place."),
        N_("Choose another name. Nothing was changed."),
    ),
    "still_used": (
        N_("Other records still point at this one."),
        N_("Remove it from those first. Nothing was changed."),
    ),
    "undo_stale": (
        N_("This step cannot be taken back: the record was changed again later."),
        N_("Take back the newer step first. History shows it."),
    ),
    "undo_gone": (
        N_("This step cannot be taken back any more."),
        N_("History still shows that it happened."),
    ),
    "undo_not_newest": (
        N_("Steps are taken back one after the other, the newest first."),
        N_("Take back the newer steps first."),
    ),
    "nothing_to_undo": (N_("There is nothing to take back."), ""),
    "nothing_to_redo": (N_("There is nothing to bring back."), ""),
}

LABELS: dict[str, str] = {
    "step_undone": N_("Taken back"),
    "step_redone": N_("Brought back"),
}
