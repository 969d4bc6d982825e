"""What became of each question: whether it can still be compared, and whether people answer it otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxdash.answers.drift_findings import ALPHA, Finding
from cxdash.answers.drift_pairs import Pair, Pairs
from cxdash.answers.drift_summaries import Asked, Scale
from cxdash.inference.multiplicity import adjusted_where_known
from cxdash.inference.ordinal import Superiority, superiority
from cxdash.locale import formats, t
from cxdash.vocabulary.metrics import METRICS

LEAST_ANSWERS = 10
"""Answers on either side below which no distribution is compared."""

LEAST_SHIFT = 0.05
"""How far P(an answer now is higher than one before) must lie from one half: what is less is a trifle, however sure."""


@dataclass(frozen=True)
class QuestionRow:
    """A question before and now; None on the side where it was not asked. The test is None where it cannot be made."""

    before: Asked | None
    now: Asked | None
    how: str
    test: Superiority | None = None
    pvalue_adjusted: float | None = None

    @property
    def shifted(self) -> bool:
        """Whether the answers moved, credibly and by more than a trifle."""
        return self.pvalue_adjusted is not None and self.pvalue_adjusted < ALPHA and self._far

    @property
    def _far(self) -> bool:
        chance = self.test.chance if self.test else None
        return chance is not None and abs(chance - 0.5) >= LEAST_SHIFT

    def document(self, privacy: int) -> dict[str, object]:
        """The row as the command line prints it; averages of fewer than `privacy` answers are kept back."""
        said: dict[str, object] = {"question": _text(self.now or self.before), "how": self.how}
        for when, asked in (("before", self.before), ("now", self.now)):
            said |= {
                f"text_{when}": asked and asked.text,
                f"scale_{when}": asked and list(asked.scale),
                f"n_{when}": asked and asked.n,
                f"mean_{when}": mean_shown(asked, privacy),
            }
        test = self.test
        said |= {"chance": test and test.chance, "pvalue": test and test.pvalue}
        return {**said, "pvalue_adjusted": self.pvalue_adjusted}


def mean_shown(asked: Asked | None, privacy: int) -> float | None:
    """The average score where enough people answered to show it."""
    return asked.mean if asked is not None and asked.n >= privacy else None


def question_rows(pairs: Pairs) -> list[QuestionRow]:
    """A row per question, as they stand in the new file, then those that are gone; p-values corrected over all."""
    tests = [_test(each) for each in pairs.matched]
    adjusted = adjusted_where_known([test.pvalue if test else None for test in tests], "benjamini_hochberg")
    rows = [
        QuestionRow(each.before, each.now, each.how, test, p)
        for each, test, p in zip(pairs.matched, tests, adjusted, strict=True)
    ]
    rows += [QuestionRow(None, asked, "new") for asked in pairs.new]
    rows.sort(key=lambda row: row.now.position if row.now else 0)
    return [*rows, *(QuestionRow(asked, None, "missing") for asked in pairs.gone)]


def _test(asked: Pair) -> Superiority | None:
    """Mann and Whitney's test of the answers, where both sides were asked alike and answered often enough."""
    before, now = asked.before, asked.now
    if before.scale != now.scale or before.direction != now.direction or min(before.n, now.n) < LEAST_ANSWERS:
        return None
    return superiority(before.counts, now.counts)


def question_findings(rows: Sequence[QuestionRow], privacy: int) -> Iterator[Finding]:
    """What is to be said about the questions."""
    for row in rows:
        if row.before is None and row.now is not None:
            yield _new(row.now)
        elif row.now is None and row.before is not None:
            yield _missing(row.before)
        elif row.before is not None and row.now is not None:
            yield from _wording(row.before, row.now, row.how)
            yield from _meaning(row.before, row.now)
            if row.shifted:
                yield _shifted(row.before, row.now, row, privacy)


def _new(now: Asked) -> Finding:
    said = t("“{question}” is new: there is nothing to compare it with.", question=now.text)
    return Finding("new_question", "note", now.text, said, {"n_now": now.n})


