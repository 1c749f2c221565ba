"""How much one mail holds. It carries files as base64, which is a third more than the files."""

from __future__ import annotations

import re

from mobdesk.errors import Refused

MEGABYTE = 1_000_000
#: What can be chosen for the largest mail, in megabytes; mail servers take 10 to 50.
LEAST_MB, USUAL_MB, MOST_MB = 1, 10, 100
#: The usual size of the largest mail, in bytes.
MAIL_LIMIT = USUAL_MB * MEGABYTE

# RFC 2045, section 6.8: 57 bytes make a line of 76 characters and its line break.
_LINE, _LINE_SENT = 57, 78
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?")


def encoded(size: int) -> int:
    """The bytes that a file of ``size`` bytes takes in a mail."""
    return -(-size // 3) * 4 + -(-size // _LINE) * 2


def room(limit: int) -> int:
    """The largest file, in bytes, that takes no more than ``limit`` bytes in a mail."""
    return max(0, limit // _LINE_SENT * _LINE)


def parse_limit(text: str) -> int:
    """The limit in bytes of typed megabytes, with point or comma; Refused ``mail_limit``."""
    text = text.strip()
    megabytes = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else 0
    if not LEAST_MB <= megabytes <= MOST_MB:
        raise Refused("mail_limit", given=text, least=LEAST_MB, most=MOST_MB)
    return round(megabytes * MEGABYTE)
