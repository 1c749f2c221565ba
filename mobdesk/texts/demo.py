"""Words of the demo."""

from __future__ import annotations

from mobdesk.i18n import N_

ERRORS: dict[str, tuple[str, str]] = {
    "demo_size": (
        N_("A demo has {least} to {most} people."),
        N_("Choose a number between them. Nothing was made."),
    ),
}

LABELS: dict[str, str] = {"demo_made": N_("Demo made")}
