"""What the pane and the page of a person show alike: contacts, stays, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from mobdesk import texts
from mobdesk.domain.documents import Asked, ChecklistRow, PaperState
from mobdesk.i18n import _
from mobdesk.services.stays import Overview, Stay
from mobdesk.ui import rows, shown, stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.labels import Paragraph


def contacts(overview: Overview) -> rows.Block:
    """E-mail, phone, languages, organisation; nothing where nothing is known."""
    values = overview.record.values
    block = rows.Block()
    known = (
        ("mail", values["email"]),
        ("phone", values["phone"]),
        ("globe", values["languages"]),
        ("organisations", overview.organisation),
    )
    for icon, text in known:
        if text:
            block.body.addLayout(rows.contact(icon, text))
    if not block.body.count():
        block.body.addWidget(Paragraph(_("No e-mail and no phone yet."), "caption", "soft"))
    return block


def stay_row(stay: Stay, today: date, open_stay: Callable[[int], object]) -> rows.LinkRow:
    """One stay: where and when, activity and stage; opens the mobility."""
    where = stays.place(stay.city, stay.country)
    when = stays.dates(stay.start, stay.end, today)
    name = ", ".join(part for part in (where, when) if part) or _("Place and dates are open")
    about = (stays.stage(stay.stage, stay.ended), stays.activity(stay.activity_type))
    second = " · ".join(part for part in about if part)
    return rows.LinkRow("mobilities", name, second, lambda: open_stay(stay.mobility_id))


def paper_rows(papers: Sequence[ChecklistRow]) -> rows.Block:
    """The checklist: a sign, the paper, its state in one word."""
    block = rows.Block()
    for paper in papers:
        icon, role, state = _paper_state(paper)
        block.body.addLayout(rows.state(icon, role, texts.word(f"paper.{paper.kind}"), state))
    return block


def _paper_state(paper: ChecklistRow) -> tuple[str, str, str]:
    if paper.state is PaperState.NOT_NEEDED:
        return "slash", "soft", texts.word("paper_state.not_needed").lower()
    if not paper.step:
        return "check", "ok_text", texts.word("paper_state.filed").lower()
    if not paper.required:
        return "circle", "soft", _("optional")
    if paper.step != "file":
        return "circle", "wait_text", texts.word(f"paper_step.{paper.step}").lower()
    role = "soft" if paper.asked is Asked.LATER else "wait_text"
    return "circle", role, texts.word(f"paper_asked.{paper.asked}").lower()


def done_papers(papers: Sequence[ChecklistRow]) -> str:
    """``4 of 5``: of those that are required."""
    needed = [p for p in papers if p.required and p.state is not PaperState.NOT_NEEDED]
    done = sum(not p.step for p in needed)
    return _("{done} of {total}").format(done=done, total=len(needed))


def needs_banner(until: date) -> Banner:
    """That something is kept apart, and until when; never what."""
    said = _("Needs are kept apart, for the coordinator only. They will be erased on {day}.")
    return Banner("mine", "", said.format(day=shown.long_date(until)))


def open_stay(desk: Desk) -> Callable[[int], object]:
    """Go to the page of a mobility."""
    return lambda number: desk.open("mobility", id=number)
