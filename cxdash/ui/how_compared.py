"""How two groups were compared: now against an earlier period, a value against the rest, corrected for how many."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from cxdash.answers.change import Changed
from cxdash.answers.compare import CompareRow
from cxdash.answers.overlapping import overlap_words, overlapping
from cxdash.answers.scores import ScoreRow
from cxdash.inference.results import Difference, Estimate
from cxdash.locale import formats, t
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.how_explained import Explanation, LeftOut, Offer, Row, chance, in_unit, precise, row
from cxdash.ui.how_formulas import ADJUSTED, CHANGE, DEGREES_OF_ERRORS, MOVER, WELCH_OF_ERRORS
from cxdash.ui.how_origin import outside
from cxdash.ui.how_scores import counts, hidden, interval_method, interval_source, score, score_offer
from cxdash.ui.pictures import name_of
from cxdash.vocabulary.metrics import Family, Metric

FORMULAS: dict[Family, tuple[str, ...]] = {
    "nps": (CHANGE, MOVER),
    "share": (CHANGE, MOVER),
    "mean": (CHANGE, WELCH_OF_ERRORS, DEGREES_OF_ERRORS),
}


def difference_method(family: Family) -> str:
    """How a family's differences get their interval and p-value."""
    return {
        "nps": t(
            "Difference by MOVER from the score intervals of both sides; p is the largest α at which the interval "
            "of 1 − α still reaches zero."
        ),
        "share": t(
            "Difference by Newcombe’s hybrid score method from the Wilson intervals of both sides; p is the largest α "
            "at which the interval of 1 − α still reaches zero."
        ),
        "mean": t("Difference by Welch’s t, with p from the same statistic."),
    }[family]


def difference_source(family: Family) -> str:
    """Who described it."""
    return {
        "nps": t("Zou and Donner 2008"),
        "share": t("Newcombe 1998"),
        "mean": t("Welch 1947"),
    }[family]


def changed_offers(rows: Sequence[Changed], names: Sequence[str]) -> list[Offer]:
    """Scores by name, each with its change since the earlier period where there is one; corrected for all of them."""
    tested = [found.difference for found in rows]
    return [
        offer for found, name in zip(rows, names, strict=True) for offer in changed_offer(found, name, tested=tested)
    ]


def changed_offer(found: Changed, name: str, *, tested: Sequence[Difference | None]) -> list[Offer]:
    """A score and its change; `tested` is what the correction was made over."""
    offers = [score_offer(found.now, name)]
    if found.before is not None and found.difference is not None:
        title = t("{name}: change", name=name)
        offers.append(Offer(title, partial(_change, found, found.before, found.difference, title, tested=tested)))
    return offers


def _change(
    found: Changed, before: ScoreRow, apart: Difference, title: str, *, tested: Sequence[Difference | None]
) -> Explanation:
    return _between(
        title,
        t("The value now minus the value in the earlier period, and whether that can be told from noise."),
        apart,
        found.now.metric,
        sides=(before.estimate, found.now.estimate),
        headings=(t("Before"), t("Now")),
        inputs=_both(_given(before), _given(found.now)),
        correction=correction(apart, found.pvalue_adjusted, tested),
        left_out=outside(found.now, looking().filters),
    )


def compared_offers(rows: Sequence[CompareRow], by: str, everything: Sequence[CompareRow]) -> list[Offer]:
    """Scores by name, each with how it compares with the rest; `everything` is what the correction was made over."""
    tested = [found.difference for found in everything]
    several = _overlapping(by)
    offers = []
    for found in sorted(rows, key=lambda found: found.score.hidden):
        name = name_of(found.group[by])
        offers.append(_overlapping_score(found.score, name) if several else score_offer(found.score, name))
        if found.rest is not None:
            title = t("{name}: against the rest", name=name)
            offers.append(Offer(title, partial(against_rest, found, title, tested, several=several)))
    return offers


def _overlapping(*dimensions: str) -> bool:
    """Whether groups of one of the dimensions overlap: several choices in a cell."""
    return bool(overlapping(session.context().dimensions, dimensions))


def _overlapping_score(found: ScoreRow, name: str) -> Offer:
    """The score of a group that shares customers with others."""

    def explain() -> Explanation:
        told = score(found, name)
        return told if found.hidden else replace(told, in_words=f"{told.in_words} {overlap_words()}")

    return Offer(name, explain)


def cell_offers(cells: Sequence[CompareRow], by: str, within: str, everything: Sequence[CompareRow]) -> list[Offer]:
    """The cells of a table of differences, each against the rest of its column."""
    tested = [found.difference for found in everything]
    several = _overlapping(by)
    shown_first = sorted(cells, key=lambda found: found.score.hidden)
    names = [" · ".join(name_of(found.group[each]) for each in (by, within)) for found in shown_first]
    return [
        Offer(name, partial(against_rest, found, name, tested, several=several))
        for found, name in zip(shown_first, names, strict=True)
    ]


