"""The metric registry: a customer-experience metric is a weight for every score of a scale.

A new metric is one entry in `METRICS`. Weights are in the metric's own unit (points, percent, score), so the
mean weight of a group's scores *is* the metric of that group, and histograms, moments and intervals need
nothing else. The share of any band of scores is a metric, too, by its name alone (`share:7-8`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from cxdash.errors import CxdashError
from cxdash.locale import N_, t
from cxdash.vocabulary.scales import Scale

Unit = Literal["points", "percent", "score"]
Family = Literal["nps", "share", "mean"]
End = Literal["high", "low"]


@dataclass(frozen=True)
class Metric:
    """What a metric means: how each score counts, in which unit it reads, how it is written down.

    `family` says which interval fits (nps: score interval of promoters minus detractors; share: Wilson;
    mean: t). `answers` names the kind of question it is asked of (the `metric` of a mapping's score
    column), or None where any question serves. `better` says which of its values are good on a scale: the
    high ones, the low ones, or neither (None).
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
    better: Callable[[Scale], End | None] = lambda _scale: "high"
    band: str = ""

    @property
    def called(self) -> str:
        """The metric's name for people, in the current language."""
        return t(self.label, band=self.band) if self.band else t(self.label)

    @property
    def defined(self) -> str:
        """What it means, as a sentence in the current language."""
        return t(self.definition, band=self.band) if self.band else t(self.definition)

    def weights(self, scores: Mapping[float, float], scale: Scale) -> dict[float, float]:
        """The weight of each score of a histogram's keys, in the metric's unit."""
        return {score: self.weight(score, scale) for score in scores}


def _nps(score: float, scale: Scale) -> float:
    oriented = scale.oriented(score)
    return 100.0 if oriented >= 9 else -100.0 if oriented <= 6 else 0.0


def _boxes(scale: Scale) -> int:
    """How many scores make the best or the worst box: two of five or more points, else one."""
    return 2 if scale.points >= 5 else 1


def top_box_from(scale: Scale) -> float:
    """The lowest score in the top box: the two best of five or more points, else the best one."""
    return scale.high + 1 - _boxes(scale)


def _middle(scale: Scale) -> float:
    return (scale.low + scale.high) / 2


def _percent(inside: Callable[[float, Scale], bool]) -> Callable[[float, Scale], float]:
    """The weight of a share: 100 for scores inside, which are told apart with high as the good end."""
    return lambda score, scale: 100.0 if inside(scale.oriented(score), scale) else 0.0


def _of_ten(scale: Scale) -> bool:
    return (scale.low, scale.high) in ((0, 10), (1, 10))


def _in_boxes(scale: Scale) -> bool:
    return scale.points <= 11


