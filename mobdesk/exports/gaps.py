"""The last section of the report: what is missing, what is not due yet, what is left out."""

from __future__ import annotations

from mobdesk.exports.flow import WIDTH, Flow
from mobdesk.exports.not_due import NotDue, not_due
from mobdesk.exports.on_paper import draw_on_paper
from mobdesk.exports.pdf_parts import Column
from mobdesk.exports.report import Figures, MissingPaper, Report, figures
from mobdesk.exports.wording import Words


def draw_gaps(flow: Flow, report: Report, words: Words) -> None:
    """Draw the section."""
    sums = figures(report)
    flow.section(words("section.gaps"))
    flow.heading(words("missing_papers"))
    if report.missing:
        _missing(flow, report, words)
    else:
        flow.paragraph(nothing_missing(sums, words))
    if report.not_due:
        flow.heading(words("not_due"))
        flow.paragraph(words("not_due.says"))
        _not_due(flow, report, words)
    draw_on_paper(flow, report, words)
    others = [
        words.count(f"gap.{code}", n)
        for code, n in (
            ("dates", sums.without_dates),
            ("rates", sums.rates_missing),
            ("names", sums.without_names),
        )
        if n
    ]
    if flow.pen.unprintable:
        letters = " ".join(f"U+{ord(c):04X}" for c in sorted(flow.pen.unprintable))
        others.append(words("gap.letters", letters=letters))
    if others:
        flow.heading(words("other_gaps"))
        for line in others:
            flow.paragraph(line)
    flow.heading(words("left_out"))
    names = ", ".join(words.name("left_out", code) for code in report.left_out)
    flow.paragraph(f"{names[:1].upper()}{names[1:]}.")


def nothing_missing(sums: Figures, words: Words) -> str:
    """What is said where no paper is missing: it may be too early to say so for good."""
    if not sums.planned:
        return words("empty.no_papers")
    early = sums.not_due or sums.without_names
    return words("empty.missing_now" if early else "empty.missing")


def _missing(flow: Flow, report: Report, words: Words) -> None:
    columns = (
        Column(words("col.mobility"), 56),
        Column(words("col.who"), 130, strong=True),
        Column(words("col.paper"), 135),
        Column(words("col.needed_by"), 66),
        Column(words("col.asked"), WIDTH - 387),
    )

    def cells(row: MissingPaper) -> tuple[str, ...]:
        return (
            row.number,
            row.person or words("group"),
            words.name("paper", row.paper),
            words.day(row.needed_by),
            words.name("asked", row.asked),
        )

    flow.table(columns, map(cells, report.missing))


def _not_due(flow: Flow, report: Report, words: Words) -> None:
    columns = (
        Column(words("col.mobility"), 56),
        Column(words("col.who"), 130, strong=True),
        Column(words("col.not_due"), 135),
        Column(words("col.needed_by"), 66),
        Column(words("col.papers"), WIDTH - 387),
    )

    def cells(row: NotDue) -> tuple[str, ...]:
        return (
            row.number,
            row.who or words("group"),
            waits_for(row, words),
            words.day(row.first),
            words.number(row.papers),
        )

    flow.table(columns, map(cells, not_due(report)))


def waits_for(row: NotDue, words: Words) -> str:
    """``Still at Idea``, ``Due after leaving``."""
    if not row.stage:
        return words("not_due.leaving")
    return words("not_due.planning", stage=words.name("stage", row.stage))
