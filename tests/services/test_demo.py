"""The demo: marked, the same for the same seed, two centres, every stage and end in it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mobdesk.domain import activities
from mobdesk.domain.payments import Kind, State
from mobdesk.domain.rate_sheet_numbers import numbers
from mobdesk.domain.roles import Actor, Role
from mobdesk.domain.stages import End, Stage
from mobdesk.domain.wellbeing import TOTAL
from mobdesk.errors import Refused
from mobdesk.models.accounts import Account
from mobdesk.models.accreditations import Accreditation
from mobdesk.models.bm import BmTick, Outline
from mobdesk.models.documents import Attachment
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Contact, Organisation
from mobdesk.models.payments import AgencyInstalment, RealCost
from mobdesk.models.people import Person
from mobdesk.models.projects import Award, Project
from mobdesk.models.summaries import refresh
from mobdesk.services import (
    attachments,
    bm_sheet,
    demo,
    mobilities,
    payments,
    people,
    rate_sheets,
    readiness,
    reflections,
    stays,
    today,
    vault,
    wellbeing,
    workspaces,
)
from mobdesk.services.records import Query
from tests.services.test_workspaces import FAST

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("demo") / "Demo.mobdesk"
    opened = demo.create(folder, 300, 7, TODAY, policy=FAST)
    yield opened
    opened.close()


@pytest.fixture(
    scope="module",
    params=[(20, 1, TODAY), (20, 2, date(2027, 1, 4)), (40, 1, date(2027, 5, 31)), (300, 7, TODAY)],
    ids=lambda p: f"{p[0]}-{p[2]}",
)
def any_size(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A demo, how many people it has, and its day."""
    count, seed, day = request.param
    folder = tmp_path_factory.mktemp("sizes") / "Demo.mobdesk"
    opened = demo.create(folder, count, seed, day, policy=FAST)
    yield opened, count, day
    opened.close()


#: Facts of the workspace itself: the same demo made twice has other ones.
_NOT_CONTENT = {"uid", "created_at", "updated_at"}


def content(opened) -> dict[str, list[tuple]]:
    """Every row of every record, without what differs between two workspaces."""
    tables = (
        Accreditation, Organisation, Contact, Person, Project, Award, Mobility, Subgroup, Member,
        GrantLine,
    )  # fmt: skip
    found = {}
    with opened.store.read() as s:
        for table in tables:
            columns = [c for c in table.__table__.columns if c.name not in _NOT_CONTENT]
            rows = s.execute(select(*columns).order_by(table.id)).all()
            found[table.__tablename__] = [tuple(row) for row in rows]
    return found


def test_the_same_seed_gives_the_same_content(made, tmp_path: Path) -> None:
    again = demo.create(tmp_path / "Again.mobdesk", 300, 7, TODAY, policy=FAST)
    other = demo.create(tmp_path / "Other.mobdesk", 300, 8, TODAY, policy=FAST)
    assert content(again) == content(made)
    assert content(other)["people"] != content(made)["people"]
    again.close()
    other.close()


def test_one_centre_has_nine_trainers_and_its_member_six(any_size) -> None:
    opened, count, _day = any_size
    with opened.store.read() as s:
        staff = s.execute(
            select(Organisation.kind, Organisation.sending, func.count())
            .join(Person, Person.organisation_id == Organisation.id)
            .where(Person.role == "staff")
            .group_by(Organisation.id)
        ).all()
        names = s.execute(
            select(Person.first_name, Person.last_name).where(Person.role == "staff")
        ).all()
    assert sorted(staff) == [("consortium_member", True, 6), ("own", True, 9)]
    assert len({last for _first, last in names}) == 15
    assert people.counts(opened.store, opened.actor)["all"] == count


def test_the_trainer_account_is_one_of_the_nine(any_size) -> None:
    opened, _count, day = any_size
    with opened.store.read() as s:
        accounts = dict(s.execute(select(Account.nickname, Account.role)).all())
        role, kind = s.execute(
            select(Person.role, Organisation.kind)
            .join(Account, Account.person_id == Person.id)
            .join(Organisation, Organisation.id == Person.organisation_id)
        ).one()
    assert accounts == {"coordinator": "coordinator", "trainer": "trainer"}
    assert (role, kind) == ("staff", "own")
    reader = workspaces.open_(
        opened.folder, "trainer", demo.PASSPHRASE, read_only=True, policy=FAST
    )
    (own,) = mobilities.rows(
        reader.store, reader.actor, mobilities.find(reader.store, reader.actor)
    )
    reader.close()
    assert own.start <= day <= own.end  # abroad today, so that the diary has a stay


