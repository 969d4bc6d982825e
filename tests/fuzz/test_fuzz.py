"""A fast slice of the fuzzing: whatever is done to a file, its records are accounted for or a sentence says why not."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.case import tried
from tests.fuzz.corpus import HEADER, ROWS, Specimen, written
from tests.fuzz.forks import Forks
from tests.fuzz.mutation import CELLS, mutated

SPECIMENS = {specimen.name: specimen for specimen in written()}


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    found = Forks()
    yield found
    found.close()


@pytest.mark.parametrize("name", sorted(SPECIMENS))
def test_a_damaged_file_is_loaded_or_refused_and_never_lost_half(name: str, forks: Forks) -> None:
    rng = random.Random(name)
    others = list(SPECIMENS.values())
    for _ in range(2):
        outcome = tried(mutated(SPECIMENS[name], others, rng), forks)
        assert outcome.faults == [], outcome


CELL = st.sampled_from(CELLS) | st.text(max_size=8)


RECORD = st.lists(CELL, min_size=6, max_size=6)


@given(rows=st.lists(RECORD, min_size=1, max_size=4))
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
def test_cells_that_no_export_should_have_are_set_aside_and_counted(forks: Forks, rows: list[list[str]]) -> None:
    table = [HEADER, *ROWS[:8], *rows]
    text = "\n".join(",".join(cell.replace("\n", " ") for cell in row) for row in table)
    outcome = tried(Specimen("cells.csv", text.encode("utf-8", "surrogatepass")), forks)
    assert outcome.faults == [], outcome
