"""A believable workspace from a seed: every name in it is invented, every stage and gap occurs.

The same seed, size and day give the same content.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk import texts
from mobdesk.domain.fold import fold
from mobdesk.domain.people import display_name, full_name
from mobdesk.errors import Refused
from mobdesk.exports.lists import ParticipantList, Signer, make_list
from mobdesk.exports.report import Organisation as Sender
from mobdesk.models import attachments as files
from mobdesk.models import keys
from mobdesk.models.accounts import Account
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import GrantLine, Member, Mobility, Subgroup
from mobdesk.models.organisations import Contact, Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Award, Project
from mobdesk.models.store import Label, Writing
from mobdesk.paths import resource
from mobdesk.services import help as help_page
from mobdesk.services import wellbeing, workspaces
from mobdesk.services.people import list_key
from mobdesk.services.workspaces import Workspace

PASSPHRASE = "demo"
ORGANISATION = "Emajõe koolituskeskus"
FEWEST, MOST = 20, 100_000
SCANS = 5

_BEFORE = ("grant_agreement", "learning_agreement", "insurance_proof")
_AFTER = ("certificate", "europass_mobility")
_STAFF = ("job-shadowing", "courses-and-training", "teaching-assignment")


class Names(NamedTuple):
    """The program's own lists."""

    people: dict[str, dict[str, list[str]]]
    hosts: list[list[str]]
    titles: dict[str, list[str]]
    groups: list[str]


def names() -> Names:
    """Read the shipped lists."""
    raw = json.loads(resource("demo/names.json").read_text("utf-8"))
    return Names(raw["people"], raw["hosts"], raw["titles"], raw["groups"])


def create(folder: Path, people: int, seed: int, today: date, **access: Any) -> Workspace:
    """Make a demo workspace with ``people`` people, marked inside the file, and open it.

    Raises ``Refused("demo_size")`` outside 20 to 100,000, and what ``workspaces.create`` says.
    """
    if not FEWEST <= people <= MOST:
        raise Refused("demo_size", least=FEWEST, most=f"{MOST:,}")
    made = workspaces.create(
        folder, ORGANISATION, PASSPHRASE, nickname="coordinator", demo=True, **access
    )
    with made.store.write(Label("demo_made"), made.actor) as s:
        trainer = _Filling(s, Random(seed), today, people).fill()
        _attach_scans(s, made, today)
        s.done()
    workspaces.only_noted(made.store, "demo_made")
    _trainer_account(made, trainer)
    wellbeing.switch_on(
        made.store, made.actor, on=today - timedelta(days=200), form="Demo", assessment_read=True
    )
    help_page.set_contacts(
        made.store,
        made.actor,
        [
            {
                "name": "Demo help line (invented)",
                "phone": "000 00 00",
                "text": "Every evening from 18 to 22.",
                "checked_on": today - timedelta(days=20),
                "public": True,
            }
        ],
    )
    return made


def _attach_scans(s: Writing, made: Workspace, made_on: date) -> None:
    """A few papers have their scan: a page of the program's own, marked DEMO like everything."""
    filed = (
        select(Paper.id, Paper.kind, Paper.filed_on, Member.mobility_id, Person.first_name,
               Person.last_name)
        .join(Member, Member.id == Paper.member_id)
        .join(Person, Person.id == Member.person_id)
        .order_by(Paper.id)
        .limit(SCANS)
    )  # fmt: skip
    for paper_id, kind, day, mobility_id, first, last in s.execute(filed).all():
        page = make_list(
            ParticipantList(
                organisation=Sender(ORGANISATION, city="Tartu", country="EE"),
                project_code="", activity=texts.word(f"paper.{kind}"), host="",
                signers=(Signer(full_name(first, last)),), made_on=day or made_on, demo=True,
            )
        )  # fmt: skip
        kept = files.keep(made.store.keys, page)
        s.add(
            Attachment(
                record_table="mobilities", record_id=mobility_id, paper_id=paper_id,
                title=f"{texts.word(f'paper.{kind}')}.pdf", media_type="application/pdf",
                size=kept.size, sha256=kept.sha256, storage=kept.storage,
            )
        )  # fmt: skip


