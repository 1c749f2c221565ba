"""Words for accounts and new keys."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "coordinator_changes_by_new_account": (
        N_("{nickname} has other keys than the new role needs."),
        N_("Make a new account with the new role. Then remove the old one."),
    ),
    "demo_accounts_fixed": (
        N_("The accounts of the demo cannot be changed."),
        N_("Make a workspace of your own. It takes two minutes."),
    ),
}

WORDS: dict[str, str] = {
    "account.one_time": N_("Must choose an own passphrase"),
    "account.removed": N_("Removed"),
}

LABELS: dict[str, str] = {
    "account_added": N_("Account {nickname} added"),
    "account_changed": N_("Account {nickname} changed"),
    "account_renamed": N_("Account {nickname} is now {new}"),
    "account_passphrase_reset": N_("New one-time passphrase for {nickname}"),
    "account_removed": N_("Account {nickname} removed, new keys for everybody"),
    "keys_renewed": N_("New keys for everybody"),
}
