"""What was awarded to projects, as records: versions, transfers, and what may be moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import awards as rules
from mobdesk.domain.done import Done
from mobdesk.domain.percents import tidied
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem
from mobdesk.models.budgets import AwardVersion, Flexibility, Transfer
from mobdesk.models.projects import Award, Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.records import load, refuse_if, remove_owned, set_values

VERSION_FIELDS = ("kind", "asked_on", "holds_from", "approved_by", "letter", "why")
TRANSFER_FIELDS = (
    "from_category", "to_category", "amount", "asked_on", "approved_on", "approved_by", "letter",
    "why",
)  # fmt: skip
RULE_FIELDS = ("from_category", "to_category", "percent", "of", "approval", "source")
_EURO = "EUR"


class Record(NamedTuple):
    """One version, transfer or rule as its form shows it."""

    id: int
    rev: int
    values: dict[str, Any]
    lines: tuple[rules.Line, ...] = ()


class Awards(NamedTuple):
    """Everything that is recorded about the award of one project, the oldest first."""

    versions: tuple[Record, ...]
    transfers: tuple[Record, ...]
    stated: tuple[Record, ...]

    @property
    def award(self) -> rules.Award:
        """The same, for the rules of the domain."""
        return rules.Award(
            tuple(
                rules.Version(v.id, v.values["kind"], v.values["holds_from"], v.lines)
                for v in self.versions
            ),
            tuple(
                rules.Moved(*(t.values[name] for name in rules.Moved._fields))
                for t in self.transfers
            ),
        )

    @property
    def flexibility(self) -> tuple[rules.Rule, ...]:
        """The stated rules."""
        return tuple(rules.Rule(**one.values) for one in self.stated)


# --- reading ------------------------------------------------------------------------------------


def in_force(project_id: Any) -> Any:
    """A subquery: the id of the version in force of a project (``Award.in_force`` says which)."""
    version = aliased(AwardVersion)
    return (
        select(version.id)
        .where(
            version.project_id == project_id,
            or_(version.kind == rules.AWARD, version.holds_from.is_not(None)),
        )
        .order_by(version.holds_from.desc().nulls_last(), version.id.desc())
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )


def awarded_total(project_id: Any) -> Any:
    """A subquery: the cents awarded to a project; a transfer changes no total."""
    line = aliased(Award)
    return (
        select(func.sum(line.amount))
        .where(line.version_id == in_force(project_id), line.currency == _EURO)
        .correlate(Project)
        .scalar_subquery()
    )


def totals(s: Session) -> dict[int, int]:
    """The cents awarded to each project."""
    found = s.execute(select(Project.id, awarded_total(Project.id)))
    return {project: total for project, total in found if total is not None}


def read(s: Session, project_id: int) -> Awards:
    """Everything about the award of one project."""
    lines: dict[int, list[rules.Line]] = defaultdict(list)
    wanted = (
        select(Award)
        .where(Award.project_id == project_id, Award.currency == _EURO)
        .order_by(Award.id)
    )
    for one in s.scalars(wanted):
        lines[one.version_id].append(
            rules.Line(one.category, one.amount, one.activity_type, one.participants, one.days)
        )
    versions = _records(s, AwardVersion, VERSION_FIELDS, project_id)
    versions.sort(key=lambda v: (v.values["holds_from"] or date.min, v.id))
    return Awards(
        tuple(v._replace(lines=tuple(lines[v.id])) for v in versions),
        tuple(_records(s, Transfer, TRANSFER_FIELDS, project_id)),
        tuple(_records(s, Flexibility, RULE_FIELDS, project_id)),
    )


def _records(s: Session, kind: Any, fields: Sequence[str], project_id: int) -> list[Record]:
    found = s.scalars(select(kind).where(kind.project_id == project_id).order_by(kind.id))
    return [Record(r.id, r.rev, {name: getattr(r, name) for name in fields}) for r in found]


def now(s: Session, project_id: int) -> dict[str, int]:
    """Cents awarded by category today: the version in force with approved transfers."""
    return read(s, project_id).award.now()


@reads(Area.STATUS)
def of_project(store: Store, actor: Actor, project_id: int) -> Awards:
    """Return all that is recorded about the award of one project."""
    with store.read() as s:
        return read(s, project_id)


# --- the sums of the project's form -------------------------------------------------------------


def set_sums(s: Writing, project_id: int, amounts: Mapping[str, int | None]) -> None:
    """Set awarded sums of the version in force; the first ones make the agreement.

    Raises ``Invalid("awarded_by_activity")`` where the lines by activity type are more than a sum.
    """
    version_id = s.scalar(select(in_force(project_id)))
    if version_id is None:
        if not any(amount is not None for amount in amounts.values()):
            return
        version = AwardVersion(project_id=project_id, kind=rules.AWARD)
        s.add(version)
        s.flush()
        version_id = version.id
    have = _lines(s, version_id)
    try:
        wanted = rules.lines_with([_line(one) for one in have], amounts)
    except ValueError as err:
        problem = Problem("awards", "awarded_by_activity", {"category": str(err)})
        raise Invalid([problem]) from err
    _set_lines(s, project_id, version_id, wanted)


def _lines(s: Writing, version_id: int) -> list[Award]:
    return list(s.scalars(select(Award).filter_by(version_id=version_id).order_by(Award.id)))


def _line(row: Award) -> rules.Line:
    return rules.Line(row.category, row.amount, row.activity_type, row.participants, row.days)


def _set_lines(s: Writing, project_id: int, version_id: int, wanted: Iterable[rules.Line]) -> None:
    """Make the lines of a version those that are wanted; what is the same stays untouched."""
    have = {(a.category, a.activity_type): a for a in _lines(s, version_id)}
    for line in wanted:
        row = have.pop((line.category, line.activity_type), None)
        if row is None:
            row = Award(project_id=project_id, version_id=version_id)
            s.add(row)
        for name, value in line._asdict().items():
            setattr(row, name, value)
    for row in have.values():
        s.delete(row)


# --- versions -----------------------------------------------------------------------------------


@writes(Area.MOBILITIES)
def add_version(
    store: Store,
    actor: Actor,
    project_id: int,
    values: Mapping[str, Any],
    lines: Sequence[rules.Line],
) -> Done:
    """Record the agreement or an amendment with all its lines, in cents. Raises ``Invalid``."""
    with store.write(Label(f"{values['kind']}_recorded"), actor) as s:
        project = load(s, Project, project_id)
        _refuse_version(s, project_id, None, values, lines)
        version = AwardVersion(project_id=project_id)
        set_values(version, values, VERSION_FIELDS)
        s.add(version)
        s.flush()
        _set_lines(s, project_id, version.id, lines)
        s.label_values["code"] = project.code
        return s.done(version.id)


@writes(Area.MOBILITIES)
def change_version(
    store: Store,
    actor: Actor,
    version_id: int,
    rev: int,
    values: Mapping[str, Any],
    lines: Sequence[rules.Line] | None = None,
) -> Done:
    """Change a version and, where given, all its lines. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("award_version_changed"), actor) as s:
        version = load(s, AwardVersion, version_id, rev)
        project = load(s, Project, version.project_id)
        whole = {**{n: getattr(version, n) for n in VERSION_FIELDS}, **values}
        now = lines if lines is not None else [_line(one) for one in _lines(s, version_id)]
        _refuse_version(s, project.id, version_id, whole, now)
        set_values(version, values, VERSION_FIELDS)
        if lines is not None:
            _set_lines(s, project.id, version_id, lines)
        s.label_values["code"] = project.code
        return s.done(version_id)


