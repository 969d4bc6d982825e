"""Drift of segments with several choices in a cell: each choice is a share of the records by itself."""

from typing import Any

import pytest
from scipy import stats

from cxdash.answers.drift_findings import Finding
from cxdash.answers.drift_groups import group_findings
from cxdash.answers.drift_summaries import Group, Summary, summary_of


def ticked(n: int, counts: dict[str, int], *, distinct: int | None = None) -> Summary:
    """A summary of `n` records, so many of which have each choice."""
    why = Group("why", "segment", n, distinct or len(counts), counts, several=True)
    return Summary(n, (), (why,), {}, {}, frozenset())


def found(before: Summary, now: Summary) -> dict[str, Finding]:
    return {finding.kind: finding for finding in group_findings(before, now, 5)}


def test_a_choice_made_more_often_is_another_mix() -> None:
    before, now = ticked(200, {"a": 150, "b": 120, "c": 40}), ticked(200, {"a": 150, "b": 60, "c": 44})
    [finding] = found(before, now).values()
    pvalue = stats.chi2_contingency([[120, 80], [60, 140]], correction=False).pvalue
    assert finding.kind == "mix"
    assert finding.numbers["pvalue"] == pytest.approx(3 * pvalue)
    assert finding.numbers["shares_now"] == {"a": 0.75, "b": 0.3, "c": 0.22}


def test_the_same_shares_of_more_records_are_no_other_mix() -> None:
    assert not found(ticked(100, {"a": 90, "b": 80, "c": 70}), ticked(300, {"a": 270, "b": 240, "c": 210}))


def test_a_choice_that_is_new_or_gone_is_a_share_of_the_records() -> None:
    there = found(ticked(100, {"a": 90}), ticked(100, {"a": 90, "b": 80}))
    assert there["new_value"].numbers == {"value": "b", "share_now": 0.8, "n_now": 100}
    assert found(ticked(100, {"a": 90, "b": 80}), ticked(100, {"a": 90}))["gone_value"].numbers["share_before"] == 0.8


def test_choices_beyond_a_list_that_is_not_whole_are_not_called_gone() -> None:
    assert not found(ticked(100, {"a": 90, "b": 80}, distinct=70), ticked(100, {"a": 90, "c": 80}, distinct=70))


def test_nothing_in_common_has_no_mix() -> None:
    assert not found(ticked(0, {}), ticked(0, {}))


@pytest.mark.parametrize("several", [False, True])
def test_combinations_counted_by_an_earlier_version_are_not_compared(several: bool) -> None:
    group: dict[str, Any] = {"name": "why", "role": "segment", "n": 9, "distinct": 1, "counts": {"a | b": 9}}
    plan = {**group, "name": "plan"}
    kept = {"records": 9, "questions": [], "filled": {}, "days": {}}
    kept["groups"] = [{**group, "several": True} if several else group, plan]
    columns = [
        {"source": "Why?", "role": "segment", "name": "why", "multiple": ";"},
        {"source": "plan", "role": "segment"},
    ]
    summary = summary_of({"summary": kept, "columns": ["Why?", "plan"], "mapping": {"columns": columns}})
    assert summary is not None
    assert [each.name for each in summary.groups] == (["why", "plan"] if several else ["plan"])
