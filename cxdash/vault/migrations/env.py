"""Run by Alembic: walks the steps on the connection, and inside the transaction, that the ledger hands over."""

from alembic import context

from cxdash.vault.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
