"""Countries: ISO alpha-2 inside; codes and names as lists of the 17 languages write them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from mobdesk.domain.fold import fold

LANGUAGES = (
    "en", "et", "sl", "ru", "lv", "lt", "fi", "pl", "cs", "hu", "de", "it", "es", "fr", "el",
    "bg", "tr",
)  # fmt: skip

# The Commission writes Greece and the United Kingdom its own way.
_EDGE_TO_ISO = {"EL": "GR", "UK": "GB"}

_ALL = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA "
    "ZM ZW"
)
CODES = frozenset(_ALL.split())
"""ISO 3166-1 alpha-2, and ``XK`` that the Commission uses for Kosovo."""

# Everyday names that the locale data has in another form, and nationalities in English.
_MORE_NAMES = {
    "czech republic": "CZ", "the netherlands": "NL", "holland": "NL", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "slovak republic": "SK", "republic of ireland": "IE", "usa": "US", "macedonia": "MK",
    "republic of north macedonia": "MK", "turkey": "TR", "turkiye": "TR", "moldova": "MD",
    "bosnia": "BA", "bosnia and herzegovina": "BA", "ceska republika": "CZ", "ceska": "CZ",
    "чехия": "CZ", "великобритания": "GB", "англия": "GB", "голландия": "NL", "inglaterra": "GB",
    "inghilterra": "GB", "angleterre": "GB", "velka britanija": "GB", "wielka brytania": "GB",
    "suurbritannia": "GB", "lielbritanija": "GB", "didzioji britanija": "GB", "hollandia": "NL",
    "olanda": "NL", "hollanda": "NL", "ingiltere": "GB", "nizozemska": "NL", "russia": "RU",
    "россия": "RU", "south korea": "KR", "vatican": "VA", "iran": "IR", "syria": "SY",
    "austrian": "AT", "belgian": "BE", "bulgarian": "BG", "croatian": "HR", "cypriot": "CY",
    "czech": "CZ", "danish": "DK", "dutch": "NL", "estonian": "EE", "finnish": "FI",
    "french": "FR", "german": "DE", "greek": "GR", "hungarian": "HU", "icelandic": "IS",
    "irish": "IE", "italian": "IT", "latvian": "LV", "lithuanian": "LT", "luxembourgish": "LU",
    "maltese": "MT", "norwegian": "NO", "polish": "PL", "portuguese": "PT", "romanian": "RO",
    "serbian": "RS", "slovak": "SK", "slovene": "SI", "slovenian": "SI", "spanish": "ES",
    "swedish": "SE", "swiss": "CH", "turkish": "TR", "ukrainian": "UA", "british": "GB",
    "russian": "RU", "american": "US", "macedonian": "MK", "albanian": "AL", "georgian": "GE",
    "moldovan": "MD", "montenegrin": "ME", "bosnian": "BA", "kosovar": "XK", "belarusian": "BY",
    "slovensko drzavljanstvo": "SI", "eesti": "EE", "suomi": "FI", "slovensko": "SK",
}  # fmt: skip


def iso_code(text: str) -> str | None:
    """ISO code of a two-letter code, ``EL`` and ``UK`` included; None for anything else."""
    code = text.strip().upper()
    code = _EDGE_TO_ISO.get(code, code)
    return code if code in CODES else None


def find_country(text: str, languages: Iterable[str] = ()) -> str | None:
    """ISO code of a country written as code or name in one of the 17 languages, else None.

    ``languages`` are asked first. A word that means two countries is none.
    """
    code = iso_code(text)
    if code is not None:
        return code
    for part in _parts(text):
        code = _by_name(part, tuple(languages))
        if code is not None:
            return code
    return None


def country_name(iso: str, language: str = "en") -> str:
    """The name of a country, its code where the language has none."""
    from babel import Locale

    return str(Locale.parse(language).territories.get(iso, iso))


def _parts(text: str) -> list[str]:
    """The whole text, then what stands beside a dash, a comma or in brackets (``ES - Spain``)."""
    whole = fold(text)
    pieces = whole.replace("(", "|").replace(")", "|").replace(" - ", "|").replace("/", "|")
    return [
        whole,
        *(piece.strip() for piece in pieces.split("|") if piece.strip() not in ("", whole)),
    ]


@cache
def _by_name(name: str, languages: tuple[str, ...]) -> str | None:
    if len(name) == 2:
        return iso_code(name)
    if name in _MORE_NAMES:
        return _MORE_NAMES[name]
    if len(name) == 3 and name.isascii():
        return _by_alpha3(name.upper())
    for language in dict.fromkeys((*languages, *LANGUAGES)):
        if language in LANGUAGES and name in _names(language):
            return _names(language)[name]
    return None


@cache
def _names(language: str) -> dict[str, str]:
    from babel import Locale

    names = Locale.parse(language).territories
    return {fold(name): code for code, name in names.items() if code in CODES}


@cache
def _by_alpha3(code: str) -> str | None:
    from babel.core import get_global

    found = get_global("territory_aliases").get(code, [])
    return found[0] if len(found) == 1 and found[0] in CODES else None
