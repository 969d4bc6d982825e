"""A survey as records, questions, responses and comments: wide files (a column per question) and long ones alike."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxdash.ingest.convert import conduct, reasons
from cxdash.ingest.convert.readings import Scale, metric_for, scale_found
from cxdash.ingest.convert.report import finish, leave_out, note_bad_times, nothing_valid, touchpoints_of, write_table
from cxdash.ingest.convert.source import Number, Source
from cxdash.ingest.mapping import Column
from cxdash.ingest.personal.comments import mask_comments, notices
from cxdash.vocabulary.metrics import USUAL_SCALES

# What a metric column of a long survey may say, in lower case.
_METRIC_WORDS = {
    "nps": "nps", "net promoter score": "nps", "net promoter": "nps", "recommend": "nps",
    "csat": "csat", "customer satisfaction": "csat", "satisfaction": "csat",
    "ces": "ces", "customer effort score": "ces", "customer effort": "ces", "effort": "ces",
    "mean": "mean", "rating": "mean", "conversion": "conversion",
}  # fmt: skip


# Comments are texts and are not read as numbers.
NO_READING = -1


@dataclass(frozen=True)
class _Score:
    """A score column as a column of `typed`, and what makes its questions; a part that is SQL differs by row."""

    number: Number
    place: int

    @property
    def name(self) -> str:
        return f"s_{self.place}"

    def part(self, source: Source, key: str) -> str | None:
        """The column of `typed` that holds the touchpoint, stage or metric of each row, None where all share one."""
        given: str | None = getattr(self.number.column, key)
        return f"{key}_of_row" if given is None and source.mapping.one(key) is not None else None

    def fixed(self, source: Source, key: str) -> str | None:
        """The touchpoint, stage or metric that all rows share, None where there is none."""
        given: str | None = getattr(self.number.column, key)
        return given if given is not None else source.mapping.constants.get(key)


def convert_survey(source: Source, out: Path) -> dict[str, Any]:
    """Write records, questions, responses, comments and rejects; returns the report."""
    scores = [_Score(number, place) for place, number in enumerate(source.of("score"), start=1)]
    comments = source.mapping.with_role("comment")
    segments, segment_columns = source.segments()
    _type(source, scores, comments, segment_columns)
    note_bad_times(source, {"time": '"at"', "started": "began"})
    scales = [_scales(source, score) for score in scores]
    answers = {score.name: score.number.place for score in scores}
    answers |= {f"t_{place}": NO_READING for place in range(1, len(comments) + 1)}
    keys = ("response_id", *_row_parts(source)) if source.mapping.one("response_id") else ()
    leave_out(source.con, nothing_valid(answers, reasons.NO_ANSWER), keys)
    _write_records(source, out, len(segments))
    _write_answers(source, out, scores, scales)
    masked = mask_comments(source.con, [f"t_{place}" for place in range(1, len(comments) + 1)])
    source.warnings += notices(masked)
    _write_comments(source, out, comments)
    parts = {"segments": segments, "touchpoints": touchpoints_of(source.con, "questions"), "masked": masked}
    return finish(source, out, parts)


def _row_parts(source: Source) -> list[str]:
    return [f"{key}_of_row" for key in ("touchpoint", "stage", "metric") if source.mapping.one(key)]


def _type(source: Source, scores: list[_Score], comments: list[Column], segment_columns: str) -> None:
    """Create `typed`: the file's records with typed columns, in the file's order."""
    parts = {f"{key}_of_row": source.text(key) for key in ("touchpoint", "stage") if source.mapping.one(key)}
    if source.mapping.one("metric"):
        source.con.execute("SET VARIABLE metric_words = $words", {"words": list(_METRIC_WORDS)}).execute(
            "SET VARIABLE metrics = $metrics", {"metrics": list(_METRIC_WORDS.values())}
        )
        word = f"lower({source.text('metric')})"
        parts["metric_of_row"] = f"getvariable('metrics')[list_position(getvariable('metric_words'), {word})]"
    parts |= {score.name: score.number.sql for score in scores}
    parts |= {f"t_{place}": source.text_of(column) for place, column in enumerate(comments, start=1)}
    listed = "".join(f", {sql} AS {name}" for name, sql in parts.items())
    source.con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE typed AS
        SELECT raw."row", {source.text("response_id")} AS response_id, {source.text("customer_id")} AS customer_id,
               {source.time("time")} AS "at", {source.text("channel")} AS channel, {source.number("weight")} AS weight,
               {source.yes_or_no("complete")} AS complete, {conduct.suspicion(source)} AS suspect
               {conduct.duration_columns(source)}{listed}{segment_columns}
        FROM {source.rows}
        """
    )


def _scales(source: Source, score: _Score) -> dict[str | None, Scale]:
    """The scale of a score column by metric; the key None is for all other metrics.

    Where each row says its metric, scores are held against the metric's scale here, and those outside set aside.
    """
    reading = score.number.reading
    if reading.low is not None and reading.high is not None:
        return {None: (reading.low, reading.high)}
    found = source.con.execute(
        f"""SELECT metric_of_row, quantile_disc({score.name}, 0.01), quantile_disc({score.name}, 0.99)
            FROM typed WHERE {score.name} IS NOT NULL GROUP BY ALL"""
    ).fetchall()
    scales: dict[str | None, Scale] = {
        metric: USUAL_SCALES[metric] if metric == "nps" else scale_found(low, high, metric)
        for metric, low, high in found
    }
    scales.setdefault(None, (1, 5))
    for metric, (low, high) in scales.items():
        _set_aside_outside(source, score, metric, low, high)
    return scales


