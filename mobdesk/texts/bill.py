"""Words for grants as bills: what is frozen, what differs, what was changed by hand."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "agreement_not_signed": (
        N_("The grant agreement is not signed yet."),
        N_("The sum is frozen by itself when the agreement is filed as signed."),
    ),
    "grant_incomplete": (
        N_("The sum is not complete: a rate, a distance or days are missing."),
        N_("Complete the lines first. The bill shows which one waits."),
    ),
    "grant_not_frozen": (
        N_("Nothing is frozen here: the sum still follows the data."),
        N_("Freeze the sum first."),
    ),
}

WORDS: dict[str, str] = {
    "grant_kind.computed": N_("By the rates"),
    "grant_kind.frozen": N_("As in the agreement"),
    "line_missing.no_sheet": N_("No rate sheet yet"),
    "line_missing.sheet_ambiguous": N_("Two rate sheets fit"),
    "line_missing.rate_missing": N_("Rate missing"),
    "line_missing.distance_missing": N_("Distance missing"),
    "line_missing.days_missing": N_("Days missing"),
    "line_missing.activity_missing": N_("Activity missing"),
    "line_missing.country_outside_groups": N_("Country in no group"),
    "line_missing.no_organisational_entry": N_("Not on the sheet"),
    "line_missing.travel_days_over_maximum": N_("Too many travel days"),
    "line_missing.too_many_visitors": N_("Too many visitors"),
    "line_missing.inclusion_without_flag": N_("Not marked as fewer opportunities"),
    "line_missing.accompanying_with_flag": N_("Not for accompanying persons"),
    "line_missing.inclusion_zero_grant_unclear": N_("Unclear for a zero grant"),
    "line_missing.not_established_for_type": N_("The sheet does not say"),
    "field.member.difference_choice": N_("Choice about the difference"),
    "field.member.difference_of": N_("Sum of today's data"),
    "field.grant_line.rule": N_("Line"),
    "field.grant_line.rate": N_("Rate"),
    "field.grant_line.quantity": N_("Quantity"),
    "field.grant_line.inputs": N_("Computed from"),
    "field.grant_line.typed_by": N_("Typed by"),
    "field.grant_line.dated": N_("Date"),
    "field.grant_line.sheet_sha256": N_("Mark of the rate sheet"),
    "field.payee.member_id": N_("Person"),
    "field.payee.category": N_("Category"),
    "field.payee.payee": N_("Paid to"),
}

LABELS: dict[str, str] = {
    "grant_frozen": N_("Grant frozen: {name}, {place}"),
    "grant_amended": N_("Agreement amended: {name}, {place}"),
    "difference_keep": N_("Agreement kept as it is: {name}, {place}"),
    "difference_at_return": N_("Difference left until the return: {name}, {place}"),
    "grant_changed_by_hand": N_("Line changed by hand: {name}, {place}"),
    "grant_by_rules_again": N_("Line by the rates again: {name}, {place}"),
    "payee_changed": N_("Payee changed: {name}, {place}"),
}
