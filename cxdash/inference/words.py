"""Which words set two groups of comments apart, with rare words held back by a prior."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxdash.inference.critical import normal_pvalue
from cxdash.inference.multiplicity import adjusted_where_known

PRIOR_WORDS = 500.0
"""How many words the prior weighs as much as, spread as in both groups together."""


def log_odds_z(one: Sequence[float], two: Sequence[float], *, prior_words: float = PRIOR_WORDS) -> list[float | None]:
    """z per word: above 0 for words typical of the group `one`, below for those of `two`; None for unused words.

        z = (ln(a/(A + n_1 − a)) − ln(b/(A + n_2 − b))) / √(1/a + 1/b)      a = y_1 + A·(y_1 + y_2)/(n_1 + n_2), b alike

    of y uses among n words, with A = `prior_words`: the log-odds ratio with an informative Dirichlet prior. `one` and
    `two` count each word of one vocabulary.

    Source: Monroe, Colaresi and Quinn (2008), eq. 16–22.

    >>> [round(z, 2) for z in log_odds_z([40, 2, 300], [4, 60, 420])]
    [4.51, -4.26, 0.74]
    """
    first, second = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    total = float(first.sum() + second.sum())
    if not total:
        return [None] * len(first)
    used = first + second > 0
    prior = prior_words * (first + second)[used] / total
    a, b = first[used] + prior, second[used] + prior
    rest_a, rest_b = first.sum() + prior_words - a, second.sum() + prior_words - b
    if np.count_nonzero(used) < 2:
        return [0.0 if here else None for here in used]  # a single word tells nothing apart
    z = (np.log(a / rest_a) - np.log(b / rest_b)) / np.sqrt(1 / a + 1 / b)
    found = iter(z.tolist())
    return [next(found) if here else None for here in used]


LEAST_USES = 5


@dataclass(frozen=True, slots=True)
class TypicalWord:
    """The z of a word (above 0 for the first group) and its p-value, corrected over all words that were tested."""

    z: float | None
    adjusted: float | None


def typical_words(
    one: Sequence[float], two: Sequence[float], *, least: float = LEAST_USES, prior_words: float = PRIOR_WORDS
) -> list[TypicalWord]:
    """The z of each word and its p-value, by Benjamini and Hochberg's correction over the words that are tested.

    `log_odds_z` with `P(|Z| ≥ |z|)`. Words used fewer than `least` times are not tested, though they count as words.

    Source: Monroe, Colaresi and Quinn (2008); Benjamini and Hochberg (1995).

    >>> [word.adjusted is not None and word.adjusted < 0.05 for word in typical_words([40, 2, 1], [4, 60, 1])]
    [True, True, False]
    """
    scores = log_odds_z(one, two, prior_words=prior_words)
    kept = [z if a + b >= least else None for z, a, b in zip(scores, one, two, strict=True)]
    adjusted = adjusted_where_known([None if z is None else normal_pvalue(z) for z in kept], "benjamini_hochberg")
    return [TypicalWord(z, p) for z, p in zip(kept, adjusted, strict=True)]
