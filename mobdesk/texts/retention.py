"""Words for how long things are kept."""

from __future__ import annotations

from mobdesk.i18n import N_

WORDS: dict[str, str] = {
    "keeping.in_use": N_("In use"),
    "keeping.restricted": N_("Kept for checks only"),
    "keeping.due": N_("To be erased"),
    "keeping.unknown": N_("No date yet"),
    "proof_duty.unconfirmed": N_(
        "This is a usual time, not confirmed. The number of years stands in your grant agreement."
    ),
    "proof_duty.no_payment": N_("The time starts with the final payment. Its date is not known."),
}

LABELS: dict[str, str] = {
    "proof_duty.until": N_("Proofs are kept until {day}, {years} years after the final payment."),
}
