"""The frozen report: everything the files to send say, as plain values.

A service fills it once; PDF, workbook and tables are made from it and from nothing else. It holds
codes and values, never sentences, and is sorted by stable keys, so that the order in which rows
were found does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.fold import fold
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.report_kinds import CONTENTS, OUR_COPY
from mobdesk.domain.stages import STAGES
from mobdesk.exports.report_money import (
    TABLES,
    AnswerRow,
    ChangeRow,
    CostRow,
    GrantRow,
    PaymentRow,
    PlanRow,
    Rates,
    ReceivedRow,
    in_a_row,
)

#: What never leaves with a report, in the order in which it is told.
ALWAYS_LEFT_OUT = ("needs", "bank_accounts", "identity_documents", "private_notes")
_DONE_STAGES = ("returned", "closed")


@dataclass(frozen=True, slots=True)
class Organisation:
    """The sender of the report."""

    name: str
    oid: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Codes and dates; ``extended_to`` is the end after an extension."""

    code: str
    title: str
    agreement_number: str = ""
    action: str = ""
    field: str = ""
    call_year: int | None = None
    start: date | None = None
    end: date | None = None
    extended_to: date | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One participant or accompanying person. ``key`` is stable (the uid)."""

    key: str
    last_name: str
    first_name: str
    role: str = ""
    birth_date: date | None = None
    gender: str = ""
    nationality: str = ""
    organisation: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    fewer_opportunities: bool | None = None

    @property
    def name(self) -> str:
        """Last name, first name; the half that is known where one is missing."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)


