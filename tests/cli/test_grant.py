"""``grant`` as scripts use it: the worked examples to the cent, refusals, files that are none."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mobdesk import cli
from mobdesk.domain import strict_json
from mobdesk.domain.rate_sheet_files import shipped_sheets
from tests.support_rates import SHEET_FILE, scenario, sheet_values

PL = {"agency": "PL01", "call_year": 2021, "field": "SCH"}
TEACHER = scenario(receiving_country="DE", distance_km="800", activity_days=5, travel_days=2)
ESCORT = scenario(
    activity_type="group-mobility", participant_type="accompanying", receiving_country="ES",
    distance_km="2300", activity_days=7, travel_days=2,
)  # fmt: skip
PUPIL = {**ESCORT, "participant_type": "learner"}
PUPILS = [{**PUPIL, "participant_number_in_type": n} for n in range(1, 121)]


class Ran:
    """What one run of the command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def answer(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def grant(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(
        content: Any, *words: object, sheet: dict[str, Any] | None = None, as_json: bool = True
    ) -> Ran:
        file = tmp_path / "scenario õ.json"
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(json.dumps(content), "utf-8")
        if sheet is not None:
            own = tmp_path / "sheet.json"
            own.write_text(json.dumps(sheet), "utf-8")
            words = (*words, "--sheet", own)
        more = ["--json"] if as_json else []
        code = cli.main(["grant", str(file), *map(str, words), *more])
        return Ran(code, *capsys.readouterr())

    return run


def amounts(answer: dict[str, Any]) -> dict[str, str]:
    """The sum of each category, as text with two decimals."""
    found: dict[str, Decimal] = {}
    for line in answer["lines"]:
        found[line["category"]] = found.get(line["category"], Decimal(0)) + Decimal(line["amount"])
    return {category: f"{amount:.2f}" for category, amount in found.items()}


@pytest.mark.parametrize(
    ("case", "expected", "total"),
    [
        (TEACHER, 1003, "1353.00"),
        ({**TEACHER, "travel": "green", "travel_days": 4}, 1256, "1606.00"),
        ({**TEACHER, "receiving_country": "SE", "activity_days": 20}, 2639, "2989.00"),
        (ESCORT, 1296, "1296.00"),
        (PUPIL, 864, "1214.00"),
    ],
    ids=["B1", "B2", "B3", "B4", "B5"],
)
def test_b1_to_b5(grant, case: dict[str, Any], expected: int, total: str) -> None:
    ran = grant({**case, "sheet": PL})
    support = Decimal(amounts(ran.answer).get("organisational_support", 0))
    assert (ran.code, ran.answer["total"], ran.answer["refused"]) == (0, total, [])
    assert Decimal(total) - support == expected


def test_b6_a_group_of_twenty_and_two(grant) -> None:
    answers = grant([*PUPILS[:20], ESCORT, ESCORT], "--sheet", SHEET_FILE).answer
    totals = [Decimal(answer["total"]) for answer in answers]
    support = [amounts(answer).get("organisational_support", "0.00") for answer in answers]
    assert (len(totals), sum(totals)) == (22, 26_872)
    assert sum(totals) - sum(map(Decimal, support)) == 19_872


def test_b7_a_hundred_and_twenty_pupils(grant) -> None:
    answers = grant(PUPILS, "--sheet", SHEET_FILE).answer
    support = [Decimal(amounts(answer)["organisational_support"]) for answer in answers]
    assert sum(support) == 39_000
    assert (support[99], support[100]) == (350, 200)


LATER = [
    {"from_km": 0, "standard": "0", "green": "0"},
    {"from_km": 10, "standard": "28", "green": "56"},
    {"from_km": 100, "standard": "211", "green": "285"},
    {"from_km": 500, "standard": "309", "green": "417"},
]


@pytest.mark.parametrize(
    ("changes", "changed_sheet", "expected"),
    [
        ({"distance_km": "9"}, {}, {"travel": "0.00"}),
        ({"real_fare": "500"}, {}, {"travel": "0.00", "exceptional_costs": "400.00"}),
        ({"real_fare": "380"}, {}, {"travel": "275.00"}),
        (
            {"activity_type": "courses-and-training", "course_days": 12, "activity_days": 12},
            {"course_fee": {"per_day": "80", "max_days": 10}},
            {"course_fees": "800.00"},
        ),
        (
            {"activity_type": "courses-and-training", "course_days": 12, "activity_days": 12},
            {},
            {"course_fees": "700.00"},
        ),
        ({"distance_km": "1500"}, {"travel": LATER}, {"travel": "309.00"}),
        ({"distance_km": "1500", "travel": "green"}, {"travel": LATER}, {"travel": "417.00"}),
        ({"distance_km": "50"}, {"travel": LATER}, {"travel": "28.00"}),
        ({"distance_km": "50", "travel": "green"}, {"travel": LATER}, {"travel": "56.00"}),
        ({"distance_km": "50", "travel": "green"}, {}, {"travel": "23.00"}),
        (
            {"distance_km": "300", "travel": "green", "real_fare": "300"},
            {},
            {"travel": "210.00"},
        ),
        ({"distance_km": "2188"}, {}, {"travel": "360.00"}),
        ({"distance_km": "1313"}, {}, {"travel": "275.00"}),
        ({"distance_km": "2408"}, {}, {"travel": "360.00"}),
        ({"distance_km": "379"}, {}, {"travel": "180.00"}),
        ({"distance_km": "1694"}, {}, {"travel": "275.00"}),
        (
            {"activity_type": "courses-and-training", "course_days": 7, "activity_days": 7},
            {"course_fee": {"per_day": "80", "max_days": 10}},
            {"course_fees": "560.00"},
        ),
    ],
    ids=["B8", "B9", "B10", "B11 at 80", "B11 at 70", "B12", "B12 green", "B13", "B13 green",
         "B14", "B15", "A1", "A2", "A3", "A4", "A14", "A8"],
)  # fmt: skip
def test_the_named_line(
    grant, changes: dict[str, Any], changed_sheet: dict[str, Any], expected: dict[str, str]
) -> None:
    ran = grant({**TEACHER, **changes}, sheet={**sheet_values(), **changed_sheet})
    found = amounts(ran.answer)
    wanted = {category: found.get(category) for category in expected}
    assert (ran.code, wanted) == (0, expected)
    assert ("exceptional_costs" in found) == ("exceptional_costs" in expected)


def test_a5_one_person_on_each_of_three_journeys(grant) -> None:
    cases = [{**TEACHER, "distance_km": km} for km in ("1313", "2408", "379")]
    answers = grant(cases, "--sheet", SHEET_FILE).answer
    assert sum(Decimal(amounts(answer)["travel"]) for answer in answers) == 815


def test_the_answer_has_its_exact_form(grant) -> None:
    answer = grant(TEACHER, "--sheet", SHEET_FILE).answer
    form = ["lines", "total", "refused", "warnings", "sheet_sha256", "confirmed"]
    assert list(answer) == form
    line = ["category", "rule", "inputs", "rate", "quantity", "amount", "source"]
    assert [list(one) for one in answer["lines"]] == [line] * 3
    first = answer["lines"][0]
    assert (first["rate"], first["quantity"], first["amount"]) == ("275", "1", "275.00")
    assert first["source"].startswith("https://")
    assert answer["sheet_sha256"] == hashlib.sha256(SHEET_FILE.read_bytes()).hexdigest()
    assert answer["confirmed"] is False
    assert [warning["code"] for warning in answer["warnings"]] == ["unconfirmed"]


def test_a_refused_line_leaves_no_total_and_exits_3(grant) -> None:
    ran = grant({**TEACHER, "receiving_country": "US"}, "--sheet", SHEET_FILE)
    assert ran.code == 3
    assert ran.answer["total"] is None
    assert amounts(ran.answer) == {"travel": "275.00", "organisational_support": "350.00"}
    (refused,) = ran.answer["refused"]
    assert refused == {
        "category": "individual_support",
        "code": "country_outside_groups",
        "message": "No group of the sheet has the receiving country, US.",
    }


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({**TEACHER, "colour": 1}, "unknown_field"),
        ({**TEACHER, "sheet": {**PL, "page": 4}}, "unknown_field"),
        ({**TEACHER, "sheet": "PL01"}, "unknown_value"),
        ({**TEACHER, "sheet": {**PL, "call_year": True}}, "unknown_value"),
        ({**TEACHER, "activity_type": "holiday"}, "unknown_value"),
        ({**TEACHER, "activity_type": ["job-shadowing"]}, "unknown_value"),
        ({"participant_type": "staff"}, "unknown_value"),
        ({**TEACHER, "participant_type": "lead"}, "unknown_value"),
        ({**TEACHER, "travel": "plane"}, "unknown_value"),
        ({**TEACHER, "receiving_country": "Germany"}, "unknown_value"),
        ({**TEACHER, "receiving_country": 49}, "unknown_value"),
        ({**TEACHER, "distance_km": "-5"}, "unknown_value"),
        ({**TEACHER, "distance_km": "1e3"}, "unknown_value"),
        ({**TEACHER, "distance_km": True}, "unknown_value"),
        ({**TEACHER, "real_fare": 500}, "unknown_value"),
        ({**TEACHER, "real_fare": 500.5}, "unknown_value"),
        ({**TEACHER, "real_fare": "-500"}, "unknown_value"),
        ({**TEACHER, "inclusion_real_costs": "NaN"}, "unknown_value"),
        ({**TEACHER, "zero_grant": "no"}, "unknown_value"),
        ({**TEACHER, "email": 5}, "unknown_value"),
        ({**TEACHER, "visit_people": -1}, "unknown_value"),
        ({**TEACHER, "participant_number_in_type": 0}, "unknown_value"),
        ({**TEACHER, "activity_days": -1}, "days_invalid"),
        ({**TEACHER, "activity_days": 5.5}, "days_invalid"),
        ({**TEACHER, "activity_days": 5.0}, "days_invalid"),
        ({**TEACHER, "activity_days": "5"}, "days_invalid"),
        ({**TEACHER, "activity_days": None}, "days_invalid"),
        ({**TEACHER, "travel_days": True}, "days_invalid"),
        ({**TEACHER, "course_days": 10**9}, "days_invalid"),
        ({**TEACHER, "interruption_days": 6}, "days_invalid"),
        (5, "unknown_value"),
        ([TEACHER], "unknown_value"),
        (None, "unknown_value"),
    ],
)
def test_an_invalid_scenario_is_refused_and_the_others_are_answered(
    grant, case: Any, code: str
) -> None:
    ran = grant([TEACHER, case, TEACHER], "--sheet", SHEET_FILE)
    assert ran.code == 3
    before, bad, after = ran.answer
    assert before == after
    assert before["total"] == "1353.00"
    assert (bad["lines"], bad["total"]) == ([], None)
    (refused,) = bad["refused"]
    assert (refused["category"], refused["code"]) == (None, code)
    assert "–" not in refused["message"]


