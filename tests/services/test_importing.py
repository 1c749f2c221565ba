"""Lists become records: nothing lost, nothing twice, the trial counts what the deed does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Cancelled, NotAllowed, Refused
from mobdesk.imports import checking
from mobdesk.imports.delimited import read_text
from mobdesk.imports.headers import FIELDS
from mobdesk.imports.mapping import Choices
from mobdesk.imports.result import CheckedFile, Counts, Duplicates
from mobdesk.models.store import Store
from mobdesk.services import (
    history,
    importing,
    members,
    mobilities,
    organisations,
    people,
    projects,
)
from mobdesk.services.import_rows import Line
from mobdesk.services.records import Query
from tests.stores import COORDINATOR, TRAINER

TODAY = date(2026, 11, 22)
HEAD = "First name;Last name;Date of birth;E-mail;Start date;End date;Receiving city"
MAARJA = "Maarja;Tamm;1984-03-14;m@x.example;2026-05-04;2026-05-08;Črnomelj"
LATER = "Maarja;Tamm;1984-03-14;;2026-09-01;2026-09-05;Sevilla"
CODE = "2024-1-EE01-KA122-ADU-000214921"
SECOND = Actor(2, "second", Role.COORDINATOR)
OTHER = "2025-1-EE01-KA121-VET-000312345"


def checked(
    store: Store,
    *rows: str,
    head: str = HEAD,
    kind: str = "mobilities",
    dates: str | None = None,
    project: str | None = None,
) -> CheckedFile:
    text = "\n".join([head, *rows]) + "\n"
    book = read_text(text.encode(), "utf-8", ";", lambda *_a: None)
    file = checking.check_book(book, Choices(kind=kind, dates=dates))
    return importing.compare(store, COORDINATOR, file, project=project)


def take(
    store: Store,
    file: CheckedFile,
    kind: str = "mobilities",
    duplicates: Duplicates = "skip",
    project: str | None = None,
    by_row: Mapping[int, Duplicates] | None = None,
) -> Counts:
    """Bring in, after a trial that has to count the same."""
    answers = {
        "today": TODAY, "duplicates": duplicates, "by_row": by_row or {}, "project": project,
    }  # fmt: skip
    counted = importing.trial(store, COORDINATOR, file, kind, **answers)
    done = importing.take(store, COORDINATOR, file, kind, **answers)
    assert done.counts == counted.counts
    assert done.differences == counted.differences
    assert len(counted.outcomes) == len(file.rows)
    return counted.counts


def test_an_activity_is_written_as_the_program_names_it_and_its_papers_follow(store: Store) -> None:
    head = "First name;Last name;Start date;End date;Activity type;Role"
    file = checked(
        store,
        "Maarja;Tamm;2027-05-04;2027-05-08;Courses and training;",
        "Jüri;Saar;2027-05-04;2027-05-08;Working visit;staff",
        "Liis;Aas;2027-05-04;2027-05-08;Group mobility of learners;",
        "Mare;Kask;2027-05-04;2027-05-08;Sailing;",
        head=head,
    )
    place = file.fields.index("activity_type")
    # The trial says what the list says.
    assert file.rows[0].values[place] == "Courses and training"
    assert [[p.code for p in row.problems] for row in file.rows] == [
        [], ["unknown_activity"], [], ["unknown_activity"]
    ]  # fmt: skip
    take(store, file)
    by_name = {row.name: row for row in stays(store)}
    assert {name: row.activity_type for name, row in by_name.items()} == {
        "Tamm, Maarja": "courses-and-training", "Saar, Jüri": "Working visit",
        "Aas, Liis": "group-mobility", "Kask, Mare": "Sailing",
    }  # fmt: skip
    board = members.board(store, COORDINATOR, by_name["Tamm, Maarja"].id, TODAY)
    wanted = {row.kind for rows in board.papers.values() for row in rows if row.required}
    assert "course_invoice" in wanted
    learner = mobilities.get(store, COORDINATOR, by_name["Kask, Mare"].id).subgroups[0].members[0]
    assert learner.values["part"] == "learner"


def names(store: Store) -> list[str]:
    return [r.name for r in people.rows(store, COORDINATOR, people.find(store, COORDINATOR))]


def stays(store: Store) -> list[mobilities.MobilityRow]:
    ids = mobilities.find(store, COORDINATOR, Query(sort="start"))
    return mobilities.rows(store, COORDINATOR, ids)


def test_every_field_of_a_list_has_its_place_in_a_line() -> None:
    assert set(Line._fields[3:]) == set(FIELDS)


def test_a_list_brings_people_mobilities_hosts_and_projects(store: Store) -> None:
    head = f"{HEAD};Receiving organisation;Project code;Grant (EUR)"
    file = checked(store, f"{MAARJA};Ljudska univerza Kolpa;{CODE};1145.50", head=head)
    assert take(store, file) == Counts(new=1, merged=0, skipped=0, refused=0)
    assert names(store) == ["Tamm, Maarja"]
    (stay,) = stays(store)
    assert (stay.name, stay.start, stay.end) == ("Tamm, Maarja", date(2026, 5, 4), date(2026, 5, 8))
    assert mobilities.find(store, COORDINATOR, Query("kolpa")) == [stay.id]
    assert organisations.find(store, COORDINATOR, Query("univerza"))
    # An unknown code becomes a project of the archive, hidden from choices.
    assert projects.find(store, COORDINATOR) == []
    assert len(projects.find(store, COORDINATOR, Query(filters={"archived": True}))) == 1


@pytest.mark.parametrize("duplicates", ["skip", "merge"])
def test_the_second_stay_of_a_person_is_not_lost(store: Store, duplicates: Duplicates) -> None:
    counts = take(store, checked(store, MAARJA, LATER), duplicates=duplicates)
    assert counts == Counts(new=2, merged=0, skipped=0, refused=0)
    assert names(store) == ["Tamm, Maarja"]
    assert [stay.start for stay in stays(store)] == [date(2026, 5, 4), date(2026, 9, 1)]


def test_the_same_list_again_adds_only_what_is_new(store: Store) -> None:
    take(store, checked(store, MAARJA))
    counts = take(store, checked(store, MAARJA, LATER, MAARJA))
    assert counts == Counts(new=1, merged=0, skipped=2, refused=0)
    assert names(store) == ["Tamm, Maarja"]
    assert len(stays(store)) == 2


def test_keep_both_makes_two_people_with_a_stay_each(store: Store) -> None:
    take(store, checked(store, MAARJA))
    counts = take(store, checked(store, MAARJA), duplicates="keep")
    assert counts == Counts(new=1, merged=0, skipped=0, refused=0)
    assert names(store) == ["Tamm, Maarja"] * 2
    assert len(stays(store)) == 2


def test_merging_fills_in_what_was_empty_and_changes_nothing_else(store: Store) -> None:
    people.add(
        store, COORDINATOR,
        {"first_name": "Maarja", "last_name": "Tamm", "birth_date": date(1984, 3, 14),
         "email": "own@x.example", "role": "staff"},
        today=TODAY,
    )  # fmt: skip
    head = "First name;Last name;Date of birth;E-mail;Phone"
    row = "MAARJA;Tamm;1984-03-14;other@x.example;+372 5551234"
    file = checked(store, row, row, head=head, kind="people")
    assert take(store, file, "people", "merge") == Counts(new=0, merged=2, skipped=0, refused=0)
    (person,) = people.find(store, COORDINATOR)
    values = people.get(store, COORDINATOR, person).values
    assert (values["first_name"], values["email"]) == ("Maarja", "own@x.example")
    assert values["phone"] == "+372 5551234"
    history.undo(store, COORDINATOR)
    assert people.get(store, COORDINATOR, person).values["phone"] is None


def test_merging_within_the_list_makes_one_person_with_all_facts(store: Store) -> None:
    head = "First name;Last name;Date of birth;E-mail;Phone"
    rows = ("Mari;Aas;1990-01-02;;+372 1", "Mari;Aas;1990-01-02;mari@x.example;")
    file = checked(store, *rows, head=head, kind="people")
    assert take(store, file, "people", "merge") == Counts(new=1, merged=1, skipped=0, refused=0)
    (person,) = people.find(store, COORDINATOR, Query("mari@x"))
    assert people.get(store, COORDINATOR, person).values["phone"] == "+372 1"


MARI = {"first_name": "Mari", "last_name": "Aas", "birth_date": date(1990, 1, 2),
        "email": "mari@x.example", "phone": "+372 555 1234", "role": "staff"}  # fmt: skip
FACTS_HEAD = "First name;Last name;Date of birth;E-mail;Phone;Nationality;Role"


def told(file: CheckedFile, trial: importing.Trial) -> list[list[tuple[str, str, str, str]]]:
    """What is said of each row that differs: field, code, its value, the value that is kept."""
    return [
        [(p.field, p.code, p.values["value"], p.values["kept"]) for p in row.problems
         if p.code.startswith("differs_")]
        for row in file.with_differences(trial.differences).rows
    ]  # fmt: skip


def test_merging_tells_each_value_that_differs_and_keeps_the_record(store: Store) -> None:
    (mari,) = people.add(store, COORDINATOR, MARI, today=TODAY).ids
    row = "Mari;Aas;1990-01-02;M.Aas@x.example;+372 999;EE;learner"
    file = checked(store, row, head=FACTS_HEAD, kind="people")
    skipped = importing.trial(store, COORDINATOR, file, "people", today=TODAY)
    assert skipped.differences == {}
    merged = importing.trial(store, COORDINATOR, file, "people", today=TODAY, duplicates="merge")
    assert told(file, merged) == [[
        ("role", "differs_from_record", "learner", "staff"),
        ("email", "differs_from_record", "M.Aas@x.example", "mari@x.example"),
        ("phone", "differs_from_record", "+372 999", "+372 555 1234"),
    ]]  # fmt: skip
    assert merged.differences[2][2].column == "Phone"
    assert take(store, file, "people", "merge") == Counts(new=0, merged=1, skipped=0, refused=0)
    values = people.get(store, COORDINATOR, mari).values
    assert (values["phone"], values["email"]) == ("+372 555 1234", "mari@x.example")
    assert (values["role"], values["nationality"]) == ("staff", "EE")


def test_the_same_value_written_otherwise_does_not_differ(store: Store) -> None:
    people.add(store, COORDINATOR, MARI, today=TODAY)
    row = "MARI;aas;02.01.1990;Mari@X.example;00372 5551234;;staff"
    file = checked(store, row, head=FACTS_HEAD, kind="people")
    trial = importing.trial(store, COORDINATOR, file, "people", today=TODAY, duplicates="merge")
    assert told(file, trial) == [[]]


def test_what_differs_from_an_earlier_row_is_told_as_well(store: Store) -> None:
    rows = ("Mari;Aas;1990-01-02;;+372 1;EE;", "Mari;Aas;1990-01-02;m@x.example;+372 2;EE;",
            "Mari;Aas;1990-01-02;n@x.example;+372 1;;")  # fmt: skip
    file = checked(store, *rows, head=FACTS_HEAD, kind="people")
    trial = importing.trial(store, COORDINATOR, file, "people", today=TODAY, duplicates="merge")
    assert told(file, trial) == [
        [],
        [("phone", "differs_from_earlier_row", "+372 2", "+372 1")],
        [("email", "differs_from_earlier_row", "n@x.example", "m@x.example")],
    ]


def test_a_fact_that_an_earlier_row_filled_in_is_told_as_the_row_s(store: Store) -> None:
    people.add(store, COORDINATOR, MARI | {"phone": None}, today=TODAY)
    rows = ("Mari;Aas;1990-01-02;;+372 1;;", "Mari;Aas;1990-01-02;;+372 2;;")
    file = checked(store, *rows, head=FACTS_HEAD, kind="people")
    trial = importing.trial(store, COORDINATOR, file, "people", today=TODAY, duplicates="merge")
    assert told(file, trial) == [[], [("phone", "differs_from_earlier_row", "+372 2", "+372 1")]]


@pytest.mark.parametrize(("end", "told_end"), [("2026-05-08", []), ("2026-05", []),
                                               ("2026-05-09", ["2026-05-09"])])  # fmt: skip
def test_another_end_of_a_stay_that_is_there_is_told(
    store: Store, end: str, told_end: list[str]
) -> None:
    take(store, checked(store, MAARJA))
    row = MAARJA.replace("2026-05-08", end)
    for file, code in (
        (checked(store, row), "differs_from_record"),
        (checked(store, MAARJA.replace("Maarja", "Mari"), row.replace("Maarja", "Mari")),
         "differs_from_earlier_row"),
    ):  # fmt: skip
        trial = importing.trial(
            store, COORDINATOR, file, "mobilities", today=TODAY, duplicates="merge"
        )
        assert told(file, trial)[-1] == [("end", code, one, "2026-05-08") for one in told_end]
    take(store, checked(store, row), duplicates="merge")
    assert [stay.end for stay in stays(store)] == [date(2026, 5, 8)]


def test_an_end_that_the_workspace_lacks_is_told_and_not_filled_in(store: Store) -> None:
    take(store, checked(store, MAARJA.replace("2026-05-08", "")))
    file = checked(store, MAARJA)
    trial = importing.trial(store, COORDINATOR, file, "mobilities", today=TODAY, duplicates="merge")
    assert [(p.field, p.message) for p in trial.differences[2]] == [
        ("end", "The list says 2026-05-08, the workspace says –.")
    ]


def test_a_month_of_birth_is_no_birth_date(store: Store) -> None:
    (mari,) = people.add(store, COORDINATOR, MARI | {"birth_date": None}, today=TODAY).ids
    row = "Mari;Aas;01.1990;mari@x.example;;;"
    file = checked(store, row, "Uku;Saar;02.1990;;;;", head=FACTS_HEAD, kind="people")
    assert take(store, file, "people", "merge").merged == 1
    assert people.get(store, COORDINATOR, mari).values["birth_date"] is None
    assert names(store) == ["Aas, Mari", "Saar, Uku"]


def test_a_single_row_has_an_answer_of_its_own(store: Store) -> None:
    (mari,) = people.add(store, COORDINATOR, MARI | {"phone": None}, today=TODAY).ids
    row = "Mari;Aas;1990-01-02;;+372 1;;"
    file = checked(store, row, row, row, head=FACTS_HEAD, kind="people")
    assert take(store, file, "people", by_row={3: "merge", 4: "keep"}) == Counts(1, 1, 1, 0)
    assert len(people.find(store, COORDINATOR)) == 2
    assert people.get(store, COORDINATOR, mari).values["phone"] == "+372 1"


def test_a_row_that_is_skipped_while_the_list_is_merged(store: Store) -> None:
    (mari,) = people.add(store, COORDINATOR, MARI | {"phone": None}, today=TODAY).ids
    file = checked(store, "Mari;Aas;1990-01-02;;+372 1;;", head=FACTS_HEAD, kind="people")
    assert take(store, file, "people", "merge", by_row={2: "skip"}) == Counts(0, 0, 1, 0)
    assert people.get(store, COORDINATOR, mari).values["phone"] is None


def test_the_trial_says_where_an_answer_is_wanted_and_whether_the_stay_is_new(store: Store) -> None:
    take(store, checked(store, MAARJA))
    file = checked(store, MAARJA, LATER, "Jaan;Kask;;;2026-05-04;2026-05-08;Rooma")
    for duplicates in ("skip", "merge", "keep"):
        trial = importing.trial(
            store, COORDINATOR, file, "mobilities", today=TODAY, duplicates=duplicates
        )
        assert trial.repeats == {2: True, 3: False}


def test_keeping_both_for_one_row_makes_a_second_person_with_the_stay(store: Store) -> None:
    take(store, checked(store, MAARJA))
    counts = take(store, checked(store, MAARJA, LATER), by_row={2: "keep"})
    assert counts == Counts(new=2, merged=0, skipped=0, refused=0)
    assert names(store) == ["Tamm, Maarja"] * 2


def test_people_alone_bring_no_mobilities(store: Store) -> None:
    counts = take(store, checked(store, MAARJA, LATER, kind="people"), "people")
    assert counts == Counts(new=1, merged=0, skipped=1, refused=0)
    assert stays(store) == []


def test_organisations_are_made_once(store: Store) -> None:
    head = "Sending organisation;Receiving organisation;Receiving city"
    rows = ("Emajõe kool;Kolpa;Črnomelj", "EMAJÕE KOOL;Kolpa;Črnomelj")
    file = checked(store, *rows, head=head, kind="organisations")
    assert take(store, file, "organisations") == Counts(new=1, merged=0, skipped=1, refused=0)
    assert len(organisations.find(store, COORDINATOR)) == 2


def test_every_row_goes_into_the_chosen_project(store: Store) -> None:
    projects.add(store, COORDINATOR, {"code": CODE})
    head = f"{HEAD};Project code"
    rows = (f"{MAARJA};{OTHER}", f"{LATER};{CODE.lower()}")
    file = checked(store, *rows, head=head, project=CODE)
    codes = [[p.code for p in row.problems] for row in file.rows]
    assert codes[0] == ["other_project"]
    assert "other_project" not in codes[1]
    take(store, file, project=CODE)
    assert projects.codes(store, COORDINATOR).keys() == {CODE}
    assert [stay.project for stay in stays(store)] == [CODE, CODE]
    assert mobilities.find(store, COORDINATOR, Query(OTHER.lower()))  # its own code stays as text


def test_an_unknown_project_is_answered_with_the_known_ones(store: Store) -> None:
    projects.add(store, COORDINATOR, {"code": CODE})
    file = checked(store, MAARJA)
    with pytest.raises(Refused, match="project_unknown") as caught:
        importing.take(store, COORDINATOR, file, "mobilities", today=TODAY, project=OTHER)
    assert CODE in caught.value.values["known"]
    assert names(store) == []


def test_without_any_project_it_is_said_so(store: Store) -> None:
    file = checked(store, MAARJA)
    with pytest.raises(Refused, match="no_projects"):
        importing.trial(store, COORDINATOR, file, "mobilities", today=TODAY, project=OTHER)


def test_a_skipped_row_makes_neither_host_nor_project(store: Store) -> None:
    head = f"{HEAD};Receiving organisation;Project code"
    take(store, checked(store, MAARJA))
    assert take(store, checked(store, f"{MAARJA};Kolpa;{CODE}", head=head)) == Counts(0, 0, 1, 0)
    assert projects.codes(store, COORDINATOR) == {}
    assert organisations.find(store, COORDINATOR) == []
    other = LATER.replace("Sevilla", "Sevilla;Kolpa;") + CODE
    assert take(store, checked(store, other, head=head)) == Counts(1, 0, 0, 0)  # another stay
    assert projects.codes(store, COORDINATOR).keys() == {CODE}
    assert len(organisations.find(store, COORDINATOR)) == 1


def test_a_hidden_row_is_flagged_and_goes_in(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEAD, MAARJA, LATER):
        book.active.append(row.split(";"))
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "list.xlsx")
    file = importing.check(store, COORDINATOR, tmp_path / "list.xlsx", Choices())
    assert [[p.code for p in row.problems] for row in file.rows] == [[], ["hidden_row"]]
    assert take(store, file).refused == 0
    assert len(stays(store)) == 2


@pytest.mark.parametrize(
    ("sender", "host", "direction"),
    [
        ("Emajõe kool", "Kolpa", "outgoing"),
        ("", "Kolpa", "outgoing"),
        ("Kolpa", "Emajõe kool", "incoming"),
        ("Võru kool", "Kolpa", "outgoing"),
    ],
)
def test_the_own_organisation_decides_the_direction(
    store: Store, sender: str, host: str, direction: str
) -> None:
    own = {"name": "Emajõe kool", "kind": "own"}
    organisations.add(store, COORDINATOR, own)
    head = f"{HEAD};Sending organisation;Receiving organisation"
    take(store, checked(store, f"{MAARJA};{sender};{host}", head=head))
    (stay,) = stays(store)
    assert stay.direction == direction
    assert mobilities.get(store, COORDINATOR, stay.id).sender == (sender or "Emajõe kool")


def test_statistics_become_unnamed_places_with_their_month(store: Store) -> None:
    head = "Project Reference;Mobility Start Month;Mobility End Month;Receiving City;Participants"
    file = checked(store, f"{CODE};2019-04;2019-05;SALAMANCA;7", head=head)
    assert {p.code for p in file.rows[0].problems} == {"month_only"}
    take(store, file)
    (stay,) = stays(store)
    assert (stay.places, stay.start, stay.kind) == (7, None, "group")
    (group,) = mobilities.get(store, COORDINATOR, stay.id).subgroups
    assert group.values["start_month"] == "2019-04"
    assert names(store) == []


def test_a_row_that_counts_several_becomes_a_group_without_names(store: Store) -> None:
    take(store, checked(store, f"{MAARJA};12", head=f"{HEAD};Participants"))
    assert [(stay.places, stay.name) for stay in stays(store)] == [(12, "")]


def test_refused_rows_stay_out_and_the_rest_goes_in(store: Store) -> None:
    file = checked(store, MAARJA, "?;?;?;?;?;?;?", kind="people")
    assert take(store, file, "people") == Counts(new=1, merged=0, skipped=0, refused=1)


def test_nothing_usable_is_refused_as_a_whole(store: Store) -> None:
    file = checked(store, ";;1999-01-01;;;;", kind="people")
    with pytest.raises(Refused, match="nothing_to_import"):
        importing.take(store, COORDINATOR, file, "people", today=TODAY)
    assert history.steps(store, COORDINATOR).undo is None


def test_an_unclear_date_order_is_asked_about_not_guessed(store: Store) -> None:
    row = "Maarja;Tamm;03/04/1984;;;;"
    file = checked(store, row)
    assert file.ambiguous
    for service in (importing.trial, importing.take):
        with pytest.raises(Refused, match="dates_unclear"):
            service(store, COORDINATOR, file, "people", today=TODAY)
    take(store, checked(store, row, dates="dmy"), "people")
    (person,) = people.find(store, COORDINATOR)
    assert people.get(store, COORDINATOR, person).values["birth_date"] == date(1984, 4, 3)


def test_an_import_is_one_step_back_and_forth(store: Store) -> None:
    head = f"{HEAD};Receiving organisation;Project code;Grant (EUR)"
    rows = [f"P{n};Tamm;1984-03-14;;2026-05-04;2026-05-08;Kolpa;Kolpa;{CODE};1.00"
            for n in range(2_345)]  # fmt: skip
    file = checked(store, *rows, head=head)
    importing.take(store, COORDINATOR, file, "mobilities", today=TODAY)
    before = (stays(store), names(store))
    assert len(before[0]) == 2_345
    history.undo(store, COORDINATOR)
    assert (stays(store), names(store)) == ([], [])
    assert organisations.find(store, COORDINATOR) == []
    history.redo(store, COORDINATOR)
    assert (stays(store), names(store)) == before
    history.undo(store, COORDINATOR)
    assert names(store) == []


def test_a_renamed_host_is_found_again_after_redo(store: Store) -> None:
    host = organisations.add(store, COORDINATOR, {"name": "Kolpa", "hosting": True}).ids[0]
    head = f"{HEAD};Receiving organisation"
    rows = (f"{MAARJA};Kolpa", f"{LATER};Kolpa")
    take(store, checked(store, *rows, head=head))
    history.undo(store, COORDINATOR)
    rev = organisations.get(store, COORDINATOR, host).rev
    organisations.change(store, SECOND, host, rev, {"name": "Ljudska univerza"})
    history.redo(store, COORDINATOR)
    assert len(mobilities.find(store, COORDINATOR, Query("ljudska"))) == 2


def test_cancel_keeps_nothing(store: Store) -> None:
    file = checked(store, MAARJA, LATER)
    heard: list[str] = []

    def stop(_done: int, _total: int, word: str) -> None:
        heard.append(word)
        if word == "import.writing":
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        importing.take(store, COORDINATOR, file, "mobilities", today=TODAY, progress=progress)
    assert "import.writing" in heard
    assert names(store) == []
    assert importing.remembered(store, COORDINATOR, file.header_set) == {}


def test_what_somebody_writes_meanwhile_is_seen(store: Store) -> None:
    file = checked(store, MAARJA)
    wrote: list[int] = []

    def meanwhile(_done: int, _total: int, word: str) -> None:
        if word == "import.rows" and not wrote:
            wrote.append(1)
            organisations.add(store, COORDINATOR, {"name": "Vahepeal"})
            people.add(store, COORDINATOR, {"last_name": "Uus", "role": "staff"}, today=TODAY)

    importing.take(
        store, COORDINATOR, file, "mobilities", today=TODAY, progress=Progress(meanwhile)
    )  # fmt: skip
    assert names(store) == ["Tamm, Maarja", "Uus"]
    assert len(stays(store)) == 1


def test_the_mapping_is_remembered_for_the_same_headers_and_outlives_undo(store: Store) -> None:
    file = checked(store, MAARJA)
    importing.take(store, COORDINATOR, file, "mobilities", today=TODAY, remember=False)
    assert importing.remembered(store, COORDINATOR, file.header_set) == {}
    history.undo(store, COORDINATOR)
    importing.take(store, COORDINATOR, file, "mobilities", today=TODAY)
    history.undo(store, COORDINATOR)
    kept = importing.remembered(store, COORDINATOR, file.header_set)
    assert kept["Receiving city"] == "hosting_city"


def test_a_trainer_brings_no_lists_in(store: Store) -> None:
    file = checked(store, MAARJA)
    with pytest.raises(NotAllowed):
        importing.take(store, TRAINER, file, "mobilities", today=TODAY)