@dataclass(frozen=True, slots=True)
class MobilityRow:
    """One mobility, individual or group. Dates are those of the activity; sums are in cents.

    ``number`` is what files and lists call it (no name of a person); ``month`` and ``end_month``
    (YYYY-MM) stand where the days are missing; ``end_kind`` is the end (``withdrawn`` …) or empty.
    ``sender`` sends, from ``sending_city``; of guests (``incoming``) that is not the own one.
    ``kept_cents`` stays paid after an end.
    """

    key: str
    number: str
    title: str = ""
    person_keys: tuple[str, ...] = ()
    participants: int = 1
    direction: str = "outgoing"
    activity_type: str = ""
    stage: str = "idea"
    end_kind: str = ""
    sender: str = ""
    sending_city: str = ""
    sending_country: str = ""
    host: str = ""
    city: str = ""
    country: str = ""
    start: date | None = None
    end: date | None = None
    month: str = ""
    end_month: str = ""
    leaves: date | None = None
    back: date | None = None
    activity_days: int | None = None
    travel_days: int | None = None
    green_travel: bool | None = None
    granted_cents: int | None = None
    done_cents: int | None = None
    kept_cents: int | None = None
    rate_missing: bool = False
    note: str = ""

    @property
    def is_guest(self) -> bool:
        """Somebody comes to us."""
        return self.direction == "incoming"

    @property
    def is_done(self) -> bool:
        """It took place: back home, also when earlier than planned."""
        return self.end_kind == "returned_early" or (
            not self.end_kind and self.stage in _DONE_STAGES
        )

    @property
    def is_planned(self) -> bool:
        """It counts: not ended before the journey."""
        return self.end_kind not in NOT_GONE


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One category in cents; ``signed_cents`` includes ``done_cents``.

    ``awarded_cents`` holds now, None where no award is recorded; ``first_cents`` was awarded first,
    where it was changed since.
    ``expected_cents`` is what the end of the project will see, as far as it is planned.
    """

    category: str
    awarded_cents: int | None
    signed_cents: int
    done_cents: int
    first_cents: int | None = None
    expected_cents: int | None = None

    @property
    def free_cents(self) -> int | None:
        """Awarded minus signed for; negative when over."""
        return None if self.awarded_cents is None else self.awarded_cents - self.signed_cents

    @property
    def first_award(self) -> int | None:
        """What was awarded first; what holds now where nothing was changed."""
        return self.awarded_cents if self.first_cents is None else self.first_cents


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that is wanted and not filed. ``person`` is empty where it belongs to the group.

    ``asked``: ``now``, ``later`` (not due yet) or ``closed`` (the mobility was closed without it).
    """

    mobility_key: str
    number: str
    paper: str
    person: str = ""
    phase: str = ""
    needed_by: date | None = None
    asked: str = "now"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A chosen supporting document; its bytes are given beside the report, by ``name``.

    ``name`` is the file name in the package (see ``paper_name``): codes, never people.
    """

    name: str
    size: int
    sha256: str
    number: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A paper that does not go along: it is in a binder.

    ``paper`` is a kind of the checklist, of ``person``; else ``title`` says which paper it is.
    """

    number: str
    paper: str
    title: str
    person: str
    place: str
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said. Make it with ``frozen()``, which sorts."""

    program: str
    schema: str
    frozen_at: datetime
    organisation: Organisation
    project: Project
    kind: str = OUR_COPY
    language: str = "en"
    demo: bool = False
    people: tuple[PersonRow, ...] = ()
    mobilities: tuple[MobilityRow, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    plan: tuple[PlanRow, ...] = ()
    rates: Rates | None = None
    grants: tuple[GrantRow, ...] = ()
    payments: tuple[PaymentRow, ...] = ()
    received: tuple[ReceivedRow, ...] = ()
    costs: tuple[CostRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    missing: tuple[MissingPaper, ...] = ()
    not_due: tuple[MissingPaper, ...] = ()
    left_out: tuple[str, ...] = ALWAYS_LEFT_OUT
    attachments: tuple[Attachment, ...] = ()
    on_paper: tuple[OnPaper, ...] = ()

    @property
    def frozen_on(self) -> date:
        """The day in UTC that names the package."""
        return self.frozen_at.astimezone(UTC).date()

    @property
    def contents(self) -> tuple[str, ...]:
        """The parts of this kind of files, in the order of pages and sheets."""
        return CONTENTS[self.kind]


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of the summary, counted from the rows of the report.

    ``countries`` and ``per_country`` are where mobilities lead to, ``guest_countries`` are where
    guests come from; ``guests`` counts their mobilities.
    """

    planned: int
    done: int
    people: int
    countries: tuple[str, ...]
    awarded_cents: int | None
    signed_cents: int
    done_cents: int
    activities: tuple[tuple[str, int], ...]
    stages: tuple[tuple[str, int], ...]
    per_country: tuple[tuple[str, int], ...]
    guests: int
    guest_countries: tuple[tuple[str, int], ...]
    ended: int
    without_dates: int
    without_names: int
    rates_missing: int
    missing: int
    not_due: int

    @property
    def free_cents(self) -> int | None:
        """Awarded minus signed for."""
        return None if self.awarded_cents is None else self.awarded_cents - self.signed_cents


def of_kind(report: Report, kind: str) -> Report:
    """The report as files of ``kind``: what that kind does not tell is not in it.

    Only our copy holds what is known of people beside their names, and supporting documents that
    nobody asked for stay at home.
    """
    parts = CONTENTS[kind]
    people = report.people
    if "people" not in parts:
        named = "mobilities" in parts
        people = tuple(PersonRow(p.key, p.last_name, p.first_name) for p in people if named)
    papers = kind == OUR_COPY
    left_out: dict[str, Any] = {name: () for name in TABLES if name not in parts}
    return replace(
        report,
        kind=kind,
        people=people,
        mobilities=report.mobilities if {"mobilities", "summary"} & set(parts) else (),
        missing=report.missing if "missing" in parts else (),
        not_due=report.not_due if "missing" in parts else (),
        attachments=report.attachments if papers else (),
        on_paper=report.on_paper if papers else (),
        rates=report.rates if "grants" in parts else None,
        **left_out,
    )


