"""Projects and mobilities of the demo: every stage and end, groups, guests, and gaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import NamedTuple

from mobdesk.domain import documents
from mobdesk.domain.activities import COURSE
from mobdesk.domain.documents import Phase
from mobdesk.domain.fold import fold
from mobdesk.services.demo_grants import way
from mobdesk.services.demo_names import Names
from mobdesk.services.demo_people import Cast, Centre, Somebody
from mobdesk.services.demo_projects import Programme, Projects, make_projects, monday
from mobdesk.services.demo_rows import Rows


class Scene(NamedTuple):
    """A stay that every demo has: days from today to its first day, its stage, its end."""

    days: int
    stage: str
    ended: str | None = None


#: One for each trainer in turn. The first is abroad today, so that the diary has a stay.
_OWN_SCENES = (
    Scene(-2, "abroad"), Scene(10, "confirmed"), Scene(75, "selected"), Scene(160, "idea"),
    Scene(-20, "returned"), Scene(-90, "closed"), Scene(45, "confirmed", "cancelled"),
    Scene(130, "applied", "not_selected"), Scene(-480, "closed"),
)  # fmt: skip
_MEMBER_SCENES = (
    Scene(27, "confirmed"), Scene(120, "applied"), Scene(-34, "returned"),
    Scene(90, "selected", "withdrawn"), Scene(-120, "closed", "returned_early"),
    Scene(-555, "closed"),
)  # fmt: skip
#: A group that is only thought of.
_PLANNED = Scene(170, "idea")
_STAFF = ("job-shadowing", "courses-and-training", "teaching-assignment")
#: What BM says of a stay at each stage.
_BM = {
    "returned": {"bm_status": "draft", "report_status": "not_invited"},
    "closed": {"bm_status": "complete", "report_status": "submitted"},
}
_NOT_IN_BM = {"bm_status": None, "report_status": None}
#: Of one in so many plans nobody looked up the distance yet.
_NOT_MEASURED = 5
_AWAY = ("confirmed", "abroad", "returned", "closed")
_LEARNER_DAYS, _STAFF_DAYS = (5, 5, 6, 8, 12), (3, 4, 5, 5, 5, 8)
_VET_LEARNER_DAYS = (12, 12, 19)  # at least ten are asked there
_ENDS = {
    "idea": "withdrawn", "applied": "not_selected", "selected": "withdrawn",
    "confirmed": "cancelled", "closed": "returned_early",
}  # fmt: skip


class Journeys:
    """Makes the projects and sends the cast abroad."""

    def __init__(self, rows: Rows, random: Random, names: Names, today: date) -> None:
        self._rows, self._random, self._names, self._today = rows, random, names, today
        self._cast: Cast
        self._projects: Projects
        self._in_bm: Counter[int] = Counter()
        self._busy: dict[int, list[tuple[date, date]]] = defaultdict(list)

    def go(self, cast: Cast, accreditation: int) -> None:
        """Make everything. Consortium projects run under ``accreditation``."""
        self._cast = cast
        self._projects = make_projects(
            self._rows, self._random, self._names, self._today, cast, accreditation
        )
        self._scenes()
        self._learners()
        for guest in cast.guests:
            project = self._random.choice(self._projects.all)
            start = project.some_day(self._random)
            self._stay(project, [(guest, "expert")], start, self._random.choice((2, 3, 5)))

    # who goes
    def _scenes(self) -> None:
        for n, (trainer, scene) in enumerate(
            zip(self._cast.trainers, (*_OWN_SCENES, *_MEMBER_SCENES), strict=True)
        ):
            start = self._today + timedelta(days=scene.days)
            start, days = (start, 5) if n == 0 else (monday(start), 5)
            project = self._projects.on(self._random, trainer.centre, start)
            self._stay(project, [(trainer, "staff")], start, days, scene)
        for trainer in self._cast.trainers[1:]:  # who has the account keeps one stay
            for _ in range(self._random.choice((0, 1, 1, 2))):
                project = self._random.choice(self._projects.open_to(trainer.centre))
                start = project.some_day(self._random)
                days = self._random.choice(_STAFF_DAYS)
                if start < self._today - timedelta(days=60) and self._is_free(trainer, start, days):
                    self._stay(project, [(trainer, "staff")], start, days)

    def _learners(self) -> None:
        """Learners go alone or in groups; every demo has a group, larger ones a planned one too."""
        cast, random = self._cast, self._random
        for centre in (cast.own, cast.member):
            queue = [one for one in cast.learners if one.centre.id == centre.id]
            leads = self._leads(centre)
            if centre is cast.own:
                any(self._group(queue, leads, centre) for _try in range(5))
                if len(queue) >= 8:
                    any(self._group(queue, leads, centre, _PLANNED) for _try in range(3))
            queue = [one for one in queue if random.random() < 0.92]
            while queue:
                together = len(queue) >= 6 and random.random() < 0.13
                if not (together and self._group(queue, leads, centre)):
                    project = random.choice(self._projects.open_to(centre))
                    vet = project.field == "VET"
                    days = random.choice(_VET_LEARNER_DAYS if vet else _LEARNER_DAYS)
                    self._stay(project, [(queue.pop(0), "learner")], project.some_day(random), days)

    def _group(
        self,
        queue: list[Somebody],
        leads: Iterator[Somebody],
        centre: Centre,
        scene: Scene | None = None,
    ) -> bool:
        """The next learners go with the next lead; False where none is free or left."""
        random = self._random
        if scene:
            start = monday(self._today + timedelta(days=scene.days))
            project = self._projects.on(random, centre, start)
        else:
            # The Beneficiary Module has no groups in VET.
            mine = [p for p in self._projects.open_to(centre) if p.field != "VET"]
            project = random.choice(mine)
            start = project.some_day(random)
        days = random.choice(_LEARNER_DAYS)
        free = [one for one in islice(leads, 2) if self._is_free(one, start, days)]
        if not free:
            return False
        parts = ("lead", "accompanying")[: 1 if random.random() < 0.7 else 2]
        going = list(zip(free, parts, strict=False))
        size = random.randrange(6, 10)
        going += [(one, "learner") for one in queue[:size]]
        del queue[:size]
        self._stay(project, going, start, days, scene)
        return True

    def _leads(self, centre: Centre) -> Iterator[Somebody]:
        """Who goes with groups: each trainer at most twice, then other companions."""
        trainers = [t for t in self._cast.trainers[1:] if t.centre.id == centre.id]
        yield from trainers * 2
        half = len(self._cast.companions) // 2
        own = centre.id == self._cast.own.id
        yield from self._cast.companions[:half] if own else self._cast.companions[half:]

    def _is_free(self, who: Somebody, start: date, days: int) -> bool:
        first, last = start - timedelta(days=1), start + timedelta(days=days)
        return all(last < begin or end < first for begin, end in self._busy[who.id])

    # one mobility
    def _stay(
        self,
        project: Programme,
        people: Sequence[tuple[Somebody, str]],
        start: date,
        days: int,
        scene: Scene | None = None,
    ) -> None:
        random, cast = self._random, self._cast
        (head, part), group = people[0], len(people) > 1
        end = start + timedelta(days=days - 1)
        leaves, back = start - timedelta(days=1), end + timedelta(days=1)
        stage = scene.stage if scene else self._stage(leaves, back)
        guest = part == "expert"
        activity = (
            "group-mobility" if group
            else "invited-expert" if guest
            else random.choice(_STAFF) if part == "staff"
            else "short-term-learner"
        )  # fmt: skip
        sender = head.centre
        host = cast.own if guest else random.choice(cast.hosts)
        away = stage in _AWAY
        confirmed = away or random.random() < 0.3
        insured = stage in _AWAY[1:] or (away and random.random() < 0.6)
        title = random.choice(self._names.groups) if group else None
        shown = title or head.shown
        bm_id = self._bm_id(project) if stage in _BM else None
        words = (
            shown, *(one.shown for one, _part in people), host.city, host.name,
            *((bm_id,) if bm_id else ()),
        )  # fmt: skip
        mobility = self._rows.mobilities.add(
            project_id=project.id, kind="group" if group else "individual",
            direction="incoming" if guest else "outgoing", title=title, activity_type=activity,
            stage=stage, stage_reason=None if stage in ("idea", "applied") else "Team meeting",
            sending_id=sender.id, sending_city=sender.city, sending_country=sender.country,
            host_id=host.id, hosting_city=host.city, hosting_country=host.country,
            host_confirmed_on=self._past(leaves - timedelta(days=60)) if confirmed else None,
            language="English", insurance_from=leaves if insured else None,
            insurance_to=back if insured else None,
            travel_booked_on=self._past(leaves - timedelta(days=40)) if away else None,
            survey_on=end + timedelta(days=8) if stage == "closed" else None,
            bm_id=bm_id, **_BM.get(stage, _NOT_IN_BM),
            shown_name=shown, shown_key=fold(shown), first_day=start, last_day=end,
            day_key=start.isoformat(),
            places=len(people), search_key=" ".join(fold(w.replace(",", " ")) for w in words),
        )  # fmt: skip
        means = random.choice(("train", "plane", "plane", "bus"))
        green = means != "plane"
        known = stage in _AWAY or mobility % _NOT_MEASURED
        km = way(sender.city, sender.country, host.city, host.country) if known else None
        subgroup = self._rows.subgroups.add(
            mobility_id=mobility, start=start, end=end, leaves=leaves, back=back,
            travel_means=means, green_travel=int(green), distance_km=km, distance_own_km=km,
        )  # fmt: skip
        shared: set[str] = set()
        for one, its_part in people:
            self._busy[one.id].append((leaves, back))
            ended = scene.ended if scene else self._ended(stage, its_part)
            papers = self._papers(
                documents.column_for(activity, its_part, "group" if group else "individual"),
                stage if ended != "returned_early" else "closed", start, end, green, shared,
            )  # fmt: skip
            member = self._member(mobility, subgroup, one, its_part, stage, ended, start, end,
                                  papers.get("grant_agreement"),
                                  days if activity == COURSE else None)  # fmt: skip
            if ended not in ("withdrawn", "not_selected", "cancelled"):
                self._pay(member, stage, papers.get("grant_agreement"))
            for kind, on in papers.items():
                self._rows.papers.add(
                    member_id=member, kind=kind, state="filed", filed_on=on, signed=1,
                    place=f"Binder {on.year}, shelf {'AB'[group]}",
                )  # fmt: skip

    def _bm_id(self, project: Programme) -> str:
        self._in_bm[project.id] += 1
        return f"{project.code[-6:]}-MOB-{self._in_bm[project.id]:05d}"

    def _past(self, day: date) -> date:
        return min(day, self._today)

    def _stage(self, leaves: date, back: date) -> str:
        random, today = self._random, self._today
        if back < today:
            recent = (today - back).days < 90
            return "returned" if random.random() < (0.5 if recent else 0.02) else "closed"
        if leaves <= today:
            return "abroad"
        if (leaves - today).days < 45:
            return "confirmed"
        return random.choice(("idea", "applied", "selected", "selected", "confirmed"))

    def _ended(self, stage: str, part: str) -> str | None:
        if part == "lead" or stage not in _ENDS:
            return None
        often = 0.02 if stage == "closed" else 0.12 if stage == "confirmed" else 0.06
        return _ENDS[stage] if self._random.random() < often else None

    def _member(
        self,
        mobility: int,
        subgroup: int,
        who: Somebody,
        part: str,
        stage: str,
        ended: str | None,
        start: date,
        end: date,
        signed: date | None,
        course_days: int | None,
    ) -> int:
        early = ended == "returned_early"
        reason = "Illness in the family" if early else "Personal reasons"
        over = stage in ("returned", "closed")
        actual_end = min(end, start + timedelta(days=2)) if early else end
        return self._rows.members.add(
            subgroup_id=subgroup, mobility_id=mobility, person_id=who.id, part=part, places=1,
            ended=ended, ended_on=self._past(actual_end) if ended else None,
            ended_reason=reason if ended else None,
            ended_by="The participant" if ended else None,
            force_majeure=int(early) if ended else None,
            money_kept=(309_00 if early else 0) if ended else None,
            actual_start=start if over else None, actual_end=actual_end if over else None,
            agreement_signed_on=signed, course_days=course_days, **_BM.get(stage, _NOT_IN_BM),
        )  # fmt: skip

    def _pay(self, member: int, stage: str, signed: date | None) -> None:
        """A few sums were changed by hand; all others follow from the rates."""
        if stage in ("idea", "applied") or (stage != "closed" and self._random.random() > 0.06):
            return
        if stage == "closed" and member % 40:
            return
        self._rows.grants.add(
            member_id=member, category="travel", kind="typed", amount=240_00,
            source="A cheaper ticket was found", typed_by="coordinator",
            dated=signed or self._today - timedelta(days=20),
        )  # fmt: skip

    def _papers(
        self, column: str, stage: str, start: date, end: date, green: bool, shared: set[str]
    ) -> dict[str, date]:
        """The papers that are filed: kind and day. ``shared``: those the group has already."""
        found: dict[str, date] = {}
        if stage not in _AWAY:
            return found
        leaves = start - timedelta(days=1)
        together = documents.shared_in(column)
        for paper in documents.wanted(column, green=green):
            rule, before = paper.rule, paper.rule.phase is Phase.BEFORE
            due = documents.needed_by(rule, leaves, end)
            if not paper.required or due is None or paper.kind in together & shared:
                continue
            if not before and stage not in ("returned", "closed"):
                continue
            often = {"closed": 1.0, "confirmed": 0.5}.get(stage, 0.95 if before else 0.6)
            if self._random.random() < often:
                day = due - timedelta(days=self._random.randrange(1, 12)) if before else (
                    end + timedelta(days=self._random.randrange(1, 9))
                )  # fmt: skip
                found[rule.kind] = self._past(day)
                if rule.kind in together:
                    shared.add(rule.kind)
        return found
