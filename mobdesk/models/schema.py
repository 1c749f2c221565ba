"""All mapped classes in one place, for migrations, history and erasure."""

from __future__ import annotations

from functools import cache
from typing import Any

from mobdesk.models import (
    accounts,
    accreditations,
    bm,
    budgets,
    documents,
    grants,
    journal,
    mobilities,
    organisations,
    payments,
    people,
    projects,
    rate_sheets,
    reports,
    workspace,
)
from mobdesk.models.base import OWNED, Base

metadata = Base.metadata

SUBJECTS = (
    accounts, accreditations, bm, budgets, documents, grants, journal, mobilities, organisations,
    payments, people, projects, rate_sheets, reports, workspace,
)  # fmt: skip


@cache
def owned_by(table: str) -> tuple[tuple[type[Base], Any], ...]:
    """The classes whose records belong to those of ``table``, each with the column that says so."""
    return tuple(
        (mapper.class_, column)
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns
        if column.info.get(OWNED)
        and any(key.column.table.name == table for key in column.foreign_keys)
    )
