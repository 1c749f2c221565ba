"""Private notes of the demo: a diary and check-ins of two invented people, so that a line shows.

Every sentence is invented and names nobody. The day of the demo itself is left to who looks at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mobdesk.domain import wellbeing as rules
from mobdesk.domain.reflections import EntryKind
from mobdesk.domain.roles import Actor
from mobdesk.models import keys
from mobdesk.models.workspace import Vault
from mobdesk.services import reflections, vault, wellbeing
from mobdesk.services.vault import Notes
from mobdesk.services.workspaces import Workspace

#: Days before today, with what was written; the prompts are those of the day.
_DAYS = (150, 96, 40, 12, 2, 1)
_ANSWERS: dict[str, tuple[dict[str, str], ...]] = {
    "before": (
        {
            "bring_home": "Two ways to begin a lesson that work without the projector.",
            "worries": "My English, when everybody speaks at once.",
            "who_hears": "The colleagues of the evening groups, at the next meeting.",
        },
        {
            "bring_home": "What they do when half of the group is new every month.",
            "worries": "Less than a month ago. The programme came, and it is clear.",
        },
    ),
    "during": (
        {
            "different": "They start with ten minutes in pairs. Nobody comes late twice.",
            "worth_stealing": "A board where learners write what they want to understand today.",
            "we_do_well": "Our groups know each other's work. Here they asked how we do that.",
        },
        {
            "different": "The plan of the week hangs on the door, with gaps for questions.",
            "worth_stealing": "Every lesson ends with one sentence on a card.",
        },
    ),
    "after": ({"practice": "The card with one sentence, with my Tuesday group, for four weeks."},),
    "home": (
        {
            "tried": "Groups of three instead of the whole circle.",
            "noticed": "Two who never speak did speak.",
            "unexpected": "It was loud, and it was good.",
        },
        {
            "tried": "The quiz at the end instead of at the beginning.",
            "noticed": "They stayed longer. I was tired, and it was worth it.",
            "next_time": "Fewer questions, more time for one of them.",
        },
        {"noticed": "A long week. The walk home helped more than I thought."},
    ),
    "look_back": ({"stuck": "The pairs at the beginning. We still do it every week."},),
}
_ENERGY = (3, 4, 2, 4, 4, 3)
_FREE = (5, "Packed. The list of things to ask is longer than the list of things to take.")
# Answers 0-4 of the seven items, every second week, the newest last.
_TRAINER = (
    (3, 2, 3, 3, 4, 2, 4), (3, 2, 3, 3, 3, 2, 4), (2, 2, 3, 3, 3, 2, 3), (3, 3, 3, 3, 4, 3, 4),
    (2, 1, 3, 3, 3, 1, 4), (3, 2, 2, 3, 4, 2, 4), (3, 3, 3, 4, 4, 3, 4), (3, 2, 3, 3, 4, 2, 4),
    (2, 2, 3, 3, 3, 2, 4), (3, 2, 3, 3, 4, 2, 4),
)  # fmt: skip
_COORDINATOR = (
    (3, 1, 3, 3, 3, 2, 4), (2, 1, 3, 3, 3, 1, 4), (2, 1, 2, 3, 3, 1, 3), (3, 2, 3, 3, 3, 2, 4),
    (3, 2, 3, 3, 4, 2, 4), (2, 2, 3, 3, 3, 2, 4), (3, 2, 3, 3, 3, 2, 4), (3, 2, 3, 4, 3, 2, 4),
)  # fmt: skip
_HELPED = ("A colleague took one evening.", "", "A free Saturday.")


def write(made: Workspace, trainer: Actor, passphrase: str, today: date) -> None:
    """Put invented entries into the notes of the coordinator and of the trainer."""
    notes = vault.unlock(made.store, made.actor, passphrase)
    vault.code_is_on_paper(notes)
    _checkins(notes, _COORDINATOR, today)
    vault.write(made.store, made.actor, notes)
    notes.forget()
    _write_of(made, trainer, passphrase, today)


def _write_of(made: Workspace, trainer: Actor, passphrase: str, today: date) -> None:
    own = keys.open_keys(made.folder, trainer.nickname, passphrase, kdf=made.store.keys.policy)
    key, _code = keys.create_vault(own, passphrase, checked=True)
    notes = Notes(key, {})
    _checkins(notes, _TRAINER, today)
    _diary(notes, reflections.stays(made.store, trainer), today)
    container = notes.sealed()
    notes.forget()
    with made.store.quietly() as s:
        s.merge(Vault(slot_id=own.slot_id, container=container))


def _checkins(notes: Notes, given: Sequence[Sequence[int]], today: date) -> None:
    names = [item.key for item in rules.items()]
    for number, answers in enumerate(given):
        day = today - timedelta(days=rules.INTERVAL_DAYS * (len(given) - number))
        helped = _HELPED[number % len(_HELPED)]
        wellbeing.keep(notes, day, dict(zip(names, answers, strict=True)), {"helped": helped})


def _diary(notes: Notes, own: list[reflections.OwnStay], today: date) -> None:
    used: dict[str, int] = {}
    for ago, energy in zip(_DAYS, _ENERGY, strict=True):
        day = today - timedelta(days=ago)
        entry = reflections.entry_for(notes, day, EntryKind.MOBILITY_DAY.value, own)
        number = used.get(entry.phase, 0)
        used[entry.phase] = number + 1
        said = _ANSWERS[entry.phase]
        answers = said[number % len(said)]
        reflections.keep(notes, entry._replace(answers=answers, energy=energy))
    ago, text = _FREE
    entry = reflections.entry_for(
        notes, today - timedelta(days=ago), EntryKind.REFLECTION.value, own
    )
    reflections.keep(notes, entry._replace(text=text))
