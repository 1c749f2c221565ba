"""The first page of the report: deep blue upper third with arcs, story, figures, bars, contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.colors import HexColor

from mobdesk.domain.charts import BarChart
from mobdesk.exports.charts import draw_frames
from mobdesk.exports.flow import MARGIN, WIDTH
from mobdesk.exports.gaps import nothing_missing
from mobdesk.exports.pdf_parts import BLUE, HAIRLINE, INK, PAGE_HEIGHT, PAGE_WIDTH, SOFT, Pen
from mobdesk.exports.report import Figures, Report
from mobdesk.exports.wording import Words, unbroken

_BAND = 262.0
_SECOND = "#C3D6E2"
_GOLD = "#EDB144"
_STORY_WIDTH = WIDTH
#: Feet and heights of the four arcs, in points from the left and above their foot line.
_ARC_FOOT = (334.0, 224.0)
_ARCS = ((383.0, 34.0), (432.0, 68.0), (481.0, 104.0), (530.5, 142.0))
#: So many kinds of activity are named in the story; the others are counted.
_MOST_KINDS = 4

Sections = Sequence[tuple[str, int]]


class Cover(NamedTuple):
    """What the cover says."""

    report: Report
    sums: Figures
    chart: BarChart
    words: Words
    one_colour: bool


def draw_cover(pen: Pen, cover: Cover, sections: Sections, pages: int) -> None:
    """Draw the page; ``sections`` are titles with their page numbers."""
    _band(pen, cover)
    y = PAGE_HEIGHT - 306
    pen.text(MARGIN, y, cover.words("story"), 15, strong=True)
    y = _story(pen, cover, sections, y - 23)
    y = _figures(pen, cover, min(y - 16, PAGE_HEIGHT - 404))
    foot = 86.0
    contents = 24 + 16 * ((len(sections) + 1) // 2)
    y -= 38
    if cover.chart.bars:
        pen.text(MARGIN, y, cover.words("budget_by_category"), 12, strong=True)
        pen.text(MARGIN, y - 15, cover.words("budget_note"), 9, color=SOFT)
        room = y - 22 - foot - contents - 22
        step = min(21.0, room / len(cover.chart.bars))
        done = [
            bar.__class__(
                name=bar.name, note="", awarded=bar.awarded, signed=bar.signed, done=bar.done,
                words=bar.words, result=cover.words.amount(bar.done), of=bar.of,
            )
            for bar in cover.chart.bars
        ]  # fmt: skip
        y = draw_frames(pen, done, MARGIN, y - 22, WIDTH, step) - 26
    _contents(pen, cover, sections, y)
    _foot(pen, cover, pages)


def _band(pen: Pen, cover: Cover) -> None:
    """The upper third; in one colour it stays white with dark words."""
    report, words, canvas = cover.report, cover.words, pen.canvas
    low = PAGE_HEIGHT - _BAND
    first, second = ("#FFFFFF", _SECOND)
    if cover.one_colour:
        first, second = INK, SOFT
        pen.rules([low], MARGIN, MARGIN + WIDTH, INK, 1.2)
    else:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(0, low, PAGE_WIDTH, _BAND)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.linearGradient(
            0, PAGE_HEIGHT, PAGE_WIDTH, low, (HexColor("#0E4A6E"), HexColor("#0A3350"))
        )
        canvas.restoreState()
    _arcs(pen, one_colour=cover.one_colour)
    y = PAGE_HEIGHT - 62
    pen.text(MARGIN, y, words.name("kind", report.kind), 11, color=second)
    project = report.project
    size, lines = _title(pen, project.title or project.code)
    y -= 18 + size * 0.75
    pen.lines(MARGIN, y, lines, size, size * 1.2, strong=True, color=first)
    y -= (len(lines) - 1) * size * 1.2 + 28
    organisation = report.organisation
    home = ", ".join(part for part in (organisation.name, organisation.city) if part)
    wrapped = pen.wrap(home, 262, 12, strong=True)
    pen.lines(MARGIN, y, wrapped, 12, 15, strong=True, color=first)
    y -= (len(wrapped) - 1) * 15 + 17
    pen.text(MARGIN, y, project.code, 10, color=second)
    if project.start or project.end:
        period = words("period", period=words.period(project.start, project.end))
        if project.extended_to:
            extended = words("extended", day=unbroken(words.long_day(project.extended_to)))
            period = f"{period}, {extended}"
        lines = pen.wrap(period, 262, 10)
        pen.lines(MARGIN, low + 24 + (len(lines) - 1) * 13, lines, 10, 13, color=second)


def _title(pen: Pen, text: str) -> tuple[float, tuple[str, ...]]:
    """The title as large as three lines allow; a very long one gets smaller, never cut."""
    for size in (27.0, 24.0, 21.0, 18.0, 15.0):
        lines = pen.wrap(text, 275, size, strong=True)
        if len(lines) <= (2 if size > 21 else 3):
            return size, lines
    return 11.0, pen.wrap(text, 275, 11, strong=True)


def _arcs(pen: Pen, *, one_colour: bool) -> None:
    canvas = pen.canvas
    x0, foot = _ARC_FOOT[0], PAGE_HEIGHT - _ARC_FOOT[1]
    canvas.saveState()
    for i, (x1, height) in enumerate(_ARCS):
        last = i == len(_ARCS) - 1
        color = INK if one_colour else (_GOLD if last else "#6F97AF")
        canvas.setStrokeColor(HexColor(color))
        canvas.setLineWidth(1.7 if last else 1.0)
        third = (x1 - x0) / 3
        top = foot + height * 4 / 3
        canvas.bezier(x0, foot, x0 + third, top, x1 - third, top, x1, foot)
        canvas.setFillColor(HexColor(color))
        if last:
            canvas.circle(x0, foot, 3.6, stroke=0, fill=1)
            canvas.circle(x1, foot, 3.6, stroke=0, fill=1)
        else:
            canvas.circle(x1, foot, 2.9, stroke=1, fill=0)
    canvas.restoreState()


def _story(pen: Pen, cover: Cover, sections: Sections, y: float) -> float:
    lines = pen.wrap(story(cover, sections), _STORY_WIDTH, 10.5)
    pen.lines(MARGIN, y, lines, 10.5, 13, color=INK)
    return y - 13 * len(lines)


def story(cover: Cover, sections: Sections) -> str:
    """The project in four lines: mobilities, countries, people, money, what is missing."""
    sums, words = cover.sums, cover.words
    if not sums.planned:
        first = [words("story.none")]
    else:
        first = [_mobilities(sums, words), *_where(sums, words)]
        if sums.people:
            first.append(words.count("story.people", sums.people))
    if sums.awarded_cents:
        money = words(
            "story.money",
            done=words.euro(sums.done_cents),
            awarded=words.euro(sums.awarded_cents),
            signed=words.euro(sums.signed_cents),
        )
    else:
        money = words("story.no_money")
    return " ".join((*first, money, *_papers(sums, words, sections[-1][1])))


def _papers(sums: Figures, words: Words, page: int) -> list[str]:
    """What is missing, and what is too early to be missing."""
    if sums.missing:
        said = [words.count("story.missing", sums.missing).format(page=page)]
    else:
        said = [nothing_missing(sums, words)]
    if sums.not_due:
        said.append(words.count("story.not_due", sums.not_due))
    return said


def _mobilities(sums: Figures, words: Words) -> str:
    planned = words.count("story.planned", sums.planned)
    done = words.count("story.done", sums.done)
    kinds = [
        (f"{words.number(n)} × {words.name('activity', kind)}", n)
        for kind, n in sums.activities
        if kind
    ]
    if not kinds:
        return words("story.start_bare", planned=planned, done=done)
    said = [kind for kind, _n in kinds[:_MOST_KINDS]]
    if others := sum(n for _kind, n in kinds[_MOST_KINDS:]):
        said.append(words.count("story.others", others))
    if without := sum(n for kind, n in sums.activities if not kind):
        said.append(words.count("story.without_kind", without))
    return words("story.start", planned=planned, done=done, activities=", ".join(said))


def _where(sums: Figures, words: Words) -> list[str]:
    """Where mobilities lead to; guests come to us, they lead nowhere else."""
    said = []
    if sums.countries:
        countries = _countries(sums.per_country, words)
        if sums.guests:
            out = words.count("story.out", sums.planned - sums.guests)
            said.append(out.format(countries=countries))
        else:
            said.append(words("story.where", countries=countries))
    if sums.guests:
        countries = _countries(sums.guest_countries, words)
        code = "story.guests" if countries else "story.guests_bare"
        said.append(words.count(code, sums.guests).format(countries=countries))
    return said


def _countries(counted: Sequence[tuple[str, int]], words: Words) -> str:
    names = [words.country(code) for code, _n in counted if code]
    if not names:
        return ""
    if len(names) > 6:
        names = [*names[:5], words.count("story.more_countries", len(names) - 5)]
    if len(names) == 1:
        return names[0]
    return words("and", first=", ".join(names[:-1]), last=names[-1])


def _figures(pen: Pen, cover: Cover, y: float) -> float:
    """Four figures under hairlines; the sum gets the room it needs."""
    sums, words = cover.sums, cover.words
    countries = len(sums.countries)
    people = "one" if sums.people == 1 else "many"
    many = "one" if countries == 1 else "many"
    figures = (
        (
            words.number(sums.done),
            words("figure.mobilities_planned", n=words.number(sums.planned)),
        ),
        (words.number(sums.people), words(f"figure.people.{people}")),
        (words.number(countries), words(f"figure.countries.{many}")),
        (
            words.euro(sums.done_cents // 100 * 100),
            words("figure.money", awarded=words.euro(sums.awarded_cents)),
        ),
    )
    x, gap = MARGIN, 15.0
    width = (WIDTH - 3 * gap) / 4
    for big, small in figures:
        pen.rules([y], x, x + width, HAIRLINE, 0.9)
        size = 22.0
        while pen.width(big, size, strong=True) > width and size > 12:
            size -= 1
        pen.text(x, y - 27, big, size, strong=True, color=BLUE)
        pen.lines(x, y - 45, pen.wrap(small, width, 9.5), 9.5, 12, color=SOFT)
        x += width + gap
    return y - 45


def _contents(pen: Pen, cover: Cover, sections: Sections, y: float) -> None:
    """Titles with page numbers in two columns; each is a link."""
    pen.text(MARGIN, y, cover.words("in_this_file"), 12, strong=True)
    half = (len(sections) + 1) // 2
    column = (WIDTH - 25) / 2
    for i, (title, page) in enumerate(sections):
        x = MARGIN + (0 if i < half else column + 25)
        line = y - 19 - 16 * (i % half)
        name = pen.short(title, column - 34, 9.5)
        pen.text(x, line, str(i + 1), 9.5)
        pen.text(x + 11, line, name, 9.5)
        pen.text(x + column, line, str(page), 9.5, color=SOFT, right=True)
        pen.canvas.linkRect(
            "", f"section-{page}", (x, line - 4, x + column, line + 11), relative=0, thickness=0
        )


def _foot(pen: Pen, cover: Cover, pages: int) -> None:
    words, report = cover.words, cover.report
    pen.rules([86], MARGIN, MARGIN + WIDTH, HAIRLINE)
    pen.text(MARGIN, 71, words("cofunded"), 9, strong=True, color=SOFT)
    number = words("page", page=1, pages=pages)
    pen.text(MARGIN + WIDTH, 71, number, 9, color=SOFT, right=True)
    made = words(
        "made",
        program=report.program,
        day=words.long_day(report.frozen_on),
        left_out=", ".join(words.name("left_out", code) for code in report.left_out),
    )
    pen.lines(MARGIN, 58, pen.wrap(made, WIDTH, 9), 9, 11.5, color=SOFT)
