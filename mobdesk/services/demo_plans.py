"""Plans of the demo: objectives, estimates, targets, and awards that fit what is planned.

Everything is invented. One category of the newest project is a little over its award, one sum was
moved, and an older project has an amendment, so that every part of the budget page is seen.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import select

from mobdesk.domain.board import LOOSE, Row
from mobdesk.models.accreditations import Accreditation
from mobdesk.models.budgets import (
    AccreditationMember,
    AwardVersion,
    Flexibility,
    Objective,
    Target,
    Transfer,
)
from mobdesk.models.mobilities import Mobility
from mobdesk.models.organisations import Organisation
from mobdesk.models.projects import Award, Project
from mobdesk.models.store import Writing
from mobdesk.services.budgets import board_of

_OBJECTIVES = (
    ("Teach learners with little schooling in small steps", "Two new courses use what was seen."),
    ("Use digital tools in every course", "Each trainer shows one tool to colleagues."),
    ("Work with two partners abroad each year", "Guests come and trainers go."),
)
_AGENCY = "National agency (invented)"
_HUNDRED = 100_00
_OVER = 320_00
#: So many mobilities name the objective they serve: each is a record of the history.
_SERVING = 60
#: Of more, the awards stay as they are: counting them all would keep people waiting.
_MOST_PEOPLE = 5_000


def add_plans(s: Writing, people: int, today: date) -> None:
    """Add objectives and targets, and make the awards fit; all rows are written already."""
    accreditation = s.scalars(select(Accreditation)).one()
    objectives = _add_objectives(s, accreditation, today)
    every = list(s.scalars(select(Project).order_by(Project.call_year, Project.id)))
    consortium = [one for one in every if one.accreditation_id == accreditation.id]
    newest = consortium[-1]
    _serve(s, consortium, objectives)
    _add_targets(s, newest, objectives)
    own = Objective(project_id=every[0].id, number=1, title="Learn how others teach reading")
    s.add(own)
    if people <= _MOST_PEOPLE:
        for project in every:
            _fit(s, project, today, newest=project is newest)
        _amend(s, every[1])
    s.flush()


def _add_objectives(s: Writing, accreditation: Accreditation, today: date) -> list[Objective]:
    made = [
        Objective(accreditation_id=accreditation.id, number=n, title=title, measure=measure)
        for n, (title, measure) in enumerate(_OBJECTIVES, 1)
    ]
    s.add_all(made)
    s.flush()
    for year in range(today.year - 2, today.year + 2):
        for activity, participants in (("job-shadowing", 8), ("courses-and-training", 6)):
            s.add(Target(
                accreditation_id=accreditation.id, year=year, activity_type=activity,
                participants=participants,
            ))  # fmt: skip
    member = select(Organisation.id).where(Organisation.kind == "consortium_member")
    for organisation in s.scalars(member):
        s.add(AccreditationMember(
            accreditation_id=accreditation.id, organisation_id=organisation,
            since=accreditation.valid_from,
        ))  # fmt: skip
    return made


def _serve(s: Writing, projects: list[Project], objectives: list[Objective]) -> None:
    """Some mobilities of these projects name an objective, in turn."""
    here = Mobility.project_id.in_([one.id for one in projects])
    wanted = select(Mobility).where(here).order_by(Mobility.id.desc()).limit(_SERVING)
    for n, mobility in enumerate(s.scalars(wanted)):
        mobility.objective_id = objectives[n % len(objectives)].id


def _add_targets(s: Writing, project: Project, objectives: list[Objective]) -> None:
    """A little more than is planned, of each activity type, for the objective most serve."""
    rows = s.execute(
        select(Mobility.activity_type, Mobility.objective_id, Mobility.places).where(
            Mobility.project_id == project.id
        )
    ).all()
    planned: Counter[tuple[str, int]] = Counter()
    for activity, objective, places in rows:
        if activity is not None and objective is not None:
            planned[activity, objective] += max(1, places)
    for (activity, objective), places in sorted(planned.items()):
        s.add(Target(
            project_id=project.id, objective_id=objective, activity_type=activity,
            participants=places + 2, days=(places + 2) * 5,
        ))  # fmt: skip


def _fit(s: Writing, project: Project, today: date, *, newest: bool) -> None:
    """Award what is expected and something more, in whole hundreds."""
    version = s.scalars(select(AwardVersion).filter_by(project_id=project.id)).one()
    for line in s.scalars(select(Award).filter_by(version_id=version.id)):
        s.delete(line)
    rows = [row for row in board_of(s, project.id).categories if row.name not in LOOSE]
    over = _which_over(rows) if newest else ""
    for row in rows:
        amount = -(-row.expected * 115 // 100 // _HUNDRED) * _HUNDRED
        if row.name == over:
            amount = row.signed - _OVER
        if amount:
            s.add(Award(
                project_id=project.id, version_id=version.id, category=row.name, amount=amount
            ))  # fmt: skip
    s.flush()
    if newest and "individual_support" in {row.name for row in rows}:
        _move(s, project, today)


def _which_over(rows: list[Row]) -> str:
    """The smallest category of which enough is signed for."""
    enough = [row for row in rows if row.signed > 2 * _OVER]
    return min(enough, key=lambda row: row.signed).name if len(enough) > 1 else ""


def _move(s: Writing, project: Project, today: date) -> None:
    asked = today - timedelta(days=40)
    s.add(Transfer(
        project_id=project.id, from_category="individual_support", to_category="travel",
        amount=2 * _HUNDRED, asked_on=asked, approved_on=asked + timedelta(days=15),
        approved_by=_AGENCY, letter=f"Letter of {asked + timedelta(days=15):%d.%m.%Y}",
        why="Two journeys are longer than planned.",
    ))  # fmt: skip
    s.add(Flexibility(
        project_id=project.id, from_category="individual_support", to_category=None,
        percent="10", of="from_line", approval=False,
        source="Grant agreement, article 7 (invented)",
    ))  # fmt: skip


def _amend(s: Writing, project: Project) -> None:
    """An older project got more for travel, by a letter half-way."""
    if project.start is None:
        return
    first = s.scalars(select(AwardVersion).filter_by(project_id=project.id)).one()
    day = project.start + timedelta(days=210)
    version = AwardVersion(
        project_id=project.id, kind="amendment", asked_on=day - timedelta(days=30),
        holds_from=day, approved_by=_AGENCY, letter="Amendment 1",
        why="One group more goes by train.",
    )  # fmt: skip
    s.add(version)
    s.flush()
    for line in s.scalars(select(Award).filter_by(version_id=first.id)).all():
        more = 5 * _HUNDRED if line.category == "travel" else 0
        s.add(Award(
            project_id=project.id, version_id=version.id, category=line.category,
            amount=line.amount + more,
        ))  # fmt: skip
