"""Schema steps are found by the names of their files; Alembic reads the same ones."""

from __future__ import annotations

import subprocess
import sys

from alembic.script import ScriptDirectory

from mobdesk.models import upgrade


def test_names_of_the_steps_say_what_alembic_finds() -> None:
    found = ScriptDirectory.from_config(upgrade._config())
    assert upgrade.known() == [step.revision for step in found.walk_revisions()][::-1]
    assert upgrade.head() == found.get_current_head()


def test_what_opens_a_workspace_does_not_load_alembic() -> None:
    code = "import sys; import mobdesk.services.workspaces; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