def frozen(report: Report) -> Report:
    """Return ``report`` with rows in stable order and its instant in whole seconds, UTC."""
    if report.frozen_at.tzinfo is None:
        raise ValueError("frozen_at needs a time zone")
    tables: dict[str, Any] = {
        name: tuple(sorted(getattr(report, name), key=in_a_row)) for name in TABLES
    }
    return replace(
        report,
        **tables,
        frozen_at=report.frozen_at.astimezone(UTC).replace(microsecond=0),
        people=tuple(sorted(report.people, key=_person_order)),
        mobilities=tuple(
            replace(row, person_keys=tuple(sorted(row.person_keys)))
            for row in sorted(report.mobilities, key=_mobility_order)
        ),
        budget=tuple(sorted(report.budget, key=_budget_order)),
        missing=tuple(sorted(report.missing, key=_missing_order)),
        not_due=tuple(sorted(report.not_due, key=_missing_order)),
        left_out=tuple(dict.fromkeys(report.left_out)),
        attachments=tuple(sorted(report.attachments, key=lambda a: (a.name, a.sha256))),
        on_paper=tuple(sorted(report.on_paper, key=_on_paper_order)),
    )


def _person_order(row: PersonRow) -> tuple[str, str, str]:
    return fold(row.last_name), fold(row.first_name), row.key


def _mobility_order(row: MobilityRow) -> tuple[date, str, str, str]:
    first = row.start or (date.fromisoformat(f"{row.month}-01") if row.month else date.max)
    return first, row.month, row.number, row.key


def _budget_order(row: BudgetLine) -> tuple[int, str]:
    known = row.category in CATEGORIES
    return CATEGORIES.index(row.category) if known else len(CATEGORIES), row.category


def _missing_order(row: MissingPaper) -> tuple[date, str, str, str, str]:
    return row.needed_by or date.max, row.number, row.paper, fold(row.person), row.mobility_key


def _on_paper_order(row: OnPaper) -> tuple[str, str, str, str, str, date]:
    title = fold(row.title)
    return row.number, row.paper, title, fold(row.person), row.place, row.dated or date.max


def known_sum(sums: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [cents for cents in sums if cents is not None]
    return sum(known) if known else None


def figures(report: Report) -> Figures:
    """Count what the summary says. Mobilities that ended before the journey are not planned."""
    planned = [m for m in report.mobilities if m.is_planned]
    done = [m for m in planned if m.is_done]
    out = [m for m in planned if not m.is_guest]
    guests = [m for m in planned if m.is_guest]
    named = {key for m in planned for key in m.person_keys}
    unnamed = sum(max(0, m.participants - len(m.person_keys)) for m in planned)
    return Figures(
        planned=len(planned),
        done=len(done),
        people=len(named) + unnamed,
        countries=tuple(sorted({m.country for m in out if m.country})),
        awarded_cents=known_sum(line.awarded_cents for line in report.budget),
        signed_cents=sum(line.signed_cents for line in report.budget),
        done_cents=sum(line.done_cents for line in report.budget),
        activities=_counted(m.activity_type for m in planned),
        stages=_in_order(_counted(m.end_kind or m.stage for m in report.mobilities)),
        per_country=_counted(m.country for m in out),
        guests=len(guests),
        guest_countries=_counted(m.sending_country for m in guests),
        ended=len(report.mobilities) - len(planned),
        without_names=unnamed,
        without_dates=sum(1 for m in planned if m.start is None or m.end is None),
        rates_missing=sum(1 for m in planned if m.rate_missing),
        missing=len(report.missing),
        not_due=len(report.not_due),
    )


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _in_order(counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Stages as they follow each other, ends last."""
    order = {stage: i for i, stage in enumerate(STAGES)}
    return tuple(sorted(counts, key=lambda item: (order.get(item[0], len(order)), item[0])))


def paper_name(number: str, paper: str, n: int, suffix: str) -> str:
    """The file name of a supporting document: mobility number, kind of paper, count, ending."""
    parts = [_safe(part) for part in (number, paper)]
    ending = "".join(c for c in suffix.lower() if c.isascii() and c.isalnum())[:8] or "bin"
    return f"papers/{'_'.join(part for part in parts if part)}_{n:02d}.{ending}"


def _safe(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text).strip("-")[:60]
