"""Alembic's environment: the connection comes from whoever opens the casebook, inside its transaction."""

from __future__ import annotations

from alembic import context

from suyuan.casebook.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can roll back DDL too, as long as the transaction is begun by us (see session.py).
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
