"""``keys.json`` under attack and accident: every byte, and which of the messages it gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mobdesk.errors import Refused
from mobdesk.models import keys, keys_file, sealing
from mobdesk.models.keyring import check_genuine, find_slot, signed, with_keys
from mobdesk.models.keys_file import MIRROR, NAME, parse, to_bytes, with_checksum
from mobdesk.models.sealing import POLICY, Kdf
from tests.models.key_support import FAST

HEAD = len(with_checksum(b""))

# Which part of the file, when changed by somebody who makes a new checksum, gives which message to
# Mari, whose account is the first. Written by hand from security.md section 2.
MESSAGES = {
    "format": "keys_newer",
    "generation": "keys_damaged",  # it stands twice and must be equal
    "same generation": "keys_damaged",
    "workspace": "keys_tampered",
    "key_id": "keys_tampered",
    "office_key_id": "keys_tampered",
    "mac": "keys_tampered",
    "slots.0.slot": "keys_tampered",
    "slots.0.nickname": "account_unknown",
    "slots.0.public": "keys_tampered",
    "slots.0.private.memory": "keys_out_of_bounds",
    "slots.0.private.rounds": "keys_out_of_bounds",
    "slots.0.private.lanes": "keys_out_of_bounds",
    "slots.0.private.salt": "wrong_passphrase",
    "slots.0.private.commitment": "wrong_passphrase",
    "slots.0.private.sealed": "keys_tampered",
    "slots.0.file": "keys_tampered",
    "slots.0.office": "keys_tampered",
    "slots.0.office_proof": "keys_tampered",
    "slots.0.vault.key_id": "keys_tampered",
    "slots.0.vault.passphrase.memory": "keys_out_of_bounds",
    "slots.0.vault.passphrase.rounds": "keys_out_of_bounds",
    "slots.0.vault.passphrase.lanes": "keys_out_of_bounds",
    "slots.0.vault.passphrase.salt": "keys_tampered",
    "slots.0.vault.passphrase.commitment": "keys_tampered",
    "slots.0.vault.passphrase.sealed": "keys_tampered",
    "slots.0.vault.code.salt": "keys_tampered",
    "slots.0.vault.code.commitment": "keys_tampered",
    "slots.0.vault.code.sealed": "keys_tampered",
    "slots.1.slot": "keys_tampered",
    "slots.1.nickname": "keys_tampered",
    "slots.1.public": "keys_tampered",
    "slots.1.private.memory": "keys_out_of_bounds",
    "slots.1.private.rounds": "keys_out_of_bounds",
    "slots.1.private.lanes": "keys_out_of_bounds",
    "slots.1.private.salt": "keys_tampered",
    "slots.1.private.commitment": "keys_tampered",
    "slots.1.private.sealed": "keys_tampered",
    "slots.1.file": "keys_tampered",
    "removed.0.slot": "keys_tampered",
    "removed.0.since": "keys_tampered",
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A key file with a coordinator who has a vault, a second account and one removed."""
    folder = tmp_path_factory.mktemp("made")
    mari = keys.create_keys(folder, "Mari", "alpha beta", kdf=FAST)
    keys.create_vault(mari, "alpha beta")
    gone = keys.add_slot(mari, "Gone", "x", False)
    mari = keys.commit(keys.remove_slot(mari, gone))
    keys.add_slot(mari, "Jaan", "gamma", False)
    return (folder / NAME).read_bytes()


@pytest.fixture
def folder(tmp_path: Path, good: bytes) -> Path:
    for name in (NAME, MIRROR):
        (tmp_path / name).write_bytes(good)
    return tmp_path


def outcome(folder: Path, data: bytes, passphrase: str = "alpha beta") -> str:
    (folder / NAME).write_bytes(data)
    try:
        keys.open_keys(folder, "Mari", passphrase, kdf=FAST)
    except Refused as problem:
        return problem.code
    return "opened"


def values(text: str) -> Iterator[tuple[str, int, int]]:
    """The path, start and end of every value in our spelling of JSON, one value per line."""
    path: list[str] = []
    counts: list[int] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip().rstrip(",")
        if bare in ("{", "}", "]"):
            if bare == "{" and counts and path[-1] == "[":
                counts[-1] += 1
                path.append(str(counts[-1]))
            elif bare == "}" and path:
                path.pop()
            elif bare == "]":
                path.pop()
                path.pop()
                counts.pop()
        else:
            name, _, value = bare.partition(": ")
            name = name.strip('"')
            if value == "[":
                path += [name, "["]
                counts.append(-1)
            elif value == "{":
                path.append(name)
            else:
                start = at + line.index(": ") + 2
                words = ".".join(p for p in [*path, name] if p != "[")
                yield words, start, start + len(value)
        at += len(line)


