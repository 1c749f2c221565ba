"""Words for keys, accounts, passphrases, codes on paper, the vault and protected data."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "workspace_exists": (
        N_("There is already a workspace in this folder."),
        N_("Open it, or choose an empty folder."),
    ),
    # The four messages of an opening, in their order.
    "keys_damaged": (
        N_("The key file of this workspace is damaged."),
        N_("Use the second copy if one is offered. If not, use the sheet or a backup."),
    ),
    "keys_out_of_bounds": (
        N_("The key file asks for more or less work than is safe."),
        N_("Somebody may have changed it. Use the key file of a backup."),
    ),
    "wrong_passphrase": (
        N_("This passphrase is not right."),
        N_("Try again. Look at the spelling and at the order of the words."),
    ),
    "keys_tampered": (
        N_("The key file was changed outside this program."),
        N_("Do not go on with it. Use the key file of a backup."),
    ),
    "keys_newer": (
        N_("A newer version of Mobdesk made this workspace."),
        N_("Install the newer version on this computer."),
    ),
    "keys_changed": (
        N_("The keys were changed since you signed in."),
        N_("Sign in again."),
    ),
    "keys_no_good_copy": (
        N_("The second copy of the key file cannot be used."),
        N_("Use the workspace sheet or a backup."),
    ),
    "account_unknown": (
        N_("There is no such account here."),
        N_("Choose a name from the list."),
    ),
    "own_account": (
        N_("You cannot do this to your own account."),
        N_("Another coordinator can do it."),
    ),
    "office_key_missing": (
        N_("Your account cannot open protected data now."),
        N_("Another coordinator can give it back to you."),
    ),
    "nickname_needed": (N_("A nickname is needed."), ""),
    "nickname_too_long": (N_("The nickname is longer than {most} characters."), N_("Shorten it.")),
    "nickname_taken": (
        N_("The nickname {nickname} is taken."),
        N_("Choose another one."),
    ),
    "passphrase_same": (
        N_("This is the passphrase that you have now."),
        N_("Choose another one."),
    ),
    "passphrase_must_be_replaced": (
        N_("Somebody else chose this passphrase."),
        N_("Choose your own passphrase first."),
    ),
    "passphrase_too_short": (
        N_("This passphrase is shorter than {least} characters."),
        N_("Take five or six words that do not belong together."),
    ),
    "passphrase_too_long": (
        N_("This passphrase is longer than {most} characters."),
        N_("Shorten it."),
    ),
    "passphrase_too_easy": (
        N_("This passphrase is easy to guess."),
        N_("Take five or six words that do not belong together. Leave out names and years."),
    ),
    "code_length": (
        N_("The code has {found} characters. It should have {expected}."),
        N_("Compare each group with the paper."),
    ),
    "code_letter": (
        N_("The character {letter} in group {group} is in no code."),
        N_("Compare this group with the paper."),
    ),
    "code_mistyped": (
        N_("One or more characters of the code are not right."),
        N_("Compare each group with the paper."),
    ),
    "sheet_of_other_keys": (
        N_("This sheet belongs to other keys."),
        N_("Look for the newest sheet of this workspace."),
    ),
    "vault_missing": (
        N_("You have no private notes here yet."),
        N_("Start them with your passphrase."),
    ),
    "vault_exists": (
        N_("Your private notes are there already."),
        N_("Open them with your passphrase."),
    ),
    "vault_asks_old": (
        N_("Your private notes are still locked with your old passphrase."),
        N_("Type the old passphrase or your private code once."),
    ),
    "wrong_private_code": (
        N_("This code does not open your private notes."),
        N_("Look for the newest paper with your private code."),
    ),
    "vault_damaged": (
        N_("Your private notes cannot be read. They are damaged."),
        N_("Restore them from a backup."),
    ),
    "protected_closed": (
        N_("This is protected. Only coordinators can open it."),
        N_("Ask the coordinator."),
    ),
    "protected_damaged": (
        N_("This protected entry cannot be read. It is damaged or has other keys."),
        N_("Type it again, or restore it from a backup."),
    ),
    "attachment_damaged": (
        N_("This file is damaged. It was not opened."),
        N_("Use a copy from a backup."),
    ),
}

WORDS: dict[str, str] = {
    "account.coordinator": N_("Coordinator"),
    "account.account": N_("Account"),
    "vault.none": N_("Not started"),
    "vault.ready": N_("Locked with your passphrase"),
    "vault.asks_old": N_("Needs your old passphrase once"),
}
