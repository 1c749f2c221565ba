"""What records say of a project, in sentences for a report."""

from __future__ import annotations

from collections.abc import Sequence

from mobdesk.domain.countries import country_name
from mobdesk.domain.outlines import Facts
from mobdesk.i18n import _, ngettext
from mobdesk.ui import stays


def sentence(block: str, facts: Facts) -> str:
    """The facts of one block; "" where there is nothing to tell yet."""
    if block == "objectives":
        return _objectives(facts)
    if not facts.participants:
        return ""
    if block == "participants":
        return _participants(facts)
    if block == "activities":
        return _listed([(stays.activity(code), n) for code, n in facts.activities])
    if block == "countries":
        return _listed([(country_name(code), n) for code, n in facts.countries])
    if block == "days":
        return _days(facts)
    counted = facts.fewer if block == "fewer" else facts.green
    words = {
        "fewer": _("{n} of {of} participants had fewer opportunities."),
        "green": _("{n} persons travelled with sustainable means of transport."),
    }[block]
    return words.format(n=counted, of=facts.participants)


def _participants(facts: Facts) -> str:
    said = [
        ngettext("{n} participant went abroad.", "{n} participants went abroad.",
                 facts.participants).format(n=facts.participants)
    ]  # fmt: skip
    if facts.accompanying:
        said.append(
            ngettext("{n} accompanying person went with them.",
                     "{n} accompanying persons went with them.",
                     facts.accompanying).format(n=facts.accompanying)
        )  # fmt: skip
    if facts.confirmed:
        said.append(
            ngettext("{n} more is confirmed.", "{n} more are confirmed.", facts.confirmed).format(
                n=facts.confirmed
            )
        )
    return " ".join(said)


def _days(facts: Facts) -> str:
    if not facts.with_days:
        return ""
    average = f"{facts.days / facts.with_days:.1f}"
    return _("{days} activity days without travel, {average} days for each participant.").format(
        days=facts.days, average=average
    )


def _listed(counted: Sequence[tuple[str, int]]) -> str:
    return "\n".join(f"{name}: {n}" for name, n in counted)


def _objectives(facts: Facts) -> str:
    return "\n".join(
        _("Objective {number}, {title}: {stays}").format(
            number=number, title=title,
            stays=ngettext("{n} mobility", "{n} mobilities", n).format(n=n),
        )
        for number, title, n in facts.objectives
    )  # fmt: skip
