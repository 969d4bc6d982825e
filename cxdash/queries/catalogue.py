"""What there is: the days covered, the touchpoints and channels seen, how much of each kind was loaded."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cxdash.mart.database import Mart


@dataclass(frozen=True)
class Catalogue:
    """The contents of a mart in numbers a filter bar needs."""

    first_on: date | None
    last_on: date | None
    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    answers: int
    responses: int
    interactions: int
    customers: int
    experiments: int
    comments: int
    undated: int

    @property
    def empty(self) -> bool:
        """Whether nothing at all is loaded."""
        return not (self.responses or self.interactions or self.customers or self.experiments)


def catalogue(mart: Mart) -> Catalogue:
    """The contents of the mart."""
    counts = mart.ask(
        "SELECT (SELECT COUNT(*) FROM records) AS responses, (SELECT COUNT(*) FROM responses) AS answers, "
        "(SELECT COUNT(*) FROM interactions) AS interactions, (SELECT COUNT(*) FROM customers) AS customers, "
        "(SELECT COUNT(*) FROM experiments) AS experiments, (SELECT COUNT(*) FROM comments) AS comments, "
        "(SELECT COALESCE(SUM(n), 0)::BIGINT FROM scores WHERE day IS NULL) AS undated"
    )[0]
    days = mart.ask(
        "SELECT MIN(day) AS first, MAX(day) AS last FROM (SELECT day FROM scores UNION ALL SELECT day FROM visits)"
    )[0]
    return Catalogue(
        first_on=days["first"],
        last_on=days["last"],
        touchpoints=tuple(_names(mart, "touchpoint")),
        channels=tuple(_names(mart, "channel")),
        **{name: int(str(n)) for name, n in counts.items()},
    )


def _names(mart: Mart, column: str) -> list[str]:
    rows = mart.ask(
        f"SELECT DISTINCT {column} AS name FROM (SELECT {column} FROM scores UNION ALL SELECT {column} FROM visits) "
        f"WHERE {column} IS NOT NULL ORDER BY ALL"
    )
    return [str(row["name"]) for row in rows]


def sources(mart: Mart) -> list[dict[str, Any]]:
    """The live uploads behind the mart: rows (upload, kind, name, loaded_at, first_at, last_at, rows)."""
    return mart.ask("SELECT * FROM sources ORDER BY loaded_at DESC, upload")
