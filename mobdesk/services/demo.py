"""A believable workspace from a seed: every name in it is invented, every stage and gap occurs.

The same seed, size and day give the same content.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from mobdesk import texts
from mobdesk.domain.people import full_name
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Refused
from mobdesk.exports.lists import ParticipantList, Signer, make_list
from mobdesk.exports.report import Organisation as Sender
from mobdesk.models import attachments as files
from mobdesk.models import keys
from mobdesk.models.accounts import Account
from mobdesk.models.accreditations import Accreditation
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import Member
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.sealing import POLICY, Policy
from mobdesk.models.store import Label, Writing
from mobdesk.services import demo_private, wellbeing, workspaces
from mobdesk.services import help as help_page
from mobdesk.services.demo_bm import add_bm
from mobdesk.services.demo_grants import freeze_signed
from mobdesk.services.demo_names import names
from mobdesk.services.demo_payments import add_payments, add_real_costs
from mobdesk.services.demo_people import Casting
from mobdesk.services.demo_plans import add_plans
from mobdesk.services.demo_rates import add_rates
from mobdesk.services.demo_rows import Rows
from mobdesk.services.demo_stays import Journeys
from mobdesk.services.workspaces import Workspace

PASSPHRASE = "demo"
TRAINER = "trainer"
FEWEST, MOST = 20, 100_000
SCANS = 5

# The passphrase is published: a slower lock than the least would only keep people waiting.
_QUICK = replace(POLICY, cap=POLICY.floor)


def create(
    folder: Path, people: int, seed: int, today: date, *, policy: Policy | None = None
) -> Workspace:
    """Make a demo workspace with ``people`` people, marked inside the file, and open it.

    Raises ``Refused("demo_size")`` outside 20 to 100,000, and what ``workspaces.create`` says.
    """
    if not FEWEST <= people <= MOST:
        raise Refused("demo_size", least=FEWEST, most=f"{MOST:,}")
    made = workspaces.create(
        folder, names().own[0], PASSPHRASE, nickname="coordinator", demo=True,
        policy=policy or _QUICK,
    )  # fmt: skip
    with made.store.write(Label("demo_made"), made.actor) as s:
        trainer = _fill(s, Random(seed), people, today)
        _attach_scans(s, made, today)
        add_rates(s, today, made.actor.nickname)
        s.flush()
        freeze_signed(s)
        add_bm(s, today)
        add_real_costs(s, today)
        add_plans(s, people, today)
        s.flush()
        add_payments(s, today)
        s.done()
    workspaces.only_noted(made.store, "demo_made")
    account = _trainer_account(made, trainer)
    demo_private.write(made, account, PASSPHRASE, today)
    wellbeing.switch_on(
        made.store, made.actor, on=today - timedelta(days=200), form="Demo", assessment_read=True
    )
    help_page.set_contacts(
        made.store,
        made.actor,
        [
            {
                "name": "Demo help line (invented)",
                "phone": "000 00 00",
                "text": "Every evening from 18 to 22.",
                "checked_on": today - timedelta(days=20),
                "public": True,
            }
        ],
    )
    return made


def _fill(s: Writing, random: Random, people: int, today: date) -> int:
    """Centres, people, projects and mobilities; return the person of the trainer's account."""
    lists = names()
    own = s.scalars(select(Organisation).where(Organisation.kind == "own")).one()
    _name, own.country, own.city = lists.own
    own.oid = f"E{random.randrange(10**8):08d}"
    accreditation = Accreditation(
        code=f"{today.year - 3}-1-EE01-KA120-ADU-{random.randrange(10**9):09d}", field="ADU",
        organisation_id=own.id, valid_from=date(today.year - 2, 2, 1),
        note=f"For our consortium with {lists.member[0]}.",
    )  # fmt: skip
    s.add(accreditation)
    s.flush()
    rows = Rows(s)
    cast = Casting(rows, random, lists, today).cast(own.id, people)
    Journeys(rows, random, lists, today).go(cast, accreditation.id)
    rows.write()
    return cast.trainers[0].id


def _attach_scans(s: Writing, made: Workspace, made_on: date) -> None:
    """A few papers have their scan: a page of the program's own, marked DEMO like everything."""
    filed = (
        select(Paper.id, Paper.kind, Paper.filed_on, Member.mobility_id, Person.first_name,
               Person.last_name)
        .join(Member, Member.id == Paper.member_id)
        .join(Person, Person.id == Member.person_id)
        .order_by(Paper.id)
        .limit(SCANS)
    )  # fmt: skip
    name, country, city = names().own
    for paper_id, kind, day, mobility_id, first, last in s.execute(filed).all():
        page = make_list(
            ParticipantList(
                organisation=Sender(name, city=city, country=country),
                project_code="", activity=texts.word(f"paper.{kind}"), host="",
                signers=(Signer(full_name(first, last)),), made_on=day or made_on, demo=True,
            )
        )  # fmt: skip
        kept = files.keep(made.store.keys, page)
        s.add(
            Attachment(
                record_table="mobilities", record_id=mobility_id, paper_id=paper_id,
                title=f"{texts.word(f'paper.{kind}')}.pdf", media_type="application/pdf",
                size=kept.size, sha256=kept.sha256, storage=kept.storage,
            )
        )  # fmt: skip


def _trainer_account(made: Workspace, person: int) -> Actor:
    slot = keys.add_slot(made.store.keys, TRAINER, PASSPHRASE, False, one_time=False)
    with made.store.quietly() as s:
        account = Account(slot_id=slot, nickname=TRAINER, role="trainer", person_id=person)
        s.add(account)
        s.flush()
        return Actor(account.id, TRAINER, Role.TRAINER, person)
