"""Rates of the demo: one invented sheet for each call of its projects, confirmed."""

from __future__ import annotations

import json
from datetime import date, timedelta

from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.rate_sheets import to_json
from mobdesk.models.rate_sheets import RateConfirmation, RateSheet
from mobdesk.models.store import Writing
from mobdesk.paths import resource
from mobdesk.services.demo_projects import PROJECTS

_DOCUMENT = "Invented for the demo"


def add_rates(s: Writing, today: date, nickname: str) -> None:
    """Keep a sheet for each call year and field of the demo's projects."""
    invented = json.loads(resource("demo/rates.json").read_text("utf-8"))
    for years_back, field in dict.fromkeys((back, field) for back, _action, field in PROJECTS):
        call_year = today.year - years_back
        sheet = parse({**invented, "call_year": call_year, "field": field})
        s.add(
            RateSheet(
                agency=sheet.agency, call_year=call_year, field=field, title=sheet.title,
                revision=sheet.revision, body=to_json(sheet), sha256=sheet.sha256,
            )
        )  # fmt: skip
        s.add(
            RateConfirmation(
                sheet_sha256=sheet.sha256, confirmed_on=today - timedelta(days=60),
                confirmed_by=nickname, document=_DOCUMENT,
            )
        )  # fmt: skip
