"""What to look at about a what-if: findings of the rules, agreements, what is out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from mobdesk import texts
from mobdesk.errors import Problem
from mobdesk.i18n import _, ngettext
from mobdesk.services.what_if import Effect
from mobdesk.services.what_if_outdated import Outdated
from mobdesk.services.what_if_rules import Told
from mobdesk.ui import rows, shown, stays, theme
from mobdesk.ui.budget import words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import IconLabel

_MOST_TOLD = 12
_MOST_ROWS = 25


class LookCard(Card):
    """What the rules find, signed agreements with other sums, and what is not known."""

    def __init__(self) -> None:
        super().__init__(_("Look here"))
        self.list = rows.Block(1)
        self.add(self.list)
        self.finish()

    def show_effect(self, effect: Effect, names: Callable[[int], str]) -> None:
        """Show what is to be looked at; hidden where there is nothing."""
        rows.clear(self.list.body)
        said = look_at(effect, names)
        for wrong, text in said:
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            self.list.body.addLayout(row)
            role = "stop_text" if wrong else "wait_text"
            row.addWidget(IconLabel("warning", role), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Paragraph(text), 1)
        self.setVisible(bool(said))


def look_at(effect: Effect, names: Callable[[int], str]) -> list[tuple[bool, str]]:
    """Each thing to look at, with whether it must be mended before the edits can be kept."""
    said = [(one.refused, _told(one, names)) for one in effect.told[:_MOST_TOLD]]
    rest = len(effect.told) - len(said)
    if rest > 0:
        text = ngettext("{n} more thing like these.", "{n} more things like these.", rest)
        said.append((False, text.format(n=rest)))
    n, cents = effect.agreements
    if n:
        text = ngettext(
            "{n} signed agreement keeps its sums.", "{n} signed agreements keep their sums.", n
        ).format(n=n)
        by_today = _("Today’s data give {sum} more.") if cents > 0 else _(
            "Today’s data give {sum} less."
        )  # fmt: skip
        said.append((False, f"{text} {by_today.format(sum=words.euros(abs(cents)))}"))
    if effect.missing > 0:
        said.append((False, words.missing_long(effect.missing)))
    return said


def _told(one: Told, names: Callable[[int], str]) -> str:
    problem = one.finding.problem
    values = {key: _plain(key, value) for key, value in problem.values.items()}
    what = texts.error(Problem(problem.field, problem.code, values)).what
    if not one.mobilities:
        return _("New stays: {what}").format(what=what)
    whom = names(one.mobilities[0])
    n = len(one.mobilities)
    if n > 1:
        whom = ngettext("{n} mobility", "{n} mobilities", n).format(n=n)
    return f"{whom}: {what}"


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return shown.long_date(value)
    return stays.country(value) if key == "country" and value else value


class OutdatedCard(Card):
    """What was agreed, signed, paid or entered for the plan before; a row opens its mobility."""

    def __init__(self, stale: Sequence[Outdated], open_: Callable[[int], object]) -> None:
        by_mobility: dict[int, list[Outdated]] = {}
        for one in stale:
            by_mobility.setdefault(one.mobility_id, []).append(one)
        super().__init__(_("Now out of date"), len(by_mobility))
        self.add(Paragraph(_("This was agreed for the plan before. Look at each."), "body", "soft"))
        for number in list(by_mobility)[:_MOST_ROWS]:
            each = by_mobility[number]
            why = " · ".join(outdated_words(one) for one in each)
            self.add(
                rows.LinkRow("warning", each[0].name or _("No name"), why, partial(open_, number))
            )
        rest = len(by_mobility) - _MOST_ROWS
        if rest > 0:
            more = ngettext("{n} more mobility.", "{n} more mobilities.", rest)
            self.add(Paragraph(more.format(n=shown.number(rest)), "body", "soft"))
        self.close_button = Button(_("Close"))
        self.close_button.clicked.connect(lambda: self.hide())
        self.add(_left_aligned(self.close_button))
        self.finish()


def _left_aligned(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row


def outdated_words(one: Outdated) -> str:
    """Why it is out of date."""
    said = texts.word(f"what_if.stale.{one.code}")
    return said.format(paper=texts.word(f"paper.{one.value}")) if one.value else said
