"""Files in which nothing is about customers: said by `inspect`, refused by `load`; no survey is one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.recognition.unrelated import LIST, NAME_THEM, NUMBERS, OTHER
from cxdash.vault.home import Home
from tests.ingest.exports.tables import Seen, cycle, exported, numbered, table, written

PRODUCTS: dict[str, Sequence[object]] = {
    "product_id": numbered("p-{:04}"),
    "product_category": cycle(["toys", "garden", "pets"], 120),
    "weight": cycle(list(range(300, 377)), 120),
}
FLOWERS = {
    "length": [f"{4 + k % 31 / 10:.1f}" for k in range(120)],
    "width": [f"{k % 23 / 10:.1f}" for k in range(120)],
    "species": cycle(["setosa", "virginica"], 120),
}
PLANTS = {"leaf": cycle(["oval", "round"], 120), "soil": cycle(["dry", "wet"], 120)}


def made(folder: Path, columns: dict[str, Sequence[object]]) -> Seen:
    return exported(folder, table(columns))


@pytest.mark.parametrize(
    ("columns", "message"),
    [pytest.param(PRODUCTS, LIST, id="products"), pytest.param(FLOWERS, NUMBERS, id="flowers"),
     pytest.param(PLANTS, OTHER, id="plants")],
)  # fmt: skip
def test_it_is_said_what_the_file_seems_to_hold(
    tmp_path: Path, columns: dict[str, Sequence[object]], message: str
) -> None:
    found = made(tmp_path, columns)
    assert found.messages == [message, NAME_THEM]
    assert (found.document["kind"], found.document["confidence"]) == ("survey", 0.0)
    with pytest.raises(CxdashError, match="no score, no comment, no event, no customer id, no variant"):
        found.load()


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"customer_id": cycle(numbered("C{}", 40))}, id="a customer"),
        pytest.param({"rating": cycle(["A", "B", "C"])}, id="a score that cannot be read"),
        pytest.param({"Response ID": numbered("R{}")}, id="a list of responses"),
        pytest.param({"event": cycle(["call", "visit"])}, id="an event"),
    ],
)
def test_where_something_is_ours_the_one_role_that_is_missing_is_named(
    tmp_path: Path, more: dict[str, Sequence[object]]
) -> None:
    assert NAME_THEM not in made(tmp_path, {**PLANTS, **more}).messages


def test_a_kind_that_a_person_gave_is_obeyed(tmp_path: Path) -> None:
    found = exported(tmp_path, table(PRODUCTS), kind="survey")
    assert NAME_THEM not in found.messages


def test_load_refuses_it_and_obeys_a_mapping(home: Path, tmp_path: Path) -> None:
    path = written(tmp_path, table(PRODUCTS))
    with pytest.raises(CxdashError, match="a list of “product_id”") as refused:
        pipeline.load(Home.open(home), path)
    assert refused.value.hint == NAME_THEM
    assert pipeline.inspect(path)["warnings"][-1] == NAME_THEM
    columns = [{"source": "product_id", "role": "customer_id"}, {"source": "product_category", "role": "segment"}]
    [entry] = pipeline.load(Home.open(home), path, mapping={"kind": "customers", "columns": columns})
    assert entry["loaded"] == 120
