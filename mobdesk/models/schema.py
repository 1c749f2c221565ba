"""All mapped classes in one place, for migrations, history and erasure."""

from __future__ import annotations

from mobdesk.models import (
    accounts,
    accreditations,
    documents,
    journal,
    mobilities,
    organisations,
    people,
    projects,
    reports,
    workspace,
)
from mobdesk.models.base import Base

metadata = Base.metadata

SUBJECTS = (
    accounts, accreditations, documents, journal, mobilities, organisations, people, projects,
    reports, workspace,
)  # fmt: skip
