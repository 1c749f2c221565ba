"""Runs the steps on the connection that ``models.upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from mobdesk.models.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
# The caller holds one explicit transaction around all steps.
context.run_migrations()
