"""Outlines of reports: BM's questions, pasted once per call, and what each project answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import checks
from mobdesk.domain import mobilities as stay_rules
from mobdesk.domain import outlines as rules
from mobdesk.domain.bm_sheet import IN_BM
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Dates
from mobdesk.domain.outlines import Facts, Question
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.bm import Outline, OutlineAnswer, OutlineQuestion
from mobdesk.models.budgets import Objective
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.records import Detail, detail, load, refuse_if, remove_owned, set_values

FIELDS: Final = ("title", "action", "field", "call_year", "source")
_AWAY: Final = ("abroad", "returned", "closed")


class OutlineRow(NamedTuple):
    """An outline; ``answered`` of ``questions`` by the project that was asked about."""

    id: int
    title: str
    action: str | None
    field: str | None
    call_year: int | None
    questions: int
    answered: int


class Asked(NamedTuple):
    """A question with what one project answers; ``most`` None where no limit was pasted."""

    id: int
    section: str | None
    text: str
    most: int | None
    block: str | None
    answer: str

    @property
    def over(self) -> int:
        """So many characters too many."""
        return 0 if self.most is None else max(0, rules.count(self.answer) - self.most)


class Answered(NamedTuple):
    """An outline with the answers of one project and what its records say."""

    record: Detail
    project_id: int
    project: str
    questions: tuple[Asked, ...]
    facts: Facts

    @property
    def unfilled(self) -> tuple[Asked, ...]:
        """Questions without an answer."""
        return tuple(q for q in self.questions if not q.answer.strip())


@reads(Area.MOBILITIES)
def of_project(store: Store, actor: Actor, project_id: int) -> list[OutlineRow]:
    """Return the outlines that fit the action, field and call of a project, the newest first.

    What an outline leaves open fits every project.
    """
    with store.read() as s:
        project = load(s, Project, project_id)
        fits = [
            or_(column.is_(None), column == value)
            for column, value in (
                (Outline.action, project.action),
                (Outline.field, project.field),
                (Outline.call_year, project.call_year),
            )
        ]
        questions = dict(
            s.execute(
                select(OutlineQuestion.outline_id, func.count()).group_by(
                    OutlineQuestion.outline_id
                )
            ).all()
        )
        answered = dict(
            s.execute(
                select(OutlineQuestion.outline_id, func.count())
                .join(OutlineAnswer, OutlineAnswer.question_id == OutlineQuestion.id)
                .where(OutlineAnswer.project_id == project_id)
                .group_by(OutlineQuestion.outline_id)
            ).all()
        )
        found = s.scalars(select(Outline).where(*fits).order_by(Outline.id.desc()))
        return [
            OutlineRow(o.id, o.title, o.action, o.field, o.call_year,
                       questions.get(o.id, 0), answered.get(o.id, 0))
            for o in found
        ]  # fmt: skip


@reads(Area.MOBILITIES)
def get(store: Store, actor: Actor, outline_id: int, project_id: int) -> Answered:
    """Return an outline as one project answers it. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        record = detail(s, Outline, outline_id, FIELDS)
        project = load(s, Project, project_id)
        given = dict(
            s.execute(
                select(OutlineAnswer.question_id, OutlineAnswer.text).where(
                    OutlineAnswer.project_id == project_id
                )
            ).all()
        )
        questions = tuple(
            Asked(q.id, q.section, q.text, q.most_characters, q.block, given.get(q.id, ""))
            for q in _questions(s, outline_id)
        )
        return Answered(record, project_id, project.code, questions, facts(s, project_id))


def _questions(s: Session, outline_id: int) -> list[OutlineQuestion]:
    mine = select(OutlineQuestion).where(OutlineQuestion.outline_id == outline_id)
    return list(s.scalars(mine.order_by(OutlineQuestion.position, OutlineQuestion.id)))


@writes(Area.MOBILITIES)
def add(
    store: Store, actor: Actor, values: Mapping[str, Any], questions: Sequence[Question]
) -> Done:
    """Keep the questions of a report. Raises ``Invalid``."""
    refuse_if(rules.validate(values, questions))
    with store.write(Label("outline_added", {"title": values["title"]}), actor) as s:
        record = Outline()
        set_values(record, values, FIELDS)
        s.add(record)
        s.flush()
        _set_questions(s, record.id, questions)
        return s.done(record.id)


@writes(Area.MOBILITIES)
def change(
    store: Store,
    actor: Actor,
    outline_id: int,
    rev: int,
    values: Mapping[str, Any],
    questions: Sequence[Question],
) -> Done:
    """Change an outline. A question with the same words keeps its answers.

    Raises ``Invalid``, ``Stale``.
    """
    refuse_if(rules.validate(values, questions))
    with store.write(Label("outline_changed", {"title": values["title"]}), actor) as s:
        set_values(load(s, Outline, outline_id, rev), values, FIELDS)
        _set_questions(s, outline_id, questions)
        return s.done(outline_id)


