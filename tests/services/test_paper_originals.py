"""Where a paper is that stays on paper: noted on any record, listed, changed, taken off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from mobdesk.domain.roles import Role
from mobdesk.errors import Invalid, NotAllowed, Refused, Stale
from mobdesk.models.documents import Attachment, Paper, PaperOriginal
from mobdesk.models.mobilities import Member
from mobdesk.services import (
    accreditations,
    attachments,
    documents,
    history,
    members,
    mobilities,
    organisations,
    paper_originals,
    people,
    projects,
)
from tests.services.offices import (
    TODAY,
    Office,
    add_person,
    add_project,
    add_stay,
    attach,
    empty_office,
    note,
    office,
)

__all__ = ["empty_office", "office"]

LONG = "Υπεύθυνη δήλωση γονέα και κηδεμόνα ανηλίκου, πρωτότυπο με σφραγίδα "


def record_of(office: Office, table: str) -> int:
    """A record of the table."""
    s, a = office.store, office.actor
    if table == "people":
        return add_person(office, "Maarja", "Tamm")
    if table == "organisations":
        return organisations.add(s, a, {"name": "Škola", "kind": "partner"}).ids[0]
    if table == "projects":
        return add_project(office)
    if table == "accreditations":
        values = {"code": "2021-1-EE01-KA120-ADU-000046911", "field": "ADU"}
        return accreditations.add(s, a, values).ids[0]
    return add_stay(office, [add_person(office, "Mari", "Kask")], date(2026, 5, 5))


def remover(table: str) -> Callable[..., object]:
    rooms = {
        "organisations": organisations, "projects": projects, "accreditations": accreditations,
        "mobilities": mobilities,
    }  # fmt: skip
    remove: Callable[..., object] = rooms[table].remove
    return remove


def listed(office: Office, table: str, record: int) -> list[tuple[str, str, date | None, str]]:
    rows = paper_originals.of_record(office.store, office.actor, table, record)
    return [(r.title, r.place, r.dated, r.sensitivity) for r in rows]


@pytest.mark.parametrize("table", attachments.RECORDS)
def test_every_record_takes_paper_originals_and_undo_takes_them_back(
    office: Office, table: str
) -> None:
    record = record_of(office, table)
    note(office, table, record, "Volikiri  õ", " Binder 3, shelf 2 ", dated=date(2026, 5, 4))
    note(office, table, record, LONG, "Αποθήκη", sensitivity="sensitive")
    first = ("Volikiri õ", "Binder 3, shelf 2", date(2026, 5, 4), "normal")
    second = (LONG.strip(), "Αποθήκη", None, "sensitive")
    assert listed(office, table, record) == [first, second]
    history.undo(office.store, office.actor)
    assert listed(office, table, record) == [first]
    history.redo(office.store, office.actor)
    assert listed(office, table, record) == [first, second]


def test_a_paper_is_moved_to_another_binder(office: Office) -> None:
    record = record_of(office, "people")
    number = note(office, "people", record, "Contract", "Binder 3")
    done = paper_originals.change(
        office.store, office.actor, number, 1, {"place": "Binder 4", "dated": TODAY}
    )
    assert (done.label, done.values) == ("original_changed", {"title": "Contract"})
    assert listed(office, "people", record) == [("Contract", "Binder 4", TODAY, "normal")]
    fields = history.fields(office.store, office.actor, done.change_id or 0)
    assert {(f.field, f.before, f.after) for f in fields} == {
        ("place", "Binder 3", "Binder 4"), ("dated", None, TODAY.isoformat()),
    }  # fmt: skip
    with pytest.raises(Stale):
        paper_originals.change(office.store, office.actor, number, 1, {"place": "Binder 5"})


def test_taking_one_off_is_undone(office: Office) -> None:
    record = record_of(office, "projects")
    number = note(office, "projects", record, "Grant agreement", "Safe")
    done = paper_originals.remove(office.store, office.actor, number)
    assert done.values == {"title": "Grant agreement"}
    assert listed(office, "projects", record) == []
    with pytest.raises(Refused, match="record_missing"):
        paper_originals.remove(office.store, office.actor, number)
    history.undo(office.store, office.actor)
    assert listed(office, "projects", record) == [("Grant agreement", "Safe", None, "normal")]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"title": "Contract", "place": "  "}, ("place", "needed")),
        ({"title": None, "place": "Binder"}, ("title", "needed")),
        ({"title": "x" * 201, "place": "Binder"}, ("title", "too_long")),
        ({"title": "Contract", "place": "y" * 201}, ("place", "too_long")),
        (
            {"title": "Contract", "place": "Binder", "sensitivity": "protected"},
            ("sensitivity", "unknown_choice"),
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    office: Office, values: dict[str, object], problem: tuple[str, str]
) -> None:
    record = record_of(office, "people")
    with pytest.raises(Invalid) as said:
        paper_originals.note(office.store, office.actor, "people", record, values)
    assert [(p.field, p.code) for p in said.value.problems] == [problem]
    number = note(office, "people", record, "Contract", "Binder")
    with pytest.raises(Invalid):
        paper_originals.change(office.store, office.actor, number, 1, values)
    assert len(listed(office, "people", record)) == 1


def test_a_record_that_is_gone_takes_none(office: Office) -> None:
    for table in ("people", "mobilities"):
        with pytest.raises(Refused, match="record_missing"):
            note(office, table, 99, "Contract", "Binder")


@pytest.mark.parametrize("table", ["organisations", "projects", "accreditations", "mobilities"])
def test_files_and_papers_go_and_come_back_with_their_record(office: Office, table: str) -> None:
    record = record_of(office, table)
    note(office, table, record, "Contract", "Binder")
    attach(office, table, record, "contract.pdf", b"%PDF")
    remover(table)(office.store, office.actor, [record])
    with office.store.read() as s:
        assert s.scalar(select(func.count(PaperOriginal.id))) == 0
        assert s.scalar(select(func.count(Attachment.id))) == 0
    history.undo(office.store, office.actor)
    assert listed(office, table, record) == [("Contract", "Binder", None, "normal")]
    assert len(attachments.of_record(office.store, office.actor, table, record)) == 1


def test_a_member_goes_with_the_scans_of_their_papers(office: Office) -> None:
    stay = record_of(office, "mobilities")
    with office.store.read() as s:
        member = s.scalars(select(Member.id)).one()
    documents.file_paper(office.store, office.actor, member, "grant_agreement", on=TODAY)
    with office.store.read() as s:
        paper = s.scalars(select(Paper.id)).one()
    attach(office, "mobilities", stay, "scan.pdf", b"%PDF", paper_id=paper)
    mobilities.remove(office.store, office.actor, [stay])
    history.undo(office.store, office.actor)
    (scan,) = attachments.of_record(office.store, office.actor, "mobilities", stay)
    assert scan.paper_id == paper
    members.remove(office.store, office.actor, member)
    assert attachments.of_record(office.store, office.actor, "mobilities", stay) == []


def test_a_person_whose_paper_is_noted_is_not_deleted_by_the_way(office: Office) -> None:
    record = record_of(office, "people")
    note(office, "people", record, "Contract", "Binder")
    with pytest.raises(Refused, match="person_on_mobility"):
        people.remove(office.store, office.actor, [record])


def test_a_trainer_notes_papers_of_own_mobilities_only(office: Office) -> None:
    mine = add_person(office, "Jaan", "Kask")
    stay = add_stay(office, [mine], date(2026, 5, 5))
    other = add_stay(office, [add_person(office, "Mari", "Tamm")], date(2026, 5, 5))
    trainer = office.actor._replace(role=Role.TRAINER, person_id=mine)
    values = {"title": "Ticket", "place": "Binder"}
    paper_originals.note(office.store, trainer, "mobilities", stay, values)
    number = note(office, "mobilities", other, "Ticket", "Binder")
    for refused in (
        lambda: paper_originals.note(office.store, trainer, "mobilities", other, values),
        lambda: paper_originals.note(office.store, trainer, "people", mine, values),
        lambda: paper_originals.of_record(office.store, trainer, "mobilities", other),
        lambda: paper_originals.change(office.store, trainer, number, 1, values),
        lambda: paper_originals.remove(office.store, trainer, number),
    ):
        with pytest.raises(NotAllowed):
            refused()
