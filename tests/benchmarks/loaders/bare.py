"""What DuckDB alone needs to read a file into a table in memory, types guessed and nothing checked."""

import sys

import duckdb

if __name__ == "__main__":
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("CREATE TABLE records AS FROM read_csv($file)", {"file": sys.argv[2]})
