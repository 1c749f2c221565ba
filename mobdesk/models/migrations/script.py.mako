"""${message}

Rules: never import mapped classes; name every constraint; upgrade only (a backup is the way
back); change data in SQL; say in ``counts_may_change`` which tables may lose or gain rows.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

counts_may_change: tuple[str, ...] = ()


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
