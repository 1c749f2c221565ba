"""Words of bringing a list in: what is done now."""

from __future__ import annotations

from mobdesk.i18n import N_

WORDS: dict[str, str] = {
    "import.rows": N_("row"),
    "import.writing": N_("writing record"),
    "import.committing": N_("saving record"),
    "import.backup": N_("making a backup"),
    "job.import_check": N_("Reading the list"),
    "job.import_take": N_("Bringing the rows in"),
}
