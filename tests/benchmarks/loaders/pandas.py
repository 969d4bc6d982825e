"""The rules of `load` written in pandas by hand: types, times to UTC, scales, reasons, duplicates, Parquet."""

import sys
from pathlib import Path

import pandas as pd

from tests.benchmarks.loaders.kept import keep
from tests.benchmarks.tables import RATED, RECOMMEND, SEGMENTS, TIMEZONE

YES_OR_NO = {"yes": True, "no": False}


def load(kind: str, file: Path, folder: Path) -> None:
    """Write the tables of a kind, and what was set aside, as Parquet into `folder`."""
    keep(file, folder)
    cells = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    cells = cells.apply(lambda column: column.str.strip())
    cells.insert(0, "row", range(2, len(cells) + 2))
    loaded, aside, duplicates = (_interactions if kind == "interactions" else _survey)(cells, folder)
    if len(cells) != loaded + aside + duplicates:
        sys.exit("The counts do not add up.")


def _moment(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    local = pd.to_datetime(texts, format="%Y-%m-%d %H:%M:%S", errors="coerce")
    first = pd.Series(True, index=local.index).to_numpy()
    return local.dt.tz_localize(TIMEZONE, ambiguous=first, nonexistent="NaT").dt.tz_convert("UTC").dt.tz_localize(None)


def _number(texts: "pd.Series[str]", low: float | None = None, high: float | None = None) -> "pd.Series[float]":
    number = pd.to_numeric(texts, errors="coerce")
    if low is not None:
        number = number.where(number >= low)
    return number if high is None else number.where(number <= high)


def _values_aside(cells: pd.DataFrame, typed: pd.DataFrame, names: list[str], reason: str) -> pd.DataFrame:
    found = []
    for name in names:
        bad = cells.loc[cells[name].notna() & typed[name].isna(), ["row", name]].rename(columns={name: "value"})
        found.append(bad.assign(column=name, reason=reason))
    return pd.concat(found)


def _interactions(cells: pd.DataFrame, folder: Path) -> tuple[int, int, int]:
    typed = cells.assign(
        started_at=_moment(cells["started_at"]),
        duration_s=_number(cells["duration_s"], 0),
        wait_s=_number(cells["wait_s"], 0),
        value=_number(cells["value"]),
        resolved=cells["resolved"].str.lower().map(YES_OR_NO),
    )
    values = _values_aside(cells, typed, ["duration_s", "wait_s", "value", "resolved"], "not a number")
    needed = typed[["customer_id", "started_at", "touchpoint"]].isna().any(axis=1)
    aside, typed = cells[needed], typed[~needed]
    kept = typed[~typed.duplicated("interaction_id") | typed["interaction_id"].isna()]
    kept.to_parquet(folder / "interactions.parquet")
    values.to_parquet(folder / "values.parquet")
    aside.to_parquet(folder / "rejects.parquet")
    return len(kept), len(aside), len(typed) - len(kept)


def _survey(cells: pd.DataFrame, folder: Path) -> tuple[int, int, int]:
    scores = [*RATED, RECOMMEND]
    numbers = {name: _number(cells[name], 1, 5) for name in RATED} | {RECOMMEND: _number(cells[RECOMMEND], 0, 10)}
    typed = cells.assign(submitted_at=_moment(cells["submitted_at"]), **numbers)
    values = _values_aside(cells, typed, scores, "outside the scale")
    nothing = typed[[*scores, "comment"]].isna().all(axis=1)
    aside, typed = cells[nothing], typed[~nothing]
    kept = typed[~typed.duplicated("response_id")]
    kept[["row", "response_id", "customer_id", "submitted_at", "channel", *SEGMENTS]].to_parquet(
        folder / "records.parquet"
    )
    kept.melt("row", scores, "question", "score").dropna(subset="score").to_parquet(folder / "responses.parquet")
    kept[["row", "comment"]].dropna().to_parquet(folder / "comments.parquet")
    values.to_parquet(folder / "values.parquet")
    aside.to_parquet(folder / "rejects.parquet")
    return len(kept), len(aside), len(typed) - len(kept)


if __name__ == "__main__":
    load(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
