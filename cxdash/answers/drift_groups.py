"""What became of the groups and fields of an upload: values new and gone, another mix, cells left empty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cxdash.answers.drift_findings import ALPHA, Finding
from cxdash.answers.drift_pairs import Pairs
from cxdash.answers.drift_summaries import Group, Summary
from cxdash.inference.crosstab import Association, association
from cxdash.inference.multiplicity import adjusted_where_known
from cxdash.inference.proportions import Share, score_pvalue
from cxdash.locale import N_, formats, t

LEAST_V = 0.1
"""Cramér's V from which another mix is worth a word (Cohen's small effect)."""

LEAST_MISSING = 0.1
"""How much more of the cells must be empty to be worth a word, as a share of the records."""

LEAST_EXPECTED = 5.0
"""Records of a value that would be there if nothing had changed, below which its absence says nothing."""

_FIELDS = {
    "response_id": N_("response ids"),
    "customer_id": N_("customer ids"),
    "interaction_id": N_("interaction ids"),
    "unit_id": N_("unit ids"),
    "time": N_("times"),
    "channel": N_("channels"),
    "stage": N_("stages"),
    "touchpoint": N_("touchpoints"),
    "event": N_("events"),
    "weight": N_("weights"),
    "complete": N_("completeness"),
    "outcome": N_("outcomes"),
    "duration_s": N_("durations"),
    "wait_s": N_("waiting times"),
    "resolved": N_("resolutions"),
    "value": N_("values in money"),
    "agent": N_("agents"),
    "first_seen": N_("first days of customers"),
    "last_seen": N_("last days of customers"),
    "churned": N_("churn"),
    "variant": N_("variants"),
}


def field_words(field: str) -> str:
    """A field in words: what its role is called, else its own name in quotation marks."""
    role, _, name = field.partition(": ")
    if name:
        return t("“{name}”", name=name)
    return t(_FIELDS[role]) if role in _FIELDS else role


@dataclass(frozen=True)
class _Emptiness:
    """How much of a field or question is empty before and now."""

    about: str
    words: str
    before: Share
    now: Share

    @property
    def rise(self) -> float:
        return self.now.value - self.before.value


def field_findings(before: Summary, now: Summary, pairs: Pairs) -> Iterator[Finding]:
    """Fields that are gone or new, and fields and questions that are left empty more often."""
    for name in before.filled:
        if _any(before.filled, name) and not _any(now.filled, name):
            said = t("The file has no {field} any more, or they are empty.", field=field_words(name))
            yield Finding("missing_field", "look", name, said)
    for name in now.filled:
        if _any(now.filled, name) and not _any(before.filled, name):
            said = t("The file has {field}, which the earlier one did not have.", field=field_words(name))
            yield Finding("new_field", "note", name, said)
    yield from _emptier([*_fields(before, now), *_questions(pairs)])


def _any(filled: Mapping[str, tuple[int, int]], name: str) -> bool:
    return filled.get(name, (0, 0))[0] > 0


def _fields(before: Summary, now: Summary) -> Iterator[_Emptiness]:
    for name in now.filled:
        if _any(before.filled, name) and _any(now.filled, name):
            sides = [Share(looked - filled, looked) for filled, looked in (before.filled[name], now.filled[name])]
            yield _Emptiness(name, field_words(name), *sides)


def _questions(pairs: Pairs) -> Iterator[_Emptiness]:
    for each in pairs.matched:
        old, new = each.before, each.now
        if old.missing is not None and new.missing is not None and old.n and new.n:
            words = t("“{name}”", name=new.text)
            before, now = Share(old.missing, old.n + old.missing), Share(new.missing, new.n + new.missing)
            yield _Emptiness(new.text, words, before, now)


def _emptier(compared: Sequence[_Emptiness]) -> Iterator[Finding]:
    pvalues = [score_pvalue(each.before, each.now) for each in compared]
    adjusted = adjusted_where_known(pvalues, "benjamini_hochberg")
    for each, p, q in zip(compared, pvalues, adjusted, strict=True):
        if each.rise >= LEAST_MISSING and q is not None and q < ALPHA:
            said = t(
                "{field}: {now} of the records have none, {before} before.",
                field=each.words,
                now=formats.percent(100 * each.now.value),
                before=formats.percent(100 * each.before.value),
            )
            numbers: dict[str, object] = {"missing_before": each.before.value, "missing_now": each.now.value}
            numbers |= {"n_before": each.before.n, "n_now": each.now.n, "pvalue": p, "pvalue_adjusted": q}
            yield Finding("emptier", "look", each.about, said, numbers)


def group_findings(before: Summary, now: Summary, privacy: int) -> Iterator[Finding]:
    """Values of segments, channels, touchpoints that are new or gone, and another mix of those that stay.

    Values of fewer than `privacy` records are not named.
    """
    known = {(group.name, group.role): group for group in before.groups}
    both = [(known[group.name, group.role], group) for group in now.groups if (group.name, group.role) in known]
    tests = [_mix(old, new) for old, new in both]
    adjusted = adjusted_where_known([test.pvalue for test in tests], "benjamini_hochberg")
    for (old, new), test, q in zip(both, tests, adjusted, strict=True):
        yield from _values(old, new, privacy)
        if q is not None and q < ALPHA and (test.cramers_v or 0) >= LEAST_V:
            said = t("The mix of {group} is another one than before.", group=_name(new))
            numbers: dict[str, object] = {"cramers_v": test.cramers_v, "chi2": test.chi2, "pvalue": test.pvalue}
            numbers |= {"pvalue_adjusted": q, "n_before": old.n, "n_now": new.n}
            numbers |= {"shares_before": _shares(old, privacy), "shares_now": _shares(new, privacy)}
            yield Finding("mix", "look", new.name, said, numbers)


def _mix(before: Group, now: Group) -> Association:
    """χ² of the values known on both sides; all others together are one more.

    Choices that a record has several of are no parts of a whole: each is compared by itself, had or not, and the one
    that differs most is what is told, its p-value multiplied by the number of choices (Bonferroni).
    """
    if before.several or now.several:
        return _most_different(before, now)
    table = [[group.counts.get(value, 0) for value in _known(before, now)] for group in (before, now)]
    rest = [group.n - sum(row) for group, row in zip((before, now), table, strict=True)]
    return association([[*row, other] for row, other in zip(table, rest, strict=True)])


def _known(before: Group, now: Group) -> list[str]:
    """The values whose count is known on both sides: all, where both lists are whole."""
    if before.distinct <= len(before.counts) and now.distinct <= len(now.counts):
        return sorted(before.counts.keys() | now.counts.keys())
    return sorted(before.counts.keys() & now.counts.keys())


def _most_different(before: Group, now: Group) -> Association:
    had = [
        association([[group.counts.get(value, 0), group.n - group.counts.get(value, 0)] for group in (before, now)])
        for value in _known(before, now)
    ]
    tested = [(each.pvalue, each) for each in had if each.pvalue is not None]
    if not tested:
        return association([[before.n], [now.n]])
    pvalue, found = min(tested, key=lambda test: test[0])
    return replace(found, pvalue=min(1.0, pvalue * len(tested)))


def _values(before: Group, now: Group, privacy: int) -> Iterator[Finding]:
    """Values that one side alone has, where the list of the other is whole."""
    least = max(privacy, LEAST_EXPECTED)
    for value in _only_in(now, before, least):
        share = now.counts[value] / now.n
        said = t("“{value}” is new among {group}: {share} of the records.", **_of(now, value, share))
        yield Finding("new_value", "note", now.name, said, {"value": value, "share_now": share, "n_now": now.n})
    for value in _only_in(before, now, least):
        share = before.counts[value] / before.n
        said = t("“{value}” is no longer found among {group}; it was {share} of the records.", **_of(now, value, share))
        yield Finding("gone_value", "look", now.name, said, {"value": value, "share_before": share, "n_now": now.n})


def _only_in(one: Group, other: Group, least: float) -> list[str]:
    if other.distinct > len(other.counts) or not other.n:
        return []
    return [
        value
        for value, n in one.counts.items()
        if value not in other.counts and n >= least and n / one.n * other.n >= least
    ]


def _of(group: Group, value: str, share: float) -> dict[str, str]:
    return {"value": value, "group": _name(group), "share": formats.percent(100 * share)}


def _name(group: Group) -> str:
    return t("“{name}”", name=group.name) if group.role == "segment" else field_words(group.role)


def _shares(group: Group, privacy: int) -> dict[str, float]:
    return {value: n / group.n for value, n in group.counts.items() if n >= privacy}
