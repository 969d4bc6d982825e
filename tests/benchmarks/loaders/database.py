"""What DuckDB alone needs to read a file into a table of a database on the disk."""

import sys
from pathlib import Path

import duckdb

if __name__ == "__main__":
    with duckdb.connect(Path(sys.argv[3], "bare.duckdb"), config={"threads": 2}) as con:
        con.execute("CREATE TABLE records AS FROM read_csv($file)", {"file": sys.argv[2]})
