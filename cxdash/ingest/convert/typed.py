"""A file's records with typed columns, `typed`: a table, or a view over `raw` of which nothing is kept."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from cxdash.mart.sql import literal


def define(con: DuckDBPyConnection, query: str) -> None:
    """Make `typed` a view of a query over `raw`, for tables that are written as they are typed: nothing is kept.

    Each of its columns is computed when it is asked for, until `written`.
    """
    con.execute("DROP TABLE IF EXISTS typed")
    con.execute(f"CREATE OR REPLACE TEMP VIEW typed_0 AS {query}")
    con.execute("CREATE OR REPLACE TEMP VIEW typed AS FROM typed_0")
    con.execute("SET VARIABLE typed_layers = 0")
    con.execute("RESET VARIABLE typed_file")
    con.execute('CREATE OR REPLACE TEMP TABLE typed_without AS SELECT NULL::INTEGER AS "row" WHERE false')


def remove(con: DuckDBPyConnection, table: str) -> None:
    """Take the rows out of `typed` whose "row" is in one of this package's tables, which stays as it is."""
    if _is_table(con):
        con.execute(f'DELETE FROM typed WHERE "row" IN (SELECT "row" FROM {table})')
    else:
        first = con.execute("SELECT 1 FROM typed_without LIMIT 1").fetchone() is None
        con.execute(f'INSERT INTO typed_without SELECT "row" FROM {table}')
        if first:
            _cover(con, 'SELECT * FROM {below} ANTI JOIN typed_without USING ("row")')


def empty(con: DuckDBPyConnection, column: str, where: str) -> None:
    """Make a column of `typed` NULL in the rows for which the SQL `where` is true."""
    if _is_table(con):
        con.execute(f"UPDATE typed SET {column} = NULL WHERE {where}")
    else:
        _cover(con, f"SELECT * REPLACE (CASE WHEN NOT ({where}) THEN {column} END AS {column}) FROM {{below}}")


def written(con: DuckDBPyConnection, path: Path) -> None:
    """`typed` is what was written to this Parquet file: whoever asks from here on reads it there."""
    con.execute("DROP VIEW typed")
    con.execute(f"CREATE TEMP VIEW typed AS FROM read_parquet({literal(str(path))})")
    con.execute("SET VARIABLE typed_file = $path", {"path": str(path)})


def file(con: DuckDBPyConnection) -> str | None:
    """The Parquet file that `typed` is `written` to, None before."""
    (path,) = con.execute("SELECT getvariable('typed_file')").fetchone() or (None,)
    return str(path) if path else None


def _is_table(con: DuckDBPyConnection) -> bool:
    found = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'typed'").fetchone()
    return bool(found and found[0])


def _cover(con: DuckDBPyConnection, query: str) -> None:
    """Lay a view over the last one, which is `{below}` in the query."""
    (layers,) = con.execute("SELECT getvariable('typed_layers')").fetchone() or (0,)
    con.execute(f"CREATE OR REPLACE TEMP VIEW typed_{layers + 1} AS {query.format(below=f'typed_{layers}')}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW typed AS FROM typed_{layers + 1}")
    con.execute(f"SET VARIABLE typed_layers = {layers + 1}")
