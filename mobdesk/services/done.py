"""``Done`` for everything above the services."""

from __future__ import annotations

from mobdesk.domain.done import Done

__all__ = ["Done"]
