"""What speaks against single survey responses, computed over all of a survey: the column `flags` of `records`.

A survey is all live uploads of one shape. The rules are told, with their sources, in `cxdash.vocabulary.quality`.
"""

from collections.abc import Sequence

import duckdb

from cxdash.mart.sources import Build, Source
from cxdash.mart.sql import literal
from cxdash.vocabulary.quality import (
    AGAIN_DAYS,
    COPY_MINUTES,
    COPY_QUESTIONS,
    END_QUESTIONS,
    FEWEST,
    FLAGS,
    LINE_QUESTIONS,
    LINE_SPREAD,
    SPEED_SHARE,
    TOLD,
    bits,
)

NO_RESPONSE = bits("test", "unfinished")
"""Responses with one of these flags are held against nobody else."""


def told(con: duckdb.DuckDBPyConnection, source: Source) -> tuple[str, str]:
    """Expressions over the file's records `s`: the duration in seconds, and the flags that the survey tool says.

    Files written before these columns existed have neither.
    """
    described = con.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": source.file("records")}).fetchall()
    columns = {str(row[0]) for row in described}
    said = " | ".join(f"CASE WHEN list_contains(said, {literal(flag)}) THEN {bits(flag)} ELSE 0 END" for flag in TOLD)
    own = said.replace("said", "string_split(s.suspect, ',')") if "suspect" in columns else "0"
    # What the tool calls a test or spam it never calls finished: that is one fault, not two.
    left = f"CASE WHEN NOT s.complete AND (({own}) & {bits('test', 'bot')}) = 0 THEN {bits('unfinished')} ELSE 0 END"
    duration = "s.duration_s" if "duration_s" in columns else "NULL::DOUBLE"
    return duration, f"CAST(({own}) | {left} AS UTINYINT)"


def derive(build: Build) -> None:
    """Complete `records.flags` by what only all responses together tell, and write the table `flags`."""
    con = build.con
    _surveys(build)
    con.execute("CREATE TEMP TABLE flagged(record BIGINT, bit UTINYINT)")
    _straight_liners(con)
    _speeders(con)
    _answered_again(con)
    _copies(build)
    con.execute(
        "UPDATE records SET flags = flags | f.bits FROM "
        "(SELECT record, bit_or(bit) AS bits FROM flagged GROUP BY record) f WHERE f.record = records.record"
    )
    con.execute("CREATE TABLE flags(upload VARCHAR, flag VARCHAR, n BIGINT)")
    con.execute(
        "INSERT INTO flags SELECT c.upload, f.flag, SUM(c.n) FROM "
        "(SELECT upload, flags, COUNT(*) AS n FROM records WHERE flags <> 0 GROUP BY upload, flags) c "
        "JOIN (SELECT unnest($names::VARCHAR[]) AS flag, unnest($bits::UTINYINT[]) AS bit) f ON c.flags & f.bit <> 0 "
        "GROUP BY c.upload, f.flag ORDER BY ALL",
        {"names": [flag.name for flag in FLAGS], "bits": [flag.bit for flag in FLAGS]},
    )
    for table in ("flagged", "items", "surveys"):
        con.execute(f"DROP TABLE {table}")


def _surveys(build: Build) -> None:
    """Temporary tables: surveys(upload, survey, long), and items: a question is the same item in all its uploads."""
    con = build.con
    con.execute("CREATE TEMP TABLE surveys(upload VARCHAR, survey INTEGER, long BOOLEAN)")
    numbers: dict[str, int] = {}
    for source in build.of("survey"):
        survey = numbers.setdefault(source.upload.shape, len(numbers))
        con.execute(
            "INSERT INTO surveys VALUES ($upload, $survey, $long)",
            {"upload": source.upload.id, "survey": survey, "long": source.contents.long},
        )
    con.execute(
        "CREATE TEMP TABLE items AS SELECT question, survey, long, scale_low, scale_high, "
        "CAST(dense_rank() OVER (ORDER BY survey, source, touchpoint, metric, scale_low, scale_high) AS INTEGER) "
        "AS item "
        "FROM questions JOIN surveys USING (upload)"
    )


