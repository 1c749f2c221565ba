"""Try a what-if: edits at the left, their effect on every line and target at the right.

Edits stay while the program is open, also under a lock. Nothing is written before "Keep".
"""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk.domain import what_if as rules
from mobdesk.domain.roles import Actor
from mobdesk.errors import Invalid, Problem
from mobdesk.i18n import _
from mobdesk.services import budgets, what_if, what_if_keeping
from mobdesk.services.what_if import Effect
from mobdesk.services.what_if_outdated import Outdated
from mobdesk.services.what_if_scratch import Scratch
from mobdesk.ui import rows, theme
from mobdesk.ui.budget import what_if_edits as edits
from mobdesk.ui.budget.what_if_edits import EditBlock
from mobdesk.ui.budget.what_if_effect import EffectCard, TargetsCard
from mobdesk.ui.budget.what_if_fields import choosable
from mobdesk.ui.budget.what_if_look import LookCard, OutdatedCard
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.flow import Flow
from mobdesk.ui.parts.labels import Paragraph

_TWO_COLUMNS = 120  # characters of the page


class Seen(NamedTuple):
    """A computed effect and of which blocks it is, in their order."""

    effect: Effect
    blocks: tuple[EditBlock, ...]


class WhatIfPage(Page):
    """Opened with ``id``: a project; else the one that runs today."""

    tables = frozenset({
        "projects", "awards", "award_versions", "budget_transfers", "mobilities", "subgroups",
        "members", "grant_lines", "payees", "people", "papers", "attachments", "real_costs",
        "rate_sheets", "organisations", "targets", "objectives",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Try a what-if"))
        self.scratch: Scratch | None = None
        self.seen: Seen | None = None
        self.blocks: list[EditBlock] = []
        self._wanted: int | None = None
        self.header.set_crumbs((_("Budget"), self._to_budget))
        self.throw_button = Button(_("Throw away"), "second", "trash")
        self.throw_button.clicked.connect(self.throw_away)
        self.keep_button = Button(_("Keep as the plan"), "main", "check")
        self.keep_button.clicked.connect(self.keep)
        self.header.add_action(self.throw_button)
        self.header.add_action(self.keep_button)
        self.changes = self._make_changes()
        self.effect_card = EffectCard()
        self.targets = TargetsCard()
        self.look = LookCard()
        self.columns = Columns((2, 3))
        self.columns.set_cards([self.changes], [self.effect_card, self.look, self.targets])
        self.outdated = rows.Block()
        self.outdated.hide()
        self.body.addWidget(self.outdated)
        self.body.addWidget(self.columns)
        self.empty = EmptyState(
            _("No project yet"), _("A what-if tries changes of a project’s plan."),
            _("Add a project"), main_icon="plus",
        )  # fmt: skip
        self.empty.main_pressed.connect(lambda: desk.open("projects", new=True))
        self.empty.hide()
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
        self._say_possible()

    def _make_changes(self) -> Card:
        card = Card(_("What would change"))
        self.start_words = Paragraph(
            _("Add a change. The effect is shown at once, and nothing is saved."), "body", "soft"
        )
        card.add(self.start_words)
        holder = QWidget()
        self.list = QVBoxLayout(holder)
        theme.space(self.list, 0, 1.5)
        card.add(holder)
        card.add_line()
        flow = Flow()
        card.add(flow)
        theme.space(flow, 0, 1)
        self.kind_buttons: dict[str, Button] = {}
        for kind in edits.KINDS:
            button = Button(edits.kind_name(kind), "second", edits.icon_of(kind))
            button.clicked.connect(lambda _on=False, kind=kind: self.add(kind))
            flow.addWidget(button)
            self.kind_buttons[kind] = button
        card.finish()
        return card

    # what the window calls
    def go(self, **where: Any) -> None:
        number = where.get("id")
        if number is not None and (self.scratch is None or number != self.scratch.project_id):
            self._wanted = number
            self.mark_stale()

    def entry(self) -> QWidget | None:
        """The first change to add, or the one under way."""
        if self.scratch is None:
            return self.first_stop()
        return self.blocks[0].title if self.blocks else self.kind_buttons[edits.KINDS[0]]

    def refresh(self) -> None:
        wanted = self._wanted or (self.scratch.project_id if self.scratch else None)
        today = self.desk.today()

        def look(store: Any, actor: Actor) -> Scratch | None:
            found = budgets.choices(store, actor, also=wanted)
            runs = [one for one in found if one.runs_on(today)]
            here = [one for one in found if one.id == wanted]
            number = next((one.id for one in [*here, *runs, *found]), None)
            return what_if.start(store, actor, number) if number else None

        self.desk.read(self, look, then=self._show, key="what_if")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """Fewer characters stand beside each other."""
        self._arrange()

    def _arrange(self) -> None:
        self.columns.set_one(self.width() / theme.current().c < _TWO_COLUMNS)

    # showing
    def _show(self, scratch: Scratch | None) -> None:
        another = scratch is not None and (
            self.scratch is None or scratch.project_id != self.scratch.project_id
        )
        self.scratch, self._wanted = scratch, None
        self.columns.setVisible(scratch is not None)
        self.empty.setVisible(scratch is None)
        self.header.set_bare(scratch is None)
        self.body.setStretch(self.body.count() - 1, int(scratch is not None))
        if scratch is None:
            self.header.set_line("")
            return
        self.header.set_line(" · ".join(one for one in (scratch.title, scratch.code) if one))
        if another:
            self._restore()
        for block in self.blocks:
            block.offer_again()
        for kind, button in self.kind_buttons.items():
            possible = kind == "more" or bool(choosable(kind, scratch))
            button.set_possible(possible, _("No mobility of this project can change like this."))
        self._compute()

    def _compute(self) -> None:
        """The effect of what is typed, at once; of two the newer one counts."""
        scratch = self.scratch
        if scratch is None:
            return
        made = [(block, block.made().edit) for block in self.blocks]
        counted = tuple(block for block, edit in made if edit is not None)
        wanted = [edit for _block, edit in made if edit is not None]
        self.desk.jobs.run(
            self,
            lambda _progress: what_if.effect(scratch, wanted),
            lambda found: self._show_effect(Seen(found, counted)),
            key="effect",
        )

    def _show_effect(self, seen: Seen) -> None:
        self.seen = seen
        scratch = self.scratch
        if scratch is None:
            return
        refused: dict[int, list[Problem]] = {}
        for at, problem in seen.effect.refused:
            refused.setdefault(at, []).append(problem)
        for at, block in enumerate(seen.blocks):
            block.show_problems(refused.get(at, []))
        self.effect_card.show_effect(seen.effect)
        names = {one.mobility_id: one.name for one in scratch.stays}
        self.look.show_effect(seen.effect, lambda number: names.get(number, ""))
        self.targets.show_aims(
            seen.effect.aims, lambda number: scratch.objective_names.get(number, "")
        )
        self._say_possible()

    def _say_possible(self) -> None:
        self.throw_button.set_possible(bool(self.blocks), _("Nothing is changed yet."))
        self.keep_button.set_possible(*self._may_keep())
        self.start_words.setVisible(not self.blocks)

    def _may_keep(self) -> tuple[bool, str]:
        if not self.blocks:
            return False, _("Nothing is changed yet.")
        seen = self.seen
        if seen is None or len(seen.blocks) < len(self.blocks):
            return False, _("A change is not complete yet.")
        if seen.effect.refused or any(one.refused for one in seen.effect.told):
            return False, _("Something has to be mended first. Look at what is said in red.")
        return True, ""

    # editing
    def add(self, kind: str, values: dict[str, Any] | None = None) -> EditBlock | None:
        """Add a change of this kind and open its fields."""
        if self.scratch is None:
            return None
        given = edits.defaults(kind, self.scratch, self.desk.today()) if values is None else values
        block = EditBlock(kind, given, self._scratch_now, self.desk.today)
        block.changed.connect(self._edited)
        block.opened.connect(lambda: self._open_only(block))
        block.removed.connect(lambda: self.remove(block))
        self.blocks.append(block)
        self.list.addWidget(block)
        self._open_only(block)
        if values is None:
            block.form.focus()
            self._edited()
        return block

    def remove(self, block: EditBlock) -> None:
        """Take a change away."""
        at = self.blocks.index(block)
        self.blocks.remove(block)
        self.list.removeWidget(block)
        block.hide()
        block.deleteLater()
        self._edited()
        near = self.blocks[min(at, len(self.blocks) - 1)].title if self.blocks else None
        (near or self.kind_buttons[edits.KINDS[0]]).setFocus(Qt.FocusReason.OtherFocusReason)

    def throw_away(self) -> None:
        """All changes go; nothing was written."""
        for block in self.blocks:
            self.list.removeWidget(block)
            block.hide()
            block.deleteLater()
        self.blocks = []
        self._edited()
        self.kind_buttons[edits.KINDS[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _scratch_now(self) -> Scratch:
        assert self.scratch is not None  # no change is added before it is read
        return self.scratch

    def _open_only(self, chosen: EditBlock) -> None:
        for block in self.blocks:
            block.set_open(block is chosen)

    def _edited(self) -> None:
        self._remember()
        self.seen = None
        self._compute()

    def _remember(self) -> None:
        key = f"what_if {self._scratch_now().project_id}"
        if self.blocks:
            kept = [(block.kind, block.values()) for block in self.blocks]
            self.desk.drafts[key] = {"edits": kept}
        else:
            self.desk.drafts.pop(key, None)

    def _restore(self) -> None:
        """The changes of this project, as they were left."""
        for block in self.blocks:
            self.list.removeWidget(block)
            block.hide()
            block.deleteLater()
        self.blocks = []
        kept = self.desk.drafts.get(f"what_if {self._scratch_now().project_id}", {})
        for kind, values in kept.get("edits", ()):
            self.add(kind, values)
        if self.blocks:
            self._open_only(self.blocks[0])

    # keeping
    def keep(self) -> None:
        """Make the changes the plan, in one step that Undo takes back."""
        if not self._may_keep()[0]:
            return
        scratch = self._scratch_now()
        wanted = [edit for block in self.blocks if (edit := block.made().edit) is not None]
        if self._ask_reasons(wanted):
            return
        stale: list[Outdated] = []

        def save(store: Any, actor: Actor) -> Any:
            kept = what_if_keeping.keep(store, actor, scratch.project_id, wanted, scratch.step)
            stale.extend(kept.stale)
            return kept.done

        self.throw_button.set_possible(False)
        self.keep_button.set_possible(False)
        self.desk.write(self, save, then=lambda _done: self._kept(stale), fail=self._refused)

    def _ask_reasons(self, wanted: list[rules.Edit]) -> bool:
        """A cancellation is kept with its reason: the first without one opens and says so."""
        for block, edit in zip(self.blocks, wanted, strict=True):
            problems = [one for one in rules.reason_problems(edit) if one.field in block.form.rows]
            if problems:
                block.set_open(True)
                self._open_only(block)
                block.form.show_errors(problems)
                return True
        return False

    def _kept(self, stale: list[Outdated]) -> None:
        rows.clear(self.outdated.body)
        if stale:
            card = OutdatedCard(stale, lambda number: self.desk.open("mobility", id=number))
            self.outdated.body.addWidget(card)
        self.outdated.setVisible(bool(stale))
        self.throw_away()

    def _refused(self, err: BaseException) -> None:
        self._say_possible()
        if isinstance(err, Invalid):
            self._compute()  # the plan may be another one: what is wrong stands at the changes
        self.desk.show_error(self, err)
        self.mark_stale()

    def _to_budget(self) -> None:
        where = {"id": self.scratch.project_id} if self.scratch else {}
        self.desk.open("budget", **where)