@pytest.mark.parametrize("wanted", [None, {**PL, "call_year": 1999}, {**PL, "agency": "pl01"}])
def test_a_scenario_without_its_sheet_is_refused(grant, wanted: Any) -> None:
    ran = grant({**TEACHER, "sheet": wanted})
    assert ran.code == 3
    assert [entry["code"] for entry in ran.answer["refused"]] == ["sheet_unknown"]
    assert ran.answer["sheet_sha256"] is None


def test_two_sheets_that_fit_are_refused(grant, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    first = next(sheet for sheet in shipped_sheets() if sheet.call_year == 2021)
    twice = (first, replace(first, sha256="another"))
    monkeypatch.setattr("mobdesk.domain.rate_sheet_files.shipped_sheets", lambda: twice)
    ran = grant({**TEACHER, "sheet": PL})
    assert [entry["code"] for entry in ran.answer["refused"]] == ["sheet_ambiguous"]


def test_the_given_sheet_wins_and_says_where_it_is_another(grant) -> None:
    same = grant({**TEACHER, "sheet": PL}, "--sheet", SHEET_FILE)
    assert [warning["code"] for warning in same.answer["warnings"]] == ["unconfirmed"]
    other = grant({**TEACHER, "sheet": {**PL, "field": "ADU"}}, "--sheet", SHEET_FILE)
    codes = [warning["code"] for warning in other.answer["warnings"]]
    assert (other.code, codes) == (0, ["sheet_differs", "unconfirmed"])
    assert other.answer["total"] == "1353.00"


def test_a_list_of_one_and_an_empty_list_are_lists(grant) -> None:
    assert isinstance(grant([TEACHER], "--sheet", SHEET_FILE).answer, list)
    assert grant([], "--sheet", SHEET_FILE).answer == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe{\x00}\x00", b'{"a": NaN}', b"[" * 50_000, b'{"a": 1, "a": 2}',
     b'"text"', b"5", b"null", b'[{"email": "\\ud800"}]'],
)  # fmt: skip
def test_a_file_without_scenarios_is_refused(grant, content: bytes) -> None:
    ran = grant(content, "--sheet", SHEET_FILE)
    assert ran.code == 3
    assert ran.answer["error"]["code"] in ("json_unreadable", "json_unclear", "scenario_needed")