def _refuse_version(
    s: Writing,
    project_id: int,
    version_id: int | None,
    values: Mapping[str, Any],
    lines: Sequence[rules.Line],
) -> None:
    others = [v for v in read(s, project_id).versions if v.id != version_id]
    first = next((v for v in others if v.values["kind"] == rules.AWARD), None)
    problems = rules.validate_version(
        values, rules.Version(0, "", None, tuple(lines)).sums(),
        first.values["holds_from"] if first else None,
    )  # fmt: skip
    if any(line.amount < 0 for line in lines):
        problems.append(Problem("lines", "amount_negative"))
    if values["kind"] == rules.AWARD and first is not None:
        problems.append(Problem("kind", "award_already_there"))
    keys = [(line.category, line.activity_type) for line in lines]
    if len(keys) != len(set(keys)):
        problems.append(Problem("lines", "award_line_twice"))
    refuse_if(problems)


# --- transfers and rules ------------------------------------------------------------------------


@writes(Area.MOBILITIES)
def add_transfer(store: Store, actor: Actor, project_id: int, values: Mapping[str, Any]) -> Done:
    """Record money moved from one category to another. Raises ``Invalid``."""
    refuse_if(rules.validate_transfer(values))
    return _add(store, actor, Transfer, project_id, "transfer_recorded", values, TRANSFER_FIELDS)


