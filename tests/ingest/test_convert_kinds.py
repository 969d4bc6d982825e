"""What becomes of the records of each kind of file: questions, segments, duplicates, metrics, and why some stay out."""

from pathlib import Path
from typing import Any

from tests.ingest.converting import converted


def test_a_wide_survey_asks_one_question_per_column(tmp_path: Path) -> None:
    columns = [
        {"source": "id", "role": "response_id"},
        {
            "source": "Boarding",
            "role": "score",
            "touchpoint": "Boarding",
            "stage": "Board",
            "scale": [1, 5],
            "missing": [0],
        },
        {"source": "Recommend?", "role": "score", "scale": [0, 10]},
        {"source": "Effort", "role": "score", "metric": "ces", "scale": [1, 7], "direction": "low_is_good"},
        {"source": "Class", "role": "segment", "name": "class"},
        {"source": "Extras", "role": "segment", "name": "extras", "multiple": ";"},
        {"source": "Boarding why", "role": "comment", "touchpoint": "Boarding"},
        {"source": "Anything else", "role": "comment"},
    ]
    header = ["id", "Boarding", "Recommend?", "Effort", "Class", "Extras", "Boarding why", "Anything else"]
    rows = [
        ("1", "4", "9", "2", " Economy ", "meal; wifi ;", "slow", None),
        ("2", "0", "10", None, "Business", "wifi", None, "fine"),
        ("3", "0", None, "8", "Business", None, " ", None),
    ]
    found = converted(tmp_path, header, rows, columns, constants={"channel": "web"})
    questions = found.rows("questions")
    assert [(q["touchpoint"], q["stage"], q["metric"], q["direction"]) for q in questions] == [
        ("Boarding", "Board", "csat", "high_is_good"), (None, None, "nps", "high_is_good"),
        (None, None, "ces", "low_is_good"),
    ]  # fmt: skip
    answers = [(a["row"], a["question"], a["score"]) for a in found.rows("responses")]
    assert sorted(answers) == [(2, 1, 4), (2, 2, 9), (2, 3, 2), (3, 2, 10)]
    assert [(c["row"], c["touchpoint"], c["text"]) for c in found.rows("comments")] == [
        (2, "Boarding", "slow"), (3, None, "fine")
    ]  # fmt: skip
    assert [(r["seg_1"], r["seg_2"], r["channel"]) for r in found.rows("records")] == [
        ("Economy", "meal | wifi", "web"), ("Business", "wifi", "web"),
    ]  # fmt: skip
    assert found.report["segments"] == ["class", "extras"]
    assert found.report["touchpoints"] == [{"touchpoint": "Boarding", "stage": "Board"}]
    assert found.rejects() == [(4, "Effort", "8", "outside the scale", "record")]


def test_a_long_survey_asks_what_its_columns_say(tmp_path: Path) -> None:
    columns = [
        {"source": "id", "role": "response_id"},
        {"source": "where", "role": "touchpoint"},
        {"source": "what", "role": "metric"},
        {"source": "score", "role": "score"},
        {"source": "why", "role": "comment"},
    ]
    rows = [
        ("1", "Desk", "NPS", "9", "kind"), ("1", "Desk", "CSAT", "5", None), ("1", "Gate", "CSAT", "4", None),
        ("1", "Gate", "csat", "4", None), ("2", "Desk", "NPS", "11", None), ("2", "Desk", "ces", "7", None),
    ]  # fmt: skip
    found = converted(tmp_path, ["id", "where", "what", "score", "why"], rows, columns)
    assert [(q["touchpoint"], q["metric"], q["scale_low"], q["scale_high"]) for q in found.rows("questions")] == [
        ("Desk", "nps", 0, 10), ("Desk", "csat", 1, 5), ("Gate", "csat", 1, 5), ("Desk", "ces", 1, 7),
    ]  # fmt: skip
    assert found.counts == (6, 4, 1, 1, 0)
    assert found.rejects() == [(6, "score", "11", "outside the scale", "record")]
    assert [(c["row"], c["touchpoint"]) for c in found.rows("comments")] == [(2, "Desk")]


def test_a_repeated_response_counts_once_and_one_without_an_id_always_counts(tmp_path: Path) -> None:
    columns = [{"source": "id", "role": "response_id"}, {"source": "q", "role": "score", "scale": [1, 5]}]
    rows = [("a", "x"), ("a", "4"), ("a", "5"), (None, "3"), (None, "3")]
    found = converted(tmp_path, ["id", "q"], rows, columns)
    # The first one that says something is kept.
    assert [(r["row"], r["score"]) for r in found.rows("responses")] == [(3, 4), (5, 3), (6, 3)]
    assert found.counts == (5, 3, 1, 1, 0)


def test_one_source_may_be_a_score_and_a_segment(tmp_path: Path) -> None:
    columns = [
        {"source": "mood", "role": "score", "scale": [0, 1], "labels": {"Happy": 1, "Sad": 0}},
        {"source": "mood", "role": "segment", "name": "mood"},
    ]
    found = converted(tmp_path, ["mood"], [("Happy",), ("SAD",), ("Angry",)], columns)
    assert found.column("responses", "score") == [1, 0]
    assert found.column("records", "seg_1") == ["Happy", "SAD"]
    assert found.rejects() == [(4, "mood", "Angry", "not a number", "record")]


