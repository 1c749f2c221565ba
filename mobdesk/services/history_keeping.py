"""When the history goes: done with the automatic backups, whoever is signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from mobdesk.domain.retention import HISTORY_DAYS
from mobdesk.models import journal_age
from mobdesk.models.store import Store
from mobdesk.services import retention


def forget(store: Store, now: datetime) -> int:
    """Delete history of records that went, and of projects whose proof duty ended."""
    over = retention.proofs_over(store, now.astimezone().date())
    with store.quietly() as s:
        return journal_age.forget(s.connection(), now - timedelta(days=HISTORY_DAYS), over)
