"""Roles of participants, as lists of many countries write them."""

from __future__ import annotations

import pytest

from mobdesk.imports.roles import is_everybody, role_of
from mobdesk.imports.values import Context, converter


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Staff", "staff"), ("STAFF", "staff"), ("Adult learner", "learner"),
        ("Accompanying person", "accompanying"), ("Accompanying teacher", "accompanying"),
        ("Invited expert", "expert"), ("Õppija", "learner"), ("õpetaja", "staff"),
        ("Töötaja", "staff"), ("Saatja", "accompanying"), ("Dijakinja", "learner"),
        ("učitelj", "staff"), ("spremljevalec", "accompanying"), ("Ученик", "learner"),
        ("Преподаватель", "staff"), ("Skolotājs", "staff"), ("Mokytoja", "staff"),
        ("Mokinys", "learner"), ("Opiskelija", "learner"), ("Nauczyciel", "staff"),
        ("Uczeń", "learner"), ("Žák", "learner"), ("učitelka", "staff"), ("Tanuló", "learner"),
        ("Tanár", "staff"), ("Lehrkraft", "staff"), ("Lernende", "learner"),
        ("Auszubildender", "learner"), ("Ausbilder", "staff"), ("Docente", "staff"),
        ("Discente", "learner"), ("Alumno", "learner"), ("Enseignante", "staff"),
        ("Apprenant", "learner"), ("Εκπαιδευόμενος", "learner"), ("Εκπαιδευτικός", "staff"),
        ("Учител", "staff"), ("Обучаем", "learner"), ("Öğrenci", "learner"), ("Öğretmen", "staff"),
    ],
)  # fmt: skip
def test_a_role_is_known_in_many_languages(text: str, role: str) -> None:
    assert role_of(text) == role


def test_a_word_for_everybody_says_nothing_and_is_no_problem() -> None:
    assert role_of("Participant") is None
    assert is_everybody("Participant")
    read = converter("role", ["Participant"], Context())
    assert read("Participant") == (None, ())


def test_what_is_no_role_is_said_and_not_guessed() -> None:
    value, problems = converter("role", ["Boss"], Context())("Boss")
    assert value is None
    assert [code for code, _values in problems] == ["unknown_role"]
