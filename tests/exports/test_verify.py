"""verify: accepts what was made, names what was changed, refuses what is hostile."""

from __future__ import annotations

import io
import json
import random
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.exports import safe_zip
from mobdesk.exports.manifest import _canonical
from mobdesk.exports.packages import Made
from mobdesk.exports.parts import Form
from mobdesk.exports.verify import Verification, verify
from mobdesk.exports.zipping import ZipOut
from tests.exports.test_packages import NAME, package

PHRASE = "lõuna kurg"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, Made]:
    place = tmp_path_factory.mktemp("made")
    found = {form.value: package(place / form.value, form) for form in Form}
    found["parts"] = package(place / "parts", mail_limit=60_000)
    return found


def copied(made: Made, tmp_path: Path) -> Path:
    """A copy of the first path of a package, with its other parts beside it."""
    for path in made.paths:
        target = tmp_path / path.name
        if path.is_dir():
            shutil.copytree(path, target)
        else:
            shutil.copy(path, target)
    return tmp_path / made.paths[0].name


def found(result: Verification) -> set[tuple[str, str]]:
    return {(problem.file, problem.code) for problem in result.problems}


def refusal(path: Path, passphrase: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        verify(path, passphrase)
    return caught.value.code


@pytest.mark.parametrize("form", ["folder", "zip", "protected", "parts"])
def test_what_was_made_is_accepted(made, form: str) -> None:
    result = verify(made[form].paths[0], PHRASE)
    assert result.ok, result.problems
    assert result.manifest_sha256 == made[form].manifest_sha256
    assert result.files == len(made[form].files)
    assert "proves_content" in result.notes
    assert list(result.as_json()) == ["ok", "parts", "problems", "manifest_sha256"]


def test_every_file_of_a_folder_is_named_when_one_byte_changes(made, tmp_path: Path) -> None:
    folder = copied(made["folder"], tmp_path)
    draw = random.Random(3)
    for entry in made["folder"].files:
        path = folder / entry.name
        data = path.read_bytes()
        at = draw.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert found(verify(folder)) == {(entry.name, "file_changed")}
        path.write_bytes(data)
    assert verify(folder).ok


def test_any_byte_of_the_manifest_counts(made, tmp_path: Path) -> None:
    folder = copied(made["folder"], tmp_path)
    path = folder / "manifest.json"
    data = path.read_bytes()
    draw = random.Random(4)
    for at in draw.sample(range(len(data)), 40):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert found(verify(folder)) == {("manifest.json", "manifest_changed")}
    path.write_bytes(data + b" ")
    assert not verify(folder).ok


@pytest.mark.parametrize("form", ["zip", "protected"])
def test_any_byte_of_a_container_counts(made, tmp_path: Path, form: str) -> None:
    path = copied(made[form], tmp_path)
    data = path.read_bytes()
    draw = random.Random(5)
    edges = [*range(80), *range(len(data) - 120, len(data))]
    for at in [*edges, *draw.sample(range(len(data)), 40)]:
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        if form == "protected" and 52 <= at < 70:  # salt and check bytes of the passphrase
            assert refusal(path, PHRASE) == "package_passphrase_wrong"
            continue
        result = verify(path, PHRASE)
        assert not result.ok, at
        assert all(problem.file and problem.message for problem in result.problems)


def test_a_byte_inside_a_file_of_a_zip_names_that_file(made, tmp_path: Path) -> None:
    path = copied(made["zip"], tmp_path)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        info = opened.getinfo("papers/M-001_certificate_01.pdf")
    at = info.header_offset + 30 + len(info.filename) + 5
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    assert found(verify(path)) == {(info.filename, "file_changed")}


def test_missing_and_extra_files_are_named(made, tmp_path: Path) -> None:
    folder = copied(made["folder"], tmp_path)
    (folder / "tables" / "people.csv").unlink()
    (folder / "tables" / "other.csv").write_text("x")
    (folder / ".DS_Store").write_text("x")
    result = verify(folder)
    assert found(result) == {
        ("tables/people.csv", "file_missing"),
        ("tables/other.csv", "file_extra"),
    }
    assert "system_files" in result.notes


def test_a_link_in_a_folder_is_not_followed(made, tmp_path: Path) -> None:
    folder = copied(made["folder"], tmp_path)
    path = folder / "tables" / "people.csv"
    outside = tmp_path / "outside.csv"
    path.rename(outside)
    path.symlink_to(outside)
    assert ("tables/people.csv", "name_unsafe") in found(verify(folder))


# --- parts --------------------------------------------------------------------------------------


def test_each_part_verifies_alone(made, tmp_path: Path) -> None:
    for path in made["parts"].paths:
        alone = tmp_path / path.stem
        alone.mkdir()
        shutil.copy(path, alone)
        result = verify(alone / path.name)
        assert result.ok, result.problems
        assert result.parts == (path.name,)
        assert "part_alone" in result.notes
        mine, total = path.stem.split("_part-")[1].split("-of-")
        others = [n for n in range(1, int(total) + 1) if n != int(mine)]
        said = result.as_json()
        assert (said["parts_total"], said["missing_parts"]) == (int(total), others)
        assert others


@pytest.mark.parametrize("form", ["folder", "zip", "protected", "parts"])
def test_what_is_whole_misses_no_part(made, form: str) -> None:
    result = verify(made[form].paths[0], PHRASE)
    assert result.missing_parts == ()
    assert result.parts_total == len(made[form].paths)


def test_a_missing_part_has_its_number(made, tmp_path: Path) -> None:
    copied(made["parts"], tmp_path)
    (tmp_path / made["parts"].paths[0].name).unlink()
    assert verify(tmp_path).missing_parts == (1,)


def test_parts_verify_together_from_their_folder(made, tmp_path: Path) -> None:
    copied(made["parts"], tmp_path)
    result = verify(tmp_path)
    assert result.ok, result.problems
    assert len(result.parts) == len(made["parts"].paths)


def test_a_missing_part_is_named(made, tmp_path: Path) -> None:
    parts = [path.name for path in made["parts"].paths]
    assert len(parts) >= 2
    copied(made["parts"], tmp_path)
    (tmp_path / parts[-1]).unlink()
    assert found(verify(tmp_path)) == {(parts[-1], "part_missing")}


def test_a_part_of_another_package_is_named(made, tmp_path: Path) -> None:
    copied(made["parts"], tmp_path)
    from tests.exports.samples import sample

    other = package(tmp_path / "other", report=sample(4, papers=True), mail_limit=60_000)
    last = made["parts"].paths[-1].name
    shutil.copy(other.paths[-1], tmp_path / last)
    assert (last, "part_foreign") in found(verify(tmp_path))


def test_the_same_part_twice_is_named(made, tmp_path: Path) -> None:
    copied(made["parts"], tmp_path)
    first, last = made["parts"].paths[0].name, made["parts"].paths[-1].name
    shutil.copy(tmp_path / first, tmp_path / last)
    assert (last, "part_foreign") in found(verify(tmp_path))


# --- protected ----------------------------------------------------------------------------------


def test_a_protected_zip_asks_for_its_passphrase(made) -> None:
    path = made["protected"].paths[0]
    assert refusal(path) == "package_passphrase_needed"
    assert refusal(path, "something else") == "package_passphrase_wrong"


def test_nothing_is_written_while_verifying(made, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    path = copied(made["protected"], tmp_path)
    assert verify(path, PHRASE).ok
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


# --- hostile ------------------------------------------------------------------------------------


def manifest_for(names: list[str]) -> bytes:
    entries = [{"name": n, "size": 1, "sha256": "2" * 64, "part": 1} for n in names]
    return _canonical({
        "format": 1, "program": "p", "schema": "s", "kind": "our-copy", "demo": False,
        "project": {"code": "c", "title": "t"}, "frozen_at": "2026-01-01T00:00:00Z",
        "language": "en", "parts": 1, "files": entries,
    })  # fmt: skip


def our_zip(path: Path, names: list[str]) -> Path:
    with path.open("wb") as file:
        out = ZipOut(file, sealed=True)
        out.add("manifest.json", manifest_for([]))
        for name in names:
            out.add(name, b"x")
        out.close()
    return path


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/etc/passwd", "a/../../b", "C:\\x", "c:x", "a\\b", "x\0.txt", "CON", "aux.txt",
     "a/./b", "a//b", "tail.", "tail ", "new\nline", "a?b", "\u202efdp.exe"],
)  # fmt: skip
def test_a_name_that_tries_to_leave_is_named(tmp_path: Path, name: str) -> None:
    result = verify(our_zip(tmp_path / "x.zip", [name]))
    assert "name_unsafe" in {code for _file, code in found(result)}
    assert [p.name for p in tmp_path.iterdir()] == ["x.zip"]


