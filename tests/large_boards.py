"""A project with many mobilities, made fast: half of them in groups, four to six lines each."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from mobdesk.models.documents import Paper
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services import projects
from mobdesk.services.demo_rows import Batch
from tests.stores import COORDINATOR

CODE = "2021-1-PL01-KA121-SCH-000012345"  # of a call whose rates ship
SUMS = {
    "organisational_support": 150_000_00, "travel": 700_000_00, "individual_support": 1_000_000_00,
    "course_fees": 300_000_00, "inclusion_organisation": 40_000_00, "linguistic_support": 9_000_00,
}  # fmt: skip
_GROUP = 10
_STAGES = ("idea", "applied", "selected", "confirmed", "abroad", "returned", "closed")
_COUNTRIES = ("FI", "DE", "ES", "IT", "SI")


def fill(store: Store, mobilities: int, people: int = 300, seed: int = 5) -> int:
    """Make a project with so many stays of ``people``; return its id.

    A stay is one person's journey: of two, one goes alone and one in a group of ten.
    """
    project = projects.add(store, COORDINATOR, {"code": CODE}, SUMS).ids[0]
    with store.write(Label("demo_made"), COORDINATOR) as s:
        _Maker(s, Random(seed), project, people).make(mobilities)
        s.done()
    return project


class _Maker:
    def __init__(self, s: Writing, random: Random, project: int, people: int) -> None:
        self.random, self.project = random, project
        self.persons = Batch(s, Person, "first_name last_name role email fewer_opportunities")
        self.stays = Batch(
            s, Mobility,
            "project_id kind direction activity_type stage host_confirmed_on hosting_city "
            "hosting_country",
        )  # fmt: skip
        self.groups = Batch(
            s, Subgroup, "mobility_id start end leaves back green_travel distance_km"
        )
        self.members = Batch(
            s, Member,
            "subgroup_id mobility_id person_id part fewer_opportunities linguistic_support "
            "course_days agreement_signed_on ended",
        )  # fmt: skip
        self.lines = Batch(s, GrantLine, "member_id category kind amount source")
        self.papers = Batch(s, Paper, "member_id kind state filed_on signed place")
        self.people = [
            self.persons.add(
                first_name=f"Nimi{n}", last_name="Tamm", role="staff", email=f"n{n}@example.org",
                fewer_opportunities=n % 5 == 0,
            )
            for n in range(people)
        ]  # fmt: skip
        self.next = 0

    def make(self, stays: int) -> None:
        """So many journeys, half of them alone."""
        alone = stays // 2
        for _n in range(alone):
            self.stay("individual", 1)
        left = stays - alone
        while left:
            size = min(_GROUP, left)
            self.stay("group", size)
            left -= size
        for batch in (
            self.persons, self.stays, self.groups, self.members, self.lines, self.papers,
        ):  # fmt: skip
            batch.write()

    def stay(self, kind: str, size: int) -> None:
        random = self.random
        stage = random.choice(_STAGES)
        course = kind == "individual" and random.random() < 0.4
        activity = "group-mobility" if kind == "group" else "job-shadowing"
        start = date(2021, 9, 6) + timedelta(days=7 * random.randrange(60))
        mobility = self.stays.add(
            project_id=self.project, kind=kind, direction="outgoing",
            activity_type="courses-and-training" if course else activity, stage=stage,
            host_confirmed_on=start if stage != "idea" else None, hosting_city="Turku",
            hosting_country=random.choice(_COUNTRIES),
        )  # fmt: skip
        subgroup = self.groups.add(
            mobility_id=mobility, start=start, end=start + timedelta(days=random.randrange(4, 18)),
            leaves=start - timedelta(days=1), back=None, green_travel=random.random() < 0.3,
            distance_km=str(random.randrange(20, 4000)) if random.random() < 0.97 else None,
        )  # fmt: skip
        for _n in range(size):
            self.member(kind, course, stage, mobility, subgroup, start)

    def member(
        self, kind: str, course: bool, stage: str, mobility: int, subgroup: int, start: date
    ) -> None:
        random = self.random
        person = self.people[self.next % len(self.people)]
        self.next += 1
        signed = _STAGES.index(stage) >= 4 or (stage == "confirmed" and random.random() < 0.5)
        member = self.members.add(
            subgroup_id=subgroup, mobility_id=mobility, person_id=person,
            part="learner" if kind == "group" else "staff",
            fewer_opportunities=random.random() < 0.2, linguistic_support=random.random() < 0.3,
            course_days=5 if course else None,
            agreement_signed_on=start - timedelta(days=30) if signed else None,
            ended="cancelled" if random.random() < 0.04 else None,
        )  # fmt: skip
        for category in ("exceptional_costs", "course_fees", "linguistic_support"):
            if random.random() < 0.6:
                amount = random.randrange(50, 400) * 100
                self.lines.add(
                    member_id=member, category=category, kind="typed", amount=amount, source="x"
                )
        for paper in ("grant_agreement", "certificate", "course_invoice", "receipts"):
            filed = signed if paper == "grant_agreement" else stage in ("returned", "closed")
            if filed and random.random() < 0.9:
                self.papers.add(
                    member_id=member, kind=paper, state="filed", filed_on=start, signed=True,
                    place="Binder 1",
                )  # fmt: skip
