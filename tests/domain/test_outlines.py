"""Questions as they are pasted from BM's screen, and how characters are counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain import outlines
from mobdesk.domain.outlines import Question

PASTED = """\
1. Context
Please describe the background of your project. (3000 characters)
Which objectives did you reach?\t2.500
# Participants, and how they were chosen.
How did you support participants with fewer opportunities? [max. 1,500 characters including spaces]
Anything else?
Maximum 500 characters
"""


def test_questions_limits_and_sections() -> None:
    assert outlines.parse(PASTED) == [
        Question("Please describe the background of your project.", 3000, "1. Context"),
        Question("Which objectives did you reach?", 2500, "1. Context", "objectives"),
        Question(
            "How did you support participants with fewer opportunities?", 1500,
            "Participants, and how they were chosen.", "fewer",
        ),
        Question("Anything else?", 500, "Participants, and how they were chosen."),
    ]  # fmt: skip


def test_numbers_that_are_no_limits_stay_in_the_question() -> None:
    (one,) = outlines.parse("How many of the 120 participants went by train in 2026?")
    assert (one.text[-5:], one.most) == ("2026?", None)
    assert outlines.parse("") == []
    assert outlines.parse("3000 characters") == []


@given(st.text(max_size=400))
def test_any_text_is_read(pasted: str) -> None:
    for question in outlines.parse(pasted):
        assert question.text
        assert question.block in (None, *outlines.BLOCKS)


def test_characters_are_counted_with_spaces() -> None:
    assert outlines.count("Käsi töö\n") == 9
    assert outlines.count("Ka\u0308si\r\n") == 5, "an accent of its own is no character"


def test_an_outline_has_a_title_and_a_question() -> None:
    codes = [p.code for p in outlines.validate({"title": " "}, [])]
    assert codes == ["needed", "outline_no_question"]
