"""Rows of the demo, gathered by table and written at once: 100,000 people take seconds."""

from __future__ import annotations

from datetime import date
from typing import Any

from mobdesk.models.budgets import AwardVersion
from mobdesk.models.documents import Paper
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Contact, Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Award, Project
from mobdesk.models.store import Writing


class Batch:
    """Rows for one table, with the ids they will have."""

    def __init__(self, s: Writing, table: type, columns: str) -> None:
        self._s, self._table, self._columns = s, table, tuple(columns.split())
        self._first = s.next_id(table)
        self._rows: list[tuple[Any, ...]] = []

    def add(self, **row: Any) -> int:
        """Take one row, every column by its name; return its id."""
        values = (row[column] for column in self._columns)
        self._rows.append(tuple(v.isoformat() if isinstance(v, date) else v for v in values))
        return self._first + len(self._rows) - 1

    def write(self) -> None:
        """Write what was taken."""
        if self._rows:
            self._s.insert_many(self._table, self._columns, self._rows)


class Rows:
    """One batch for each table."""

    def __init__(self, s: Writing) -> None:
        self.organisations = Batch(
            s, Organisation,
            "name name_key kind city country oid languages sending hosting note search_key",
        )  # fmt: skip
        self.contacts = Batch(s, Contact, "organisation_id name role email")
        self.people = Batch(
            s, Person,
            "first_name last_name role birth_date gender nationality email phone languages "
            "fewer_opportunities next_of_kin document_valid_to organisation_id sort_key search_key",
        )  # fmt: skip
        self.projects = Batch(
            s, Project,
            "code title agreement_number accreditation_id action field call_year start end "
            "report_due note search_key",
        )  # fmt: skip
        self.versions = Batch(
            s, AwardVersion, "project_id kind asked_on holds_from approved_by letter why"
        )
        self.awards = Batch(s, Award, "project_id version_id category amount")
        self.mobilities = Batch(
            s, Mobility,
            "project_id kind direction title activity_type stage stage_reason sending_id "
            "sending_city sending_country host_id host_confirmed_on hosting_city hosting_country "
            "language bm_id bm_status report_status insurance_from insurance_to travel_booked_on "
            "survey_on shown_name shown_key "
            "first_day last_day day_key places search_key",
        )  # fmt: skip
        self.subgroups = Batch(
            s,
            Subgroup,
            "mobility_id start end leaves back travel_means green_travel distance_km "
            "distance_own_km",
        )
        self.members = Batch(
            s, Member,
            "subgroup_id mobility_id person_id part places ended ended_on ended_reason ended_by "
            "force_majeure money_kept actual_start actual_end agreement_signed_on bm_status "
            "report_status course_days",
        )  # fmt: skip
        self.grants = Batch(s, GrantLine, "member_id category kind amount source typed_by dated")
        self.papers = Batch(s, Paper, "member_id kind state filed_on signed place")

    def write(self) -> None:
        """Write all tables, each after those it refers to."""
        for batch in vars(self).values():
            batch.write()
