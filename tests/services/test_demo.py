"""The demo: marked, the same for the same seed, with every stage and end in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from mobdesk.errors import Refused
from mobdesk.models.documents import Attachment
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.people import Person
from mobdesk.services import attachments, demo, mobilities, people, today, workspaces
from tests.services.test_workspaces import FAST

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("demo") / "Demo.mobdesk"
    opened = demo.create(folder, 300, 7, TODAY, policy=FAST)
    yield opened
    opened.close()


def names(opened) -> list[tuple[str, str]]:
    with opened.store.read() as s:
        return s.execute(select(Person.first_name, Person.last_name).order_by(Person.id)).all()


def test_the_same_seed_gives_the_same_people(made, tmp_path: Path) -> None:
    again = demo.create(tmp_path / "Again.mobdesk", 300, 7, TODAY, policy=FAST)
    other = demo.create(tmp_path / "Other.mobdesk", 300, 8, TODAY, policy=FAST)
    assert names(again) == names(made) != names(other)
    again.close()
    other.close()


def test_it_is_marked_and_has_every_stage_and_end(made) -> None:
    assert made.demo
    with made.store.read() as s:
        stages = set(s.scalars(select(Mobility.stage)))
        ends = set(s.scalars(select(Member.ended)))
        kinds = set(s.scalars(select(Mobility.kind))) | set(s.scalars(select(Mobility.direction)))
    assert stages == {"idea", "applied", "selected", "confirmed", "abroad", "returned", "closed"}
    assert {"withdrawn", "not_selected", "cancelled"} <= ends
    assert kinds == {"individual", "group", "outgoing", "incoming"}
    assert people.counts(made.store, made.actor)["all"] == 300


def test_a_few_papers_have_their_scan(made) -> None:
    with made.store.read() as s:
        ids = list(s.scalars(select(Attachment.id)))
    title, content = attachments.content(made.store, made.actor, ids[0])
    assert len(ids) == demo.SCANS
    assert title.endswith(".pdf")
    assert content.startswith(b"%PDF")


def test_today_of_the_demo_has_something_to_do(made) -> None:
    seen = today.view(made.store, made.actor, TODAY)
    assert seen.trips
    assert seen.missing


def test_the_trainer_is_abroad_today(made) -> None:
    folder = made.folder
    reader = workspaces.open_(folder, "trainer", demo.PASSPHRASE, read_only=True, policy=FAST)
    (own,) = mobilities.rows(
        reader.store, reader.actor, mobilities.find(reader.store, reader.actor)
    )
    assert own.start <= TODAY <= own.end
    reader.close()


def test_a_size_out_of_range_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="demo_size"):
        demo.create(tmp_path / "D.mobdesk", 19, 1, TODAY, policy=FAST)
    assert list(tmp_path.iterdir()) == []
