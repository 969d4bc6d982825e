"""Columns of a table: headings nobody can mix up, cells that read in the reader's language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.report.columns import COUNT, Column, difference_in, table, value_in, yes_or_no

KINDS = st.sampled_from([COUNT, value_in("percent"), value_in("score"), difference_in("percent")])
HEADINGS = st.sampled_from(["n", "n (2)", "CSAT", "CSAT (%)", "CSAT (pp)", "state"]) | st.text(max_size=3)


@given(st.lists(st.tuples(HEADINGS, KINDS), max_size=12))
def test_no_two_headings_are_equal_and_every_cell_stays_under_its_own(named: list[tuple[str, object]]) -> None:
    found = table(*(Column(heading, [place], kind) for place, (heading, kind) in enumerate(named)))  # type: ignore[arg-type]
    for headings in ([column.heading for column in found.columns], found.headings):
        assert len(set(headings)) == len(named)
    assert [*found.rows] == ([tuple(range(len(named)))] if named else [])
    assert all(column.heading.startswith(heading) for column, (heading, _) in zip(found.columns, named, strict=True))


def test_columns_of_one_table_are_equally_long() -> None:
    with pytest.raises(ValueError, match="length"):
        table(Column("a", [1]), Column("b", [1, 2]))


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (COUNT, 1234, "1,234"),
        (value_in("percent"), 61.84, "61.8%"),
        (value_in("points"), -4.16, "−4.2"),
        (value_in("score"), 4.2163, "4.22"),
        (difference_in("percent"), 3.44, "+3.4 pp"),
    ],
)
def test_a_cell_reads_with_its_unit(kind: object, value: float, text: str) -> None:
    assert kind.written(value) == text  # type: ignore[attr-defined]


def test_yes_and_no_are_words_and_unknown_is_neither() -> None:
    assert [yes_or_no(cell) for cell in (True, False, None)] == ["yes", "no", None]
