"""The schema after today's, for the soak only: a table, a column, an index, every person rewritten.

A released step would look like this; it exists so that migrations can be killed and cut before the
first real one is written.
"""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = os.environ["MOBDESK_SOAK_BASE"]
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "soak_notes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("note", sa.String(200), nullable=False),
    )
    with op.batch_alter_table("organisations") as table:
        table.add_column(sa.Column("soak_note", sa.String(200), nullable=True))
    op.add_column("people", sa.Column("soak_note", sa.String(200), nullable=True))
    op.execute("UPDATE people SET soak_note = hex(randomblob(60))")
    op.create_index("ix_people_soak_note", "people", ["soak_note"])
