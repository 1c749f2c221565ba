"""The sentences of the budget page, and its bars with every sum in words."""

from __future__ import annotations

from collections.abc import Sequence

from mobdesk import texts
from mobdesk.domain.awards import AMENDMENT, Rule, Way
from mobdesk.domain.board import LOOSE, NO_ACTIVITY, Board, Row
from mobdesk.domain.charts import Bar, BarChart
from mobdesk.i18n import _, ngettext
from mobdesk.services.awards import Awards, Record
from mobdesk.services.budgets import Overview
from mobdesk.ui import shown, stays


def euros(cents: int | None) -> str:
    """``14,200.00 €``: with cents, so that all sums of a page read alike."""
    return shown.money(cents)


def category(code: str) -> str:
    """The name of a category."""
    return stays.known(f"category.{code}", code)


def activity(code: str) -> str:
    """The name of an activity type; of the project itself where there is none."""
    return _("The project as a whole") if code == NO_ACTIVITY else stays.activity(code)


def line_of(overview: Overview) -> str:
    """What stands under the title: code, call, end, and which award counts."""
    said = [overview.code]
    if overview.call_year:
        said.append(_("call {year}").format(year=overview.call_year))
    if overview.end:
        said.append(_("ends on {day}").format(day=shown.long_date(overview.end)))
    version = overview.awards.award.in_force
    if version is not None and version.holds_from is not None:
        words = _("as amended from {day}") if version.kind == AMENDMENT else _("award of {day}")
        said.append(words.format(day=shown.long_date(version.holds_from)))
    return " · ".join(said)


def award_caption(overview: Overview) -> str:
    """Where the awarded sum comes from."""
    award = overview.awards.award
    version = award.in_force
    if version is None:
        return _("not recorded yet")
    said = texts.word(f"award_version_kind.{version.kind}")
    if version.holds_from:
        said = _("{what}, {day}").format(what=said, day=shown.short_date(version.holds_from))
    moved = len(award.counting())
    if moved:
        said += ", " + ngettext("{n} transfer", "{n} transfers", moved).format(n=moved)
    return said


def signed_caption(board: Board) -> str:
    """How many agreements, and what is not known yet."""
    n = board.agreements
    said = ngettext("{n} person with an agreement", "{n} people with an agreement", n).format(n=n)
    return said + (", " + missing_short(board.missing) if board.missing else "")


def done_caption(board: Board) -> str:
    """How many came back and have their papers."""
    n = board.finished
    return ngettext(
        "{n} person back, papers filed", "{n} people back, papers filed", n
    ).format(n=n)  # fmt: skip


def free_caption(board: Board) -> str:
    """What is left if all goes as planned."""
    left = board.total.left
    if left is None:
        return shown.NOTHING
    if left < 0:
        return _("{sum} too little for all that is planned").format(sum=euros(-left))
    return _("{sum} left after all that is planned").format(sum=euros(left))


def missing_short(n: int) -> str:
    """``2 without all rates``."""
    return ngettext("{n} mobility not fully known", "{n} mobilities not fully known", n).format(n=n)


def missing_long(n: int) -> str:
    """Next to the sums: what is not in them."""
    return ngettext(
        "{n} mobility waits for a rate, a distance or dates. It is planned; its missing money is "
        "not in these sums.",
        "{n} mobilities wait for a rate, a distance or dates. They are planned; their missing "
        "money is not in these sums.",
        n,
    ).format(n=shown.number(n))


def chart(overview: Overview, rows: Sequence[Row], *, activities: bool = False) -> BarChart:
    """Bars of categories or of activity types."""
    total = overview.board.total
    if total.now is None:
        sentence = _("{signed} is signed for; {done} of that is done.").format(
            signed=euros(total.signed), done=euros(total.done)
        )
    else:
        sentence = _(
            "Of {awarded} awarded, {signed} is signed for; {done} of that is done."
        ).format(awarded=euros(total.now), signed=euros(total.signed), done=euros(total.done))
    return BarChart(
        title=_("By activity type") if activities else _("By category"),
        sentence=sentence,
        bars=tuple(_bar(row, activity(row.name) if activities else category(row.name))
                   for row in rows),
        done_word=_("done"),
        signed_word=_("signed for"),
        free_word=_("free"),
        over_word=_("over"),
    )  # fmt: skip


