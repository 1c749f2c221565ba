"""Passphrases: five generated words, what an own one must withstand, and waiting after failures.

The check counts guesses of somebody who holds a copy of the files and tries words, names, runs of
the keyboard and years before anything else. It is an estimate, kept on the strict side.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from math import log2
from typing import NamedTuple

from mobdesk.domain.fold import fold, tidy
from mobdesk.errors import Invalid, Problem

WORDS = 5
LEAST_WORDS_IN_LIST = 2048
LEAST_BITS = 50.0  # five words of 2,048 give 55; the slow function adds about 20 more
LEAST_LENGTH = 12
MOST_LENGTH = 200

_ROWS = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890")
_RUNS = (*_ROWS, "abcdefghijklmnopqrstuvwxyz")
_COMMON = frozenset(
    (
        "admin", "access", "demo", "erasmus", "hello", "iloveyou", "letmein", "login", "master",
        "mobdesk", "mobility", "monkey", "pass", "passphrase", "password", "project", "secret",
        "welcome", "word",
    )
)  # fmt: skip
_SWAPS = str.maketrans("013457@$!", "oieastasi")
_FIRST_WAITED = 3
_LONGEST_WAIT = 30.0


class Strength(NamedTuple):
    """How an own passphrase was judged: ``bits`` of guessing, and problems by code."""

    bits: float
    problems: tuple[Problem, ...]

    @property
    def enough(self) -> bool:
        """Whether it may be used."""
        return not self.problems


def generate(words: Sequence[str], choose: Callable[[int], int] = secrets.randbelow) -> str:
    """Return five different words of ``words``, each chosen by ``choose(how many)`` alone."""
    if len(set(words)) < LEAST_WORDS_IN_LIST or len(set(words)) != len(words):
        raise ValueError("the list of words is too short or has one twice")
    chosen: list[str] = []
    while len(chosen) < WORDS:
        word = words[choose(len(words))]
        if word not in chosen:
            chosen.append(word)
    return " ".join(chosen)


def strength(
    passphrase: str, words: Collection[str] = (), personal: Iterable[str] = ()
) -> Strength:
    """Judge an own passphrase without asking anybody.

    ``words`` is the list that ``generate`` uses; ``personal`` are the nickname, the names of the
    workspace, the centre and so on, which add nothing.
    """
    text = tidy(passphrase)
    problems: list[Problem] = []
    known = {part for name in personal for part in fold(name).split() if len(part) > 2}
    bits = _bits(text, frozenset(words), known)
    if len(text) < LEAST_LENGTH:
        problems.append(Problem("passphrase", "passphrase_too_short", {"least": LEAST_LENGTH}))
    elif len(text) > MOST_LENGTH:
        problems.append(Problem("passphrase", "passphrase_too_long", {"most": MOST_LENGTH}))
    elif bits < LEAST_BITS:
        problems.append(Problem("passphrase", "passphrase_too_easy"))
    return Strength(bits, tuple(problems))


def check(passphrase: str, words: Collection[str] = (), personal: Iterable[str] = ()) -> None:
    """Raise ``Invalid`` unless ``strength`` finds the passphrase good enough."""
    judged = strength(passphrase, words, personal)
    if not judged.enough:
        raise Invalid(judged.problems)


def _bits(text: str, words: frozenset[str], personal: set[str]) -> float:
    total = 0.0
    seen: set[str] = set()
    for token in re.findall(r"[^\W\d_]+|\d+|[\W_]+", text):
        plain = fold(token)
        if not plain:
            continue  # a space between words is expected
        if plain not in seen:
            total += _token_bits(plain, token, words, personal)
        seen.add(plain)
    # Swapped letters (p4ssw0rd) hide a word from the pieces above but from no guesser.
    for whole in fold(text).split():
        back = whole.translate(_SWAPS)
        if back != whole and (back in _COMMON or back in words or back in personal):
            total = min(total, _rest_bits(text, whole, words, personal) + 2)
    return total


def _rest_bits(text: str, whole: str, words: frozenset[str], personal: set[str]) -> float:
    rest = fold(text).replace(whole, " ")
    return _bits(rest, words, personal) if rest.strip() else 0.0


def _token_bits(plain: str, token: str, words: frozenset[str], personal: set[str]) -> float:
    if plain in words and plain in personal:
        return 8.0  # five generated words stay good enough with two of the centre's name
    if plain in personal or plain in _COMMON:
        return 1.0
    if len(plain) > 3 and len(set(plain)) <= 2:
        return 4.0
    if _is_run(plain):
        return 5.0
    if re.fullmatch(r"(19|20)\d\d", plain):
        return 6.0
    if plain.isdigit():
        return len(plain) * log2(10)
    odd_case = 2.0 if token not in (token.lower(), token.upper(), token.capitalize()) else 0.0
    if plain in words:
        return log2(max(len(words), LEAST_WORDS_IN_LIST)) + odd_case
    if plain.isalpha():
        # Few letters are chance; more are a word of some language (13 bits: one of the 8,000
        # that people use) with an ending. What is known of it beforehand does not count.
        known = max((len(p) for p in personal | _COMMON if p in plain), default=0)
        rest = len(plain) - known
        return min(rest * log2(26), 13.0 + max(0, rest - 8) * 1.5) + odd_case
    return len(plain) * 4.0


def _is_run(plain: str) -> bool:
    """Whether ``plain`` is four or more neighbours of a keyboard row or of the alphabet."""
    if len(plain) < 3:
        return False
    return any(plain in run * 2 or plain[::-1] in run * 2 for run in _RUNS)


def wait_after(failures: int) -> float:
    """Seconds to wait before the next try after ``failures`` in a row; never a lock-out."""
    if failures < _FIRST_WAITED:
        return 0.0
    return min(2.0 ** min(failures - _FIRST_WAITED, 10), _LONGEST_WAIT)
