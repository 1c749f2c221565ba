"""A container is whole or refused, in every byte; nothing in it can be exchanged."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.models import backup_container as box
from mobdesk.models import backups, copies, files, keys, upgrade
from mobdesk.models.backup_rewriting import rewrite, strip
from mobdesk.models.keyring import OpenKeys
from tests.models.key_support import FAST

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[OpenKeys, Path]:
    folder = tmp_path_factory.mktemp("w") / "A.mobdesk"
    opened = keys.create_keys(folder, "Mari", "x", kdf=FAST)
    upgrade.create(folder / opened.database, opened.file_key)
    target = folder / "backups" / ("one" + box.ENDING)
    backups.make(folder / opened.database, opened, target, "by_hand", NOW)
    return opened, target


def copy_of(made: tuple[OpenKeys, Path], tmp_path: Path, change: object = None) -> Path:
    data = bytearray(made[1].read_bytes())
    if callable(change):
        data = change(data)
    path = tmp_path / made[1].name
    path.write_bytes(data)
    return path


def test_what_goes_in_comes_out(made: tuple[OpenKeys, Path], tmp_path: Path) -> None:
    opened, path = made
    head = box.read_head(path)
    facts = box.read_facts(head, opened)
    assert (facts.made_at, facts.reason, facts.counts["people"]) == (
        "2026-11-22T10:00:00.000000Z", "by_hand", 0,
    )  # fmt: skip
    box.extract(head, facts, opened, tmp_path / "copy.db")
    copies.check_file(tmp_path / "copy.db", opened.file_key)
    assert box.key_file_of(head).slots[0].nickname == "Mari"


def test_any_flipped_byte_is_found(made: tuple[OpenKeys, Path], tmp_path: Path) -> None:
    opened, path = made
    size = path.stat().st_size
    # Every byte of the frame, then samples of the stream.
    frame = box.read_head(path).start
    for place in [*range(0, frame, 41), *range(frame, size, size // 12), size - 1]:

        def flip(data: bytearray, place: int = place) -> bytearray:
            data[place] ^= 0x10
            return data

        damaged = copy_of(made, tmp_path, flip)
        with pytest.raises(Refused) as refused:
            backups.verify(damaged, opened, tmp_path)
        assert refused.value.code in (
            "not_a_backup", "backup_damaged", "backup_of_other_keys", "backup_newer",
        )  # fmt: skip


@pytest.mark.parametrize("cut", [0, 5, 11, 200, -1, -70_000])
def test_a_cut_or_longer_file_is_found(
    made: tuple[OpenKeys, Path], tmp_path: Path, cut: int
) -> None:
    for damaged in (
        copy_of(made, tmp_path, lambda data: data[:cut]),
        copy_of(made, tmp_path, lambda data: data + b"x" * 70_000),
    ):
        with pytest.raises(Refused):
            backups.verify(damaged, made[0], tmp_path)
        assert not backups.look(damaged, [made[0]]).good


def test_a_head_of_another_container_opens_nothing(
    made: tuple[OpenKeys, Path], tmp_path: Path
) -> None:
    opened, path = made
    other = path.with_name("two" + box.ENDING)
    backups.make(opened.folder / opened.database, opened, other, "close", NOW)
    one, two = box.read_head(path), box.read_head(other)
    mixed = tmp_path / ("mixed" + box.ENDING)
    mixed.write_bytes(other.read_bytes()[: two.start] + path.read_bytes()[one.start :])
    with pytest.raises(Refused, match="backup_damaged"):
        backups.verify(mixed, opened, tmp_path)
    other.unlink()


def test_a_full_disk_keeps_the_old_container_and_leaves_no_part(
    made: tuple[OpenKeys, Path], tmp_path: Path
) -> None:
    opened, path = made
    before = path.read_bytes()

    class Full(files.Ops):
        left = 200_000

        def write(self, handle: object, data: bytes) -> None:
            self.left -= len(data)
            if self.left < 0:
                raise OSError(28, "full")
            super().write(handle, data)  # type: ignore[arg-type]

    with files.using(Full()), pytest.raises(Refused, match="disk_full"):
        rewrite(backups.look(path, [opened]), opened, opened, strip(True, True))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_strangers_are_refused_plainly(made: tuple[OpenKeys, Path], tmp_path: Path) -> None:
    other = keys.create_keys(tmp_path / "B.mobdesk", "Jaan", "y", kdf=FAST)
    assert backups.look(made[1], [other]).problem == "backup_of_other_keys"
    with pytest.raises(Refused, match="file_gone"):
        box.read_head(tmp_path / "none")
