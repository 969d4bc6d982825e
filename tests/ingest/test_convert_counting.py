"""The law of counting: whatever stands in a file, every record is loaded, set aside with a reason, or a duplicate."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.ingest.converting import Converted, converted

# Tables of twelve rows are small enough to read; making them smaller would take minutes.
FEW = settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate])

SCORES = st.sampled_from(["1", "5", " 3 ", "۴", "0", "9", "nine", "", None, "N/A", "4,5", "nan"])
TEXTS = st.sampled_from(["good", " ", "\u200c", None, "bad\nvery"])
IDS = st.sampled_from(["a", "b", "c", " a ", None, ""])
TIMES = st.sampled_from(["2024-01-01", "2024-01-02T03:04:05Z", "soon", None, "", "1402-01-01"])
FLAGS = st.sampled_from(["yes", "no", "1", "perhaps", None])
UNREADABLE = st.lists(st.sampled_from([1001, 1002, 1002, 1003]), max_size=4)


def in_a_folder(*table: Any, **mapping: Any) -> Converted:
    return converted(Path(tempfile.mkdtemp()), *table, **mapping)


def check_the_law(found: Converted, table: str, unreadable: list[int]) -> None:
    """Counts, canonical rows and rejects tell one story, and no row of the file is in two of its parts."""
    read, loaded, set_aside, duplicates, values_set_aside = found.counts
    kept = found.column(table, "row")
    rejects = found.rejects()
    aside = {row for row, *_, level in rejects if level == "record"}
    assert read == loaded + set_aside + duplicates
    assert loaded == len(kept) == len(set(kept))
    assert set_aside == len(aside)
    assert not aside & set(kept)
    assert set(unreadable) <= aside
    assert duplicates == read - len(aside) - len(kept)
    assert values_set_aside == sum(level == "value" for *_, level in rejects)
    assert {row for row, *_, level in rejects if level == "value"} <= set(kept)
    assert all(reason for _, _, _, reason, _ in rejects)
    assert kept == sorted(kept)


SURVEY = [
    {"source": "id", "role": "response_id"},
    {"source": "at", "role": "time"},
    {"source": "q1", "role": "score", "touchpoint": "Desk", "metric": "csat", "scale": [1, 5], "missing": [0]},
    {"source": "q2", "role": "score", "metric": "nps", "scale": [0, 10], "missing": ["n/a"]},
    {"source": "why", "role": "comment"},
    {"source": "done", "role": "complete"},
]


@FEW
@given(st.lists(st.tuples(IDS, TIMES, SCORES, SCORES, TEXTS, FLAGS), max_size=12), UNREADABLE)
def test_surveys(rows: list[tuple[str | None, ...]], unreadable: list[int]) -> None:
    found = in_a_folder(["id", "at", "q1", "q2", "why", "done"], rows, SURVEY, unreadable=unreadable)
    check_the_law(found, "records", unreadable)
    records, answers = set(found.column("records", "row")), found.rows("responses")
    commented = set(found.column("comments", "row"))
    assert {answer["row"] for answer in answers} | commented == records
    assert len({(answer["row"], answer["question"]) for answer in answers}) == len(answers)
    ids = [identity for identity in found.column("records", "response_id") if identity is not None]
    assert len(ids) == len(set(ids))
    scales = {row["question"]: (row["scale_low"], row["scale_high"]) for row in found.rows("questions")}
    assert all(scales[a["question"]][0] <= a["score"] <= scales[a["question"]][1] for a in answers)


LONG = [
    {"source": "id", "role": "response_id"},
    {"source": "where", "role": "touchpoint"},
    {"source": "what", "role": "metric"},
    {"source": "score", "role": "score"},
]


@FEW
@given(
    st.lists(
        st.tuples(IDS, st.sampled_from(["Desk", "Gate", None]), st.sampled_from(["NPS", "csat", "CES", "joy"]), SCORES),
        max_size=12,
    ),
    UNREADABLE,
)
def test_long_surveys(rows: list[tuple[str | None, ...]], unreadable: list[int]) -> None:
    found = in_a_folder(["id", "where", "what", "score"], rows, LONG, unreadable=unreadable)
    check_the_law(found, "records", unreadable)
    assert found.column("responses", "row") == found.column("records", "row")


INTERACTIONS = [
    {"source": "id", "role": "interaction_id"},
    {"source": "who", "role": "customer_id"},
    {"source": "at", "role": "time"},
    {"source": "what", "role": "event"},
    {"source": "took", "role": "duration_s"},
    {"source": "solved", "role": "resolved"},
]


@FEW
@given(st.lists(st.tuples(IDS, IDS, TIMES, TEXTS, SCORES, FLAGS), max_size=12), UNREADABLE)
def test_interactions(rows: list[tuple[str | None, ...]], unreadable: list[int]) -> None:
    found = in_a_folder(
        ["id", "who", "at", "what", "took", "solved"], rows, INTERACTIONS, kind="interactions", unreadable=unreadable
    )
    check_the_law(found, "interactions", unreadable)
    kept = found.rows("interactions")
    assert all(row["customer_id"] and row["at"] and row["touchpoint"] for row in kept)


CUSTOMERS = [
    {"source": "id", "role": "customer_id"},
    {"source": "since", "role": "first_seen"},
    {"source": "gone", "role": "churned"},
    {"source": "worth", "role": "value"},
    {"source": "type", "role": "segment"},
]


@FEW
@given(st.lists(st.tuples(IDS, TIMES, FLAGS, SCORES, TEXTS), max_size=12), UNREADABLE)
def test_customers(rows: list[tuple[str | None, ...]], unreadable: list[int]) -> None:
    found = in_a_folder(
        ["id", "since", "gone", "worth", "type"], rows, CUSTOMERS, kind="customers", unreadable=unreadable
    )
    check_the_law(found, "customers", unreadable)
    last = {(row[0] or "").strip(): at for at, row in enumerate(rows, start=2) if (row[0] or "").strip()}
    assert {row["customer_id"]: row["row"] for row in found.rows("customers")} == last


EXPERIMENT = [
    {"source": "id", "role": "unit_id"},
    {"source": "arm", "role": "variant"},
    {"source": "page", "role": "variant_shown", "shows": {"A": "old", "B": "new"}},
    {"source": "won", "role": "metric", "type": "binary"},
    {"source": "spent", "role": "metric", "type": "mean"},
]


@FEW
@given(
    st.lists(
        st.tuples(IDS, st.sampled_from(["A", "B", None]), st.sampled_from(["old", "new", None]), FLAGS, SCORES),
        max_size=12,
    ),
    UNREADABLE,
)
def test_experiments(rows: list[tuple[str | None, ...]], unreadable: list[int]) -> None:
    found = in_a_folder(
        ["id", "arm", "page", "won", "spent"], rows, EXPERIMENT, kind="experiment", unreadable=unreadable
    )
    check_the_law(found, "units", unreadable)
    kept = found.rows("units")
    assert len({(row["unit_id"], row["variant"]) for row in kept}) == len(kept)
    assert all(row["m_1"] is not None or row["m_2"] is not None for row in kept)
