"""``grant``: the lines and the total of a scenario, or of a list of them, by one rate sheet each.

Needs no workspace: what somebody confirmed is not known here, so every answer says unconfirmed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from mobdesk import texts
from mobdesk.cli.common import DONE, REFUSED, Parsers, add_command, add_json, say_json, tell
from mobdesk.domain import grants, money, rate_sheet_files, rate_sheets, scenarios, strict_json
from mobdesk.domain.grants import Grant, Line
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.scenarios import Scenario, Wanted
from mobdesk.errors import Problem, Refused

#: The codes of an answer that are worded under a longer name, beside the sheets of workbooks.
_SPOKEN = {
    "rate_sheet_unknown": "sheet_unknown",
    "rate_sheet_unnamed": "sheet_unknown",
    "rate_sheet_ambiguous": "sheet_ambiguous",
}


class _Case(NamedTuple):
    """One scenario of the file with its sheet, or why there is no answer to it."""

    scenario: Scenario | None
    sheet: RateSheet | None
    refusal: Refused | None = None
    differs: bool = False


def _add_grant(name: str, commands: Parsers) -> None:
    parser = add_command(commands, name, "Compute the grant of a scenario, line by line.")
    parser.add_argument(
        "scenario", metavar="SCENARIO", type=Path, help="a JSON file with one scenario or a list"
    )
    parser.add_argument(
        "--sheet",
        metavar="FILE",
        type=Path,
        help="the rate sheet (default: the one that each scenario names, of those shipped)",
    )
    add_json(parser)
    parser.set_defaults(run=_grant)


def _grant(args: argparse.Namespace) -> int:
    given = None if args.sheet is None else rate_sheet_files.parse(_content(args.sheet))
    found, is_list = scenarios.parse(_content(args.scenario))
    cases = [_case(one, given) for one in found]
    answers = [_answer(case, one) for case, one in zip(cases, _computed(cases), strict=True)]
    if args.json:
        say_json(answers if is_list else answers[0])
    else:
        _say_bills(cases, answers)
    return REFUSED if any(answer["refused"] for answer in answers) else DONE


def _content(path: Path) -> bytes:
    """Raises ``Refused``: file_gone, cannot_read or json_too_large."""
    try:
        if path.stat().st_size > strict_json.MOST_BYTES:
            raise Refused("json_too_large")
        return path.read_bytes()
    except FileNotFoundError as err:
        raise Refused("file_gone", name=path.name) from err
    except (OSError, ValueError) as err:
        raise Refused("cannot_read", name=path.name) from err


def _case(found: Scenario | Refused, given: RateSheet | None) -> _Case:
    if isinstance(found, Refused):
        return _Case(None, given, found)
    wanted = found.sheet
    if given is not None:
        own = Wanted(given.agency, given.call_year, given.field)
        return _Case(found, given, differs=wanted is not None and wanted != own)
    try:
        if wanted is None:
            raise Refused("rate_sheet_unnamed")
        return _Case(found, rate_sheets.choose(rate_sheet_files.shipped_sheets(), *wanted))
    except Refused as err:
        return _Case(found, None, err)


def _computed(cases: list[_Case]) -> list[Grant | None]:
    """The grants in the order of the cases: people share their maximum of course days."""
    pairs = [(case.scenario, case.sheet) for case in cases]
    found = iter(grants.grants((one, sheet) for one, sheet in pairs if one and sheet))
    return [next(found) if one and sheet else None for one, sheet in pairs]


def _answer(case: _Case, grant: Grant | None) -> dict[str, Any]:
    if grant is None:
        why = case.refusal or Refused("rate_sheet_unnamed")
        return _document(case, [], None, [_refused(None, Problem("", why.code, why.values))], [])
    refused = [
        _refused(line.category, Problem("", line.code or "", line.inputs)) for line in grant.refused
    ]
    warnings = [_refused(problem.field or None, problem) for problem in grant.warnings]
    warnings += [_refused(None, Problem("", "sheet_differs"))] if case.differs else []
    warnings += [_refused(None, Problem("", "unconfirmed"))]
    lines = [_line(line) for line in grant.lines if line.amount is not None]
    total = None if grant.total is None else money.plain(grant.total)
    return _document(case, lines, total, refused, warnings)


def _document(
    case: _Case, lines: list[Any], total: str | None, refused: list[Any], warnings: list[Any]
) -> dict[str, Any]:
    return {
        "lines": lines,
        "total": total,
        "refused": [entry for n, entry in enumerate(refused) if entry not in refused[:n]],
        "warnings": warnings,
        "sheet_sha256": case.sheet and case.sheet.sha256,
        "confirmed": False,
    }


def _refused(category: str | None, problem: Problem) -> dict[str, Any]:
    code = _SPOKEN.get(problem.code, problem.code)
    return {"category": category, "code": code, "message": texts.error(problem).what}


def _line(line: Line) -> dict[str, Any]:
    return {
        "category": line.category,
        "rule": line.rule,
        "inputs": {name: _plain(value) for name, value in line.inputs.items()},
        "rate": _plain(line.rate),
        "quantity": str(_plain(line.quantity)),
        "amount": money.plain(line.amount or 0),
        "source": line.source,
    }


def _plain(value: Any) -> Any:
    """Exact numbers as text with a point; everything else is JSON already."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def _say_bills(cases: list[_Case], answers: list[dict[str, Any]]) -> None:
    for number, (case, answer) in enumerate(zip(cases, answers, strict=True), start=1):
        title = "" if case.scenario is None else _title(case.scenario)
        print(f"{number}. {title}".rstrip())
        for line in answer["lines"]:
            said = texts.label(f"grant_rule.{line['rule']}", line["inputs"])
            _say_sum(said, f"{line['quantity']} × {line['rate']} =", line["amount"])
        for entry in answer["refused"]:
            name = texts.word(f"category.{entry['category']}") if entry["category"] else ""
            print(f"   {name}{': ' if name else ''}{entry['message']}")
        if answer["total"] is not None:
            _say_sum(texts.word("grant_bill.total"), "", answer["total"])
        elif case.scenario and case.sheet:
            known = sum((Decimal(line["amount"]) for line in answer["lines"]), Decimal(0))
            _say_sum(texts.word("grant_bill.known"), "", f"{known:.2f}")
        for entry in answer["warnings"]:
            if entry["code"] != "unconfirmed":
                tell(f"{number}. {entry['message']}")
    if any(entry["code"] == "unconfirmed" for answer in answers for entry in answer["warnings"]):
        tell(texts.error(Problem("", "unconfirmed")).what)


def _say_sum(what: str, how: str, amount: str) -> None:
    print(f"   {what:<72} {how:>16} {amount:>12}")


def _title(scenario: Scenario) -> str:
    return texts.word(f"activity.{scenario.activity_type}")


COMMANDS: dict[str, Callable[[str, Parsers], None]] = {"grant": _add_grant}
