"""The mail draft: sent by a person, never by the program. Its words feed the copy buttons."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from mobdesk import i18n
from mobdesk.errors import Refused
from mobdesk.exports.report import Report
from mobdesk.exports.wording import Words

_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]{1,64}@[^\s@<>,;:\"\\]{1,190}")
_TYPES = {
    "pdf": ("application", "pdf"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": ("application", "zip"),
}


class Mail(NamedTuple):
    """Address, subject and text, each for its own copy button."""

    address: str
    subject: str
    text: str


def is_address(text: str) -> bool:
    """Whether ``text`` is one e-mail address and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def mail_words(
    report: Report,
    *,
    protected: bool,
    folder: bool = False,
    recipient: str = "",
    part: int = 1,
    parts: int = 1,
    catalogue: i18n.Catalogue = i18n.ENGLISH,
) -> Mail:
    """What the mail says: true for what is attached. A demo has no recipient.

    The draft of a ``folder`` carries the report and the workbook only.
    Raises Refused ``recipient_unreadable`` for what is not one address.
    """
    words = Words(catalogue)
    if recipient and not is_address(recipient):
        raise Refused("recipient_unreadable", address=recipient)
    subject = words(
        "mail.subject",
        code=report.project.code,
        kind=words.name("kind", report.kind),
        day=words.long_day(report.frozen_on),
    )
    title = _line(report.project.title)
    called = words("mail.called", title=title) if title else report.project.code
    what = "mail.report" if folder else "mail.what"
    lines = [words("mail.hello"), "", words(what, project=called)]
    if parts > 1:
        subject = words("mail.part_subject", subject=subject, part=part, parts=parts)
        lines.append(words("mail.part", part=part, parts=parts))
    if report.demo:
        subject = f"DEMO · {subject}"
        lines.append(words("demo"))
    if protected:
        lines += ["", words("mail.protected"), words("mail.opener"), words("mail.passphrase")]
    rest = [words("mail.attached"), words("mail.not_attached")]
    lines += ["", *(rest if folder else [words("mail.verify")])]
    lines += ["", _line(report.organisation.name)]
    address = "" if report.demo else recipient
    return Mail(address, _line(subject), "\n".join(lines) + "\n")


def _line(text: str) -> str:
    return " ".join(text.split())


def make_eml(report: Report, mail: Mail, files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a draft with ``files`` attached; equal input gives equal bytes."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(report.frozen_at)
    message["Subject"] = mail.subject
    if mail.address:
        message["To"] = mail.address
    message.set_content(mail.text, cte="quoted-printable")
    for name, content in files:
        main, sub = _TYPES.get(name.rpartition(".")[2], ("application", "octet-stream"))
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if files:
        seed = hashlib.sha256(mail.subject.encode()).hexdigest()[:24]
        message.set_boundary(f"=_mobdesk_{seed}")
    return message.as_bytes()
