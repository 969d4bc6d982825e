"""A command line to call inside the test process, and a data folder of small files whose numbers are known by hand."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cxdash.cli import main
from tests import pseudo_language as language

pseudo_language = language.pseudo_language

RECOMMEND, EASE = "How likely are you to recommend us?", "How easy was the checkout?"
HAPPY = "How satisfied are you with the delivery?"
SURVEY = {
    "kind": "survey",
    "timezone": "UTC",
    "columns": [
        {"source": "id", "role": "response_id"},
        {"source": "customer", "role": "customer_id"},
        {"source": "when", "role": "time"},
        {"source": "plan", "role": "segment", "name": "plan"},
        {"source": "channel", "role": "channel"},
        {"source": RECOMMEND, "role": "score", "metric": "nps", "scale": [0, 10]},
        {"source": EASE, "role": "score", "metric": "ces", "scale": [1, 7], "touchpoint": "Checkout"},
        {"source": HAPPY, "role": "score", "metric": "csat", "scale": [1, 5], "touchpoint": "Delivery"},
    ],
}
VISITS = {
    "kind": "interactions",
    "timezone": "UTC",
    "columns": [
        {"source": "customer", "role": "customer_id"},
        {"source": "when", "role": "time"},
        {"source": "what", "role": "event"},
    ],
}
TRIAL = {
    "kind": "experiment",
    "timezone": "UTC",
    "columns": [
        {"source": "visitor", "role": "unit_id"},
        {"source": "arm", "role": "variant"},
        {"source": "bought", "role": "metric", "name": "bought", "type": "binary", "better": "high", "goal": "primary"},
        {"source": "spent", "role": "metric", "name": "spent", "type": "mean", "better": "high", "goal": "secondary"},
    ],
}


@dataclass(frozen=True)
class Said:
    """What one run of the command line did."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Call a command as `run("scores", "--metric", "nps", home=folder)`."""

    def call(*words: str | Path, home: Path | None = None) -> Said:
        before = ["--home", str(home)] if home else []
        capfd.readouterr()
        try:
            status = main([*before, *map(str, words)])
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capfd.readouterr()
        return Said(status, captured.out, captured.err)

    return call


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def survey(path: Path) -> Path:
    """200 records, 100 per plan. Plan A: 60 promoters, 20 passive, 20 detractors; plan B the other way round.

    Everybody finds the checkout easy (ces 6); the delivery has 3 and 5 in turn. One record more has nothing valid.
    """
    recommend = {"A": [10] * 60 + [8] * 20 + [2] * 20, "B": [10] * 20 + [8] * 20 + [2] * 60}
    rows = [
        [
            f"{plan}{i}",
            f"c{plan}{i}",
            f"2026-0{1 + i % 3}-15 12:00:00",
            plan,
            "web" if i % 4 else "shop",
            score,
            6,
            3 + 2 * (i % 2),
        ]
        for plan, scores in recommend.items()
        for i, score in enumerate(scores)
    ]
    empty = ["bad", "cX", "2026-01-15 12:00:00", "A", "web", 11, "", "soon"]
    return write_csv(path, ["id", "customer", "when", "plan", "channel", RECOMMEND, EASE, HAPPY], [*rows, empty])


def visits(path: Path) -> Path:
    """20 customers browse, then check out a minute later; 10 of them have a delivery the next day."""
    rows = []
    for i in range(20):
        rows += [[f"cA{i}", "2026-01-10 10:00:00", "Browse"], [f"cA{i}", "2026-01-10 10:01:00", "Checkout"]]
        rows += [[f"cA{i}", "2026-01-11 10:01:00", "Delivery"]] if i % 2 else []
    return write_csv(path, ["customer", "when", "what"], rows)


def trial(path: Path) -> Path:
    """500 units per arm; 100 of the control buy, 150 of the treatment; one unit stands in both arms."""
    arms = [("control", 100), ("treatment", 150)]
    rows: list[list[object]] = [
        [f"{arm}{i}", arm, int(i < bought), 10 + i % 7] for arm, bought in arms for i in range(500)
    ]
    return write_csv(
        path, ["visitor", "arm", "bought", "spent"], [*rows, ["both", "control", 0, 10], ["both", "treatment", 1, 10]]
    )


def mapping(path: Path, document: dict[str, Any]) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with survey.csv, visits.csv, trial.csv and a mapping beside each."""
    folder = tmp_path_factory.mktemp("files")
    for stem, make, document in (("survey", survey, SURVEY), ("visits", visits, VISITS), ("trial", trial, TRIAL)):
        make(folder / f"{stem}.csv")
        mapping(folder / f"{stem}.json", document)
    return folder


@pytest.fixture(scope="session")
def loaded(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the three files. Tests only ask it; who changes something uses `home`."""
    folder = tmp_path_factory.mktemp("loaded")
    for stem in ("survey", "visits", "trial"):
        words = ["load", files / f"{stem}.csv", "--mapping", files / f"{stem}.json", "--name", stem]
        assert main(["--home", str(folder), *map(str, words)]) == 0
    return folder