@writes(Area.MOBILITIES)
def change_transfer(
    store: Store, actor: Actor, transfer_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change a transfer. Raises ``Invalid``, ``Stale``."""
    check = rules.validate_transfer
    return _change(
        store, actor, Transfer, transfer_id, rev, "transfer_changed", values, TRANSFER_FIELDS, check
    )


@writes(Area.MOBILITIES)
def add_rule(store: Store, actor: Actor, project_id: int, values: Mapping[str, Any]) -> Done:
    """State what the agreement lets the centre move. Raises ``Invalid``."""
    tidy = tidied(values)
    refuse_if(rules.validate_rule(tidy))
    return _add(store, actor, Flexibility, project_id, "rule_stated", tidy, RULE_FIELDS)


@writes(Area.MOBILITIES)
def change_rule(
    store: Store, actor: Actor, rule_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change a rule of flexibility. Raises ``Invalid``, ``Stale``."""
    return _change(
        store, actor, Flexibility, rule_id, rev, "rule_changed", tidied(values),
        RULE_FIELDS, rules.validate_rule,
    )  # fmt: skip


def _add(
    store: Store,
    actor: Actor,
    kind: Any,
    project_id: int,
    label: str,
    values: Mapping[str, Any],
    fields: Sequence[str],
) -> Done:
    with store.write(Label(label), actor) as s:
        project = load(s, Project, project_id)
        record = kind(project_id=project_id)
        set_values(record, values, fields)
        s.add(record)
        s.flush()
        s.label_values["code"] = project.code
        return s.done(record.id)


def _change(
    store: Store,
    actor: Actor,
    kind: Any,
    record_id: int,
    rev: int,
    label: str,
    values: Mapping[str, Any],
    fields: Sequence[str],
    check: Any,
) -> Done:
    with store.write(Label(label), actor) as s:
        record = load(s, kind, record_id, rev)
        refuse_if(check({**{n: getattr(record, n) for n in fields}, **values}))
        set_values(record, values, fields)
        s.label_values["code"] = load(s, Project, record.project_id).code
        return s.done(record_id)


_KINDS: dict[str, tuple[type[Any], str]] = {
    "version": (AwardVersion, "award_version_removed"),
    "transfer": (Transfer, "transfer_removed"),
    "rule": (Flexibility, "rule_removed"),
}


@writes(Area.MOBILITIES)
def take_away(store: Store, actor: Actor, what: str, record_id: int) -> Done:
    """Delete a ``version`` with its lines, a ``transfer`` or a ``rule``; Undo brings it back."""
    kind, label = _KINDS[what]
    with store.write(Label(label), actor) as s:
        record = load(s, kind, record_id)
        s.label_values["code"] = load(s, Project, record.project_id).code
        remove_owned(s, record)
        s.delete(record)
        return s.done(record_id)
