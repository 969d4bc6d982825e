"""Periods a person can choose: presets that follow the data's last day, and days of their own."""

from dataclasses import dataclass
from datetime import date, timedelta

from cxdash.locale import t

PRESETS = ("all", "30d", "90d", "365d", "month", "quarter", "year", "custom")


@dataclass(frozen=True)
class Period:
    """A preset's code with the days it means for this data; both None for all dates."""

    code: str
    since: date | None
    until: date | None


def shown(code: str) -> str:
    """A preset in words."""
    return {
        "all": t("All dates"),
        "30d": t("Last 30 days"),
        "90d": t("Last 90 days"),
        "365d": t("Last 365 days"),
        "month": t("This month"),
        "quarter": t("This quarter"),
        "year": t("This year"),
        "custom": t("Custom dates"),
    }[code]


def days(code: str, last_on: date | None, custom: tuple[date, date] | None = None) -> Period:
    """The days of a preset, counted back from the last day there is data for."""
    if code == "custom":
        return Period(code, *custom) if custom else Period("all", None, None)
    if code == "all" or last_on is None:
        return Period("all", None, None)
    first = {
        "month": last_on.replace(day=1),
        "quarter": last_on.replace(month=3 * ((last_on.month - 1) // 3) + 1, day=1),
        "year": last_on.replace(month=1, day=1),
    }
    return Period(code, first.get(code) or last_on - timedelta(days=int(code.rstrip("d")) - 1), last_on)


def default_code(first_on: date | None, last_on: date | None, *, undated: bool) -> str:
    """The last 90 days where the data goes back twice as far and most of it has a date, else all dates."""
    if undated or first_on is None or last_on is None:
        return "all"
    return "90d" if (last_on - first_on).days >= 180 else "all"


def read_days(text: str) -> tuple[date, date] | None:
    """Two ISO dates written as first..last; None when that is not what stands there."""
    try:
        since, until = (date.fromisoformat(part) for part in text.split(".."))
    except ValueError:
        return None
    return (since, until) if since <= until else None
