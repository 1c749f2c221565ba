"""Awards are records: versions, transfers, rules; one version is in force."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.domain.awards import Line
from mobdesk.errors import Invalid
from mobdesk.models.store import Store
from mobdesk.services import awards, history, projects, retention
from tests.stores import COORDINATOR

CODE = "2026-1-EE01-KA121-ADU-000312345"


@pytest.fixture
def project(store: Store) -> int:
    sums = {"travel": 1_000_00, "course_fees": 500_00}
    return projects.add(store, COORDINATOR, {"code": CODE}, sums).ids[0]


def amended(store: Store, project: int, holds: date | None, **sums: int) -> int:
    values = {"kind": "amendment", "asked_on": date(2026, 10, 1), "holds_from": holds}
    lines = [Line(category, amount) for category, amount in sums.items()]
    return awards.add_version(store, COORDINATOR, project, values, lines).ids[0]


def now(store: Store, project: int) -> dict[str, int]:
    return awards.of_project(store, COORDINATOR, project).award.now()


def listed(store: Store, project: int) -> int | None:
    return projects.rows(store, COORDINATOR, [project])[0].awarded


def test_the_form_makes_the_agreement_and_changes_the_version_in_force(
    store: Store, project: int
) -> None:
    (version,) = awards.of_project(store, COORDINATOR, project).versions
    assert (version.values["kind"], version.values["holds_from"]) == ("award", None)
    amended(store, project, date(2026, 12, 1), travel=900_00)
    projects.change(store, COORDINATOR, project, 1, {}, {"travel": 950_00, "course_fees": None})
    first, second = awards.of_project(store, COORDINATOR, project).versions
    assert [line.amount for line in first.lines] == [1_000_00, 500_00]
    assert [line[:2] for line in second.lines] == [("travel", 950_00)]


def test_a_project_without_sums_has_no_version(store: Store) -> None:
    project = projects.add(store, COORDINATOR, {"code": CODE}, {"travel": None}).ids[0]
    assert awards.of_project(store, COORDINATOR, project).versions == ()
    assert listed(store, project) is None


def test_an_amendment_counts_once_it_holds(store: Store, project: int) -> None:
    version = amended(store, project, None, travel=2_000_00)
    assert (now(store, project), listed(store, project)) == (
        {"travel": 1_000_00, "course_fees": 500_00}, 1_500_00,
    )  # fmt: skip
    awards.change_version(store, COORDINATOR, version, 1, {"holds_from": date(2026, 12, 1)})
    assert (now(store, project), listed(store, project)) == ({"travel": 2_000_00}, 2_000_00)
    (found,) = retention.projects(store, COORDINATOR)
    assert found.project_id == project


def test_an_approved_transfer_moves_the_award(store: Store, project: int) -> None:
    values = {"from_category": "travel", "to_category": "course_fees", "amount": 100_00}
    transfer = awards.add_transfer(store, COORDINATOR, project, values).ids[0]
    assert now(store, project)["travel"] == 1_000_00
    agreed = {"approved_on": date(2026, 11, 3), "approved_by": "Agency", "letter": "12/4"}
    awards.change_transfer(store, COORDINATOR, transfer, 1, agreed)
    assert now(store, project) == {"travel": 900_00, "course_fees": 600_00}
    sums = {one.category: one.awarded for one in projects.budget(store, COORDINATOR, project)}
    assert sums == {"travel": 900_00, "course_fees": 600_00}
    amended(store, project, date(2026, 12, 1), travel=900_00, course_fees=600_00)
    assert now(store, project) == {"travel": 900_00, "course_fees": 600_00}  # contained by now


def test_refusals_change_nothing(store: Store, project: int) -> None:
    with pytest.raises(Invalid):
        awards.add_version(store, COORDINATOR, project, {"kind": "award"}, [])
    with pytest.raises(Invalid):
        same = {"from_category": "travel", "to_category": "travel", "amount": 1}
        awards.add_transfer(store, COORDINATOR, project, same)
    with pytest.raises(Invalid):
        awards.add_rule(
            store, COORDINATOR, project,
            {"from_category": "travel", "percent": "110", "of": "total"},
        )  # fmt: skip
    with pytest.raises(Invalid):
        amended(store, project, date(2026, 9, 1), travel=1)  # before it was asked for
    assert len(awards.of_project(store, COORDINATOR, project).versions) == 1


def test_sums_by_activity_type_stay_when_the_form_changes_a_sum(store: Store, project: int) -> None:
    (version,) = awards.of_project(store, COORDINATOR, project).versions
    lines = [Line("travel", 700_00, "courses", 5), Line("travel", 300_00)]
    awards.change_version(store, COORDINATOR, version.id, 1, {}, lines)
    projects.change(store, COORDINATOR, project, 1, {}, {"travel": 800_00})
    (version,) = awards.of_project(store, COORDINATOR, project).versions
    assert set(version.lines) == {Line("travel", 700_00, "courses", 5), Line("travel", 100_00)}
    with pytest.raises(Invalid) as refused:
        projects.change(store, COORDINATOR, project, 1, {}, {"travel": 600_00})
    assert refused.value.problems[0].code == "awarded_by_activity"


def test_everything_goes_and_comes_back_with_undo(store: Store, project: int) -> None:
    rule = {"from_category": "travel", "percent": "7,5 %", "of": "total"}
    awards.add_rule(store, COORDINATOR, project, rule)
    (made,) = awards.of_project(store, COORDINATOR, project).stated
    assert made.values["percent"] == "7.5"
    (version,) = awards.of_project(store, COORDINATOR, project).versions
    for what, record in (("rule", made.id), ("version", version.id)):
        awards.take_away(store, COORDINATOR, what, record)
    assert now(store, project) == {}
    history.undo(store, COORDINATOR)
    assert now(store, project) == {"travel": 1_000_00, "course_fees": 500_00}
    projects.remove(store, COORDINATOR, [project])
    history.undo(store, COORDINATOR)
    assert now(store, project) == {"travel": 1_000_00, "course_fees": 500_00}