def test_a_flip_of_any_byte_is_damage_and_the_copy_is_offered(folder: Path, good: bytes) -> None:
    head = range(good.index(b'"workspace"'))  # the checksum and one of the two generations
    for place in range(len(good)):
        flipped = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        with pytest.raises(Refused) as caught:
            parse(flipped)
        assert caught.value.code == "keys_damaged"
        if place in head or place % 40 == 0 or place > len(good) - 30:
            (folder / NAME).write_bytes(flipped)
            with pytest.raises(Refused) as caught:
                keys_file.load(folder)
            assert (caught.value.code, caught.value.values) == ("keys_damaged", {"good_copy": True})


def test_capital_digits_in_the_checksum_are_damage(folder: Path, good: bytes) -> None:
    line = good[:HEAD]
    assert outcome(folder, line.upper().replace(b"CHECKSUM", b"checksum") + good[HEAD:]) == (
        "keys_damaged"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"format": 1', b'"format": 2'), (b'"memory": 32', b'"memory": 92')],
)
def test_an_accident_is_damage_even_where_it_looks_like_something_else(
    folder: Path, good: bytes, old: bytes, new: bytes
) -> None:
    assert old in good
    assert outcome(folder, good.replace(old, new, 1)) == "keys_damaged"


@pytest.mark.parametrize("cut", [0, 1, 40, 200, -1])
def test_a_short_or_longer_file_is_damage(folder: Path, good: bytes, cut: int) -> None:
    assert outcome(folder, good[:cut]) == "keys_damaged"
    assert outcome(folder, good + b"\n") == "keys_damaged"


def test_every_byte_changed_with_a_new_checksum_gives_its_message(
    folder: Path, good: bytes
) -> None:
    text = good.decode()
    inside: dict[int, str] = {}
    for path, start, end in values(text):
        if text[start:end] not in ("true", "false", "null"):
            quoted = text[start] == '"'
            inside |= dict.fromkeys(range(start + quoted, end - quoted), path)
    assert set(inside.values()) - {"checksum"} == set(MESSAGES)
    wrong = []
    for place in range(HEAD, len(good)):
        path = inside.get(place)
        old = text[place]
        # Inside a value another digit or letter; elsewhere a bit, which spoils the form.
        new = ("1" if old == "0" else "2" if old == "1" else "0") if path else chr(ord(old) ^ 1)
        if path == "format":
            new = "2"
        elif path and path.endswith("nickname"):
            new = "x"
        elif path and path.split(".")[-1] in ("memory", "rounds", "lanes", "since", "generation"):
            new = "7"
        expected = MESSAGES[path] if path else "keys_damaged"
        data = with_checksum(good[HEAD:place] + new.encode() + good[place + 1 :])
        try:
            keys.open_content(data, folder, "Mari", "alpha beta", kdf=FAST)
            code = "opened"
        except Refused as problem:
            code = problem.code
        if code != expected:
            wrong.append((place, path, old, new, code))
    assert wrong == []


