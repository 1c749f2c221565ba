"""What the help page says about the work: short, true, in the order of a working day."""

from __future__ import annotations

from typing import NamedTuple

from mobdesk.i18n import N_


class HowTo(NamedTuple):
    """A question and its steps."""

    question: str
    steps: tuple[str, ...]


HOW_TOS: tuple[HowTo, ...] = (
    HowTo(
        N_("Begin with a project"),
        (
            N_("Copy the project code from page 1 of your grant agreement."),
            N_("Paste it where Mobdesk asks for it. It says what each part means."),
            N_("You can begin without a code and add it later."),
        ),
    ),
    HowTo(
        N_("Bring in a list of participants"),
        (
            N_("Drop the spreadsheet on the window, or press Import on the page Participants."),
            N_("Look at the columns that Mobdesk understood. Change what is wrong."),
            N_("Nothing is written before you say so. Your file is only read, never changed."),
            N_("One Undo takes the whole list back."),
        ),
    ),
    HowTo(
        N_("Plan a mobility"),
        (
            N_("Press \u201cPlan a mobility\u201d: who, where, when. Places may stay unnamed."),
            N_("Start and end are the days of the activity. Travel days have their own fields."),
            N_("Four marks say how ready it is: preparation, papers, money, reporting."),
        ),
    ),
    HowTo(
        N_("Type the rates of your agency"),
        (
            N_("Open Rates and press \u201cType a sheet\u201d. Copy the table of your agency."),
            N_("What is suggested beside a field is not from your agency. Compare it first."),
            N_("Confirm the sheet against the document. A change asks for this again."),
            N_("A rate that is missing stops nothing: the rest adds up."),
        ),
    ),
    HowTo(
        N_("See where the money stands"),
        (
            N_("Budget shows four sums: awarded, signed for, done, free."),
            N_("On a mobility, \u201cExplain every cent\u201d reads like a bill."),
            N_("\u201cTry a what-if\u201d changes a copy. Nothing is written before you keep it."),
            N_("Payments names what is due and notes what you paid. It pays nothing itself."),
        ),
    ),
    HowTo(
        N_("File a paper"),
        (
            N_("Drop a scan or photos on the mobility. Several photos become one PDF."),
            N_("Attached files are encrypted. Opening one shows a copy to read only."),
        ),
    ),
    HowTo(
        N_("Type a mobility into the Beneficiary Module"),
        (
            N_("Open Beneficiary Module, choose the project, and open the next sheet."),
            N_("Enter copies a value, Space ticks it, Tab goes to the next one that is open."),
            N_("A tick opens again when the value changes here. It says what BM still has."),
            N_("Put the fields once in the order of your own BM screen: press Change."),
            N_("\u201cFiles for BM\u201d fills a list exported from BM, or compares it."),
        ),
    ),
    HowTo(
        N_("Give the files to the agency or a partner"),
        (
            N_("Open \u201cFiles to send\u201d and choose what is in them."),
            N_("Mobdesk sends nothing. It saves the files and prepares a draft mail."),
            N_("A protected file needs its passphrase. Tell it on another way, by phone for "
               "example."),
        ),
    ),
    HowTo(
        N_("Take something back"),
        (
            N_("Ctrl+Z takes back the last change. The page History shows what was changed."),
            N_("Erasing a person and private notes have no Undo. Mobdesk asks before."),
        ),
    ),
    HowTo(
        N_("Keep copies"),
        (
            N_("The page Backups makes a copy and checks it."),
            N_("Keep a second copy on a stick, in another place."),
            N_("Print the workspace sheet. It opens the workspace when a passphrase is lost."),
        ),
    ),
    HowTo(
        N_("Leave the computer"),
        (
            N_("Ctrl+L locks the workspace. It also locks by itself after some minutes."),
            N_("Your private notes lock earlier: after four minutes without a touch."),
        ),
    ),
)  # fmt: skip

#: What the lock holds and what it does not.
LOCK: tuple[tuple[str, str], ...] = (
    ("lock", N_("The whole workspace is encrypted. Without a passphrase or the workspace sheet "
                "nobody opens it.")),
    ("diary", N_("Diary and How am I? are locked once more, with the passphrase of their writer. "
                 "Nobody at the centre can read them, the coordinator included.")),
    ("key", N_("There is no way in for us. Passphrase and sheet lost: the workspace is lost. "
               "Passphrase and private code lost: the private notes are lost.")),
    ("laptop", N_("The lock does not hold against someone who controls this computer or changes "
                  "the program. Encrypt the disk of the computer as well.")),
    ("globe", N_("Mobdesk uses no internet. Nothing leaves this computer unless you carry it.")),
)  # fmt: skip

#: Whom to turn to, after the emergency number.
WHOM: tuple[str, ...] = (
    N_("Your doctor"),
    N_("The help line of your country"),
    N_("The help service for staff, if your centre has one"),
    N_("A colleague you trust"),
)
