"""Words for erasing people and for the list to approve."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "person_has_account": (
        N_("This person has the account {nickname}."),
        N_("Remove the account first. Nothing was erased."),
    ),
}

WORDS: dict[str, str] = {
    "concern.keeping_in_use": N_("A stay is planned or running, or the record was used lately."),
    "concern.keeping_restricted": N_("A proof duty still runs. Checks may ask for these data."),
    "concern.keeping_unknown": N_("It is not known how long a proof duty runs."),
    "concern.has_account": N_("This person has an account. Remove it first."),
    "erased.people": N_("People"),
    "erased.places": N_("Places on mobilities, kept without a name"),
    "erased.papers": N_("Papers"),
    "erased.attachments": N_("Files"),
    "erased.paper_originals": N_("Notes of paper originals"),
    "erased.needs": N_("Needs"),
    "erased.texts": N_("Texts that named the person"),
    "erased.history": N_("Entries of the history"),
    "look_at.contacts": N_("Contacts of organisations with the same name"),
    "look_at.next_of_kin": N_("Named as somebody’s next of kin"),
    "look_at.on_paper": N_("Papers that a binder may still hold. Take them out and destroy them"),
    "look_at.attachments": N_("Files that a damaged backup may still need"),
    "erasure.not_undoable": N_("Erasing cannot be taken back."),
    "erasure.destroy": N_("Destroy these copies, or connect them and make a backup."),
}

LABELS: dict[str, str] = {
    "people_erased": N_("{n} people erased"),
    "people_erased.one": N_("{n} person erased"),
    "people_restricted": N_("{n} people kept for checks only"),
    "people_restricted.one": N_("{n} person kept for checks only"),
    "people_shown_again": N_("{n} people shown again"),
    "people_shown_again.one": N_("{n} person shown again"),
}
