"""The project code ``2024-1-EE01-KA122-ADU-000214921``: its grammar and the mistakes people make.

Nothing is guessed. What looks the same or is only written differently is tidied and named in
``corrections``; what would need a guess gives no code, a problem, and where only one answer is
possible a ``suggestion`` that a person accepts or not. Sources: domain notes on formats, section 2
(examples of real projects 2014-2026; the pattern itself is inferred from them).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

from mobdesk.domain.countries import CODES
from mobdesk.errors import Problem

FIELDS = ("ADU", "SCH", "VET")
MOBILITY_ACTIONS = ("KA120", "KA121", "KA122")
LEGACY_ACTIONS = ("KA101", "KA102", "KA104", "KA116")
FIRST_YEAR, LAST_YEAR = 2014, 2027
_NEW_FORM = 2021  # from this call year on: a field and nine digits

# Agencies met in codes of real projects. No official list is established: check the pattern only.
SEEN_AGENCIES = frozenset({
    "AT01", "AT02", "BE01", "BE02", "BG01", "CY01", "CZ01", "DE01", "DE02", "DE03", "DE04", "EE01",
    "EL01", "ES01", "ES02", "FI01", "FR01", "FR02", "HR01", "HU01", "IT01", "IT02", "IT03", "LI01",
    "LU01", "LV01", "NL01", "PL01", "PT01", "PT02", "RO01", "RS01", "TR01", "UK01",
})  # fmt: skip
_ACTIONS_WORDED = frozenset(
    {*MOBILITY_ACTIONS, *LEGACY_ACTIONS, "KA131", "KA171", "KA152", "KA153", "KA154", "KA210"}
    | {"KA220", "KA130", "KA150", "KA151", "KA155", "KA182"}
)
_FIELDS_WORDED = frozenset({*FIELDS, "HED", "YOU", "SPO"})
_EDGE_TO_ISO = {"EL": "GR", "UK": "GB"}
_ISO_TO_EDGE = {"GR": "EL", "GB": "UK"}

_DASHES = "‐‑‒–—―−﹘﹣－\u00ad_/"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
# Letters of other alphabets that look like these Latin ones.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈабекмнорстухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABEKMHOPCTYXISJABEKMHOPCTYXISJABEZHIKMNOPTYX",
)
_DIGIT_FOR_LETTER = str.maketrans("OILS", "0115")

_S = r"[\s\-.,;:]*"
_LOOSE = re.compile(
    rf"(?<![A-Z0-9])(?:(?P<year>\d{{4}}){_S})?(?:(?P<round>\d{{1,2}}){_S})?"
    rf"(?P<agency>[A-Z]{{2}}[0-9OIL]{{0,3}}){_S}(?P<action>KA[0-9OIL]{{1,4}}|ESC\d{{1,3}}){_S}"
    rf"(?:(?P<field>[A-Z]{{3}}|[A-Z]{{4}}|[A-Z]{{2}}){_S})?(?P<number>[0-9OIL]{{2,14}})(?P<rest>\s+\d{{1,8}})?",
    re.ASCII,
)
_WRITTEN_WELL = re.compile(r"\d{4}-\d-[A-Z]{2}\d{2}-[A-Z]{2}\d{3}-(?:[A-Z]{3}-)?\d{5,10}", re.ASCII)
_REPORT = re.compile(r"^[\s\-]*(?:FR|AR)(?:-?\d{1,2})?$")
_PART = re.compile(r"^-(\d{1,3})$")
_WRAPS = " \t\r\n\"'“”„‘’«»()[]{}<>=:;,.!?#*|"

_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code_is_oid", re.compile(r"E\d{8}")),
    ("code_is_nine_digits", re.compile(r"\d{9}")),
    ("code_is_agreement_number", re.compile(r"\d{4}-KA\d{3}-?[A-Z]{3}-\d{1,5}")),
    ("code_is_form_id", re.compile(r"KA\d{3}-?[A-Z]{3}-?[0-9A-F]{8}")),
    ("code_is_llp", re.compile(r"(?:\d+-)?IC-\d-(?:19|20)\d\d-\d-[A-Z]{2}-.+")),
    ("code_is_llp", re.compile(r"(?:\d+-)?LLP-.+")),
    ("code_is_llp", re.compile(r"20(?:0[7-9]|1[0-3])-\d-[A-Z]{2}\d-[A-Z]{3}\d{2}-\d{4,6}(?:-\d)?")),
    ("code_is_other_programme", re.compile(r"\d+-(?:CREA|EPP)-.+|(?:EAC|EACEA|ERASMUS)-.+")),
    ("code_is_other_programme", re.compile(r"[A-Z]{2}-CULT-.+")),
    ("code_is_date", re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}")),
)


class CodePart(NamedTuple):
    """One tile of the explained code: ``meaning`` is a word code, filled with ``values``."""

    name: str
    text: str
    meaning: str
    values: dict[str, Any] = {}
    unconfirmed: bool = False


class ParsedCode(NamedTuple):
    """What a text says as a project code.

    ``code`` is canonical, or None where no code may be taken from the text. A code with
    ``problems`` is usable but must be looked at; ``notes`` are only good to know.
    """

    text: str
    code: str | None = None
    year: int | None = None
    round: int | None = None
    agency: str = ""
    country: str = ""
    action: str = ""
    field: str | None = None
    number: str = ""
    suffix: str = ""
    corrections: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    suggestion: str | None = None

    @property
    def parts(self) -> tuple[CodePart, ...]:
        """The tiles of the explained code; parts that are missing have none."""
        return _parts(self) if self.agency else ()

    @property
    def sure(self) -> bool:
        """The text is a whole code with nothing to look at."""
        return self.code is not None and not self.problems

    @property
    def accreditation(self) -> bool:
        """KA120: an accreditation, not a project with a budget."""
        return self.action == "KA120"


@lru_cache(maxsize=4096)  # a long list names the same few projects again and again
def parse_code(text: str) -> ParsedCode:
    """Read ``text`` as a project code; never raises, never guesses."""
    shown = text.strip().translate(_INVISIBLE).strip()
    if not shown:
        return ParsedCode(text, problems=(_problem("code_empty"),))
    plain, corrections = (text, []) if _WRITTEN_WELL.fullmatch(text) else _tidied(text)
    found = list(_LOOSE.finditer(plain))
    if len(found) > 1 and len({re.sub(r"[^A-Z0-9]", "", m.group(0)) for m in found}) > 1:
        return ParsedCode(text, problems=(_problem("code_several", n=len(found)),))
    if not found:
        return ParsedCode(text, problems=(_other_identifier(plain),))
    return _read(text, plain, found[0], corrections)


def _problem(code: str, **values: Any) -> Problem:
    return Problem("code", code, values)


def _tidied(text: str) -> tuple[str, list[str]]:
    """Upper-case ASCII with plain dashes, and what was changed on the way."""
    corrections: list[str] = []

    def keep(after: str, before: str, correction: str) -> str:
        if after != before:
            corrections.append(correction)
        return after

    plain = keep(text.translate(_INVISIBLE).replace("\u00a0", " "), text, "invisible")
    plain = keep(plain.strip(), plain, "spaces")
    plain = keep(unicodedata.normalize("NFKC", _plain_dashes(plain)), plain, "dashes")
    plain = keep(plain.translate(_LOOKALIKES), plain, "lookalikes")
    # Not str.upper: it changes the length of some letters, and only ASCII can be a code.
    upper = re.sub("[a-z]", lambda m: m.group(0).upper(), plain)
    if upper != plain and _LOOSE.search(plain) is None:
        corrections.append("case")
    return upper, corrections


def _plain_dashes(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, _DASHES), "-"))


def _other_identifier(plain: str) -> Problem:
    """Say what else the text is, where it has the form of something known."""
    bare = plain.strip(_WRAPS)
    words = [bare, *(w.strip(_WRAPS) for w in bare.split())]
    for code, pattern in _OTHERS:
        for word in words:
            if pattern.fullmatch(word):
                return _problem(code, text=word[:60])
    return _problem("code_unreadable", text=plain[:60])


def _read(text: str, plain: str, match: re.Match[str], corrections: list[str]) -> ParsedCode:
    problems: list[Problem] = []
    agency, action, number = (match[g] for g in ("agency", "action", "number"))
    year = int(match["year"]) if match["year"] else None
    round_ = int(match["round"]) if match["round"] else None
    fixed = (
        agency[:2] + agency[2:].translate(_DIGIT_FOR_LETTER),
        action[:2] + action[2:].translate(_DIGIT_FOR_LETTER) if action[0] == "K" else action,
        number.translate(_DIGIT_FOR_LETTER),
    )
    if fixed != (agency, action, number):
        corrections.append("letter_for_digit")
    agency, action, number = fixed
    wanted = 9 if year is None or year >= _NEW_FORM else 6
    end = match.end("number")
    rest = (match["rest"] or "").strip()
    if rest and len(number) < wanted and len(number + rest) == wanted:
        number, end = number + rest, match.end("rest")
        corrections.append("line_break")
    suffix = _ends(plain[: match.start()], plain[end:], corrections, problems)
    if not problems:  # with a stray part inside, "missing" would only confuse
        problems += _structure(year, round_, agency, action, match["field"], number, wanted)
    written = plain[match.start() : end]
    segments = [match["year"], match["round"], agency, action, match["field"], number]
    canonical = "-".join(s for s in segments if s)
    if "dashes" not in corrections and written.count("-") != canonical.count("-"):
        corrections.append("dashes")
    usable = not any(p.code in _NO_CODE for p in problems)
    code = canonical if usable else None
    country = agency[:2]
    problems += _doubts(year, country, action, match["field"], number, wanted) if usable else []
    return ParsedCode(
        text=text,
        code=code,
        year=year,
        round=round_,
        agency=agency,
        country=_EDGE_TO_ISO.get(country, country),
        action=action,
        field=match["field"],
        number=number,
        suffix=suffix,
        corrections=tuple(dict.fromkeys(corrections)),
        problems=tuple(problems),
        notes=_notes(agency, action) if usable else (),
        suggestion=_suggestion(segments, problems),
    )


def _ends(head: str, tail: str, corrections: list[str], problems: list[Problem]) -> str:
    """Judge what stands around the code; return a suffix that was taken off."""
    suffix = ""
    bare = tail.strip(_WRAPS)
    if _REPORT.match(tail.rstrip(_WRAPS)):
        suffix = bare.strip("-")
        corrections.append("report_suffix")
    elif part := _PART.match(tail.rstrip(_WRAPS)):
        suffix = part[1]
        corrections.append("part_suffix")
    elif re.fullmatch(r"\.0+\s*", tail):
        corrections.append("spreadsheet_rest")
    elif tail and (tail[0].isalnum() or (tail[0] == "-" and tail[1:2].isalnum())):
        problems.append(_problem("code_part_unexpected", part=bare.strip("-")[:40]))
    elif bare:
        corrections.append("words_around")
    elif tail:
        corrections.append("quotes" if tail.strip() else "spaces")
    if head.endswith("-") and head.strip(_WRAPS + "-"):
        problems.append(_problem("code_part_unexpected", part=head.strip(_WRAPS + "-")[:40]))
    elif head.strip(_WRAPS + "-"):
        corrections.append("words_around")
    elif head:
        corrections.append("quotes")
    return suffix


# Problems that leave no code: something is missing, or taking it would be a guess.
_NO_CODE = frozenset({
    "code_part_unexpected", "code_year_missing", "code_round_missing", "code_round_impossible",
    "code_agency_incomplete", "code_country_greece", "code_country_uk", "code_country_unknown",
    "code_action_unreadable", "code_field_missing", "code_number_unreadable",
})  # fmt: skip


def _structure(
    year: int | None,
    round_: int | None,
    agency: str,
    action: str,
    field: str | None,
    number: str,
    wanted: int,
) -> list[Problem]:
    problems: list[Problem] = []
    country = agency[:2]
    if year is None:
        problems.append(_problem("code_year_missing"))
    if round_ is None:
        problems.append(_problem("code_round_missing"))
    elif not 1 <= round_ <= 9:
        problems.append(_problem("code_round_impossible", round=round_))
    if len(agency) != 4:
        problems.append(_problem("code_agency_incomplete", agency=agency))
    if country in _ISO_TO_EDGE:
        which = "code_country_greece" if country == "GR" else "code_country_uk"
        problems.append(_problem(which, country=country, edge=_ISO_TO_EDGE[country]))
    elif country not in CODES and country not in _EDGE_TO_ISO:
        problems.append(_problem("code_country_unknown", country=country))
    if not re.fullmatch(r"KA\d{3}|ESC\d{2}", action):
        problems.append(_problem("code_action_unreadable", action=action))
    if field is None and year is not None and year >= _NEW_FORM:
        problems.append(_problem("code_field_missing", year=year))
    elif field is not None and len(field) != 3:
        problems.append(_problem("code_part_unexpected", part=field))
    if not 5 <= len(number) <= 10:
        problems.append(_problem("code_number_unreadable", found=len(number), wanted=wanted))
    return problems


def _doubts(
    year: int | None, country: str, action: str, field: str | None, number: str, wanted: int
) -> list[Problem]:
    """What is wrong with a code that can be taken as it is written."""
    problems: list[Problem] = []
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return [_problem("code_year_outside", year=year, first=FIRST_YEAR, last=LAST_YEAR)]
    if country == "UK" and year is not None and year >= _NEW_FORM:
        problems.append(_problem("code_uk_after_2020", year=year))
    if action[:3] not in ("KA1", "KA2", "KA3", "ESC"):
        problems.append(_problem("code_action_unknown", action=action))
    if action in MOBILITY_ACTIONS and field is not None and field not in FIELDS:
        problems.append(_problem("code_field_does_not_fit", action=action, part=field))
    if len(number) != wanted:
        problems.append(_problem("code_number_length", found=len(number), wanted=wanted))
    elif not number.strip("0"):
        problems.append(_problem("code_number_placeholder", number=number))
    return problems


def _notes(agency: str, action: str) -> tuple[Problem, ...]:
    notes: list[Problem] = []
    if agency not in SEEN_AGENCIES:
        notes.append(_problem("code_agency_not_seen", agency=agency))
    if action == "KA120":
        notes.append(_problem("code_is_accreditation"))
    elif action not in MOBILITY_ACTIONS + LEGACY_ACTIONS:
        notes.append(_problem("code_action_other", action=action))
    return tuple(notes)


def _suggestion(segments: list[Any], problems: list[Problem]) -> str | None:
    """The one code that may be meant, when a single known slip stands in the way."""
    blocking = {p.code for p in problems} & _NO_CODE
    year, round_, agency, action, field, number = segments
    if blocking == {"code_agency_incomplete"} and len(agency) == 3:
        agency = f"{agency[:2]}0{agency[2]}"
    elif blocking in ({"code_country_greece"}, {"code_country_uk"}):
        agency = _ISO_TO_EDGE[agency[:2]] + agency[2:]
    else:
        return None
    return "-".join(s for s in (year, round_, agency, action, field, number) if s)


def _parts(parsed: ParsedCode) -> tuple[CodePart, ...]:
    parts: list[CodePart] = []
    year, agency, action, field = parsed.year, parsed.agency, parsed.action, parsed.field
    if year is not None:
        parts.append(CodePart("year", str(year), "code_part.year", {"year": year}))
    if parsed.round is not None:
        values: dict[str, Any] = {"round": parsed.round}
        parts.append(CodePart("round", str(parsed.round), "code_part.round", values))
    values = {"country": parsed.country, "agency": agency}
    unseen = agency not in SEEN_AGENCIES
    parts.append(CodePart("agency", agency, "code_part.agency", values, unconfirmed=unseen))
    meaning = action if action in _ACTIONS_WORDED else "other"
    parts.append(CodePart("action", action, f"code_action.{meaning}"))
    if field is not None:
        meaning = field if field in _FIELDS_WORDED else "other"
        parts.append(CodePart("field", field, f"code_field.{meaning}"))
    values = {"number": parsed.number}
    parts.append(CodePart("number", parsed.number, "code_part.number", values))
    return tuple(parts)
