"""What several tests need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """The path of a shared test file; skips where the folder is absent, unless it is required."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("MOBDESK_REQUIRE_DATA") == "1":
            pytest.fail(f"required test data is missing: {name}")
        pytest.skip("needs the shared test data, which is not in ../shared/data")
    return path
