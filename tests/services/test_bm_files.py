# ruff: noqa: E501 - rows of lists
"""BM files filled and compared: constructed templates, real records, raw parts."""

from __future__ import annotations

import itertools
import warnings
from datetime import date, timedelta
from pathlib import Path

import pytest

from mobdesk.errors import Invalid, NotAllowed, Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store
from mobdesk.services import bm_compare, bm_files, bm_taking, history
from mobdesk.services.bm_files import ADDED, SKIPPED, UPDATED, Choices
from mobdesk.services.bm_taking import Taken
from tests import bm_templates
from tests.bm_templates import ORDERS, UNKNOWN, columns, csv, xlsx
from tests.exports.test_bm_files import only_these_changed, parts
from tests.stores import COORDINATOR, TRAINER

CODE = bm_templates.CODE
START = date(2026, 5, 4)
TODAY = date(2026, 11, 22)


class Office:
    """A centre with one project and mobilities of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.write(Label("project_added"), COORDINATOR) as s:
            own = Organisation(
                name="Kool", kind="own", oid="E10000001", country="SI", city="Metlika"
            )
            host = Organisation(name="Scuola", oid="E20000002", country="GR", city="Athens")
            project = Project(code=CODE, start=date(2025, 9, 1), end=date(2027, 8, 31), field="ADU")
            s.add_all([own, host, project])
            s.flush()
            self.own, self.host, self.project = own.id, host.id, project.id

    def stay(self, first: str, last: str = "Horvat", **more) -> tuple[int, int]:
        """A mobility of one person; ``more`` are columns of any of its records."""

        def take(kind: type) -> dict:
            names = {c.key for c in kind.__table__.columns} & more.keys()
            return {name: more[name] for name in names}

        email = more.pop("email", f"{first.lower()}@example.org")
        with self.store.write(Label("mobility_planned"), COORDINATOR) as s:
            person = Person(first_name=first, last_name=last, email=email, **take(Person))
            facts = {"activity_type": "job-shadowing", "stage": "confirmed", "bm_id": None}
            mobility = Mobility(
                project_id=self.project,
                sending_id=self.own,
                host_id=self.host,
                **facts | take(Mobility),
            )
            s.add_all([person, mobility])
            s.flush()
            days = {"start": START, "end": START + timedelta(4)}
            group = Subgroup(mobility_id=mobility.id, **days | take(Subgroup))
            s.add(group)
            s.flush()
            member = Member(
                mobility_id=mobility.id, subgroup_id=group.id, person_id=person.id,
                **{"part": "staff"} | take(Member),
            )  # fmt: skip
            s.add(member)
            s.flush()
            return mobility.id, member.id

    def group(self, *names: str) -> int:
        with self.store.write(Label("mobility_planned"), COORDINATOR) as s:
            mobility = Mobility(
                project_id=self.project, sending_id=self.own, host_id=self.host, kind="group",
                title="Käsitöö", stage="confirmed", activity_type="group-mobility",
            )  # fmt: skip
            s.add(mobility)
            s.flush()
            travel = Subgroup(mobility_id=mobility.id, start=START, end=START + timedelta(6))
            s.add(travel)
            s.flush()
            for number, name in enumerate(names):
                person = Person(
                    first_name=name, last_name="Aas", email=f"{name.lower()}@example.org"
                )
                s.add(person)
                s.flush()
                part = "learner" if number else "lead"
                s.add(
                    Member(
                        mobility_id=mobility.id,
                        subgroup_id=travel.id,
                        person_id=person.id,
                        part=part,
                    )
                )
            return mobility.id

    def fill(self, path: Path, out: Path | None = None, **choices) -> bm_files.Filling:
        return bm_files.fill(
            self.store, COORDINATOR, self.project, path, out or path.with_name("out" + path.suffix),
            choices=Choices(**choices),
        )  # fmt: skip

    def compare(self, path: Path, **more) -> bm_compare.Comparison:
        return bm_compare.compare(self.store, COORDINATOR, self.project, path, **more)


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def text_rows() -> list[dict[str, str]]:
    return [
        {"Grant Agreement No.": CODE, "Mobility activity ID": "005041-MOB-00001",
         "Activity type": "Job shadowing", "Participant's first name": "Ana", "Start date": "04/05/2026",
         "Nationality": "SI", "Sending country": "SI", "Receiving country": "ES",
         "Accompanying Person": "NO", "Inclusion support for participants": "0,00",
         "Main means of transport": "Plane"},
        {"Mobility activity ID": "005041-MOB-00077", "Activity type": "Courses and training",
         "Participant's first name": "Zoja", "Start date": "01/06/2026",
         "Main means of transport": "Train"},
    ]  # fmt: skip


def book_rows() -> list[dict]:
    first, second = text_rows()
    first |= {"Start date": START, "Inclusion support for participants": 0}
    second |= {"Start date": date(2026, 6, 1)}
    return [first, second]


KINDS = ("xlsx", "csv")
FORMS = [*itertools.product(KINDS, ORDERS, (True, False), (True, False))]


def list_of(kind: str, order: str, hints: bool, unknown: bool) -> tuple[list[str], bytes]:
    headers = columns(order, unknown=unknown)
    if kind == "xlsx":
        return headers, xlsx(headers, book_rows(), hints=hints)
    return headers, csv(headers, text_rows(), hints=hints, extra='  kept;"x" ')


@pytest.mark.parametrize(("kind", "order", "hints", "unknown"), FORMS)
def test_a_list_goes_out_and_comes_back(
    office: Office, tmp_path: Path, kind: str, order: str, hints: bool, unknown: bool
) -> None:
    office.stay("Ana", bm_id="005041-MOB-00001", travel_means="plane", nationality="SI",
                birth_date=date(1980, 1, 2), fewer_opportunities=True)  # fmt: skip
    office.stay("Bor", travel_means="train", green_travel=True)
    headers, before = list_of(kind, order, hints, unknown)
    path = put(tmp_path, f"list.{kind}", before)
    filling = office.fill(path)
    assert [row.action for row in filling.rows] == [UPDATED, ADDED]
    known = len(bm_templates.COLUMNS)
    assert filling.understood == (known, known + (len(UNKNOWN) if unknown else 0))
    after = (tmp_path / f"out.{kind}").read_bytes()
    first = 3 if hints else 2
    new_row = first + 2
    wide = range(1, len(headers) + 1)
    if kind == "xlsx":
        listed = {
            bm_templates.letters(c) + str(r) for r, cells in filling.cells.items() for c in cells
        }
        listed |= {f"{bm_templates.letters(c)}{new_row}" for c in wide}
        only_these_changed(before, _without_row(after, new_row), listed)
    else:
        assert after.startswith(before.split(b"\r\n")[0])
        for line in before.split(b"\r\n")[first:]:
            assert line in after
    again = office.compare(tmp_path / f"out.{kind}")
    assert again.changed == ()
    assert again.missing == ()
    assert [one.mobility for one in again.extra] == ["005041-MOB-00077"]
    twice = bm_files.preview(office.store, COORDINATOR, office.project, tmp_path / f"out.{kind}")
    assert twice.cells == {}


def _without_row(package: bytes, row: int) -> bytes:
    """The package with the new row taken out again, to compare the rest."""
    import re

    from mobdesk.exports import bm_zip
    from tests.exports.test_bm_files import PART

    sheet = parts(package)[PART]
    return bm_zip.with_part(
        package, PART, re.sub(rb'<row r="%d".*?</row>' % row, b"", sheet, flags=re.DOTALL)
    )


def cell(folder: Path, name: str, header: str, row: int):
    from mobdesk.imports import bm_template

    read = bm_template.read_template(folder / name)
    number = read.headers.index(header)
    return read.rows[row][number] if number < len(read.rows[row]) else None


def test_values_are_written_as_the_file_writes_them(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", bm_id="005041-MOB-00001", travel_means="plane", actual_start=START)
    office.fill(put(tmp_path, "a.csv", csv(columns(), text_rows())))
    shown = {
        "Receiving country": "EL",
        "Receiving Organisation OID": "E20000002",
        "End date": "08/05/2026",
        "Accompanying Person": "NO",
        "Participant's email": "ana@example.org",
        "Activity type": "Job shadowing",
        "Force majeure": None,
        "Status": None,
    }
    assert {h: cell(tmp_path, "out.csv", h, 3) for h in shown} == shown
    office.fill(put(tmp_path, "a.xlsx", xlsx(columns(), book_rows())))
    assert str(cell(tmp_path, "out.xlsx", "End date", 3))[:10] == "2026-05-08"
    assert cell(tmp_path, "out.xlsx", "Receiving country", 3) == "EL"


def test_another_reader_opens_what_was_filled(office: Office, tmp_path: Path) -> None:
    import openpyxl

    office.stay("Ana", bm_id="005041-MOB-00001", birth_date=date(1980, 1, 2))
    office.stay("Bor")
    headers = columns()
    office.fill(put(tmp_path, "a.xlsx", xlsx(headers, book_rows())))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what the other reader does not know
        sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Mobilities"]
    assert sheet.max_row == 5
    assert [len(sheet.conditional_formatting), len(sheet.data_validations.dataValidation)] == [1, 2]
    first, new = (dict(zip(headers, [c.value for c in sheet[n]], strict=True)) for n in (3, 5))
    assert first["Participant's date of birth"].date() == date(1980, 1, 2)
    assert (new["Participant's first name"], new["Start date"].date()) == ("Bor", START)
    assert sheet.cell(5, headers.index("Start date") + 1).number_format == "dd\\-mm\\-yyyy"


def test_rows_below_the_prepared_ones_look_like_them(office: Office, tmp_path: Path) -> None:
    for name in ("Ana", "Bor", "Eva"):
        office.stay(name)
    office.fill(put(tmp_path, "a.xlsx", xlsx(columns(), [], prepared=2)))
    days = [str(cell(tmp_path, "out.xlsx", "Start date", row))[:10] for row in (3, 4, 5)]
    assert days == [START.isoformat()] * 3
    assert office.compare(tmp_path / "out.xlsx").unread == ()


def test_a_required_cell_that_cannot_be_written_is_told(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", activity_type="teaching-assignment")  # the file's list does not have it
    (row,) = office.fill(put(tmp_path, "a.xlsx", xlsx(columns(), []))).rows
    assert ("Activity type", "bm_code_unknown") in row.empty
    assert ("activity_type", "needed") in [(p.field, p.code) for p in row.problems]


def test_what_is_not_ready_is_not_written(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", stage="selected")
    office.stay("Bor", ended="cancelled")
    office.stay("Eva", stage="returned")
    filling = office.fill(put(tmp_path, "a.csv", csv(columns(), [])))
    assert [(row.name, row.action) for row in filling.rows] == [("Horvat, Eva", ADDED)]


def test_an_id_is_never_made_up(office: Office, tmp_path: Path) -> None:
    office.stay("Ana")
    filling = office.fill(put(tmp_path, "a.csv", csv(columns(), [])))
    (row,) = filling.rows
    assert ("Mobility activity ID", "bm_no_value") in row.empty
    assert [p.code for p in row.problems if p.field == "mobility_id"] == ["needed"]
    assert cell(tmp_path, "out.csv", "Mobility activity ID", 3) is None


@pytest.mark.parametrize("kind", KINDS)
def test_force_majeure_is_left_out_and_typed_by_hand(
    office: Office, tmp_path: Path, kind: str
) -> None:
    office.stay("Ana", bm_id="005041-MOB-00001", force_majeure=True)
    rows = text_rows() if kind == "csv" else book_rows()
    rows[1]["Force majeure"] = "YES"
    rows.append({"Mobility activity ID": "005041-MOB-00003", "Participant's first name": "Kaja"})
    make = csv if kind == "csv" else xlsx
    path = put(tmp_path, f"a.{kind}", make(columns(), rows))
    filling = office.fill(path)
    assert [row.row for row in filling.by_hand] == [3, 4]
    content = parts((tmp_path / f"out.{kind}").read_bytes()) if kind == "xlsx" else {}
    from mobdesk.imports import bm_template

    left = bm_template.read_template(tmp_path / f"out.{kind}").rows
    assert len(left) == 1
    assert "Kaja" in str(left)
    if content:
        assert "xl/media/image1.png" in content
    kept = tmp_path / f"kept.{kind}"
    office.fill(path, kept, force_majeure=True)
    assert len(bm_template.read_template(kept).rows) == 3


def test_a_force_majeure_cell_is_never_written(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", bm_id="005041-MOB-00001")
    headers = columns()
    filling = office.fill(put(tmp_path, "a.xlsx", xlsx(headers, book_rows())))
    away = {headers.index(name) + 1 for name in ("Force majeure", "Force Majeure explanations")}
    assert not away & {c for cells in filling.cells.values() for c in cells}
    states = {c.header: c.state for c in filling.columns}
    assert states["Force majeure"] == "kept_away"


def test_two_hits_are_asked_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    key = office.stay("Ana", birth_date=date(1980, 1, 2))
    row = {"Participant's first name": "Ana", "Participant's last name": "Horvat",
           "Participant's date of birth": "02/01/1980"}  # fmt: skip
    path = put(tmp_path, "a.csv", csv(columns(), [row, row]))
    with pytest.raises(Refused, match="bm_two_hits"):
        office.fill(path)
    assert not (tmp_path / "out.csv").exists()
    filling = office.fill(path, rows={key: 4})
    assert [(r.row, r.action) for r in filling.rows] == [(4, UPDATED)]


def test_text_is_only_written_where_it_is_ticked(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", note="by train\nhas asthma")
    headers = [*columns(), "Overall Comments"]
    path = put(tmp_path, "a.csv", csv(headers, []))
    assert "train" not in str(office.fill(path).cells)
    (tmp_path / "out.csv").unlink()
    with pytest.raises(Refused, match="bm_sensitive"):
        office.fill(path, free_text=["Overall Comments"])
    office.fill(path, free_text=["Overall Comments"], left_out=["has asthma"])
    assert cell(tmp_path, "out.csv", "Overall Comments", 3) == "by train"
    office.fill(path, tmp_path / "all.csv", free_text=["Overall Comments"], kept=["has asthma"])
    assert "asthma" in (tmp_path / "all.csv").read_text(encoding="utf-8-sig")


def test_what_bm_would_refuse_is_told(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", email="", hosting_country="SI", bm_id="x")
    office.stay("Bor", start=date(2024, 1, 1), end=date(2024, 1, 5))
    office.stay("Eva", bm_id="X", course_days=11, activity_type="courses-and-training")
    found = office.fill(put(tmp_path, "a.csv", csv(columns(), []))).rows
    told = {row.name: {p.code for p in row.problems} for row in found}
    assert told["Horvat, Ana"] == {"bm_id_twice"}
    assert told["Horvat, Bor"] >= {"before_project", "needed"}


def test_a_group_has_a_row_of_its_own_without_names(office: Office, tmp_path: Path) -> None:
    office.group("Mare", "Endel")
    plain = office.fill(put(tmp_path, "a.csv", csv(columns(), [])))
    assert [(r.action, r.problems[0].code) for r in plain.rows] == [(SKIPPED, "bm_group_elsewhere")]
    headers = ["Mobility activity ID", "Activity type", "Lead accompanying person (name)",
               "Lead accompanying person (e-mail)", "Start date", "End date", "Receiving country"]  # fmt: skip
    office.stay("Ana")
    path = put(tmp_path, "g.csv", csv(headers, [], hints=False))
    filling = office.fill(path, tmp_path / "g-out.csv")
    assert [r.action for r in filling.rows] == [ADDED, SKIPPED]
    text = (tmp_path / "g-out.csv").read_text(encoding="utf-8-sig")
    assert "Mare Aas;mare@example.org;04-05-2026;10-05-2026;EL" in text
    assert "Endel" not in text
    assert "Ana" not in text
    assert office.compare(tmp_path / "g-out.csv").changed == ()


def test_codes_come_from_the_dictionary(office: Office, tmp_path: Path) -> None:
    import openpyxl

    office.stay("Ana", travel_means="train")
    book = openpyxl.Workbook()
    book.active.title = "Activity type"
    for row in (("Code", "Label"), ("ADU-JS", "Job shadowing"), ("ADU-CT", "Courses and training")):
        book.active.append(row)
    other = book.create_sheet("Countries of the world")
    for row in (("Dictionary", "Code", "Description"), ("Receiving country", "COU-7", "Greece"),
                ("Main means of transport", "TR", "Train")):  # fmt: skip
        other.append(row)
    book.save(tmp_path / "dictionary.xlsx")
    path = put(tmp_path, "a.csv", csv(columns(), []))
    out = tmp_path / "out.csv"
    bm_files.fill(office.store, COORDINATOR, office.project, path, out,
                  dictionary=tmp_path / "dictionary.xlsx")  # fmt: skip
    shown = {
        "Activity type": "ADU-JS",
        "Receiving country": "COU-7",
        "Main means of transport": "TR",
    }
    assert {h: cell(tmp_path, "out.csv", h, 3) for h in shown} == shown
    assert office.compare(out, dictionary=tmp_path / "dictionary.xlsx").changed == ()
    assert set(office.compare(out).unread) >= {"Activity type", "Receiving country"}
    with pytest.raises(Refused, match="bm_no_lists"):
        office.compare(out, dictionary=put(tmp_path, "x.csv", b"a;b\n1;2\n"))


def test_a_list_of_another_project_is_refused(office: Office, tmp_path: Path) -> None:
    rows = [{**text_rows()[0], "Grant Agreement No.": "2023-1-SI01-KA121-ADU-000001111"}]
    path = put(tmp_path, "a.csv", csv(columns(), rows))
    with pytest.raises(Refused, match="bm_other_project"):
        office.fill(path)


def test_refusals_write_nothing(office: Office, tmp_path: Path) -> None:
    office.stay("Ana")
    path = put(tmp_path, "a.csv", csv(columns(), []))
    out = put(tmp_path, "there.csv", b"mine")
    with pytest.raises(Refused, match="package_exists"):
        office.fill(path, out)
    assert out.read_bytes() == b"mine"
    with pytest.raises(Refused, match="package_exists"):
        office.fill(path, path)
    with pytest.raises(Refused, match="inside_workspace"):
        (office.store.folder / "keys.json").touch()
        office.fill(path, office.store.folder / "out.csv")
    filling = bm_files.preview(office.store, COORDINATOR, office.project, path)
    path.write_bytes(path.read_bytes() + b"\r\n")
    with pytest.raises(Refused, match="bm_file_changed"):
        bm_files.save(office.store, COORDINATOR, filling, tmp_path / "late.csv")
    with pytest.raises(NotAllowed):
        bm_files.save(office.store, TRAINER, filling, tmp_path / "late.csv")
    assert not (tmp_path / "late.csv").exists()


# ---- compared -----------------------------------------------------------------------------------


def bm_list(tmp_path: Path, *rows: dict[str, str]) -> Path:
    headers = [
        *columns(),
        "Participant report status",
        "Unique Erasmus+ Mobility ID",
        "Individual support",
    ]
    return put(tmp_path, "bm.csv", csv(headers, [{**text_rows()[0], **row} for row in rows]))


ANA = {
    "Participant's last name": "Horvat", "Participant's email": "ana@example.org",
    "Receiving country": "EL", "Receiving city": "Athens", "End date": "08/05/2026",
    "Sending Organisation OID": "E10000001", "Receiving Organisation OID": "E20000002",
    "Participant with fewer opportunities": "NO", "Travel days": "0", "Nationality": "",
    "Main means of transport": "", "Inclusion support for participants": "",
}  # fmt: skip


def test_a_list_that_says_the_same(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", bm_id="005041-MOB-00001")
    found = office.compare(bm_list(tmp_path, ANA))
    assert (found.changed, found.missing, found.extra, found.status) == ((), (), (), ())


def test_missing_extra_changed_and_status(office: Office, tmp_path: Path) -> None:
    key = office.stay("Ana", bm_id="005041-MOB-00001")
    later = office.stay("Bor", start=START + timedelta(30), end=START + timedelta(31))
    office.stay("Eva", stage="selected", bm_id="005041-MOB-00003")
    moved = {**ANA, "Start date": "05/05/2026", "End date": "09/05/2026", "Status": "Complete",
             "Participant report status": "Undelivered", "Receiving city": "Patras",
             "Unique Erasmus+ Mobility ID": "2024-SHORT-0001-KA121-ADU-000005041"}  # fmt: skip
    extra = {**ANA, "Mobility activity ID": "005041-MOB-00009", "Participant's email": "z@example.org",
             "Participant's first name": "Zoja"}  # fmt: skip
    early = {
        **extra,
        "Mobility activity ID": "005041-MOB-00003",
        "Participant's email": "e@example.org",
    }
    path = bm_list(tmp_path, moved, extra, early)
    found = office.compare(path)
    assert [one.key for one in found.missing] == [later]
    assert [(one.row, one.mobility, one.why) for one in found.extra] == [
        (4, "005041-MOB-00009", "unknown"),
        (5, "005041-MOB-00003", "not_confirmed"),
    ]
    assert {(one.field, bm_compare.plain(one.field, one.bm)) for one in found.changed} == {
        ("start_date", "2026-05-05"),
        ("end_date", "2026-05-09"),
        ("receiving_city", "Patras"),
        ("unique_mobility_id", "2024-SHORT-0001-KA121-ADU-000005041"),
    }
    assert all(one.takeable for one in found.changed)
    (status,) = found.status
    assert (status.bm_status, status.report_status, status.known) == (
        "complete",
        "undelivered",
        False,
    )
    taken = [Taken(one.key, one.field, one.bm) for one in found.changed]
    taken += [Taken(key, "draft", "complete"), Taken(key, "report_status", "undelivered")]
    done = bm_taking.take_over(office.store, COORDINATOR, taken, today=TODAY)
    assert done.ids == (key[0],)
    again = office.compare(path)
    assert again.changed == ()
    assert again.status[0].known
    history.undo(office.store, COORDINATOR)
    assert office.compare(path) == found
    assert found.as_json()["changed"][0].keys() == {"mobility", "field", "ours", "bm"}


def test_sums_of_bm_are_compared_and_never_taken(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", bm_id="005041-MOB-00001")
    from mobdesk.models.grants import GrantLine

    with office.store.write(Label("grant_typed"), COORDINATOR) as s:
        s.add(GrantLine(member_id=1, category="individual_support", amount=50000, source="x"))
    found = office.compare(bm_list(tmp_path, {**ANA, "Individual support": "512,50"}))
    (one,) = found.as_json()["changed"]
    assert one == {
        "mobility": "005041-MOB-00001",
        "field": "individual_support",
        "ours": "500.00",
        "bm": "512.50",
    }
    assert not found.changed[0].takeable


def test_dates_that_really_were_are_changed_where_they_stand(
    office: Office, tmp_path: Path
) -> None:
    end = START + timedelta(4)
    office.stay(
        "Ana",
        bm_id="005041-MOB-00001",
        actual_start=START,
        actual_end=end,
        leaves=START - timedelta(1),
    )
    found = office.compare(bm_list(tmp_path, {**ANA, "End date": "07/05/2026", "Travel days": "1"}))
    (one,) = found.changed
    bm_taking.take_over(office.store, COORDINATOR, [Taken(one.key, one.field, one.bm)], today=TODAY)
    with office.store.read() as s:
        assert s.get_one(Member, 1).actual_end == date(2026, 5, 7)
        assert s.get_one(Subgroup, 1).end == end


def test_a_value_that_a_record_cannot_hold_is_refused_whole(office: Office, tmp_path: Path) -> None:
    key = office.stay("Ana")
    wrong = [Taken(key, "receiving_city", "Patras"), Taken(key, "end_date", START - timedelta(9))]
    with pytest.raises(Invalid):
        bm_taking.take_over(office.store, COORDINATOR, wrong, today=TODAY)
    with office.store.read() as s:
        assert s.get_one(Mobility, key[0]).hosting_city is None
    with pytest.raises(Refused, match="bm_nothing_chosen"):
        bm_taking.take_over(office.store, COORDINATOR, [], today=TODAY)


def test_the_older_layout_is_read_for_archives(office: Office, tmp_path: Path) -> None:
    office.stay("Ana", bm_id="003881-MOB-00001")
    headers = ["Grant Agreement No.", "Activity No.", "Activity Type", "Participant Id", "First Name",
               "Last Name", "Participant Email", "Mobility ID", "Sending Organisation ID",
               "Receiving Organisation Country", "Receiving Country", "Start Date", "End Date",
               "Draft Mobility", "Participant Report Requested On", "Participant Report Received On"]  # fmt: skip
    row = {"Mobility ID": "003881-MOB-00001", "First Name": "Ana", "Last Name": "Horvat",
           "Receiving Country": "EL", "Start Date": "04-05-2026", "End Date": "11-05-2026",
           "Draft Mobility": "NO", "Sending Organisation ID": "003881-ORG-00001",
           "Participant Report Requested On": "12-05-2026"}  # fmt: skip
    found = office.compare(put(tmp_path, "mt.csv", csv(headers, [{}, row], hints=False)))
    assert {one.field: str(one.bm) for one in found.changed if one.bm} == {"end_date": "2026-05-11"}
    assert found.status[0][3:] == ("complete", "requested", False)
    assert found.unread == ("Sending Organisation ID",)
