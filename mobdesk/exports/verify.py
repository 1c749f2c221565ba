"""Checks a package: folder, ZIP, protected ZIP, or the parts of one, alone and together.

It shows that nothing was changed since the files were made, not who sent them. Nothing is ever
extracted to the disk: contents are read in pieces, in memory, within limits.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from mobdesk import i18n, texts
from mobdesk.domain.progress import Progress
from mobdesk.errors import Problem, Refused
from mobdesk.exports import manifest as manifests
from mobdesk.exports.manifest import FileEntry, Manifest
from mobdesk.exports.protected import open_protected
from mobdesk.exports.safe_zip import (
    BROKEN,
    MOST_ENTRIES,
    Found,
    SafeZip,
    check_names,
    read_limited,
    same_name,
    shown,
    unsafe_name,
)

_PART = re.compile(r"(?P<base>.+)_part-(?P<part>\d{1,4})-of-(?P<parts>\d{1,4})\.zip", re.IGNORECASE)
_MOST_PARTS = 9_999  # a foreign manifest can name any number
_SYSTEM_FILES = {".DS_Store", "Thumbs.db", "desktop.ini"}
_CHUNK = 1 << 20

Chunks = Callable[[str], Iterator[bytes]]


class VerifyProblem(NamedTuple):
    """What is wrong with which file: a code, and the sentence for people."""

    file: str
    code: str
    message: str


class Verification(NamedTuple):
    """The answer. ``parts`` are the containers looked at; ``notes`` are codes of what to know.

    ``missing_parts`` are the numbers of those that were not looked at, of ``parts_total``.
    """

    ok: bool
    parts: tuple[str, ...]
    problems: tuple[VerifyProblem, ...]
    manifest_sha256: str
    manifest: Manifest | None = None
    files: int = 0
    notes: tuple[str, ...] = ()
    parts_total: int = 0
    missing_parts: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The form of ``verify --json``; its last two keys only where a part is missing."""
        missing = {"parts_total": self.parts_total, "missing_parts": list(self.missing_parts)}
        return {
            "ok": self.ok,
            "parts": list(self.parts),
            "problems": [problem._asdict() for problem in self.problems],
            "manifest_sha256": self.manifest_sha256,
            **(missing if self.missing_parts else {}),
        }


class _Looked(NamedTuple):
    """What one container or folder gave."""

    label: str
    problems: list[Found]
    manifest: Manifest | None
    sha256: str
    files: int
    part: int


def verify(
    path: Path,
    passphrase: str | None = None,
    *,
    progress: Progress | None = None,
    catalogue: i18n.Catalogue | None = None,
) -> Verification:
    """Check the package at ``path``; what is wrong is listed with the name of its file.

    Raises Refused: ``package_not_found``, ``not_a_package``, ``package_passphrase_needed``,
    ``package_passphrase_wrong``, ``package_over_limit``, ``cannot_read``.
    """
    progress = progress or Progress()
    notes = ["proves_content"]
    try:
        if path.is_dir() and (path / manifests.NAME).is_file():
            looked = [_look_at_folder(path, progress, notes)]
        else:
            files = _containers(path)
            looked = [_look_at_zip(file, passphrase, progress) for file in files]
    except OSError as error:
        raise Refused("cannot_read", name=path.name) from error
    problems = [found for one in looked for found in one.problems]
    problems += _together(looked, path.is_dir(), notes)
    return _answer(looked, problems, notes, catalogue)


def _answer(
    looked: list[_Looked],
    problems: list[Found],
    notes: list[str],
    catalogue: i18n.Catalogue | None,
) -> Verification:
    first = next((one for one in looked if one.manifest), looked[0])
    total = first.manifest.parts if first.manifest else 0
    worded = tuple(
        VerifyProblem(p.file, p.code, texts.error(Problem("", p.code), catalogue).what)
        for p in dict.fromkeys(problems)
    )
    return Verification(
        ok=not worded,
        parts=tuple(one.label for one in looked),
        problems=worded,
        manifest_sha256=first.sha256,
        manifest=first.manifest,
        files=sum(one.files for one in looked),
        notes=tuple(dict.fromkeys(notes)),
        parts_total=total,
        missing_parts=_missing(looked, total),
    )


