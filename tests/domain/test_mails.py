from __future__ import annotations

import base64

import pytest

from mobdesk.domain import mails
from mobdesk.errors import Refused


@pytest.mark.parametrize("size", [0, 1, 3, 56, 57, 58, 1_000, 99_999])
def test_files_in_a_mail_are_base64_with_line_breaks(size: int) -> None:
    as_sent = base64.encodebytes(bytes(size)).replace(b"\n", b"\r\n")
    assert mails.encoded(size) == len(as_sent)


@pytest.mark.parametrize("limit", [79, 1_000, 9_999, 10_000_000])
def test_what_fits_fits_just(limit: int) -> None:
    fits = mails.room(limit)
    assert mails.encoded(fits) <= limit < mails.encoded(fits + 1) + 78


def test_a_mail_that_is_full_already_has_no_room() -> None:
    assert mails.room(-5) == 0


@pytest.mark.parametrize(("text", "limit"), [("10", 10_000_000), (" 7.5 ", 7_500_000),
    ("2,5", 2_500_000), ("1", 1_000_000), ("100", 100_000_000)])  # fmt: skip
def test_a_limit_is_typed_in_megabytes(text: str, limit: int) -> None:
    assert mails.parse_limit(text) == limit


@pytest.mark.parametrize("text", ["", "0", "-3", "ten", "0.9", "101", "1e3", "nan", "inf", "1_0",
    "10 MB of mail"])  # fmt: skip
def test_a_silly_limit_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        mails.parse_limit(text)
    assert caught.value.code == "mail_limit"
    assert caught.value.values == {"given": text.strip(), "least": 1, "most": 100}
