"""Quotes are counted by who said them, and a text is said once."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.answers.context import Context
from cxdash.queries.comments import quotes
from cxdash.queries.filters import Filters
from tests.answers import tiny

WHY = {"source": "why", "role": "comment"}
SAID = ["far too slow this time", "quite alright in the end", "a wonderful experience"]


def told(context: Context, each: int = 100) -> dict[str, tuple[str, int]]:
    """Tone and people of every text."""
    rows = quotes(context.mart, context.dimensions, Filters(), each=each)
    assert len(rows) == len({row["text"] for row in rows})
    return {row["text"]: (row["tone"], row["people"]) for row in rows}


def survey(folder: Path, rows: Sequence[tuple[object, ...]], columns: int) -> Context:
    """Responses (id, customer, text, a score of 1–5 for each of the columns)."""
    kinds = ("nps", "csat", "ces")[:columns]
    scores = [tiny.score(kind, kind, 1, 5) for kind in kinds]
    return tiny.load(folder, "survey", rows, [tiny.IDENTITY, tiny.CUSTOMER, WHY, *scores])


def test_a_comment_beside_three_scores_is_one(home: Path) -> None:
    """An overall comment stands beside NPS, CSAT and CES: four people are four, not twelve."""
    rows = [(f"r{n}", f"c{n}", f"{SAID[0]} {n}", 1, 1, 1) for n in range(4)]
    assert set(told(survey(home, rows, 3)).values()) == {("pain", 4)}


def test_one_customer_s_many_comments_are_of_one(home: Path) -> None:
    rows = [(f"r{n}", "c0", f"{SAID[2]} {n}", 5) for n in range(12)]
    assert set(told(survey(home, rows, 1)).values()) == {("delight", 1)}


def test_without_a_customer_each_response_is_one(home: Path) -> None:
    rows = [(f"r{n}", "" if n % 2 else f"r{n + 1}", f"{SAID[2]} {n}", 5) for n in range(12)]
    assert set(told(survey(home, rows, 1)).values()) == {("delight", 12)}


def test_a_text_has_one_tone(home: Path) -> None:
    """Beside a low and a high score the mean decides; so it does where several people said the same."""
    rows: list[tuple[object, ...]] = [("a", "a", SAID[0], 1, 4), ("b", "b", SAID[1], 5, 1)]
    rows += [(f"r{n}", f"c{n}", SAID[2], given, given) for n, given in enumerate([1, 5, 5, 5, 5, 5])]
    assert told(survey(home, rows, 2)) == {SAID[0]: ("pain", 7), SAID[2]: ("delight", 7)}


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(SAID), st.integers(1, 5), st.integers(1, 5)),
        min_size=1,
        max_size=12,
    )
)
def test_people_are_those_whose_comments_have_a_tone(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[tuple[int, str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("told")
    rows = [
        (f"r{n}", f"c{who}" if who else "", text, one, other) for n, (who, text, one, other) in enumerate(given_rows)
    ]
    goodness: dict[str, list[float]] = {}
    for _, _, text, one, other in rows:
        goodness.setdefault(text, []).append((one + other - 2) / 8)
    means = {text: sum(each) / len(each) for text, each in goodness.items()}
    toned = {text: "delight" if mean >= 0.75 else "pain" for text, mean in means.items() if not 0.4 < mean < 0.75}
    people = len({who or name for name, who, text, *_ in rows if text in toned})
    assert told(survey(folder, rows, 2)) == {text: (tone, people) for text, tone in toned.items()}
