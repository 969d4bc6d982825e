"""Qualtrics: three header rows or two, in any language, with matrices, choices, rankings, previews."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.exports.tables import Seen, cycle, exported, numbered, seen, written

N = 120
# code, text in two languages, import id, cells
COLUMNS: tuple[tuple[str, str, str, str, Sequence[object]], ...] = (
    ("StartDate", "Start Date", "Anfangsdatum", "startDate", cycle(["2025-01-05 10:00:00", "2025-01-06 10:00:00"])),
    ("EndDate", "End Date", "Enddatum", "endDate", cycle(["2025-01-05 10:09:00", "2025-01-06 10:09:00"])),
    ("Status", "Response Type", "Antworttyp", "status", ["Survey Preview", "Spam", *cycle(["IP Address"], N - 2)]),
    ("IPAddress", "IP Address", "IP-Adresse", "ipAddress", numbered("10.0.0.{}")),
    ("Progress", "Progress", "Aktueller Stand", "progress", cycle([100])),
    ("Finished", "Finished", "Beendet", "finished", [*cycle(["True"], N - 3), *cycle(["False"], 3)]),
    ("RecordedDate", "Recorded Date", "Erfassungsdatum", "recordedDate", cycle(["2025-01-05 10:10:00"])),
    ("ResponseId", "Response ID", "Antwort-ID", "_recordId", numbered("R_{:015}")),
    ("RecipientEmail", "Recipient Email", "E-Mail des Empfängers", "recipientEmail", cycle([""])),
    ("LocationLatitude", "Location Latitude", "Breitengrad", "locationLatitude", numbered("47.{}")),
    ("DistributionChannel", "Distribution Channel", "Verteilungskanal", "distributionChannel", cycle(["email", "qr"])),
    ("UserLanguage", "User Language", "Benutzersprache", "userLanguage", cycle(["EN", "DE", "FA"])),
    ("Q17", "How likely are you to recommend us?", "Würden Sie uns empfehlen?", "QID17", cycle([10, 9, 0, 7, -99])),
    ("Q17_NPS_GROUP", "How likely … - Group", "… - Gruppe", "QID17_NPS_GROUP", cycle(["Promoter", "Detractor"])),
    ("Q5_1", "<p>How satisfied:</p> - Delivery", "Wie zufrieden - Lieferung", "QID5_1", cycle([1, 5, 3, -99])),
    ("Q5_2", "<p>How satisfied:</p> - In-store staff", "Wie zufrieden - Personal", "QID5_2", cycle([4, 2, 5])),
    ("Q6_1", "Where from? - Selected Choice - Radio", "Woher? - Radio", "QID6_1", cycle(["Radio", ""])),
    ("Q6_2", "Where from? - Selected Choice - Friend", "Woher? - Freunde", "QID6_2", cycle(["", "Friend"])),
    ("Q7_1", "Rank these - Price", "Rang - Preis", "QID7_1", cycle([1, 2, 3])),
    ("Q7_2", "Rank these - Speed", "Rang - Tempo", "QID7_2", cycle([2, 3, 1])),
    ("Q7_3", "Rank these - Care", "Rang - Sorgfalt", "QID7_3", cycle([3, 1, 2])),
    ("Q8", "Why, ${e://Field/name}?", "Warum?", "QID8_TEXT", numbered("because it took {} long days to come")),
    ("Q_RecaptchaScore", "Q_RecaptchaScore", "Q_RecaptchaScore", "Q_RecaptchaScore", cycle([0.9, 1])),
    ("plan", "plan", "plan", "plan", cycle(["free", "paid"])),
)  # fmt: skip
ENGLISH, GERMAN = 1, 2


def three_rows(
    columns: Sequence[tuple[str, str, str, str, Sequence[object]]] = COLUMNS, language: int = ENGLISH
) -> list[list[object]]:
    zone = {"startDate", "endDate", "recordedDate"}
    imports = [
        json.dumps({"ImportId": column[3], **({"timeZone": "America/Denver"} if column[3] in zone else {})})
        for column in columns
    ]
    cells = zip(*(column[4] for column in columns), strict=True)
    return [[c[0] for c in columns], [c[language] for c in columns], imports, *[list(row) for row in cells]]


def check(found: Seen, *, english: bool = True) -> None:
    assert (found.raw.format, found.document["kind"], found.raw.records) == ("qualtrics", "survey", N)
    scores = {entry.get("touchpoint"): entry for entry in found.columns if entry["role"] == "score"}
    names = [None, "Delivery", "In-store staff"] if english else [None, "Lieferung", "Personal"]
    assert list(scores) == names
    assert (scores[None]["metric"], scores[None]["scale"], scores[None]["missing"]) == ("nps", [0, 10], ["-99"])
    assert [scores[name]["scale"] for name in names[1:]] == [[1, 5], [1, 5]]
    assert len(found.role("response_id")) == len(found.role("time")) == len(found.role("complete")) == 1
    assert not {"IP Address", "IP-Adresse", "Location Latitude", "Breitengrad"} & {
        entry["source"] for entry in found.columns if entry["role"] != "ignore"
    }


def test_every_kind_of_column_means_what_it_means(tmp_path: Path) -> None:
    found = exported(tmp_path, three_rows())
    check(found)
    assert found.document["mapping"]["timezone"] == "America/Denver"
    assert found.role("channel") == ["Distribution Channel"]
    assert found.entry("User Language") == {"role": "segment", "name": "language"}
    assert found.entry("Response Type") == {"role": "segment", "name": "response type"}
    assert found.entry("Where from?")["multiple"] == " | "
    assert found.role("comment") == ["Why, …?"]
    assert {"How likely … - Group", "Rank these - Price", "Rank these - Care"} <= set(found.role("ignore"))
    assert found.entry("Q_RecaptchaScore") == {"role": "suspect", "flag": "bot", "below": 0.5}
    assert found.entry("Finished", "complete")["labels"] == {"test": 0, "spam": 0}
    assert found.entry("plan")["role"] == "segment"
    assert any("ranking" in message for message in found.messages)


def test_what_is_loaded(tmp_path: Path) -> None:
    loaded = exported(tmp_path, three_rows()).load()
    assert loaded.counts[:2] == (N, N)
    records = loaded.rows("records")
    assert [record["complete"] for record in records] == [False, False, *[True] * (N - 5), *[False] * 3]
    assert str(records[0]["at"]) == "2025-01-05 17:10:00"  # Denver's winter time is seven hours behind UTC
    questions = {row["touchpoint"]: row["question"] for row in loaded.rows("questions")}
    nps = [row["score"] for row in loaded.rows("responses") if row["question"] == questions[None]]
    assert sorted(set(nps)) == [0, 7, 9, 10]
    assert len(nps) == N * 4 // 5
    heard = loaded.report["segments"].index("where from?") + 1
    assert set(loaded.column("records", f"seg_{heard}")) == {"Radio", "Friend"}
    assert [record["suspect"] for record in records] == ["test", "bot", *[None] * (N - 2)]
    # Begun at ten, recorded ten minutes later; those of the next day were recorded before they began.
    assert [record["duration_s"] for record in records] == [600, None] * (N // 2)
    (unfinished,) = (w for w in loaded.report["warnings"] if "unfinished" in w["message"])
    assert unfinished["values"] == {"unfinished": 3, "tests": 2}


@pytest.mark.parametrize(("rows", "n"), [(2, "text row"), (1, "codes only")])
def test_files_without_all_header_rows(tmp_path: Path, rows: int, n: str) -> None:
    lines = three_rows()
    found = exported(tmp_path, [*lines[:rows], *lines[3:]])
    assert (found.raw.format, found.raw.records) == ("qualtrics", N), n
    assert found.entry("Response ID" if rows == 2 else "ResponseId") == {"role": "response_id"}


def test_a_survey_of_a_single_answer(tmp_path: Path) -> None:
    found = exported(tmp_path, three_rows()[:4])
    assert (found.raw.format, found.raw.records) == ("qualtrics", 1)


def test_statuses_as_codes(tmp_path: Path) -> None:
    lines = three_rows()
    for line, status, finished in zip(lines[3:8], ["0", "1", "2", "8", "0"], ["1", "1", "1", "1", "0"], strict=True):
        line[2], line[5] = status, finished
    loaded = exported(tmp_path, lines[:8]).load()
    assert loaded.column("records", "complete") == [True, False, False, False, False]
    assert loaded.column("records", "suspect") == [None, "test", "test", "bot", None]


FRAUD = {
    "Q_RecaptchaScore": (["0.4", "0.5", "1", "", "0"], [1, 0, 0, 0, 1], "bot"),
    "Q_RelevantIDFraudScore": (["30", "29", "0", "", "100"], [1, 0, 0, 0, 1], "bot"),
    "Q_RelevantIDDuplicate": (["true", "", "true", "", ""], [1, 0, 1, 0, 0], "duplicate"),
    "Q_RelevantIDDuplicateScore": (["75", "74", "", "0", "99"], [1, 0, 0, 0, 1], "duplicate"),
    "Q_BallotBoxStuffing": (["", "True", "", "", "false"], [0, 1, 0, 0, 0], "duplicate"),
}


@pytest.mark.parametrize("field", FRAUD)
def test_the_fields_of_fraud_detection(tmp_path: Path, field: str) -> None:
    values, means_it, flag = FRAUD[field]
    kept = [column for column in COLUMNS if column[0] not in ("Q_RecaptchaScore", "Status", "StartDate")]
    took = ("Duration (in seconds)", "Duration (in seconds)", "Dauer", "duration", cycle([95, "120"]))
    loaded = exported(tmp_path, three_rows([took, *kept, (field, field, field, field, cycle(values))])).load()
    assert loaded.column("records", "suspect")[:5] == [flag if each else None for each in means_it]
    assert loaded.column("records", "duration_s")[:3] == [95, 120, 95]


LEGACY = [
    ["V1", "V2", "V3", "V6", "V7", "V8", "V9", "V10", "Q1_1", "Q1_2", "LocationLatitude", ""],
    ["ResponseID", "ResponseSet", "Name", "IPAddress", "Status", "StartDate", "EndDate", "Finished",
     "How do you rate: - Price", "How do you rate: - Speed", "LocationLatitude", ""],
]  # fmt: skip


def test_the_legacy_layout(tmp_path: Path) -> None:
    rows = [
        [f"R_{n}", "Default", "Anonym", "1.2.3.4", "0", "2017-07-18 08:28:09", f"2017-07-18 08:28:{n:02}", n % 2,
         1 + n % 5, 5 - n % 5, "47.1", ""]
        for n in range(10, 50)
    ]  # fmt: skip
    found = exported(tmp_path, [*LEGACY, *rows])
    assert (found.raw.format, found.raw.records) == ("qualtrics_legacy", 40)
    assert [e["touchpoint"] for e in found.columns if e["role"] == "score"] == ["Price", "Speed"]
    assert found.role("time") == ["EndDate"]
    assert found.load().column("records", "complete") == [n % 2 == 1 for n in range(10, 50)]


@settings(max_examples=6, deadline=None)
@given(
    st.permutations(COLUMNS),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
    st.sampled_from([ENGLISH, GERMAN]),
    st.integers(0, 2),
)
def test_any_order_language_delimiter_and_more_columns(
    columns: list[tuple[str, str, str, str, Sequence[object]]], delimiter: str, bom: bool, language: int, more: int
) -> None:
    extra = [(f"e{n}", f"e{n}", f"e{n}", f"e{n}", cycle([f"{n}{x}" for x in "abc"])) for n in range(more)]
    families = sorted(columns, key=lambda column: column[3].startswith(("QID5", "QID6", "QID7", "QID17")))
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), three_rows([*families, *extra], language), delimiter=delimiter, bom=bom)
        found = seen(path, Path(folder) / "work")
        english = language == ENGLISH
        assert (found.raw.format, found.raw.records) == ("qualtrics", N)
        touchpoints = {entry["touchpoint"] for entry in found.columns if "touchpoint" in entry}
        assert {"Delivery", "In-store staff"} <= touchpoints if english else {"Lieferung", "Personal"} <= touchpoints
        assert {len(found.role(role)) for role in ("response_id", "time", "complete")} == {1}
        assert found.load().counts[:2] == (N, N)


def test_the_real_file(shared: Path, tmp_path: Path) -> None:
    found = seen(shared / "data/export_qualtrics/impressive_climate_qualtrics.csv", tmp_path)
    loaded = found.load()
    assert loaded.counts == (452, 452, 0, 0, 0)
    condition = loaded.report["segments"].index("condition") + 1
    groups: dict[str, list[float]] = {}
    of_row = {row["row"]: row[f"seg_{condition}"] for row in loaded.rows("records")}
    competence = next(q["question"] for q in loaded.rows("questions") if "competent" in str(q["touchpoint"]))
    for answer in loaded.rows("responses"):
        if answer["question"] == competence:
            groups.setdefault(of_row[answer["row"]], []).append(answer["score"])
    assert {name: (len(scores), round(sum(scores) / len(scores), 6)) for name, scores in groups.items()} == {
        "combination": (151, 79.874172),
        "control": (77, 84.883117),
        "impressive": (147, 85.006803),
        "random": (77, 74.844156),
    }


@pytest.mark.parametrize(
    ("file", "name"), [("qualtRics_sample.csv", "qualtrics"), ("qualtRics_sample_legacy.csv", "qualtrics_legacy")]
)
def test_the_real_samples_of_one_response(shared: Path, tmp_path: Path, file: str, name: str) -> None:
    found = seen(shared / "data/export_qualtrics" / file, tmp_path)
    assert (found.raw.format, found.raw.records, found.document["kind"]) == (name, 1, "survey")
    assert len(found.role("response_id")) == len(found.role("time")) == 1
    assert "This is a free text question." in found.raw.header
