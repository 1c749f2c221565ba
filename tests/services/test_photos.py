"""Photos become one small PDF; everything else that is attached stays byte by byte."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Refused
from mobdesk.services import photos


def photo(path: Path, size: tuple[int, int] = (1500, 2000), *, turned: int = 1) -> Path:
    """A page photographed: grey paper with lines, and what a camera notes beside it."""
    picture = Image.effect_noise(size, 24).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for y in range(100, size[1], 100):
        draw.line((200, y, size[0] - 200, y), fill="black", width=8)
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Phone of Maarja"
    picture.save(path, quality=90, exif=exif)
    return path


def pages(pdf: bytes) -> list[tuple[int, int]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [tuple(round(x) for x in document.get_page_size(n)) for n in range(len(document))]
    finally:
        document.close()


def test_two_photos_become_two_small_pages(tmp_path: Path) -> None:
    both = [photo(tmp_path / "IMG_1.jpg"), photo(tmp_path / "IMG 2 õ.JPG", (2400, 1800))]
    made = photos.one_pdf(both, "Tamm, Maarja")
    assert pages(made) == [(595, 842), (842, 595)]
    assert len(made) < sum(path.stat().st_size for path in both)
    assert b"Phone of Maarja" not in made, "what the camera notes stays behind"


def test_a_turned_photo_stands_upright(tmp_path: Path) -> None:
    made = photos.one_pdf([photo(tmp_path / "a.jpg", (800, 600), turned=6)], "a")
    assert pages(made) == [(595, 842)]


def test_the_same_photos_give_the_same_pdf(tmp_path: Path) -> None:
    one = photo(tmp_path / "a.jpg", (600, 800))
    assert photos.one_pdf([one], "a") == photos.one_pdf([one], "a")


def test_what_shines_through_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    made = photos.one_pdf([tmp_path / "clear.png"], "clear")
    document = pypdfium2.PdfDocument(made)
    try:
        seen = document[0].render(scale=0.2).to_pil().convert("L")
    finally:
        document.close()
    assert seen.getextrema()[0] > 250


def test_photos_of_apple_phones(tmp_path: Path) -> None:
    import pillow_heif as heif

    picture = Image.effect_noise((300, 400), 24).convert("RGB")
    heif.from_pillow(picture).save(tmp_path / "IMG_1.HEIC")
    assert pages(photos.one_pdf([tmp_path / "IMG_1.HEIC"], "a")) == [(595, 842)]


def test_a_photo_that_is_none_is_named(tmp_path: Path) -> None:
    good = photo(tmp_path / "good.jpg", (300, 400))
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 this is no photo")
    with pytest.raises(Refused, match="photo_unreadable") as refused:
        photos.one_pdf([good, tmp_path / "bad.jpg"], "a")
    assert refused.value.values["name"] == "bad.jpg"


def test_a_cut_photo_is_refused_and_a_bomb_is_not_opened(tmp_path: Path) -> None:
    whole = photo(tmp_path / "whole.jpg", (1200, 1600)).read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="photo_unreadable"):
        photos.one_pdf([tmp_path / "cut.jpg"], "a")
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    (tmp_path / "bomb.png").write_bytes(bomb.getvalue())
    with pytest.raises(Refused, match="photo_too_large"):
        photos.one_pdf([tmp_path / "bomb.png"], "a")


def test_too_many_are_refused_before_work_begins(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="photos_too_many"):
        photos.one_pdf([tmp_path / "a.jpg"] * 61, "a")


def test_cancel_stops_it(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        photos.one_pdf([photo(tmp_path / "a.jpg", (60, 80))], "a", progress)


def test_only_several_photos_are_put_together() -> None:
    files = [Path(name) for name in ("a.jpg", "list.asice", "b.PNG", "signed.pdf")]
    assert photos.sort_files(files).untouched == (files[1], files[3])
    assert photos.sort_files([files[0]]) == ((), (files[0],))
    apple = Path("IMG_1.HEIC")
    assert photos.sort_files([apple]) == ((apple,), ())
