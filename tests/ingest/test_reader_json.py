"""JSON: records wherever they lie, one by one, with every broken one named."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.limits import Limits
from cxdash.ingest.readers.jsonstream import Values
from cxdash.vault.home import Home
from tests.ingest.reading import found, written

RECORDS = [{"id": "a", "score": 9, "why": "fine"}, {"id": "b", "score": 9.50, "tags": ["x", 1]}, {"id": "c"}]
CELLS = [["a", "9", "fine", ""], ["b", "9.5", "", '["x", 1]'], ["c", "", "", ""]]

SHAPES = {
    "a list": json.dumps(RECORDS),
    "a list over many lines": json.dumps(RECORDS, indent=2),
    "lines": "\n".join(map(json.dumps, RECORDS)),
    "lines with blank ones": "\n\n".join(map(json.dumps, RECORDS)) + "\n\n",
    "objects one after another": "\n".join(json.dumps(record, indent=1) for record in RECORDS),
    "a wrapper": json.dumps({"count": 3, "next": None, "data": RECORDS, "meta": {"page": 1, "tags": ["a", "b"]}}),
    "wrappers in wrappers": json.dumps({"result": {"took": 3, "hits": {"total": 3, "hits": RECORDS}}}),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_records_are_found_wherever_they_lie(tmp_path: Path, text: str):
    back = found(written(tmp_path, text, "a.json"))
    assert (back.table.header, back.cells) == (["id", "score", "why", "tags"], CELLS)


def test_packed_files_are_unpacked(tmp_path: Path):
    lines = SHAPES["lines"].encode()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jsonl", lines)
    assert found(tmp_path / "a.zip").cells == CELLS
    assert found(written(tmp_path, gzip.compress(lines), "a.jsonl.gz")).cells == CELLS


def test_a_description_beside_a_table_in_an_archive_is_left_alone(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "id,score\n1,2\n")
        archive.writestr("dataset-metadata.json", '{"title": "x"}')
    assert found(tmp_path / "a.zip").cells == [["1", "2"]]


def test_nested_objects_are_columns_with_dots_and_numbers_stay_as_written(tmp_path: Path):
    text = """[{"a": {"b": {"c": 1.50, "d": null}, "e": {}}, "a.b": 2, "n": 12345678901234567890.10, "ok": true},
               {"__proto__": {"x": [{"y": 1.0}]}, "a": 5}]"""
    back = found(written(tmp_path, text, "a.json"))
    assert back.table.header == ["a.b.c", "a.b.d", "a.e", "a.b", "n", "ok", "__proto__.x", "a"]
    assert back.cells == [
        ["1.50", "", "", "2", "12345678901234567890.10", "true", "", ""],
        ["", "", "", "", "", "", '[{"y": 1.0}]', "5"],
    ]


def test_the_longest_of_several_lists_is_read_and_all_are_named(tmp_path: Path):
    text = json.dumps({"users": [{"id": 1}], "tickets": RECORDS})
    back = found(written(tmp_path, text, "a.json"))
    assert back.cells == CELLS
    assert back.said == ["The file has 2 lists of records (users, tickets); tickets was read."]


def test_one_object_is_one_record(tmp_path: Path):
    assert found(written(tmp_path, '{"id": "a", "answers": {"q1": 9}}', "a.json")).cells == [["a", "9"]]


def test_a_broken_line_is_set_aside_by_its_number(tmp_path: Path):
    lines = [
        '{"id": "één"}',
        '{"id": 2, oops}',
        '{"id": 3}',
        "[4]",
        '{"id": 5, "id": 6}',
        '{"id": 7}',
        '{"id": "a\\u0000"}',
    ]
    path = written(tmp_path, "\n".join(lines).encode() + b'\n{"id": "caf\xe9"}\n{"id": 9}\n', "a.jsonl")
    back = found(path)
    assert [row[:2] for row in back.rows] == [(1, "één"), (3, "3"), (6, "7"), (9, "9")]
    assert back.rejects == [
        (2, "not readable as JSON", '{"id": 2, oops}'),
        (4, "not an object with named values", "[4]"),
        (5, "a key stands twice in the record", '{"id": 5, "id": 6}'),
        (7, "a NUL byte in the record", '{"id": "a\\u0000"}'),
        (8, "not readable in the file's encoding", '{"id": "caf\\xe9"}'),
    ]


def test_a_character_that_is_none_sets_its_record_aside(tmp_path: Path):
    back = found(written(tmp_path, '[{"id": "\\ud800"}, {"id": 2}, 3]', "a.json"))
    assert back.cells == [["2"]]
    assert [reject[:2] for reject in back.rejects] == [
        (2, "not readable in the file's encoding"),
        (4, "not an object with named values"),
    ]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("cell", ["NaN", "Infinity", "-Infinity", '"NaN"', "null"])
def test_what_is_no_number_is_empty(tmp_path: Path, name: str, cell: str) -> None:
    records = ['{"id": "a", "in": {"nps": 9}}', f'{{"id": "b", "in": {{"nps": {cell}}}}}', '{"id": "c"}']
    text = "\n".join(records) if name.endswith("l") else f"[{', '.join(records)}]"
    back = found(written(tmp_path, text, name))
    assert (back.cells, back.rejects) == ([["a", "9"], ["b", ""], ["c", ""]], [])


def test_a_score_that_is_no_number_is_counted_as_empty(home: Path, tmp_path: Path) -> None:
    records = [{"id": place, "nps": score} for place, score in enumerate([9, float("nan"), 7, "NaN", None] * 20)]
    [entry] = pipeline.load(Home.open(home), written(tmp_path, json.dumps(records), "a.json"))
    assert (entry["loaded"], entry["set_aside"], entry["values_set_aside"]) == (40, 60, 0)


def test_utf_16_is_read(tmp_path: Path):
    assert found(written(tmp_path, json.dumps(RECORDS).encode("utf-16"), "a.json")).cells == CELLS


MANY_KEYS = json.dumps([{f"k{n}": 1} for n in range(3000)])
REFUSED = {
    "cut in a record": (json.dumps(RECORDS)[:-8], "incomplete"),
    "cut between records": (json.dumps(RECORDS)[:-1], "incomplete"),
    "cut in a word": ('[{"id": 1}, {"id": tr', "incomplete"),
    "broken": ('[{"id": 1}, {"id": 2, oops}, {"id": 3}]', "not valid JSON after its value 1"),
    "no comma": ('[{"id": 1} {"id": 2}]', "not valid JSON"),
    "deep objects": ('{"a":' * 20_000 + "1" + "}" * 20_000, "nested too deep"),
    "deep lists": ('[{"a":' + "[" * 20_000 + "]" * 20_000 + "}]", "nested too deep"),
    "deeper than a table": ('[{"a":' * 1 + '{"a":' * 40 + "1" + "}" * 41 + "]", "nested too deep"),
    "many keys": (MANY_KEYS, "more than 2,000 different keys"),
    "long text": ('[{"id": 1}, {"why": "' + "x" * (5 << 20) + '"}]', "too long: after value 1, one of more than 1 MB"),
    "no records": ("[[1, 2], [3, 4]]", "no list of records"),
    "nothing": ("[]", "no list of records"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str):
    with pytest.raises(CxdashError) as refusal:
        found(written(tmp_path, text, "a.json"))
    assert said in refusal.value.message
    assert refusal.value.hint


def test_rows_have_their_limit(tmp_path: Path):
    with pytest.raises(CxdashError, match="more than 2 rows"):
        found(written(tmp_path, json.dumps(RECORDS), "a.json"), limits=Limits(max_rows=2))


def test_a_long_line_of_json_lines_is_set_aside(tmp_path: Path):
    path = written(tmp_path, '{"id": 1}\n{"id": "' + "x" * (1 << 21) + '"}\n{"id": 3}\n', "a.jsonl")
    back = found(path)
    assert back.cells == [["1"], ["3"]]
    assert back.rejects[0][:2] == (2, "a record longer than the limit")


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(values=st.lists(VALUE, max_size=6), chunk=st.integers(1, 9), indent=st.sampled_from([None, 1]))
def test_values_are_read_the_same_however_the_file_is_cut_into_pieces(tmp_path_factory, values, chunk, indent):
    path = tmp_path_factory.mktemp("values") / "a.json"
    path.write_text(" ".join(json.dumps(value, indent=indent) for value in values), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cxdash.ingest.readers.jsonstream.CHUNK", chunk)
        with Values(path, Limits()) as reading:
            back = []
            while reading.peek():
                reading.value()
                back.append(json.loads(reading.last))
    assert back == values
