"""Surveys as their tools gave them, and reviews in other scripts: numbers that were computed without this program."""

from pathlib import Path

import pytest

from cxdash.answers.context import Context, open_context
from cxdash.answers.scores import scores
from cxdash.ingest import pipeline
from cxdash.queries.filters import Filters
from cxdash.vault.home import Home
from tests.facts.conftest import Open

pytestmark = pytest.mark.slow


def counts(context: Context, metric: str, *where: str) -> dict[float, float]:
    [row] = scores(context, metric, (), Filters.parse(where))
    return dict(row.histogram.counts)


def by(context: Context, segment: str, *where: str) -> dict[str | None, tuple[int, float]]:
    found = scores(context, "mean", (segment,), Filters.parse(where))
    return {row.group[segment]: (row.estimate.n, round(row.estimate.value or 0, 6)) for row in found}


def test_call_centre_ratings_by_topic_and_agent(opened: Open) -> None:
    context = opened("call_centre/01 Call-Center-Dataset.xlsx")
    [whole] = scores(context, "mean")
    assert (whole.estimate.n, whole.estimate.value) == (4054, pytest.approx(3.4035520473606313, abs=1e-12))
    by_topic = by(context, "topic")
    assert by_topic == {
        "Admin Support": (795, 3.426415), "Contract related": (789, 3.377693), "Payment related": (818, 3.396088),
        "Streaming": (847, 3.402597), "Technical Support": (805, 3.414907),
    }  # fmt: skip
    by_agent = by(context, "agent")
    assert by_agent == {
        "Becky": (517, 3.371373), "Dan": (523, 3.447419), "Diane": (501, 3.40519), "Greg": (502, 3.404382),
        "Jim": (536, 3.393657), "Joe": (484, 3.330579), "Martha": (514, 3.470817), "Stewart": (477, 3.400419),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("ATT.csv", {1: 2073, -1: 81}),
        ("PROD.csv", {1: 3101, -1: 863, 0: 308}),
        ("arabic_PROD_windows-1256.csv", {1: 3101, -1: 863, 0: 308}),
        ("RES2.csv", {1: 2109, -1: 268, 0: 265}),
        ("snappfood_test.csv", {0: 3500, 1: 3500}),
        ("persian_diji_comments_windows-1256.csv", {1: 1695, 0: 109, -1: 92}),
    ],
)
def test_reviews_in_other_scripts(opened: Open, file: str, expected: dict[float, float]) -> None:
    assert counts(opened(f"right_to_left/{file}"), "mean") == expected


def test_hebrew_labels_are_counted_once_their_one_role_is_given(tmp_path: Path, shared: Path) -> None:
    home = Home.open(tmp_path)
    path = shared / "data/right_to_left/dev.tsv"
    mapping = pipeline.inspect(path)["mapping"]
    for entry in mapping["columns"]:
        if entry["source"] == "label":
            entry.pop("name", None)
            entry.update(role="score", metric="mean", scale=[0, 2])
    pipeline.load(home, path, mapping=mapping)
    assert counts(open_context(home), "mean") == {0: 602, 1: 216, 2: 28}


def test_star_wars_films_and_fans(opened: Open) -> None:
    context = opened("export_surveymonkey/StarWars.csv")
    seen = "touchpoint=Have you seen any of the 6 films in the Star Wars franchise"
    fan = "touchpoint=Do you consider yourself to be a fan of the Star Wars film franchise"
    assert counts(context, "conversion", seen) == {1: 936, 0: 250}
    assert counts(context, "conversion", fan) == {1: 552, 0: 284}


def test_reclining_a_seat(opened: Open) -> None:
    context = opened("export_surveymonkey/flying-etiquette.csv")
    place = "touchpoint=Do you ever recline your seat when you fly"
    assert counts(context, "mean", place) == {1: 171, 2: 257, 3: 118, 4: 175, 5: 137}


def test_climate_scientists_by_condition(opened: Open) -> None:
    context = opened("export_qualtrics/impressive_climate_qualtrics.csv")
    place = "touchpoint=How incompetent or competent are most climate scientists"
    assert by(context, "condition", place) == {
        "combination": (151, 79.874172), "control": (77, 84.883117), "impressive": (147, 85.006803),
        "random": (77, 74.844156),
    }  # fmt: skip


def test_overwatch(opened: Open) -> None:
    [ana] = scores(
        opened("export_google_forms/overwatch_survey_raw.csv"),
        "mean",
        (),
        Filters.parse(["touchpoint=I enjoy playing as Ana"]),
    )
    assert ana.estimate.value == pytest.approx(4.3762541806020065, abs=1e-12)
