"""All painted parts on a few pages, as PNG, to be looked at: python -m tests.ui.gallery FOLDER."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mobdesk.domain.charts import Bar, BarChart, LineChart, Point, Span
from mobdesk.ui import icons, parts, theme

STAGES = ("idea", "applied", "selected", "confirmed", "abroad", "returned", "closed")
ENDS = ("not_selected", "withdrawn", "cancelled", "returned_early")
MARKS = (
    parts.ReadinessMark("Preparation", "under_way", "2 of 3"),
    parts.ReadinessMark("Papers", "look", "1 missing"),
    parts.ReadinessMark("Money", "rate_missing", "rate missing"),
    parts.ReadinessMark("Reporting", "not_yet", "not yet"),
)
CODE = (
    parts.CodePart("2026", "Call year", "Rates and rules of 2026"),
    parts.CodePart("1", "Round", "The first of the year"),
    parts.CodePart("EE01", "Agency", "Estonia, education"),
    parts.CodePart("KA121", "Action", "Accredited project"),
    parts.CodePart("ADU", "Field", "Adult education"),
    parts.CodePart("000312345", "Number", "Your project there"),
)


def row(*widgets: QWidget, gap: float = 1.25, stretch: bool = True) -> QHBoxLayout:
    layout = QHBoxLayout()
    theme.space(layout, gap=gap)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return layout


def words(name: str) -> str:
    return name.replace("_", " ").capitalize()


class Icons(parts.Painted):
    """Every icon once."""

    def sizeHint(self):
        from PySide6.QtCore import QSize

        look = theme.current()
        lines = -(-len(icons.names()) // 16)
        return QSize(look.px(64), lines * (look.icon_size + look.px(1.25)))

    def paintEvent(self, event):
        look = theme.current()
        painter = QPainter(self)
        step = look.icon_size + look.px(1.25)
        for i, name in enumerate(icons.names()):
            x, y = i % 16 * (step + look.px(1)), i // 16 * step
            icons.paint(painter, name, look.color("text"), x, y, look.icon_size)
        painter.end()


def bar_chart() -> BarChart:
    def bar(name: str, note: str, awarded: int, signed: int, done: int) -> Bar:
        free = (awarded - signed) // 100
        result = f"{free:,} € free" if free >= 0 else f"{-free:,} € over"
        said = f"{done // 100:,} € done  ·  {signed // 100:,} € signed for"
        of = f"of {awarded // 100:,} €"
        return Bar(name, note, awarded, signed, done, said, result, of)

    return BarChart(
        "By category",
        "25,500 € of 69,950 € are free.",
        (
            bar("Travel", "green for 19 people", 1_420_000, 918_000, 305_000),
            bar("Individual support", "214 of 352 days", 3_860_000, 2_145_000, 987_000),
            bar("Organisational support", "paid per participant", 935_000, 630_000, 630_000),
            bar("Inclusion support", "real costs, receipts kept", 300_000, 332_000, 124_000),
        ),
        "done",
        "signed for",
        "free",
        "over",
        ("Category", "Awarded", "Signed for", "Done"),
        (
            ("Travel", "14,200 €", "9,180 €", "3,050 €"),
            ("Individual support", "38,600 €", "21,450 €", "9,870 €"),
            ("Organisational support", "9,350 €", "6,300 €", "6,300 €"),
            ("Inclusion support", "3,000 €", "3,320 €", "1,240 €"),
        ),
    )


def line_chart() -> LineChart:
    start = date(2026, 6, 1)
    values = (3.5, 3.65, 3.4, None, 3.85, 3.7, 3.95, 3.8, None, 3.2, 3.3, 3.65, 3.9)
    return LineChart(
        "My own line",
        "Support was lower in early October.",
        tuple(Point(start + timedelta(days=14 * i), v) for i, v in enumerate(values)),
        ((2, "a little"), (3, "partly"), (4, "mostly"), (5, "fully")),
        tuple(
            (date(2026, m, 3), n)
            for m, n in zip(range(6, 12), "June July Aug Sept Oct Nov".split(), strict=True)
        ),
        (3.3, 3.9),
        "shaded: your usual range",
        (Span(date(2026, 10, 12), date(2026, 10, 18), "abroad"),),
    )


def page(title: str) -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    widget.setObjectName("page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(widget)
    theme.space(column, 3, 2)
    if title:
        column.addWidget(parts.title(title))
    return widget, column


def two_columns(column: QVBoxLayout, left: list[QWidget], right: list[QWidget]) -> None:
    both = QHBoxLayout()
    theme.space(both, gap=2)
    for share, cards in ((6, left), (5, right)):
        side = QVBoxLayout()
        theme.space(side, gap=2)
        for card in cards:
            side.addWidget(card)
        side.addStretch(1)
        both.addLayout(side, share)
    column.addLayout(both, 1)


def states() -> QWidget:
    widget, column = page("Components and states")
    buttons = parts.Card("Buttons and fields")
    grid = QGridLayout()
    theme.space(grid, gap=1)
    for i, kind in enumerate(("main", "second", "quiet", "link")):
        grid.addWidget(parts.body(kind.capitalize()), i, 0)
        for j, state in enumerate(("rest", "hover", "with icon", "not possible")):
            button = parts.Button({"main": "Save", "second": "Import"}.get(kind, "Skip"), kind)
            if state == "hover":
                button._hovered = True
            if state == "with icon":
                button.set_icon("import")
            if state == "not possible":
                button.set_possible(False, "First type the dates of the group.")
            grid.addWidget(button, i, j + 1, Qt.AlignmentFlag.AlignLeft)
    field, off, combo = QLineEdit("Tartu"), QLineEdit("Tartu"), QComboBox()
    off.setEnabled(False)
    combo.addItems(["When stuck, someone helped", "Energy"])
    for j, each in enumerate((field, off, combo)):
        grid.addWidget(each, 4, j + 1)
    buttons.add(grid)
    chips = parts.Card("Chips, badges, stages")
    on = parts.Chip("Call 2026")
    on.setChecked(True)
    chips.add(
        row(
            parts.Chip("Staff", 44),
            on,
            parts.Chip("Filter", icon="plus", checkable=False),
            parts.Segments([("weeks", "Weeks"), ("months", "Months")], "View"),
        )
    )
    chips.add(
        row(
            parts.Badge("Ready to leave", "ok", "check"),
            parts.Badge("1 paper missing", "wait", "warning"),
            parts.Badge("rate missing", "plain", "rate-missing"),
            parts.Badge("Only you", "mine", "lock"),
            parts.Badge("Abroad", "accent", "mobilities"),
            parts.Badge("31"),
        )
    )
    ticked = parts.CheckBox("Done")
    ticked.setChecked(True)
    chips.add(
        row(
            parts.CheckBox("Not yet"),
            ticked,
            parts.Avatar("Maarja Tamm"),
            parts.DateBlock(date(2026, 11, 27)),
            parts.IconTile("documents", "wait"),
            parts.Mark(),
            parts.IconButton("close", "Close"),
        )
    )
    chips.add_line()
    chips.add(row(*(parts.StageGlyph(stage, words(stage)) for stage in STAGES)))
    chips.add(row(*(parts.StageGlyph(stage, words(stage)) for stage in ENDS)))
    chips.add(parts.ReadinessMarks(MARKS))
    signs = parts.Card("Icons")
    signs.add(Icons())
    wrong = parts.Card("Error under a field")
    bad = QLineEdit("Tartuu")
    bad.setProperty("wrong", True)
    wrong.add(parts.label("City"))
    wrong.add(bad)
    wrong.add(
        row(
            parts.IconLabel("warning", "stop_text"),
            parts.caption("No city of this name. Did you mean Tartu?", "stop_text"),
        )
    )
    banners = parts.Card("Banners")
    banners.add(parts.Banner("ok", "Ready to leave", "All five papers are here.", "Print"))
    banners.add(
        parts.Banner(
            "wait",
            "Not yet: one paper is missing",
            "Proof of insurance, asked on 19 November.",
            "Attach",
        )
    )
    banners.add(
        parts.Banner(
            "stop",
            "The disk is full",
            "Nothing was changed. Free some space and try again.",
            "Try again",
        )
    )
    banners.add(parts.Banner("mine", "Only you can read this", "Locked with your passphrase."))
    two_columns(column, [buttons, chips, signs], [wrong, banners])
    return widget


def more() -> QWidget:
    widget, column = page("More states")
    line = parts.Card("Stage line")
    steps = [parts.Step(stage, words(stage), "") for stage in STAGES]
    line.add(parts.StageLine(steps, "confirmed"))
    line.add(parts.StageLine(steps, "confirmed", parts.Step("cancelled", "Cancelled")))
    working = parts.Card("Working")
    work = parts.Working(
        "Reading osalejad_2026.xlsx", "You can go on working. Cancel leaves everything as it was."
    )
    work.set_progress(18_240, 50_000, "row 18,240 of 50,000")
    working.add(work)
    drop = parts.Card("While files are dragged over")
    zone = parts.DropZone("Drop a scan here")
    zone.hover_files(2)
    drop.add(zone)
    drop.add(parts.DropZone("Drop a scan here"))
    text = QPlainTextEdit("Mobdesk 1.0.3\nwhere   mobilities, change dates")
    theme.set_font(text, "mono")
    text.setMaximumHeight(theme.current().px(9))
    drop.add(text)
    nothing = parts.Card("Nothing left after filtering")
    nothing.add(
        parts.EmptyState(
            "Nobody matches",
            "128 people are here; three filters hide them.",
            "Clear filters",
            drawing=False,
        )
    )
    shares = parts.Card("41 mobilities in 2026")
    shares.add(
        parts.ShareBar(
            [
                (17, "back", "ok"),
                (1, "abroad", "accent"),
                (9, "confirmed", "tint"),
                (14, "open", "empty"),
            ]
        )
    )
    text_card = parts.Card("Words", 3, "All tasks")
    text_card.add(
        parts.Paragraph(
            "Locked with your passphrase. Nobody at the centre can read it, the coordinator "
            "included. "
            "Skipped weeks stay open and never count as zero. This is not a medical test.",
            "body",
            "mine_text",
        )
    )
    text_card.add(
        parts.Elided(
            "A very long name of a file that does not fit into one line of a "
            "card at the right side of the page, signed.pdf"
        )
    )
    text_card.add(parts.figure("1,495.00 €"))
    two_columns(column, [line, working, drop], [nothing, shares, text_card])
    bar = parts.QuietBar()
    bar.show_message("Learning agreement marked as sent", lambda: None)
    column.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
    return widget


def charts() -> QWidget:
    widget, column = page("Charts")
    budget = parts.ChartCard(bar_chart())
    column.addWidget(budget)
    both = QHBoxLayout()
    theme.space(both, gap=2)
    answers = parts.Card("When I was stuck, someone here helped.")
    tiles = parts.Answers(["not at all", "a little", "partly", "mostly", "fully"])
    tiles.choose(4)
    answers.add(tiles)
    own = parts.Card("My own line")
    own.add(parts.LineChartView(line_chart()), 1)
    own.add(
        row(
            parts.LineChartView(line_chart(), small=True),
            parts.LineChartView(line_chart(), small=True),
            stretch=False,
        )
    )
    both.addWidget(answers, 4)
    both.addWidget(own, 6)
    column.addLayout(both, 1)
    return widget


def table() -> QWidget:
    widget, column = page("The same as a table")
    card = parts.ChartCard(bar_chart())
    card.show_as("table")
    column.addWidget(card)
    column.addStretch(1)
    return widget


def unlock() -> QWidget:
    widget, column = page("")
    theme.space(column, 0, 0)
    both = QHBoxLayout()
    theme.space(both, 0, 0)
    both.addWidget(
        parts.NightPanel(
            "Good morning.",
            "Every stay abroad, every cent, every paper.\nAll of it stays on this computer.",
        ),
        9,
    )
    side = QVBoxLayout()
    theme.space(side, (7, 3), 1)
    side.addStretch(1)
    side.addWidget(parts.title("Unlock your workspace"))
    side.addLayout(row(parts.IconLabel("lock"), parts.body("Emajõe koolituskeskus", "soft")))
    side.addWidget(parts.label("Who are you?"))
    names = parts.NicknameTiles(["kersti", "lõoke", "mets7", "tuulik", "võru-mees", "õppija"])
    names.choose("kersti")
    side.addWidget(names)
    side.addWidget(parts.caption("The nickname you chose. No names stand in the key file."))
    side.addWidget(parts.label("Passphrase"))
    secret = QLineEdit("correct horse")
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    side.addWidget(secret)
    side.addWidget(
        parts.ChoiceTile("eye", "Look at the demo", "A year with 40 invented people. Ten minutes")
    )
    side.addWidget(
        parts.ChoiceTile(
            "projects",
            "Start with a project code",
            "Yours is explained, then your list comes in",
            usual=True,
        )
    )
    side.addStretch(1)
    both.addLayout(side, 7)
    column.addLayout(both)
    return widget


def empty() -> QWidget:
    widget, column = page("Mobilities")
    code = parts.Card()
    code.add(parts.CodeTiles(CODE))
    column.addWidget(code)
    column.addWidget(
        parts.EmptyState(
            "No mobilities yet",
            "Start with one person and one date. Everything else can come later.",
            "Plan the first mobility",
            "Import a spreadsheet",
            "Or drop your list anywhere on this window: XLSX, XLS, ODS or CSV",
        ),
        1,
    )
    return widget


def menu() -> QWidget:
    made = QMenu()
    for icon, text, key in (("calendar", "Change dates", "Ctrl+D"), ("copy", "Copy", "")):
        action = made.addAction(icons.icon(icon), text)
        action.setShortcut(key)
    made.addSeparator()
    made.addAction(icons.icon("close"), "Cancel this mobility")
    made.setActiveAction(made.actions()[0])
    return made


PAGES: dict[str, Callable[[], QWidget]] = {
    "states": states,
    "more": more,
    "charts": charts,
    "table": table,
    "unlock": unlock,
    "empty": empty,
    "menu": menu,
}


ALL = (("light", 1.0), ("light", 2.0), ("dark", 1.0), ("dark", 2.0))


def draw(
    folder: Path, app: QApplication, settings: Sequence[tuple[str, float]] = ALL
) -> list[Path]:
    """Draw every page in light and dark at 100 and 200 %."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for scheme, scale in settings:
        theme.apply(app, scheme=scheme, scale=scale)
        for name, build in PAGES.items():
            widget = build()
            if name != "menu":
                widget.resize(round(1280 * scale), round(800 * scale))
            widget.show()
            app.processEvents()
            target = folder / f"{name}-{scheme}-{round(scale * 100)}.png"
            widget.grab().save(str(target))
            made.append(target)
            widget.close()
            widget.deleteLater()
    return made


if __name__ == "__main__":
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    draw(Path(sys.argv[1]), application)
