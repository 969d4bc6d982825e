"""What changed against the last upload of the same shape: each finding by two small files."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxdash.answers.drift import Drift, drift, structural_warnings
from cxdash.answers.drift_findings import Finding
from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.convert import convert
from cxdash.ingest.counting import COUNTS
from cxdash.ingest.memory import shape_of
from cxdash.ingest.raw import RawTable, count_records, create_rejects, names
from cxdash.vault import uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import NewUpload

DELIVERY, SUPPORT = "How satisfied are you with the delivery?", "How satisfied are you with our support?"
RECOMMEND = "How likely are you to recommend us to a friend?"
Column = dict[str, Any]
Cells = Sequence[Sequence[object]]


def score(source: str, metric: str = "csat", low: int = 1, high: int = 5, **more: Any) -> Column:
    return {"source": source, "role": "score", "metric": metric, "scale": [low, high], **more}


WAVE = [
    {"source": "id", "role": "response_id"},
    {"source": "when", "role": "time"},
    {"source": "plan", "role": "segment", "name": "plan"},
    score(DELIVERY, touchpoint="Delivery"),
    score(SUPPORT, touchpoint="Support"),
    score(RECOMMEND, "nps", 0, 10),
]


def answers(start: date, n: int = 200, *, per_day: int = 10, low: int = 2, plans: str = "AAB") -> list[list[object]]:
    """n records from a Monday on; scores go round through the upper part of their scales."""
    return [
        [
            f"{start}-{place}",
            start + timedelta(days=place // per_day),
            plans[place % len(plans)],
            low + place % (6 - low),
            3 + place % 3,
            6 + place % 5,
        ]
        for place in range(n)
    ]


FIRST, SECOND = date(2026, 1, 5), date(2026, 3, 2)  # Mondays


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def converted(staging: Path, file: Path, columns: Sequence[Column], kind: str) -> dict[str, Any]:
    """The report of a file's conversion, whose canonical tables are left in the staging folder."""
    (staging / "canonical").mkdir()
    header = [column["source"] for column in columns]
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(
            """CREATE TABLE raw AS SELECT (row_number() OVER () + 1)::INTEGER AS "row", *
               FROM read_csv($path, all_varchar = true, header = false, skip = 1, names = $names)""",
            {"path": str(file), "names": names(len(header))},
        )
        create_rejects(con)
        raw = RawTable("csv", "utf-8", header, count_records(con))
        return convert(con, raw, {"kind": kind, "columns": [*columns]}, staging / "canonical")


