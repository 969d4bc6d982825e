"""The derived DuckDB database: built from the live uploads, opened read-only, thrown away at will."""
