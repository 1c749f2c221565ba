"""The centres and the people of the demo: two centres with their trainers, learners and guests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from mobdesk.domain.fold import fold
from mobdesk.domain.people import display_name
from mobdesk.services.demo_names import HOME, Names, address
from mobdesk.services.demo_rows import Rows
from mobdesk.services.people import list_key

#: Trainers of the own centre and of the member of its consortium.
OWN_TRAINERS, MEMBER_TRAINERS = 9, 6
_YEAR = timedelta(days=365)


class Centre(NamedTuple):
    """An organisation of the demo. ``domain`` stands in its e-mail addresses."""

    id: int
    name: str
    country: str
    city: str
    domain: str


class Somebody(NamedTuple):
    """One person: where at home, and how lists show the name."""

    id: int
    shown: str
    centre: Centre


class Cast(NamedTuple):
    """Everybody and everything that takes part."""

    own: Centre
    member: Centre
    hosts: Sequence[Centre]
    trainers: Sequence[Somebody]
    """Those of the own centre first."""
    learners: Sequence[Somebody]
    companions: Sequence[Somebody]
    guests: Sequence[Somebody]


class Casting:
    """Makes the cast of one demo."""

    def __init__(self, rows: Rows, random: Random, names: Names, today: date) -> None:
        self._rows, self._random, self._names, self._today = rows, random, names, today
        self._number = 0
        self._trainers: set[str] = set()

    def cast(self, own: int, people: int) -> Cast:
        """Make ``people`` people; ``own`` is the organisation of the workspace."""
        name, country, city = self._names.own
        centre = Centre(own, name, country, city, "emajoe")
        self._contact(centre, "Coordinator")
        member = self._centre(self._names.member, "vohandu", kind="consortium_member")
        hosts = [self._centre(host, f"host{n + 1}") for n, host in enumerate(self._names.hosts)]
        trainers = [
            self._trainer(place)
            for place, count in ((centre, OWN_TRAINERS), (member, MEMBER_TRAINERS))
            for _ in range(count)
        ]
        rest = people - len(trainers)
        guests, companions = max(1, rest // 40), rest // 10
        invited = [self._guest(self._random.choice(hosts)) for _ in range(guests)]
        return Cast(
            centre,
            member,
            hosts,
            trainers,
            [self._learner(centre, member, n) for n in range(rest - guests - companions)],
            [self._person("accompanying", centre, HOME, 25, 70) for _ in range(companions)],
            invited,
        )

    def _centre(self, about: Sequence[str], domain: str, kind: str = "partner") -> Centre:
        name, country, city = about
        oid = f"E{self._random.randrange(10**8):08d}"
        ours = kind != "partner"
        number = self._rows.organisations.add(
            name=name, name_key=fold(name), kind=kind, city=city, country=country, oid=oid,
            languages=self._names.languages(country), sending=int(ours), hosting=int(not ours),
            note=f"Member of our consortium, {MEMBER_TRAINERS} trainers." if ours else None,
            search_key=fold(f"{name} {city} {oid}"),
        )  # fmt: skip
        centre = Centre(number, name, country, city, domain)
        self._contact(centre, "Head of studies" if ours else "International contact")
        return centre

    def _contact(self, centre: Centre, role: str) -> None:
        first, last = self._names.of(self._random, centre.country, self._random.choice("FM"))
        self._rows.contacts.add(
            organisation_id=centre.id, name=f"{first} {last}", role=role,
            email=f"office@{centre.domain}.example",
        )  # fmt: skip

    def _trainer(self, centre: Centre) -> Somebody:
        return self._person("staff", centre, HOME, 28, 63)

    def _guest(self, centre: Centre) -> Somebody:
        return self._person("expert", centre, centre.country, 30, 65)

    def _learner(self, own: Centre, member: Centre, number: int) -> Somebody:
        random = self._random
        # The first learners make a group of the own centre, however small the demo is.
        centre = member if number >= 12 and random.random() < 0.3 else own
        country = HOME if random.random() < 0.85 else random.choice(self._names.neighbours)
        return self._person("learner", centre, country, 18, 76)

    def _person(
        self, role: str, centre: Centre, country: str, youngest: int, oldest: int
    ) -> Somebody:
        random = self._random
        self._number += 1
        gender = "X" if self._number % 97 == 0 else random.choice("FFFMM")
        first, last = self._name(role, country, gender)
        born = self._today - youngest * _YEAR - random.random() * (oldest - youngest) * _YEAR
        place = centre.domain if role in ("staff", "expert") else "post"
        known: dict[str, Any] = {
            "email": address(first, last, self._number, place) if random.random() < 0.9 else None,
            "phone": f"+372 5{random.randrange(10**6):06d}" if country == HOME else None,
            "next_of_kin": "Named at the centre" if random.random() < 0.7 else None,
        }
        learner = role == "learner"
        shown = display_name(first, last)
        person = self._rows.people.add(
            first_name=first, last_name=last, role=role, birth_date=born, gender=gender,
            nationality=country, languages=self._names.languages(country),
            fewer_opportunities=random.choice((None, 0, 0, 1)) if learner else 0,
            document_valid_to=self._today + timedelta(days=random.randrange(-120, 2400)),
            organisation_id=centre.id, sort_key=list_key(shown),
            search_key=fold(f"{first} {last} {first} {known['email'] or ''}"), **known,
        )  # fmt: skip
        return Somebody(person, shown, centre)

    def _name(self, role: str, country: str, gender: str) -> tuple[str, str]:
        found = self._names.of(self._random, country, gender)
        while role == "staff" and found[1] in self._trainers:  # nobody mixes up two colleagues
            found = self._names.of(self._random, country, gender)
        if role == "staff":
            self._trainers.add(found[1])
        return found
