"""What a step of the history tells of its values: made, changed, deleted, and of long steps."""

from __future__ import annotations

from datetime import date

from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store
from mobdesk.services import history, history_fields, organisations, people
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)


def add(store: Store, **values: object) -> int:
    given = {"first_name": "Mari", "last_name": "Tamm", "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=TODAY).ids[0]


def told(store: Store, step: int) -> dict[str, tuple[object, object, str]]:
    found = history.fields(store, COORDINATOR, step)
    return {one.field: (one.before, one.after, one.kind) for one in found}


def newest(store: Store) -> int:
    return history.find(store, COORDINATOR)[0]


def test_a_new_record_tells_what_it_was_made_with(store: Store) -> None:
    host = organisations.add(store, COORDINATOR, {"name": "Kolpa", "kind": "partner"}).ids[0]
    add(store, email="m@example.org", organisation_id=host, birth_date=date(1984, 3, 14))
    found = told(store, newest(store))
    assert found["first_name"] == (None, "Mari", "made")
    assert found["email"] == (None, "m@example.org", "made")
    assert found["organisation_id"] == (None, "Kolpa", "made")
    assert found["birth_date"] == (None, "1984-03-14", "made")
    assert "phone" not in found
    assert not {"uid", "search_key", "rev", "created_at"} & found.keys()


def test_it_still_tells_so_after_changes_and_after_its_end(store: Store) -> None:
    number = add(store, email="m@example.org")
    made = newest(store)
    people.change(store, COORDINATOR, number, 1, {"email": "other@example.org"}, today=TODAY)
    assert told(store, made)["email"] == (None, "m@example.org", "made")
    people.remove(store, COORDINATOR, [number])
    assert told(store, made)["email"] == (None, "m@example.org", "made")
    gone = told(store, newest(store))
    assert gone["email"] == ("other@example.org", None, "deleted")
    history.undo(store, COORDINATOR)
    assert told(store, newest(store))["email"] == (None, "other@example.org", "made")


def test_another_organisation_is_told_by_its_name(store: Store) -> None:
    first, second = (
        organisations.add(store, COORDINATOR, {"name": name, "kind": "partner"}).ids[0]
        for name in ("Kolpa", "Emajõe")
    )
    number = add(store, organisation_id=first)
    people.change(store, COORDINATOR, number, 1, {"organisation_id": second}, today=TODAY)
    assert told(store, newest(store)) == {"organisation_id": ("Kolpa", "Emajõe", "changed")}


def test_a_long_step_tells_its_first_records_and_how_many_more(store: Store) -> None:
    rows = [(f"Nimi{n}", "Tamm") for n in range(50_000)]
    with store.write(Label("import_done", {}), COORDINATOR) as s:
        s.insert_many(Person, ("first_name", "last_name"), rows)
        s.done()
    found = history.fields(store, COORDINATOR, newest(store))
    assert len({one.record_id for one in found if one.kind == "made"}) == history_fields.MOST
    more = [one for one in found if one.kind == "more"]
    assert [(one.table, one.after) for one in more] == [("people", 50_000 - history_fields.MOST)]
    history.undo(store, COORDINATOR)
    (taken,) = history.fields(store, COORDINATOR, newest(store))
    assert (taken.table, taken.after, taken.kind) == ("people", 50_000, "more")


def test_many_deleted_at_once_are_counted_too(store: Store) -> None:
    numbers = [add(store, first_name=f"Nimi{n}") for n in range(history_fields.MOST + 5)]
    people.remove(store, COORDINATOR, numbers)
    found = history.fields(store, COORDINATOR, newest(store))
    assert [one.after for one in found if one.kind == "more"] == [5]


def test_of_who_is_kept_for_checks_only_no_value_is_told(store: Store) -> None:
    number = add(store, email="m@example.org")
    step = newest(store)
    with store.quietly() as s:
        person = s.get(Person, number)
        assert person is not None
        person.restricted = True
    assert told(store, step) == {}


def test_who_is_not_kept_for_checks_only_is_not_told_to_be_so(store: Store) -> None:
    number = add(store)
    assert "restricted" not in told(store, newest(store))
    people.remove(store, COORDINATOR, [number])
    found = told(store, newest(store))
    assert ("restricted" in found, found["last_name"]) == (False, ("Tamm", None, "deleted"))
