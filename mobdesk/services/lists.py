"""The list of participants of one mobility, ready to sign."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mobdesk import i18n, texts
from mobdesk.domain import mobilities as rules
from mobdesk.domain.fold import fold
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.files import write_atomically
from mobdesk.models.store import Store
from mobdesk.services import mobilities, organisations
from mobdesk.services.access import reads
from mobdesk.services.mobility_details import MobilityDetail
from mobdesk.services.organisations import OrganisationRow


@reads(Area.EXPORT)
def participant_list(store: Store, actor: Actor, mobility_id: int, today: date) -> bytes:
    """Return the PDF with everybody who has a name and did not end; unnamed places are not listed.

    Raises ``Refused("list_without_names")`` where nobody has a name yet.
    """
    from mobdesk.exports.lists import ParticipantList, Signer, make_list
    from mobdesk.exports.report import Organisation

    detail = mobilities.get(store, actor, mobility_id)
    sender = _sender(store, actor, detail)
    named = [
        (group.values["title"] or "", member)
        for group in detail.subgroups
        for member in group.members
        if member.values["person_id"] is not None and member.ended is None
    ]
    named.sort(key=lambda pair: fold(pair[1].name))
    if not named:
        raise Refused("list_without_names")
    place = detail.sending_city or (sender.city if sender else None) or ""
    dates = _dates(detail)
    days = rules.days(dates)
    return make_list(
        ParticipantList(
            organisation=Organisation(
                sender.name if sender else "",
                sender.oid or "" if sender else "",
                sender.city or "" if sender else "",
                sender.country or "" if sender else "",
            ),
            project_code=detail.project or "",
            activity=_activity(detail),
            host=_host(detail),
            signers=tuple(Signer(m.name, m.values["part"], place, title) for title, m in named),
            made_on=today,
            start=dates.first,
            end=dates.last,
            leaves=dates.leaves,
            back=dates.back,
            activity_days=days.activity if days else None,
            demo=bool(store.setting("demo", False)),
        )
    )


@reads(Area.EXPORT)
def save_participant_list(
    store: Store, actor: Actor, mobility_id: int, today: date, path: Path
) -> None:
    """Write the list to ``path``, all of it or nothing. Raises as ``participant_list``."""
    pdf = participant_list(store, actor, mobility_id, today)
    write_atomically(path, pdf)


def _dates(detail: MobilityDetail) -> rules.Dates:
    """From the first to the last day of all subgroups, actual where typed."""
    each = [
        rules.Dates(
            g.values["start"], g.values["end"], g.values["leaves"], g.values["back"],
            m.values["actual_start"], m.values["actual_end"],
        )
        for g in detail.subgroups
        for m in g.members
    ]  # fmt: skip
    return rules.Dates(
        min((d.first for d in each if d.first), default=None),
        max((d.last for d in each if d.last), default=None),
        min((d.leaves for d in each if d.leaves), default=None),
        max((d.back for d in each if d.back), default=None),
    )


def _sender(store: Store, actor: Actor, detail: MobilityDetail) -> OrganisationRow | None:
    """Who sends: of guests only who is named, of others the own organisation where nobody is."""
    number = detail.record.values["sending_id"]
    if number is not None:
        return next(iter(organisations.rows(store, actor, [number])), None)
    return None if detail.incoming else organisations.own(store, actor)


def _activity(detail: MobilityDetail) -> str:
    """``Group mobility of learners, “Käsitöö”``: what is known of activity and group."""
    code, title = detail.record.values["activity_type"], detail.record.values["title"]
    known = f"activity.{code}"
    word = texts.word(known, i18n.ENGLISH) if known in texts.tables().words else code
    return ", ".join(part for part in (word, f"“{title}”" if title else "") if part)


def _host(detail: MobilityDetail) -> str:
    from mobdesk.domain.countries import country_name

    values = detail.record.values
    country = values["hosting_country"]
    parts = (detail.host, values["hosting_city"], country_name(country, "en") if country else None)
    return ", ".join(part for part in parts if part)
