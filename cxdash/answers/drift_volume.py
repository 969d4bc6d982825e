"""Whether as many records come in as before: records per whole week or day, compared as rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cxdash.answers.drift_findings import Finding
from cxdash.inference.shares import wilson
from cxdash.locale import formats, t

Bucket = Literal["week", "day"]
Days = Mapping[date, int]

LEAST_BUCKETS = 2
LEAST_RECORDS = 10
"""Records in the buckets compared, both sides together, below which nothing is said."""

LEAST_CHANGE = 0.2
"""How much less must come in to be worth a word, as a share of what came in before; for a rise, the same ratio."""


@dataclass(frozen=True)
class Volume:
    """Records per bucket before and now, and the ratio of the two rates with its interval (95 %)."""

    bucket: Bucket
    buckets_before: int
    buckets_now: int
    per_bucket_before: float
    per_bucket_now: float
    ratio: float | None
    low: float
    high: float | None

    @property
    def fell(self) -> bool:
        """Fewer records, credibly and by more than a trifle."""
        return self.ratio is not None and self.high is not None and self.high < 1 and self.ratio <= 1 - LEAST_CHANGE

    @property
    def rose(self) -> bool:
        """More records, credibly and by more than a trifle."""
        return self.ratio is not None and self.low > 1 and self.ratio >= 1 / (1 - LEAST_CHANGE)


def volume(before: Days, now: Days) -> Volume | None:
    """The records per whole week, else per whole day, of two uploads; None where the periods are too short.

    The first and the last bucket of a file may be unfinished and are left out. Where the later file goes on from the
    earlier one, only what is new in it counts; where both cover the same time, that time is compared.
    """
    for bucket in ("week", "day"):
        old, new = _series(before, bucket), _series(now, bucket)
        if old and new and (found := _compared(bucket, *_apart(old, new))):
            return found
    return None


def _series(days: Days, bucket: Bucket) -> dict[date, int]:
    """Records per whole bucket by its first day; a day without records counts as 0."""
    if not days:
        return {}
    first, last = min(days), max(days)
    size = 7 if bucket == "week" else 1
    start = first + timedelta(days=-first.weekday() % 7) if bucket == "week" else first + timedelta(days=1)
    # A week that ends with the file's last day is whole; whether that day itself is, nobody can tell.
    end = last + timedelta(days=1) if bucket == "week" else last
    found = {}
    while start + timedelta(days=size) <= end:
        found[start] = sum(days.get(start + timedelta(days=n), 0) for n in range(size))
        start += timedelta(days=size)
    return found


def _apart(before: dict[date, int], now: dict[date, int]) -> tuple[list[int], list[int]]:
    """The buckets to compare: those after the earlier file's last one, else those that both have."""
    later = [n for start, n in now.items() if start > max(before)]
    if len(later) >= LEAST_BUCKETS:
        return list(before.values()), later
    shared = before.keys() & now.keys()
    if len(shared) >= LEAST_BUCKETS:
        return [before[start] for start in shared], [now[start] for start in shared]
    earlier = [n for start, n in now.items() if start < min(before)]
    return list(before.values()), earlier


def _compared(bucket: Bucket, before: Sequence[int], now: Sequence[int]) -> Volume | None:
    if min(len(before), len(now)) < LEAST_BUCKETS or sum(before) + sum(now) < LEAST_RECORDS or not sum(before):
        return None
    return Volume(
        bucket,
        len(before),
        len(now),
        sum(before) / len(before),
        sum(now) / len(now),
        *rate_ratio(before, now),
    )


def rate_ratio(before: Sequence[int], now: Sequence[int]) -> tuple[float | None, float, float | None]:
    """(ratio, low, high) of the mean count now to the mean count before, at 95 %; None where there is no end.

    Given their sum, counts of the two periods are binomial (Przyborowski & Wilenski 1940), and Wilson's interval of
    that share becomes the ratio's. Counts of days and weeks vary more than Poisson's: the sum is divided by the
    dispersion seen within the two periods (Pearson's χ² / df, at least 1).

    >>> ratio, low, high = rate_ratio([100, 104, 96], [50, 52])
    >>> round(ratio, 2), round(low, 2), round(high, 2)
    (0.51, 0.41, 0.64)
    """
    phi = dispersion(before, now)
    share_of_time = len(now) / len(before)
    x, n = sum(now) / phi, (sum(before) + sum(now)) / phi
    low, high = wilson(x, n)
    ratio = sum(now) / sum(before) / share_of_time if sum(before) else None
    return ratio, low / (1 - low) / share_of_time, high / (1 - high) / share_of_time if high < 1 else None


def dispersion(*periods: Sequence[int]) -> float:
    """How much more counts vary within their periods than Poisson's would: Pearson's χ² / df, at least 1.

    >>> dispersion([10, 10], [20, 20]), dispersion([0, 40], [20, 20])
    (1.0, 20.0)
    """
    chi2, df = 0.0, 0
    for counts in periods:
        mean = sum(counts) / len(counts)
        if mean:
            chi2 += sum((n - mean) ** 2 for n in counts) / mean
            df += len(counts) - 1
    return max(1.0, chi2 / df) if df else 1.0


def volume_findings(found: Volume | None) -> list[Finding]:
    """What is to be said about the volume, if it is another one than before."""
    if found is None or not (found.fell or found.rose):
        return []
    words = {"now": _rate(found.per_bucket_now), "before": _rate(found.per_bucket_before)}
    if found.bucket == "week":
        more = t("More records come in: {now} per week, {before} before.", **words)
        fewer = t("Fewer records come in: {now} per week, {before} before.", **words)
    else:
        more = t("More records come in: {now} per day, {before} before.", **words)
        fewer = t("Fewer records come in: {now} per day, {before} before.", **words)
    if found.fell:
        return [Finding("volume", "look", "", fewer, document(found))]
    return [Finding("volume", "note", "", more, document(found))]


def document(found: Volume) -> dict[str, object]:
    """The comparison as the command line prints it."""
    return {
        "bucket": found.bucket,
        "buckets_before": found.buckets_before,
        "buckets_now": found.buckets_now,
        "per_bucket_before": found.per_bucket_before,
        "per_bucket_now": found.per_bucket_now,
        "ratio": found.ratio,
        "low": found.low,
        "high": found.high,
    }


def _rate(per_bucket: float) -> str:
    return formats.number(per_bucket, 0 if per_bucket >= 10 else 1)