def _missing(looked: list[_Looked], total: int) -> tuple[int, ...]:
    """The numbers of the parts that are not there; a folder and a whole ZIP have none."""
    if total == 1 or looked[0].part == 0:
        return ()
    there = {one.part for one in looked} | {_part_number(Path(one.label)) for one in looked}
    return tuple(n for n in range(1, min(total, _MOST_PARTS) + 1) if n not in there)


# --- which files --------------------------------------------------------------------------------


def _containers(path: Path) -> list[Path]:
    """The ZIP at ``path`` with the other parts beside it, or the ZIPs of a folder."""
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if _looks_like_zip(p))
        if not found or (len(found) > 1 and not all(_PART.fullmatch(p.name) for p in found)):
            raise Refused("not_a_package", file=path.name)
        return found
    if not path.is_file():
        raise Refused("package_not_found", file=path.name)
    if not _looks_like_zip(path):
        raise Refused("not_a_package", file=path.name)
    mine = _PART.fullmatch(path.name)
    if mine is None:
        return [path]
    beside = [
        p
        for p in path.parent.iterdir()
        if (other := _PART.fullmatch(p.name))
        and (other["base"], other["parts"]) == (mine["base"], mine["parts"])
    ]
    return sorted(beside, key=_part_number)


def _looks_like_zip(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() == ".zip"


def _part_number(path: Path) -> int:
    match = _PART.fullmatch(path.name)
    return int(match["part"]) if match else 1


def _together(looked: list[_Looked], is_folder: bool, notes: list[str]) -> Iterator[Found]:
    """What is wrong between the parts: one is missing, one belongs elsewhere."""
    known = [one for one in looked if one.manifest]
    if not known:
        return
    parts = known[0].manifest.parts if known[0].manifest else 1
    for one in known:
        if one.sha256 != known[0].sha256:
            yield Found(one.label, "part_foreign")
    numbers = [one.part for one in known]
    for n, one in zip(numbers, known, strict=True):
        if numbers.index(n) != known.index(one):
            yield Found(one.label, "part_foreign")
    if parts == 1 or looked[0].part == 0:
        return
    if len(looked) == 1 and not is_folder:
        notes.append("part_alone")
        return
    match = _PART.fullmatch(looked[0].label)
    base = match["base"] if match else looked[0].label
    for n in _missing(looked, parts):
        yield Found(f"{base}_part-{n}-of-{parts}.zip", "part_missing")


# --- one folder, one container ------------------------------------------------------------------


def _look_at_folder(folder: Path, progress: Progress, notes: list[str]) -> _Looked:
    names, problems = [], []
    for name, is_plain in _walk(folder):
        if name.rpartition("/")[2] in _SYSTEM_FILES:
            notes.append("system_files")
        elif is_plain:
            names.append(name)
        else:
            problems.append(Found(shown(name), "name_unsafe"))
        if len(names) > MOST_ENTRIES:
            raise Refused("package_over_limit", file=folder.name)

    def chunks(name: str) -> Iterator[bytes]:
        with (folder / name).open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    problems += check_names(names)
    return _look(folder.name, names, chunks, problems, progress)


def _walk(folder: Path) -> Iterator[tuple[str, bool]]:
    """Relative names of all files, and whether each is a plain one; links are never followed."""
    for place, folders, files in os.walk(folder):
        for name in sorted(folders):
            if (Path(place) / name).is_symlink():
                yield (Path(place) / name).relative_to(folder).as_posix(), False
        folders.sort()
        for name in sorted(files):
            path = Path(place) / name
            yield path.relative_to(folder).as_posix(), path.is_file() and not path.is_symlink()


def _look_at_zip(path: Path, passphrase: str | None, progress: Progress) -> _Looked:
    with path.open("rb") as file:
        problems, inner = open_protected(file, path.name, passphrase)
        if problems:
            return _Looked(path.name, problems, None, "", 0, 0)
        safe = SafeZip(BytesIO(inner) if inner is not None else file, path.name)
        if not safe.names:
            broken = safe.problems or [Found(path.name, "container_damaged")]
            return _Looked(path.name, broken, None, "", 0, 0)
        return _look(path.name, safe.names, safe.chunks, safe.problems, progress)


def _look(
    label: str, names: list[str], chunks: Chunks, problems: list[Found], progress: Progress
) -> _Looked:
    """Compare the files of one container with its manifest."""
    problems = list(problems)
    manifest, sha256 = None, ""
    if manifests.NAME not in names:
        problems.append(Found(manifests.NAME, "manifest_missing"))
    else:
        try:
            pieces = chunks(manifests.NAME)
            data = read_limited(lambda _n: next(pieces, b""), manifests.MOST_BYTES, label)
        except BROKEN:
            data = b""
        sha256 = hashlib.sha256(data).hexdigest()
        manifest = manifests.read_manifest(data)
        if manifest is None:
            problems.append(Found(manifests.NAME, "manifest_changed"))
    if manifest is None:
        return _Looked(label, problems, None, sha256, 0, 0)
    listed = {entry.name: entry for entry in manifest.files}
    problems += _unsafe_entries(manifest)
    present = [name for name in names if name != manifests.NAME]
    part = min((listed[name].part for name in present if name in listed), default=0)
    wanted = {name: entry for name, entry in listed.items() if entry.part == part or part == 0}
    problems += (Found(shown(name), "file_extra") for name in present if name not in wanted)
    problems += (Found(shown(name), "file_missing") for name in wanted if name not in present)
    checked = [name for name in dict.fromkeys(present) if name in wanted]
    for i, name in enumerate(checked):
        progress.step(i, len(checked), "verify_files")
        if not unsafe_name(name) and not _is_same(wanted[name], chunks):
            problems.append(Found(name, "file_changed"))
    around = Found(label, "container_changed")
    if any(problem != around for problem in problems):
        # The changed file is the news; that the ZIP around it changed as well is not.
        problems = [problem for problem in problems if problem != around]
    return _Looked(label, problems, manifest, sha256, len(checked), part)


def _unsafe_entries(manifest: Manifest) -> Iterator[Found]:
    yield from check_names([entry.name for entry in manifest.files])
    for entry in manifest.files:
        if same_name(entry.name) == manifests.NAME or not 1 <= entry.part <= manifest.parts:
            yield Found(shown(entry.name), "name_unsafe")


def _is_same(entry: FileEntry, chunks: Chunks) -> bool:
    """Size and SHA-256 of the contents are those of the manifest."""
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in chunks(entry.name):
            size += len(chunk)
            if size > entry.size:
                return False
            digest.update(chunk)
    except BROKEN:
        return False
    return size == entry.size and digest.hexdigest() == entry.sha256


# --- in a process of its own --------------------------------------------------------------------


def verify_task(
    arguments: dict[str, Any],
    progress: Callable[[int, int, str], None],
    emit: Callable[[Any], None],
) -> dict[str, Any]:
    """``verify`` as a task of the reading process; codes only, the asker has the words."""
    checked = verify(Path(arguments["path"]), arguments["passphrase"], progress=Progress(progress))
    return {
        "parts": checked.parts,
        "problems": [[problem.file, problem.code] for problem in checked.problems],
        "manifest_sha256": checked.manifest_sha256,
        "files": checked.files,
        "notes": checked.notes,
        "parts_total": checked.parts_total,
        "missing_parts": checked.missing_parts,
    }
