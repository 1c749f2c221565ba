"""Words for the check-in "How am I?". The items themselves are shipped data."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "answer_unknown": (N_("This is not one of the answers."), N_("Choose one, or skip it.")),
}

WORDS: dict[str, str] = {
    "checkin.intro": N_("Think of your work since your last check-in. Skip anything."),
    "checkin.option.0": N_("not at all"),
    "checkin.option.1": N_("a little"),
    "checkin.option.2": N_("partly"),
    "checkin.option.3": N_("mostly"),
    "checkin.option.4": N_("fully"),
    "checkin.item.energy": N_("My energy lasted through the working day."),
    "checkin.item.load": N_("The hours I had were enough for the tasks I had."),
    "checkin.item.support": N_("When I was stuck, someone here helped."),
    "checkin.item.say": N_("I could shape how I run my sessions."),
    "checkin.item.meaning": N_("Work with my groups felt worthwhile."),
    "checkin.item.off": N_("After work my head was free for other things."),
    "checkin.item.respect": N_("I was treated with respect at work."),
    "checkin.topic.energy": N_("Energy"),
    "checkin.topic.load": N_("Enough time"),
    "checkin.topic.support": N_("When stuck, someone helped"),
    "checkin.topic.say": N_("Say in my work"),
    "checkin.topic.meaning": N_("Meaning"),
    "checkin.topic.off": N_("Head free"),
    "checkin.topic.respect": N_("Respect"),
    "checkin.topic.total": N_("All topics together"),
    "checkin.line.helped": N_("One thing that helped"),
    "checkin.line.change": N_("One thing to change"),
    "checkin.flag": N_(
        "The last weeks look harder than your usual. Want to see ideas or contacts?"
    ),
    "checkin.not_now": N_("Not now"),
    "checkin.usual_range": N_("shaded: your usual range"),
    "checkin.gaps": N_("Skipped weeks stay open and never count as zero."),
    "checkin.daily_mean": N_("Several entries of one day are shown as their mean."),
    "checkin.no_test": N_("This is not a medical test. The sentences are ours and not validated."),
}

LABELS: dict[str, str] = {
    "own_line.empty": N_("Your line starts with your first check-in."),
    "own_line.few": N_("{n} check-ins so far. Your usual range appears from {least} on."),
    "own_line.few.one": N_("{n} check-in so far. Your usual range appears from {least} on."),
    "own_line.within": N_("Your last check-in is in your usual range."),
    "own_line.below": N_("Your last check-in is below your usual range."),
    "own_line.above": N_("Your last check-in is above your usual range."),
    "own_line.back": N_("Your last check-in is back in your usual range."),
}
