"""Kinds of files to send, and what each holds."""

from __future__ import annotations

from typing import Final

OUR_COPY = "our-copy"
USE_OF_FUNDS = "use-of-funds"
AMENDMENT = "amendment-letter"
INTERIM = "interim-report"
#: What each kind of files holds, in the order of its pages and sheets.
CONTENTS: Final = {
    OUR_COPY: (
        "summary", "mobilities", "people", "budget", "plan", "grants", "payments", "received",
        "costs", "changes", "answers", "missing",
    ),
    USE_OF_FUNDS: (
        "summary", "budget", "grants", "payments", "received", "costs", "changes", "missing",
    ),
    INTERIM: (
        "summary", "plan", "budget", "mobilities", "changes", "answers", "missing",
    ),
    AMENDMENT: ("letter", "changes", "budget"),
}  # fmt: skip
KINDS: Final = tuple(CONTENTS)
