"""How the quality of responses was counted, and what a score is computed from without the suspicious ones."""

from collections.abc import Sequence
from functools import partial

from cxdash.answers.quality import FlagCount
from cxdash.answers.scores import ScoreRow, scores
from cxdash.locale import t
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.how_explained import Explanation, Offer, in_unit, precise, row
from cxdash.ui.how_formulas import SHARE_VALUE
from cxdash.ui.how_scores import score
from cxdash.vocabulary.quality import SUSPICIOUS


def without_offers(found: ScoreRow, title: str) -> list[Offer]:
    """The score without suspicious responses, for the panel of a number that says what it would be without them."""
    filters = looking().filters.leaving(SUSPICIOUS)
    rows: list[ScoreRow] = session.answer(scores, found.metric.name, (), filters)
    named = t("{name}: without suspicious responses", name=title)
    return [Offer(named, partial(score, left, named, filters)) for left in rows if left.basis == found.basis]


def flag_offers(found: Sequence[FlagCount]) -> list[Offer]:
    """How many responses have each flag."""
    return [Offer(t(each.flag.label), partial(_flagged, each)) for each in found]


def _flagged(found: FlagCount) -> Explanation:
    return Explanation(
        t(found.flag.label),
        t("{definition} A response may have several flags.", definition=t(found.flag.definition)),
        formulas=(SHARE_VALUE,),
        inputs=(
            row(t("Responses with the flag"), "x", precise(found.n)),
            row(t("Responses"), "n", precise(found.responses)),
        ),
        results=(row(t("Share"), "v", in_unit(found.share, "percent")),),
        n=found.responses,
        counted=t("responses"),
    )
