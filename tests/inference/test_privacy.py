"""What a reader of a published table could still work out about a hidden cell."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.optimize import linprog

from cxdash.inference.disclosure import exposed
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
def test_no_small_cell_is_shown_and_no_line_gives_its_hidden_ones_away(cells: dict) -> None:
    hidden = suppress(cells)
    assert all(cell in hidden for cell, n in cells.items() if 0 < n < 5)
    assert all(cells[cell] > 0 for cell in hidden)
    for line in lines_of(cells):
        inside = [cells[cell] for cell in line if cell in hidden]
        shown = [cell for cell in line if cell not in hidden and cells[cell]]
        assert not inside or not shown or (len(inside) > 1 and sum(inside) >= 5)


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


def test_several_that_are_few_together_take_another_with_them() -> None:
    assert suppress({("a",): 2, ("b",): 2, ("c",): 9, ("d",): 8}) == {("a",), ("b",), ("d",)}


def test_five_of_one_are_no_secret() -> None:
    """Five hidden cells with five answers in all hold one each; a sixth cell makes it a secret again."""
    cells = {(name,): 1 for name in "abcde"} | {("f",): 20, ("g",): 30}
    assert suppress(cells) == set(cells) - {("g",)}


def test_one_small_cell_of_a_table_takes_a_rectangle_with_it() -> None:
    cells = {cell: 10 + 3 * i for i, cell in enumerate(product("abc", "xyz"))} | {("b", "y"): 2}
    hidden = suppress(cells)
    assert len(hidden) == 4
    assert len({row for row, _ in hidden}) == len({column for _, column in hidden}) == 2


def test_a_bridge_between_two_hidden_blocks_is_no_secret_until_more_is_hidden() -> None:
    """Every line has two hidden cells, and still the cell between the blocks follows from the totals of one block."""
    block = dict.fromkeys(product("ab", "xy"), 4) | dict.fromkeys(product("cd", "zw"), 4)
    cells = block | {("b", "z"): 3, ("b", "w"): 30, ("a", "z"): 40, ("c", "y"): 50}
    lines = [[cell for cell in line if cell in block or cell == ("b", "z")] for line in lines_of(cells)]
    assert exposed(lines, cells) == {("b", "z")}
    assert suppress(cells) > block.keys() | {("b", "z")}
    assert not exposed_by_algebra(cells, suppress(cells))


def test_nothing_hidden_exposes_nothing() -> None:
    assert exposed([], {}) == set()


def test_bounds_of_several_lines_together_can_meet() -> None:
    """p + q = 4 and q + r = 2: with one answer at least in each, q and r are 1 and so p is 3."""
    assert exposed([["p", "q"], ["q", "r"]], {"p": 3, "q": 1, "r": 1}) == {"p", "q", "r"}


def exposed_by_algebra(cells: dict, hidden: set) -> list:
    """The small cells that all tables with the same shown cells and published totals have in common."""
    names = sorted(hidden)
    matrix = _published(cells, names)
    free = null_space(matrix)
    return [
        cell for cell, row in zip(names, free, strict=True) if cells[cell] < 5 and np.abs(row).max(initial=0) < 1e-8
    ]


def exposed_by_bounds(cells: dict, hidden: set) -> list:
    """The small cells whose bounds, with at least one answer in every hidden cell, leave room for a single number."""
    names = sorted(hidden)
    matrix = _published(cells, names)
    totals = matrix @ [float(cells[cell]) for cell in names]
    small = [index for index, cell in enumerate(names) if cells[cell] < 5]
    found = []
    for index in small:
        ends = [
            linprog(sign * np.eye(len(names))[index], A_eq=matrix, b_eq=totals, bounds=(1, None)).fun
            for sign in (1, -1)
        ]
        if -ends[1] - ends[0] < 1:
            found.append(names[index])
    return found


def _published(cells: dict, names: list) -> np.ndarray:
    """Which hidden cells stand in which published total; totals are a table themselves, with its own hidden cells."""
    sums = [np.ones(len(names))]
    for axis in (0, 1):
        totals: dict = {}
        for cell, n in cells.items():
            totals[(cell[axis],)] = totals.get((cell[axis],), 0) + n
        kept_back = suppress(totals)
        sums += [
            np.array([float(cell[axis] == value) for cell in names]) for (value,) in totals if (value,) not in kept_back
        ]
    return np.array(sums)


def tables(count: int) -> list[dict]:
    rng = np.random.default_rng(11)
    found = []
    for _ in range(count):
        counts = rng.poisson(rng.gamma(1, rng.choice([3, 6, 12, 30]), (4, 6)))
        found.append({(i, j): int(n) for (i, j), n in np.ndenumerate(counts)})
    return found


@pytest.mark.slow
def test_no_small_cell_of_a_thousand_tables_follows_from_its_totals() -> None:
    assert [cells for cells in tables(1_000) if exposed_by_algebra(cells, suppress(cells))] == []


@pytest.mark.slow
def test_no_small_cell_has_bounds_that_meet() -> None:
    assert [cells for cells in tables(150) if exposed_by_bounds(cells, suppress(cells))] == []
