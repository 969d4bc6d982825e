"""Interactions in the order customers had them, each with the next one."""

from cxdash.mart.replaced import find_counting
from cxdash.mart.sources import Build, Source

_OWN = (
    'interaction BIGINT, upload VARCHAR, "row" BIGINT, interaction_id VARCHAR, customer_id VARCHAR, "at" TIMESTAMP, '
    "day DATE, touchpoint VARCHAR, stage VARCHAR, channel VARCHAR, outcome VARCHAR, duration_s DOUBLE, wait_s DOUBLE, "
    "resolved BOOLEAN, value DOUBLE, agent VARCHAR"
)


def derive(build: Build) -> None:
    """Write the table `interactions`."""
    con = build.con
    con.execute(f"CREATE TEMP TABLE interactions_all({_OWN}{build.segment_columns()})")
    counts = find_counting(build, "interactions")
    for source in build.of("interactions"):
        _add(build, source, counts[source.upload.id])
    # Interactions of nobody known follow nothing: they have no next one and are nobody's first or last.
    con.execute(
        "CREATE TABLE interactions AS SELECT *, "
        "CASE WHEN customer_id IS NOT NULL THEN lead(touchpoint) OVER journey END AS next_touchpoint, "
        'CASE WHEN customer_id IS NOT NULL THEN lead("at") OVER journey END AS next_at, '
        '(epoch_us(next_at) - epoch_us("at")) / 1e6 AS seconds_to_next, '
        "customer_id IS NOT NULL AND lag(interaction) OVER journey IS NULL AS is_first, "
        "customer_id IS NOT NULL AND lead(interaction) OVER journey IS NULL AS is_last FROM interactions_all "
        'WINDOW journey AS (PARTITION BY customer_id ORDER BY "at" NULLS LAST, interaction) '
        'ORDER BY customer_id NULLS LAST, "at" NULLS LAST, interaction'
    )
    con.execute("DROP TABLE interactions_all")


def _add(build: Build, source: Source, counts: str) -> None:
    values = build.segment_values(source, "c")
    build.con.execute(
        "INSERT INTO interactions_all SELECT $base + s.row, $upload, s.row, s.interaction_id, s.customer_id, s.at, "
        "CAST(s.at AS DATE), s.touchpoint, s.stage, s.channel, s.outcome, s.duration_s, s.wait_s, s.resolved, s.value, "
        f"s.agent{values} FROM read_parquet($path) s LEFT JOIN customers c ON c.customer_id = s.customer_id "
        f"WHERE {counts}",
        {
            "base": build.next_id("interactions_all", "interaction"),
            "upload": source.upload.id,
            "path": source.file("interactions"),
        },
    )
