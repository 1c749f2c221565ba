"""The bill outside the window: as rows for a spreadsheet, and as words for the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mobdesk import texts
from mobdesk.domain.money import plain
from mobdesk.domain.pricing import PricedLine
from mobdesk.i18n import _
from mobdesk.services.bills import Bill, BillGroup, BillMember
from mobdesk.ui import shown, stays
from mobdesk.ui.grants import words


def table(bill: Bill, members: Mapping[int, BillMember], today: date) -> list[list[str]]:
    """All lines as rows for a spreadsheet; sums are numbers with a point."""
    rows = [[
        _("Person"), _("Category"), _("How"), _("Quantity"), _("Rate"), _("Sum"), _("Origin"),
        _("Reason"), _("Source"),
    ]]  # fmt: skip
    for group in bill.groups:
        for member in group.members:
            if member.member_id not in members:
                continue
            for line in member.lines:
                how = words.how(line, bill, group, member.case.places)
                cents, origin = "", words.missing(line)
                if line.amount is not None:
                    cents, origin = plain(line.amount), texts.word(f"grant_kind.{line.kind}")
                rows.append([
                    words.who(member), words.name(line), how, line.quantity or "", line.rate or "",
                    cents, origin, line.reason or "", words.source(line, bill, today),
                ])  # fmt: skip
    return rows


def paper(
    bill: Bill, member: BillMember | None, today: date
) -> tuple[str, list[tuple[str, str]], list[tuple[str, str, str]]]:
    """Title, facts and rows of the bill on paper; the last row is the sum."""
    first, last = words.dates_of(bill, member)
    dates = f"{shown.long_date(first)} – {shown.long_date(last)}" if first and last else ""
    place = stays.whole_place(bill.city, bill.country)
    facts = [
        (_("Project"), bill.project or ""), (_("Activity"), stays.activity(bill.activity_type)),
        (_("Place"), place), (_("Dates"), dates), (_("Rates"), _rates(bill)),
    ]  # fmt: skip
    rows: list[tuple[str, str, str]] = []
    for group in bill.groups:
        for one in group.members:
            if member is not None and one.member_id != member.member_id:
                continue
            if member is None:
                rows.append((words.who(one), "", ""))
            rows += [_paper_row(line, bill, group, one, today) for line in one.lines]
            if one.case.gone:
                rows.append(("", _("Ended before the journey: nothing is paid."), ""))
    known, open_ = bill.known, bill.open
    if member is not None:
        known, open_ = member.known, member.open and not member.case.gone
    word = _("Sum of what is known") if open_ else _("Total")
    rows.append((word, "", shown.money(known)))
    return words.heading(bill, member), [fact for fact in facts if fact[1]], rows


def _rates(bill: Bill) -> str:
    """The sheet and who confirmed it: paper travels without the window."""
    sheet, confirmed = bill.sheet.sheet, bill.sheet.confirmation
    if sheet is None:
        return texts.word(f"line_missing.{bill.sheet.code or 'no_sheet'}")
    name = f"{sheet.agency} {sheet.call_year}, {stays.field_name(sheet.field, '').lower()}"
    if confirmed is None:
        return _("{sheet}. Nobody has confirmed it yet.").format(sheet=name)
    return _("{sheet}. Confirmed by {who} on {day} against: {document}").format(
        sheet=name, who=confirmed.confirmed_by, day=shown.long_date(confirmed.confirmed_on),
        document=confirmed.document,
    )  # fmt: skip


def _paper_row(
    line: PricedLine, bill: Bill, group: BillGroup, member: BillMember, today: date
) -> tuple[str, str, str]:
    said = [words.how(line, bill, group, member.case.places)]
    if line.by_hand:
        said.append(_("changed by hand: {what}").format(what=words.by_hand(line, today)))
    said.append(words.source(line, bill, today))
    amount = shown.money(line.amount) if line.amount is not None else words.missing(line)
    return words.name(line), " · ".join(part for part in said if part), amount