def test_a_manifest_that_names_a_file_outside_never_opens_it(made, tmp_path: Path) -> None:
    folder = copied(made["folder"], tmp_path)
    (tmp_path / "outside.txt").write_text("x")
    (folder / "manifest.json").write_bytes(manifest_for(["../outside.txt"]))
    codes = found(verify(folder))
    assert ("../outside.txt", "name_unsafe") in codes
    assert ("../outside.txt", "file_changed") not in codes


@pytest.mark.parametrize("pair", [("a.txt", "A.TXT"), ("é.txt", "e\u0301.txt"), ("x", "x")])
def test_two_names_for_one_file_are_named(tmp_path: Path, pair: tuple[str, str]) -> None:
    result = verify(our_zip(tmp_path / "x.zip", list(pair)))
    assert "file_twice" in {code for _file, code in found(result)}


def foreign_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def test_a_link_in_a_zip_is_named(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as out:
        out.writestr(info, "/etc/passwd")
    assert ("link", "name_unsafe") in found(verify(tmp_path / "x.zip"))


def test_too_much_inside_is_refused_unread(tmp_path: Path) -> None:
    bomb = foreign_zip(tmp_path / "ratio.zip", {"manifest.json": b"0" * 5_000_000})
    assert refusal(bomb) == "package_over_limit"
    many = our_zip(tmp_path / "many.zip", [f"f{i}" for i in range(safe_zip.MOST_ENTRIES)])
    assert refusal(many) == "package_over_limit"


def test_a_header_that_lies_about_the_size_is_found(tmp_path: Path) -> None:
    path = foreign_zip(tmp_path / "x.zip", {"manifest.json": bytes(900_000)})
    data = path.read_bytes()
    at = data.rindex(b"PK\1\2") + 24
    path.write_bytes(data[:at] + struct.pack("<L", 100) + data[at + 4 :])
    assert not verify(path).ok


def test_a_name_that_differs_in_the_two_headers_is_found(made, tmp_path: Path) -> None:
    path = copied(made["zip"], tmp_path)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"read-me.txt", b"read-mf.txt", 1))
    assert not verify(path).ok


