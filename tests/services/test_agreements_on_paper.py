"""A scan of the signed agreement freezes a grant, taking it off thaws it; so does Undo."""

from __future__ import annotations

from sqlalchemy import func, select

from mobdesk.models.documents import Paper
from mobdesk.models.grants import GrantLine
from mobdesk.services import attachments, documents, history, pricing, projects
from tests.services import offices
from tests.services.offices import TODAY, Office, add_person, attach
from tests.services.test_pricing import CODE, DATES, plan

empty_office, office = offices.empty_office, offices.office


def frozen(office: Office) -> int:
    with office.store.read() as s:
        wanted = select(func.count()).select_from(GrantLine).where(GrantLine.kind == "frozen")
        return s.scalar(wanted) or 0


def test_a_scan_is_the_proof_that_freezes(office: Office) -> None:
    project = projects.add(office.store, office.actor, {"code": CODE}).ids[0]
    who = add_person(office, "Ülle", "Žagar")
    stay = plan(office.store, project, [{"person_id": who, "part": "staff"}], DATES)
    with office.store.read() as s:
        member = next(iter(pricing.price_mobilities(s, [stay])))
    documents.file_paper(
        office.store, office.actor, member, "grant_agreement", on=TODAY, signed=True
    )
    assert frozen(office) == 0
    with office.store.read() as s:
        paper = s.scalar(select(Paper.id).where(Paper.member_id == member))
    scan = attach(office, "mobilities", stay, "leping.pdf", b"%PDF-1.4 x", paper_id=paper)
    assert frozen(office) == 2
    attachments.remove(office.store, office.actor, scan)
    assert frozen(office) == 0
    history.undo(office.store, office.actor)
    assert frozen(office) == 2
