"""Words for backups and restoring."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "no_good_backup": (
        N_("There is no good backup in the workspace folder."),
        N_(
            "Connect the stick or disk with your copies. On the first page choose “I have only a"
            " copy”, then the newest one."
        ),
    ),
    "not_a_backup": (
        N_("“{name}” is not a backup of Mobdesk."),
        N_("Choose a file that ends in “.mobdesk-backup”."),
    ),
    "backup_newer": (
        N_("A newer version of Mobdesk made this backup."),
        N_("Install the newer version on this computer."),
    ),
    "backup_damaged": (
        N_("This backup is damaged."),
        N_("Use another one. It was not restored, and nothing was changed."),
    ),
    "backup_of_other_keys": (
        N_("This backup was made with other keys."),
        N_("Open it with the nickname and the passphrase of that time."),
    ),
    "backup_of_other_workspace": (
        N_("This backup belongs to another workspace."),
        N_("Restore it to a new place. Nothing was changed."),
    ),
    "near_of_other_workspace": (
        N_("“{name}” is another workspace than the one of this backup."),
        N_("Name the workspace that the backup was made of, or none. Nothing was changed."),
    ),
    "backup_attachments_missing": (
        N_("{n} attached files of this backup are not beside it."),
        N_("Copy the folder “attachments” from the place where the backup was made."),
    ),
    "backup_place_inside": (
        N_("This folder is inside the workspace."),
        N_("Choose a folder on a USB stick or on another computer."),
    ),
    "restored_unsure": (
        N_("Who was erased or removed after {day} may be in it again."),
        N_("Erase these people again. Remove these accounts again."),
    ),
    "near_for_a_new_place": (
        N_("--near is for a new place. This workspace knows who was erased."),
        N_("Run it again without --near. Nothing was changed."),
    ),
    "backup_place_read_only": (
        N_("Nothing can be written into “{name}”."),
        N_("Choose another folder or stick. Some sticks have a small switch that locks them."),
    ),
    "copy_differs": (
        N_("The copy is not the same as the original."),
        N_("Try again, or use another stick. The copy was deleted."),
    ),
}

WORDS: dict[str, str] = {
    "backup_reason.by_hand": N_("Made by hand"),
    "backup_reason.first_change": N_("First change of the day"),
    "backup_reason.before_upgrade": N_("Before a new version"),
    "backup_reason.before_import": N_("Before an import"),
    "backup_reason.before_restore": N_("Before a restore"),
    "backup_reason.close": N_("At closing"),
    "restored.near": N_(
        "If the workspace of today is at hand: restore to another new place with --near and its"
        " folder."
    ),
    "backup_place.here": N_("This workspace"),
    "backup_place.second": N_("Second place"),
    "backup_place.same_disk": N_("This folder seems to be on the same disk as the workspace."),
    "backup_place.away": N_("Not connected now"),
    "backup.good": N_("Good"),
    "backup.not_good": N_("Do not use"),
}

LABELS: dict[str, str] = {
    "backup_restored": N_("Backup of {day} restored"),
}
