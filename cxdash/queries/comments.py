"""What customers said, in their own words, where it may be shown."""

from typing import Any

from cxdash.mart.database import Mart
from cxdash.queries.dimensions import STAGE, Dimension, Dimensions
from cxdash.queries.filters import Filters


def quotes(mart: Mart, dimensions: Dimensions, filters: Filters, *, each: int = 3) -> list[dict[str, Any]]:
    """What was said beside low and high scores: rows (touchpoint, stage, text, tone, comments).

    Up to `each` comments with a low score ("pain": the lower two fifths of the scale) and with a high one ("delight":
    the upper quarter) per touchpoint, the longer texts first; one without a touchpoint goes with the overall question.
    `comments` is how many there are to choose from at the touchpoint.
    """
    clause = filters.clause(dimensions)
    stage = STAGE.replace("touchpoint)]", "a.touchpoint)]")
    return mart.ask(
        f"WITH told AS (SELECT a.touchpoint, {stage} AS stage, c.text, "
        "(a.score - a.scale_low) / (a.scale_high - a.scale_low) AS part, "
        "CASE a.direction WHEN 'low_is_good' THEN 1 - part ELSE part END AS goodness "
        f"FROM (SELECT * FROM answers WHERE {clause.sql}) a JOIN comments c ON c.record = a.record "
        "AND c.touchpoint IS NOT DISTINCT FROM a.touchpoint WHERE length(c.text) BETWEEN 12 AND 240), "
        "toned AS (SELECT *, COUNT(*) OVER (PARTITION BY touchpoint) AS comments, "
        "CASE WHEN goodness >= 0.75 THEN 'delight' ELSE 'pain' END AS tone FROM told "
        "WHERE goodness >= 0.75 OR goodness <= 0.4) "
        "SELECT touchpoint, stage, text, tone, MAX(comments) AS comments FROM toned "
        "GROUP BY touchpoint, stage, text, tone "
        "QUALIFY row_number() OVER (PARTITION BY touchpoint, tone ORDER BY length(text) DESC, text) <= $each "
        "ORDER BY touchpoint, tone, length(text) DESC, text",
        **{**clause.values, **dimensions.bound([Dimension("", STAGE)]), "each": each},
    )
