"""Papers that are not due yet, summed up by mobility: nobody has to look for them now."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from mobdesk.domain.stages import Stage
from mobdesk.exports.report import MissingPaper, Report

_PLANNING = (Stage.IDEA, Stage.APPLIED, Stage.SELECTED)


class NotDue(NamedTuple):
    """So many papers of one mobility are asked for later.

    ``who``: its one person or its title, or empty; ``stage`` where it waits for being confirmed,
    empty where it waits for leaving; ``first``: the earliest day on which one is needed.
    """

    number: str
    who: str
    stage: str
    papers: int
    first: date | None


def not_due(report: Report) -> list[NotDue]:
    """One row for each mobility with such papers, in the order of the mobilities."""
    found: dict[str, list[MissingPaper]] = defaultdict(list)
    for paper in report.not_due:
        found[paper.mobility_key].append(paper)
    rows = []
    for row in report.mobilities:
        if papers := found.get(row.key):
            people = {paper.person for paper in papers}
            who = row.title or (people.pop() if len(people) == 1 else "")
            stage = row.stage if row.stage in _PLANNING else ""
            first = min((p.needed_by for p in papers if p.needed_by), default=None)
            rows.append(NotDue(row.number, who, stage, len(papers), first))
    return rows
