"""The tables of the report as rows of plain values, shared by workbook and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from mobdesk.exports import tables_money
from mobdesk.exports.report import MobilityRow, PersonRow, Report, figures
from mobdesk.exports.tables_parts import Table, Value, as_fields, money, named
from mobdesk.exports.wording import Words


def tables(report: Report, words: Words) -> tuple[Table, ...]:
    """The tables of this kind of files, in their order; those of money only where there are rows.

    The overview is for readers only.
    """
    return tuple(
        make(report, words)
        for part, several in _OF.items()
        for name, make in several
        if part in report.contents and (name in _ALWAYS or getattr(report, name))
    )


def _flag(words: Words, value: bool | None) -> str | None:
    return None if value is None else words("yes" if value else "no")


def _people(report: Report, words: Words) -> Table:
    fields = as_fields(
        "last_name:22 first_name:18 role:20 birth_date:12 gender:8 nationality:12 "
        "organisation:30 city:18 country:8 email:30 phone:18 fewer_opportunities:12 mobilities:10"
    )

    def rows() -> Iterator[tuple[Value, ...]]:
        counts = Counter(key for m in report.mobilities for key in m.person_keys)
        for p in report.people:
            yield (
                p.last_name, p.first_name, named(words, "role", p.role), p.birth_date,
                p.gender or None, p.nationality or None, p.organisation or None, p.city or None,
                p.country or None, p.email or None, p.phone or None,
                _flag(words, p.fewer_opportunities), counts[p.key],
            )  # fmt: skip

    return Table("people", fields, rows)


def _mobilities(report: Report, words: Words) -> Table:
    fields = as_fields(
        "number:10 title:26 person:30 participants:8 direction:12 activity:24 stage:12 end_kind:14 "
        "sending_organisation:32 sending_city:18 sending_country:8 "
        "hosting_organisation:32 hosting_city:18 hosting_country:8 "
        "start:12 end:12 start_month:10 end_month:10 leaves:12 back:12 activity_days:9 "
        "travel_days:9 green_travel:9 grant:12 done:12 money_kept:12 rate_missing:9 note:40"
    )

    def rows() -> Iterator[tuple[Value, ...]]:
        people = {row.key: row for row in report.people}
        for m in report.mobilities:
            yield (
                m.number, m.title or None, _names(m, people), m.participants,
                named(words, "direction", m.direction), named(words, "activity", m.activity_type),
                named(words, "stage", m.stage), named(words, "stage", m.end_kind),
                m.sender or None, m.sending_city or None, m.sending_country or None,
                m.host or None, m.city or None, m.country or None,
                m.start, m.end, m.month or None, m.end_month or None,
                m.leaves, m.back, m.activity_days, m.travel_days, _flag(words, m.green_travel),
                money(m.granted_cents), money(m.done_cents), money(m.kept_cents),
                _flag(words, m.rate_missing), m.note or None,
            )  # fmt: skip

    return Table("mobilities", fields, rows)


def _names(row: MobilityRow, people: dict[str, PersonRow]) -> str | None:
    return "; ".join(people[key].name for key in row.person_keys if key in people) or None


def _missing(report: Report, words: Words) -> Table:
    def rows() -> Iterator[tuple[Value, ...]]:
        for m in (*report.missing, *report.not_due):
            yield (
                m.number, m.person or None, words.name("paper", m.paper),
                named(words, "asked", m.asked), named(words, "phase", m.phase), m.needed_by,
            )  # fmt: skip

    fields = as_fields("mobility:12 person:30 paper:34 asked:18 phase:12 needed_by:12")
    return Table("missing", fields, rows)


def _on_paper(report: Report, words: Words) -> Table:
    def rows() -> Iterator[tuple[Value, ...]]:
        for p in report.on_paper:
            paper = words.name("paper", p.paper) if p.paper else p.title
            yield p.number, p.person or None, paper, p.place, p.dated

    return Table("on_paper", as_fields("mobility:12 person:30 paper:34 binder:44 dated:12"), rows)


_ALWAYS = ("people", "mobilities", "budget", "missing")
_OF: dict[str, tuple[tuple[str, Callable[[Report, Words], Table]], ...]] = {
    "people": (("people", _people),),
    "mobilities": (("mobilities", _mobilities),),
    "budget": (("budget", tables_money.budget),),
    "plan": (("plan", tables_money.plan),),
    "grants": (("grants", tables_money.grants),),
    "payments": (("payments", tables_money.payments),),
    "received": (("received", tables_money.received),),
    "costs": (("costs", tables_money.costs),),
    "changes": (("changes", tables_money.changes),),
    "answers": (("answers", tables_money.answers),),
    "missing": (("missing", _missing), ("on_paper", _on_paper)),
}


def overview(report: Report, words: Words) -> Iterator[tuple[str, Value]]:
    """Label and value of the first sheet."""
    from mobdesk.exports.pdf import project_facts
    from mobdesk.exports.pdf_money import rates_words

    if report.demo:
        yield words("overview.demo"), words("demo")
    yield from project_facts(report, words)
    sums = figures(report)
    yield words("overview.planned"), sums.planned
    yield words("overview.done"), sums.done
    yield words("overview.people"), sums.people
    yield words("overview.countries"), len(sums.countries)
    if sums.guests:
        yield words("overview.guests"), sums.guests
    yield words("col.awarded"), money(sums.awarded_cents)
    yield words("col.signed"), money(sums.signed_cents)
    yield words("col.done"), money(sums.done_cents)
    yield words("col.free"), money(sums.free_cents)
    yield words("overview.missing"), sums.missing
    yield words("overview.not_due"), sums.not_due
    if "grants" in report.contents and report.grants:
        yield words("fact.rates"), rates_words(report.rates, words)
    left_out = ", ".join(words.name("left_out", code) for code in report.left_out)
    yield words("overview.left_out"), left_out