def against_rest(
    found: CompareRow, title: str, tested: Sequence[Difference | None], *, several: bool = False
) -> Explanation:
    """How a value was compared with all others; its score alone where it has no rest to compare with.

    With `several` choices in a cell the values overlap, and the rest are those who did not pick this one.
    """
    if found.score.hidden:
        return hidden(title)
    if found.rest is None or found.difference is None:
        return score(found.score, title)
    nothing = tuple(Row(each.name, each.symbol, ("",)) for each in _given(found.score))
    return _between(
        title,
        _chosen_or_not() if several else _all_others(),
        found.difference,
        found.score.metric,
        sides=(found.rest, found.score.estimate),
        headings=(t("The rest"), t("This one")),
        inputs=_both(nothing, _given(found.score)),
        correction=correction(found.difference, found.pvalue_adjusted, tested),
        left_out=outside(found.score, looking().filters, compared=found.rest.n),
    )


def _all_others() -> str:
    return t(
        "The value minus that of the rest: all other values together, their answers added up and never their "
        "scores averaged."
    )


def _chosen_or_not() -> str:
    said = t("The value minus that of the rest: all who answered this question and did not choose this.")
    return f"{said} {overlap_words()}"


def _given(found: ScoreRow) -> tuple[Row, ...]:
    """The counts of one side that both sides' values are computed from."""
    return tuple(each for each in counts(found) if each.symbol in ("P", "S", "D", "x", "n_s"))


def _both(before: Sequence[Row], now: Sequence[Row]) -> tuple[Row, ...]:
    """The counts of both sides beside each other; a score that nobody gave on one side counts zero there."""
    sides = [{(each.name, each.symbol): each.texts[0] for each in side} for side in (before, now)]
    names = {**sides[0], **sides[1]}
    return tuple(Row(*name, tuple(side.get(name, precise(0)) for side in sides)) for name in names)


def _between(
    title: str,
    in_words: str,
    found: Difference,
    metric: Metric,
    *,
    sides: tuple[Estimate, Estimate],
    headings: tuple[str, str],
    inputs: Sequence[Row],
    correction: Sequence[Row],
    left_out: tuple[LeftOut, ...],
) -> Explanation:
    """The explanation of other − base, the two `sides` in this order."""
    return Explanation(
        title,
        in_words,
        formulas=(*FORMULAS[metric.family], *((ADJUSTED,) if correction else ())),
        inputs=(*inputs, *_sides(sides, metric)),
        results=(*difference_rows(found), *correction),
        headings=headings,
        n=sides[1].n,
        counted=t("answers"),
        left_out=left_out,
        method=" ".join((interval_method(metric.family), difference_method(metric.family))),
        source="; ".join(
            filter(
                None,
                (
                    metric.source,
                    interval_source(metric.family),
                    difference_source(metric.family),
                    t("Benjamini and Hochberg 1995") if correction else "",
                ),
            )
        ),
    )


def _sides(sides: tuple[Estimate, Estimate], metric: Metric) -> tuple[Row, ...]:
    """What the difference is computed from: each side's value with the ends of its interval, or its standard error."""
    unit = metric.unit
    rows = [
        Row(t("Answers, as they weigh"), r"n_1,\, n_2", tuple(precise(side.n_effective) for side in sides)),
        Row(t("Value"), r"v_1,\, v_2", tuple(in_unit(side.value, unit) for side in sides)),
    ]
    if metric.family == "mean":
        rows.append(
            Row(
                t("Standard error"), r"\mathrm{SE}_1,\, \mathrm{SE}_2", tuple(precise(side.std_error) for side in sides)
            )
        )
    rows.append(Row(t("Lower end of the interval"), r"l_1,\, l_2", tuple(in_unit(side.low, unit) for side in sides)))
    rows.append(Row(t("Upper end of the interval"), r"u_1,\, u_2", tuple(in_unit(side.high, unit) for side in sides)))
    return tuple(rows)


def difference_rows(found: Difference) -> tuple[Row, ...]:
    """The difference with its interval and p-value."""
    return (
        row(t("Difference"), r"\Delta", precise(found.effect_size)),
        row(t("Lower end of the interval"), "", precise(found.low)),
        row(t("Upper end of the interval"), "", precise(found.high)),
        row(t("p"), "p", chance(found.pvalue)),
    )


def correction(found: Difference, adjusted: float | None, tested: Sequence[Difference | None]) -> tuple[Row, ...]:
    """How the p-value was corrected for how many were tested: its rank, and the test that decided it."""
    pvalues = sorted(each.pvalue for each in tested if each and each.pvalue is not None)
    if adjusted is None or found.pvalue is None or len(pvalues) < 2:
        return ()
    k, rank = len(pvalues), sum(pvalue < found.pvalue for pvalue in pvalues) + 1
    deciding = min(range(rank, k + 1), key=lambda place: (k * pvalues[place - 1] / place, place))
    return (
        row(t("Comparisons it is corrected for"), "k", formats.count(k)),
        row(t("Its place among them, the smallest p first"), "i", formats.count(rank)),
        row(t("The place that decided"), "j", formats.count(deciding)),
        row(t("The p of that place"), "p_{(j)}", chance(pvalues[deciding - 1])),
        row(t("p, corrected"), r"p_{\mathrm{BH}}", chance(adjusted)),
    )