def test_interactions_say_what_keeps_them_out(tmp_path: Path) -> None:
    columns = [
        {"source": "who", "role": "customer_id"},
        {"source": "at", "role": "time"},
        {"source": "page", "role": "touchpoint"},
        {"source": "did", "role": "event"},
    ]
    rows = [
        ("a", "2024-01-01", "Home", "click"), ("a", "2024-01-01", "Home", "click"), ("a", "2024-01-02", None, "call"),
        (None, "soon", "Home", "click"), ("b", None, "Home", "click"), ("b", "2024-01-03", None, " "),
    ]  # fmt: skip
    found = converted(tmp_path, ["who", "at", "page", "did"], rows, columns, kind="interactions")
    # The same event twice is two events: nothing says that it is one.
    assert found.column("interactions", "touchpoint") == ["Home", "Home", "call"]
    assert found.rejects() == [
        (5, "at", "soon", "no date can be read here", "record"),
        (5, "who", None, "empty", "record"),
        (6, "at", None, "empty", "record"),
        (7, "page", None, "empty", "record"),
    ]


def experiment(folder: Path, rows: list[tuple[Any, ...]], *columns: dict[str, Any]) -> Any:
    first = [{"source": "unit", "role": "unit_id"}, {"source": "arm", "role": "variant"}]
    header = ["unit", "arm", *(column["source"] for column in columns)]
    return converted(folder, header, rows, [*first, *columns], kind="experiment")


def test_a_unit_in_two_variants_stays_in_both_and_one_seen_twice_in_one_counts_once(tmp_path: Path) -> None:
    rows = [("1", "A", "1"), ("1", "A", "0"), ("1", "B", "1"), ("2", "B", "TRUE")]
    found = experiment(tmp_path, rows, {"source": "won", "role": "metric", "type": "binary"})
    assert [(u["unit_id"], u["variant"], u["m_1"]) for u in found.rows("units")] == [
        ("1", "A", 1), ("1", "B", 1), ("2", "B", 1)
    ]  # fmt: skip
    assert found.counts == (4, 3, 0, 1, 0)


def test_what_was_shown_must_be_what_was_assigned(tmp_path: Path) -> None:
    shown = {"source": "page", "role": "variant_shown", "shows": {"A": "old", "B": "new"}}
    rows = [("1", "A", "old", "1"), ("2", "A", "new", "1"), ("3", "b", "New", "1"), ("4", "C", "new", "1")]
    found = experiment(tmp_path, rows, shown, {"source": "won", "role": "metric", "type": "binary"})
    assert found.rejects() == [(3, "page", "new", "assigned and shown variant differ", "record")]
    assert found.column("units", "unit_id") == ["1", "3", "4"]


def test_metrics_are_described_and_a_ratio_names_both_columns(tmp_path: Path) -> None:
    found = experiment(
        tmp_path,
        [("1", "A", "3", "2", "9", "1")],
        {"source": "spent", "role": "numerator", "name": "spent per visit", "goal": "guardrail", "better": "low"},
        {"source": "visits", "role": "denominator", "name": "spent per visit"},
        {"source": "before", "role": "covariate", "name": "before"},
        {"source": "won", "role": "metric", "name": "won", "type": "binary", "goal": "primary"},
    )
    ratio, won = found.report["metrics"]
    assert (ratio["name"], ratio["numerator"], ratio["denominator"]) == ("spent per visit", "m_1", "m_2")
    assert (ratio["goal"], ratio["better"]) == ("guardrail", "low")
    assert (won["column"], won["type"], won["goal"], won["denominator"]) == ("m_4", "binary", "primary", None)
    assert found.report["covariates"] == [{"name": "before", "column": "m_3"}]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    evil = "'); DROP TABLE raw; --"
    columns = [
        {
            "source": evil,
            "role": "score",
            "scale": [1, 5],
            "labels": {evil: 5},
            "missing": ["' OR 1=1 --"],
            "touchpoint": evil,
        },
        {"source": '"', "role": "segment", "name": evil, "missing": [evil], "multiple": "'"},
    ]
    found = converted(tmp_path, [evil, '"'], [(evil, "a'b"), ("' OR 1=1 --", evil), ("6", evil)], columns)
    assert found.column("responses", "score") == [5]
    assert found.rows("questions")[0]["touchpoint"] == evil
    assert found.column("records", "seg_1") == ["a | b"]
    assert found.rejects() == [
        (3, None, None, "no valid answer", "record"),
        (4, evil, "6", "outside the scale", "record"),
    ]


def test_the_stored_mapping_has_no_content_of_the_file(tmp_path: Path) -> None:
    column = {"source": "q", "role": "score", "scale": [1, 5], "confidence": 0.9, "examples": ["4"]}
    found = converted(tmp_path, ["q"], [("4",)], [column])
    (stored,) = found.report["mapping"]["columns"]
    assert stored == {"source": "q", "role": "score", "scale": [1, 5]}
