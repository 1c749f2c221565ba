"""Photos of papers, taken with a phone, become one small PDF. Runs in the child process.

Each photo is turned as its camera says, made as large as a page needs and written as a new JPEG:
what the camera noted in the file (place, time, device) stays behind.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mobdesk.errors import Refused
from mobdesk.imports import child

#: Endings of what a phone makes of a page.
PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"})
APPLE = frozenset({".heic", ".heif"})
MOST_PHOTOS = 60
MOST_PIXELS = 150_000_000  # the largest phone cameras of 2026 make 200 million only on request

_PAGE_PIXELS = 2000  # the long side; 170 points to the inch on A4
_QUALITY = 78
_MARGIN = 18.0  # points, so that every printer prints all of it

child.register("photos", "mobdesk.imports.photos:photos_task")


def one_pdf(arguments: dict[str, Any], progress: Callable[..., None]) -> bytes:
    """Return a PDF with one page for each photo of ``paths``, titled ``title``.

    Raises ``Refused``: ``photo_unreadable``, ``photo_heic``, ``photo_too_large``.
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    paths = [Path(each) for each in arguments["paths"]]
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    canvas.setTitle(arguments["title"])
    canvas.setCreator("Mobdesk")
    for number, path in enumerate(paths):
        progress(number, len(paths), "progress.photo")
        picture, wide, high = _small(path)
        page = landscape(A4) if wide > high else A4
        canvas.setPageSize(page)
        fit = min((page[0] - 2 * _MARGIN) / wide, (page[1] - 2 * _MARGIN) / high)
        width, height = wide * fit, high * fit
        left, bottom = (page[0] - width) / 2, (page[1] - height) / 2
        canvas.drawImage(ImageReader(io.BytesIO(picture)), left, bottom, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def photos_task(
    arguments: dict[str, Any], progress: Callable[..., None], _emit: Callable[[Any], None]
) -> str:
    """The task of the child: the PDF as base64."""
    return base64.b64encode(one_pdf(arguments, progress)).decode("ascii")


def _small(path: Path) -> tuple[bytes, int, int]:
    """The photo as a JPEG of page size, with its width and height."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    _learn_heic(path)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (_PAGE_PIXELS, _PAGE_PIXELS))  # JPEG only: decodes a smaller one
            turned = ImageOps.exif_transpose(opened)
            turned.thumbnail((_PAGE_PIXELS, _PAGE_PIXELS))
            paper = _on_white(turned)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as err:
        raise Refused("photo_too_large", name=path.name) from err
    except FileNotFoundError as err:
        raise Refused("file_gone", name=path.name) from err
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as err:
        raise Refused("photo_unreadable", name=path.name) from err
    made = io.BytesIO()
    paper.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue(), paper.width, paper.height


def _on_white(picture: Any) -> Any:
    """Grey stays grey, everything else becomes RGB; what shines through becomes white."""
    from PIL import Image

    if picture.mode in ("L", "RGB"):
        return picture.copy()
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _learn_heic(path: Path) -> None:
    """Photos of Apple phones need a reader of their own, where it is installed."""
    if path.suffix.lower() not in APPLE:
        return
    try:
        from pillow_heif import register_heif_opener
    except ImportError as err:
        raise Refused("photo_heic", name=path.name) from err
    register_heif_opener()
