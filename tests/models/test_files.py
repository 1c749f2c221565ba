"""File semantics with a disk that refuses: a number of times, for good, or half-way."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.models import files


class Refusing(files.Ops):
    """Refuses one call a number of times with an error, and records what happened."""

    def __init__(self, call: str, times: int, number: int = errno.EACCES) -> None:
        self.call, self.times, self.number = call, times, number
        self.log: list[str] = []
        self.waited: list[float] = []

    def _step(self, call: str) -> None:
        if call == self.call and self.times:
            self.times -= 1
            self.log.append(f"{call} refused")
            raise OSError(self.number, os.strerror(self.number))
        self.log.append(call)

    def open_new(self, path: Path) -> int:
        self._step("open")
        return super().open_new(path)

    def write(self, handle, data):
        self._step("write")
        super().write(handle, data)

    def fsync(self, descriptor):
        self._step("fsync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "fsync")
        super().fsync(descriptor)

    def replace(self, source, target):
        self._step("replace")
        super().replace(source, target)

    def unlink(self, path):
        self._step("unlink")
        super().unlink(path)

    def wait(self, seconds):
        self.waited.append(seconds)


def test_a_file_is_written_flushed_and_then_put_in_place(tmp_path: Path) -> None:
    with files.using(disk := Refusing("", 0)):
        files.write_atomically(tmp_path / "a", [b"one", b"two"])
    assert disk.log == ["open", "write", "write", "fsync", "replace", "fsync folder"]
    assert (tmp_path / "a").read_bytes() == b"onetwo"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_all_bytes_are_in_the_file_before_it_is_synced(tmp_path: Path) -> None:
    sizes: list[int] = []

    class Measuring(files.Ops):
        def fsync(self, descriptor: int) -> None:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                sizes.append(os.fstat(descriptor).st_size)

    with files.using(Measuring()):
        files.write_atomically(tmp_path / "a", [b"one", b"two"])
    assert sizes == [6]


def test_a_new_file_is_never_one_that_somebody_put_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"theirs")
    (tmp_path / "b").symlink_to(tmp_path / "elsewhere")
    for name in ("a", "b"):
        with pytest.raises(FileExistsError):
            files.Ops().open_new(tmp_path / name)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_becomes_private_whatever_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o644)
    assert not files.is_private(path)
    files.write_atomically(path, b"new")
    assert files.is_private(path)


@pytest.mark.parametrize("times", [1, files.ATTEMPTS - 1])
def test_a_replace_refused_for_a_while_is_tried_again(tmp_path: Path, times: int) -> None:
    with files.using(disk := Refusing("replace", times)):
        files.write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert disk.waited == [files.FIRST_WAIT * 2**n for n in range(times)]


def test_a_replace_refused_for_good_is_a_known_error_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with (
        files.using(disk := Refusing("replace", files.ATTEMPTS)),
        pytest.raises(Refused) as caught,
    ):
        files.write_atomically(tmp_path / "a", b"new")
    assert (caught.value.code, caught.value.values) == ("file_in_use", {"name": "a"})
    assert disk.log.count("replace refused") == files.ATTEMPTS
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("times", "gone"), [(0, True), (2, True), (files.ATTEMPTS - 1, True), (files.ATTEMPTS, False)]
)
def test_a_delete_is_tried_again_too(tmp_path: Path, times: int, gone: bool) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with files.using(disk := Refusing("unlink", times)):
        if gone:
            files.delete(path)
            assert disk.log[-2:] == ["unlink", "fsync folder"]
        else:
            with pytest.raises(Refused, match="file_in_use"):
                files.delete(path)
    assert path.exists() is not gone


def test_deleting_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    with files.using(disk := Refusing("", 0)):
        files.delete(tmp_path / "none")
    assert disk.log == []


def test_replace_lasts(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with files.using(disk := Refusing("replace", 1)):
        files.replace(tmp_path / "a", tmp_path / "b")
    assert disk.log == ["replace refused", "replace", "fsync folder"]
    assert (tmp_path / "b").read_bytes() == b"x"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "folder_read_only"),
        (errno.EIO, "file_failed"),
    ],
)
def test_what_a_disk_says_becomes_a_known_error_and_the_old_file_stays(
    tmp_path: Path, call: str, number: int, code: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with files.using(Refusing(call, 1, number)), pytest.raises(Refused) as caught:
        files.write_atomically(tmp_path / "a", b"new")
    assert caught.value.code == code
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_takes_no_file_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with files.using(Refusing("open", 1)), pytest.raises(Refused, match="folder_read_only"):
        files.write_atomically(tmp_path / "a", b"new")


def test_a_folder_without_fsync_is_accepted_and_a_failing_one_is_not(tmp_path: Path) -> None:
    with files.using(Refusing("fsync folder", 1, errno.EINVAL)):
        files.write_atomically(tmp_path / "a", b"x")
    with files.using(Refusing("fsync folder", 1, errno.EIO)), pytest.raises(Refused):
        files.write_atomically(tmp_path / "b", b"x")


def test_an_interrupted_block_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), files.writing(tmp_path / "a") as out:
        out.write(b"half")
        raise KeyboardInterrupt
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (lambda path: files.read(path, 10), "file_gone"),
        (lambda path: files.write_atomically(path / "x", b""), "folder_gone"),
    ],
)
def test_missing_things(tmp_path: Path, action: Callable[[Path], object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        action(tmp_path / "none")
    assert caught.value.code == code
    assert str(tmp_path) not in str(caught.value.values)


def test_reading_has_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert files.read(tmp_path / "a", 5) == b"12345"
    with pytest.raises(Refused, match="file_too_large"):
        files.read(tmp_path / "a", 4)


def test_a_new_folder_is_private_and_an_old_one_left_alone(tmp_path: Path) -> None:
    made = tmp_path / "x" / "y"
    files.make_private_folder(made)
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    made.chmod(0o755)
    files.make_private_folder(made)
    assert stat.S_IMODE(made.stat().st_mode) == 0o755


def test_parts_of_a_killed_program_are_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (".keys.json.ab12.part", "keys.json", "mine.part", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    assert files.sweep(tmp_path) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == [".hidden", "keys.json", "mine.part"]


def test_a_part_that_is_held_is_left_for_the_next_start(tmp_path: Path) -> None:
    (tmp_path / ".a.part").write_bytes(b"x")
    with files.using(Refusing("unlink", files.ATTEMPTS)):
        assert files.sweep(tmp_path) == 0
    assert files.sweep(tmp_path) == 1