def test_a_repacked_zip_is_said_though_its_files_are_the_same(made, tmp_path: Path) -> None:
    with zipfile.ZipFile(made["zip"].paths[0]) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    path = foreign_zip(tmp_path / f"{NAME}.zip", members)
    assert found(verify(path)) == {(path.name, "container_changed")}


def test_bytes_before_or_after_the_zip_are_found(made, tmp_path: Path) -> None:
    path = copied(made["zip"], tmp_path)
    data = path.read_bytes()
    for changed in (b"MZ" + data, data + b"\0", data[:-1]):
        path.write_bytes(changed)
        assert not verify(path).ok


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    path = foreign_zip(tmp_path / "x.zip", {"a.txt": b"x"})
    assert ("manifest.json", "manifest_missing") in found(verify(path))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"[" * 100_000, b"\xff", b'{"a":1}'])
def test_a_manifest_that_is_none_is_named(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "manifest.json").write_bytes(body)
    assert found(verify(tmp_path / "p")) == {("manifest.json", "manifest_changed")}


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "a.txt") == "not_a_package"
    assert refusal(tmp_path / "empty") == "not_a_package"
    assert refusal(tmp_path / "absent.zip") == "package_not_found"
    (tmp_path / "b.zip").write_bytes(b"")
    assert found(verify(tmp_path / "b.zip")) == {("b.zip", "container_damaged")}


def test_random_bytes_never_raise_anything_else(tmp_path: Path, made) -> None:
    draw = random.Random(9)
    good = made["zip"].paths[0].read_bytes()[-2_000:]
    path = tmp_path / "x.zip"
    for n in range(150):
        data = bytearray(good if n % 2 else draw.randbytes(300))
        for _ in range(draw.randrange(1, 20)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        path.write_bytes(bytes(data))
        try:
            assert not verify(path).ok
        except Refused:
            continue


def test_the_answer_is_plain_json(made) -> None:
    text = json.dumps(verify(made["zip"].paths[0]).as_json())
    assert json.loads(io.StringIO(text).read())["ok"] is True
