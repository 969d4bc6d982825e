"""The parts of the segments page: values against the rest, segment by touchpoint, two segments crossed."""

from functools import partial
from typing import Any

from cxdash.answers.compare import CompareRow, compare
from cxdash.answers.overlapping import everybody, overlap_words, overlapping
from cxdash.charts.heat_map import heat_map
from cxdash.charts.interval_plot import interval_plot
from cxdash.locale import t
from cxdash.queries.dimensions import label_of
from cxdash.queries.scores import Basis
from cxdash.ui import choices, findings, pictures, session
from cxdash.ui.filter_bar import looking
from cxdash.ui.frame import chart, dark
from cxdash.ui.how_compared import cell_offers, compared_offers
from cxdash.ui.text import heading
from cxdash.vocabulary.metrics import metric_named


def _by_basis(rows: list[CompareRow]) -> dict[Basis, list[CompareRow]]:
    found: dict[Basis, list[CompareRow]] = {}
    for row in rows:
        found.setdefault(row.score.basis, []).append(row)
    return dict(sorted(found.items(), key=lambda item: -sum(row.score.histogram.n for row in item[1])))


def _counted(metric: str, rows: list[CompareRow], asked: tuple[str, ...], note: str) -> dict[str, Any]:
    """The n of a picture of the dimensions `asked`, and its note, which says where groups overlap and add up to none.

    `asked` are those whose answers without a value are not in the picture.
    """
    shown = [row.score for row in rows if not row.score.hidden]
    if not overlapping(session.context().dimensions, asked):
        return {"n": sum(score.histogram.n for score in shown), "note": note}
    once = session.answer(everybody, metric, asked, looking().filters)
    n = once.get(shown[0].basis, 0) if shown else 0
    return {"n": n, "note": " · ".join((note, overlap_words(n or None)))}


def values_part(metric: str, segment: str) -> None:
    """Each value of the segment against all others; one picture per scale that was asked on."""
    everything = session.answer(compare, metric, segment, looking().filters)
    grouped = _by_basis(everything)
    for number, (basis, rows) in enumerate(grouped.items()):
        ordered = sorted(rows, key=lambda row: row.score.estimate.value or 0)
        intervals = [pictures.interval_row(row.score, segment, row) for row in ordered]
        finding = findings.standing_out(ordered, segment, metric_named(metric))
        chart(
            t("{finding} (scale {scale})", finding=finding, scale=basis.scale) if len(grouped) > 1 else finding,
            interval_plot(intervals, metric_named(metric).unit, dark=dark()),
            key=f"values_{number}",
            rows=pictures.compare_table(ordered, (segment,)),
            **_counted(
                metric,
                rows,
                (segment,),
                t("colour: credibly better or worse than the rest, corrected for all values (Benjamini–Hochberg)"),
            ),
            how=partial(compared_offers, ordered, segment, everything),
        )


def heat_part(metric: str, segment: str) -> None:
    """Segment by touchpoint: each cell against the other customers at the same touchpoint."""
    order = {point.name: number for number, point in enumerate(session.context().journey.touchpoints)}
    rows = session.answer(compare, metric, segment, looking().filters, "touchpoint")
    rows = sorted(rows, key=lambda row: order.get(row.group["touchpoint"] or "", len(order)))
    for number, cells in enumerate(_by_basis(rows).values()):
        if len({cell.group["touchpoint"] for cell in cells}) > 1:
            _heat(metric, cells, rows, (segment, "touchpoint"), known=(segment,), key=f"heat_{number}")


def crossed_part(metric: str, segment: str) -> None:
    """Two segments crossed: where a group hides in the average of both."""
    others = [name for name in choices.segment_names() if name != segment]
    if not others:
        return
    heading(t("{segment} crossed with another segment", segment=label_of(segment)))
    other = choices.crossing(others)
    rows = session.answer(compare, metric, segment, looking().filters, other)
    for number, cells in enumerate(_by_basis([row for row in rows if row.group[other] is not None]).values()):
        _heat(metric, cells, rows, (segment, other), known=(segment, other), key=f"crossed_{number}")


def _heat(
    metric: str,
    cells: list[CompareRow],
    everything: list[CompareRow],
    sides: tuple[str, str],
    *,
    known: tuple[str, ...],
    key: str,
) -> None:
    by, within = sides
    chart(
        findings.credible_cells(cells),
        heat_map([pictures.heat_cell(cell, by, within) for cell in cells], metric_named(metric).unit, dark=dark()),
        key=key,
        rows=pictures.compare_table(cells, sides),
        **_counted(metric, cells, known, t("each cell against the rest of its column; corrected for all cells")),
        how=partial(cell_offers, cells, by, within, everything),
    )
