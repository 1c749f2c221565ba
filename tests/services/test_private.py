"""Private notes: only the writer reads them; the file tells neither what nor when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from mobdesk.errors import Invalid, Refused
from mobdesk.models import keys
from mobdesk.models.accounts import Account
from mobdesk.services import help as help_page
from mobdesk.services import (
    history,
    mobilities,
    people,
    reflections,
    signing_in,
    stages,
    vault,
    wellbeing,
    workspaces,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.reflections import DiaryEntry, OwnStay
from tests.services.test_workspaces import FAST, PHRASE, make

TODAY = date(2026, 11, 28)
PAGE = DiaryEntry("", "reflection", TODAY, None, "home", {}, "Plantedword at the evening", None)


@pytest.fixture
def workspace(tmp_path: Path):
    made = make(tmp_path / "Kool.mobdesk")
    yield made
    made.close()


def dump(workspace) -> str:
    """Everything that the file key alone can read."""
    with workspace.store.read() as s:
        tables = s.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return repr([s.execute(text(f'SELECT * FROM "{t}"')).all() for t in tables])


def stored(workspace) -> bytes:
    with workspace.store.read() as s:
        return s.scalar(text("SELECT container FROM vaults"))


def test_an_entry_is_there_after_the_next_unlock_and_nowhere_else(workspace) -> None:
    notes = vault.unlock(workspace.store, workspace.actor, PHRASE)
    reflections.keep(notes, PAGE)
    vault.write(workspace.store, workspace.actor, notes)
    notes.forget()
    assert "Plantedword" not in dump(workspace)
    assert "Emajõe" in dump(workspace)
    again = vault.unlock(workspace.store, workspace.actor, PHRASE)
    assert [e.text for e in reflections.entries(again)] == [PAGE.text]
    steps = history.find(workspace.store, workspace.actor)
    codes = [r.code for r in history.rows(workspace.store, workspace.actor, steps)]
    assert codes == ["workspace_made"]


def test_forgotten_notes_hold_nothing(workspace) -> None:
    notes = vault.unlock(workspace.store, workspace.actor, PHRASE)
    reflections.keep(notes, PAGE)
    notes.forget()
    assert not notes.open
    assert reflections.entries(notes) == []
    assert notes.sealed() is None


def test_typed_or_not_the_container_changes_alike(workspace) -> None:
    notes = vault.unlock(workspace.store, workspace.actor, PHRASE)
    first = notes.sealed()
    second = notes.sealed()
    reflections.keep(notes, PAGE)
    third = notes.sealed()
    assert len(first) == len(second) == len(third)
    assert first != second != third


def test_everybody_has_notes_from_the_first_own_passphrase(tmp_path: Path) -> None:
    made = make(tmp_path / "K.mobdesk")
    assert vault.state(made.store, made.actor) == "ready"
    slot = keys.add_slot(made.store.keys, "mari", "first garden silver morning", False)
    with made.store.quietly() as s:
        s.add(Account(slot_id=slot, nickname="mari", role="trainer"))
    made.close()
    one_time, own = "first garden silver morning", "river copper lantern morning bridge"
    mari = workspaces.open_(made.folder, "mari", one_time, policy=FAST)
    assert mari.must_replace_passphrase
    signing_in.replace_passphrase(mari, one_time, own)
    assert vault.state(mari.store, mari.actor) == "ready"
    before = (made.folder / "keys.json").read_bytes()
    notes = vault.unlock(mari.store, mari.actor, own)
    assert vault.code_to_show(notes)
    vault.code_is_on_paper(notes)
    vault.write(mari.store, mari.actor, notes)
    assert (made.folder / "keys.json").read_bytes() == before, "the first opening shows"
    mari.close()


def test_the_private_code_opens_and_is_shown_until_it_is_on_paper(workspace) -> None:
    store, actor = workspace.store, workspace.actor
    notes = vault.unlock(store, actor, PHRASE)
    code = " ".join(vault.code_to_show(notes))
    assert vault.unlock_with_code(store, actor, code).open
    vault.code_is_on_paper(notes)
    vault.write(store, actor, notes)
    assert vault.code_to_show(vault.unlock(store, actor, PHRASE)) == []
    vault.new_code(store, actor, notes)
    fresh = " ".join(vault.code_to_show(notes))
    assert vault.unlock_with_code(store, actor, fresh).open
    with pytest.raises(Refused, match="wrong_private_code"):
        vault.unlock_with_code(store, actor, code)


def test_who_lost_both_starts_again_with_empty_notes(tmp_path: Path) -> None:
    made = make(tmp_path / "K.mobdesk")
    notes = vault.unlock(made.store, made.actor, PHRASE)
    reflections.keep(notes, PAGE)
    vault.write(made.store, made.actor, notes)
    with pytest.raises(Refused, match="wrong_passphrase"):
        vault.start_again(made.store, made.actor, "not the right words")
    assert reflections.entries(vault.unlock(made.store, made.actor, PHRASE))
    fresh = vault.start_again(made.store, made.actor, PHRASE)
    assert reflections.entries(fresh) == []
    assert vault.code_to_show(fresh)
    assert reflections.entries(vault.unlock(made.store, made.actor, PHRASE)) == []
    made.close()


def test_a_passphrase_set_by_the_coordinator_never_opens_the_notes(tmp_path: Path) -> None:
    made = make(tmp_path / "K.mobdesk")
    notes = vault.unlock(made.store, made.actor, PHRASE)
    reflections.keep(notes, PAGE)
    vault.write(made.store, made.actor, notes)
    sheet, folder = keys.sheet(made.store.keys), made.folder
    made.close()
    new = "window garden silver morning bridge"
    keys.reset_with_sheet(folder, sheet, "coordinator", new, kdf=FAST)
    back = workspaces.open_(folder, "coordinator", new, policy=FAST)
    assert vault.state(back.store, back.actor) == "asks_old"
    with pytest.raises(Refused, match="vault_asks_old"):
        vault.unlock(back.store, back.actor, new)
    before = stored(back)
    vault.renew(back.store, back.actor)
    assert stored(back) == before, "the new pair does not even open the cover"
    opened = vault.relock(back.store, back.actor, new, old_passphrase=PHRASE)
    assert [e.text for e in reflections.entries(opened)] == [PAGE.text]
    assert vault.unlock(back.store, back.actor, new).open
    vault.write(back.store, back.actor, opened)
    covered = stored(back)
    vault.renew(back.store, back.actor)
    assert stored(back) not in (before, covered)
    assert vault.unlock(back.store, back.actor, new).open
    back.close()


def test_an_empty_page_is_not_kept_and_words_are_found(workspace) -> None:
    notes = vault.unlock(workspace.store, workspace.actor, PHRASE)
    assert reflections.keep(notes, PAGE._replace(text="  ")) is None
    uid = reflections.keep(notes, PAGE)
    reflections.keep(notes, PAGE._replace(uid=uid, text="Õhtu"))
    assert [e.text for e in reflections.entries(notes, "ohtu")] == ["Õhtu"]
    assert reflections.entries(notes, "plantedword") == []


@pytest.mark.parametrize(
    ("day", "phase", "belongs"),
    [
        (date(2026, 11, 1), "before", True),
        (date(2026, 11, 28), "during", True),
        (date(2026, 12, 10), "after", True),
        (date(2026, 12, 25), "home", False),
        (date(2027, 1, 27), "look_back", True),
        (date(2027, 2, 4), "home", False),
    ],
)
def test_the_day_picks_the_prompts(day: date, phase: str, belongs: bool) -> None:
    stay = OwnStay("s", "Črnomelj", date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 2))
    found = reflections.phase_today([stay], day)
    assert found == (phase, stay if belongs else None)


def test_of_two_stays_the_nearer_one_picks_the_prompts() -> None:
    now = OwnStay("now", "Črnomelj", date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 2))
    later = OwnStay("later", "Turku", date(2027, 1, 10), date(2027, 1, 15), date(2027, 1, 14))
    for own in ([later, now], [now, later]):
        assert reflections.phase_today(own, date(2026, 11, 28)) == ("during", now)
        assert reflections.phase_today(own, date(2026, 12, 5)) == ("after", now)
        assert reflections.phase_today(own, date(2027, 1, 2)) == ("before", later)
    thought = later._replace(mobility_uid="thought", firm=False)
    assert reflections.phase_today([thought, later], date(2027, 1, 11)) == ("during", later)


@pytest.mark.parametrize("stage", ["idea", "applied", "selected", "confirmed"])
def test_a_planned_stay_with_days_asks_the_prompts_of_before(workspace, stage: str) -> None:
    store, actor = workspace.store, workspace.actor
    person = people.add(
        store, actor, {"first_name": "Mare", "last_name": "Aas", "role": "staff"}, today=TODAY
    ).ids[0]
    member = MemberPlan({"person_id": person, "part": "staff"})
    days = {"start": date(2026, 12, 14), "end": date(2026, 12, 18)}
    stay = mobilities.add(
        store, actor, {"hosting_city": "Turku"}, [SubgroupPlan(days, [member])]
    ).ids[0]
    open_ended = SubgroupPlan({"start_month": "2026-12"}, [member])
    mobilities.add(store, actor, {"hosting_city": "Umeå"}, [open_ended])
    if stage != "idea":
        stages.move(store, actor, stay, stage, TODAY, "agreed")
    own = reflections.stays(store, actor._replace(person_id=person))
    assert {one.place for one in own} == {"Turku", "Umeå"}
    phase, found = reflections.phase_today(own, TODAY)
    assert (phase, found.place) == ("before", "Turku")
    assert reflections.phase_today(own, date(2026, 12, 15))[0] == "during"
    after, _stay = reflections.phase_today(own, date(2026, 12, 20))
    assert after == ("after" if stage in ("selected", "confirmed") else "home")


def test_who_came_back_early_is_asked_from_the_real_day_on(workspace) -> None:
    store, actor = workspace.store, workspace.actor
    person = people.add(
        store, actor, {"first_name": "Mare", "last_name": "Aas", "role": "staff"}, today=TODAY
    ).ids[0]
    days = {"start": date(2026, 11, 23), "end": date(2026, 12, 4)}
    plan = SubgroupPlan(days, [MemberPlan({"person_id": person, "part": "staff"})])
    stay = mobilities.add(store, actor, {"hosting_city": "Turku"}, [plan]).ids[0]
    stages.move(store, actor, stay, "abroad", TODAY, "agreed")
    member = mobilities.get(store, actor, stay).subgroups[0].members[0].id
    stages.end(
        store, actor, member, "returned_early",
        {"ended_reason": "illness", "ended_by": "Mare", "force_majeure": True,
         "ended_on": date(2026, 11, 26)},
    )  # fmt: skip
    own = reflections.stays(store, actor._replace(person_id=person))
    assert reflections.phase_today(own, TODAY)[0] == "after"


def test_check_ins_skip_and_refuse(workspace) -> None:
    notes = vault.unlock(workspace.store, workspace.actor, PHRASE)
    from mobdesk.domain.wellbeing import items

    first = items()[0].key
    wellbeing.keep(notes, TODAY, {first: 3}, {})
    assert wellbeing.checkins(notes)[0][1].answers == {first: 3}
    with pytest.raises(Invalid):
        wellbeing.keep(notes, TODAY, {first: 9}, {})
    assert not wellbeing.harder_than_usual(notes, TODAY)
    wellbeing.choose(notes, wellbeing.Choices(paused=True, not_now_on=TODAY))
    assert wellbeing.choices(notes) == wellbeing.Choices(paused=True, not_now_on=TODAY)


def test_a_check_in_under_way_survives_a_lock(workspace) -> None:
    store, actor = workspace.store, workspace.actor
    notes = vault.unlock(store, actor, PHRASE)
    assert wellbeing.next_offer(notes, TODAY) == TODAY
    wellbeing.keep_draft(notes, wellbeing.Draft(3, {"energy": 2, "load": None}, {"helped": "tea"}))
    vault.write(store, actor, notes)
    again = vault.unlock(store, actor, PHRASE)
    under_way = wellbeing.draft(again)
    assert under_way == wellbeing.Draft(3, {"energy": 2, "load": None}, {"helped": "tea"})
    wellbeing.keep(again, TODAY, under_way.answers, under_way.lines)
    wellbeing.keep_draft(again, None)
    assert wellbeing.draft(again) is None
    assert wellbeing.lines_of(again, TODAY) == {"helped": "tea"}
    assert wellbeing.next_offer(again, TODAY) == date(2026, 12, 12)
    assert wellbeing.own_line(again, "energy").points[0].value == 50


def test_switching_on_needs_consultation_and_assessment(workspace) -> None:
    store, actor = workspace.store, workspace.actor
    assert wellbeing.switched_on(store, actor) is None
    with pytest.raises(Invalid):
        wellbeing.switch_on(store, actor, on=TODAY, form=" ", assessment_read=True)
    wellbeing.switch_on(store, actor, on=TODAY, form="Meeting of all", assessment_read=True)
    assert wellbeing.switched_on(store, actor).form == "Meeting of all"
    wellbeing.switch_off(store, actor)
    assert wellbeing.switched_on(store, actor) is None


def test_only_public_contacts_are_readable_without_signing_in(workspace) -> None:
    given = [
        {"name": "Crisis line", "phone": "116 123", "public": True, "checked_on": TODAY},
        {"name": "Inner contact", "public": False},
    ]
    help_page.set_contacts(workspace.store, workspace.actor, given)
    shown = help_page.public_contacts(workspace.folder)
    assert [(c.name, c.checked_on) for c in shown] == [("Crisis line", TODAY)]
    (workspace.folder / help_page.FILE).write_text("[]")
    assert help_page.publish(workspace.store, workspace.actor) is True
    assert [c.name for c in help_page.public_contacts(workspace.folder)] == ["Crisis line"]
    (workspace.folder / help_page.FILE).write_bytes(b"\xff{")
    assert help_page.public_contacts(workspace.folder) == []
