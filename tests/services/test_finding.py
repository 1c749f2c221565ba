"""What is kept between two keys of a search never outlives a change."""

from __future__ import annotations

from datetime import date

from mobdesk.models.people import Person
from mobdesk.models.store import Store
from mobdesk.services import finding, mobilities, people, stages
from mobdesk.services.records import Query
from tests.services.test_records import add_person, stay
from tests.stores import COORDINATOR


def found(store: Store, text: str, **filters: object) -> list[int]:
    return people.find(store, COORDINATOR, Query(text, filters))


def test_a_longer_word_narrows_and_a_shorter_one_widens_again(store: Store) -> None:
    jana, janek = add_person(store, "Jana", "Kask"), add_person(store, "Janek", "Lepp")
    assert found(store, "jan") == [jana, janek]
    assert found(store, "jane") == [janek]
    assert found(store, "jane kask") == []
    assert found(store, "jan ka") == [jana]
    assert found(store, "ja") == [jana, janek]


def test_a_change_is_found_at_once(store: Store) -> None:
    one = add_person(store, "Jana", "Kask")
    assert found(store, "jan") == [one]
    two = add_person(store, "Janek", "Aas")
    assert found(store, "jan") == [two, one]
    people.change(store, COORDINATOR, one, 1, {"last_name": "Zeidler"}, today=date(2026, 11, 22))
    assert found(store, "zeid") == [one]
    people.remove(store, COORDINATOR, [two])
    assert found(store, "jan") == [one]


def test_filters_and_orders_are_kept_apart(store: Store) -> None:
    staff = add_person(store, "Jana", "Kask")
    learner = add_person(store, "Jana", "Lepp", role="learner")
    assert found(store, "jan", role="staff") == [staff]
    assert found(store, "jan", role="learner") == [learner]
    down = Query("jana", descending=True)
    assert people.find(store, COORDINATOR, down) == [learner, staff]
    assert people.find(store, COORDINATOR, Query("jana")) == [staff, learner]


def test_conditions_that_ask_the_store_themselves(store: Store) -> None:
    stay(store, add_person(store, "Jana", "Kask"), date(2027, 3, 1))
    assert found(store, "jan", missing_on=date(2027, 2, 20)) == []  # an idea misses nothing yet


def test_nothing_is_kept_after_closing(store: Store) -> None:
    add_person(store, "Jana", "Kask")
    found(store, "jan")
    assert store.kept
    store.close()
    assert not store.kept


def test_the_first_letter_finds_in_keys_that_were_read_before(store: Store) -> None:
    jana, aas = add_person(store, "Jana", "Kask"), add_person(store, "Janek", "Aas")
    people.get_ready(store, COORDINATOR)  # nothing is shown yet
    assert found(store, "") == [aas, jana]
    people.get_ready(store, COORDINATOR)
    with store.read() as s:
        kept = finding.kept_of(store, s, Person)
        assert kept._keys.keys() == {jana, aas}
    assert found(store, "jana") == [jana]
    people.remove(store, COORDINATOR, [jana])
    people.get_ready(store, COORDINATOR)
    assert found(store, "jan") == [aas]


def test_a_filter_keeps_the_order_that_is_known_and_the_restricted_away(store: Store) -> None:
    ids = [add_person(store, name, "X", role=role) for name, role in (
        ("C", "learner"), ("A", "learner"), ("B", "staff"), ("D", "learner"))]  # fmt: skip
    with store.quietly() as s:
        s.get_one(Person, ids[3]).restricted = True
    direct = found(store, "", role="learner")
    store.kept.clear()
    assert found(store, "") == [ids[1], ids[2], ids[0]]
    assert found(store, "", role="learner") == direct == [ids[1], ids[0]]
    assert people.find(store, COORDINATOR, Query(descending=True)) == [ids[0], ids[2], ids[1]]


def test_mobilities_are_found_by_words_filters_and_order_after_every_change(store: Store) -> None:
    who = add_person(store, "Jana", "Kask")
    late = stay(store, who, date(2027, 5, 1), hosting_city="Turku")
    soon = stay(store, who, date(2027, 3, 1), hosting_city="Črnomelj")

    def seen(text: str = "", *, down: bool = False, **filters: object) -> list[int]:
        return mobilities.find(store, COORDINATOR, Query(text, filters, "start", down))

    assert seen() == [soon, late]
    mobilities.get_ready(store, COORDINATOR)
    assert seen(down=True) == [late, soon]
    assert seen("crno") == [soon]
    assert seen("kask tur") == [late]
    assert seen(stage="confirmed") == []
    stages.move(store, COORDINATOR, late, "confirmed", date(2026, 11, 22), "test")
    assert seen(stage="confirmed") == [late]
    assert seen("", stage="idea") == [soon]


def test_a_name_is_found_as_it_is_shown(store: Store) -> None:
    jana, janek = add_person(store, "Jana", "Kask"), add_person(store, "Janek", "Kask")
    assert found(store, "Kask, Jana") == [jana]
    assert found(store, "Kask,") == [jana, janek]
    assert found(store, ",") == [jana, janek]
