"""The private container: what its size and bytes tell, and what it refuses."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.errors import Refused
from mobdesk.models import sealing, vault_box
from mobdesk.models.sealing import OVERHEAD, Context
from mobdesk.models.vault_box import STEP, Entry
from mobdesk.models.vault_keys import VaultKey

SECRET = bytes(range(32))
KEY = VaultKey("w" * 32, "p" * 32, sealing.key_id(SECRET), SECRET)
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


@pytest.mark.parametrize("place", [0, 11, 12, 5000, STEP, STEP + 12, STEP + OVERHEAD - 1])
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
    own = {n: getattr(KEY, n) for n in ("workspace_id", "person", "key_id", "secret")}
    other = VaultKey(**own | {field: "other"})
    with pytest.raises(Refused, match="vault_damaged"):
        vault_box.open_box(other, vault_box.seal(KEY, {}))


@pytest.mark.parametrize("content", [b"[]", b'{"a": [1]}', b"x", b"", b'{"a": 1}'])
def test_a_wrong_content_is_damage(content: bytes) -> None:
    block = (len(content).to_bytes(8, "big") + content).ljust(STEP, b"\0")
    context = Context(KEY.workspace_id, KEY.person, KEY.key_id, "vault container")
    with pytest.raises(Refused, match="vault_damaged"):
        vault_box.open_box(KEY, sealing.seal(SECRET, context, block))
