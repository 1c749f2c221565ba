"""The whole path in readable steps, the same for both pairs of hands."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.walks.hands import Hands

LIST = """\
Last year's participants,,,,,,
First name,Last name,Date of birth,E-mail,City,Country,Role
Maarja,Tamm,04/02/1984,maarja@school.example,Tartu,Estonia,Staff
Ülle,Õunapuu,23/11/1979,ulle@school.example,Tartu,Estonia,Staff
Peeter,Järv,17/05/1990,peeter@school.example,Elva,Estonia,Learner
Nejc,Žagar,30/08/1988,nejc@school.example,Tartu,Estonia,Learner
Eleni,Papadaki,12/12/1991,eleni@school.example,Tartu,Estonia,Learner
Цветана,Йорданова,19/01/1975,tsveta@school.example,Tartu,Estonia,Learner
Liis,Kask,28/03/1996,liis@school.example,Tartu,Estonia,Learner
Mart,Saar,14/07/1982,mart@school.example,Tartu,Estonia,Learner
Anna,Rebane,21/09/1986,anna@school.example,Tartu,Estonia,Learner
Kadri,Oja,25/10/1993,kadri@school.example,Tartu,Estonia,Learner
"""
CODE = "2026-1-EE01-KA122-ADU-000214921"


class Answers:
    """What the dialogs of the system answer: nobody can drive those here."""

    passphrase = one_time = trainer = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = folder / "place"
        self.list = folder / "last year.csv"
        self.stick = folder / "stick"
        self.sent = folder / "sent"
        for one in (self.place, self.stick, self.sent):
            one.mkdir()
        self.list.write_text(LIST, encoding="utf-8")
        self.folders = [self.place, self.stick]

    @staticmethod
    def day(offset: int) -> str:
        """A day as somebody types it."""
        day = date.today() + timedelta(days=offset)
        return f"{day.day}.{day.month}.{day.year}"

    def next_folder(self, *_asked: object) -> str:
        """The next folder."""
        return str(self.folders.pop(0))

    def file(self, *_asked: object) -> tuple[str, str]:
        """The list."""
        return str(self.list), ""


def first_start(hands: Hands, answers: Answers) -> None:
    """A code is pasted and explained, the place chosen, the words written down."""
    hands.see("How would you like to begin?", "Start with a project code")
    hands.shot("first-start")
    hands.use("Start with a project code")
    hands.fill("Project code", "2026-1-EE01-KA122-ADU-OOO214921")
    hands.see("What this means", "It belongs to the call of 2026")
    hands.fill("Your organisation", "Emajoe koolituskeskus")
    hands.fill("Name you use for it", "Learning across borders")
    hands.use("Choose a folder")
    hands.see("place / Emajoe koolituskeskus.mobdesk")
    hands.shot("project-explained")
    hands.use("Go on")
    hands.see("Step 2 of 2")
    answers.passphrase = hands.read("Your passphrase")
    hands.shot("five-words")
    hands.use("I have written it on paper.")
    hands.use("I know that nobody can look it up for me.")
    hands.use("Make the workspace")
    hands.see("Today")
    hands.shot("today")


def bring_in(hands: Hands, answers: Answers) -> None:
    """Last year's list comes in and its people stand under Participants."""
    hands.page("Participants")
    hands.see("No participants yet")
    hands.use("Bring in a list")
    hands.use("Drop a list here, or press to choose it")
    hands.see("last year.csv")
    hands.shot("columns")
    hands.use("Check 10 rows")
    hands.see("10 rows are new")
    hands.shot("dry-run")
    hands.use("Bring in 10 rows")
    hands.see("10 rows are in.")
    hands.shot("list-is-in")
    hands.use("Participants")
    hands.see("Tamm", "Žagar", "10")
    hands.shot("participants")


