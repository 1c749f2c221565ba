"""Words for opening, making and locking a workspace."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "organisation_needed": (
        N_("A workspace needs the name of your organisation."),
        N_("Write it as it stands in the grant agreement. Nothing was made."),
    ),
    "folder_not_empty": (
        N_("This folder already holds other files."),
        N_("Choose an empty folder or a new name. Nothing was changed."),
    ),
    "folder_synced": (
        N_("{service} copies this place to the internet."),
        N_("A workspace is safer in a folder that nothing copies. Move it while it is closed."),
    ),
    "inside_workspace": (
        N_("“{name}” would be inside a workspace."),
        N_("Choose a place outside of it. Nothing was made."),
    ),
    "place_synced": (
        N_("{service} copies this place to the internet."),
        N_("A folder that nothing copies, or a stick, is safer."),
    ),
    "sheet_synced": (
        N_("{service} copies this place to the internet."),
        N_("Who has the sheet can open everything. Print it, then delete it there as well."),
    ),
    "in_use": (
        N_("The workspace is open on the computer “{machine}” since {since}."),
        N_("Close it there first. Two people cannot write at the same time."),
    ),
    "in_use.bare": (
        N_("The workspace is open in another window or on another computer."),
        N_("Close it there first. Two people cannot write at the same time."),
    ),
    "workspace_left_open": (
        N_("The workspace was left open on the computer “{machine}” at {since}."),
        N_("Make sure that nobody works there now. Then open it here."),
    ),
    "account_gone": (
        N_("This account was removed."),
        N_("Ask the coordinator for a new account."),
    ),
    "upgrade_first": (
        N_("This workspace comes from an older version of Mobdesk."),
        N_("Open it in the window once. A backup is made before anything changes."),
    ),
}
