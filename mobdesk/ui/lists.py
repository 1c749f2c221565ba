"""The page of a subject's list: search, filter chips, table, and a pane for the chosen record.

A subject declares its columns, its service and its words, and fills the pane; everything else is
here once. The service has ``find(store, actor, query)`` and ``rows(store, actor, ids)``; one that
has ``get_ready(store, actor, query)`` is asked to prepare the search once the rows are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.services.records import Query
from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.panes import Pane
from mobdesk.ui.parts.chips import Chip
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.flow import Flow
from mobdesk.ui.search_field import SearchField
from mobdesk.ui.table_card import TableCard
from mobdesk.ui.tables import Column, Table

FIRST_ROWS = 60
BUSY_AFTER_MS = 150


class Filter(NamedTuple):
    """A chip: sets ``query.filters[name]`` to ``value``; ``tally`` is its key in ``counts``.

    ``words`` is a marked text. Two chips of one ``name`` exclude each other.
    """

    name: str
    value: Any
    words: str
    tally: str = ""


class Service(Protocol):
    """What a list needs of its subject's service module."""

    @property
    def find(self) -> Callable[..., Sequence[int]]: ...
    @property
    def rows(self) -> Callable[..., Iterable[Any]]: ...


class ListPage(Page):
    """Subclasses set the class attributes and write the hooks below them."""

    answered = Signal(int)  # so many records match what was asked last; they are shown

    scrolls = False
    name: str = ""  # marked text: the page's title and the table's name
    key: str = ""  # of the table, in the settings
    placeholder: str = ""  # marked text of the search field: what can be searched
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    first_rows = FIRST_ROWS  # read together with the ids, so that they are drawn without wait

    def __init__(self, desk: Desk, service: Service) -> None:
        super().__init__(desk, _(self.name))
        self.service = service
        self.record: int | None = None
        self._total: int | None = None  # records without any filter, once they are counted
        self._bare = False
        self._new_search = self._only_search = False
        self.search = SearchField(self.placeholder, _("Search"))
        self.table = Table(
            self.columns, _(self.name), fetch=self._fetch, settings=desk.settings, key=self.key,
            on_bug=lambda err: desk.show_error(self, err),
        )  # fmt: skip
        if not self.table.sort_key:
            self.table.set_sort(self.sort or self.columns[0].key)
        self.card = TableCard(self.table, self.counted, self.make_empty(), self.make_filtered())
        self.pane = self.make_pane()
        self.chips = [self._make_chip(one) for one in self.filters]
        self._recall_filters()
        self._lay_out()
        self._connect()
        self._slow = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._slow.timeout.connect(lambda: self.card.set_busy(True))

    # hooks of the subject
    def counted(self, count: int) -> str:
        """``128 people``."""
        return f"{count:,}"

    def make_empty(self) -> EmptyState | None:
        """What stands there when there is no record at all."""
        return None

    def make_filtered(self) -> EmptyState | None:
        """What stands there when nothing matches."""
        return None

    def make_pane(self) -> Pane | None:
        """The pane at the right, where the subject has one."""
        return None

    def show_record(self, record: int | None) -> None:
        """Fill the pane with a record (None: nothing chosen)."""

    def open_record(self, record: int) -> None:
        """Enter or a double click on a record."""

    def remove_records(self, ids: Sequence[int]) -> None:
        """Del on the chosen records."""

    def counts(self) -> Callable[..., dict[str, int]] | None:
        """The service that counts for the chips; its key ``all`` is the total."""
        return getattr(self.service, "counts", None)

    def shown(self, rows: Iterable[Any]) -> list[Any]:
        """Rows as the columns want them, from the rows of the service."""
        return list(rows)

    # what is asked now
    def query(self) -> Query:
        """Search, filters and order as set on the page."""
        on = {chip.name: chip.value for chip, box in self._pairs() if box.isChecked()}
        return Query(self.search.value(), on, self.table.sort_key, self.table.sort_down)

    def clear_filters(self) -> None:
        """Show everything again."""
        for box in self.chips:
            box.setChecked(False)
        self.search.clear()
        self._search_now()

    def refresh(self) -> None:
        query, service, shown = self.query(), self.service, self.shown
        first = self.table.room() or self.first_rows

        def look(store: Any, actor: Any) -> tuple[Sequence[int], list[Any]]:
            ids = service.find(store, actor, query)
            return ids, shown(service.rows(store, actor, ids[:first]))

        self._slow.start()
        self.desk.read(self, look, then=self._show, fail=self._failed, key="list")
        if self._only_search:
            return
        if (counts := self.counts()) is not None:
            self.desk.read(self, counts, then=self._count, key="counts")
        if (get_ready := getattr(service, "get_ready", None)) is not None:
            self.desk.read(self, get_ready, query, then=lambda _none: None, key="ready")

    def go(self, **where: Any) -> None:
        """``id``: choose this record; ``text``: search."""
        if "text" in where:
            self.search.setText(where["text"])
        if "id" in where:
            self.record = where["id"]
            if not self.table.select(self.record):
                self.clear_filters()

    def focus_search(self) -> bool:
        if self._bare:
            return False
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
        return True

    def mode_changed(self) -> None:
        self._place_pane()

    # inside
    def _lay_out(self) -> None:
        self.tools = QWidget()  # search and filters: away while there is nothing to find
        self.bar = bar = Flow()
        self.tools.setLayout(bar)
        theme.space(bar, 0, 1)
        self.body.addWidget(self.tools)
        bar.addWidget(self.search)
        for chip in self.chips:
            bar.addWidget(chip)
        both = QHBoxLayout()
        theme.space(both, 0, 2)
        both.addWidget(self.card, 1)
        if self.pane is not None:
            both.addWidget(self.pane)
            self.pane.hide()
        self.body.addLayout(both, 1)

    def _connect(self) -> None:
        self.search.below = self.table
        self.search.textChanged.connect(self._search_now)
        self.table.sort_asked.connect(lambda _key, _down: self._search_now())
        self.table.opened.connect(self.open_record)
        self.table.delete_asked.connect(self.remove_records)
        self.table.typed.connect(self._type_on)
        self.table.current_changed.connect(self._chosen)
        self.card.clear_asked.connect(self.clear_filters)

    def _pairs(self) -> list[tuple[Filter, Chip]]:
        return list(zip(self.filters, self.chips, strict=True))

    def _make_chip(self, one: Filter) -> Chip:
        chip = Chip(_(one.words))
        chip.toggled.connect(lambda on, one=one: self._filtered(one, on))
        return chip

    def _filtered(self, one: Filter, on: bool) -> None:
        for other, box in self._pairs():
            if on and other.name == one.name and other is not one and box.isChecked():
                box.blockSignals(True)
                box.setChecked(False)
                box.blockSignals(False)
                box.update()
        self._keep_filters()
        self._search_now()

    def _keep_filters(self) -> None:
        on = [f"{one.name}={one.value}" for one, box in self._pairs() if box.isChecked()]
        settings = self.desk.settings
        settings.keep_columns(self.key, {**settings.columns_of(self.key), "filters": on})

    def _recall_filters(self) -> None:
        kept = self.desk.settings.columns_of(self.key).get("filters")
        for one, box in self._pairs():
            box.blockSignals(True)
            box.setChecked(isinstance(kept, list) and f"{one.name}={one.value}" in kept)
            box.blockSignals(False)

    def _search_now(self) -> None:
        self._new_search = True
        self._only_search = True  # the records are the same: nothing is counted again
        self.mark_stale()
        self._only_search = False

    def _type_on(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(self.search.text() + text)

    def _fetch(self, ids: Sequence[int], then: Callable[[Iterable[Any]], object]) -> None:
        service, shown = self.service, self.shown
        self.desk.read(self, lambda s, a: shown(service.rows(s, a, ids)), then=then)

    def _show(self, found: tuple[Sequence[int], list[Any]]) -> None:
        self._slow.stop()
        ids, rows = found
        query = self.query()
        filtered = bool(query.text or query.filters) and self._total != 0
        top, self._new_search = self._new_search, False
        self.card.show_ids(ids, rows, filtered=filtered, total=self._total or 0, top=top)
        self._set_bare(not ids and self._nothing(filtered))
        self.header.set_count(None if self._bare else len(ids))
        if self.record is not None and self.record != self.table.current_id():
            self.table.select(self.record)
        self.show_record(self.table.current_id())
        self.answered.emit(len(ids))

    def _failed(self, err: BaseException) -> None:
        self._slow.stop()
        self.card.set_busy(False)
        self.desk.show_error(self, err)

    def _count(self, counts: dict[str, int]) -> None:
        self._total = counts.get("all", 0)
        self.card.say_hidden(self._total)
        if self._total == 0 and not self.table.records.ids and not self._bare:
            self._show(((), []))
        for one, chip in self._pairs():
            chip.set_count(counts.get(one.tally, 0) if one.tally else None)

    def _nothing(self, filtered: bool) -> bool:
        """Whether no record is there at all, not only none that the filters show."""
        return self._total == 0 if self.counts() is not None else not filtered

    def _set_bare(self, bare: bool) -> None:
        """Without a record only the title and the way on stand here, and the focus goes there."""
        if bare == self._bare:
            return
        self._bare = bare
        here = self.focusWidget()
        held = here is not None and here.hasFocus()
        self.tools.setVisible(not bare)
        self.header.set_bare(bare)
        if held and here is not None and not here.isVisible():
            self.enter()

    def _chosen(self, record: int | None) -> None:
        if record is not None:
            self.record = record
        self._place_pane()
        self.show_record(record)

    def _place_pane(self) -> None:
        """The pane stands beside the table when there is room and a record is chosen."""
        if self.pane is None:
            return
        beside = self.mode is Mode.WIDE and self.table.current_id() is not None
        self.pane.setVisible(beside)
        self.table.show_priorities(1 if beside else 99)
