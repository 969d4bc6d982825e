"""Survey responses: questions, records, scores and comments, and the view that joins them into answers."""

from cxdash.mart import quality
from cxdash.mart.replaced import find_counting
from cxdash.mart.sources import Build, Source


def derive(build: Build) -> None:
    """Write `questions`, `records`, `responses`, `comments`, `flags` and the view `answers`."""
    _create(build)
    counts = find_counting(build, "survey")
    for source in build.of("survey"):
        _add(build, source, counts[source.upload.id])
    quality.derive(build)
    _view(build)


def _create(build: Build) -> None:
    con = build.con
    con.execute(
        "CREATE TABLE questions(question INTEGER, upload VARCHAR, touchpoint VARCHAR, stage VARCHAR, metric VARCHAR, "
        "scale_low DOUBLE, scale_high DOUBLE, direction VARCHAR, source VARCHAR)"
    )
    con.execute(
        'CREATE TABLE records(record BIGINT, upload VARCHAR, "row" BIGINT, response_id VARCHAR, customer_id VARCHAR, '
        '"at" TIMESTAMP, day DATE, channel VARCHAR, weight DOUBLE, duration_s DOUBLE, '
        f"flags UTINYINT{build.segment_columns()})"
    )
    con.execute("CREATE TABLE responses(record BIGINT, question INTEGER, score DOUBLE)")
    con.execute("CREATE TABLE comments(record BIGINT, touchpoint VARCHAR, text VARCHAR)")


def _add(build: Build, source: Source, counts: str) -> None:
    con, upload = build.con, source.upload.id
    # A file's rows keep their distance: a record's number is its row plus where the file begins.
    base, first_question = build.next_id("records", "record"), build.next_id("questions", "question")
    con.execute(
        "INSERT INTO questions SELECT $first + s.question, $upload, s.touchpoint, s.stage, s.metric, s.scale_low, "
        "s.scale_high, s.direction, s.source FROM read_parquet($path) s ORDER BY s.question",
        {"first": first_question, "upload": upload, "path": source.file("questions")},
    )
    values = build.segment_values(source, "c")
    duration, flags = quality.told(con, source)
    con.execute(
        "INSERT INTO records SELECT $base + s.row, $upload, s.row, s.response_id, s.customer_id, s.at, "
        f"CAST(s.at AS DATE), s.channel, s.weight, {duration}, {flags}{values} FROM read_parquet($path) s "
        f"LEFT JOIN customers c ON c.customer_id = s.customer_id WHERE {counts}",
        {"base": base, "upload": upload, "path": source.file("records")},
    )
    con.execute(
        "INSERT INTO responses SELECT $base + s.row, $first + s.question, s.score "
        f"FROM read_parquet($path) s WHERE {counts}",
        {"base": base, "first": first_question, "upload": upload, "path": source.file("responses")},
    )
    con.execute(
        f"INSERT INTO comments SELECT $base + s.row, s.touchpoint, s.text FROM read_parquet($path) s WHERE {counts}",
        {"base": base, "upload": upload, "path": source.file("comments")},
    )


def _view(build: Build) -> None:
    segments = "".join(f", r.{column}" for column in build.segments.columns)
    build.con.execute(
        "CREATE VIEW answers AS SELECT a.record, r.customer_id, r.response_id, q.touchpoint, q.stage, q.metric, "
        f"q.scale_low, q.scale_high, q.direction, a.score, r.at, r.day, r.channel, r.flags{segments}, "
        "CAST(1 AS BIGINT) AS n, COALESCE(r.weight, 1.0) AS w, COALESCE(r.weight, 1.0) ** 2 AS w2 "
        "FROM responses a JOIN records r ON r.record = a.record JOIN questions q ON q.question = a.question"
    )
