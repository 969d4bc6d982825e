"""Cases of known answers, which lie beside the repository: how they are found, read and compared."""

import csv
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "oracle"
ABSENT = "the oracle cases are not beside this checkout; the same laws are tested on the project's own numbers"

Case = dict[str, Any]
Answer = Mapping[str, Any]


def cases(answers: Mapping[str, Callable[[Case], Answer]]) -> Any:
    """A decorator: the test once for each case whose method is in `answers`, or once as skipped if there are none."""
    found = [case for case in all_cases() if case["method"] in answers]
    skipped = [pytest.param({}, marks=pytest.mark.skip(reason=ABSENT))]
    return pytest.mark.parametrize("case", found or skipped, ids=lambda case: case.get("id", "absent"))


def all_cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.json")) for case in json.loads(path.read_text("utf-8"))]


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(inputs: Case, name: str, **where: str) -> list[float]:
    """A column of the case's data file, of the rows where the others have these values."""
    kept = [row for row in rows(inputs["data"]) if all(row[key] == value for key, value in where.items())]
    return [float(row[name]) for row in kept]


def arms(inputs: Case, name: str) -> tuple[list[float], list[float]]:
    return column(inputs, name, arm=inputs["control"]), column(inputs, name, arm=inputs["treatment"])


def agree(case: Case, answer: Answer) -> None:
    """Every expected value is in the answer, at the case's tolerance."""
    tolerance = case["tol"]
    for key, expected in case["expected"].items():
        assert key in answer, f"the answer to {case['method']} lacks {key}"
        assert _close(answer[key], expected, tolerance), f"{key}: {answer[key]}, not {expected}"


def _close(found: Any, expected: Any, tolerance: Mapping[str, float]) -> bool:
    if isinstance(expected, dict):
        return all(_close(found[key], value, tolerance) for key, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(
            _close(f, e, tolerance) for f, e in zip(found, expected, strict=True)
        )
    if isinstance(expected, str) or expected is None:
        return bool(found == expected)
    return math.isclose(found, expected, rel_tol=tolerance["rel"], abs_tol=tolerance["abs"])
