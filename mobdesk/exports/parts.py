"""Which file goes into which part, so that every mail stays within its limit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from mobdesk.domain import mails
from mobdesk.exports.eml import mail_words, make_eml
from mobdesk.exports.manifest import FileEntry, make_manifest
from mobdesk.exports.report import Report
from mobdesk.exports.zipping import pack

#: What ``verify`` and other readers accept in one container.
MOST_ENTRIES, MOST_BYTES = 1_900, 250_000_000
# The most that stands around the files of a container: end and seal; salt, check and frame.
_AROUND_ZIP, _AROUND_PROTECTED = 160, 400
_AROUND_ENTRY = 76  # and twice its name
# What a number of two more digits, or a part of its own, can add to one line of the manifest.
_PER_LINE = 4
_MOST_PARTS = 999


class Form(StrEnum):
    FOLDER = "folder"
    ZIP = "zip"
    PROTECTED = "protected"


class Content(NamedTuple):
    """One inner file: its facts, and how to get its bytes."""

    entry: FileEntry
    get: Callable[[], bytes]


class Post(NamedTuple):
    """What the mails of a package take: their number, their bytes, whether one is too large."""

    mails: int
    size: int
    over: bool


def in_mail_of_folder(name: str) -> bool:
    """Whether the draft of a folder carries this file: the report itself, no papers."""
    return name.endswith((".pdf", ".xlsx")) and not name.startswith("papers/")


def room_in_mail(report: Report, form: Form, limit: int, recipient: str = "") -> int:
    """The most bytes of one container whose mail, text and all, stays within ``limit`` bytes."""
    return mails.room(limit - _mail_alone(report, form, recipient))


def split(
    report: Report, contents: Sequence[Content], form: Form, room: int | None
) -> tuple[tuple[Content, ...], tuple[str, ...]]:
    """Give every file its part. A file larger than ``room`` bytes gets a part of its own and a
    note. ``room`` None: only what readers accept. A folder is never split.
    """
    if form is Form.FOLDER:
        return tuple(contents), ()
    most = MOST_BYTES if room is None else min(room, MOST_BYTES)
    whole = most - _in_every_part(report, contents, form)
    part, left, n = 1, whole, 0
    placed = []
    notes: set[str] = set()
    for content in contents:
        size = _packed_size(content)
        if n and (size > left or n >= MOST_ENTRIES):
            part, left, n = part + 1, whole, 0
        if size > whole:
            notes.add("part_over_limit")
        left -= size
        n += 1
        placed.append(content._replace(entry=content.entry._replace(part=part)))
    return tuple(placed), tuple(sorted(notes))


def post(
    report: Report, made: Mapping[str, bytes], form: Form, limit: int, recipient: str = ""
) -> Post:
    """What the mails will take, before anything is written; sizes are the most they can be.

    ``made`` are the files of the report; its papers count with the size they have.
    """
    alone = _mail_alone(report, form, recipient)
    if form is Form.FOLDER:
        words = mail_words(report, protected=False, folder=True, recipient=recipient)
        files = [(name, data) for name, data in made.items() if in_mail_of_folder(name)]
        size = len(make_eml(report, words, files))
        return Post(1, size, size > limit)
    contents = [
        *(made_content(name, data) for name, data in made.items()),
        *(Content(FileEntry(p.name, p.size, p.sha256), bytes) for p in report.attachments),
    ]
    placed, notes = split(report, contents, form, mails.room(limit - alone))
    every = _in_every_part(report, contents, form)
    parts = [every] * max(content.entry.part for content in placed)
    for content in placed:
        parts[content.entry.part - 1] += _packed_size(content)
    size = sum(alone + mails.encoded(part) for part in parts)
    return Post(len(parts), size, bool(notes))


def made_content(name: str, data: bytes) -> Content:
    """A file whose bytes are at hand."""
    return Content(FileEntry(name, len(data), hashlib.sha256(data).hexdigest()), lambda: data)


def _mail_alone(report: Report, form: Form, recipient: str) -> int:
    """The bytes of a draft without its file: the longest text, and the longest name."""
    most = _MOST_PARTS if form is not Form.FOLDER else 1
    words = mail_words(
        report, protected=form is Form.PROTECTED, folder=form is Form.FOLDER,
        recipient=recipient, part=most, parts=most,
    )  # fmt: skip
    around = len(report.kind) + len("__2026-11-23_DEMO_999_part-999-of-999.zip")
    name = "x" * (len(report.project.code) + around)
    return len(make_eml(report, words, [(name, b"")]))


def _in_every_part(report: Report, contents: Sequence[Content], form: Form) -> int:
    """The most that the manifest and the container itself take."""
    manifest = make_manifest(report, [content.entry for content in contents], 1)
    packed = len(pack(manifest)[1]) + _PER_LINE * len(contents) + _AROUND_ENTRY + 32
    return packed + (_AROUND_PROTECTED if form is Form.PROTECTED else _AROUND_ZIP)


def _packed_size(content: Content) -> int:
    """The size in the ZIP, or the most it can be where the bytes are not at hand yet."""
    name, size, *_rest = content.entry
    around = _AROUND_ENTRY + 2 * len(name.encode())
    return around + (size if name.startswith("papers/") else len(pack(content.get())[1]))
