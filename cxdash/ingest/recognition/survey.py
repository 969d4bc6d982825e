"""The mapping of a survey: scores with their touchpoints, comments, who answered and when."""

from collections.abc import Callable, Sequence

from cxdash.ingest.recognition.conduct import add_conduct
from cxdash.ingest.recognition.fields import Field, Proposal, best
from cxdash.ingest.recognition.identities import add_identities
from cxdash.ingest.recognition.score import Score
from cxdash.ingest.recognition.scores import find_scores
from cxdash.ingest.recognition.segments import add_rest, free_name, segment_name
from cxdash.ingest.recognition.times import add_time
from cxdash.ingest.recognition.touchpoints import touchpoint_of
from cxdash.locale import N_
from cxdash.vocabulary.numbers import as_number
from cxdash.vocabulary.synonyms import words

NAMELESS = N_(
    "The names of these columns say nothing about their questions: {columns}. They are read as ratings, because their "
    "values look like some; say what they are about."
)
CODES = N_("In “{column}” these numbers are read as “no answer”: {codes}.")
MISSTATED = N_(
    "“{column}” speaks of a scale of {scale}, and most of its answers are not on it ({examples}): the statement is not "
    "followed."
)
GROUPS = N_(
    "“{column}” has the group of each answer and not the answer: promoters count as 10, passives as 8, detractors as 0."
)

EXAMPLES, EXAMPLE_LENGTH = 3, 40


def propose_survey(columns: Sequence[Field], known: Proposal | None = None) -> Proposal:
    """Every column's role in a survey, wide (a column per question) or long (columns name question and score).

    `known` holds the entries that are certain already; it is completed.
    """
    proposal = known or Proposal()
    scores = find_scores([column for column in columns if not proposal.has(column)])
    _add_long_columns(columns, scores, proposal)
    is_long = bool({"touchpoint", "metric"} & proposal.roles())
    for column in columns:
        if column.source in scores and not proposal.has(column):
            _add_score(column, scores[column.source], is_long, proposal)
    _warn_of_scores(columns, scores, proposal)
    _warn_of_statements(columns, scores, proposal)
    add_identities(columns, proposal, "response_id")
    add_time(columns, proposal, events=False)
    _add_single(columns, proposal)
    _add_comments(columns, proposal)
    add_conduct(columns, proposal)
    _warn_of_operations(columns, proposal)
    add_rest(columns, proposal, prose_is_comment=True)
    if not {"score", "comment"} & proposal.roles():
        proposal.warn(N_("No column with answers was recognised: give one the role “score” or “comment”."))
    return proposal


def _add_score(column: Field, score: Score, is_long: bool, proposal: Proposal) -> None:
    proposal.add(
        column,
        "score",
        score.sure,
        touchpoint=None if is_long else touchpoint_of(column, score.metric),
        metric=None if is_long and "metric" in proposal.roles() else score.metric,
        scale=[score.low, score.high],
        missing=list(score.missing),
        labels=score.labels,
        direction=score.direction,
    )
    if score.tells_groups:
        proposal.add(column, "segment", 0.9, name=free_name(segment_name(column), column, proposal))


def _add_long_columns(columns: Sequence[Field], scores: dict[str, Score], proposal: Proposal) -> None:
    """One score column beside a column that names the question: a row per answer."""
    if len(scores) != 1 or "score" in proposal.roles():
        return
    for role, concept in (("touchpoint", "touchpoint"), ("metric", "metric_name"), ("stage", "stage")):
        found = best((column.means(concept), column) for column in columns if _names_things(column, proposal))
        if found and found[1].source not in scores and (role != "metric" or _names_metrics(found[1])):
            proposal.add(found[1], role, 0.9 * found[0])


def _names_things(column: Field, proposal: Proposal) -> bool:
    shape = column.profile
    return (
        not proposal.has(column) and shape.letters > 0.8 and 1 <= shape.distinct <= 200 and shape.distinct_share < 0.5
    )


def _names_metrics(column: Field) -> bool:
    return {value.casefold() for value in column.profile.values} <= {"nps", "csat", "ces", "mean", "rating", "custom"}


def _add_single(columns: Sequence[Field], proposal: Proposal) -> None:
    """Roles that one column can have: the best named of those left, if its cells fit."""
    fits: dict[str, Callable[[Field], bool]] = {
        "weight": lambda c: c.profile.is_numeric and (c.profile.low or 0) >= 0 and not c.means("counting"),
        "complete": lambda c: c.is_binary,
        "channel": lambda c: c.is_category and not c.profile.is_numeric,
    }
    for role, fit in fits.items():
        if role in proposal.roles():
            continue
        found = best((column.means(role), column) for column in columns if not proposal.has(column) and fit(column))
        if found:
            proposal.add(found[1], role, 0.9 * found[0])


def _add_comments(columns: Sequence[Field], proposal: Proposal) -> None:
    touchpoints = [e["touchpoint"] for entries in proposal.entries.values() for e in entries if "touchpoint" in e]
    for column in columns:
        shape = column.profile
        texts = shape.letters > 0.5 and (not column.is_category or shape.mean_words > 2.5)
        said = column.means("comment")
        if said and texts and not proposal.has(column) and not column.is_personal:
            about = next((name for name in touchpoints if f" {words(name)} " in f" {column.name} "), None)
            proposal.add(column, "comment", 0.95 if column.is_prose else 0.8 * said, touchpoint=about)


def _warn_of_scores(columns: Sequence[Field], scores: dict[str, Score], proposal: Proposal) -> None:
    """Say what was not certain about the scores: zeros, codes for no answer, names that are none."""
    zero = [source for source, score in scores.items() if score.zero_is_nothing]
    if zero:
        proposal.warn(N_("0 is read as not applicable in these columns: {columns}."), columns=", ".join(zero))
    guessed = [c.source for c in columns if c.source in scores and c.is_coded and not c.rated]
    if guessed:
        proposal.warn(NAMELESS, columns=", ".join(guessed))
    for source, score in scores.items():
        if score.codes:
            proposal.warn(CODES, column=source, codes=", ".join(map(str, score.codes)))
        if score.grouped:
            proposal.warn(GROUPS, column=source)


def _warn_of_statements(columns: Sequence[Field], scores: dict[str, Score], proposal: Proposal) -> None:
    """Say where a question states a scale that its answers are not on; two numbers in a name alone may be anything."""
    for column in columns:
        scale = column.misstated
        if scale and (scale.sure or column.source in scores):
            strange = [value for value in column.profile.values if scale.is_beyond(as_number(value))]
            examples = ", ".join(f"“{value[:EXAMPLE_LENGTH]}”" for value in strange[:EXAMPLES])
            proposal.warn(MISSTATED, column=column.source, scale=str(scale), examples=examples)


def _warn_of_operations(columns: Sequence[Field], proposal: Proposal) -> None:
    """Durations and waits belong to interactions: a survey says which ones it leaves out."""
    left = [c.source for c in columns if c.means("duration_s", "wait_s") and not proposal.has(c) and not c.is_empty]
    if left:
        proposal.warn(
            N_(
                "These columns say how long something took and stay out of a survey: {columns}. "
                "Load the file as interactions too to see them."
            ),
            columns=", ".join(left),
        )