def test_a_mark_at_the_start_of_a_file_is_fine(grant) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(TEACHER).encode()
    assert grant(content, "--sheet", SHEET_FILE).answer["total"] == "1353.00"


def test_a_huge_file_is_not_read(grant) -> None:
    ran = grant(b" " * (strict_json.MOST_BYTES + 1), "--sheet", SHEET_FILE)
    assert (ran.code, ran.answer["error"]["code"]) == (3, "json_too_large")


def test_a_file_that_is_not_there_or_is_a_folder(grant, tmp_path: Path) -> None:
    assert grant(TEACHER, "--sheet", tmp_path / "none").answer["error"]["code"] == "file_gone"
    assert grant(TEACHER, "--sheet", tmp_path).answer["error"]["code"] == "cannot_read"


def test_a_faulty_sheet_is_refused_with_its_places(grant) -> None:
    ran = grant(TEACHER, sheet={**sheet_values(), "inclusion_organisation": 100.5})
    assert (ran.code, ran.answer["error"]["code"]) == (3, "invalid_input")
    assert "inclusion_organisation: “100.5” is not an amount" in ran.err


def test_one_maximum_of_course_days_for_one_address(grant) -> None:
    course = {**TEACHER, "activity_type": "courses-and-training", "course_days": 6,
              "activity_days": 6}  # fmt: skip
    addresses = ["Õnne@Example.org ", "other@example.org", " õnne@example.ORG", None, None]
    answers = grant([{**course, "email": a} for a in addresses], "--sheet", SHEET_FILE).answer
    paid = [amounts(answer)["course_fees"] for answer in answers]
    assert paid == ["420.00", "420.00", "280.00", "420.00", "420.00"]
    assert "course_days_capped" in [warning["code"] for warning in answers[2]["warnings"]]


def test_without_json_it_reads_like_a_bill(grant) -> None:
    ran = grant({**TEACHER, "real_fare": "500"}, "--sheet", SHEET_FILE, as_json=False)
    assert ran.code == 0
    told = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert told[0] == "1. Job shadowing"
    assert "Daily support, first days and travel days, group 2 7 × 104 = 728.00" in told
    assert told[-1] == "Total 1478.00"
    assert "Nobody has confirmed this sheet" in ran.err


def test_a_bill_with_a_gap_says_so(grant) -> None:
    cases = [{**TEACHER, "distance_km": None}, 5, {**TEACHER, "sheet": None}]
    ran = grant(cases[:2], "--sheet", SHEET_FILE, as_json=False)
    told = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert ran.code == 3
    assert "Travel: The distance is missing." in told
    assert "Sum of what is known 1078.00" in told
    assert told[-2:] == ["2.", "“5” cannot stand in the field scenario."]
    assert "names no rate sheet" in grant(cases[2], as_json=False).out
