"""The truth: immutable uploads in files, and the ledger whose one row makes an upload exist."""