def changed(good: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The file with a change to its JSON, in our spelling, under a new checksum."""
    raw = json.loads(good)
    del raw["checksum"]
    change(raw)
    rest = json.dumps(raw, indent=1).removeprefix("{\n").encode() + b"\n"
    return with_checksum(rest)


def test_our_spelling_is_the_one_of_the_test(good: bytes) -> None:
    assert changed(good, lambda raw: None) == good


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda r: r["slots"][0].update(coordinator=False), "keys_tampered"),
        (lambda r: r["slots"][1].update(coordinator=True), "keys_tampered"),
        (lambda r: r["slots"][1].update(one_time=False), "keys_tampered"),
        (lambda r: r["slots"][0]["vault"].update(asks_old=True), "keys_tampered"),
        (lambda r: r["slots"][0].update(vault=None), "keys_tampered"),
        (lambda r: r["slots"][0].update(office=None), "keys_tampered"),
        (lambda r: r.update({"generation": 9, "same generation": 9}), "keys_tampered"),
        (lambda r: r["slots"].reverse(), "keys_tampered"),
        (lambda r: r["slots"].pop(), "keys_tampered"),
        (lambda r: r["removed"].clear(), "keys_tampered"),
        (lambda r: r["slots"][0].update(file=r["slots"][1]["file"]), "keys_tampered"),
        (lambda r: r["slots"][0]["private"].update(sealed="00"), "keys_tampered"),
        (lambda r: r["slots"][0].update(file=""), "keys_tampered"),
        (lambda r: r["slots"][0].update(public="00" * 32), "keys_tampered"),
        (lambda r: r["slots"][0].update(public="00" * 31), "keys_damaged"),
        (lambda r: r["slots"].append(r["slots"][0]), "keys_damaged"),
        (lambda r: r["slots"].clear(), "keys_damaged"),
        (lambda r: r["slots"][0].update(more=1), "keys_damaged"),
        (lambda r: r["slots"][0].pop("public"), "keys_damaged"),
        (lambda r: r["slots"][0]["private"].update(memory=True), "keys_damaged"),
        (lambda r: r["slots"][0]["private"].update(memory=32.0), "keys_damaged"),
        (lambda r: r["slots"][0]["private"].update(salt="00"), "keys_damaged"),
        (lambda r: r["slots"][0]["private"].update(salt="AB" * 16), "keys_damaged"),
        (lambda r: r.update(format=2), "keys_newer"),
        (lambda r: r.update(format="1"), "keys_damaged"),
        (lambda r: r.update(format=0), "keys_damaged"),
        (lambda r: r.update(slots={}), "keys_damaged"),
        (lambda r: r.update(slots=[1]), "keys_damaged"),
    ],
)
def test_other_changes_with_a_new_checksum(
    folder: Path, good: bytes, change: Callable[[dict[str, Any]], None], code: str
) -> None:
    assert outcome(folder, changed(good, change)) == code


@pytest.mark.parametrize(
    "rest", [b"[]", b"1", b'"x": 1}', b"\xff\xfe", b"[" * 5000, b"", b"9" * 6000]
)
def test_nonsense_with_a_right_checksum_is_damage(folder: Path, rest: bytes) -> None:
    assert outcome(folder, with_checksum(rest)) == "keys_damaged"


def test_the_order_of_the_checks(folder: Path, good: bytes) -> None:
    def spoil(bounds: bool, salt: bool, sealed: bool) -> bytes:
        def change(raw: dict[str, Any]) -> None:
            private = raw["slots"][0]["private"]
            if bounds:
                raw["slots"][1]["private"]["memory"] = 2**31
            if salt:
                private["salt"] = "00" * 16
            if sealed:
                private["sealed"] = "00" * 60

        return changed(good, change)

    assert outcome(folder, spoil(True, True, True)[:-2]) == "keys_damaged"
    assert outcome(folder, spoil(True, True, True)) == "keys_out_of_bounds"
    assert outcome(folder, spoil(False, True, True)) == "wrong_passphrase"
    assert outcome(folder, spoil(False, False, True), "no") == "wrong_passphrase"
    assert outcome(folder, spoil(False, False, True)) == "keys_tampered"
    assert outcome(folder, good) == "opened"


@pytest.mark.parametrize(
    "kdf",
    [
        Kdf(2**31, 3, 4), Kdf(1024**2 + 1, 3, 4), Kdf(64 * 1024 - 1, 3, 4), Kdf(64 * 1024, 11, 4),
        Kdf(64 * 1024, 0, 4), Kdf(64 * 1024, 3, 9), Kdf(64 * 1024, 3, 0), Kdf(-1, -1, -1),
    ],
)  # fmt: skip
def test_parameters_outside_the_real_bounds_are_refused_at_once(
    folder: Path, good: bytes, kdf: Kdf
) -> None:
    file = parse(good)
    slot = file.slots[0]
    file = file.with_slot(replace(slot, private=replace(slot.private, kdf=kdf)))
    (folder / NAME).write_bytes(to_bytes(file))
    with pytest.raises(Refused, match="keys_out_of_bounds"):
        keys.open_keys(folder, "Mari", "alpha beta")
    with pytest.raises(Refused, match="keys_out_of_bounds"):
        sealing.stretch("x", bytes(16), kdf, POLICY)


@pytest.mark.parametrize("kdf", [Kdf(64 * 1024, 1, 1), Kdf(1024**2, 10, 8)])
def test_the_real_bounds_themselves_are_allowed(kdf: Kdf) -> None:
    POLICY.check(kdf)


def test_tiny_parameters_of_a_test_do_not_pass_in_the_program(folder: Path) -> None:
    with pytest.raises(Refused, match="keys_out_of_bounds"):
        keys.open_keys(folder, "Mari", "alpha beta")


def test_a_slot_made_without_the_file_key_does_not_pass(
    folder: Path, good: bytes, tmp_path: Path
) -> None:
    """Somebody copies in a slot of their own; the mac under the file key tells."""
    file = parse(good)
    other = keys.create_keys(tmp_path / "other", "Evil", "evil", kdf=FAST)
    foreign = parse((other.folder / NAME).read_bytes()).slots[0]
    for slots in ((*file.slots, foreign), (file.slots[0], foreign)):
        forged = signed(replace(file, slots=slots), other.file_key)
        assert outcome(folder, to_bytes(forged)) == "keys_tampered"
        (folder / NAME).write_bytes(to_bytes(forged))
        with pytest.raises(Refused, match="keys_tampered"):
            keys.open_keys(folder, "Evil", "evil", kdf=FAST)


def test_a_file_key_of_ones_own_sealed_to_another_is_noticed(folder: Path, good: bytes) -> None:
    """Sealing needs only public keys: a wholly forged file must not be believed."""
    file = parse(good)
    mine = sealing.random_key()
    forged = file.with_slot(with_keys(file, find_slot(file, "Mari"), mine, None))
    assert outcome(folder, to_bytes(signed(forged, mine))) == "keys_tampered"


def test_the_mac_covers_everything_but_itself(good: bytes, folder: Path) -> None:
    file = parse(good)
    opened = keys.open_keys(folder, "Mari", "alpha beta", kdf=FAST)
    check_genuine(file, opened.file_key)
    for change in (
        {"generation": file.generation + 1},
        {"removed": ()},
        {"slots": file.slots[::-1]},
        {"workspace_id": "0" * 32},
        {"mac": bytes(32)},
    ):
        with pytest.raises(Refused, match="keys_tampered"):
            check_genuine(replace(file, **change), opened.file_key)  # type: ignore[arg-type]


# The mirror


def test_a_damaged_file_is_never_replaced_in_silence(folder: Path, good: bytes) -> None:
    (folder / NAME).write_bytes(b"x" + good)
    with pytest.raises(Refused, match="keys_damaged"):
        keys.open_keys(folder, "Mari", "alpha beta", kdf=FAST)
    assert (folder / NAME).read_bytes() == b"x" + good
    keys.use_good_copy(folder)
    assert (folder / NAME).read_bytes() == good


def test_a_mirror_of_another_generation_is_not_offered(folder: Path, good: bytes) -> None:
    file = parse(good)
    older = replace(file, generation=file.generation - 1)
    (folder / MIRROR).write_bytes(to_bytes(older))
    (folder / NAME).write_bytes(good[:-1])
    # Even where the database of the mirror is there.
    (folder / keys_file.database_name(file.key_id)).touch()
    with pytest.raises(Refused) as caught:
        keys_file.load(folder)
    assert caught.value.values == {"good_copy": False}
    with pytest.raises(Refused, match="keys_no_good_copy"):
        keys.use_good_copy(folder)
    assert (folder / NAME).read_bytes() == good[:-1]


@pytest.mark.parametrize("left", [None, b"", bytes(4000)])
def test_an_unreadable_file_offers_the_mirror_of_the_present_database(
    folder: Path, good: bytes, left: bytes | None
) -> None:
    (folder / NAME).unlink()
    if left is not None:
        (folder / NAME).write_bytes(left)
    with pytest.raises(Refused) as caught:
        keys_file.load(folder)
    assert caught.value.values == {"good_copy": False}
    (folder / keys_file.database_name(parse(good).key_id)).touch()
    with pytest.raises(Refused) as caught:
        keys_file.load(folder)
    assert caught.value.values == {"good_copy": True}
    # Two databases: a rotation was under way, and the mirror may be that of the old keys.
    (folder / keys_file.database_name("0" * 16)).touch()
    with pytest.raises(Refused) as caught:
        keys_file.load(folder)
    assert caught.value.values == {"good_copy": False}


def test_a_damaged_mirror_is_not_offered(folder: Path, good: bytes) -> None:
    for name in (NAME, MIRROR):
        (folder / name).write_bytes(good[:-5])
    with pytest.raises(Refused) as caught:
        keys_file.load(folder)
    assert caught.value.values == {"good_copy": False}


def test_using_the_copy_leaves_a_good_file_alone(folder: Path, good: bytes) -> None:
    (folder / MIRROR).write_bytes(b"something else")
    keys.use_good_copy(folder)
    assert (folder / NAME).read_bytes() == good


def test_a_good_opening_repairs_the_mirror_and_a_failed_one_does_not(
    folder: Path, good: bytes
) -> None:
    (folder / MIRROR).write_bytes(b"old")
    assert outcome(folder, good, "wrong") == "wrong_passphrase"
    assert (folder / MIRROR).read_bytes() == b"old"
    assert outcome(folder, good) == "opened"
    assert (folder / MIRROR).read_bytes() == good


def test_a_folder_without_keys_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not_a_workspace"):
        keys.open_keys(tmp_path, "Mari", "x", kdf=FAST)
    assert list(tmp_path.iterdir()) == []


def test_an_enormous_file_is_damage_without_reading_it_all(folder: Path, good: bytes) -> None:
    with (folder / NAME).open("wb") as handle:
        handle.truncate(3 << 30)
    with pytest.raises(Refused, match="keys_damaged"):
        keys_file.load(folder)
