"""What was ticked for a person goes with the person: from the ticks, and from their history."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from mobdesk.models.bm import BmTick
from mobdesk.models.mobilities import Member
from mobdesk.services import bm_sheet, erasure, people
from tests.services.offices import (
    NOW,
    TODAY,
    Office,
    add_person,
    add_project,
    add_stay,
    empty_office,
    office,
)
from tests.services.test_erasure import copies

__all__ = ["empty_office", "office"]


def test_ticks_of_the_erased_go(office: Office) -> None:
    s, a = office.store, office.actor
    project = add_project(office)
    mari = add_person(office, "Mari", "Kirsimäe", birth_date=date(1971, 2, 27))
    juri = add_person(office, "Jüri", "Lepik")
    other = add_stay(office, [juri], date(2025, 6, 2), project_id=project)
    mine = add_stay(office, [mari], date(2025, 5, 5), project_id=project)
    led = add_stay(office, [mari, juri], date(2025, 7, 7), project_id=project)
    with s.quietly() as session:
        for number in (mine, led):
            member = session.scalars(
                select(Member).where(Member.mobility_id == number, Member.person_id == mari)
            ).one()
            member.part = "staff" if number == mine else "lead"
            member.bm_participant_id = "P-MARI"
    for number in (mine, other, led):
        found = bm_sheet.get(s, a, number)
        keys = [line.key for part in found.sections for line in part.lines]
        bm_sheet.tick(s, a, number, found.record.member_id, keys, TODAY)
    rev = people.get(s, a, mari).rev
    people.change(s, a, mari, rev, {"birth_date": date(1971, 2, 28)}, today=TODAY)
    office_text = dict(copies(office))["live"]
    assert "1971-02-27" in office_text
    assert "p-mari" in office_text
    erasure.erase(s, a, [mari], now=NOW)
    after = dict(copies(office))["live"]
    assert not [w for w in ("1971-02-2", "kirsimae", "p-mari") if w in after]
    with s.read() as session:
        left = session.execute(select(BmTick.mobility_id, BmTick.field)).all()
    assert {number for number, _field in left} == {other, led}
    assert "lead_name" not in {field for number, field in left if number == led}
