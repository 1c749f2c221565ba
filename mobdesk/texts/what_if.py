"""Words for what-ifs: edits of a plan that may be kept or thrown away."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "what_if_nothing_chosen": (
        N_("No mobility is chosen."),
        N_("Choose the mobilities that this is about."),
    ),
    "what_if_over": (
        N_("One of these mobilities is over."),
        N_("Its dates and sums cannot change any more. Take it out of the choice."),
    ),
    "what_if_number_outside": (N_("This must be a number from {least} to {most}."), ""),
    "what_if_changed_meanwhile": (
        N_("Somebody changed one of these mobilities meanwhile. Nothing was changed."),
        N_("Look at the effect again. Then keep it."),
    ),
}

WORDS: dict[str, str] = {
    "what_if.stale.paper": N_("{paper}: signed for the plan before"),
    "what_if.stale.host": N_("The host agreed to the plan before"),
    "what_if.stale.travel": N_("Tickets were booked for the plan before"),
    "what_if.stale.insurance": N_("The insurance does not cover the new dates"),
    "what_if.stale.agreement": N_("The agreement says another sum than today’s data"),
    "what_if.stale.paid": N_("Money was paid by the plan before"),
    "what_if.stale.bm": N_("BM has other values: they are ticked no longer"),
}

LABELS: dict[str, str] = {
    "what_if_kept": N_("A what-if kept as the plan of {code}"),
}
