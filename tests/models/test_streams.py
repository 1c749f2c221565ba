"""Encrypted files: whole, in order, of this file, or refused."""

from __future__ import annotations

import io
import stat
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Refused
from mobdesk.models import streams
from mobdesk.models.sealing import OVERHEAD
from mobdesk.models.streams import PIECE, decrypt_bytes, encrypt_bytes

KEY = bytes(range(32))
HEAD = 8 + 32
SEALED = PIECE + OVERHEAD
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 5]


def damaged(data: bytes, key: bytes = KEY, aad: bytes = b"a") -> None:
    with pytest.raises(Refused) as caught:
        decrypt_bytes(data, key, aad)
    assert caught.value.code == "attachment_damaged"


@pytest.mark.parametrize("size", SIZES)
def test_every_size_comes_back(size: int, tmp_path: Path) -> None:
    data = bytes(i % 251 for i in range(size))
    plain, sealed, back = (tmp_path / n for n in ("plain", "sealed", "back"))
    plain.write_bytes(data)
    assert streams.encrypt_file(plain, sealed, KEY, b"a") == size
    assert sealed.stat().st_size == streams.encrypted_size(size)
    assert streams.decrypt_file(sealed, back, KEY, b"a") == size
    assert back.read_bytes() == data
    assert stat.S_IMODE(back.stat().st_mode) == 0o600
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert decrypt_bytes(sealed.read_bytes(), KEY, b"a") == data


@pytest.mark.parametrize("size", [0, 5, PIECE, 2 * PIECE])
def test_nothing_can_be_cut_off_or_added(size: int) -> None:
    sealed = encrypt_bytes(bytes(size), KEY, b"a")
    cuts = {0, 7, 8, HEAD - 1, HEAD, HEAD + 1, HEAD + SEALED, HEAD + 2 * SEALED, len(sealed) - 1}
    for cut in cuts:
        if cut < len(sealed):
            damaged(sealed[:cut])
    damaged(sealed + b"\0")
    damaged(sealed + sealed[HEAD:])


def test_pieces_cannot_be_moved_doubled_or_dropped() -> None:
    data = b"a" * PIECE + b"b" * PIECE + b"c" * PIECE + b"d"
    sealed = encrypt_bytes(data, KEY, b"a")
    head = sealed[:HEAD]
    pieces = [sealed[HEAD + i * SEALED : HEAD + (i + 1) * SEALED] for i in range(4)]
    assert decrypt_bytes(head + b"".join(pieces), KEY, b"a") == data
    for order in ((1, 0, 2, 3), (0, 2, 3), (1, 2, 3), (0, 1, 2), (0, 0, 1, 2, 3), (0, 2, 1, 3)):
        damaged(head + b"".join(pieces[i] for i in order))


def test_a_piece_of_another_file_does_not_fit() -> None:
    one = encrypt_bytes(b"a" * PIECE + b"b", KEY, b"a")
    two = encrypt_bytes(b"a" * PIECE + b"b", KEY, b"a")
    assert one[HEAD:] != two[HEAD:]
    damaged(one[: HEAD + SEALED] + two[HEAD + SEALED :])
    damaged(two[:HEAD] + one[HEAD:])


def test_another_key_or_another_purpose_does_not_open() -> None:
    sealed = encrypt_bytes(b"x", KEY, b"a")
    damaged(sealed, key=bytes(32))
    damaged(sealed, aad=b"b")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, HEAD + 3 * OVERHEAD), st.integers(0, 7))
def test_any_flipped_bit_is_noticed(place: int, bit: int) -> None:
    sealed = bytearray(encrypt_bytes(b"x" * 2 * OVERHEAD, KEY, b"a"))
    sealed[place % len(sealed)] ^= 1 << bit
    damaged(bytes(sealed))


def test_a_damaged_end_leaves_no_plain_file(tmp_path: Path) -> None:
    sealed = tmp_path / "sealed"
    data = encrypt_bytes(bytes(3 * PIECE), KEY, b"a")
    sealed.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    target = tmp_path / "back"
    target.write_bytes(b"before")
    with pytest.raises(Refused, match="attachment_damaged"):
        streams.decrypt_file(sealed, target, KEY, b"a")
    assert target.read_bytes() == b"before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["back", "sealed"]


def test_a_reader_that_gives_little_at_a_time(tmp_path: Path) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 1000))

    data = b"z" * (PIECE + 10)
    sink = io.BytesIO()
    assert streams.encrypt_stream(Slow(data), sink, KEY, b"a") == len(data)
    assert b"".join(streams.decrypted(Slow(sink.getvalue()), KEY, b"a")) == data


def test_memory_stays_the_same_for_large_files(tmp_path: Path) -> None:
    plain, sealed, back = (tmp_path / n for n in ("plain", "sealed", "back"))
    with plain.open("wb") as handle:
        handle.truncate(20 << 20)
    tracemalloc.start()
    try:
        streams.encrypt_file(plain, sealed, KEY, b"a")
        streams.decrypt_file(sealed, back, KEY, b"a")
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_cancel_leaves_nothing(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(bytes(3 * PIECE))
    progress = Progress(lambda done, total, word: progress.cancel())
    with pytest.raises(Cancelled):
        streams.encrypt_file(plain, tmp_path / "sealed", KEY, b"a", progress)
    assert [p.name for p in tmp_path.iterdir()] == ["plain"]


def test_a_missing_file_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="file_gone"):
        streams.decrypt_file(tmp_path / "no", tmp_path / "back", KEY, b"a")
    assert list(tmp_path.iterdir()) == []


def test_keys_of_files_differ() -> None:
    made = {
        streams.attachment_key(KEY, "1"),
        streams.attachment_key(KEY, "2"),
        streams.backup_key(KEY, "1"),
        streams.attachment_key(bytes(32), "1"),
    }
    assert len(made) == 4