def _missing(before: Asked) -> Finding:
    said = t("“{question}” was asked before and is not in this file.", question=before.text)
    return Finding("missing_question", "look", before.text, said, {"n_before": before.n})


def _wording(before: Asked, now: Asked, how: str) -> Iterator[Finding]:
    texts: dict[str, object] = {"text_before": before.text, "text_now": now.text}
    if how == "renamed":
        said = t("“{before}” is now worded “{now}”.", before=before.text, now=now.text)
        yield Finding("renamed", "look", now.text, said, {**texts, "id": now.id})
    if how == "probably_renamed":
        said = t("“{before}” was probably renamed to “{now}”.", before=before.text, now=now.text)
        yield Finding("probably_renamed", "look", now.text, said, texts)
    if how == "other_id":
        said = t("“{question}” has another id in the survey tool than before.", question=now.text)
        yield Finding("other_id", "note", now.text, said, {"id_before": before.id, "id_now": now.id})


def _meaning(before: Asked, now: Asked) -> Iterator[Finding]:
    if before.scale != now.scale:
        yield _scale(before, now)
    if before.direction != now.direction:
        said = t(
            "“{question}” counts the other way round than before: which end is good was turned.", question=now.text
        )
        numbers: dict[str, object] = {"direction_before": before.direction, "direction_now": now.direction}
        yield Finding("direction", "breaks comparison", now.text, said, numbers)
    if before.metric != now.metric:
        said = t(
            "“{question}” counted as {before} before and counts as {now} now.",
            question=now.text,
            before=_metric(before.metric),
            now=_metric(now.metric),
        )
        yield Finding(
            "metric", "breaks comparison", now.text, said, {"metric_before": before.metric, "metric_now": now.metric}
        )
    if before.touchpoint != now.touchpoint and before.key == now.key:
        yield _touchpoint(before, now)


def _scale(before: Asked, now: Asked) -> Finding:
    said = t(
        "“{question}” went from {low_before} to {high_before} before and goes from {low} to {high} now.",
        question=now.text,
        low_before=_end(before.scale[0]),
        high_before=_end(before.scale[1]),
        low=_end(now.scale[0]),
        high=_end(now.scale[1]),
    )
    numbers: dict[str, object] = {"scale_before": list(before.scale), "scale_now": list(now.scale)}
    return Finding("scale", "breaks comparison", now.text, said, numbers)


def _touchpoint(before: Asked, now: Asked) -> Finding:
    overall = t("the whole experience")
    said = t(
        "“{question}” was about {before} before and is about {now} now.",
        question=now.text,
        before=before.touchpoint or overall,
        now=now.touchpoint or overall,
    )
    numbers: dict[str, object] = {"touchpoint_before": before.touchpoint, "touchpoint_now": now.touchpoint}
    return Finding("touchpoint", "look", now.text, said, numbers)


def _shifted(before: Asked, now: Asked, row: QuestionRow, privacy: int) -> Finding:
    means = {name: _score(mean_shown(asked, privacy), now.scale) for name, asked in (("before", before), ("now", now))}
    words = {"question": now.text, **means}
    rising = bool(row.test and row.test.chance and row.test.chance > 0.5)
    if rising:
        said = t("“{question}” is answered with higher scores: {now} on average, {before} before.", **words)
    else:
        said = t("“{question}” is answered with lower scores: {now} on average, {before} before.", **words)
    numbers = row.document(privacy)
    kept = ("n_before", "n_now", "mean_before", "mean_now", "chance", "pvalue", "pvalue_adjusted")
    return Finding("shifted", "look", now.text, said, {name: numbers[name] for name in kept})


def _score(mean: float | None, scale: Scale) -> str:
    return formats.number(mean, 2 if scale[1] - scale[0] <= 10 else 1)


def _end(score: float) -> str:
    return formats.number(score, 0 if score == int(score) else 1)


def _metric(name: str) -> str:
    return METRICS[name].called if name in METRICS else name


def _text(asked: Asked | None) -> str:
    return asked.text if asked else ""
