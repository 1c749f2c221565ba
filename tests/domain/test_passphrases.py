"""Generated and own passphrases, and the waiting after failures."""

from __future__ import annotations

import pytest

from mobdesk.domain import passphrases
from mobdesk.domain.passphrases import check, generate, strength, wait_after
from mobdesk.errors import Invalid
from mobdesk.models.words import check_own, new_passphrase, words

PERSONAL = ["Mari Tamm", "Pärnu Kutsekool"]


def test_the_list_is_long_short_worded_and_plain() -> None:
    listed = words()
    assert len(listed) >= 2048
    assert len(set(listed)) == len(listed)
    assert all(w.isascii() and w.isalpha() and w.islower() and 3 <= len(w) <= 7 for w in listed)
    assert list(listed) == sorted(listed)


def test_five_words_of_the_list_by_the_random_source() -> None:
    made = new_passphrase()
    assert len(made.split(" ")) == 5
    assert set(made.split()) <= set(words())
    assert len({new_passphrase() for _ in range(50)}) == 50
    asked: list[int] = []
    chosen = iter([0, 1, 2, 3, len(words()) - 1])

    def choose(many: int) -> int:
        asked.append(many)
        return next(chosen)

    listed = words()
    assert generate(listed, choose).split() == [*listed[:4], listed[-1]]
    assert asked == [len(listed)] * 5


@pytest.mark.parametrize("listed", [["a"] * 3000, [f"w{i}" for i in range(2047)]])
def test_a_list_that_is_too_short_is_a_bug(listed: list[str]) -> None:
    with pytest.raises(ValueError):
        generate(listed)


def test_generated_passphrases_pass_the_check() -> None:
    for _ in range(200):
        check_own(new_passphrase(), *PERSONAL)


def test_a_word_that_comes_twice_is_chosen_again() -> None:
    chosen = iter([7, 7, 8, 7, 9, 10, 11])
    listed = words()
    assert generate(listed, lambda many: next(chosen)).split() == [*listed[7:12]]


@pytest.mark.parametrize(
    "easy",
    [
        "password password password", "Password123456!", "qwertyuiop asdfghjkl", "Erasmus2026!!",
        "demo demo demo demo demo", "Mari Tamm 1975-04-12", "aaaaaaaaaaaaaaaaaaaa",
        "tallinn2024tallinn", "P4ssw0rd P4ssw0rd 2026", "12345678901234567890", "abcdefghijklmnop",
        "parnu kutsekool mari tamm", "maple river candle", "maple river candle tiger",
        "maple maple maple maple maple", "MariTamm2026!", "pärnukutsekool2026",
    ],
)  # fmt: skip
def test_easy_ones_are_refused(easy: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_own(easy, *PERSONAL)
    assert [p.code for p in caught.value.problems] == ["passphrase_too_easy"]
    assert caught.value.problems[0].field == "passphrase"


@pytest.mark.parametrize(
    "good",
    [
        "minu koer sööb rohelist muru", "maple river candle tiger moon", "kX9$vQ2!mL7z#p",
        "дом река небо трава камень", "Wer nachts im Garten Tee trinkt",
    ],
)  # fmt: skip
def test_good_ones_pass(good: str) -> None:
    check_own(good, *PERSONAL)
    assert strength(good, words(), PERSONAL).enough


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "passphrase_too_short"), ("kX9$vQ2!mL7", "passphrase_too_short"),
     (" a   b    c ", "passphrase_too_short"), ("xq " * 80, "passphrase_too_long")],
)  # fmt: skip
def test_lengths(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        check(text)
    assert [p.code for p in caught.value.problems] == [code]


def test_own_names_add_nothing() -> None:
    text = "maple river candle tiger kutsekool"
    assert strength(text, words()).enough
    assert not strength(text, words(), PERSONAL).enough


def test_generated_words_stay_good_where_the_centre_is_named_after_two_of_them() -> None:
    check("maple river candle tiger moon", words(), ["Maple River Centre"])


def test_waiting_grows_and_never_locks_out() -> None:
    waits = [wait_after(n) for n in range(40)]
    assert waits[:3] == [0, 0, 0]
    assert waits[3:8] == [1, 2, 4, 8, 16]
    assert waits == sorted(waits)
    assert max(waits) == wait_after(10**6) == 30


def test_the_bar_is_below_five_generated_words() -> None:
    assert passphrases.LEAST_BITS < 5 * 11
