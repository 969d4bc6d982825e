"""Small files loaded through the whole pipeline, for questions whose answers are known by hand."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cxdash.answers.context import Context, open_context
from cxdash.ingest import pipeline
from cxdash.vault.home import Home

Columns = Sequence[dict[str, Any]]


def load(folder: Path, kind: str, rows: Iterable[Sequence[object]], columns: Columns, name: str = "tiny") -> Context:
    """The data folder with one more file: a column of `rows` for every entry of `columns`, in the same order."""
    path = folder.parent / f"{folder.name}-{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column["source"] for column in columns])
        writer.writerows(rows)
    home = Home.open(folder)
    pipeline.load(home, path, mapping={"kind": kind, "timezone": "UTC", "columns": [*columns]}, name=name)
    return open_context(home)


def segment(name: str) -> dict[str, Any]:
    return {"source": name, "role": "segment", "name": name}


def score(source: str, metric: str, low: int, high: int, **more: Any) -> dict[str, Any]:
    return {"source": source, "role": "score", "metric": metric, "scale": [low, high], **more}


IDENTITY = {"source": "id", "role": "response_id"}
TIME = {"source": "when", "role": "time"}
CUSTOMER = {"source": "customer", "role": "customer_id"}
EVENT = {"source": "what", "role": "event"}


def satisfied(folder: Path, groups: dict[str, Sequence[int]]) -> Context:
    """A survey of one question of 1–5, with the scores of each value of the segment "plan" ("" is none)."""
    rows = [(f"{plan}{n}", plan, given) for plan, scores in groups.items() for n, given in enumerate(scores)]
    return load(folder, "survey", rows, [IDENTITY, segment("plan"), score("happy", "csat", 1, 5)])
