"""The ledger's schema, one step per file; Alembic walks them, once, when an older ledger is opened."""
