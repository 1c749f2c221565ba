"""Words for protected data and the log of who opened them."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "reason_needed": (
        N_("A reason is needed."),
        N_("Write in a few words why you open this. It is kept in the log."),
    ),
}

WORDS: dict[str, str] = {
    "access.bank_account_opened": N_("Bank account opened"),
    "access.needs_opened": N_("Needs opened"),
    "access.need_written": N_("Need written"),
    "access.need_destroyed": N_("Need destroyed"),
    "access.opened_for_check": N_("Opened for a check"),
}

LABELS: dict[str, str] = {
    "bank_account_changed": N_("Bank account of {name} changed"),
}