def _straight_liners(con: duckdb.DuckDBPyConnection) -> None:
    # In a file with a row per answer no record has several: whether one person drew a line is not known there.
    scales = con.execute(
        "SELECT scale_low, scale_high, list(question ORDER BY question) FROM items "
        "WHERE NOT long AND scale_high - scale_low >= 2 GROUP BY survey, scale_low, scale_high "
        f"HAVING COUNT(DISTINCT item) >= {LINE_QUESTIONS}"
    ).fetchall()
    for low, high, questions in scales:
        # A join with the questions would cost more than counting the answers does.
        asked = " OR ".join(f"question BETWEEN {first} AND {last}" for first, last in _runs(questions))
        con.execute(
            "WITH lines AS MATERIALIZED (SELECT record, COUNT(*) AS n, MIN(score) AS low, MAX(score) AS high "
            f"FROM responses WHERE {asked} GROUP BY record) "
            f"INSERT INTO flagged SELECT record, {bits('straight-liner')} FROM lines WHERE low = high "
            f"AND (n >= {END_QUESTIONS} OR (n >= {LINE_QUESTIONS} AND low > $low AND high < $high)) "
            f"AND (SELECT COUNT(*) FROM lines WHERE n >= {LINE_QUESTIONS}) >= {FEWEST} "
            "AND (SELECT MAX(mean) - MIN(mean) FROM (SELECT SUM(total) / SUM(n) AS mean FROM (SELECT question, "
            f"SUM(score) AS total, COUNT(*) AS n FROM responses WHERE {asked} GROUP BY question) "
            "JOIN items USING (question) GROUP BY item)) >= $spread * ($high - $low)",
            {"low": low, "high": high, "spread": LINE_SPREAD},
        )


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as stretches without a gap: [1, 2, 3, 7] is [(1, 3), (7, 7)]."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first = runs.pop()[0] if runs and runs[-1][1] == number - 1 else number
        runs.append((first, number))
    return runs


def _speeders(con: duckdb.DuckDBPyConnection) -> None:
    if not _any(con, "FROM records WHERE duration_s IS NOT NULL"):
        return
    # Questions are skipped and routed: who was asked little is not quick, so it is the time per answer that counts.
    con.execute(
        "WITH paces AS (SELECT r.record, u.survey, r.duration_s / COUNT(*) AS pace FROM records r "
        "JOIN surveys u ON u.upload = r.upload JOIN responses a ON a.record = r.record "
        f"WHERE r.duration_s IS NOT NULL AND (r.flags & {NO_RESPONSE}) = 0 GROUP BY r.record, u.survey, r.duration_s), "
        "usual AS (SELECT survey, MEDIAN(pace) AS pace FROM paces GROUP BY survey "
        f"HAVING COUNT(*) >= {FEWEST}) "
        f"INSERT INTO flagged SELECT p.record, {bits('speeder')} FROM paces p JOIN usual u ON u.survey = p.survey "
        "WHERE p.pace < $share * u.pace",
        {"share": SPEED_SHARE},
    )


def _answered_again(con: duckdb.DuckDBPyConnection) -> None:
    """Responses of which the customer gave half of the answers again within a day; the last ones stay unflagged."""
    con.execute(
        "CREATE TEMP TABLE known AS SELECT r.record, r.response_id, r.customer_id, r.at, u.survey FROM records r "
        "JOIN surveys u ON u.upload = r.upload SEMI JOIN (SELECT customer_id FROM records "
        "WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING COUNT(*) > 1) c ON c.customer_id = r.customer_id "
        f"WHERE r.at IS NOT NULL AND (r.flags & {NO_RESPONSE}) = 0"
    )
    day = f"INTERVAL {AGAIN_DAYS} DAY"
    con.execute(
        'WITH near AS (SELECT * FROM known k WINDOW times AS (PARTITION BY k.survey, k.customer_id ORDER BY k."at") '
        f'QUALIFY lead(k."at") OVER times - k."at" < {day} OR k."at" - lag(k."at") OVER times < {day}), '
        'given AS (SELECT n.record, lead(n."at") OVER (PARTITION BY n.survey, n.customer_id, i.item '
        f'ORDER BY n."at", n.response_id, n.record) - n."at" < {day} AS again FROM near n '
        "JOIN responses a ON a.record = n.record JOIN items i ON i.question = a.question) "
        f"INSERT INTO flagged SELECT record, {bits('duplicate')} FROM given GROUP BY record "
        "HAVING COUNT(*) FILTER (again) * 2 >= COUNT(*)"
    )
    con.execute("DROP TABLE known")


