"""What the pages say beside scores: operations, volumes, comments, from the command line and as private as there."""

from pathlib import Path

import pytest

from cxdash.cli import main
from tests.cli.conftest import Run, mapping, write_csv

COMMANDS = ("operations", "volumes", "comments")
# How many customers call each touchpoint in January and in February, once each.
CALLS = {"Support": (20, 10), "Shop": (12, 12), "Clinic": (2, 0)}


def calls(folder: Path) -> tuple[Path, Path]:
    """Every customer waits a minute and is handled in two; three of four at the Support are helped."""
    rows = [
        [f"{what}{n}", f"2026-0{month}-10 12:00:00", what, 60, 120, "yes" if n % 4 else "no"]
        for what, months in CALLS.items()
        for month, customers in enumerate(months, start=1)
        for n in range(customers)
    ]
    roles = ["customer_id", "time", "touchpoint", "wait_s", "duration_s", "resolved"]
    header = ["customer", "when", "what", "wait", "length", "helped"]
    columns = [{"source": source, "role": role} for source, role in zip(header, roles, strict=True)]
    document = {"kind": "interactions", "columns": columns}
    return write_csv(folder / "calls.csv", header, rows), mapping(folder / "calls.json", document)


def complaints(folder: Path) -> tuple[Path, Path]:
    """Twelve customers complain of the delivery, four of the checkout."""
    said = {"Delivery": 12, "Checkout": 4}
    rows = [
        [f"{what}{n}", f"The {what.lower()} was bad, part {n}.", *((1, "") if what == "Delivery" else ("", 1))]
        for what, people in said.items()
        for n in range(people)
    ]
    columns = [{"source": "customer", "role": "customer_id"}]
    for place in said:
        columns += [{"source": place, "role": "score", "metric": "csat", "scale": [1, 5], "touchpoint": place}]
    header = ["customer", "why", *said]
    columns += [{"source": "why", "role": "comment", "touchpoint": "Delivery"}]
    return (
        write_csv(folder / "complaints.csv", header, rows),
        mapping(folder / "complaints.json", {"kind": "survey", "columns": columns}),
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the calls and the complaints."""
    folder = tmp_path_factory.mktemp("shop")
    for table, document in (calls(folder), complaints(folder)):
        assert main(["--home", str(folder / "home"), "load", str(table), "--mapping", str(document)]) == 0
    return folder / "home"


def test_operations_are_those_of_the_calls(run: Run, shop: Path) -> None:
    rows = {row["touchpoint"]: row for row in run("operations", "--json", home=shop).document}
    support = rows["Support"]
    assert (support["n"], support["wait_s"], support["duration_s"]) == (30, 60, 120)
    assert (support["resolved_n"], support["resolved"]) == (30, 22)
    assert "73.3%" in run("operations", home=shop).out


def test_operations_of_few_customers_are_not_told(run: Run, shop: Path) -> None:
    rows = run("operations", "--json", home=shop).document
    # With the total and the two others, those of the clinic would be the rest.
    assert [row["touchpoint"] for row in rows] == ["Support"]


def test_volumes_of_everything(run: Run, shop: Path) -> None:
    (row,) = run("volumes", "--json", home=shop).document
    assert row == {"group": {}, "interactions": 56, "customers": 34, "state": "shown"}


def test_volumes_by_month_add_up(run: Run, shop: Path) -> None:
    rows = run("volumes", "--by", "month", "--json", home=shop).document
    assert {row["group"]["month"]: row["interactions"] for row in rows} == {"2026-01": 34, "2026-02": 22}


def test_volumes_by_touchpoint_tell_of_no_few(run: Run, shop: Path) -> None:
    rows = run("volumes", "--by", "touchpoint", "--json", home=shop).document
    counted = {row["group"]["touchpoint"]: row["interactions"] for row in rows}
    assert counted["Support"] == 30
    assert counted.get("Clinic") is None
    assert not {row["customers"] for row in rows} & {1, 2, 3, 4}


def test_volumes_beside_an_earlier_period(run: Run, shop: Path) -> None:
    words = ["--since", "2026-02-01", "--until", "2026-02-28", "--against", "previous", "--json"]
    (row,) = run("volumes", *words, home=shop).document
    assert (row["interactions"], row["interactions_before"]) == (22, 34)
    assert (row["customers"], row["customers_before"]) == (22, 34)
    both = run("volumes", *words, "--by", "week", home=shop)
    assert (both.status, both.out) == (2, "")


def test_volumes_of_few_are_hidden_and_say_so(run: Run, shop: Path) -> None:
    said = run("volumes", "--where", "touchpoint=Clinic", "--json", home=shop)
    (row,) = said.document
    assert (row["interactions"], row["customers"], row["state"]) == (None, None, "hidden")
    assert "hidden" in run("volumes", "--where", "touchpoint=Clinic", home=shop).out


def test_comments_of_enough_people_are_told(run: Run, shop: Path) -> None:
    rows = run("comments", "--json", home=shop).document
    assert {(row["touchpoint"], row["tone"]) for row in rows} == {("Delivery", "pain")}
    assert all(row["text"].startswith("The delivery was bad") for row in rows)
    assert "Pains\n“The delivery was bad" in run("comments", home=shop).out


def test_comments_of_few_people_are_hidden_and_the_sentence_says_so(run: Run, sample_home: Path) -> None:
    few = ["--where", "touchpoint=Delivery", "--since", "2026-09-01", "--until", "2026-09-02"]
    said = run("comments", *few, "--json", home=sample_home)
    assert (said.status, said.document) == (1, [])
    assert "too few people" in said.err


def test_operations_of_few_are_hidden_and_the_sentence_says_so(run: Run, shop: Path) -> None:
    said = run("operations", "--where", "touchpoint=Clinic", "--json", home=shop)
    assert (said.status, said.document) == (1, [])
    assert "too few people" in said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_to_answer_is_a_sentence_and_an_empty_document(run: Run, home: Path, command: str) -> None:
    said = run(command, "--json", home=home)
    assert (said.status, said.document) == (1, [])
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("words", [["--where", "countr=x"], ["--since", "soon"], ["--leave", "speedy"]])
def test_filters_are_refused_as_everywhere(run: Run, sample_home: Path, command: str, words: list[str]) -> None:
    said = run(command, *words, "--json", home=sample_home)
    assert (said.status, said.out) == (2, "")


def test_nothing_is_counted_by_a_segment(run: Run, shop: Path) -> None:
    said = run("volumes", "--by", "weeks", home=shop)
    assert (said.status, said.out) == (2, "")
    assert "Did you mean “week”?" in said.err


def test_contents_are_those_of_the_data_page(run: Run, shop: Path) -> None:
    found = run("contents", "--json", home=shop).document
    counted = {name: found[name] for name in ("responses", "answers", "comments", "interactions", "experiments")}
    assert counted == {"responses": 16, "answers": 16, "comments": 16, "interactions": 56, "experiments": 0}
    assert (found["first_on"], found["last_on"]) == ("2026-01-10", "2026-02-10")
    assert set(found["touchpoints"]) == {*CALLS, "Delivery", "Checkout"}
    assert found["segments"] == []
    assert "56" in run("contents", home=shop).out


def test_an_empty_folder_has_no_contents(run: Run, home: Path) -> None:
    said = run("contents", "--json", home=home)
    assert (said.status, said.document) == (1, {})
