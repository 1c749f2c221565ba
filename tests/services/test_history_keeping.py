"""The history goes with its record, after the weeks in which Undo brings it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from mobdesk.errors import Refused
from mobdesk.models.images import unpack
from mobdesk.models.journal import Change, Entry
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store
from mobdesk.services import history, history_keeping, people, projects
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)
CODE = "2024-1-EE01-KA122-ADU-000214921"


def add(store: Store, last: str, **values: object) -> int:
    given = {"first_name": "Mari", "last_name": last, "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=TODAY).ids[0]


def later(days: int = 31) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def everything(store: Store) -> str:
    with store.read() as s:
        entries = s.execute(select(Entry.before, Entry.after)).all()
        labels = s.scalars(select(Change.values)).all()
    return repr([labels, [unpack(i) for row in entries for i in row if i is not None]])


def steps(store: Store) -> list[str]:
    found = history.find(store, COORDINATOR)
    return [row.code for row in history.rows(store, COORDINATOR, found)]


def test_a_deleted_person_goes_from_the_history_after_thirty_days(store: Store) -> None:
    gone, stays = add(store, "Plantedname", email="planted@example.org"), add(store, "Staying")
    people.change(store, COORDINATOR, gone, 1, {"email": "other@example.org"}, today=TODAY)
    people.change(store, COORDINATOR, stays, 1, {"email": "stays@example.org"}, today=TODAY)
    people.remove(store, COORDINATOR, [gone])
    assert history_keeping.forget(store, later(29)) == 0
    assert "planted@example.org" in everything(store)
    assert history_keeping.forget(store, later()) == 3
    told = everything(store).casefold()
    assert "planted" not in told
    assert "staying" in told
    assert steps(store) == ["person_removed", "person_changed", "person_added"]
    assert history.steps(store, COORDINATOR).undo.code == "person_changed"
    add(store, "New")
    history_keeping.forget(store, later())
    assert steps(store)[:2] == ["person_added", "person_removed"]


def test_who_was_brought_back_keeps_the_history(store: Store) -> None:
    number = add(store, "Tamm")
    people.remove(store, COORDINATOR, [number])
    history.undo(store, COORDINATOR)
    assert history_keeping.forget(store, later()) == 0
    people.change(store, COORDINATOR, number, people.get(store, COORDINATOR, number).rev,
                  {"email": "m@example.org"}, today=TODAY)  # fmt: skip
    history.undo(store, COORDINATOR)


def test_a_number_that_was_given_again_keeps_the_history_of_the_new_one(store: Store) -> None:
    old = add(store, "Oldname")
    people.remove(store, COORDINATOR, [old])
    new = add(store, "Newname")
    assert new == old
    people.change(store, COORDINATOR, new, 1, {"email": "new@example.org"}, today=TODAY)
    history_keeping.forget(store, later())
    told = everything(store)
    assert "Oldname" not in told
    assert "Newname" in told
    assert steps(store) == ["person_changed", "person_added"]
    history.undo(store, COORDINATOR)


def test_an_import_that_was_taken_back_goes_as_well(store: Store) -> None:
    add(store, "Staying")
    with store.write(Label("import_done", {}), COORDINATOR) as s:
        s.insert_many(
            Person, ("first_name", "last_name"), [("Nimi", f"Planted{n}") for n in range(9)]
        )
        s.done()
    history.undo(store, COORDINATOR)
    assert "Planted" in everything(store)
    history_keeping.forget(store, later())
    assert "Planted" not in everything(store)
    assert steps(store)[-1] == "person_added"
    with pytest.raises(Refused, match="nothing_to_redo"):
        history.redo(store, COORDINATOR)


def test_after_the_proof_duty_the_history_of_a_project_goes(store: Store) -> None:
    number = projects.add(store, COORDINATOR, {"code": CODE}).ids[0]
    paid = datetime.now(UTC).date() - timedelta(days=366 * 5)
    projects.change(
        store, COORDINATOR, number, 1,
        {"title": "Plantedtitle", "final_payment_on": paid, "keep_years": 5},
    )  # fmt: skip
    projects.change(store, COORDINATOR, number, 2, {"title": "Newtitle"})
    assert "Plantedtitle" in everything(store)
    history_keeping.forget(store, datetime.now(UTC))
    assert "Plantedtitle" in everything(store), "Undo needs the newest steps"
    history_keeping.forget(store, later())
    assert "Plantedtitle" not in everything(store)
    assert projects.get(store, COORDINATOR, number).values["title"] == "Newtitle"