def _bar(row: Row, name: str) -> Bar:
    unknown = row.now is None
    words = [
        _("{sum} done").format(sum=euros(row.done)),
        _("{sum} signed for").format(sum=euros(row.signed)),
    ]
    if row.planned:
        words.append(_("{sum} planned").format(sum=euros(row.planned)))
    return Bar(
        name=name,
        note=_note(row),
        # Without an award of its own the bar shows how much of what is signed for is done.
        awarded=max(row.signed, 1) if row.now is None else row.now,
        signed=row.signed,
        done=row.done,
        words="  ·  ".join(words),
        result=_("not awarded by itself") if unknown else result(row),
        of="" if row.now is None else _("of {sum}").format(sum=euros(row.now)),
    )


def result(row: Row) -> str:
    """``5,020 € free``, ``320 € over``."""
    if row.free is None:
        return shown.NOTHING
    if row.free < 0:
        return _("{sum} over").format(sum=euros(-row.free))
    return _("{sum} free").format(sum=euros(row.free))


def _note(row: Row) -> str:
    said = []
    if row.name == LOOSE[1]:
        return _("after an end, as the agency wrote")
    if row.people:
        said.append(ngettext("for {n} person", "for {n} people", row.people).format(n=row.people))
    if row.missing:
        said.append(
            ngettext("{n} sum not known", "{n} sums not known", row.missing).format(n=row.missing)
        )
    return ", ".join(said)


def over(overview: Overview) -> tuple[str, str, bool] | None:
    """The banner for what is over: sentence, reason, whether a way can be shown."""
    rows = [row for row in overview.board.categories if row.over]
    if not rows:
        return None
    worst = max(rows, key=lambda row: row.over)
    sentence = _("{category}: {sum} over the award").format(
        category=category(worst.name), sum=euros(worst.over)
    )
    others = len(rows) - 1
    if others:
        sentence += ". " + ngettext(
            "{n} more category is over.", "{n} more categories are over.", others
        ).format(n=others)
    ways = overview.ways(worst.name)
    if not overview.awards.stated:
        return sentence, _("You have not stated what may be moved."), False
    if not ways:
        return sentence, _("No rule that you stated lets you move money here."), False
    return sentence, way_words(ways), True


def way_words(ways: Sequence[Way]) -> str:
    """From where, and how much."""
    parts = [
        _("{sum} from {category}").format(
            sum=euros(way.amount), category=category(way.from_category)
        )
        for way in ways
    ]
    said = _("Your rule lets you move {parts}.").format(parts=", ".join(parts))
    if any(way.rule.approval for way in ways):
        said += " " + _("The agency must agree first.")
    return said


def rule_words(rule: Rule) -> str:
    """``From Course fees to any category: at most 10 % of the category it comes from``."""
    to = category(rule.to_category) if rule.to_category else _("any category")
    return _("From {source} to {target}: at most {percent} % of {base}").format(
        source=category(rule.from_category), target=to, percent=rule.percent,
        base=texts.word(f"flexibility_rule_of.{rule.of}"),
    )  # fmt: skip


def version_words(record: Record, awards: Awards) -> tuple[str, str]:
    """The title and the second line of a version in the list."""
    values, version = record.values, awards.award.in_force
    name = texts.word(f"award_version_kind.{values['kind']}")
    sums = euros(sum(line.amount for line in record.lines))
    if values["holds_from"]:
        when = _("from {day}").format(day=shown.long_date(values["holds_from"]))
    elif values["kind"] == AMENDMENT:
        when = _("asked for, not agreed yet")
    else:
        when = ""
    in_force = _("counts now") if version is not None and version.id == record.id else ""
    more = [when, in_force, _by(values)]
    return f"{name}: {sums}", " · ".join(part for part in more if part)


def transfer_words(record: Record) -> tuple[str, str]:
    """The title and the second line of a transfer in the list."""
    values = record.values
    name = _("{sum} from {source} to {target}").format(
        sum=euros(values["amount"]), source=category(values["from_category"]),
        target=category(values["to_category"]),
    )  # fmt: skip
    if values["approved_on"]:
        when = _("approved on {day}").format(day=shown.long_date(values["approved_on"]))
    else:
        when = _("not approved yet: it does not count")
    return name, " · ".join(part for part in (when, _by(values)) if part)


def _by(values: dict[str, object]) -> str:
    said = [str(values[name]) for name in ("approved_by", "letter") if values.get(name)]
    return ", ".join(said)
