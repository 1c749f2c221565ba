"""The cards of the preview: what is in it, what is missing, what stays here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from mobdesk import texts
from mobdesk.i18n import _, ngettext
from mobdesk.services.report_papers import Supporting
from mobdesk.services.reports import Preview
from mobdesk.ui import theme
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Elided, Label, Paragraph, caption
from mobdesk.ui.parts.marks import Badge, IconTile
from mobdesk.ui.rows import clear

#: Rows of a long list that are shown; the rest is counted.
MOST_ROWS = 60


def size_words(size: int) -> str:
    """``96 KB``, ``6.4 MB``."""
    if size < 1_000_000:
        return _("{n} KB").format(n=f"{max(1, round(size / 1000)):,}")
    return _("{n} MB").format(n=f"{size / 1_000_000:,.1f}")


def _sheet(table: str) -> str:
    """What the workbook calls a table."""
    return texts.word(f"report.sheet.{table}")


class InIt(Card):
    """The files of the package: what each is for, and how large it is."""

    def __init__(self) -> None:
        super().__init__(_("In it"), 0)
        self._total = Label("", "body", "soft", equal_digits=True)
        self.header.addWidget(self._total)
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 1.25)
        self.add(self._rows)
        self.finish()

    def show_files(
        self, preview: Preview, made: dict[str, bytes] | None, chosen: Sequence[Supporting]
    ) -> None:
        """Say what is in it; sizes are known once the files are made."""
        figures = preview.figures
        made = made or {}
        papers = sum(file.size for file in chosen)
        sizes = {
            ending: sum(len(data) for name, data in made.items() if name.endswith(ending))
            for ending in (".pdf", ".xlsx", ".csv", ".txt")
        }
        tables = sum(name.endswith(".csv") for name in made) or 4
        mobilities = ngettext("{n} mobility", "{n} mobilities", figures.planned + figures.ended)
        report = preview.frozen.report
        everybody = len(report.people) or figures.people
        people = ngettext("{n} person", "{n} people", everybody)
        counts = _("PDF: {counts}").format(
            counts=", ".join(
                (
                    mobilities.format(n=f"{figures.planned + figures.ended:,}"),
                    people.format(n=f"{everybody:,}"),
                )
            )
        )
        told = [n.removeprefix("tables/").removesuffix(".csv") for n in made if n.endswith(".csv")]
        sheets = [texts.word("report.sheet.overview"), *map(_sheet, told)]
        listed = 250 * (len(made) + len(chosen) + 4)
        rows = [
            ("documents", _("Report to read"), counts if report.mobilities else "PDF",
             sizes[".pdf"]),
            ("table", _("Workbook to check"),
             ", ".join(sheets), sizes[".xlsx"]),
            ("table", _("Tables for machines"),
             _("{n} CSV files, UTF-8").format(n=tables), sizes[".csv"] + sizes[".txt"]),
            ("backups", _("List with checksums"),
             _("manifest.json: shows later that nothing was changed"), listed),
        ]  # fmt: skip
        if chosen:
            files = ngettext("{n} file", "{n} files", len(chosen)).format(n=len(chosen))
            rows.insert(2, ("clip", _("Supporting documents"), files, papers))
        clear(self._rows)
        for icon, name, what, size in rows:
            self._rows.addLayout(_file_row(icon, name, what, size_words(size) if made else ""))
        if on_paper := len(preview.frozen.report.on_paper):
            what = ngettext("{n} named with its place", "{n} named with their places", on_paper)
            what = what.format(n=f"{on_paper:,}")
            self._rows.addLayout(_file_row("folder", _("Papers that stay on paper"), what, ""))
        number = (len(made) or tables + 3) + 1 + len(chosen)
        if self.count is not None:
            said = ngettext("{n} file", "{n} files", number)
            self.count.set(said.format(n=f"{number:,}"))
        whole = sum(len(data) for data in made.values()) + papers + listed
        self._total.setText(size_words(whole) if made else "")


def _file_row(icon: str, name: str, what: str, size: str) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.space(row, 0, 1.5)
    row.addWidget(IconTile(icon, "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
    words = QVBoxLayout()
    theme.space(words, 0, 0)
    words.addWidget(Label(name, "strong"))
    words.addWidget(Elided(what, "caption", "soft"))
    row.addLayout(words, 1)
    row.addWidget(Label(size, "body", "soft", equal_digits=True))
    return row


class Missing(Card):
    """What is not there yet; the report says so too. ``opened`` asks for a mobility."""

    opened = Signal(int)
    turned = Signal()  # papers are named now, or no longer

    def __init__(self) -> None:
        super().__init__(_("Still missing"), link=_("Show"))
        self.badge = Badge("")
        self.header.insertWidget(1, self.badge)
        self.words = Paragraph("")
        self.add(self.words)
        self._all = QVBoxLayout()
        theme.space(self._all, 0, 0.25)
        self.add(self._all)
        self.finish()
        self._open = False
        self._preview: Preview | None = None
        self.link_pressed.connect(self._turn)

    def show_missing(self, preview: Preview) -> None:
        """Say what is missing in a few words; ``Show`` names each paper."""
        self._preview = preview
        figures = preview.figures
        gaps = figures.missing + figures.without_dates + figures.rates_missing
        if gaps:
            self.badge.set(f"{gaps:,}", "wait", "warning")
        elif figures.planned and not figures.not_due and not figures.without_names:
            self.badge.set(_("nothing"), "ok", "check")
        else:
            self.badge.set(_("nothing now"), "plain", "clock")
        self.words.setText(" ".join(_said(preview, gaps)))
        if self.link is not None:
            self.link.setVisible(bool(figures.missing or figures.not_due))
        self._fill()

    def _turn(self) -> None:
        self._open = not self._open
        self._fill()
        self.turned.emit()

    def _fill(self) -> None:
        clear(self._all)
        if self.link is not None:
            self.link.setText(_("Hide") if self._open else _("Show"))
        if self._preview is None or not self._open:
            return
        missing = self._preview.frozen.report.missing
        for paper in missing[:MOST_ROWS]:
            name = texts.word(f"paper.{paper.paper}")
            self._add(f"{paper.person or paper.number}: {name}", paper.number)
        say_rest(self._all, len(missing))
        waiting = self._preview.not_due
        if waiting:
            self._all.addWidget(caption(texts.word("paper_asked.later")))
        for one in waiting[:MOST_ROWS]:
            papers = ngettext("{n} paper", "{n} papers", one.papers)
            self._add(f"{one.who or one.number}: {papers}. {_waits_for(one.stage)}", one.number)
        say_rest(self._all, len(waiting))

    def _add(self, words: str, number: str) -> None:
        link = Button(words, "link")
        mobility = self._preview.numbers[number] if self._preview else 0
        link.clicked.connect(lambda _on=False: self.opened.emit(mobility))
        self._all.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)


def _said(preview: Preview, gaps: int) -> list[str]:
    """The card in sentences: what is missing, then what is too early to be missing."""
    figures = preview.figures
    if not figures.planned and not gaps:
        return [texts.word("report.empty.no_papers")]
    said = []
    counts: dict[str, int] = {}
    for paper in preview.frozen.report.missing:
        counts[paper.paper] = counts.get(paper.paper, 0) + 1
    if counts:
        first = sorted(counts.items(), key=lambda item: -item[1])[:3]
        names = ", ".join(f"{texts.word(f'paper.{kind}')} × {n:,}" for kind, n in first)
        said.append(names + (_(" and others") if len(counts) > len(first) else "") + ".")
    elif figures.not_due or figures.without_names:
        said.append(texts.word("report.empty.missing_now"))
    n = figures.not_due, figures.without_dates, figures.rates_missing, figures.without_names
    words = (
        ngettext("{n} paper is not due yet.", "{n} papers are not due yet.", n[0]),
        ngettext("{n} mobility without exact dates.", "{n} mobilities without exact dates.", n[1]),
        ngettext("{n} mobility without a sum.", "{n} mobilities without a sum.", n[2]),
        ngettext("{n} place without a name.", "{n} places without a name.", n[3]),
    )
    said += [sentence for number, sentence in zip(n, words, strict=True) if number]
    return [*said, _("The report says so.")] if said else [_("Every wanted paper is there.")]


def _waits_for(stage: str) -> str:
    """``Still at Idea``, ``After leaving``."""
    if not stage:
        return texts.word("report.not_due.leaving")
    return texts.word("report.not_due.planning").format(stage=texts.word(f"stage.{stage}"))


def say_rest(rows: QVBoxLayout, number: int) -> None:
    """Say how many rows of a long list are not shown."""
    if number > MOST_ROWS:
        rest = number - MOST_ROWS
        more = ngettext("and {n} more", "and {n} more", rest)
        rows.addWidget(caption(more.format(n=f"{rest:,}")))


class LeftOut(Card):
    """What never leaves, and which files stay here because of their mark."""

    def __init__(self) -> None:
        super().__init__(_("Left out on purpose"))
        self.header.insertWidget(1, Badge(_("always"), "mine", "lock"))
        self.words = Paragraph("")
        self.add(self.words)
        self.finish()

    def show_left_out(self, preview: Preview) -> None:
        """Name it."""
        always = [c for c in preview.frozen.report.left_out if c != "flagged_lines"]
        names = ", ".join(texts.word(f"report.left_out.{code}") for code in always)
        said = [f"{names[:1].upper()}{names[1:]}."]
        staying = sum(not file.may_leave for file in preview.supporting)
        if staying:
            words = ngettext(
                "{n} file marked sensitive or protected.",
                "{n} files marked sensitive or protected.",
                staying,
            )
            said.append(words.format(n=staying))
        if preview.staying_on_paper:
            words = ngettext(
                "{n} paper original marked sensitive.",
                "{n} paper originals marked sensitive.",
                preview.staying_on_paper,
            )
            said.append(words.format(n=preview.staying_on_paper))
        self.words.setText(" ".join(said))
