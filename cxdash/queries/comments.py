"""What customers said, in their own words, where it may be shown."""

from typing import Any

from cxdash.mart.database import Mart
from cxdash.queries.dimensions import Dimensions
from cxdash.queries.filters import Filters
from cxdash.queries.stages import stage_of

# How good a score is on its scale: 0 the worst, 1 the best.
_PART = "(a.score - a.scale_low) / (a.scale_high - a.scale_low)"
_GOODNESS = f"CASE a.direction WHEN 'low_is_good' THEN 1 - {_PART} ELSE {_PART} END"


def quotes(mart: Mart, dimensions: Dimensions, filters: Filters, *, each: int = 3) -> list[dict[str, Any]]:
    """What was said beside low and high scores: rows (touchpoint, stage, text, tone, people).

    Up to `each` texts with low scores ("pain": the lower two fifths of the scale) and with high ones ("delight": the
    upper quarter) per touchpoint, the longer texts first; one without a touchpoint goes with the overall question.
    A text stands once: beside several scores the mean of them counts. `people` is how many different customers said
    what there is to choose from at the touchpoint; a response without a customer is one of its own.
    """
    clause = filters.clause(dimensions)
    stage = stage_of("a.touchpoint", "a.stage")
    return mart.ask(
        f"WITH comment AS (SELECT a.touchpoint, c.text, MIN({stage}) AS stage, AVG({_GOODNESS}) AS goodness, "
        "MIN(COALESCE('customer ' || a.customer_id, 'record ' || a.record)) AS person "
        f"FROM (SELECT * FROM answers WHERE {clause.sql}) a JOIN comments c ON c.record = a.record "
        "AND c.touchpoint IS NOT DISTINCT FROM a.touchpoint WHERE length(c.text) BETWEEN 12 AND 240 "
        "GROUP BY a.record, a.touchpoint, c.text), "
        "told AS (SELECT * REPLACE (AVG(goodness) OVER (PARTITION BY touchpoint, text) AS goodness) FROM comment), "
        "toned AS (SELECT *, COUNT(DISTINCT person) OVER (PARTITION BY touchpoint) AS people, "
        "CASE WHEN goodness >= 0.75 THEN 'delight' ELSE 'pain' END AS tone FROM told "
        "WHERE goodness >= 0.75 OR goodness <= 0.4) "
        "SELECT touchpoint, MIN(stage) AS stage, text, tone, MAX(people) AS people FROM toned "
        "GROUP BY touchpoint, text, tone "
        "QUALIFY row_number() OVER (PARTITION BY touchpoint, tone ORDER BY length(text) DESC, text) <= $each "
        "ORDER BY touchpoint, tone, length(text) DESC, text",
        **{**clause.values, **dimensions.journey_values, "each": each},
    )
