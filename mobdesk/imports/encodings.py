"""From bytes to text, when nobody says which code page it was.

Byte order marks and UTF are certain or nearly so. Among the one-byte code pages each candidate is
read and judged: letters that one language uses together speak for it; control characters,
symbols inside words, capitals inside words and two scripts in one word speak against it. Where
that says little, charset-normalizer is asked (it also knows the scripts of Asia).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from mobdesk.errors import Problem, Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LANGUAGES: dict[str, str] = {
    "sl hr bs": "čšžćđ",
    "cs": "íáéěřýžčšůúťďňó",
    "sk": "áíéýčžšúľťďňôäóĺŕ",
    "pl": "łąęóżśćńź",
    "hu": "áéöóüíőúű",
    "ro": "ăîâșțşţ",
    "et": "äõüöšž",
    "lv": "āīēšūžņļčģķ",
    "lt": "ėįųšžūčęą",
    "tr": "ıüşçğöİâ",
    "de": "üäöß",
    "fr": "éèàêçôîâûùëïœ",
    "es ca": "óáíéñúüçàèò",
    "pt": "ãçáéíóõêâàú",
    "it": "àèùòìé",
    "nl": "ëéïöü",
    "da no": "øåæé",
    "sv fi": "äåöé",
    "is": "áíðúóéýöþæ",
    "mt": "ħżċġ",
    "sq": "ëç",
    "el": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "sr mk": "абвгдђѓежзѕијклљмнњопрстћќуфхцчџш",
}
_FREQUENT = frozenset("αιοετσνηρπκλμ" + "аоеинтсрвлкпд" + "יוהלארמתשבנ" + "المنيتربودسعة")
_EUROPEAN = frozenset("".join(_LANGUAGES.values()))
_HINTS = re.compile(
    r"(ič|ić|čič|eč|ač|oč|ča|če|či|čn|čk)(?=[a-zčšž]|$)|(ère|ème|ès|ève|ète|èle|ène|èce)"
)
_TYPOGRAPHY = frozenset("–—„“”‘’‚«»€§°№·…£\xa0ªº™®")

# In the order in which an equal verdict is decided; the number is what must be made up for.
_CANDIDATES: tuple[tuple[str, float], ...] = (
    ("cp1252", 0.0), ("cp1250", 0.4), ("cp1251", 0.4), ("cp1253", 0.4), ("cp1254", 0.5),
    ("cp1257", 0.6), ("iso8859-1", 1.0), ("iso8859-2", 1.0), ("iso8859-7", 1.0),
    ("cp1255", 0.9), ("cp1256", 0.9), ("iso8859-5", 1.5), ("iso8859-9", 1.2),
    ("iso8859-13", 1.4), ("iso8859-15", 1.5),
    ("iso8859-16", 1.6), ("iso8859-4", 2.0), ("iso8859-3", 2.5), ("iso8859-10", 2.5),
    ("koi8-r", 2.0), ("koi8-u", 2.1), ("mac_roman", 2.0), ("mac_latin2", 2.2),
    ("mac_cyrillic", 2.4), ("mac_greek", 2.4), ("mac_turkish", 2.4), ("mac_iceland", 2.6),
    ("mac_croatian", 2.8), ("mac_romanian", 2.8), ("cp850", 2.2), ("cp852", 2.2),
    ("cp866", 2.4), ("cp737", 2.6), ("cp775", 2.6), ("cp857", 2.6), ("cp437", 2.8),
)  # fmt: skip
_OTHER_SCRIPTS = (
    "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874", "cp1258",
)  # fmt: skip
_SURE = 1.2
_MOST_WORDS = 4_000
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and what to say about it."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode by the given encoding, or by the likeliest. Never loses a letter silently."""
    if encoding is not None:
        return _as_told(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _wide(data[len(bom) :], name)
    wide = _wide_without_bom(data)
    if wide is not None:
        return _wide(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(data) or _guessed(data)


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        if not getattr(codecs.lookup(encoding), "_is_text_encoding", True):
            raise LookupError(encoding)
    except (LookupError, ValueError) as error:
        raise Refused("encoding_unknown", encoding=encoding) from error
    for bom, bom_name in _BOMS:
        if data.startswith(bom) and name in (bom_name, bom_name.rpartition("-")[0]):
            data = data[len(bom) :]
            name = bom_name
            break
    try:
        return Decoded(data.decode(name), encoding)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused("encoding_wrong", encoding=encoding) from error


def _wide(data: bytes, name: str) -> Decoded:
    """UTF with a known order; a cut last letter, or a wrong one, becomes a mark and a note."""
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        return Decoded(text, name, (Problem("", "letters_unreadable"),))


def _wide_without_bom(data: bytes) -> str | None:
    """UTF-16 and UTF-32 show in the places of their zero bytes."""
    sample = data[:8_192]
    sample = sample[: len(sample) // 4 * 4]
    if sample.count(0) * 5 < len(sample) or len(sample) < 4:
        return None
    quarter = len(sample) // 4
    zeros = [sample[place::4].count(0) / quarter for place in range(4)]
    if len(data) % 4 == 0 and min(zeros[1:]) > 0.7 and zeros[0] < 0.5:
        return _valid(data, "utf-32-le")
    if len(data) % 4 == 0 and min(zeros[:3]) > 0.7 and zeros[3] < 0.5:
        return _valid(data, "utf-32-be")
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.4 and even < 0.2:
        return "utf-16-le"
    if even > 0.4 and odd < 0.2:
        return "utf-16-be"
    return None


def _valid(data: bytes, name: str) -> str | None:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return name


def _mixed(data: bytes) -> Decoded | None:
    """A file of UTF-8 lines with some lines of another code page (two lists pasted together)."""
    lines = data.splitlines(keepends=True)
    others = [index for index, line in enumerate(lines) if not _is_utf8(line)]
    good = sum(1 for line in lines if not line.isascii()) - len(others)
    if good == 0 or good * 4 < len(others):
        return None
    name, _ = best_code_page(b"".join(lines[index] for index in others))
    odd = set(others)
    text = "".join(
        line.decode(name, "replace") if index in odd else line.decode("utf-8")
        for index, line in enumerate(lines)
    )
    problem = Problem("", "mixed_encodings", {"other": name, "lines": len(others)})
    return Decoded(text, "utf-8", (problem,))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes) -> Decoded:
    name, sure = best_code_page(data)
    if not sure:
        name = _asked(data) or name
    text = data.decode(name, "replace")
    notes = [Problem("", "guessed_encoding", {"encoding": name})]
    if "\ufffd" in text:
        notes.append(Problem("", "letters_unreadable"))
    return Decoded(text, name, tuple(notes))


def _asked(data: bytes) -> str | None:
    """What charset-normalizer thinks of it, where it says a script that is not judged here."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000], cp_isolation=list(_OTHER_SCRIPTS)).best()
    return None if best is None else str(best.encoding)


def best_code_page(data: bytes) -> tuple[str, bool]:
    """The likeliest one-byte code page, and whether the letters speak clearly for it."""
    words = Counter(_WORD.findall(data[:4_000_000]))
    common = words.most_common(_MOST_WORDS)
    outside = Counter(byte for byte in data[:200_000] if byte >= 0x80)
    best, best_score = "cp1252", float("-inf")
    for name, handicap in _CANDIDATES:
        try:
            bytes(outside).decode(name)
            decoded = [(word.decode(name), often) for word, often in common]
        except UnicodeDecodeError:
            continue
        score = _score(decoded) - handicap
        if score > best_score:
            best, best_score = name, score
    letters = sum(
        min(often, 20) * sum(1 for byte in word if byte >= 0x80) for word, often in common
    )
    return best, best_score > _SURE * letters


def _score(words: list[tuple[str, int]]) -> float:
    """The verdict on a reading: of all languages the one that explains the letters best."""
    letters: Counter[str] = Counter()
    flaws = 0.0
    for word, often in words:
        weight = min(often, 20)
        flaws += _flaws(word) * weight
        for character in word:
            if character >= "\x80" and character.isalpha():
                letters[character if character == "İ" else character.lower()] += weight
    return flaws + max(_explains(letters, alphabet) for alphabet in _LANGUAGES.values())


def _explains(letters: Counter[str], alphabet: str) -> float:
    known = frozenset(alphabet)
    total = 0.0
    for letter, often in letters.items():
        if letter in known:
            total += often * (2.2 if letter in _FREQUENT else 2.0)
        elif letter in _EUROPEAN:
            total -= often * 0.5
        else:
            total -= often * 3.0
    return total


def _flaws(word: str) -> float:
    """What no word has: control characters, symbols and capitals inside, two scripts."""
    total = 0.0
    scripts = set()
    before = ""
    for character in word:
        if character >= "\x80":
            if "\x80" <= character <= "\x9f":
                total -= 20.0
            elif not character.isalpha():
                symbol_inside = before.isalpha()
                total -= 0.0 if character in _TYPOGRAPHY else 4.0 if symbol_inside else 2.0
        if character.isalpha():
            scripts.add(_script(character))
        if before.islower() and character.isupper():
            total -= 3.0
        before = character
    total -= 4.0 * max(0, len(scripts) - 1)
    if _HINTS.search(word.lower()):
        total += 0.5
    return total


def _script(letter: str) -> str:
    if "Ͱ" <= letter <= "Ͽ":
        return "greek"
    if "Ѐ" <= letter <= "ӿ":
        return "cyrillic"
    if "֐" <= letter <= "ۿ":
        return "hebrew or arabic"
    return "latin"