def _set_questions(s: Writing, outline_id: int, questions: Sequence[Question]) -> None:
    have: dict[str, list[OutlineQuestion]] = {}
    for old in _questions(s, outline_id):
        have.setdefault(old.text, []).append(old)
    for position, question in enumerate(questions):
        kept = have.get(question.text)
        record = kept.pop(0) if kept else OutlineQuestion(outline_id=outline_id)
        record.position, record.section = position, question.section
        record.text, record.most_characters = question.text, question.most
        record.block = record.block or question.block
        s.add(record)
    for gone in (old for each in have.values() for old in each):
        remove_owned(s, gone)
        s.delete(gone)


@writes(Area.MOBILITIES)
def set_block(store: Store, actor: Actor, question_id: int, block: str | None) -> Done:
    """Say which facts a question asks for; None: none. Raises ``Invalid``."""
    refuse_if(checks.choice({"block": block}, "block", rules.BLOCKS))
    with store.write(Label("outline_block_set"), actor) as s:
        load(s, OutlineQuestion, question_id).block = block
        return s.done(question_id)


@writes(Area.MOBILITIES)
def answer(store: Store, actor: Actor, project_id: int, question_id: int, text: str) -> Done:
    """Keep what a project answers; an empty text takes the answer away.

    An answer that is too long is kept: it is shortened before it goes into BM.
    """
    with store.write(Label("outline_answered"), actor) as s:
        s.label_values["code"] = load(s, Project, project_id).code
        load(s, OutlineQuestion, question_id)
        mine = select(OutlineAnswer).filter_by(project_id=project_id, question_id=question_id)
        found = s.scalars(mine).one_or_none()
        if not text.strip():
            if found is not None:
                s.delete(found)
        elif found is None:
            s.add(OutlineAnswer(project_id=project_id, question_id=question_id, text=text))
        else:
            found.text = text
        return s.done(question_id)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete outlines with all their answers; Undo brings them back."""
    with store.write(Label("outline_removed"), actor) as s:
        for outline_id in ids:
            record = load(s, Outline, outline_id)
            s.label_values["title"] = record.title
            remove_owned(s, record)
            s.delete(record)
        return s.done(*ids)


def facts(s: Session, project_id: int) -> Facts:
    """What the records of a project say, for blocks of a report.

    Counted are those who are or were away; who is only confirmed is counted apart.
    """
    rows = s.execute(
        select(
            Mobility.stage, Mobility.activity_type, Mobility.hosting_country, Mobility.objective_id,
            Mobility.id, Member.part, Member.places, Member.fewer_opportunities,
            Person.fewer_opportunities, Subgroup.green_travel, Subgroup.start, Subgroup.end,
            Subgroup.leaves, Subgroup.back, Member.actual_start, Member.actual_end,
            Member.virtual_days,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            Mobility.project_id == project_id,
            Mobility.stage.in_(IN_BM),
            or_(Member.ended.is_(None), Member.ended.not_in(NOT_GONE)),
        )
    ).all()  # fmt: skip
    counts: Counter[str] = Counter()
    activities: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    reached: dict[int, set[int]] = {}
    for (
        stage, activity, country, objective, number, part, places, fewer, persons_fewer, green,
        start, end, leaves, back, real_start, real_end, virtual,
    ) in rows:  # fmt: skip
        with_them = part in stay_rules.ACCOMPANY
        if stage not in _AWAY:
            counts["confirmed"] += 0 if with_them else places
            continue
        counts["green"] += places if green else 0
        if objective is not None:
            reached.setdefault(objective, set()).add(number)
        if with_them:
            counts["accompanying"] += places
            continue
        counts["participants"] += places
        counts["fewer"] += places if (persons_fewer if fewer is None else fewer) else 0
        days = stay_rules.days(Dates(start, end, leaves, back, real_start, real_end), None,
                               virtual or 0)  # fmt: skip
        if days is not None:
            counts["days"] += days.activity * places
            counts["with_days"] += places
        if activity:
            activities[activity] += places
        if country:
            countries[country] += places
    return Facts(
        participants=counts["participants"],
        accompanying=counts["accompanying"],
        confirmed=counts["confirmed"],
        activities=_most_first(activities),
        countries=_most_first(countries),
        days=counts["days"],
        with_days=counts["with_days"],
        fewer=counts["fewer"],
        green=counts["green"],
        objectives=_objectives(s, project_id, {o: len(n) for o, n in reached.items()}),
    )


def _most_first(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _objectives(
    s: Session, project_id: int, reached: Mapping[int, int]
) -> tuple[tuple[int, str, int], ...]:
    """The objectives of a project or of its accreditation, each with its mobilities."""
    project = load(s, Project, project_id)
    mine = [Objective.project_id == project_id]
    if project.accreditation_id is not None:
        mine.append(Objective.accreditation_id == project.accreditation_id)
    found = s.scalars(select(Objective).where(or_(*mine)).order_by(Objective.number, Objective.id))
    return tuple((o.number, o.title, reached.get(o.id, 0)) for o in found)
