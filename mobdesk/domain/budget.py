"""The budget of a project: what of a planned sum is signed for, and what is done.

*Signed for* includes *done*. Who ended before the journey counts in neither. The rules by category
are defaults of the program; the agency's own rule outweighs them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mobdesk.domain import documents
from mobdesk.domain.projects import OF_THE_PROJECT, REAL_COSTS
from mobdesk.domain.readiness import Facts
from mobdesk.domain.stages import End, is_back

#: Category of an imported sum whose list names no category.
TOTAL: Final = "total"
NOT_GONE: Final = (End.NOT_SELECTED.value, End.WITHDRAWN.value, End.CANCELLED.value)


class Standing(NamedTuple):
    """What the rules ask about one member.

    ``fulfilled`` are the kinds of papers that are done; ``agreement_wanted`` says whether the
    checklist plans a grant agreement for this member at all.
    """

    stage: str
    ended: str | None
    agreement_wanted: bool
    agreement_signed: bool
    host_confirmed: bool
    fulfilled: frozenset[str]
    booked: bool = False
    """A course is booked: what it costs is recorded."""


def standing(facts: Facts, *, booked: bool = False) -> Standing:
    """What the rules ask about one member, taken from the facts of readiness."""
    return Standing(
        facts.stage, facts.ended, agreement_wanted(facts.column), facts.agreement_signed,
        facts.host_confirmed, facts.fulfilled, booked,
    )  # fmt: skip


def agreement_wanted(column: str) -> bool:
    """Whether the checklist plans a grant agreement for those of this column at all."""
    rule = documents.checklist().get("grant_agreement")
    return rule is not None and rule.need[column] is documents.Level.REQUIRED


class Counted(NamedTuple):
    """Whether a sum of one category counts as signed for, and as done."""

    signed: bool
    done: bool


def counted(category: str, member: Standing) -> Counted:
    """Judge a sum of ``category`` planned for ``member``."""
    if member.ended in NOT_GONE:
        return Counted(False, False)
    done = _done(category, member)
    return Counted(done or _signed(category, member), done)


def _signed(category: str, member: Standing) -> bool:
    if category in REAL_COSTS:
        return True
    if category == "preparatory_visit":
        return member.host_confirmed
    if category == "course_fees" and member.booked:
        return True
    if member.agreement_signed or "grant_agreement" in member.fulfilled:
        return True
    return not member.agreement_wanted and "learning_programme" in member.fulfilled


def _done(category: str, member: Standing) -> bool:
    if category in REAL_COSTS:
        return "receipts" in member.fulfilled
    back = is_back(member.stage, member.ended)
    if category == OF_THE_PROJECT:
        return back and _signed(category, member)
    wanted = {"certificate", "course_invoice"} if category == "course_fees" else {"certificate"}
    return back and wanted <= member.fulfilled
