"""Keys written by another version of ``fold`` are made anew; otherwise nothing is touched."""

from __future__ import annotations

from datetime import date

from mobdesk.models import search_keys
from mobdesk.models.store import Store
from mobdesk.services import mobilities, organisations, people, projects
from mobdesk.services.records import Query
from tests.services.test_records import CODE, add_person, stay
from tests.stores import COORDINATOR


def test_all_records_are_found_again_after_a_new_fold(store: Store) -> None:
    person = add_person(store, "Õnne", "Järvekülg", email="onne@example.org")
    host = organisations.add(store, COORDINATOR, {"name": "Kärla", "kind": "partner"}).ids[0]
    project = projects.add(store, COORDINATOR, {"code": CODE, "title": "Õppimine"}).ids[0]
    trip = stay(store, person, date(2026, 11, 27), host_id=host, hosting_city="Črnomelj")
    with store.quietly() as s:
        for table in ("people", "organisations", "projects", "mobilities"):
            s.connection().exec_driver_sql(f"UPDATE {table} SET search_key = 'old'")
        s.connection().exec_driver_sql("UPDATE people SET sort_key = 'zz'")
    assert search_keys.keep_fresh(store)
    assert people.find(store, COORDINATOR, Query("jarvekulg example")) == [person]
    assert organisations.find(store, COORDINATOR, Query("karla")) == [host]
    assert projects.find(store, COORDINATOR, Query("oppimine")) == [project]
    assert mobilities.find(store, COORDINATOR, Query("onne crnomelj")) == [trip]
    with store.read() as s:
        kept = s.connection().exec_driver_sql("SELECT sort_key FROM people").scalar()
    assert kept == "jarvekulg, onne"
    assert not search_keys.keep_fresh(store)