def _copies(build: Build) -> None:
    """Responses that agree in many answers, comments, channel and segments, and come one soon after the other."""
    con = build.con
    # Where a file knows days only, nothing is known to come soon after anything.
    con.execute(
        "CREATE TEMP TABLE clocked AS SELECT survey FROM records r JOIN surveys u ON u.upload = r.upload "
        f"SEMI JOIN (SELECT survey FROM items WHERE NOT long GROUP BY survey HAVING COUNT(DISTINCT item) >= "
        f"{COPY_QUESTIONS}) USING (survey) WHERE r.at IS NOT NULL "
        "GROUP BY survey HAVING COUNT(DISTINCT CAST(r.at AS TIME)) > 2"
    )
    if _any(con, "FROM clocked"):
        # Hashes of a pair would not do: added up without carry, they forget which question had which score.
        con.execute(
            "CREATE TEMP TABLE alike AS SELECT a.record, i.survey, bit_xor(hash(i.item * 1e6 + a.score)) AS content "
            "FROM responses a JOIN (FROM items SEMI JOIN clocked USING (survey)) i ON i.question = a.question "
            f"GROUP BY a.record, i.survey HAVING COUNT(*) >= {COPY_QUESTIONS} "
            "QUALIFY COUNT(*) OVER (PARTITION BY i.survey, content) > 1"
        )
        _flag_copies(build)
        con.execute("DROP TABLE alike")
    con.execute("DROP TABLE clocked")


def _flag_copies(build: Build) -> None:
    """Of the responses `alike` in all their answers, those that agree in the rest and come in one quick succession."""
    segments = "".join(f", r.{column}" for column in build.segments.columns)
    # Delighted customers agree at all times: copies are contents that come once, quickly one after the other, and that
    # say more than one or two different scores.
    build.con.execute(
        "WITH said AS (SELECT record, sum(hash(touchpoint, text)) AS said FROM comments "
        "SEMI JOIN alike USING (record) GROUP BY record), "
        "scores AS (SELECT record, COUNT(DISTINCT score) AS scores FROM responses SEMI JOIN alike USING (record) "
        "GROUP BY record), "
        f"whole AS (SELECT a.record, a.survey, r.at, r.response_id, hash(a.content, s.said, r.channel{segments}) "
        "AS content FROM alike a JOIN scores n ON n.record = a.record JOIN records r ON r.record = a.record "
        "LEFT JOIN said s ON s.record = a.record WHERE r.at IS NOT NULL AND (n.scores > 2 OR s.said IS NOT NULL) "
        f"AND (r.flags & {NO_RESPONSE}) = 0), "
        'gaps AS (SELECT *, lead(w."at") OVER (PARTITION BY w.survey, w.content '
        'ORDER BY w."at", w.response_id, w.record) - w."at" AS gap FROM whole w), '
        "copied AS (SELECT survey, content FROM gaps GROUP BY ALL "
        f"HAVING COUNT(*) > 1 AND MAX(gap) <= INTERVAL {COPY_MINUTES} MINUTE) "
        f"INSERT INTO flagged SELECT record, {bits('duplicate')} FROM gaps JOIN copied USING (survey, content) "
        "WHERE gap IS NOT NULL"
    )


def _any(con: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return con.execute(f"SELECT 1 {rows} LIMIT 1").fetchone() is not None