def _trainer_account(made: Workspace, person: int) -> None:
    slot = keys.add_slot(made.store.keys, "trainer", PASSPHRASE, False, one_time=False)
    with made.store.quietly() as s:
        s.add(Account(slot_id=slot, nickname="trainer", role="trainer", person_id=person))


class _Batch:
    """Rows for one table with the ids they will have."""

    def __init__(self, s: Writing, table: type, *columns: str) -> None:
        self._s, self._table, self._columns = s, table, columns
        self._first = s.next_id(table)
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *row: Any) -> int:
        self._rows.append(tuple(v.isoformat() if isinstance(v, date) else v for v in row))
        return self._first + len(self._rows) - 1

    def write(self) -> None:
        if self._rows:
            self._s.insert_many(self._table, self._columns, self._rows)


class _Filling:
    """One demo: people, hosts, projects over several call years, mobilities at every stage."""

    def __init__(self, s: Writing, random: Random, today: date, people: int) -> None:
        self._s, self._random, self._today, self._count = s, random, today, people
        self._names = names()
        self._organisations = _Batch(
            s, Organisation, "name", "name_key", "kind", "city", "country", "oid", "sending",
            "hosting", "search_key",
        )  # fmt: skip
        self._contacts = _Batch(s, Contact, "organisation_id", "name", "role", "email")
        self._people = _Batch(
            s, Person, "first_name", "last_name", "role", "birth_date", "gender", "nationality",
            "email", "phone", "languages", "fewer_opportunities", "next_of_kin",
            "document_valid_to", "organisation_id", "sort_key", "search_key",
        )  # fmt: skip
        self._projects = _Batch(
            s, Project, "code", "title", "agreement_number", "action", "field", "call_year",
            "start", "end", "report_due", "search_key",
        )  # fmt: skip
        self._awards = _Batch(s, Award, "project_id", "category", "amount")
        self._mobilities = _Batch(
            s, Mobility, "project_id", "kind", "direction", "title", "activity_type", "stage",
            "stage_reason", "sending_id", "host_id", "host_confirmed_on", "hosting_city",
            "hosting_country", "language", "insurance_from", "insurance_to", "travel_booked_on",
            "survey_on", "shown_name", "shown_key", "first_day", "last_day", "places",
            "search_key",
        )  # fmt: skip
        self._subgroups = _Batch(
            s, Subgroup, "mobility_id", "start", "end", "leaves", "back", "travel_means",
            "green_travel",
        )  # fmt: skip
        self._members = _Batch(
            s, Member, "subgroup_id", "mobility_id", "person_id", "part", "places", "ended",
            "ended_reason", "ended_by", "force_majeure", "actual_start", "actual_end",
            "agreement_signed_on",
        )  # fmt: skip
        self._grants = _Batch(s, GrantLine, "member_id", "category", "kind", "amount", "source")
        self._papers = _Batch(s, Paper, "member_id", "kind", "state", "filed_on", "signed", "place")
        self._persons: list[tuple[int, str, str]] = []

    def fill(self) -> int:
        """Write everything; return the person of the trainer's account."""
        hosts = [self._host(*host) for host in self._names.hosts]
        for number in range(self._count):
            self._person(number)
        projects = self._all_projects()
        self._journeys(projects, hosts)
        for batch in (
            self._organisations, self._contacts, self._people, self._projects, self._awards,
            self._mobilities, self._subgroups, self._members, self._grants, self._papers,
        ):  # fmt: skip
            batch.write()
        return self._persons[0][0]

    def _host(self, name: str, country: str, city: str) -> tuple[int, str, str, str]:
        oid = f"E{self._random.randrange(10**8):08d}"
        search = fold(f"{name} {city} {oid}")
        number = self._organisations.add(
            name, fold(name), "partner", city, country, oid, 0, 1, search
        )
        person = self._name_of(country)
        email = f"contact{number}@host.example"
        self._contacts.add(number, " ".join(person), "Contact", email)
        return number, name, city, country

    def _name_of(self, country: str) -> tuple[str, str]:
        found = self._names.people.get(country) or self._names.people["EE"]
        return self._random.choice(found["first"]), self._random.choice(found["last"])

    def _person(self, number: int) -> None:
        random = self._random
        country = "EE" if random.random() < 0.8 else random.choice(sorted(self._names.people))
        first, last = self._name_of(country)
        role = "staff" if random.random() < 0.4 else "learner"
        born = date(1950, 1, 1) + timedelta(days=random.randrange(20_000))
        email = f"person{number + 1}@demo.example" if random.random() < 0.9 else None
        kin = "Named at the centre" if random.random() < 0.6 else None
        valid = self._today + timedelta(days=random.randrange(-200, 2000))
        shown = display_name(first, last)
        person = self._people.add(
            first, last, role, born, random.choice("FMX" if number % 17 == 0 else "FM"), country,
            email, f"+372 5{random.randrange(10**6):06d}", "Estonian, English",
            random.choice((None, 0, 0, 1)), kin, valid, 1, list_key(shown),
            fold(f"{first} {last} {first} {email or ''}"),
        )  # fmt: skip
        self._persons.append((person, shown, role))

    def _all_projects(self) -> list[tuple[int, date, date, str]]:
        """Two projects in each of the last three call years, one still running at the end."""
        made = []
        year = self._today.year
        for n, (back, field) in enumerate(
            [(3, "ADU"), (2, "ADU"), (2, "VET"), (1, "ADU"), (1, "VET"), (0, "ADU")]
        ):
            action = "KA122" if n % 2 else "KA121"
            code = f"{year - back}-1-EE01-{action}-{field}-{self._random.randrange(10**9):09d}"
            start = date(year - back, 6, 1)
            end = start + timedelta(days=(457 if action == "KA121" else 548) - 1)
            title = self._names.titles[field][n % len(self._names.titles[field])]
            number = self._projects.add(
                code, title, f"{year - back}-{action}{field}-{n + 11}", action, field, year - back,
                start, end, end + timedelta(days=60), fold(f"{code} {title}"),
            )  # fmt: skip
            for category in ("organisational_support", "travel", "individual_support"):
                self._awards.add(number, category, self._random.randrange(8, 40) * 100_000)
            made.append((number, start, end, field))
        return made

    def _journeys(
        self,
        projects: Sequence[tuple[int, date, date, str]],
        hosts: Sequence[tuple[int, str, str, str]],
    ) -> None:
        queue = [p for p in self._persons if self._random.random() < 0.92]
        if self._persons[0] not in queue:
            queue.insert(0, self._persons[0])
        first = True
        while queue:
            project = self._random.choice(projects)
            host = self._random.choice(hosts)
            group = len(queue) >= 12 and not first and self._random.random() < 0.08
            taken = [queue.pop(0) for _ in range(self._random.randrange(6, 12) if group else 1)]
            # The trainer of the demo is abroad today, so that the diary has a stay.
            start = self._today - timedelta(days=2) if first else self._some_day(project)
            self._journey(project, host, taken, start, guest=self._random.random() < 0.06)
            first = False

    def _some_day(self, project: tuple[int, date, date, str]) -> date:
        _number, first, last, _field = project
        return first + timedelta(days=self._random.randrange(max(1, (last - first).days - 12)))

    def _journey(
        self,
        project: tuple[int, date, date, str],
        host: tuple[int, str, str, str],
        people: Sequence[tuple[int, str, str]],
        start: date,
        *,
        guest: bool,
    ) -> None:
        random, group = self._random, len(people) > 1
        end = start + timedelta(days=random.randrange(3, 9))
        leaves, back = start - timedelta(days=1), end + timedelta(days=1)
        stage = self._stage(leaves, back)
        staff = people[0][2] == "staff"
        activity = (
            "group-mobility" if group else random.choice(_STAFF) if staff else "short-term-learner"
        )
        if guest and not group:
            activity = "invited-expert"
        away = stage in ("confirmed", "abroad", "returned", "closed")
        confirmed = away or random.random() < 0.3
        insured = away and random.random() < 0.85
        title = random.choice(self._names.groups) if group else None
        shown = title or people[0][1]
        number, _name, city, country = host
        search = " ".join(
            fold(w.replace(",", " ")) for w in (shown, *(p[1] for p in people), city, host[1])
        )
        mobility = self._mobilities.add(
            project[0], "group" if group else "individual", "incoming" if guest else "outgoing",
            title, activity, stage, "demo", number if guest else 1, 1 if guest else number,
            leaves - timedelta(days=60) if confirmed else None,
            "Tartu" if guest else city, "EE" if guest else country, "English",
            leaves if insured else None, back if insured else None,
            leaves - timedelta(days=40) if away else None,
            end + timedelta(days=8) if stage == "closed" else None,
            shown, fold(shown), start, end, len(people), search,
        )  # fmt: skip
        means = random.choice(("train", "plane", "bus"))
        subgroup = self._subgroups.add(
            mobility, start, end, leaves, back, means, int(means != "plane")
        )
        for n, person in enumerate(people):
            self._member(subgroup, mobility, person, n, group, stage, start, end)

    def _stage(self, leaves: date, back: date) -> str:
        random, today = self._random, self._today
        if back < today:
            return "closed" if random.random() < 0.7 else "returned"
        if leaves <= today:
            return "abroad"
        if (leaves - today).days < 45:
            return "confirmed"
        return random.choice(("idea", "applied", "selected", "selected", "confirmed"))

    def _member(
        self,
        subgroup: int,
        mobility: int,
        person: tuple[int, str, str],
        n: int,
        group: bool,
        stage: str,
        start: date,
        end: date,
    ) -> None:
        part = (
            ("lead" if n == 0 else "accompanying" if n == 1 else "learner") if group else person[2]
        )
        ended = None
        if n > 1 or not group:
            ended = self._ended(stage)
        over = stage in ("returned", "closed") and ended in (None, "returned_early")
        signed = start - timedelta(days=35) if stage in ("abroad", "returned", "closed") else None
        member = self._members.add(
            subgroup, mobility, person[0], part, 1, ended, "Personal reasons" if ended else None,
            "the participant" if ended else None, 0 if ended else None,
            start if over else None, end if over else None, signed,
        )  # fmt: skip
        if ended is None and stage not in ("idea", "applied"):
            days = (end - start).days + 1
            self._grants.add(member, "travel", "typed", 309_00, "Agreement, demo sum")
            self._grants.add(
                member, "individual_support", "typed", days * 84_00, "Agreement, demo sum"
            )
        self._file_papers(member, stage, start, end)

    def _ended(self, stage: str) -> str | None:
        if self._random.random() > (0.2 if stage == "confirmed" else 0.06):
            return None
        return {"idea": "withdrawn", "applied": "not_selected", "selected": "withdrawn",
                "confirmed": "cancelled"}.get(stage, "returned_early")  # fmt: skip

    def _file_papers(self, member: int, stage: str, start: date, end: date) -> None:
        wanted: list[tuple[str, date]] = []
        if stage in ("confirmed", "abroad", "returned", "closed"):
            wanted += [(kind, start - timedelta(days=20)) for kind in _BEFORE]
        if stage in ("returned", "closed"):
            wanted += [(kind, end + timedelta(days=5)) for kind in _AFTER]
        for kind, on in wanted:
            if stage == "closed" or self._random.random() < 0.8:
                self._papers.add(
                    member, kind, "filed", min(on, self._today), 1, "Binder 3, shelf B"
                )
