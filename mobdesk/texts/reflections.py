"""Words for the diary. The prompts are shipped data; these are the same words, to be translated."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "energy_one_to_five": (N_("Energy is a number from 1 to 5."), N_("Choose one, or none.")),
}

WORDS: dict[str, str] = {
    "job.notes": N_("Opening the notes"),
    "diary_phase.before": N_("Before"),
    "diary_phase.during": N_("During"),
    "diary_phase.after": N_("After"),
    "diary_phase.home": N_("At home"),
    "diary_phase.look_back": N_("Eight weeks later"),
    "prompt.before.bring_home": N_("What do you want to bring home?"),
    "prompt.before.worries": N_("What worries you?"),
    "prompt.before.who_hears": N_("Who should hear about it afterwards?"),
    "prompt.during.different": N_("One thing they do differently here"),
    "prompt.during.worth_stealing": N_("One thing worth stealing"),
    "prompt.during.we_do_well": N_("One thing we already do well"),
    "prompt.after.practice": N_("Which practice will you try, with which group, by when?"),
    "prompt.after.fail": N_("What would make it fail?"),
    "prompt.after.tell": N_("Whom will you tell?"),
    "prompt.home.tried": N_("What did you try?"),
    "prompt.home.noticed": N_("What did you notice?"),
    "prompt.home.unexpected": N_("I did not expect"),
    "prompt.home.next_time": N_("And next time"),
    "prompt.look_back.stuck": N_("After eight weeks: what stuck?"),
    "prompt_note.home.unexpected": N_("Kept apart, easy to find again"),
    "energy.title": N_("Energy today"),
    "energy.1": N_("very low"),
    "energy.2": N_("low"),
    "energy.3": N_("fair"),
    "energy.4": N_("good"),
    "energy.5": N_("very good"),
    "entry_kind.checkin": N_("How am I?"),
    "entry_kind.reflection": N_("Free page"),
    "entry_kind.mobility_day": N_("Day"),
    "entry_kind.commitment": N_("I try this"),
    "entry_kind.peer_note": N_("Note with my peer"),
    "entry_kind.share_draft": N_("Draft to share"),
    "entry_kind.setting": N_("Setting"),
}