def test_trainer_and_coordinator_have_a_line_and_the_trainer_a_diary(any_size) -> None:
    opened, _count, day = any_size
    notes = vault.unlock(opened.store, opened.actor, demo.PASSPHRASE)
    own = wellbeing.own_line(notes, TOTAL)
    assert own.band is not None
    assert not vault.code_to_show(notes)
    reader = workspaces.open_(
        opened.folder, "trainer", demo.PASSPHRASE, read_only=True, policy=FAST
    )
    try:
        notes = vault.unlock(reader.store, reader.actor, demo.PASSPHRASE)
        stays = reflections.stays(reader.store, reader.actor)
    finally:
        reader.close()
    own = wellbeing.own_line(notes, TOTAL)
    assert own.band is not None
    assert own.sentence == "own_line.within"
    assert not wellbeing.harder_than_usual(notes, day)
    entries = reflections.entries(notes)
    assert len(entries) == 7
    assert {"home", "before", "during"} <= {entry.phase for entry in entries}
    assert all(entry.day < day for entry in entries)
    assert [e.phase for e in entries[:2]] == ["during", "during"]
    assert {e.mobility_uid for e in entries[:2]} == {stays[0].mobility_uid}


def test_every_trainer_goes_and_the_member_sends_within_the_consortium(any_size) -> None:
    opened, _count, _day = any_size
    with opened.store.read() as s:
        member = s.scalars(
            select(Organisation.id).where(Organisation.kind == "consortium_member")
        ).one()
        away = set(s.scalars(select(Member.person_id)))
        trainers = set(s.scalars(select(Person.id).where(Person.role == "staff")))
        senders = dict(
            s.execute(
                select(Project.action, func.count())
                .join(Mobility, Mobility.project_id == Project.id)
                .where(Mobility.sending_id == member)
                .group_by(Project.action)
            ).all()
        )
        name = s.scalars(select(Organisation.name).where(Organisation.id == member)).one()
        notes = list(s.scalars(select(Project.note).where(Project.action == "KA121")))
        under = set(s.scalars(select(Project.accreditation_id).where(Project.action == "KA121")))
        known = set(s.scalars(select(Accreditation.id)))
        wrong = s.scalars(
            select(Mobility.id)
            .join(Member, Member.mobility_id == Mobility.id)
            .join(Person, Person.id == Member.person_id)
            .where(Member.part == "learner", Mobility.sending_id != Person.organisation_id)
        ).all()
    assert trainers <= away
    assert set(senders) == {"KA121"}
    assert all(name in note for note in notes)
    assert under == known
    assert not wrong


def test_it_is_marked_and_has_every_stage_and_end(any_size) -> None:
    opened, _count, day = any_size
    assert opened.demo
    with opened.store.read() as s:
        stages = set(s.scalars(select(Mobility.stage)))
        ends = set(s.scalars(select(Member.ended)))
        kinds = set(s.scalars(select(Mobility.kind))) | set(s.scalars(select(Mobility.direction)))
        parts = Counter(s.scalars(select(Member.part)))
        countries = set(s.scalars(select(Mobility.hosting_country)))
        years = set(
            s.scalars(select(Project.call_year).join(Mobility, Mobility.project_id == Project.id))
        )
    assert stages == {"idea", "applied", "selected", "confirmed", "abroad", "returned", "closed"}
    assert ends == {None, "withdrawn", "not_selected", "cancelled", "returned_early"}
    assert kinds == {"individual", "group", "outgoing", "incoming"}
    assert parts["lead"] >= 1
    assert parts["learner"] >= 4
    assert parts["expert"] >= 1
    assert len(countries - {"EE"}) >= 8
    assert len(years) >= 3
    assert readiness.missing(opened.store, opened.actor, day)  # gaps


def test_nobody_is_in_two_places_at_once(any_size) -> None:
    opened, _count, _day = any_size
    with opened.store.read() as s:
        rows = s.execute(
            select(Member.person_id, Subgroup.leaves, Subgroup.back)
            .join(Subgroup, Subgroup.id == Member.subgroup_id)
            .order_by(Member.person_id, Subgroup.leaves)
        ).all()
    for before, after in pairwise(rows):
        assert before.person_id != after.person_id or before.back < after.leaves


def test_stays_fit_their_project_and_their_stage(any_size) -> None:
    opened, _count, day = any_size
    with opened.store.read() as s:
        rows = s.execute(
            select(
                Project.start, Project.end, Project.field, Mobility.stage, Mobility.activity_type,
                Subgroup.start.label("first"), Subgroup.end.label("last"), Member.part,
                Member.ended,
            )
            .join(Mobility, Mobility.project_id == Project.id)
            .join(Subgroup, Subgroup.mobility_id == Mobility.id)
            .join(Member, Member.subgroup_id == Subgroup.id)
        ).all()  # fmt: skip
    for row in rows:
        assert row.start <= row.first <= row.last <= row.end
        if row.stage in ("returned", "closed"):
            assert row.last < day
        elif row.stage == "abroad":
            assert row.first - timedelta(days=1) <= day <= row.last + timedelta(days=1)
        elif row.ended is None:
            assert day < row.first
        length = (row.last - row.first).days + 1
        assert (row.activity_type, row.field) != ("group-mobility", "VET")
        assert not activities.warnings(row.activity_type, row.field, row.part, length)


