"""The Beneficiary Module in the demo: some records typed in, an outline that is invented."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from mobdesk.domain import bm_sheet as rules
from mobdesk.domain.outlines import parse
from mobdesk.models.bm import BmTick, Outline, OutlineAnswer, OutlineQuestion
from mobdesk.models.mobilities import Mobility
from mobdesk.models.projects import Project
from mobdesk.models.store import Writing
from mobdesk.services.bm_values import Record, records

_TYPED_IN = 6
_QUESTIONS = """\
# Context
What was the background of your project? (3000 characters)
# What you did
How many participants took part? (1000 characters)
How did you include participants with fewer opportunities? (2000 characters)
Which objectives did you reach? (3000 characters)
# What comes next
How do you share your results? (2000 characters)
"""
_ANSWER = "Invented for the demo: our trainers wanted to see how others teach adults."


def add_bm(s: Writing, today: date) -> None:
    """Tick a few records that are going on; one of them changed since. Pasted questions."""
    running = select(Mobility.id).where(Mobility.stage.in_(("confirmed", "abroad", "returned")))
    ids = list(s.scalars(running.order_by(Mobility.id).limit(_TYPED_IN)))
    for number, record in enumerate(records(s, ids)):
        if record.wanted:
            _tick(s, record, today - timedelta(days=9), changed=number == 0, half=number == 1)
    _add_outline(s)


def _tick(s: Writing, record: Record, on: date, *, changed: bool, half: bool) -> None:
    order = rules.shipped_order(record.kind)
    lines = [
        line
        for part in rules.sections(order, record.values, {}, record.subgroups)
        for line in part.lines
        if line.value is not None
    ]
    for line in lines[: len(lines) // 2] if half else lines:
        value = line.value
        if changed and line.field in ("start_date", "end_date") and value is not None:
            value = (date.fromisoformat(value) - timedelta(days=7)).isoformat()
        s.add(
            BmTick(
                mobility_id=record.mobility_id, member_id=record.member_id, field=line.key,
                value=value, entered_on=on,
            )
        )  # fmt: skip


def _add_outline(s: Writing) -> None:
    outline = Outline(title="Final report (invented for the demo)", source="Invented for the demo")
    s.add(outline)
    s.flush()
    asked = [
        OutlineQuestion(
            outline_id=outline.id, position=place, section=one.section, text=one.text,
            most_characters=one.most, block=one.block,
        )
        for place, one in enumerate(parse(_QUESTIONS))
    ]  # fmt: skip
    s.add_all(asked)
    s.flush()
    project = s.scalars(select(Project).where(~Project.archived).order_by(Project.id)).first()
    if project is not None:
        s.add(OutlineAnswer(project_id=project.id, question_id=asked[0].id, text=_ANSWER))
