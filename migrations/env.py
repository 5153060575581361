"""Runs migrations on the connection that `artel db` hands over.

On SQLite a migration holds the write lock from its start and rolls back whole: killed half way,
the old version stands (`transactional_ddl`; the connection begins IMMEDIATE, see `app/db.py`).
"""

from alembic import context

from app.db import Model

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    user_module_prefix="app.db.",
)
with context.begin_transaction():
    context.run_migrations()
