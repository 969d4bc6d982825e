"""What a reader of a published table could still work out about a hidden cell."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.inference.privacy import suppress

LAW = settings(deadline=None, max_examples=100)
TABLES = st.integers(1, 3).flatmap(
    lambda dimensions: st.dictionaries(
        st.tuples(*[st.sampled_from("abcd")] * dimensions), st.integers(0, 15), max_size=20
    )
)


def lines_of(cells: dict) -> list[list[tuple]]:
    axes = range(len(next(iter(cells), ())))
    return [
        [cell for cell in cells if cell[:axis] + cell[axis + 1 :] == rest]
        for axis in axes
        for rest in {cell[:axis] + cell[axis + 1 :] for cell in cells}
    ]


@LAW
@given(TABLES)
def test_no_small_cell_is_shown_and_none_follows_from_a_total(cells: dict) -> None:
    hidden = suppress(cells)
    assert all(cell in hidden for cell, n in cells.items() if 0 < n < 5)
    assert all(cells[cell] > 0 for cell in hidden)
    for line in lines_of(cells):
        shown = [cell for cell in line if cell not in hidden and cells[cell]]
        assert len(line) - len(shown) - sum(not cells[cell] for cell in line) != 1 or not shown


@LAW
@given(TABLES, st.randoms())
def test_order_of_the_rows_is_irrelevant(cells: dict, random: object) -> None:
    rows = list(cells.items())
    random.shuffle(rows)
    assert suppress(dict(rows)) == suppress(cells)


def test_nothing_is_hidden_without_need() -> None:
    assert suppress({}) == set()
    assert suppress({("a",): 5, ("b",): 0, ("c",): 9}) == set()
    assert suppress({("a",): 4, ("b",): 4, ("c",): 9}) == {("a",), ("b",)}
    assert suppress({("a",): 4}) == {("a",)}
    assert suppress({("a",): 7, ("b",): 20}, privacy=10) == {("a",), ("b",)}


def test_one_small_cell_of_a_table_takes_a_rectangle_with_it() -> None:
    cells = {cell: 10 + 3 * i for i, cell in enumerate(product("abc", "xyz"))} | {("b", "y"): 2}
    hidden = suppress(cells)
    assert len(hidden) == 4
    assert len({row for row, _ in hidden}) == len({column for _, column in hidden}) == 2
