"""The private container: what its size and bytes tell, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.errors import Refused
from mobdesk.models import sealing, vault_box
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.sealing import Context
from mobdesk.models.vault_box import OVERHEAD, STEP, Entry
from mobdesk.models.vault_keys import VaultKey, cover_lock
from tests.models.key_support import FAST

SECRET = bytes(range(32))
WRAP = 60


def signed_in(private: bytes = b"m" * 32, slot: str = "p" * 32) -> OpenKeys:
    return OpenKeys(
        Path(), "w" * 32, 1, "", b"f" * 32, None, slot, "mari", False, False, private, FAST
    )  # fmt: skip


KEY = VaultKey("w" * 32, "p" * 32, sealing.key_id(SECRET), SECRET, cover_lock(signed_in()))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text(), st.builds(Entry, st.integers(1), st.text(), JSON), max_size=4))
def test_what_goes_in_comes_out(entries: dict[str, Entry]) -> None:
    assert vault_box.open_box(KEY, vault_box.seal(KEY, entries)) == entries


def test_one_entry_or_none_has_the_same_size() -> None:
    empty = vault_box.seal(KEY, {})
    some = vault_box.seal(KEY, {"a": Entry(1, "diary", {"text": "õ" * 9000})})
    assert len(empty) == len(some) == STEP + OVERHEAD == vault_box.sealed_size(0)


def test_the_size_grows_by_whole_steps() -> None:
    around = len(json.dumps({"a": Entry(1, "d", "")}, separators=(",", ":")))
    fits = STEP - 8 - around
    for letters, steps in ((fits, 1), (fits + 1, 2), (fits + STEP, 2), (fits + STEP + 1, 3)):
        box = vault_box.seal(KEY, {"a": Entry(1, "d", "x" * letters)})
        assert len(box) == steps * STEP + OVERHEAD
        assert vault_box.open_box(KEY, box)["a"].payload == "x" * letters


def test_the_same_entries_never_give_the_same_bytes() -> None:
    one, two = (vault_box.seal(KEY, {"a": Entry(1, "d", "x")}) for _ in range(2))
    alike = sum(a == b for a, b in zip(one, two, strict=True))
    assert alike < len(one) / 100
    assert one[:12] != two[:12]


@pytest.mark.parametrize("place", [0, 12, 59, 60, 90, 5000, STEP, STEP + OVERHEAD - 1])
def test_a_flipped_byte_is_damage(place: int) -> None:
    box = bytearray(vault_box.seal(KEY, {}))
    box[place] ^= 1
    with pytest.raises(Refused, match="vault_damaged"):
        vault_box.open_box(KEY, bytes(box))


@pytest.mark.parametrize("cut", [0, 5, 28, STEP])
def test_a_short_container_is_damage(cut: int) -> None:
    with pytest.raises(Refused, match="vault_damaged"):
        vault_box.open_box(KEY, vault_box.seal(KEY, {})[:cut])


@pytest.mark.parametrize("field", ["workspace_id", "person", "key_id"])
def test_a_container_opens_only_where_it_belongs(field: str) -> None:
    other = replace(KEY, **{field: "other"})
    with pytest.raises(Refused, match="vault_damaged"):
        vault_box.open_box(other, vault_box.seal(KEY, {}))


@pytest.mark.parametrize("content", [b"[]", b'{"a": [1]}', b"x", b"", b'{"a": 1}'])
def test_a_wrong_content_is_damage(content: bytes) -> None:
    block = (len(content).to_bytes(8, "big") + content).ljust(STEP, b"\0")
    context = Context(KEY.workspace_id, KEY.person, KEY.key_id, "vault container")
    box = vault_box.seal(KEY, {})
    inner = sealing.seal(SECRET, context, block)
    words = sealing.joined(
        Context(KEY.workspace_id, KEY.person, "", "vault cover").encode(), box[:WRAP]
    )
    cover = sealing.seal_bytes(sealing.derive(SECRET, "vault cover"), inner, words)
    with pytest.raises(Refused, match="vault_damaged"):
        vault_box.open_box(KEY, box[:WRAP] + cover)


ENTRIES = {"a": Entry(3, "diary", {"text": "õ"})}


def test_the_sign_in_renews_every_byte_and_keeps_the_entries() -> None:
    before = vault_box.seal(KEY, ENTRIES)
    after = vault_box.renew(signed_in(), before)
    assert after is not None
    assert len(after) == len(before)
    assert sum(a == b for a, b in zip(before, after, strict=True)) < len(before) / 100
    assert vault_box.open_box(KEY, after) == ENTRIES
    again = vault_box.renew(signed_in(), after)
    assert again is not None
    assert vault_box.open_box(KEY, again) == ENTRIES


@pytest.mark.parametrize("other", [signed_in(private=b"n" * 32), signed_in(slot="q" * 32)])
def test_no_other_sign_in_opens_or_renews_a_cover(other: OpenKeys) -> None:
    assert vault_box.renew(other, vault_box.seal(KEY, ENTRIES)) is None


@pytest.mark.parametrize("place", [0, 59, 60, 5000, -1])
def test_a_damaged_container_is_not_renewed(place: int) -> None:
    box = bytearray(vault_box.seal(KEY, ENTRIES))
    box[place] ^= 1
    assert vault_box.renew(signed_in(), bytes(box)) is None
    assert vault_box.renew(signed_in(), b"") is None


def test_a_new_pair_locks_nobody_out() -> None:
    """After a passphrase that somebody else set, the vault key alone opens and covers anew."""
    box = vault_box.seal(KEY, ENTRIES)
    new = signed_in(private=b"n" * 32)
    moved = replace(KEY, cover_lock=cover_lock(new))
    assert vault_box.open_box(moved, box) == ENTRIES
    assert vault_box.renew(new, vault_box.seal(moved, ENTRIES)) is not None
