"""Words for award versions, transfers, flexibility, objectives and targets."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "approved_before_asked": (
        N_("This day is before the day it was asked for."),
        N_("Check both dates."),
    ),
    "amendment_before_award": (
        N_("The grant agreement holds only from {day}."),
        N_("An amendment holds from that day or later."),
    ),
    "award_already_there": (
        N_("This project has its grant agreement already."),
        N_("Change that one, or record an amendment."),
    ),
    "award_line_twice": (
        N_("A category stands here twice for the same activity type."),
        N_("Put both sums into one line."),
    ),
    "awarded_by_activity": (
        N_("The sums by activity type are more than this."),
        N_("Change them on the budget page, in the award."),
    ),
    "moved_to_itself": (N_("This is the same category twice."), N_("Choose another one.")),
    "amount_not_positive": (
        N_("The sum must be more than zero."),
        N_("To move money back, change the two categories round."),
    ),
    "percent_impossible": (
        N_("This is not a percentage between 0 and 100."),
        N_("Type it like 10 or 7.5."),
    ),
}

WORDS: dict[str, str] = {
    "category.kept": N_("Kept after an end"),
    "award_version_kind.award": N_("Grant agreement"),
    "award_version_kind.amendment": N_("Amendment"),
    "field.award.activity_type": N_("Activity"),
    "field.award.participants": N_("Participants"),
    "field.award.days": N_("Days"),
    "field.award_version.kind": N_("What it is"),
    "field.award_version.asked_on": N_("Asked on"),
    "field.award_version.holds_from": N_("Holds from"),
    "field.award_version.approved_by": N_("Approved by"),
    "field.award_version.letter": N_("Letter"),
    "field.award_version.why": N_("Why"),
    "field.award_version.lines": N_("Sums"),
    "field.budget_transfer.from_category": N_("From"),
    "field.budget_transfer.to_category": N_("To"),
    "field.budget_transfer.amount": N_("Sum"),
    "field.budget_transfer.asked_on": N_("Asked on"),
    "field.budget_transfer.approved_on": N_("Approved on"),
    "field.budget_transfer.approved_by": N_("Approved by"),
    "field.budget_transfer.letter": N_("Letter"),
    "field.budget_transfer.why": N_("Why"),
    "field.flexibility_rule.from_category": N_("From"),
    "field.flexibility_rule.to_category": N_("To"),
    "field.flexibility_rule.percent": N_("At most, in %"),
    "field.flexibility_rule.of": N_("of"),
    "field.flexibility_rule.approval": N_("The agency must agree first"),
    "field.flexibility_rule.source": N_("Where it stands"),
    "flexibility_rule_of.from_line": N_("the category it comes from"),
    "flexibility_rule_of.to_line": N_("the category it goes to"),
    "flexibility_rule_of.total": N_("the whole award"),
}

LABELS: dict[str, str] = {
    "award_recorded": N_("Grant agreement recorded: {code}"),
    "amendment_recorded": N_("Amendment recorded: {code}"),
    "award_version_changed": N_("Award changed: {code}"),
    "award_version_removed": N_("Award deleted: {code}"),
    "transfer_recorded": N_("Budget transfer recorded: {code}"),
    "transfer_changed": N_("Budget transfer changed: {code}"),
    "transfer_removed": N_("Budget transfer deleted: {code}"),
    "rule_stated": N_("What may be moved, stated: {code}"),
    "rule_changed": N_("What may be moved, changed: {code}"),
    "rule_removed": N_("What may be moved, deleted: {code}"),
}
