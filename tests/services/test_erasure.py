"""A person who was erased is nowhere within reach; what counts stays without a name."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mobdesk.domain.fold import fold
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import backup_container, database
from mobdesk.models import backups as rooms
from mobdesk.models.copies import scratch
from mobdesk.models.documents import PaperOriginal
from mobdesk.models.grants import GrantLine
from mobdesk.models.images import unpack
from mobdesk.models.mobilities import Member
from mobdesk.models.people import Person
from mobdesk.models.reports import SentPackage
from mobdesk.models.store import Label
from mobdesk.services import (
    accounts,
    attachments,
    backups,
    distances,
    documents,
    erasure,
    history,
    members,
    mobilities,
    organisations,
    paper_originals,
    people,
    protected,
)
from tests.services.offices import (
    NOW,
    TODAY,
    Office,
    add_person,
    add_project,
    add_stay,
    attach,
    empty_office,
    names,
    note,
    office,
)
from tests.stores import TRAINER

__all__ = ["empty_office", "office"]

DAY = timedelta(days=1)
# Planted about Mari; every one must be gone. The control word must be found.
PLANTED = (
    "Kirsimäe", "mari.k@example.org", "55512345", "MK-77001", "next-of-kin-word", "own-note-word",
    "solo-note-word", "paper-reason-word", "title-word", "need-word", "formername",
    "original-word", "binder-word", "shelf-word", "removed-original-word", "undone-original-word",
    "travel-days-word", "way-word",
)  # fmt: skip
CONTROL = "controlword"


def erase(office: Office, *ids: int) -> erasure.Protocol:
    return erasure.erase(office.store, office.actor, ids, now=NOW)


def all_text(raw: database.Raw) -> str:
    """Everything that any table holds, history images unpacked, folded as searching does."""
    parts = []
    for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in raw.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, bytes) and table == "change_entries":
                    parts.append(repr(unpack(value)))
                elif value is not None:
                    parts.append(repr(value))
    return fold(" ".join(parts))


def pages(path: Path, key: bytes, tmp_path: Path) -> bytes:
    """The decrypted pages, free ones included."""
    plain = Path(tempfile.mkdtemp(dir=tmp_path)) / "plain.db"
    raw = database.connect(path, key, read_only=False)
    try:
        raw.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        raw.execute("SELECT sqlcipher_export('plain')")
    finally:
        raw.close()
    with sqlite3.connect(plain) as check:
        assert check.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return plain.read_bytes()


def copies(office: Office) -> Iterator[tuple[str, str]]:
    """Every database within reach by name: the live one and each backup."""
    keys = office.store.keys
    raw = database.connect(office.store.path, keys.file_key, read_only=True)
    yield "live", all_text(raw)
    raw.close()
    for row in backups.rows(office.store, office.actor):
        found = rooms.look(row.path, [keys])
        with scratch(office.folder / "backups") as copy:
            backup_container.extract(*found.opened, keys, copy)
            raw = database.connect(copy, keys.file_key, read_only=True)
            yield str(row.path), all_text(raw)
            raw.close()


@pytest.fixture
def planted(office: Office, tmp_path: Path) -> tuple[Office, int, int]:
    """Mari alone on a trip and with Jüri in a group, planted everywhere, backed up thrice."""
    s, a = office.store, office.actor
    juri = add_person(office, "Jüri", CONTROL)
    mari = add_person(office, "Mari", "Formername", note="x")
    rev = people.get(s, a, mari).rev
    people.change(
        s, a, mari, rev,
        {
            "last_name": "Kirsimäe", "email": "mari.k@example.org", "phone": "+372 555 12345",
            "person_code": "MK-77001", "next_of_kin": "next-of-kin-word", "note": "own-note-word",
        },
        today=TODAY,
    )  # fmt: skip
    project = add_project(office)
    solo = add_stay(office, [mari], date(2025, 5, 5), project_id=project, note="solo-note-word")
    group = add_stay(
        office, [mari, juri], date(2025, 6, 2), project_id=project,
        note="Room of kirsimae MARI is 12, call 555-12345. Bring the map.",
    )  # fmt: skip
    with s.read() as session:
        member = session.scalars(
            select(Member.id).where(Member.person_id == mari, Member.mobility_id == solo)
        ).one()
    documents.set_aside(s, a, member, "learning_agreement", "paper-reason-word")
    days = {"travel_days": 1, "travel_days_reason": "travel-days-word"}
    members.set_counting(s, a, [member], days)
    way = mobilities.get(s, a, solo).subgroups[0]
    distances.set_distance(s, a, way.id, way.rev, {"distance_reason": "way-word"})
    with s.quietly() as session:
        session.add(GrantLine(member_id=member, category="travel", amount=30900,
                              source="List, Mari Kirsimäe", rev=1))  # fmt: skip
        session.add(
            SentPackage(project_id=project, kind="our_copy", name="CODE_our-copy", made_at=NOW,
                        shape="folder", manifest_sha256="0" * 64, frozen_storage="f" * 32, size=1,
                        rev=1)
        )  # fmt: skip
    attachments.rename(s, a, attach(office, "people", mari, "scan.pdf", b"%PDF 1"), 1, "title-word")
    attach(office, "mobilities", solo, "ticket.pdf", b"%PDF 2")
    attach(office, "mobilities", group, "Kirsimäe, Mari ticket.pdf", b"%PDF 3")
    attach(office, "mobilities", group, "map.pdf", b"%PDF 4")
    note(office, "people", mari, "original-word", "binder-word 3")
    note(office, "mobilities", solo, "receipt", "shelf-word, in the cellar")
    paper_originals.remove(
        s, a, note(office, "people", mari, "removed-original-word", "binder-word")
    )
    note(office, "people", mari, "undone-original-word", "binder-word 4")
    history.undo(s, a)
    note(
        office,
        "mobilities",
        group,
        "Contract with Kirsimäe, Mari",
        f"{CONTROL} binder of mari.k@example.org",
    )
    protected.add_need(s, a, mari, "need-word", erase_on=TODAY, now=NOW)
    protected.needs(s, a, mari, why="menu for Mari Kirsimäe", now=NOW)
    protected.set_bank_account(s, a, mari, "EE38 2200")
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.set_second_place(s, a, stick, now=NOW - DAY)
    backups.make_file(s, a, tmp_path / "alone.mobdesk-backup", now=NOW - DAY)
    return office, mari, juri


def test_planted_words_are_found_before_and_nowhere_after(
    planted: tuple[Office, int, int], tmp_path: Path
) -> None:
    office, mari, _ = planted
    before = dict(copies(office))
    assert len(before) == 4
    sealed = {"need-word", "55512345"}  # never in the open; the phone stands grouped
    for text in before.values():
        assert all(fold(word) in text for word in PLANTED if word not in sealed)
    protocol = erase(office, mari)
    assert protocol.copies_cleaned == 3
    assert protocol.copies_failed == ()
    for name, text in copies(office):
        assert CONTROL in text
        found = [word for word in PLANTED if fold(word) in text or "555-12345" in text]
        assert not found, f"{name}: {found}"
    plain = pages(office.store.path, office.store.keys.file_key, tmp_path)
    assert CONTROL.encode() in plain
    assert not [word for word in PLANTED if word.encode() in plain]
    for path in office.folder.rglob("*"):
        assert not path.name.startswith(".copy-")


def test_what_counts_stays_without_a_name(planted: tuple[Office, int, int]) -> None:
    office, mari, juri = planted
    erase(office, mari)
    assert names(office) == [f"{CONTROL}, Jüri"]
    rows = mobilities.rows(office.store, office.actor, mobilities.find(office.store, office.actor))
    assert sorted(row.places for row in rows) == [1, 2]
    with office.store.read() as s:
        members = s.scalars(select(Member).order_by(Member.id)).all()
        assert [m.person_id for m in members] == [None, None, juri]
        line = s.scalars(select(GrantLine)).one()
        assert (line.amount, line.source) == (30900, "List, –")
    note = next(
        n for r in rows
        if (n := mobilities.get(office.store, office.actor, r.id).record.values["note"])
    )  # fmt: skip
    assert note == "Room of – is 12, call –. Bring the map."


def test_files_of_the_person_go_in_every_place(planted: tuple[Office, int, int]) -> None:
    office, mari, _ = planted
    assert len(list((office.folder / "attachments").iterdir())) == 4
    (place,) = backups.place_rows(office.store, office.actor)[:1]
    assert len(list((place.path / "attachments").iterdir())) == 4
    erase(office, mari)
    assert len(list((office.folder / "attachments").iterdir())) == 1
    assert len(list((place.path / "attachments").iterdir())) == 1
    assert all(backups.verify(office.store, office.actor, r.path).good
               for r in backups.rows(office.store, office.actor))  # fmt: skip


def test_a_paper_of_others_stays_without_the_name(planted: tuple[Office, int, int]) -> None:
    office, mari, _ = planted
    erase(office, mari)
    with office.store.read() as s:
        left = s.execute(select(PaperOriginal.title, PaperOriginal.place)).all()
    assert left == [("Contract with –", f"{CONTROL} binder of –")]


def test_every_backup_is_restored_without_the_person(planted: tuple[Office, int, int]) -> None:
    office, mari, _ = planted
    erase(office, mari)
    for row in backups.rows(office.store, office.actor):
        backups.restore(office.store, office.actor, row.path, now=NOW + DAY)
        assert names(office) == [f"{CONTROL}, Jüri"]
        codes = [
            r.code
            for r in history.rows(
                office.store, office.actor, history.find(office.store, office.actor)
            )
        ]
        assert codes[0] == "backup_restored"


def test_a_copy_that_was_away_is_named_and_the_ledger_is_applied_when_it_is_restored(
    planted: tuple[Office, int, int], tmp_path: Path
) -> None:
    office, mari, _ = planted
    alone, hidden = tmp_path / "alone.mobdesk-backup", tmp_path / "hidden.mobdesk-backup"
    alone.rename(hidden)
    protocol = erase(office, mari)
    assert [c.name for c in protocol.copies_away] == [alone.name]
    backups.restore(office.store, office.actor, hidden, now=NOW)
    assert names(office) == [f"{CONTROL}, Jüri"]
    assert "kirsimae" not in dict(copies(office))["live"]
    # It comes back into reach: the next automatic backup cleans the copy itself.
    hidden.rename(alone)
    backups.automatic(office.store, office.actor, "before_import", now=NOW)
    assert all("kirsimae" not in text for text in dict(copies(office)).values())


def test_the_protocol_names_no_person_and_says_what_is_left(
    planted: tuple[Office, int, int],
) -> None:
    office, mari, _ = planted
    own = organisations.own(office.store, office.actor)
    rev = organisations.get(office.store, office.actor, own.id).rev
    contacts = [{"name": "Mari Kirsimäe"}]
    organisations.change(office.store, office.actor, own.id, rev, {}, contacts)
    (plan,) = erasure.plan(office.store, office.actor, [mari], today=TODAY)
    assert (plan.mobilities, plan.grant_lines, plan.needs, plan.originals) == (2, 1, 1, 1)
    assert plan.concerns == ("keeping_unknown",)
    protocol = erase(office, mari)
    assert [f.name for f in protocol.frozen] == ["CODE_our-copy"]
    assert protocol.counts["people"] == 1
    assert protocol.counts["places"] == 2
    assert protocol.counts["attachments"] == 3
    assert protocol.counts["paper_originals"] == 2
    assert protocol.look_at == {"contacts": 1, "on_paper": 2}
    assert "Kirsimäe" not in repr(protocol)


def test_erasing_is_not_undoable_and_others_may_not(planted: tuple[Office, int, int]) -> None:
    office, mari, juri = planted
    with pytest.raises(NotAllowed):
        erasure.erase(office.store, TRAINER, [juri], now=NOW)
    erase(office, mari)
    with pytest.raises(Refused):
        history.undo(office.store, office.actor)
    with pytest.raises(Refused, match="record_missing"):
        erase(office, mari)
    assert names(office) == [f"{CONTROL}, Jüri"]


def test_somebody_with_an_account_loses_that_first(office: Office) -> None:
    from mobdesk.domain.roles import Role

    person = add_person(office, "Jaan", "Kask")
    accounts.add(office.store, office.actor, "Jaan", Role.TRAINER, person)
    with pytest.raises(Refused, match="person_has_account"):
        erase(office, person)
    assert names(office) == ["Kask, Jaan"]


def test_one_of_two_people_with_one_name_stays(office: Office) -> None:
    first = add_person(office, "Mari", "Tamm", email="a@example.org")
    second = add_person(office, "Mari", "Tamm", email="b@example.org")
    erase(office, first)
    assert names(office) == ["Tamm, Mari"]
    assert people.get(office.store, office.actor, second).values["email"] == "b@example.org"


def test_a_person_deleted_before_a_backup_was_made_is_erased_from_its_history(
    office: Office,
) -> None:
    mari = add_person(office, "Mari", "Kirsimäe")
    early = backups.make(office.store, office.actor, now=NOW - DAY)
    people.remove(office.store, office.actor, [mari])
    backups.make(office.store, office.actor, now=NOW)
    add_person(office, "Uus", "Inimene")  # gets the number that became free
    backups.restore(office.store, office.actor, early.path, now=NOW)
    erase(office, mari)
    for name, text in copies(office):
        assert "kirsimae" not in text, name
    assert any("inimene" in text for text in dict(copies(office)).values())


def test_a_backup_that_cannot_be_opened_is_named(planted: tuple[Office, int, int]) -> None:
    office, mari, _ = planted
    row = next(r for r in backups.rows(office.store, office.actor) if r.here)
    row.path.write_bytes(row.path.read_bytes()[:-1])
    aside = row.path.with_name("damaged-2026-11-01-100000.db")
    aside.write_bytes(b"of a restore")
    assert erase(office, mari).copies_failed == (row.name, aside.name)
    # Nothing is collected while a copy may need it.
    assert len(list((office.folder / "attachments").iterdir())) == 4


def next_undo(office: Office) -> str | None:
    step = history.steps(office.store, office.actor).undo
    return None if step is None else step.values.get("name", step.code)


def test_undo_passes_over_an_erasure_and_what_was_about_the_erased(office: Office) -> None:
    older = add_person(office, "Jüri", "Kask")
    mari = add_person(office, "Mari", "Tamm")
    erase(office, mari)
    assert next_undo(office) == "Jüri Kask"
    history.undo(office.store, office.actor)
    assert names(office) == []
    assert older != mari
    redo = history.steps(office.store, office.actor).redo
    assert redo is not None
    history.redo(office.store, office.actor)
    assert names(office) == ["Kask, Jüri"]


def test_a_list_with_the_erased_is_not_taken_back_by_halves(office: Office) -> None:
    add_person(office, "Jüri", "Kask")
    with office.store.write(Label("rows_imported", {"n": 2}), office.actor) as s:
        ids = s.insert_many(
            Person,
            ("first_name", "last_name", "sort_key", "search_key"),
            [("Ann", "Aas", "aas, ann", "ann"), ("Bo", "Bek", "bek, bo", "bo")],
        )
        s.done(*ids)
    erase(office, ids[0])
    assert next_undo(office) == "Jüri Kask"


def test_undo_passes_over_a_restore(office: Office) -> None:
    add_person(office, "Jüri", "Kask")
    made = backups.make(office.store, office.actor, now=NOW)
    mari = add_person(office, "Mari", "Tamm")
    history.undo(office.store, office.actor)
    assert history.steps(office.store, office.actor).redo is not None
    backups.restore(office.store, office.actor, made.path, now=NOW)
    steps = history.steps(office.store, office.actor)
    assert (next_undo(office), steps.redo) == ("Jüri Kask", None)
    assert mari
    history.undo(office.store, office.actor)
    assert names(office) == []
