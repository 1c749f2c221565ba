"""What was typed when the program locked: kept as drafts until the same account is back."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from mobdesk.i18n import _
from mobdesk.ui.desk import Desk


class KeptTyping:
    """One per program; holds sealed drafts only."""

    def __init__(self) -> None:
        self._sealed: dict[tuple[str, str], bytes] = {}
        self._lost: set[tuple[str, str]] = set()

    def take(self, window: QWidget, desk: Desk) -> None:
        """The desk is about to lock: seal what is typed in open forms, and the drafts."""
        from mobdesk.services import drafts

        whose = drafts.owner(desk.store, desk.actor)
        forms = [one for one in window.findChildren(QDialog) if hasattr(one, "keep_typing")]
        kept = [form.keep_typing() for form in forms]  # every one, also after a refusal
        if not all(kept):
            self._lost.add(whose)
        if desk.drafts:
            self._sealed[whose] = drafts.sealed(desk.store, desk.actor, desk.drafts)

    def forget(self) -> None:
        """Somebody was erased: sealed drafts of others may name her, and cannot be looked into."""
        self._lost |= self._sealed.keys()
        self._sealed.clear()

    def give_back(self, desk: Desk) -> str:
        """Somebody signed in: give their drafts back, and return what is to be said of it."""
        from mobdesk.services import drafts

        whose = drafts.owner(desk.store, desk.actor)
        if whose in self._sealed:
            desk.drafts |= drafts.unsealed(desk.store, desk.actor, self._sealed.pop(whose))
        lost = whose in self._lost
        self._lost.discard(whose)
        if lost:
            return _("What was typed in the open form was not kept when the program locked.")
        if desk.drafts:
            return _("What you typed is kept as a draft. Open the form again to go on.")
        return ""
