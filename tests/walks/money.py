"""Money by keyboard alone, from a fresh demo: a group planned, priced, moved, paid, ended for one.

The sums are computed here by hand from the invented rates of the demo, and read from the screen.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtWidgets import QAbstractItemView

from mobdesk.ui.budget.table import SumsTable
from tests.walks.hands import Hands, Keyboard
from tests.walks.story import Answers

GROUP = "Spring in Porto"
# From the invented sheet, 3,121.11 km from Tartu to Porto: band 3,000 km; Portugal is in group 2.
PLANE, TRAIN, LEARNER_DAY, STAFF_DAY, FLAG, ORGANISATION = 600, 750, 60, 130, 120, 120
DAYS = 5 + 2
SIGNED = TRAIN + DAYS * LEARNER_DAY  # what the one with instalments gets
FIRST = SIGNED * 80 // 100


class Board(NamedTuple):
    """Sums of one row of the board, in cents."""

    signed: int
    free: int
    expected: int


def cents(text: str) -> int:
    """``−1,234.50 €`` as cents."""
    plain = text.replace("\u2212", "-").replace(",", "").replace("€", "").strip()
    whole, _point, rest = plain.partition(".")
    return int(whole + (rest or "00"))


def euros(whole: int) -> str:
    """1170 as it stands on screen."""
    return f"{whole:,}.00 €"


def days() -> list[str]:
    """First and last day, day of leaving and of coming back; the first is a Monday."""
    start = date.today() + timedelta(days=98 - date.today().weekday())
    all_ = (start, start + timedelta(4), start - timedelta(1), start + timedelta(5))
    return [f"{one.day}.{one.month}.{one.year}" for one in all_]


class Walk:
    """What one step of the walk tells the next."""

    lead = other = ""
    learners: tuple[str, ...] = ()
    flagged: frozenset[str] = frozenset()
    before: dict[str, Board]
    planned: dict[str, Board]
    signed: dict[str, Board]
    ended = ""


def board(hands: Hands) -> dict[str, Board]:
    """What the board says as a table, read from the screen."""
    hands.page("Budget")
    hands.see("The board")
    hands.switch("Table")
    hands.see("Together")
    rows: dict[int, list[tuple[int, str]]] = {}
    table = next(one for one in hands.eyes.window.findChildren(SumsTable) if one.isVisible())
    for one in hands.eyes.everything():
        if table.isAncestorOf(one.widget) and not one.name:
            at = one.widget.mapTo(table, one.rect.topRight())
            rows.setdefault(at.y() // 8, []).append((at.x(), one.words))
    lines = [[words for _x, words in sorted(row)] for _y, row in sorted(rows.items())]
    head = lines[0]
    signed, free, expected = (head.index(n) for n in ("Signed for", "Free", "Expected"))
    return {
        line[0]: Board(cents(line[signed]), cents(line[free]), cents(line[expected]))
        for line in lines[1:]
    }


def changed(old: dict[str, Board], new: dict[str, Board], category: str) -> tuple[int, int, int]:
    """By how many cents signed for, free and expected of a category changed."""
    none = Board(0, 0, 0)
    one, two = old.get(category, none), new.get(category, none)
    return two.signed - one.signed, two.free - one.free, two.expected - one.expected


def names_under(hands: Hands, chip: str, most: int) -> tuple[str, ...]:
    """The first names of the list of participants with this chip pressed."""
    hands.page("Participants")
    hands.use(chip)
    view = next(v for v in hands.eyes.window.findChildren(QAbstractItemView)
                if v.isVisible() and v.model() and v.model().columnCount() > 4)  # fmt: skip
    found = tuple(str(view.model().index(row, 0).data()) for row in range(view.model().rowCount()))
    hands.use(chip)
    return found[:most]


def look_at_the_demo(hands: Hands, walk: Walk) -> None:
    """The demo of the first start; who can go; what the board says before."""
    hands.see("How would you like to begin?")
    hands.use("Look at the demo")
    hands.see("Today")
    walk.learners = names_under(hands, "Learners", 12)
    walk.lead, walk.other = names_under(hands, "Accompanying", 2)
    walk.before = board(hands)
    hands.shot("board-before")


def plan(hands: Hands, walk: Walk) -> None:
    """Twelve learners and two who go along; the half goes by train."""
    hands.page("Mobilities")
    hands.use("Make a group")
    hands.fill("Name of the group", GROUP)
    hands.pick("Project", "KA121-ADU", f"{date.today().year}-1-EE01-KA121-ADU")
    start, end, leaves, back = days()
    hands.fill("First day of the activity", start)
    hands.fill("Last day of the activity", end)
    hands.go_to("Search name, e-mail")  # type: ignore[attr-defined]
    for name in (walk.lead, walk.other, *walk.learners):
        hands.type(name)
        hands.press("Return")
    hands.see("14 chosen")
    hands.shot("who-goes")
    hands.fill("City", "Porto")
    hands.pick("Country", "Portu", "Portugal")
    hands.fill("Leaves home", leaves)
    hands.fill("Back home", back)
    hands.choose("Travels by", "Plane")
    hands.use("Make the group")
    hands.see("12 participants, 2 accompanying persons", "Distance not known yet")
    hands.menu("More", "Subgroup with other dates")
    hands.fill("Name of the subgroup", "By train")
    hands.choose("Travels by", "Train")
    hands.choose("Green travel", "Yes")
    hands.go_to("Who goes over to it")  # type: ignore[attr-defined]
    for _row in range(7):  # the second who goes along, and six learners
        hands.press("Down")
        hands.press("Space")
    hands.see("7 chosen")
    hands.shot("by-train")
    hands.use("Add the subgroup")
    hands.see("By train")


def price(hands: Hands, walk: Walk) -> None:
    """The town of departure is picked; the bill shows every line."""
    hands.use("Type it in")
    hands.pick("From", "tart", "Tartu, Estonia")
    hands.see("We compute 3,121.11 km. Proposed band: 3,000 to 3,999 km.")
    hands.shot("distance")
    hands.use("Save")
    hands.see("3,121.11 km one way, computed")
    hands.use("Explain every cent")
    hands.see("Every cent explained")
    hands.shot("bill-of-the-group")
    plain = PLANE + DAYS * LEARNER_DAY
    flags = 0
    for name in walk.learners:
        total = _total_of(hands, name)
        base = SIGNED if name in walk.learners[:6] else plain
        assert total in (base, base + FLAG), (name, total)
        flags += (total - base) // FLAG
        if total != base:
            walk.flagged |= {name}
    assert _total_of(hands, walk.lead) == PLANE + DAYS * STAFF_DAY
    assert _total_of(hands, walk.other) == TRAIN + DAYS * STAFF_DAY
    hands.use(f"Open the bill of {_first_name_first(walk.learners[0])}")
    hands.see(f"= {DAYS} days × {LEARNER_DAY}.00 €", f"there and back 1 × {TRAIN}.00 €")
    hands.shot("bill-of-one")


def _first_name_first(name: str) -> str:
    last, _comma, first = name.partition(", ")
    return f"{first} {last}"


def _total_of(hands: Hands, name: str) -> int:
    """The sum of the row of a member on the bill of a group, as it is read out."""
    row = hands.eyes.find(f"Open the bill of {_first_name_first(name)}")
    assert row is not None, name
    said = row.widget.accessibleDescription()
    return cents(said.split("€")[0]) // 100


def move(hands: Hands, walk: Walk) -> None:
    """Both subgroups a week later, then on to confirmed."""
    _open(hands)
    hands.use("Change dates")
    hands.see("Subgroup 1. The dates hold for 7 persons.")
    hands.use("Move all subgroups by days")
    hands.fill("Days later", "7")
    hands.see("−7 is a week earlier")
    hands.shot("a-week-later")
    hands.use("Move the dates")
    hands.use("Next: applied")
    hands.use("Next: selected")
    hands.type("Without a call")
    hands.use("Go on")
    hands.use("Next: confirmed")
    hands.type("Agreed by phone")
    hands.use("Go on")
    hands.shot("confirmed")
    walk.planned = board(hands)
    hands.shot("board-planned")
    flags = len(walk.flagged)
    new = 6 * (PLANE + TRAIN) + PLANE + TRAIN
    assert changed(walk.before, walk.planned, "Travel") == (0, 0, new * 100)
    support = DAYS * (12 * LEARNER_DAY + 2 * STAFF_DAY)
    assert changed(walk.before, walk.planned, "Individual support") == (0, 0, support * 100)
    flagged = changed(walk.before, walk.planned, "Inclusion support, organisation")
    assert flagged == (0, 0, flags * FLAG * 100)
    organisation = changed(walk.before, walk.planned, "Organisational support")
    assert organisation == (0, 0, 12 * ORGANISATION * 100)


def pay(hands: Hands, walk: Walk) -> None:
    """One gets instalments: agreement signed, first one paid; the others get pocket money."""
    who = walk.learners[0]
    _open(hands)
    hands.menu(who, "What counts for the grant")
    hands.choose("The centre pays tickets and beds", "No")
    hands.use("Save")
    hands.menu(who, "Papers, preparation and sums")
    hands.see(f"Papers, preparation and sums of {_first_name_first(who)}")
    hands.use("File")
    hands.see("Grant agreement", "Signed by all")
    hands.fill("Paper original: binder, place", "Binder 3")
    hands.use("File it")
    hands.shot("agreement-signed")
    hands.page("Payments")
    hands.use(f"Open {GROUP}")
    hands.see("For 11 people")
    hands.fill("Pocket money for each", "80")
    hands.press("Return")
    hands.shot("pocket-money")
    hands.switch("Next")
    hands.go_to("Instalments")  # type: ignore[attr-defined]
    hands.press("Home")
    table = hands.app.focusWidget()
    assert isinstance(table, QAbstractItemView)
    for _row in range(table.model().rowCount()):
        row = [str(table.model().index(table.currentIndex().row(), n).data()) for n in range(4)]
        if row[0] == who and row[2].startswith("First"):
            break
        hands.press("Down")
    assert cents(row[3]) == FIRST * 100, row
    hands.press("Space")
    hands.use("Write down as paid")
    hands.fill("Proof", "Bank statement 2026/14")
    hands.shot("first-instalment")
    hands.use("Write it down")
    hands.shot("paid")
    walk.signed = board(hands)
    hands.shot("board-signed")
    flag = FLAG * 100 * (who in walk.flagged)
    expected = {
        "Travel": TRAIN * 100, "Individual support": DAYS * LEARNER_DAY * 100,
        "Inclusion support, organisation": flag, "Organisational support": ORGANISATION * 100,
    }  # fmt: skip
    for category, sum_ in expected.items():
        assert changed(walk.planned, walk.signed, category) == (sum_, -sum_, 0), category


def end(hands: Hands, walk: Walk) -> None:
    """The last learner, who flies, cannot go: nothing kept, no force majeure."""
    who = walk.ended = walk.learners[-1]
    _open(hands)
    hands.menu(who, "End for this person")
    hands.choose("What happened", "Cancelled")
    hands.fill("Who decided", "The centre")
    hands.choose("Force majeure", "No")
    hands.fill("Money kept", "0")
    hands.fill("Why", "Ill for some weeks")
    hands.shot("why-ended")
    hands.use("End it")
    hands.see("11 participants")
    hands.shot("ended-for-one")
    after = board(hands)
    hands.shot("board-after")
    flag = FLAG * 100 * (who in walk.flagged)
    lost = {
        "Travel": PLANE * 100, "Individual support": DAYS * LEARNER_DAY * 100,
        "Inclusion support, organisation": flag, "Organisational support": ORGANISATION * 100,
    }  # fmt: skip
    for category, sum_ in lost.items():
        assert changed(walk.signed, after, category) == (0, 0, -sum_), category


def _open(hands: Hands) -> None:
    """Open the group from the list of mobilities."""
    hands.page("Mobilities")
    hands.fill("Search", GROUP)
    hands.press("Down")
    hands.press("Return")
    hands.see("Where and when")


STEPS = (look_at_the_demo, plan, price, move, pay, end)


def money(hands: Hands, _answers: Answers) -> None:
    """The whole way, by keyboard."""
    assert isinstance(hands, Keyboard)
    walk = Walk()
    for step in STEPS:
        step(hands, walk)