def _good_end(scale: Scale) -> End:
    return "high" if scale.direction == "high_is_good" else "low"


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
            fits=_of_ten,
            definition=N_("Share of promoters (9–10) minus share of detractors (0–6), in points from −100 to 100."),
            source="Reichheld 2003",
        ),
        Metric(
            name="csat",
            label=N_("CSAT"),
            unit="percent",
            family="share",
            answers="csat",
            weight=_percent(lambda score, scale: score >= top_box_from(scale)),
            fits=_in_boxes,
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
            weight=_percent(lambda score, scale: score > _middle(scale)),
            fits=_in_boxes,
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
            better=_good_end,
        ),
        Metric(
            name="conversion",
            label=N_("Conversion"),
            unit="percent",
            family="share",
            answers=None,
            weight=lambda score, _scale: 100.0 * score,
            fits=lambda scale: (scale.low, scale.high) == (0, 1),
            definition=N_("Share of ones among answers of zero or one."),
            source="",
            better=_good_end,
        ),
        Metric(
            name="promoters",
            label=N_("Promoters"),
            unit="percent",
            family="share",
            answers="nps",
            weight=_percent(lambda score, _scale: score >= 9),
            fits=_of_ten,
            definition=N_("Share of answers of 9 or 10 to how likely one is to recommend."),
            source="Reichheld 2003",
        ),
        Metric(
            name="passives",
            label=N_("Passives"),
            unit="percent",
            family="share",
            answers="nps",
            weight=_percent(lambda score, _scale: 6 < score < 9),
            fits=_of_ten,
            definition=N_("Share of answers of 7 or 8 to how likely one is to recommend."),
            source="Reichheld 2003",
            better=lambda _scale: None,
        ),
        Metric(
            name="detractors",
            label=N_("Detractors"),
            unit="percent",
            family="share",
            answers="nps",
            weight=_percent(lambda score, _scale: score <= 6),
            fits=_of_ten,
            definition=N_("Share of answers from 0 to 6 to how likely one is to recommend."),
            source="Reichheld 2003",
            better=lambda _scale: "low",
        ),
        Metric(
            name="dissatisfied",
            label=N_("Dissatisfied"),
            unit="percent",
            family="share",
            answers="csat",
            weight=_percent(lambda score, scale: score <= scale.low - 1 + _boxes(scale)),
            fits=_in_boxes,
            definition=N_(
                "Share of answers in the two worst scores of the scale (the worst one on scales of two to four)."
            ),
            source="bottom-2-box",
            better=lambda _scale: "low",
        ),
        Metric(
            name="difficult",
            label=N_("Difficult"),
            unit="percent",
            family="share",
            answers="ces",
            weight=_percent(lambda score, scale: score < _middle(scale)),
            fits=_in_boxes,
            definition=N_("Share of answers on the difficult side of the scale's midpoint (1–3 on a scale of 1–7)."),
            source="Dixon, Freeman & Toman 2010; agreement form",
            better=lambda _scale: "low",
        ),
    )
}
HEADLINES = ("nps", "csat", "ces")
"""The metrics that are looked at first, and that have targets."""
ASKED = (*HEADLINES, "conversion", "mean")
"""The kinds of question that a score column can be; the other metrics are shares of their answers."""

USUAL_SCALES: dict[str, tuple[int, int]] = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "conversion": (0, 1)}
"""Lowest and highest score of a kind of question, where nobody says another scale."""

_SHARE = re.compile(r"share:(?P<low>-?\d+(?:\.\d+)?)(?:[-–](?P<high>-?\d+(?:\.\d+)?))?")


def share_of(low: float, high: float) -> Metric:
    """The share of answers from `low` to `high`, both included, of any question whose scale has them.

    Scores are taken as they were given. Whether many of them are good depends on the side of the scale they lie on.

    >>> share_of(7, 8).weights({6: 1, 7: 1, 8: 1}, Scale(0, 10))
    {6: 0.0, 7: 100.0, 8: 100.0}
    """
    band = f"{low:g}" if low == high else f"{low:g}–{high:g}"
    return Metric(
        name=f"share:{low:g}" if low == high else f"share:{low:g}-{high:g}",
        label=N_("Share of {band}"),
        unit="percent",
        family="share",
        answers=None,
        weight=lambda score, _scale: 100.0 if low <= score <= high else 0.0,
        fits=lambda scale: scale.low <= low and high <= scale.high,
        definition=N_("Share of answers with a score of {band}, as it was given."),
        source="",
        better=lambda scale: _side((low + high) / 2, scale),
        band=band,
    )


def _side(score: float, scale: Scale) -> End | None:
    oriented, middle = scale.oriented(score), _middle(scale)
    return None if oriented == middle else "high" if oriented > middle else "low"


def metric_named(name: str) -> Metric:
    """The metric of that name, or of a band of scores (`share:7-8`, `share:9`); CxdashError with the names there are.

    >>> metric_named("Share:1-2").called
    'Share of 1–2'
    """
    asked = name.strip().casefold()
    if asked in METRICS:
        return METRICS[asked]
    if (found := _SHARE.fullmatch(asked)) and float(found["low"]) <= float(found["high"] or found["low"]):
        return share_of(float(found["low"]), float(found["high"] or found["low"]))
    raise CxdashError(
        t("There is no metric called “{name}”.", name=name),
        t("There are: {names}; and share:LOW-HIGH, such as share:7-8.", names=", ".join(METRICS)),
    )
