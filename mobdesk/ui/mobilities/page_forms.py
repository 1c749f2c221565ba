"""What the small forms of one mobility share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.mobilities.facts import Sheet

#: what a form calls the reason
WHY = N_("Why")


class PageForms:
    """Forms that open over ``page``, for the mobility it shows.

    ``attach(files, paper_id)`` takes the scans of a paper.
    """

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        sheet: Callable[[], Sheet],
        attach: Callable[[Sequence[Path], int], object],
    ) -> None:
        self.desk, self.page, self._sheet, self.attach = desk, page, sheet, attach

    def _near(self) -> Any:
        return self._sheet().dates.first or self.desk.today()

    def _name(self, member_id: int) -> str:
        member = self._sheet().member(member_id)
        return member.name if member else ""

    def _part(self) -> str:
        first = next(iter(self._sheet().members), None)
        return first.values["part"] if first else ""
