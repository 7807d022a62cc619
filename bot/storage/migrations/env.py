"""Alembic's entry: runs the steps on the connection that ``bot.storage.migrating`` hands over."""

from __future__ import annotations

from alembic import context

from bot.storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite can change a table only by copying it
    transactional_ddl=True,
)
context.run_migrations()
