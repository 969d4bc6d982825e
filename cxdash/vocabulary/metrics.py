"""The metric registry: a customer-experience metric is a weight for every score of a scale.

A new metric is one entry in `METRICS`. Weights are in the metric's own unit (points, percent, score), so the
mean weight of a group's scores *is* the metric of that group, and histograms, moments and intervals need
nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from cxdash.locale import N_
from cxdash.vocabulary.scales import Scale

Unit = Literal["points", "percent", "score"]
Family = Literal["nps", "share", "mean"]


@dataclass(frozen=True)
class Metric:
    """What a metric means: how each score counts, in which unit it reads, how it is written down.

    `family` says which interval fits (nps: score interval of promoters minus detractors; share: Wilson;
    mean: t). `answers` names the kind of question it is asked of (the `metric` of a mapping's score
    column), or None where any question serves.
    """

    name: str
    label: str
    unit: Unit
    family: Family
    answers: str | None
    weight: Callable[[float, Scale], float]
    fits: Callable[[Scale], bool]
    definition: str
    source: str

    def weights(self, scores: Mapping[float, float], scale: Scale) -> dict[float, float]:
        """The weight of each score of a histogram's keys, in the metric's unit."""
        return {score: self.weight(score, scale) for score in scores}


def _nps(score: float, _scale: Scale) -> float:
    return 100.0 if score >= 9 else -100.0 if score <= 6 else 0.0


def top_box_from(scale: Scale) -> float:
    """The lowest score in the top box: the two best of five or more points, else the best one."""
    return scale.high - 1 if scale.points >= 5 else scale.high


def _csat(score: float, scale: Scale) -> float:
    return 100.0 if scale.oriented(score) >= top_box_from(scale) else 0.0


def _ces(score: float, scale: Scale) -> float:
    return 100.0 if scale.oriented(score) > (scale.low + scale.high) / 2 else 0.0


def _conversion(score: float, _scale: Scale) -> float:
    return 100.0 * score


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            name="nps",
            label=N_("NPS"),
            unit="points",
            family="nps",
            answers="nps",
            weight=_nps,
            fits=lambda scale: (scale.low, scale.high) in ((0, 10), (1, 10)),
            definition=N_("Share of promoters (9–10) minus share of detractors (0–6), in points from −100 to 100."),
            source="Reichheld 2003",
        ),
        Metric(
            name="csat",
            label=N_("CSAT"),
            unit="percent",
            family="share",
            answers="csat",
            weight=_csat,
            fits=lambda scale: scale.points <= 11,
            definition=N_(
                "Share of answers in the two best scores of the scale (the best one on scales of two to four)."
            ),
            source="top-2-box",
        ),
        Metric(
            name="ces",
            label=N_("CES"),
            unit="percent",
            family="share",
            answers="ces",
            weight=_ces,
            fits=lambda scale: scale.points <= 11,
            definition=N_("Share of answers on the easy side of the scale's midpoint (5–7 on a scale of 1–7)."),
            source="Dixon, Freeman & Toman 2010; agreement form",
        ),
        Metric(
            name="mean",
            label=N_("Mean score"),
            unit="score",
            family="mean",
            answers=None,
            weight=lambda score, _scale: score,
            fits=lambda _scale: True,
            definition=N_("Average of the scores as they were given."),
            source="",
        ),
        Metric(
            name="conversion",
            label=N_("Conversion"),
            unit="percent",
            family="share",
            answers=None,
            weight=_conversion,
            fits=lambda scale: (scale.low, scale.high) == (0, 1),
            definition=N_("Share of ones among answers of zero or one."),
            source="",
        ),
    )
}