class Place:
    """A data folder with uploads that were converted here; what a person loads goes through a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = Home.open(folder)

    def load(self, columns: Sequence[Column], rows: Iterable[Sequence[object]], kind: str = "survey") -> str:
        name = f"wave {len(uploads.history(self.home))}"
        header = [column["source"] for column in columns]
        staging = uploads.stage(self.home)
        (staging / "raw").mkdir()
        report = converted(staging, write(staging / "raw" / "file.csv", header, rows), columns, kind)
        (staging / "report.json").write_text(json.dumps(report), "utf-8")
        counts = {count: report[count] for count in COUNTS}
        about = {"name": name, "kind": kind, "format": "csv", "shape": shape_of(header), "mapping": report["mapping"]}
        return uploads.commit(self.home, staging, NewUpload(sha256=f"{name:0>64}", bytes=0, **about, **counts))

    def drift(self, columns: Sequence[Column], rows: Iterable[Sequence[object]], kind: str = "survey") -> Drift:
        return drift(self.home, self.load(columns, rows, kind))


@pytest.fixture
def place(home: Path) -> Place:
    return Place(home)


def kinds(found: Drift) -> set[tuple[str, str]]:
    return {(finding.kind, finding.about) for finding in found.findings}


def one(found: Drift, kind: str) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.kind == kind]
    return finding


def without(columns: Sequence[Column], rows: Cells, source: str) -> tuple[list[Column], list[list[object]]]:
    at = [column["source"] for column in columns].index(source)
    return [*columns[:at], *columns[at + 1 :]], [[*row[:at], *row[at + 1 :]] for row in rows]


def renamed(columns: Sequence[Column], source: str, to: str, **more: Any) -> list[Column]:
    return [{**column, **more, "source": to} if column["source"] == source else column for column in columns]


def test_a_wave_like_the_last_one_has_nothing_to_report(place: Place) -> None:
    first = place.load(WAVE, answers(FIRST))
    found = place.drift(WAVE, answers(SECOND))
    assert found.against is not None
    assert (found.against.id, found.reason, found.findings) == (first, None, ())
    assert [row.how for row in found.questions] == ["same", "same", "same"]
    assert found.volume is not None
    assert (found.volume.bucket, found.volume.ratio) == ("week", 1.0)


def test_questions_new_missing_and_reworded(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    columns, rows = without(WAVE, answers(SECOND), SUPPORT)
    columns = renamed(columns, DELIVERY, "How satisfied were you with your delivery?")
    columns.append(score("Was the invoice clear?"))
    found = place.drift(columns, [[*row, 4] for row in rows])
    assert kinds(found) == {
        ("missing_question", SUPPORT),
        ("probably_renamed", "How satisfied were you with your delivery?"),
        ("new_question", "Was the invoice clear?"),
    }
    assert one(found, "probably_renamed").numbers["text_before"] == DELIVERY
    assert [finding.severity for finding in found.findings] == ["look", "look", "note"]
    assert all(finding.structural for finding in found.findings)
    assert [row.how for row in found.questions] == ["probably_renamed", "same", "new", "missing"]


def test_case_blanks_and_punctuation_are_no_other_wording(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    found = place.drift(renamed(WAVE, DELIVERY, "how satisfied are you  with the DELIVERY"), answers(SECOND))
    assert found.findings == ()


def test_another_scale_direction_or_metric_breaks_the_comparison(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    columns = renamed(WAVE, DELIVERY, DELIVERY, scale=[1, 7])
    columns = renamed(columns, SUPPORT, SUPPORT, direction="low_is_good")
    columns = renamed(columns, RECOMMEND, RECOMMEND, metric="mean")
    found = place.drift(columns, answers(SECOND))
    assert kinds(found) == {("scale", DELIVERY), ("direction", SUPPORT), ("metric", RECOMMEND)}
    assert {finding.severity for finding in found.findings} == {"breaks comparison"}
    assert one(found, "scale").numbers == {"scale_before": [1, 5], "scale_now": [1, 7]}
    assert [row.test is None for row in found.questions] == [True, True, False]


def test_another_touchpoint_is_said(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    found = place.drift(renamed(WAVE, SUPPORT, SUPPORT, touchpoint="Hotline"), answers(SECOND))
    assert kinds(found) == {("touchpoint", SUPPORT)}
    assert "Hotline" in found.findings[0].sentence


def test_shifted_answers_are_found_with_their_numbers(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    found = place.drift(WAVE, answers(SECOND, low=1))
    assert kinds(found) == {("shifted", DELIVERY)}
    numbers = one(found, "shifted").numbers
    assert (numbers["n_before"], numbers["n_now"], numbers["mean_before"], numbers["mean_now"]) == (200, 200, 3.5, 3.0)
    # Of 1–5 and 2–5, evenly: P(now > before) + P(equal) / 2 = (0 + .125 + .375 + .625 + .875) / 5.
    assert numbers["chance"] == pytest.approx(0.4)
    assert 0 < float(str(numbers["pvalue"])) <= float(str(numbers["pvalue_adjusted"])) < 0.01
    assert "lower scores: 3.00 on average, 3.50 before" in found.findings[0].sentence


def test_a_trifle_is_no_shift_however_many_answered(place: Place) -> None:
    def rows(start: date, fives: int) -> list[list[object]]:
        return [[f"{start}{n}", start, "A", 5 if n < fives else 4, 3, 8] for n in range(2_000)]

    place.load(WAVE, rows(FIRST, 1_000))
    found = place.drift(WAVE, rows(SECOND, 1_160))
    row = found.questions[0]
    assert row.pvalue_adjusted is not None
    assert row.pvalue_adjusted < 1e-6
    assert found.findings == ()


def test_values_of_a_segment_and_their_mix(place: Place) -> None:
    place.load(WAVE, answers(FIRST, plans="AAAB"))
    found = place.drift(WAVE, answers(SECOND, plans="ABBC"))
    assert {("new_value", "plan"), ("mix", "plan")} == kinds(found)
    assert one(found, "new_value").numbers == {"value": "C", "share_now": 0.25, "n_now": 200}
    assert one(found, "mix").numbers["shares_before"] == {"A": 0.75, "B": 0.25}
    back = place.drift(WAVE, answers(date(2026, 5, 4), plans="AAAB"))
    assert {("gone_value", "plan"), ("mix", "plan")} == kinds(back)


def test_values_of_few_records_are_not_named(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    rows = answers(SECOND)
    rows[7][2] = "only one"
    assert place.drift(WAVE, rows).findings == ()


def test_answers_and_fields_left_empty(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    rows = answers(SECOND)
    for row in rows[:60]:
        row[4] = None
    found = place.drift(WAVE, rows)
    assert kinds(found) == {("emptier", SUPPORT)}
    numbers = one(found, "emptier").numbers
    assert (numbers["missing_before"], numbers["missing_now"]) == (0, 0.3)
    assert "30% of the records have none, 0% before" in found.findings[0].sentence


def test_a_field_that_is_gone_or_new(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    columns, rows = without(WAVE, answers(SECOND), "plan")
    columns.append({"source": "customer", "role": "customer_id"})
    found = place.drift(columns, [[*row, f"c{row[0]}"] for row in rows])
    assert kinds(found) == {("missing_field", "segment: plan"), ("new_field", "customer_id")}


def test_a_drop_in_volume(place: Place) -> None:
    place.load(WAVE, answers(FIRST, 280))
    found = place.drift(WAVE, answers(SECOND, 140, per_day=5))
    finding = one(found, "volume")
    assert (finding.severity, finding.numbers["bucket"], finding.numbers["ratio"]) == ("look", "week", 0.5)
    assert finding.sentence == "Fewer records come in: 35 per week, 70 before."
    assert one(place.drift(WAVE, answers(date(2026, 5, 4), 280)), "volume").severity == "note"


def test_a_longer_export_is_compared_where_it_goes_on(place: Place) -> None:
    early, late = answers(FIRST, 280), answers(FIRST + timedelta(days=28), 140, per_day=5)
    place.load(WAVE, early)
    found = place.drift(WAVE, [*early, *late])
    numbers = one(found, "volume").numbers
    assert (numbers["buckets_before"], numbers["buckets_now"], numbers["ratio"]) == (4, 4, 0.5)


def test_long_surveys_are_compared_question_by_question(place: Place) -> None:
    columns = [
        {"source": "id", "role": "response_id"},
        {"source": "what", "role": "touchpoint"},
        score("answer"),
    ]
    rows = [[f"r{n}", ("Shop", "Delivery")[n % 2], 2 + n % 4] for n in range(100)]
    place.load(columns, rows)
    now = [[f"s{n}", ("Shop", "Advice")[n % 2], 2 + n % 4] for n in range(100)]
    found = place.drift(columns, now)
    assert {("missing_question", "Delivery"), ("new_question", "Advice")} <= kinds(found)


def test_other_kinds_are_compared_by_what_they_have(place: Place) -> None:
    columns = [
        {"source": "customer", "role": "customer_id"},
        {"source": "when", "role": "time"},
        {"source": "what", "role": "event"},
        {"source": "channel", "role": "channel"},
    ]

    def rows(start: date, channel: str, n: int) -> list[list[object]]:
        return [[f"c{at}", start + timedelta(days=at % 35), "Browse", channel] for at in range(n)]

    place.load(columns, rows(FIRST, "web", 350), "interactions")
    found = place.drift(columns, rows(SECOND, "app", 140), "interactions")
    assert kinds(found) == {("new_value", "channel"), ("gone_value", "channel"), ("mix", "channel"), ("volume", "")}
    assert found.questions == ()


def test_metrics_of_an_experiment_that_are_no_longer_filled(place: Place) -> None:
    columns = [
        {"source": "visitor", "role": "unit_id"},
        {"source": "arm", "role": "variant"},
        {"source": "bought", "role": "metric", "name": "bought", "type": "binary"},
        {"source": "spent", "role": "metric", "name": "spent", "type": "mean"},
        {"source": "channel", "role": "channel"},
    ]
    place.load(columns, [[f"a{n}", "AB"[n % 2], n % 2, n, "web"] for n in range(80)], "experiment")
    found = place.drift(columns, [[f"b{n}", "AB"[n % 2], n % 2, None, "app"] for n in range(80)], "experiment")
    assert kinds(found) == {("missing_field", "metric: spent")}


def test_customers_have_no_volume_and_are_compared_all_the_same(place: Place) -> None:
    columns = [{"source": "customer", "role": "customer_id"}, {"source": "town", "role": "segment", "name": "town"}]
    place.load(columns, [[f"c{n}", "Ulm"] for n in range(50)], "customers")
    found = place.drift(columns, [[f"d{n}", "Ulm" if n < 20 else None] for n in range(50)], "customers")
    assert kinds(found) == {("emptier", "segment: town")}
    assert found.volume is None


def test_against_the_last_one_of_its_shape_and_no_other(place: Place) -> None:
    first = place.load(WAVE, answers(FIRST))
    second = place.load(WAVE, answers(SECOND))
    other = [WAVE[0], WAVE[1], score("Is the form easy to fill in?", "ces", 1, 7), score("Is the app fast?")]
    strange = place.load(other, [[f"x{n}", FIRST, 5, 3] for n in range(20)])
    third = place.drift(WAVE, answers(date(2026, 5, 4)))
    assert third.against is not None
    assert third.against.id == second
    assert drift(place.home, strange).against is None
    assert "half" in str(drift(place.home, strange).reason)
    assert "first" in str(drift(place.home, first).reason)
    uploads.undo(place.home, second)
    again = drift(place.home, third.upload.id).against
    assert again is not None
    assert again.id == first


def test_a_survey_that_grew_is_compared_with_its_last_form(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    more = [*WAVE, score("Was the invoice clear?")]
    grown = place.load(more, [[*row, 4] for row in answers(SECOND)])
    found = place.drift(WAVE, answers(date(2026, 5, 4)))
    assert found.against is not None
    assert found.against.id == grown
    assert kinds(found) == {("missing_question", "Was the invoice clear?")}


def test_uploads_of_an_older_version_are_said_and_nothing_fails(place: Place) -> None:
    first = place.load(WAVE, answers(FIRST))
    second = place.load(WAVE, answers(SECOND))
    for upload, said in ((first, "“wave 0” was loaded by an older version"), (second, "It was loaded by an older")):
        report = place.home.upload(upload) / "report.json"
        kept = json.loads(report.read_text("utf-8"))
        del kept["summary"]
        report.write_text(json.dumps(kept), "utf-8")
        found = drift(place.home, second)
        assert (found.against, found.findings) == (None, ())
        assert str(found.reason).startswith(said)
    assert structural_warnings(place.home, second) == []


def test_an_upload_that_there_is_not_is_refused(place: Place) -> None:
    with pytest.raises(CxdashError, match="nothing"):
        drift(place.home, "nothing")


def test_warnings_tell_of_the_file_and_not_of_the_answers(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    columns, rows = without(WAVE, answers(SECOND, low=1, plans="BBC"), SUPPORT)
    upload = place.load(columns, rows)
    assert len(drift(place.home, upload).findings) > 1
    assert structural_warnings(place.home, upload) == [
        f"Against “wave 0”: “{SUPPORT}” was asked before and is not in this file."
    ]


def test_many_changes_are_summed_up_beside_a_load(place: Place) -> None:
    numbered = [score(f"How was number {word}?") for word in "ABCDEFGHIJKLMNOPQRSTUVWX"]
    place.load([WAVE[0], *numbered], [[f"r{n}", *[3] * 24] for n in range(5)])
    turned = [{**column, "direction": "low_is_good"} for column in numbered]
    upload = place.load([WAVE[0], *turned], [[f"s{n}", *[3] * 24] for n in range(5)])
    told = structural_warnings(place.home, upload)
    assert len(told) == 9
    assert told[-1] == f"There are 16 more changes; “drift {upload}” lists all."


def test_the_document_is_json_with_every_number_that_was_used(place: Place) -> None:
    place.load(WAVE, answers(FIRST))
    found = place.drift(WAVE, answers(SECOND, low=1))
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert list(document) == ["upload", "against", "reason", "findings", "questions", "volume"]
    assert document["findings"][0]["kind"] == "shifted"
    assert [row["n_before"] for row in document["questions"]] == [200, 200, 200]
    assert document["volume"]["ratio"] == 1.0


def loaded(home: Home, path: Path, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> str:
    write(path, [column["source"] for column in columns], rows)
    (entry,) = pipeline.load(home, path, mapping={"kind": "survey", "timezone": "UTC", "columns": [*columns]})
    return str(entry["upload"])


def test_files_that_a_person_loads_leave_what_is_compared(home: Path, tmp_path: Path) -> None:
    place = Home.open(home)
    asked = [*WAVE, score("Was the invoice clear?"), score("Was the parcel intact?"), score("Are our prices fair?")]
    loaded(place, tmp_path / "spring.csv", asked, [[*row, 4, 4, 4] for row in answers(FIRST, 280, plans="AAAB")])
    columns, _ = without(asked, [], "Was the invoice clear?")
    columns = renamed(columns, "Was the parcel intact?", "Was your parcel intact?")
    columns = renamed(columns, DELIVERY, DELIVERY, scale=[1, 7], direction="low_is_good", touchpoint="Courier")
    columns = renamed(columns, RECOMMEND, RECOMMEND, metric="mean")
    columns = renamed(columns, "plan", "customer", role="customer_id", name=None)
    columns = [{key: value for key, value in column.items() if value is not None} for column in columns]
    changed = [[*row, 4, 4, 5] for row in answers(SECOND, 280)]
    summer = loaded(place, tmp_path / "summer.csv", [*columns, score("Is the app fast?")], changed)
    found = drift(place, summer)
    assert {finding.kind for finding in found.findings} == {
        *("missing_question", "new_question", "probably_renamed", "scale", "direction", "metric", "touchpoint"),
        *("missing_field", "new_field"),
    }
    uploads.undo(place, summer)
    answered = [[*row, 4, 4, None if at < 70 else 4] for at, row in enumerate(answers(SECOND, 140, per_day=5, low=1))]
    for at, row in enumerate(answered):
        row[2] = "AC"[at % 2]
    found = drift(place, loaded(place, tmp_path / "autumn.csv", asked, answered))
    assert found.against is not None
    assert found.against.name == "spring.csv"
    assert {finding.kind for finding in found.findings} == {
        *("shifted", "emptier", "new_value", "gone_value", "mix", "volume"),
    }
