"""Photos of papers: which dropped files are photos, and one PDF of several."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.imports import child
from mobdesk.imports.photos import APPLE, MOST_PHOTOS, PHOTOS

_MEMORY_MB = 1000
_SECONDS = 180


class Sorted(NamedTuple):
    """Dropped files: ``photos`` become one PDF, ``untouched`` are kept as they are."""

    photos: tuple[Path, ...]
    untouched: tuple[Path, ...]


def sort_files(files: Sequence[Path]) -> Sorted:
    """Tell photos from the rest: several photos, or one that few programs can show (HEIC).

    A single ordinary picture is kept untouched, like PDF files and signed containers.
    """
    photos = tuple(file for file in files if file.suffix.lower() in PHOTOS)
    if len(photos) == 1 and photos[0].suffix.lower() not in APPLE:
        photos = ()
    return Sorted(photos, tuple(file for file in files if file not in photos))


def one_pdf(photos: Sequence[Path], title: str, progress: Progress | None = None) -> bytes:
    """Return one small PDF, a page for each photo in the order given.

    The photos are only read, in a process of their own. Raises ``Refused``: ``photo_unreadable``,
    ``photo_heic``, ``photo_too_large``, ``photos_too_many``, ``over_limit``, ``reader_died``.
    """
    if len(photos) > MOST_PHOTOS:
        raise Refused("photos_too_many", most=MOST_PHOTOS)
    arguments = {"paths": [str(path) for path in photos], "title": title}
    made = child.run("photos", arguments, memory_mb=_MEMORY_MB, seconds=_SECONDS, progress=progress)
    return base64.b64decode(made)
