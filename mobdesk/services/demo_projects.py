"""Projects of the demo: a first small one, then an accredited consortium, each year a call."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from mobdesk.domain.fold import fold
from mobdesk.services.demo_names import Names
from mobdesk.services.demo_people import Cast, Centre
from mobdesk.services.demo_rows import Rows

#: (years back from today, action, field).
PROJECTS = (
    (3, "KA122", "ADU"), (2, "KA121", "ADU"), (2, "KA122", "VET"), (1, "KA121", "ADU"),
    (1, "KA122", "VET"), (0, "KA121", "ADU"),
)  # fmt: skip
_DAYS = {"KA121": 457, "KA122": 548}
_CATEGORIES = ("organisational_support", "travel", "individual_support")


class Programme(NamedTuple):
    """One project; members of the consortium go in its consortium projects only."""

    id: int
    code: str
    field: str
    start: date
    end: date
    consortium: bool

    def some_day(self, random: Random) -> date:
        """A Monday on which a stay may begin."""
        days = max(1, (self.end - self.start).days - 28)
        return monday(self.start + timedelta(days=7 + random.randrange(days)))


class Projects(NamedTuple):
    """All projects, the oldest first."""

    all: tuple[Programme, ...]
    member: Centre

    def open_to(self, centre: Centre) -> list[Programme]:
        """Those in which the people of ``centre`` may go."""
        return [p for p in self.all if p.consortium or centre.id != self.member.id]

    def on(self, random: Random, centre: Centre, day: date) -> Programme:
        """A project of ``centre`` that runs on ``day``, adult education where there is one."""
        mine = self.open_to(centre)
        last = day + timedelta(days=14)
        running = [p for p in mine if p.start <= day and last <= p.end]
        return random.choice([p for p in running if p.field == "ADU"] or running or mine[-1:])


def make_projects(
    rows: Rows, random: Random, names: Names, today: date, cast: Cast, accreditation: int
) -> Projects:
    """Make them. Those of the consortium run under ``accreditation`` and name its member."""
    made = []
    for n, (back, action, field) in enumerate(PROJECTS):
        year = today.year - back
        code = f"{year}-1-EE01-{action}-{field}-{random.randrange(10**9):09d}"
        start = date(year, 6, 1)
        end = start + timedelta(days=_DAYS[action] - 1)
        titles = names.titles[field]
        title = titles[sum(one[2] == field for one in PROJECTS[:n]) % len(titles)]
        consortium = action == "KA121"
        note = f"Consortium: {cast.own.name} (coordinator), {cast.member.name} (member)."
        number = rows.projects.add(
            code=code, title=title, agreement_number=f"{year}-{action}{field}-{n + 11}",
            accreditation_id=accreditation if consortium else None, action=action, field=field,
            call_year=year, start=start, end=end, report_due=end + timedelta(days=60),
            note=note if consortium else None, search_key=fold(f"{code} {title}"),
        )  # fmt: skip
        version = rows.versions.add(
            project_id=number, kind="award", asked_on=date(year, 2, 18),
            holds_from=start - timedelta(days=12), approved_by="National agency (invented)",
            letter=f"Grant agreement {year}-{action}{field}-{n + 11}", why=None,
        )  # fmt: skip
        for category in _CATEGORIES:
            rows.awards.add(
                project_id=number, version_id=version, category=category,
                amount=random.randrange(8, 40) * 100_000,
            )  # fmt: skip
        made.append(Programme(number, code, field, start, end, consortium))
    return Projects(tuple(made), cast.member)


def monday(day: date) -> date:
    """The Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())
