"""The rules of `load` written in Polars by hand: types, times to UTC, scales, reasons, duplicates, Parquet."""

import sys
from pathlib import Path

import polars as pl

from tests.benchmarks.loaders.kept import keep
from tests.benchmarks.tables import RATED, RECOMMEND, SEGMENTS, TIMEZONE

YES_OR_NO = {"yes": True, "no": False}


def load(kind: str, file: Path, folder: Path) -> None:
    """Write the tables of a kind, and what was set aside, as Parquet into `folder`."""
    keep(file, folder)
    raw = pl.read_csv(file, infer_schema=False).with_row_index("row", offset=2)
    texts = pl.col(pl.String).str.strip_chars()
    cells = raw.with_columns(pl.when(texts != "").then(texts))
    read = cells.height
    loaded, aside, duplicates = (_interactions if kind == "interactions" else _survey)(cells, folder)
    if read != loaded + aside + duplicates:
        sys.exit("The counts do not add up.")


def _moment(name: str) -> pl.Expr:
    local = pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    zoned = local.dt.replace_time_zone(TIMEZONE, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def _number(name: str, low: float | None = None, high: float | None = None) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64, strict=False)
    if low is not None:
        number = pl.when(number >= low).then(number)
    return number if high is None else pl.when(number <= high).then(number)


def _values_aside(cells: pl.DataFrame, typed: pl.DataFrame, names: list[str], reason: str) -> list[pl.DataFrame]:
    return [
        cells.filter(pl.col(name).is_not_null() & typed[name].is_null()).select(
            "row", pl.lit(name).alias("column"), pl.col(name).alias("value"), pl.lit(reason).alias("reason")
        )
        for name in names
    ]


def _interactions(cells: pl.DataFrame, folder: Path) -> tuple[int, int, int]:
    resolved = pl.col("resolved").str.to_lowercase().replace_strict(YES_OR_NO, default=None, return_dtype=pl.Boolean)
    typed = cells.with_columns(
        _moment("started_at"), _number("duration_s", 0), _number("wait_s", 0), _number("value"), resolved
    )
    values = _values_aside(cells, typed, ["duration_s", "wait_s", "value", "resolved"], "not a number")
    needed = pl.any_horizontal(pl.col("customer_id", "started_at", "touchpoint").is_null())
    aside = cells.filter(typed.select(needed).to_series())
    typed = typed.filter(~needed)
    kept = typed.filter(pl.col("interaction_id").is_first_distinct() | pl.col("interaction_id").is_null())
    kept.write_parquet(folder / "interactions.parquet", compression="snappy")
    pl.concat(values).write_parquet(folder / "values.parquet")
    aside.write_parquet(folder / "rejects.parquet")
    return kept.height, aside.height, typed.height - kept.height


def _survey(cells: pl.DataFrame, folder: Path) -> tuple[int, int, int]:
    scores = [*RATED, RECOMMEND]
    typed = cells.with_columns(
        _moment("submitted_at"), *(_number(name, 1, 5) for name in RATED), _number(RECOMMEND, 0, 10)
    )
    values = _values_aside(cells, typed, scores, "outside the scale")
    nothing = pl.all_horizontal(pl.col(*scores, "comment").is_null())
    aside = cells.filter(typed.select(nothing).to_series())
    typed = typed.filter(~nothing)
    kept = typed.filter(pl.col("response_id").is_first_distinct())
    head = ["row", "response_id", "customer_id", "submitted_at", "channel", *SEGMENTS]
    kept.select(head).write_parquet(folder / "records.parquet", compression="snappy")
    answers = kept.unpivot(scores, index="row", variable_name="question", value_name="score").drop_nulls("score")
    answers.write_parquet(folder / "responses.parquet", compression="snappy")
    kept.select("row", "comment").drop_nulls().write_parquet(folder / "comments.parquet", compression="snappy")
    pl.concat([*values]).write_parquet(folder / "values.parquet")
    aside.write_parquet(folder / "rejects.parquet")
    return kept.height, aside.height, typed.height - kept.height


if __name__ == "__main__":
    load(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
