"""The cards of files to send: what is in it, what is missing, what stays here, how it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _, ngettext
from mobdesk.services import reports
from mobdesk.services.report_rows import Flagged, Supporting
from mobdesk.services.reports import MailWords, Preview
from mobdesk.ui import clipboard, theme
from mobdesk.ui.door import Labelled
from mobdesk.ui.fields import Text
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox, Segments
from mobdesk.ui.parts.labels import Elided, Label, Paragraph, caption
from mobdesk.ui.parts.marks import Badge, IconLabel, IconTile
from mobdesk.ui.parts.progress import ProgressLine
from mobdesk.ui.rows import clear

#: Rows of a long list that are shown; the rest is counted.
MOST_ROWS = 60


def size_words(size: int) -> str:
    """``96 KB``, ``6.4 MB``."""
    if size < 1_000_000:
        return _("{n} KB").format(n=f"{max(1, round(size / 1000)):,}")
    return _("{n} MB").format(n=f"{size / 1_000_000:,.1f}")


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
        people = ngettext("{n} person", "{n} people", len(preview.frozen.report.people))
        counts = ", ".join(
            (
                mobilities.format(n=f"{figures.planned + figures.ended:,}"),
                people.format(n=f"{len(preview.frozen.report.people):,}"),
            )
        )
        listed = 250 * (len(made) + len(chosen) + 4)
        rows = [
            ("documents", _("Report to read"), _("PDF: {counts}").format(counts=counts),
             sizes[".pdf"]),
            ("table", _("Workbook to check"),
             _("Overview, participants, mobilities, budget, missing papers"), sizes[".xlsx"]),
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
        figures, missing = preview.figures, preview.frozen.report.missing
        gaps = figures.missing + figures.without_dates + figures.rates_missing
        if gaps:
            self.badge.set(f"{gaps:,}", "wait", "warning")
        else:
            self.badge.set(_("nothing"), "ok", "check")
        said = []
        if missing:
            counts: dict[str, int] = {}
            for paper in missing:
                counts[paper.paper] = counts.get(paper.paper, 0) + 1
            first = sorted(counts.items(), key=lambda item: -item[1])[:3]
            names = ", ".join(f"{texts.word(f'paper.{kind}')} × {n:,}" for kind, n in first)
            more = len(counts) - len(first)
            said.append(names + (_(" and others") if more else "") + ".")
        if figures.without_dates:
            words = ngettext(
                "{n} mobility without exact dates.",
                "{n} mobilities without exact dates.",
                figures.without_dates,
            )
            said.append(words.format(n=f"{figures.without_dates:,}"))
        if figures.rates_missing:
            words = ngettext(
                "{n} mobility without a sum.",
                "{n} mobilities without a sum.",
                figures.rates_missing,
            )
            said.append(words.format(n=f"{figures.rates_missing:,}"))
        self.words.setText(
            " ".join([*said, _("The report says so.")])
            if said
            else _("Every wanted paper is there.")
        )
        if self.link is not None:
            self.link.setVisible(bool(missing))
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
            who = f"{paper.person}: {name}" if paper.person else f"{paper.number}: {name}"
            link = Button(who, "link")
            number = self._preview.numbers[paper.number]
            link.clicked.connect(lambda _on=False, number=number: self.opened.emit(number))
            self._all.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        _say_rest(self._all, len(missing))


def _say_rest(rows: QVBoxLayout, number: int) -> None:
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
        self.words.setText(" ".join(said))


class Ticked(Card):
    """A list with ticks; ``changed`` when one was turned."""

    changed = Signal()
    redrawn = Signal()  # its rows are new ones

    def __init__(self, title: str, line: str) -> None:
        super().__init__(title, 0)
        self.add(Paragraph(line, "body", "soft"))
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 0.5)
        self.add(self._rows)
        self.finish()

    def _fill(self, rows: Sequence[_Tick]) -> None:
        clear(self._rows)
        for tick in rows[:MOST_ROWS]:
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            box = CheckBox()
            box.setAccessibleName(f"{tick.name}, {tick.what}")
            box.setChecked(tick.on)
            box.toggled.connect(tick.turned)
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(_Beside(box, tick.name, tick.what), 1)
            row.addWidget(Label(tick.right, "body", "soft", equal_digits=True))
            self._rows.addLayout(row)
        _say_rest(self._rows, len(rows))
        self.setVisible(bool(rows))


class _Beside(QWidget):
    """Two lines beside a check box; pressing them turns it."""

    def __init__(self, box: CheckBox, name: str, what: str) -> None:
        super().__init__()
        self._box = box
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = QVBoxLayout(self)
        theme.space(words, 0, 0)
        words.addWidget(Elided(name, "strong"))
        words.addWidget(Elided(what, "caption", "soft"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self._box.toggle()


class _Tick(NamedTuple):
    name: str
    what: str
    right: str
    on: bool
    turned: Callable[[bool], object]


class Papers(Ticked):
    """Which supporting documents go along: all that may, until one is unticked."""

    def __init__(self) -> None:
        super().__init__(
            _("Supporting documents"),
            _("Ticked files go along. In the package they are named by mobility, never by person."),
        )
        self._off: set[int] = set()
        self._files: tuple[Supporting, ...] = ()
        self._all = Button(_("None"), "link")
        self._all.clicked.connect(self._turn_all)
        self.header.addWidget(self._all)

    def show_papers(self, files: Sequence[Supporting]) -> None:
        """Offer these files; what was unticked before stays so."""
        self._files = tuple(file for file in files if file.may_leave)
        self.set_count(len(self._files))
        self._draw()

    def chosen(self) -> list[Supporting]:
        """The files that go along."""
        return [file for file in self._files if file.id not in self._off]

    def _draw(self) -> None:
        self._all.setText(_("None") if len(self.chosen()) == len(self._files) else _("All"))
        self._fill([
            _Tick(
                texts.word(f"paper.{file.paper or 'document'}") + f" · {file.title}",
                file.name.removeprefix("papers/"),
                size_words(file.size),
                file.id not in self._off,
                partial(self._turn, file.id),
            )
            for file in self._files
        ])  # fmt: skip

    def _turn(self, i: int, on: bool) -> None:
        (self._off.discard if on else self._off.add)(i)
        self._all.setText(_("None") if len(self.chosen()) == len(self._files) else _("All"))
        self.changed.emit()

    def _turn_all(self) -> None:
        none = len(self.chosen()) == len(self._files)
        self._off = {file.id for file in self._files} if none else set()
        self._draw()
        self.redrawn.emit()
        self.changed.emit()


class Lines(Ticked):
    """Lines that may tell of health, belief or a trade union: each stays here unless ticked."""

    def __init__(self) -> None:
        super().__init__(
            _("Look at these lines"),
            _("They may tell of health, belief or a trade union. A line goes along when ticked."),
        )
        self._kept: set[Flagged] = set()
        self._lines: tuple[Flagged, ...] = ()

    def show_lines(self, lines: Sequence[Flagged]) -> None:
        """Offer these lines; what was decided of a line before still holds."""
        self._lines = tuple(lines)
        self._kept &= set(lines)
        self.set_count(len(lines))
        self._fill([
            _Tick(
                line.line,
                ", ".join(
                    (
                        line.number or _("Title of the project"),
                        *(f"{texts.word(f'flag.{h.kind}')}: {h.word}" for h in line.hints),
                    )
                ),
                "",
                line in self._kept,
                partial(self._turn, line),
            )
            for line in lines
        ])  # fmt: skip

    def kept(self) -> frozenset[Flagged]:
        """The lines that go along."""
        return frozenset(self._kept)

    def _turn(self, line: Flagged, on: bool) -> None:
        (self._kept.add if on else self._kept.discard)(line)
        self.changed.emit()


class How(Card):
    """Folder, ZIP or protected ZIP; the passphrase; how much of one mail it takes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("How"))
        names = [(form, texts.word(f"package_form.{form}")) for form in reports.FORMS]
        self.forms = Segments(names, _("How to save"))
        self.header.addStretch(1)
        self.header.addWidget(self.forms)
        self._secret = QWidget()
        row = QHBoxLayout(self._secret)
        theme.space(row, 0, 1.25)
        self.passphrase = Text("")
        self.passphrase.setAccessibleName(_("Passphrase of the files"))
        self.passphrase.set_value(reports.new_passphrase())
        theme.set_font(self.passphrase, "mono")
        self.copy = Button(_("Copy"), "second", "copy")
        self.copy.clicked.connect(lambda: clipboard.copy(self.passphrase.value(), private=True))
        name = Label(_("Passphrase"), "label")
        name.setBuddy(self.passphrase)
        row.addWidget(name)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.copy)
        self.add(self._secret)
        line = QHBoxLayout()
        theme.space(line, 0, 1)
        self._icon = IconLabel("lock")
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.words = Paragraph("", "body", "soft")
        line.addWidget(self.words, 1)
        self._mail = Label("", "caption", "soft", equal_digits=True)
        line.addWidget(self._mail)
        self.add(line)
        self._bar = ProgressLine(_("Share of one mail"))
        self.add(self._bar)
        self.finish()
        self._chosen_by_hand = False
        self._names_people = True
        self.forms.chosen.connect(self._by_hand)
        self.passphrase.changed.connect(self.changed)
        self._say()

    @property
    def form(self) -> str:
        """The chosen one of ``reports.FORMS``."""
        return self.forms.current()

    def propose(self, form: str, *, names_people: bool) -> None:
        """Choose the usual form, unless one was chosen by hand."""
        self._names_people = names_people
        if not self._chosen_by_hand:
            self.forms.choose(form)
        self._say()

    def show_size(self, size: int, limit: int) -> None:
        """How much of one mail this takes; 0 says nothing."""
        self._mail.setVisible(size > 0)
        self._bar.setVisible(size > 0)
        mails = max(1, -(-size // limit))
        whole = _("One mail: {size} of {most}") if mails == 1 else _("{n} mails: {size}")
        self._mail.setText(whole.format(size=size_words(size), most=size_words(limit), n=mails))
        self._bar.set_progress(min(size, limit), limit)

    def _by_hand(self, _form: str) -> None:
        self._chosen_by_hand = True
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        protected = self.form == reports.PROTECTED
        self._secret.setVisible(protected)
        self._icon.set("lock" if protected else "info", "soft")
        if protected:
            why = _("On by default, because people are named. ") if self._names_people else ""
            self.words.setText(why + _("Tell the passphrase by telephone. It is kept nowhere."))
        elif self._names_people:
            self.words.setText(_("People are named in it. Everybody who gets it can read it."))
        else:
            self.words.setText(_("Everybody who gets it can read it."))


class MailCard(Card):
    """Recipient, the draft, and its three parts for a mail program that takes no draft."""

    asked = Signal(str)  # address, subject or text: which part to copy
    recipient_changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Mail"), link=_("Open draft"))
        self.recipient = Labelled(_("To"), Text("", 254), optional=True)
        self.editor: Text = self.recipient.editor  # type: ignore[assignment]
        self.editor.setPlaceholderText(_("name@agency.example"))
        self.editor.editingFinished.connect(self.recipient_changed)
        self.add(self.recipient)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._row, 0, 1)
        self.buttons: dict[str, Button] = {}
        for key, words in (
            ("address", _("Address")), ("subject", _("Subject")), ("text", _("Text")),
        ):  # fmt: skip
            button = Button(words, "second", "copy")
            button.setAccessibleName(_("Copy: {what}").format(what=words))
            button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            self.buttons[key] = button
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.add(self._row)
        self.add(Paragraph(_("No mail program here? Copy the three parts."), "body", "soft"))
        self.finish()
        self.let_open(False)

    def let_open(self, possible: bool) -> None:
        """The draft is there once the files are saved."""
        if self.link is not None:
            self.link.set_possible(possible, _("Save the files first."))

    def for_demo(self) -> None:
        """A demo has no recipient."""
        self.recipient.setEnabled(False)
        self.recipient.say(_("Nothing is sent from a demo."))
        self.buttons["address"].set_possible(False, _("Nothing is sent from a demo."))

    def copied(self, key: str, words: MailWords) -> None:
        """Put one part on the clipboard, and say so on its button for a moment."""
        clipboard.copy(getattr(words, key))
        for name, button in self.buttons.items():
            button.set_icon("check" if name == key else "copy")
