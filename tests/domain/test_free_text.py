"""Lines that may tell of health, belief or union membership are found; usual ones are not."""

from __future__ import annotations

import pytest

from mobdesk.domain.free_text import hints, without


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Has diabetes and needs a fridge", "health"),
        ("WHEELCHAIR, ground floor", "health"),
        ("Tal on astma", "health"),
        ("ima alergijo na oreščke", "health"),
        ("у неё аллергия", "health"),
        ("έχει άσθμα", "health"),
        ("Needs halal food", "belief"),
        ("kirikus esineb koor", "belief"),
        ("Member of a trade union", "union"),
        ("Ametiühingu esindaja", "union"),
    ],
)
def test_a_line_is_found(line: str, kind: str) -> None:
    assert kind in {hint.kind for hint in hints(line)}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Goes by train, arrives late",
        "Paid by the European Union",
        "An illustration of the river",
        "Ask Christian about the tickets",
        "Līgums parakstīts",
        "Žagar sõidab Ljubljanasse",
    ],
)
def test_usual_lines_pass(line: str) -> None:
    assert hints(line) == ()


def test_only_the_lines_left_out_go() -> None:
    text = "Goes by train\nhas asthma\nback on Monday"
    assert without(text, {"has asthma"}) == "Goes by train\nback on Monday"
    assert without(text, set()) == text
