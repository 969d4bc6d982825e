"""The mapping document: read, refused in one sentence, written back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.ingest.mapping import Mapping, column_ids, source_names

# The document of the command line's description, shortened only where a value says nothing new.
DOCUMENT = {
    "kind": "survey",
    "timezone": "Asia/Tehran",
    "constants": {"channel": "website"},
    "columns": [
        {"source": "ID", "role": "response_id"},
        {"source": "Customer", "role": "customer_id"},
        {"source": "Submitted", "role": "time", "format": "%d/%m/%Y %H:%M", "calendar": "jalali"},
        {"source": "Class", "role": "segment", "name": "class"},
        {
            "source": "Online Boarding",
            "role": "score",
            "touchpoint": "Online Boarding",
            "metric": "csat",
            "scale": [1, 5],
            "missing": [0],
        },
        {"source": "Recommend?", "role": "score", "metric": "nps", "labels": {"10 - Extremely likely": 10}},
        {
            "source": "How easy?",
            "role": "score",
            "metric": "ces",
            "scale": [1, 7],
            "direction": "low_is_good",
        },
        {"source": "Why?", "role": "comment"},
        {"source": "WEIGHT", "role": "weight"},
        {"source": "IP Address", "role": "ignore"},
    ],
}
SCORE = {"source": "A", "role": "score"}


def survey(*columns: dict[str, object], **rest: object) -> dict[str, object]:
    return {"kind": "survey", "columns": list(columns), **rest}


def test_the_documented_mapping_is_read_and_written_back_unchanged() -> None:
    mapping = Mapping.read(DOCUMENT)
    assert mapping.to_document() == DOCUMENT
    assert Mapping.read(json.dumps(mapping.to_document())) == mapping


def test_what_inspect_prints_may_be_handed_back_whole() -> None:
    proposal = {"format": "csv", "confidence": 0.9, "mapping": survey({**SCORE, "confidence": 0.9, "examples": ["5"]})}
    assert Mapping.read(proposal).columns[0].examples == ("5",)


def test_one_source_may_be_a_score_and_a_segment() -> None:
    mapping = Mapping.read(survey(SCORE, {"source": "A", "role": "segment", "name": "a"}))
    assert [column.role for column in mapping.columns] == ["score", "segment"]
    assert mapping.one("weight") is None
    assert mapping.with_role("segment")[0].label == "a"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "not a JSON document"),
        ([1], "not a JSON object"),
        ({"kind": "poll", "columns": [SCORE]}, "no valid kind"),
        (survey({**SCORE, "role": "scor"}), "“A” has the role “scor”, which does not exist"),
        (survey(SCORE, {"source": "U", "role": "unit_id"}), "“U” has the role “unit_id”, which a file of the kind"),
        (survey({**SCORE, "scale": [5, 1]}), "“A” has a scale whose lowest score is not below"),
        (survey({**SCORE, "scale": "1-5"}), "“A” has a “scale” that cannot be read"),
        (survey({**SCORE, "metric": "nsp"}), "“A” has the metric “nsp”"),
        (survey({**SCORE, "touchpiont": "x"}), "“A” has the key “touchpiont”, which does not exist"),
        (survey({"source": "A"}), "“A” has no “role”"),
        (survey(SCORE, {"source": "C", "role": "comment", "scale": [1, 5]}), "“C” says “scale”"),
        (
            survey(SCORE, {"source": "T", "role": "time"}, {"source": "U", "role": "time"}),
            "“T” and “U” both have the role “time”",
        ),
        (
            survey(SCORE, {"source": "S", "role": "segment", "name": "x"}, {"source": "x", "role": "segment"}),
            "both the segment “x”",
        ),
        (survey({"source": "S", "role": "segment"}), "at least one column with the role “score” or “comment”"),
        (survey(SCORE, constants={"customer_id": "7"}), "“customer_id” cannot be one value"),
        (survey(SCORE, timezone="Persia/Teheran"), "no time zone “Persia/Teheran”"),
        ({"kind": "interactions", "columns": [{"source": "T", "role": "time"}]}, "Interactions need"),
        ({"kind": "customers", "columns": [{"source": "S", "role": "segment"}]}, "Customers need"),
        (
            {"kind": "experiment", "columns": [{"source": "U", "role": "unit_id"}, {"source": "V", "role": "variant"}]},
            "An experiment needs",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_in_a_sentence_that_says_where(document: object, words: str) -> None:
    with pytest.raises(CxdashError) as refusal:
        Mapping.read(document)  # type: ignore[arg-type]  # wrong on purpose
    assert words in refusal.value.message
    assert refusal.value.hint


def test_a_constant_touchpoint_stands_for_the_missing_event() -> None:
    columns = [{"source": "C", "role": "customer_id"}, {"source": "T", "role": "time"}]
    mapping = Mapping.read({"kind": "interactions", "columns": columns, "constants": {"touchpoint": "Order"}})
    assert mapping.constants == {"touchpoint": "Order"}


def test_a_ratio_needs_both_of_its_parts() -> None:
    units = [{"source": "U", "role": "unit_id"}, {"source": "V", "role": "variant"}]
    above = {"source": "Spent", "role": "numerator", "name": "basket"}
    below = {"source": "Orders", "role": "denominator", "name": "basket"}
    assert Mapping.read({"kind": "experiment", "columns": [*units, above, below]}).one("numerator") is not None
    with pytest.raises(CxdashError, match="not both"):
        Mapping.read({"kind": "experiment", "columns": [*units, above, {**below, "name": "other"}]})


def test_a_source_that_the_file_does_not_have_is_named_with_the_nearest_one() -> None:
    mapping = Mapping.read(survey({"source": "Satisfacton", "role": "score"}))
    with pytest.raises(CxdashError) as refusal:
        mapping.check(["ID", "Satisfaction"])
    assert "“Satisfacton”" in refusal.value.message
    assert "“Satisfaction”" in refusal.value.hint
    Mapping.read(survey({"source": "Satisfaction", "role": "score"})).check(["ID", "Satisfaction"])


def test_repeated_and_blank_names_are_told_apart() -> None:
    header = ["Comment", "Comment", "", "Comment", " How\nsatisfied? "]
    assert source_names(header) == ["Comment", "Comment (2)", "column 3", "Comment (3)", "How satisfied?"]
    assert column_ids(header)["Comment (3)"] == "c4"


def test_a_line_break_in_a_name_need_not_be_typed() -> None:
    Mapping.read(survey({"source": "How satisfied?", "role": "score"})).check(["How\nsatisfied?"])
    Mapping.read(survey({"source": "How\nsatisfied?", "role": "score"})).check(["How\nsatisfied?"])


@given(st.lists(st.sampled_from(["A", "A (2)", "A (3)", "", "column 2", "b"]), max_size=12))
def test_every_column_has_a_name_of_its_own(header: list[str]) -> None:
    names = source_names(header)
    assert len(set(names)) == len(header)
    for name, given_name in zip(names, header, strict=True):
        assert name.startswith(given_name or "column")
