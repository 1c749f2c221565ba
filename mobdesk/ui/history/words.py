"""What a step and a changed value are called."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from mobdesk import i18n, texts
from mobdesk.i18n import N_, _
from mobdesk.ui import rate_words, shown

if TYPE_CHECKING:
    from mobdesk.services.history import ChangeRow, FieldChange

#: How a table is called where its fields are worded.
_RECORD = {
    "people": "person", "mobilities": "mobility", "subgroups": "subgroup", "members": "member",
    "grant_lines": "grant_line", "papers": "paper", "projects": "project", "awards": "award",
    "organisations": "organisation", "contacts": "contact", "attachments": "attachment",
    "accreditations": "accreditation", "paper_originals": "original",
    "rate_sheets": "rate_sheet", "rate_confirmations": "rate_confirmation",
    "award_versions": "award_version", "budget_transfers": "budget_transfer",
    "flexibility_rules": "flexibility_rule", "objectives": "objective", "targets": "target",
    "planned_costs": "planned_cost", "accreditation_members": "accreditation_member",
    "instalments": "instalment", "agency_instalments": "agency_instalment",
    "real_costs": "real_cost",
}  # fmt: skip
#: What a record is called in the pane.
_NAMES = {
    "people": N_("Participant or colleague"), "mobilities": N_("Mobility"),
    "subgroups": N_("Subgroup"), "members": N_("Place on a mobility"),
    "grant_lines": N_("Grant line"), "papers": N_("Paper"), "projects": N_("Project"),
    "awards": N_("Awarded sum"), "organisations": N_("Organisation"),
    "contacts": N_("Contact"), "attachments": N_("File"),
    "accreditations": N_("Accreditation"), "paper_originals": N_("Paper original"),
    "award_versions": N_("Version of the award"), "budget_transfers": N_("Budget transfer"),
    "flexibility_rules": N_("What may be moved"), "objectives": N_("Objective"),
    "targets": N_("Target"), "planned_costs": N_("Planned cost"),
    "accreditation_members": N_("Member of the consortium"),
    "payment_terms": N_("Terms of payment"), "instalments": N_("Instalment"),
    "agency_instalments": N_("Instalment of the agency"), "real_costs": N_("Real cost"),
    "bm_ticks": N_("Value entered into BM"), "bm_screens": N_("Order of the BM sheet"),
    "fewer_tallies": N_("Reason, counted"), "outlines": N_("Outline of a report"),
    "outline_questions": N_("Question of a report"), "outline_answers": N_("Answer in a report"),
    "sent_packages": N_("Files that were sent"), "help_contacts": N_("Help contact"),
    "rate_sheets": N_("Rate sheet"), "rate_confirmations": N_("Confirmation of rates"),
}  # fmt: skip
_SUMS = frozenset({
    "amount", "limit", "money_kept", "paid_amount", "received_amount", "pocket_money",
})  # fmt: skip
#: Groups of words in which the values of a field are named.
_GROUPS = {
    "travel_means": "means", "activity_type": "activity", "ended": "end", "role": "person_role",
    "field": "code_field", "kind": "paper", "from_category": "category",
    "to_category": "category",
}  # fmt: skip


class ChangedValue(NamedTuple):
    """One line of the pane."""

    name: str
    before: str
    after: str
    made: bool = False
    """Of a new record: there was nothing before."""


def step(row: ChangeRow) -> str:
    """What was done."""
    code, values = row.code, row.values
    known = texts.tables().labels
    said = texts.label(code, values) if code in known else code.replace("_", " ")
    if row.kind == "undo":
        return _("Taken back: {what}").format(what=said)
    if row.kind == "redo":
        return _("Brought back: {what}").format(what=said)
    return said


def day_title(day: date, today: date) -> str:
    """``Today, Monday 23 November``."""
    from babel.dates import format_date

    pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
    words = format_date(day, pattern, i18n.current().language.split("-")[0])
    return _("Today, {day}").format(day=words) if day == today else words


def time_of(at: datetime) -> str:
    """``10:42`` in the time of this computer."""
    return f"{at.astimezone():%H:%M}"


def why_not(row: ChangeRow, account: int, undo: int | None) -> str:
    """Why a step cannot be taken back now; "" where it can."""
    if row.id == undo:
        return ""
    if row.kind == "note":
        return _("read only")
    if row.kind != "do":
        return shown.NOTHING
    if row.undone:
        return _("taken back")
    if row.account_id != account:
        return _("only by {name}").format(name=row.nickname)
    return _("newest first") if undo is not None and row.id < undo else _("read only")


def head(change: FieldChange) -> str:
    """What happened to the record that a value belongs to: ``Participant, new``."""
    name = _(_NAMES[change.table]) if change.table in _NAMES else ""
    if change.kind == "more":
        return _("{record}: {n} more").format(record=name or "–", n=shown.number(change.after))
    if not name:
        return ""
    if change.kind == "made":
        return _("{record}, new").format(record=name)
    return _("{record}, deleted").format(record=name) if change.kind == "deleted" else name


def changed(change: FieldChange) -> ChangedValue | None:
    """The words of one changed value; None for what the program keeps for itself."""
    record = _RECORD.get(change.table, change.table)
    if record == "rate_sheet" and change.field not in ("body", "sha256"):
        before, after = (
            rate_words.value(change.field, v and str(v)) for v in (change.before, change.after)
        )
        return ChangedValue(rate_words.place(change.field), before, after, change.kind == "made")
    code = f"field.{record}.{change.field}"
    if code not in texts.tables().words:
        return None
    before, after = (_value(record, change.field, v) for v in (change.before, change.after))
    if before == after:
        return None
    return ChangedValue(texts.word(code), before, after, change.kind == "made")


def _value(record: str, field: str, value: Any) -> str:
    if value in (None, ""):
        return shown.NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{shown.short_date(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return shown.short_date(value)
    if record == "real_cost" and field == "amount":
        return shown.number(value)  # minor units of a currency that is told beside it
    if field in _SUMS and isinstance(value, int):
        return shown.money(value)
    if isinstance(value, str):
        return _word(record, field, value)
    if isinstance(value, dict | bytes):
        return _("locked")  # a protected column: the history holds it sealed
    return str(value)


def _word(record: str, field: str, value: str) -> str:
    words = texts.tables().words
    if (record, field) == ("bm_tick", "field"):  # of a subgroup: its number goes before
        value = value.rpartition(":")[2]
        return texts.word(f"bm_line.{value}") if f"bm_line.{value}" in words else value
    for group in (_GROUPS.get(field, field), f"{record}_{field}", field):
        if f"{group}.{value}" in words:
            return texts.word(f"{group}.{value}")
    return value
