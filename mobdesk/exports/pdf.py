"""The report to read: cover, summary with charts, mobilities, participants, budget, gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mobdesk import i18n
from mobdesk.domain.charts import Bar, BarChart
from mobdesk.exports import pdf_money
from mobdesk.exports.charts import counts_height, draw_bars, draw_counts, full_height
from mobdesk.exports.cover import Cover, draw_cover
from mobdesk.exports.flow import MARGIN, WIDTH, Flow
from mobdesk.exports.gaps import draw_gaps
from mobdesk.exports.pdf_parts import (
    AMBER,
    HAIRLINE,
    SOFT,
    TABLE_GAP,
    TABLE_SIZE,
    Column,
    Pen,
)
from mobdesk.exports.report import Figures, MobilityRow, PersonRow, Report, figures
from mobdesk.exports.wording import NOTHING, Words

#: More countries or activities than this are summed up in one row of a chart.
_MOST_ROWS, _LEAST_ROWS = 8, 5
#: Heading, sentence and the space below a chart, in points.
_AROUND_CHART = 58.0
#: The least width of the column of numbers.
_NUMBER = 40.0


def make_pdf(
    report: Report, catalogue: i18n.Catalogue = i18n.ENGLISH, *, one_colour: bool = False
) -> bytes:
    """Return the PDF. ``one_colour`` leaves out the dark ground of the cover, for printing."""
    words = Words(catalogue)
    project = report.project
    title = f"{words.name('kind', report.kind)}: {project.title or project.code}"
    if report.demo:
        title = f"DEMO · {title}"
    pen = Pen(title, report.organisation.name, catalogue.language, report.frozen_at)
    sums = figures(report)
    flow = Flow(pen)
    chart = budget_chart(report, words)
    if "summary" in report.contents:  # a letter begins with the letter
        cover = Cover(report, sums, chart, words, one_colour)
        flow.cover(lambda: draw_cover(pen, cover, flow.sections, len(flow.pages)))
    for part in report.contents:
        PARTS[part](flow, report, words)
    flow.draw(lambda page, pages: _foot(pen, report, words, page, pages))
    return pen.finish()


def budget_chart(report: Report, words: Words) -> BarChart:
    """The budget as the description that window and paper share.

    Only what was awarded has a bar: without an award there is nothing to measure against.
    """
    bars = tuple(
        Bar(
            name=words.name("category", line.category),
            note="",
            awarded=awarded,
            signed=line.signed_cents,
            done=line.done_cents,
            words=words(
                "bar.words",
                done=words.amount(line.done_cents),
                signed=words.amount(line.signed_cents),
                awarded=words.amount(awarded),
            ),
            result=words(
                "bar.result_over" if free < 0 else "bar.result_free", sum=words.euro(abs(free))
            ),
            of=words("of", sum=words.amount(awarded)),
        )
        for line in report.budget
        if (awarded := line.awarded_cents) is not None and (free := line.free_cents) is not None
    )
    return BarChart(
        title=words("money_chart"),
        sentence=_money_says(figures(report), words),
        bars=bars,
        done_word=words("word.done"),
        signed_word=words("word.signed"),
        free_word=words("word.free"),
        over_word=words("word.over"),
    )


def _money_says(sums: Figures, words: Words) -> str:
    free = sums.free_cents
    if free is None:
        return words("empty.budget")
    return words(
        "money_chart.over" if free < 0 else "money_chart.says",
        signed=words.euro(sums.signed_cents),
        awarded=words.euro(sums.awarded_cents),
        done=words.euro(sums.done_cents),
        free=words.euro(free),
        over=words.euro(-free),
    )


def _foot(pen: Pen, report: Report, words: Words, page: int, pages: int) -> None:
    number = words("page", page=page, pages=pages)
    on_cover = page == 1 and "summary" in report.contents
    if report.demo:
        pen.text(
            MARGIN, 841.89 - 36, words("demo"), 9, strong=True,
            color="#FFFFFF" if on_cover else AMBER,
        )  # fmt: skip
    if on_cover:
        return
    pen.rules([56], MARGIN, MARGIN + WIDTH, HAIRLINE)
    room = WIDTH - 20 - pen.width(number, 9) - pen.width(report.project.code, 9) - 12
    left = f"{pen.short(report.organisation.name, room, 9)} · {report.project.code}"
    pen.text(MARGIN, 43, left, 9, color=SOFT)
    pen.text(MARGIN + WIDTH, 43, number, 9, color=SOFT, right=True)


# --- sections -----------------------------------------------------------------------------------


def _summary(flow: Flow, report: Report, words: Words) -> None:
    sums, chart = figures(report), budget_chart(report, words)
    flow.section(words("section.summary"))
    flow.heading(words("about"))
    flow.facts(project_facts(report, words))
    if chart.bars:
        flow.heading(chart.title, keep=90)
        flow.paragraph(chart.sentence)
        flow.block(full_height(chart), lambda top: draw_bars(flow.pen, chart, MARGIN, top, WIDTH))
    everything = sum(n for _name, n in sums.stages)
    kinds = (
        ("by_activity", "activity", sums.activities, sums.planned),
        ("by_country", "country", sums.per_country, sums.planned - sums.guests),
        ("by_sender", "country", sums.guest_countries, sums.guests),
        ("by_stage", "stage", sums.stages, everything),
    )
    # A chart of which nothing is entered says nothing.
    shown = [kind for kind in kinds if any(value for value, _n in kind[2])]
    most = _rows_that_fit(flow, [len(counts) for _code, _group, counts, _whole in shown])
    for code, group, counts, whole in shown:
        named = _named(words, group, counts, most)
        flow.heading(words(code), keep=20 + counts_height(len(named)))
        first, n = next((value, n) for value, n in counts if value)
        says = words(
            f"{code}.says",
            first=_name_of(words, group, first),
            n=words.number(n),
            all=words.number(whole),
            done=words.number(sums.done),
        )
        flow.paragraph(says, soft=True)
        flow.block(counts_height(len(named)), _counts_drawing(flow.pen, named))
        flow.space(6)


def _counts_drawing(pen: Pen, named: list[tuple[str, int]]) -> Callable[[float], object]:
    return lambda top: draw_counts(pen, named, MARGIN, top, WIDTH)


def _rows_that_fit(flow: Flow, counts: list[int]) -> int:
    """How many rows each chart has. All stand together: no page is begun for the last small one."""
    for most in range(_MOST_ROWS, _LEAST_ROWS - 1, -1):
        rows = [min(count, most) for count in counts]
        if sum(_AROUND_CHART + counts_height(n) for n in rows) <= flow.left:
            return most
    flow.next_page()
    return _MOST_ROWS


def _name_of(words: Words, group: str, value: str) -> str:
    if not value:
        return words("not_entered")
    return words.country(value) if group == "country" else words.name(group, value)


def _named(
    words: Words, group: str, counts: tuple[tuple[str, int], ...], most: int
) -> list[tuple[str, int]]:
    """Counts with names; those beyond the most frequent ones become one row."""
    if len(counts) <= most:
        return [(_name_of(words, group, value), n) for value, n in counts]
    shown, rest = counts[: most - 1], counts[most - 1 :]
    named = [(_name_of(words, group, value), n) for value, n in shown]
    return [*named, (words.count("and_more", len(rest)), sum(n for _value, n in rest))]


def project_facts(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    """Label and value of what is known about the project."""
    project, organisation = report.project, report.organisation
    place = words.place(organisation.city, organisation.country)
    facts = (
        ("title", project.title),
        ("organisation", ", ".join(p for p in (organisation.name, place) if p)),
        ("oid", organisation.oid),
        ("code", project.code),
        ("agreement", project.agreement_number),
        ("action", words.coded("action", project.action) if project.action else ""),
        ("field", words.coded("field", project.field) if project.field else ""),
        ("call", str(project.call_year or "")),
        ("start", words.long_day(project.start) if project.start else ""),
        ("end", words.long_day(project.end) if project.end else ""),
        ("extended", words.long_day(project.extended_to) if project.extended_to else ""),
        ("frozen", f"{words.long_day(report.frozen_on)}, {report.frozen_at:%H:%M} UTC"),
        ("program", f"{report.program}"),
    )
    return ((words(f"fact.{code}"), value) for code, value in facts if value)


def who(row: MobilityRow, people: dict[str, PersonRow], words: Words) -> str:
    """A person's name, a group's title, or how many people without names."""
    named = [people[key].name for key in row.person_keys if key in people]
    if row.participants > 1:
        head = row.title or words("group")
        return f"{head} ({words.number(row.participants)} {words('figure.people.many')})"
    if len(named) > 1:
        return words("and_others", name=named[0], n=len(named) - 1)
    return named[0] if named else row.title or words("no_name")


def dates(row: MobilityRow, words: Words) -> str:
    """The activity dates, the months, or that they are missing."""
    if row.start or row.end:
        return words.period(row.start, row.end, long=False)
    months = list(dict.fromkeys(month for month in (row.month, row.end_month) if month))
    if months:
        return words("days_missing", month=" – ".join(map(words.month, months)))
    return words("no_dates")


def where(row: MobilityRow, words: Words) -> str:
    """Who hosts, and where; of guests who sends them, and from where."""
    if row.is_guest:
        home = words.place(row.sending_city, row.sending_country)
        sender = ", ".join(part for part in (row.sender, home) if part)
        return words("from_sender", sender=sender) if sender else words("from_nobody")
    place = words.place(row.city, row.country)
    return ", ".join(part for part in (row.host, place) if part) or NOTHING


def _mobilities(flow: Flow, report: Report, words: Words) -> None:
    flow.section(words("section.mobilities"))
    if not report.mobilities:
        flow.paragraph(words("empty.mobilities"))
        return
    people = {row.key: row for row in report.people}
    guests = any(row.is_guest for row in report.mobilities)
    number = _number_width(flow.pen, report)
    columns = (
        Column(words("col.number"), number),
        Column(words("col.who"), 139 - number, strong=True),
        Column(words("col.activity"), 74),
        Column(words("col.host_or_sender" if guests else "col.host"), 98),
        Column(words("col.dates"), 71),
        Column(words("col.stage"), 50),
        Column(words("col.granted"), WIDTH - 432, right=True),
    )
    flow.table(columns, (_mobility_cells(row, people, words) for row in report.mobilities))


def _number_width(pen: Pen, report: Report) -> float:
    """Wide enough that a number breaks at its hyphens only, never between digits."""
    pieces = {f"{piece}-" for row in report.mobilities for piece in row.number.split("-")}
    widest = max(pen.width(piece, TABLE_SIZE) for piece in pieces)
    return min(max(_NUMBER, widest + TABLE_GAP + 1), 70)


def _mobility_cells(
    row: MobilityRow, people: dict[str, PersonRow], words: Words
) -> tuple[str, ...]:
    granted = words("rate_missing") if row.rate_missing else words.amount(row.granted_cents)
    return (
        row.number,
        who(row, people, words),
        words.name("activity", row.activity_type),
        where(row, words),
        dates(row, words),
        _stage(row, words),
        granted,
    )


def _stage(row: MobilityRow, words: Words) -> str:
    """The stage, or the end with the money that stays paid."""
    said = words.name("stage", row.end_kind or row.stage)
    if row.kept_cents is None:
        return said
    return words("stage_kept", stage=said, sum=words.euro(row.kept_cents))


def _people(flow: Flow, report: Report, words: Words) -> None:
    flow.section(words("section.people"))
    if not report.people:
        flow.paragraph(words("empty.people"))
        return
    columns = (
        Column(words("col.person"), 120, strong=True),
        Column(words("col.role"), 76),
        Column(words("col.birth_date"), 58),
        Column(words("col.organisation"), 105),
        Column(words("col.contact"), WIDTH - 359),
    )
    flow.table(
        columns,
        (
            (
                row.name or words("no_name"),
                words.name("role", row.role),
                words.day(row.birth_date),
                ", ".join(part for part in (row.organisation, row.city) if part) or NOTHING,
                " · ".join(part for part in (row.email, row.phone) if part) or NOTHING,
            )
            for row in report.people
        ),
    )


PARTS: dict[str, Callable[[Flow, Report, Words], None]] = {
    "summary": _summary,
    "letter": pdf_money.draw_letter,
    "mobilities": _mobilities,
    "people": _people,
    "budget": pdf_money.draw_budget,
    "plan": pdf_money.draw_plan,
    "grants": pdf_money.draw_grants,
    "payments": pdf_money.draw_payments,
    "received": pdf_money.draw_received,
    "costs": pdf_money.draw_costs,
    "changes": pdf_money.draw_changes,
    "answers": pdf_money.draw_answers,
    "missing": draw_gaps,
}
"""How each part of ``report_kinds.CONTENTS`` is drawn."""
