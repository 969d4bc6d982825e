"""The mart says about tiny uploads what a person can count."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from cxdash.errors import CxdashError
from cxdash.mart.database import open_mart
from cxdash.mart.derive import data_version, derive
from cxdash.mart.unreadable import unreadable
from cxdash.vault import uploads


def moment(day, hour=0, minute=0, second=0):
    """A moment of March 2026 as uploads carry it: UTC without saying so."""
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC).replace(tzinfo=None)


DAY = moment(1, 10)


def only(opened, sql, **values):
    """The rows of a question as tuples."""
    return [tuple(row.values()) for row in open_mart(opened).ask(sql, **values)]


def test_an_empty_folder_has_every_table_and_no_rows(opened):
    tables = {row[0] for row in only(opened, "SELECT table_name FROM information_schema.tables")}
    assert tables == {
        "meta", "segments", "segment_values", "questions", "records", "responses", "comments", "answers", "scores",
        "flags", "interactions", "visits", "steps", "customers", "experiments", "experiment_metrics",
        "experiment_cells",
        "experiment_histograms", "experiment_variants", "experiment_excluded", "experiment_days", "sources",
    }  # fmt: skip
    for table in tables - {"meta"}:
        assert only(opened, f"SELECT COUNT(*) FROM {table}") == [(0,)]


def test_the_mart_says_what_it_was_derived_from(opened, survey):
    ids = sorted([survey({"a": 5}), survey({"b": 4})])
    meta = dict(only(opened, "SELECT key, value FROM meta"))
    assert json.loads(meta["uploads"]) == ids
    assert meta["data_version"] == data_version(ids) == open_mart(opened).version
    assert only(opened, 'SELECT upload, kind, "rows" FROM sources ORDER BY upload') == [(i, "survey", 1) for i in ids]


def test_a_survey_in_the_mart(opened, load):
    load("customers", segments=["Country"], customers=[{"row": 2, "customer_id": "c1", "seg_1": "IR"}])
    upload = load(
        "survey",
        segments=["Class", "country"],
        records=[
            {
                "row": 2,
                "response_id": "r1",
                "customer_id": "c1",
                "at": DAY,
                "channel": "web",
                "weight": 2.0,
                "seg_1": "Eco",
            },
            {
                "row": 4,
                "response_id": "r2",
                "customer_id": "c1",
                "at": DAY,
                "channel": "web",
                "seg_1": "Eco",
                "seg_2": "IL",
            },
        ],
        questions=[
            {"question": 0, "metric": "nps", "scale_low": 0, "scale_high": 10, "direction": "high_is_good"},
            {"question": 1, "touchpoint": "Desk", "metric": "csat", "scale_low": 1, "scale_high": 5},
        ],
        responses=[
            {"row": 2, "question": 0, "score": 10},
            {"row": 4, "question": 0, "score": 10},
            {"row": 4, "question": 1, "score": 3},
        ],
        comments=[{"row": 4, "touchpoint": "Desk", "text": "שלום"}],
    )
    segment = dict(only(opened, "SELECT key, 'seg_' || position FROM segments"))
    # The file's own value comes first, then the customer's; names that differ in case are one segment.
    assert only(
        opened, f'SELECT upload, "row", day, {segment["country"]}, {segment["class"]} FROM records ORDER BY 2'
    ) == [
        (upload, 2, DAY.date(), "IR", "Eco"),
        (upload, 4, DAY.date(), "IL", "Eco"),
    ]
    assert only(opened, "SELECT touchpoint, metric, score, n, w, w2 FROM answers ORDER BY ALL") == [
        ("Desk", "csat", 3, 1, 1, 1),
        (None, "nps", 10, 1, 1, 1),
        (None, "nps", 10, 1, 2, 4),
    ]
    assert only(
        opened, "SELECT touchpoint, score, day, channel, SUM(n), SUM(w), SUM(w2) FROM scores GROUP BY ALL ORDER BY 1"
    ) == [
        ("Desk", 3, DAY.date(), "web", 1, 1, 1),
        (None, 10, DAY.date(), "web", 2, 3, 5),
    ]
    assert only(opened, 'SELECT "row", c.touchpoint, text FROM comments c JOIN records USING (record)') == [
        (4, "Desk", "שלום")
    ]


def test_rows_of_several_files_do_not_mix(opened, survey):
    survey({"a": 1, "b": 2, "c": 3})
    survey({"a": 4, "b": 5})
    assert only(opened, "SELECT response_id, score FROM answers ORDER BY score") == [
        ("a", 1), ("b", 2), ("c", 3), ("a", 4), ("b", 5),
    ]  # fmt: skip


def test_the_newest_answer_wins_among_files_of_one_shape(opened, survey):
    survey({"a": 1, "b": 2, "c": 3}, shape="weekly")
    survey({"a": 2}, shape="other")
    survey({"b": 4, "c": 5}, shape="weekly")
    newest = survey({"c": 1, "d": 2}, shape="weekly")
    answers = "SELECT response_id, score FROM answers ORDER BY ALL"
    assert only(opened, answers) == [("a", 1), ("a", 2), ("b", 4), ("c", 1), ("d", 2)]
    assert only(opened, "SELECT SUM(n) FROM scores") == [(5,)]
    uploads.undo(opened, newest)
    assert only(opened, answers) == [("a", 1), ("a", 2), ("b", 4), ("c", 5)]


def test_answers_without_an_id_are_never_replaced(opened, survey):
    for _ in range(2):
        survey({"x": 3, "y": 4}, shape="weekly", records=[{"row": 2}, {"row": 3}])
    assert only(opened, "SELECT COUNT(*) FROM answers") == [(4,)]


def test_the_newest_row_of_a_customer_wins(opened, load):
    load("customers", segments=["plan"], customers=[
        {"row": 2, "customer_id": "c1", "value": 1, "seg_1": "free"},
        {"row": 3, "customer_id": "c2", "value": 2, "seg_1": "free"},
    ])  # fmt: skip
    load("customers", segments=["Plan"], customers=[{"row": 2, "customer_id": "c1", "churned": True, "seg_1": "gold"}])
    assert only(opened, "SELECT customer_id, value, churned, seg_1 FROM customers ORDER BY 1") == [
        ("c1", None, True, "gold"),
        ("c2", 2, None, "free"),
    ]
    assert only(opened, "SELECT name, key, distinct_values FROM segments") == [("plan", "plan", 2)]
    assert only(opened, "SELECT value, n FROM segment_values") == [("free", 1), ("gold", 1)]


def test_interactions_know_what_came_next(opened, load):
    load("interactions", interactions=[
        {"row": 2, "customer_id": "c1", "at": moment(1, 12), "touchpoint": "Call", "channel": "phone"},
        {"row": 3, "customer_id": "c2", "at": moment(1, 11), "touchpoint": "Visit", "channel": "shop"},
        {"row": 4, "customer_id": "c1", "at": moment(1, 11, 59, 30), "touchpoint": "Visit", "channel": "web"},
        {"row": 5, "customer_id": None, "at": moment(1, 11), "touchpoint": "Visit", "channel": "web"},
        {"row": 6, "customer_id": "c1", "at": moment(1, 12), "touchpoint": "Visit", "channel": "web"},
        {"row": 7, "customer_id": None, "at": moment(2, 11), "touchpoint": "Call", "channel": "web"},
    ])  # fmt: skip
    assert only(
        opened,
        'SELECT "row", next_touchpoint, seconds_to_next, is_first, is_last FROM interactions ORDER BY rowid',
    ) == [
        (4, "Call", 30, True, False),
        (2, "Visit", 0, False, False),
        (6, None, None, False, True),
        (3, None, None, True, True),
        (5, None, None, False, False),
        (7, None, None, False, False),
    ]
    assert only(
        opened, "SELECT touchpoint, next_touchpoint, SUM(n), SUM(is_first_n) FROM steps GROUP BY ALL ORDER BY ALL"
    ) == [("Call", "Visit", 1, 0), ("Visit", "Call", 1, 1), ("Visit", None, 2, 1)]


def test_visits_carry_means_with_their_counts(opened, load):
    where = {"customer_id": "c", "at": DAY, "touchpoint": "Call", "channel": "phone"}
    load("interactions", interactions=[
        {"row": 2, **where, "duration_s": 10, "wait_s": 4, "resolved": True},
        {"row": 3, **where, "duration_s": 20, "resolved": False},
        {"row": 4, **where, "resolved": None},
    ])  # fmt: skip
    assert open_mart(opened).ask("SELECT * FROM visits") == [
        {
            "day": DAY.date(), "touchpoint": "Call", "stage": None, "channel": "phone", "n": 3, "duration_n": 2,
            "duration_mean": 15, "wait_n": 1, "wait_mean": 4, "resolved_n": 2, "resolved_yes": 1,
        }
    ]  # fmt: skip


def test_an_interaction_that_comes_again_counts_once(opened, load):
    for value in (1, 2):
        load("interactions", shape="crm", interactions=[
            {"row": 2, "interaction_id": "i1", "customer_id": "c", "at": DAY, "touchpoint": "Call", "value": value},
            {"row": 3, "customer_id": "c", "at": DAY, "touchpoint": "Mail", "value": value},
        ])  # fmt: skip
    assert only(opened, "SELECT touchpoint, value FROM interactions ORDER BY ALL") == [
        ("Call", 2),
        ("Mail", 1),
        ("Mail", 2),
    ]


def test_the_cube_is_the_answers_counted(opened, survey):
    scores = {f"r{k}": 1 + k % 5 for k in range(600)}
    survey(
        scores,
        segments=["plan", "age", "city"],
        records=[
            {"row": row, "response_id": key, "channel": "web", "weight": 0.5 if row % 2 else None,
             "seg_1": f"p{row % 3}", "seg_2": f"{row % 30}", "seg_3": f"c{row % 7}"}
            for row, key in enumerate(scores, 2)
        ],
    )  # fmt: skip
    # Three plans times seven cities leave far fewer cells than answers; thirty ages are too many values.
    assert only(opened, "SELECT name, distinct_values, in_cube FROM segments ORDER BY position") == [
        ("plan", 3, True), ("age", 30, False), ("city", 7, True),
    ]  # fmt: skip
    assert "seg_2" not in open_mart(opened).columns("scores")
    same = "SELECT seg_1, seg_3, score, SUM(n), SUM(w), SUM(w2) FROM {} GROUP BY ALL ORDER BY ALL"
    assert only(opened, same.format("scores")) == only(opened, same.format("answers"))
    assert only(opened, "SELECT COUNT(*) < 300 FROM scores") == [(True,)]


def test_a_cube_that_would_save_nothing_leaves_segments_out(opened, survey):
    scores = {f"r{k}": 3 for k in range(40)}
    records = [{"row": row, "response_id": key, "seg_1": f"v{row % 20}"} for row, key in enumerate(scores, 2)]
    survey(scores, segments=["shop"], records=records, questions=[
        {"question": 0, "touchpoint": "Till", "metric": "nps", "scale_low": 0, "scale_high": 10}
    ])  # fmt: skip
    assert only(opened, "SELECT in_cube FROM segments") == [(False,)]
    assert only(opened, "SELECT SUM(n), COUNT(*) FROM scores") == [(40, 1)]


def test_undo_brings_back_exactly_what_was(opened, survey, load):
    survey({"a": 1, "b": 2}, shape="weekly")
    everything = (
        "SELECT 'answer' AS kind, * FROM (SELECT record, response_id, touchpoint, score, n, w FROM answers) "
        "UNION ALL SELECT 'cube', 0, '', touchpoint, score, n, w FROM scores ORDER BY ALL"
    )
    before, version = only(opened, everything), open_mart(opened).version
    added = survey(
        {"b": 5, "c": 5},
        shape="weekly",
        segments=["x"],
        records=[{"row": 2, "response_id": "b"}, {"row": 3, "response_id": "c"}],
    )
    assert only(opened, everything) != before
    uploads.undo(opened, added)
    assert only(opened, everything) == before
    assert open_mart(opened).version == version


def test_names_that_look_like_sql_stay_names(opened, survey):
    evil = 'x"; DROP TABLE records; --'
    survey({"a": 3}, segments=[evil], name=evil, records=[{"row": 2, "response_id": evil, "seg_1": "' OR 1=1"}])
    assert only(opened, "SELECT name FROM segments") == [(evil,)]
    assert only(opened, "SELECT response_id, seg_1 FROM records") == [(evil, "' OR 1=1")]


def cut(path):
    """Damage within the data of a Parquet file, whose end still says what it holds."""
    content = bytearray(path.read_bytes())
    content[4:24] = bytes(20)
    path.write_bytes(bytes(content))


SPOILED = {
    "no Parquet": (
        "records.parquet is damaged",
        lambda folder: (folder / "canonical/records.parquet").write_bytes(b"x"),
    ),
    "damaged inside": ("responses.parquet is damaged", lambda folder: cut(folder / "canonical/responses.parquet")),
    "missing": ("questions.parquet is missing", lambda folder: (folder / "canonical/questions.parquet").unlink()),
    "no report": ("its report is missing or damaged", lambda folder: (folder / "report.json").unlink()),
    "half a report": ("its report is missing or damaged", lambda folder: (folder / "report.json").write_text("{")),
    "gone": ("its report is missing or damaged", shutil.rmtree),
}


@pytest.mark.parametrize(("said", "spoil"), SPOILED.values(), ids=SPOILED.keys())
def test_an_upload_that_cannot_be_read_is_named_and_leaves_no_file(opened, survey, said, spoil):
    survey({"a": 3}, name="in order")
    upload = survey({"b": 3}, name="spring.csv")
    spoil(opened.upload(upload))
    with pytest.raises(CxdashError) as refusal:
        derive(opened, opened.mart / "target.duckdb")
    assert refusal.value.message == f"Upload {upload} (“spring.csv”) cannot be read: {said}."
    assert f"undo {upload}" in refusal.value.hint
    assert not list(opened.mart.glob("*.duckdb*"))
    uploads.undo(opened, upload)
    assert only(opened, "SELECT response_id FROM records") == [("a",)]


def test_where_every_upload_can_be_read_none_is_blamed(opened, survey):
    survey({"a": 3})
    assert unreadable(opened, uploads.live(opened)) is None
    assert not list(opened.mart.glob("unfinished*"))
