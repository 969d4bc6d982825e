"""What the interactions record of waiting, handling and resolution, where it may be shown."""

from typing import Any

from cxdash.answers.context import Context
from cxdash.inference.estimates import estimate, mean_interval
from cxdash.inference.moments import Moments
from cxdash.inference.privacy import suppress
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import operations as recorded

Row = dict[str, Any]
TIMES = ("duration", "wait")


def operations(context: Context, filters: Filters | None = None) -> list[Row]:
    """Rows of what may be shown, in seconds, counts and percent, each figure with the interval of its mean or share.

    (touchpoint, n, duration_s, duration_low, duration_high, duration_n, wait_s, wait_low, wait_high, wait_n, resolved,
    resolved_n, resolved_share, resolved_low, resolved_high). A touchpoint of few customers is left out, and with it
    what would give its interactions away as the rest of the total. A figure that few of a touchpoint's customers have
    is None, and so is how often it was recorded.
    """
    rows = recorded(context.mart, context.dimensions, filters or Filters())
    hidden = suppress({(row["touchpoint"],): row["customers"] for row in rows}, context.thresholds.privacy)
    return [_told(context, row) for row in rows if (row["touchpoint"],) not in hidden]


def _told(context: Context, row: Row) -> Row:
    told = {"touchpoint": row["touchpoint"], "n": row["n"]}
    for name in TIMES:
        told |= _shown(context, row, name, _time(row, name, context.confidence_level))
    return told | _shown(context, row, "resolved", _resolved(row, context.confidence_level))


def _shown(context: Context, row: Row, name: str, figures: Row) -> Row:
    hidden = context.thresholds.state(row[f"{name}_customers"]) == "hidden"
    return dict.fromkeys(figures) if hidden else figures


def _time(row: Row, name: str, confidence_level: float) -> Row:
    mean, n = row[f"{name}_s"], row[f"{name}_n"]
    ends = None
    if n:
        ends, _, _ = mean_interval(Moments(n, mean, (row[f"{name}_variance"] or 0.0) * (n - 1)), confidence_level)
    low, high = ends or (None, None)
    # Time does not run backwards: a mean of few, widely spread times has no lower end below zero.
    return {
        f"{name}_s": mean,
        f"{name}_low": None if low is None else max(0.0, low),
        f"{name}_high": high,
        f"{name}_n": n,
    }


def _resolved(row: Row, confidence_level: float) -> Row:
    resolved, n = row["resolved"], row["resolved_n"]
    found = estimate({100.0: float(resolved), 0.0: float(n - resolved)}, "share", confidence_level=confidence_level)
    ends = {"resolved_share": found.value, "resolved_low": found.low, "resolved_high": found.high}
    return {"resolved": resolved, "resolved_n": n, **ends}