def test_lists_show_what_they_would_work_out_themselves(any_size) -> None:
    opened, _count, _day = any_size

    def shown() -> list[tuple]:
        with opened.store.read() as s:
            return s.execute(
                select(
                    Mobility.id, Mobility.shown_name, Mobility.shown_key, Mobility.first_day,
                    Mobility.last_day, Mobility.day_key, Mobility.places, Mobility.search_key,
                ).order_by(Mobility.id)
            ).all()  # fmt: skip

    written = shown()
    with opened.store.quietly() as s:
        refresh(s.connection(), [], [row.id for row in written])
    assert shown() == written


def test_a_few_papers_have_their_scan(any_size) -> None:
    opened, _count, _day = any_size
    with opened.store.read() as s:
        ids = list(s.scalars(select(Attachment.id)))
    title, data = attachments.content(opened.store, opened.actor, ids[0])
    assert len(ids) == demo.SCANS
    assert title.endswith(".pdf")
    assert data.startswith(b"%PDF")


def test_today_of_the_demo_has_something_to_do(any_size) -> None:
    opened, _count, day = any_size
    seen = today.view(opened.store, opened.actor, day)
    assert seen.trips
    assert seen.missing


def test_every_project_of_the_demo_has_its_invented_rates(any_size) -> None:
    opened, _count, _day = any_size
    with opened.store.read() as s:
        ids = list(s.scalars(select(Project.id)))
        found = rate_sheets.sheets_for_projects(s, ids)
        countries = set(s.scalars(select(Mobility.hosting_country).distinct())) - {None}
    assert len(found) == len(ids)
    for one in found.values():
        assert one.sheet is not None
        assert one.sheet.title == "Invented rates for the demo"
        assert one.confirmation is not None
        assert numbers(one.sheet)[0] == numbers(one.sheet)[1]
        assert countries <= {c for group in one.sheet.country_groups for c in group.countries}


def test_a_size_out_of_range_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="demo_size"):
        demo.create(tmp_path / "D.mobdesk", 19, 1, TODAY, policy=FAST)
    assert list(tmp_path.iterdir()) == []


def test_people_are_sorted_by_the_stay_that_is_shown(any_size) -> None:
    """The order made by the database is that of ``domain.stays.standing``."""
    opened, _count, day = any_size
    trainer = Actor(2, "trainer", Role.TRAINER, 1)
    states = [*(stage.value for stage in Stage), *(end.value for end in End)]
    for actor in (opened.actor, trainer):
        for sort in ("stay", "stage"):
            query = Query(sort=sort, filters={"today": day})
            ids = people.find(opened.store, actor, query)
            assert sorted(ids) == sorted(people.find(opened.store, actor))
            keys = []
            for line in stays.listed(opened.store, actor, ids, day):
                stay = line.stay
                if sort == "stay":
                    keys.append((stay is None or stay.start is None, stay and stay.start))
                else:
                    keys.append((stay is None, stay and states.index(stay.ended or stay.stage)))
            with_stay = [key for empty, key in keys if not empty]
            assert with_stay == sorted(with_stay)
            assert [empty for empty, _key in keys] == sorted(empty for empty, _key in keys)
            down = people.find(opened.store, actor, query._replace(descending=True))
            assert down == ids[::-1]


def test_some_records_of_the_demo_were_typed_into_bm(any_size) -> None:
    opened, _count, _day = any_size
    rows = bm_sheet.not_known(opened.store, opened.actor)
    assert rows
    with opened.store.read() as s:
        assert s.scalar(select(func.count(BmTick.id)))
        title = s.scalars(select(Outline.title)).one()
    assert "invented" in title


def test_the_demo_has_instalments_paid_and_open(any_size) -> None:
    opened, count, day = any_size
    rows = payments.find(opened.store, opened.actor, day)
    assert {row.state for row in rows} >= {State.PAID, State.PLANNED}
    with opened.store.read() as s:
        assert s.scalar(select(func.count(AgencyInstalment.id)))
        assert s.scalar(select(func.count(RealCost.id)))
    if count >= 300:
        assert any(row.kind is Kind.RECOVERY or row.state is State.DUE for row in rows)
