"""Customers: one row each, the newest over all customer files."""

from cxdash.mart.sources import Build


def derive(build: Build) -> None:
    """Write the table `customers`."""
    con, columns = build.con, build.segments.columns
    con.execute(
        'CREATE TEMP TABLE customers_all(age INTEGER, "row" BIGINT, customer_id VARCHAR, first_seen TIMESTAMP, '
        f"last_seen TIMESTAMP, churned BOOLEAN, value DOUBLE{build.segment_columns()})"
    )
    for source in build.of("customers"):
        values = build.segment_values(source)
        con.execute(
            "INSERT INTO customers_all SELECT $age, s.row, s.customer_id, s.first_seen, s.last_seen, s.churned, "
            f"s.value{values} FROM read_parquet($path) s",
            {"age": source.order, "path": source.file("customers")},
        )
    kept = "".join(f", {column}" for column in columns)
    con.execute(
        f"CREATE TABLE customers AS SELECT customer_id, first_seen, last_seen, churned, value{kept} FROM customers_all "
        'QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY age DESC, "row" DESC) = 1 ORDER BY customer_id'
    )
    con.execute("DROP TABLE customers_all")
