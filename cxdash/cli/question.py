"""What every question of the command line stands on: the data folder's present state, and its filters."""

from argparse import Namespace

from cxdash.answers.context import Context, open_context
from cxdash.answers.volumes import volumes
from cxdash.errors import NoAnswerError
from cxdash.locale import t
from cxdash.queries.filters import Filters
from cxdash.vault.home import Home


def filters(arguments: Namespace) -> Filters:
    """The filters of `--where`, `--since`, `--until` and `--leave`; CxdashError names what cannot be read."""
    return Filters.parse(arguments.where, arguments.since, arguments.until, arguments.leave)


def context(arguments: Namespace) -> Context:
    """The data folder seen through its journey, at the confidence level asked for."""
    return open_context(Home.open(arguments.home), getattr(arguments, "confidence", 0.95))


def nothing(asked: Filters | None = None, seen: Context | None = None) -> NoAnswerError:
    """That no data answers the question, with the filters in words, as exact as the data that was `seen` allows."""
    hint = t("“uploads” lists what is loaded; “sample” loads the sample company.")
    if asked is None:
        return NoAnswerError(t("There is no data for this question."), hint)
    filters = asked.describe(seen.dimensions if seen else None)
    return NoAnswerError(t("There is no data for this question ({filters}).", filters=filters), hint)


def withheld(asked: Filters, seen: Context) -> NoAnswerError:
    """That there is data, of too few people to be shown, with the filters in words."""
    filters = asked.describe(seen.dimensions)
    return NoAnswerError(
        t("What answers this question is hidden: too few people are behind it ({filters}).", filters=filters),
        t("Ask for more of them at once."),
    )


def no_interactions(asked: Filters, seen: Context) -> NoAnswerError:
    """That no interactions answer the question: there are none, or of too few customers."""
    found = volumes(seen, asked).interactions
    return withheld(asked, seen) if found.hidden or found.n else nothing(asked, seen)
