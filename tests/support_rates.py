"""The sheet of the worked examples (PL01, 2021, SCH) for tests of rates and grants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHEET_FILE = Path(__file__).parent / "fixtures" / "PL01-2021-SCH.json"


def sheet_values() -> dict[str, Any]:
    """A fresh copy of its values, to be changed at will."""
    values: dict[str, Any] = json.loads(SHEET_FILE.read_text("utf-8"))
    return values


def scenario(**changes: Any) -> dict[str, Any]:
    """A teacher who shadows a job, as a scenario of a file."""
    return {"activity_type": "job-shadowing", "participant_type": "staff", **changes}
