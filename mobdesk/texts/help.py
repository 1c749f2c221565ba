"""Words of the help page."""

from __future__ import annotations

from mobdesk.i18n import N_

LABELS: dict[str, str] = {"help_changed": N_("Contacts of the help page changed")}
