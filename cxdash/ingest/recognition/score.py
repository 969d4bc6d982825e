"""How a column's cells are to be read as scores, and what its name says of the question."""

from dataclasses import dataclass, field

from cxdash.ingest.recognition.fields import Field
from cxdash.ingest.recognition.touchpoints import says_nothing
from cxdash.vocabulary.question_words import asks_to_choose
from cxdash.vocabulary.scales import Direction

USUAL_ENDS = (5, 7, 10)
"""Highest scores that rating scales end on: a solitary 0-3 is a count of something."""

MANY = 100
"""Answers after which a step that nobody has chosen hardly exists."""

_ASKED = 0.7  # how surely whole numbers are scores where all that is known is that a question was asked


@dataclass(frozen=True)
class Score:
    """How a column's cells are to be read as scores; `sure` is 0 to 1.

    `missing` are all values that are no answers, `codes` those of them that are numbers and only look like answers.
    """

    metric: str
    low: int
    high: int
    sure: float
    labels: dict[str, int] = field(default_factory=dict)
    missing: tuple[int | str, ...] = ()
    zero_is_nothing: bool = False
    direction: Direction | None = None
    codes: tuple[int, ...] = ()
    grouped: bool = False

    @property
    def tells_groups(self) -> bool:
        """A yes or no, or how often somebody does something: as telling as a segment as it is as a score."""
        return bool(self.labels) and (self.high - self.low <= 2 or (self.metric == "mean" and self.high <= 7))


def said_by_name(column: Field) -> float:
    """How surely the name speaks of a score; a name of nothing but such words ("csat_score") leaves no doubt."""
    told = column.means("nps", "csat", "ces")
    return 1.0 if told and says_nothing(column.name) else told


def told(column: Field) -> float:
    """How surely the column holds answers: by its name, by its tool, or because it is called like a question."""
    asked = (column.rated and not asks_to_choose(column.name)) or column.is_coded
    return max(said_by_name(column), _ASKED if asked else 0.0)


def metric_of(column: Field, low: float, high: float) -> str:
    """The metric of numbers from `low` to `high`: recommending is asked on ten or eleven points."""
    if column.means("nps") and (high > 7 or (high > 5 and (low == 0 or column.profile.n < MANY))):
        return "nps"
    if column.means("ces"):
        return "ces"
    if column.means("csat", "nps"):
        return "csat"
    if column.rated:
        # A tool whose questions are known in full would say so if this were the question about recommending.
        return "mean"
    return "nps" if (low, high) == (0, 10) else "csat"


def direction_of(column: Field, metric: str) -> Direction | None:
    """A question about effort or difficulty alone gives its highest number to the worst answer."""
    if metric == "ces" and column.means("effort") and not column.means("ease"):
        return "low_is_good"
    return None