def _set_aside_outside(source: Source, score: _Score, metric: str | None, low: float, high: float) -> None:
    outside = f"""metric_of_row IS NOT DISTINCT FROM $metric AND {score.name} NOT BETWEEN $low AND $high"""
    limits = {"metric": metric, "low": low, "high": high}
    cell = source.cell(score.number.column)
    source.con.execute(
        f"""INSERT INTO bad_cells SELECT "row", {score.number.place}, $source, trimmed({cell}), '{reasons.OUTSIDE}'
            FROM raw SEMI JOIN (SELECT "row" FROM typed WHERE {outside}) USING ("row")""",
        {**limits, "source": score.number.column.source},
    )
    source.con.execute(f"UPDATE typed SET {score.name} = NULL WHERE {outside}", limits)


def _write_records(source: Source, out: Path, segments: int) -> None:
    columns = ["response_id", "customer_id", '"at"', "channel", "weight", "complete"]
    columns += [f"{conduct.duration(source)} AS duration_s", "suspect"]
    columns += [f"seg_{place}" for place in range(1, segments + 1)]
    write_table(source.con, f'SELECT "row", {", ".join(columns)} FROM typed', out / "records.parquet")


def _write_answers(source: Source, out: Path, scores: list[_Score], scales: list[dict[str | None, Scale]]) -> None:
    source.con.execute(
        """CREATE OR REPLACE TEMP TABLE questions (question INTEGER, place INTEGER, touchpoint VARCHAR, stage VARCHAR,
           metric VARCHAR, said VARCHAR, scale_low DOUBLE, scale_high DOUBLE, direction VARCHAR, source VARCHAR)"""
    )
    asked = [_ask(source, score, scale) for score, scale in zip(scores, scales, strict=True)]
    nothing = 'SELECT NULL::INTEGER AS "row", NULL::INTEGER AS question, NULL::DOUBLE AS score WHERE false'
    write_table(source.con, " UNION ALL ".join(asked) or nothing, out / "responses.parquet")
    write_table(
        source.con, "SELECT * EXCLUDE (place, said) FROM questions ORDER BY question", out / "questions.parquet"
    )


def _ask(source: Source, score: _Score, scales: dict[str | None, Scale]) -> str:
    """Add the questions of one score column to `questions`; returns the query for its responses."""
    parts = {key: score.part(source, key) for key in ("touchpoint", "stage", "metric")}
    varying = [part for part in parts.values() if part]
    rows = (
        source.con.execute(
            f"""SELECT {", ".join(part or "NULL" for part in parts.values())}, min("row") AS first FROM typed
                WHERE {score.name} IS NOT NULL GROUP BY ALL ORDER BY first"""
        ).fetchall()
        if varying
        else [(None, None, None, 0)]
    )
    for touchpoint, stage, metric, _ in rows:
        low, high = scales.get(metric, scales[None])
        source.con.execute(
            """INSERT INTO questions SELECT (SELECT count(*) + 1 FROM questions), $place, $touchpoint, $stage, $metric,
               $said, $low, $high, $direction, $source""",
            {
                "place": score.place,
                "touchpoint": touchpoint if parts["touchpoint"] else score.fixed(source, "touchpoint"),
                "stage": stage if parts["stage"] else score.fixed(source, "stage"),
                "metric": metric or score.fixed(source, "metric") or metric_for((low, high)),
                "said": metric,
                "low": low,
                "high": high,
                "direction": score.number.column.direction or "high_is_good",
                "source": score.number.column.source,
            },
        )
    return _responses(source, score, parts)


def _responses(source: Source, score: _Score, parts: dict[str, str | None]) -> str:
    answered = f"{score.name} IS NOT NULL"
    columns = {"touchpoint": "touchpoint", "stage": "stage", "metric": "said"}
    same = [f"{part} IS NOT DISTINCT FROM q.{columns[key]}" for key, part in parts.items() if part]
    if same:
        return f"""SELECT "row", question, {score.name}::DOUBLE AS score
                   FROM typed JOIN questions q ON q.place = {score.place} AND {" AND ".join(same)} WHERE {answered}"""
    (question,) = source.con.execute(f"SELECT question FROM questions WHERE place = {score.place}").fetchone() or (0,)
    return f'SELECT "row", {question}::INTEGER AS question, {score.name}::DOUBLE AS score FROM typed WHERE {answered}'


def _write_comments(source: Source, out: Path, comments: list[Column]) -> None:
    said = []
    for place, column in enumerate(comments, start=1):
        touchpoint = (
            "touchpoint_of_row" if source.mapping.one("touchpoint") else f"getvariable('about_{place}')::VARCHAR"
        )
        if column.touchpoint is not None or touchpoint != "touchpoint_of_row":
            about = column.touchpoint or source.mapping.constants.get("touchpoint")
            source.con.execute(f"SET VARIABLE about_{place} = $about", {"about": about})
            touchpoint = f"getvariable('about_{place}')::VARCHAR"
        said.append(
            f'SELECT "row", {touchpoint} AS touchpoint, t_{place} AS text FROM typed WHERE t_{place} IS NOT NULL'
        )
    nothing = 'SELECT NULL::INTEGER AS "row", NULL::VARCHAR AS touchpoint, NULL::VARCHAR AS text WHERE false'
    write_table(source.con, " UNION ALL ".join(said) or nothing, out / "comments.parquet")