def one_group(hands: Hands, answers: Answers) -> None:
    """A group of ten with dates; its papers are named, its list is ready to sign."""
    hands.page("Mobilities")
    hands.use("Make a group")
    hands.fill("Name of the group", "Spring course")
    hands.fill("First day of the activity", answers.day(-6))
    hands.fill("Last day of the activity", answers.day(5))
    hands.use("Choose the last list (10)")
    hands.see("10 chosen")
    hands.choose("Lead", "Tamm, Maarja")
    hands.fill("City", "Porto")
    hands.pick("Country", "Portu", "Portugal")
    hands.shot("group-of-ten")
    hands.use("Make the group")
    hands.see("Spring course", "Ready to print and sign")
    hands.shot("missing-papers")
    hands.use("Save as PDF")
    hands.save_as(answers.folder / "participants.pdf")
    hands.see("The list is saved.")
    assert (answers.folder / "participants.pdf").stat().st_size > 1000
    hands.shot("list-saved")


def sheet_and_copy(hands: Hands, answers: Answers) -> None:
    """The workspace sheet is looked at; a copy goes to a second place."""
    hands.page("Today")
    hands.use("Print the sheet")
    hands.see("Check the paper", "Print the sheet")
    hands.shot("sheet")
    hands.page("Backups")
    hands.use("Choose a second place")
    hands.see("The second place is set")
    hands.shot("second-place")
    assert list(answers.stick.rglob("*.mobdesk-backup"))


def trainer_account(hands: Hands, answers: Answers) -> None:
    """How am I? is switched on; a trainer gets an account with a one-time passphrase."""
    hands.page("How am I?")
    hands.fill("Date of the consultation", answers.day(-2))
    hands.fill("Form of the consultation", "Meeting of all")
    hands.use("I have read the impact assessment")
    hands.use("Switch it on")
    hands.see("is switched on for the centre")
    hands.shot("how-am-i-switched-on")
    hands.menu("Signed in: coordinator, Coordinator", "Accounts")
    hands.use("Add an account")
    hands.fill("Nickname", "mets7")
    hands.pick("Person", "Tamm", "Tamm")
    hands.use("Add the account")
    hands.see("Tell mets7 these words")
    answers.one_time = hands.read("One-time passphrase")
    hands.shot("one-time-passphrase")
    hands.use("I have told them")
    hands.see("mets7")
    hands.lock()
    hands.see("Unlock your workspace")
    hands.shot("locked")


def evening(hands: Hands, answers: Answers) -> None:
    """The trainer signs in, replaces the words, writes the diary and answers How am I?"""
    hands.switch("mets7")
    hands.fill("Passphrase", answers.one_time)
    hands.use("Unlock")
    hands.see("Your own passphrase")
    hands.fill("One-time passphrase", answers.one_time)
    answers.trainer = hands.read("Your passphrase")
    hands.use("I have written it on paper.")
    hands.use("I know that nobody can look it up for me.")
    hands.shot("own-words")
    hands.use("Use the new passphrase")
    hands.see("Today")
    hands.shot("trainer-today")
    hands.page("Diary")
    hands.see("Your notes are locked")
    hands.fill("Passphrase", answers.trainer)
    hands.use("Open my notes")
    hands.see("Your private code")
    hands.shot("private-code")
    hands.use("I have it on paper")
    hands.fill("One thing they do differently here", "A round at the start.")
    hands.fill("One thing worth stealing", "Everybody speaks.")
    hands.see("Kept as you type.", "1 entry since")
    hands.shot("diary")
    hands.page("How am I?")
    for _item in range(7):
        hands.answer(4, "mostly")
        hands.use("Next")
    hands.see("Two lines, only for you")
    hands.use("Keep")
    hands.see("My own line", "Next time from")
    hands.shot("how-am-i")
    hands.lock()
    hands.see("Unlock your workspace")


def files_to_send(hands: Hands, answers: Answers) -> None:
    """The coordinator makes the files to send: protected, saved and checked."""
    hands.switch("coordinator")
    hands.fill("Passphrase", answers.passphrase)
    hands.use("Unlock")
    hands.page("Files to send")
    hands.see("because people are named", "Mail")
    hands.switch("Protected ZIP")
    hands.shot("files-to-send")
    hands.use("Save the files")
    hands.save_as(answers.sent, "Choose")
    hands.see("The files are saved and checked.")
    hands.shot("saved-and-checked")
    assert list(answers.sent.glob("*.zip"))


PARTS = (first_start, bring_in, one_group, sheet_and_copy, trainer_account, evening, files_to_send)
