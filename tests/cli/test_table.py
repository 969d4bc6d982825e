"""Tables line up in every script."""

from hypothesis import given
from hypothesis import strategies as st

from cxdash.cli.table import Column, table, width

cells = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_numeric_columns_end_at_the_same_place(rows: list[tuple[str, str]]) -> None:
    lines = table([Column("name"), Column("n", numeric=True)], [(name, f"{n}|") for name, n in rows])
    assert len({width(line) for line in lines[2:]}) <= 1


def test_a_line_break_in_a_cell_stays_in_its_row() -> None:
    assert table([Column("why")], [["too\nlate"]]) == ["why", "--------", "too late"]
