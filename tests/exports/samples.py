"""Sample reports of any size, from a seed, with names in the scripts a report has to print."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mobdesk.exports.report import (
    Attachment,
    BudgetLine,
    MissingPaper,
    MobilityRow,
    Organisation,
    PersonRow,
    Project,
    Report,
    frozen,
)
from mobdesk.exports.report_money import (
    AnswerRow,
    ChangeRow,
    CostRow,
    GrantRow,
    PaymentRow,
    PlanRow,
    ReceivedRow,
)

FIRST = ("Mare", "Õie", "Žiga", "Špela", "Ελένη", "Γιώργος", "Оксана", "Ђорђе", "Łucja", "Jūratė")
LAST = (
    "Aas", "Männik", "Õunapuu", "Žnidaršič", "Kovačič", "Παπαδοπούλου", "Ωραίου",
    "Шевченко", "Љубичић", "Świętosławska-Brzęczyszczykiewicz",
)  # fmt: skip
HOSTS = (
    ("Center znanja Ljubljanica", "Ljubljana", "SI"),
    ("Κέντρο Δια Βίου Μάθησης", "Θεσσαλονίκη", "GR"),
    ("Centro de Adultos Río Ebro", "Zaragoza", "ES"),
    ("Vuxenskolan i Umeå", "Umeå", "SE"),
    ("Център за обучение", "Пловдив", "BG"),
)
ACTIVITIES = ("job-shadowing", "courses-and-training", "teaching-assignment", "group-mobility")
STAGES = ("idea", "applied", "selected", "confirmed", "abroad", "returned", "closed")
PAPERS = ("learning_agreement", "certificate", "insurance_proof", "grant_agreement")
BUDGET = (
    ("organisational_support", 935_000, 910_000, 910_000),
    ("travel", 1_420_000, 1_400_050, 1_345_000),
    ("individual_support", 3_860_000, 3_780_000, 3_690_000),
    ("course_fees", 480_000, 512_000, 400_000),
    ("inclusion_participant", 300_000, 150_000, 150_000),
)


def sample(n: int = 12, *, seed: int = 1, demo: bool = False, papers: bool = False) -> Report:
    """A report of ``n`` people and as many mobilities; ``papers`` adds two attachments."""
    draw = random.Random(seed)
    people = tuple(_person(draw, i) for i in range(n))
    mobilities = tuple(_mobility(draw, i, people[i].key) for i in range(n))
    missing = tuple(
        MissingPaper(m.key, m.number, draw.choice(PAPERS), people[i].name, "before", m.start)
        for i, m in enumerate(mobilities)
        if i % 5 == 0
    )
    not_due = tuple(
        MissingPaper(m.key, m.number, kind, people[i].name, "before", m.start, "later")
        for i, m in enumerate(mobilities)
        if m.stage in ("idea", "applied", "selected")
        for kind in PAPERS[::2]
    )
    return frozen(
        Report(
            program="Mobdesk 0.1.0",
            schema="0001",
            frozen_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            organisation=Organisation("Emajõe koolituskeskus", "E10222333", "Tartu", "EE"),
            project=Project(
                code="2024-1-EE01-KA121-ADU-000219876",
                title="Learning across borders, 2024–2026",
                agreement_number="2024-EE01-KA121-0042",
                action="KA121",
                field="ADU",
                call_year=2024,
                start=date(2024, 6, 1),
                end=date(2025, 8, 31),
                extended_to=date(2026, 8, 31),
            ),
            demo=demo,
            people=people,
            mobilities=mobilities,
            budget=tuple(BudgetLine(*line) for line in BUDGET) if n else (),
            missing=missing,
            not_due=not_due,
            attachments=PAPER_ROWS if papers else (),
        )
    )


def _person(draw: random.Random, i: int) -> PersonRow:
    first, last = draw.choice(FIRST), draw.choice(LAST)
    return PersonRow(
        key=f"p{i:06d}",
        last_name=last,
        first_name=first,
        role=draw.choice(("learner", "staff", "accompanying")),
        birth_date=date(1950, 1, 1) + timedelta(days=draw.randrange(20_000)),
        gender=draw.choice(("F", "M", "X", "")),
        nationality=draw.choice(("EE", "SI", "GR", "UA")),
        organisation=draw.choice(("Emajõe koolituskeskus", "Võru Rahvaülikool", "")),
        city=draw.choice(("Tartu", "Võru", "Elva")),
        country="EE",
        email=f"person{i}@keskus.example" if i % 7 else "",
        phone=f"+372 5{i % 10_000_000:07d}" if i % 3 else "",
        fewer_opportunities=draw.choice((True, False, None)),
    )


def _mobility(draw: random.Random, i: int, key: str) -> MobilityRow:
    host, city, country = draw.choice(HOSTS)
    start = date(2024, 9, 2) + timedelta(days=draw.randrange(600))
    days = draw.randrange(2, 20)
    group = i % 11 == 10
    known = i % 9 != 8
    return MobilityRow(
        key=f"m{i:06d}",
        number=f"M-{i + 1:03d}",
        title="Käsitöö" if group else "",
        person_keys=(key,),
        participants=10 if group else 1,
        activity_type=draw.choice(ACTIVITIES),
        stage=draw.choice(STAGES),
        end_kind="withdrawn" if i % 13 == 12 else "",
        host=host,
        city=city,
        country=country,
        start=start if known else None,
        end=start + timedelta(days=days - 1) if known else None,
        month="" if known else f"{start:%Y-%m}",
        leaves=start - timedelta(days=1) if known else None,
        back=start + timedelta(days=days) if known else None,
        activity_days=days if known else None,
        travel_days=2 if known else None,
        green_travel=draw.choice((True, False, None)),
        granted_cents=draw.randrange(40_000, 250_000),
        rate_missing=i % 17 == 16,
    )


PAPER_BYTES = {
    "papers/M-001_certificate_01.pdf": b"%PDF-1.4 sample one" * 400,
    "papers/M-002_insurance_01.jpg": bytes(range(256)) * 64,
}


def _paper_rows() -> tuple[Attachment, ...]:
    import hashlib

    return tuple(
        Attachment(name, len(data), hashlib.sha256(data).hexdigest(), name[7:12], "certificate")
        for name, data in PAPER_BYTES.items()
    )


PAPER_ROWS = _paper_rows()


def with_money(report: Report) -> Report:
    """The report with every table of money."""
    lines = tuple(
        replace(line, first_cents=line.awarded_cents - 50_000, expected_cents=line.signed_cents + 7)
        for line in report.budget
    )
    day = date(2026, 3, 2)
    return frozen(replace(
        report,
        budget=lines,
        plan=(PlanRow("Õppijate pädevused", "job-shadowing", 2026, 14, 11, 6, 70, 58),),
        grants=(
            GrantRow("M-001", "Tamm, Maarja", "travel", "standard", "1", "309", 30_900),
            GrantRow("M-001", "Tamm, Maarja", "individual_support", "first", "7", "", None),
            GrantRow(
                "M-002", "Žagar, Nejc", "course_fees", "", "5", "80", 32_000, "typed",
                "the fourth day is free of charge", "annex, page 4", day,
            ),
        ),
        payments=(
            PaymentRow("M-001", "Tamm, Maarja", "first", day, 91_600, day, 91_600, "paid", "K-17"),
            PaymentRow("M-001", "Tamm, Maarja", "balance", None, 22_900, state="planned"),
        ),
        received=(ReceivedRow("First payment", 5_596_000, day, day, day, 5_596_000, "MT-1"),),
        costs=(
            CostRow(
                "M-003", "", "exceptional_costs", "Ferry, group ticket", 123_450, "SEK", "11.2345",
                day, 10_989, day, "Laevafirma", "80",
            ),
        ),
        changes=(
            ChangeRow("transfer", "travel", "course_fees", 60_000, day, why="more courses"),
            ChangeRow("amendment", cents=7_000_000, asked_on=day, approved_on=day, letter="1-2/7"),
        ),
        answers=(AnswerRow("Activities", "What did you do?", "", 3000),),
    ))  # fmt: skip
