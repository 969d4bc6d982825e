"""Google Forms, Microsoft Forms, Typeform and LimeSurvey."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.errors import CxdashError
from cxdash.ingest.exports.questions import clean
from tests.ingest.exports.tables import cycle, exported, numbered, seen, table, written

GOOGLE = {
    "Timestamp": cycle(["9/25/2024 1:17:26", "10/13/2024 22:39:39"]),
    "Email Address": numbered("p{}@example.org"),
    "How do you rate our service? [Delivery]": cycle([5, 4, 1]),
    "How do you rate our service? [Support]": cycle([2, 4, 3]),
    "What do you use?": cycle(
        ["Web, App", "App", "Web", "Friends, family or colleagues", "Web, Friends, family or colleagues"]
    ),
    "How likely are you to recommend us?": cycle([10, 0, 9, 8]),
    "How easy was it to order?": cycle(["Very easy", "Easy", "Difficult"]),
    "How many hours do you play a week?": cycle(["5-10", "20+"]),
    "Anything else?": numbered("it rained for {} days on my way"),
}  # fmt: skip


def test_google_forms(tmp_path: Path) -> None:
    found = exported(tmp_path, table(GOOGLE))
    assert (found.raw.format, found.document["kind"]) == ("google_forms", "survey")
    assert found.entry("Timestamp") == {"role": "time", "format": "%m/%d/%Y %H:%M:%S"}
    assert found.role("ignore") == ["Email Address"]
    assert found.entry("How do you rate our service? [Delivery]")["touchpoint"] == "Delivery"
    assert found.entry("How do you rate our service? [Support]")["touchpoint"] == "Support"
    assert found.entry("What do you use?")["multiple"] == " | "
    loaded = found.load()
    used = loaded.report["segments"].index("what do you use?") + 1
    assert loaded.column("records", f"seg_{used}")[:5] == [
        "Web | App", "App", "Web", "Friends, family or colleagues", "Web | Friends, family or colleagues",
    ]  # fmt: skip


def test_google_times_with_their_zone(tmp_path: Path) -> None:
    table_ = {**GOOGLE, "Timestamp": cycle(["2024/09/25 1:17:26 PM GMT+3:30", "2024/09/25 12:17:26 AM GMT-5"])}
    loaded = exported(tmp_path, table(table_)).load()
    assert [str(at) for at in loaded.column("records", "at")[:2]] == ["2024-09-25 09:47:26", "2024-09-25 05:17:26"]


@pytest.mark.parametrize("name", ["Zeitstempel", "Marca temporal", "Horodateur", "חותמת זמן"])
def test_google_forms_in_other_languages(tmp_path: Path, name: str) -> None:
    columns = {name: GOOGLE["Timestamp"], **{k: v for k, v in GOOGLE.items() if k != "Timestamp"}}
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.role("time")) == ("google_forms", [name])


@pytest.mark.parametrize(
    "columns",
    [
        {"timestamp": cycle(["2024-05-01 10:00:00"]), "user_id": numbered("{}"), "event": cycle(["open", "buy"])},
        {"Timestamp": cycle(["2024-05-01 10:00:00"]), "Customer": numbered("{}"), "Page": cycle(["open", "buy"])},
        {"ID": numbered("{}"), "Start time": cycle(["2024-05-01"]), "Score": cycle([1, 2, 3, 4, 5])},
        {"Case": numbered("{}"), "Summary": numbered("s {}"), "Status": cycle(["Open", "Closed"])},
        {"id": numbered("{}"), "score": cycle([1, 2, 3, 4, 5]), "comment": numbered("it is {} and no more than that")},
    ],
)
def test_tables_of_no_tool_stay_what_they_are(tmp_path: Path, columns: dict[str, list[object]]) -> None:
    found = exported(tmp_path, table(columns))
    assert (found.raw.format, found.raw.header) == ("csv", list(columns))


MICROSOFT = {
    "ID": numbered("{}"),
    "Start time": cycle(["7/2/20 11:00:22", "7/13/20 09:30:00"]),
    "Completion time": cycle(["7/2/20 11:05:22", "7/13/20 09:35:00"]),
    "Email": cycle(["anonymous"]),
    "Name": cycle([""]),
    "Which of these do you use?": cycle(["Web;App;", "App;", "Web;"]),
    "How satisfied are you with the \nshop?\xa0": cycle([5, 4, 2]),
    "How was it?": cycle([1, 2, 5]),
    "How was it?2": cycle([3, 2, 5]),
    "Points - How was it?": cycle([1, 0]),
}


def test_microsoft_forms(tmp_path: Path) -> None:
    found = exported(tmp_path, table(MICROSOFT))
    assert (found.raw.format, found.document["kind"]) == ("microsoft_forms", "survey")
    assert (found.role("response_id"), found.role("time")) == (["ID"], ["Completion time"])
    assert found.entry("Which of these do you use?")["multiple"] == ";"
    assert found.entry("How satisfied are you with the shop?", "score")["touchpoint"] == "Shop"
    assert {"How was it?", "How was it? (2)"} <= set(found.role("score"))
    assert {"Points - How was it?", "Email", "Name"} <= set(found.role("ignore"))
    assert found.role("started") == ["Start time"]
    loaded = found.load()
    assert set(loaded.column("records", "seg_1")) == {"Web | App", "App", "Web"}


TYPEFORM = {
    "#": numbered("tok{:028}"),
    "<b>Hi {{field:01AB}}</b>, how likely are you to recommend us?": cycle([10, 9, 0, 5]),
    "What do you use?": cycle(["Web / App", "App", "Web"]),
    "How happy are you with delivery?": cycle([5, 1, 3]),
    "Response Type": cycle(["completed", "completed", "partial"]),
    "Start Date (UTC)": cycle(["2024-05-01 10:00:00"]),
    "Stage Date (UTC)": cycle(["", "", "2024-05-01 10:02:00"]),
    "Submit Date (UTC)": cycle(["2024-05-01 10:05:00", "2024-05-02 10:05:00", ""]),
    "Network ID": numbered("net{}"),
    "Tags": cycle([""]),
    "Ending": cycle(["Thanks", "Sorry"]),
}


def test_typeform(tmp_path: Path) -> None:
    found = exported(tmp_path, table(TYPEFORM))
    assert (found.raw.format, found.document["mapping"]["timezone"]) == ("typeform", "UTC")
    assert not any("time zone" in message for message in found.messages)
    assert found.entry("Hi …, how likely are you to recommend us?")["metric"] == "nps"
    loaded = found.load()
    assert loaded.column("records", "complete")[:3] == [True, True, False]
    assert str(loaded.column("records", "at")[2]) == "2024-05-01 10:02:00"
    assert set(loaded.column("records", f"seg_{loaded.report['segments'].index('what do you use?') + 1}")) == {
        "Web | App", "App", "Web",
    }  # fmt: skip


def test_typeform_of_old_with_a_column_per_choice(tmp_path: Path) -> None:
    columns = {
        "#": numbered("tok{}"),
        "How satisfied are you?": cycle([5, 1, 3]),
        "Radio": cycle(["Radio", ""]),
        "Friends": cycle(["", "Friends", "Friends"]),
        "Other": [*cycle([""], 119), "a bird told me"],
        "Start Date (UTC)": cycle(["2015-05-01 10:00:00"]),
        "Submit Date (UTC)": cycle(["2015-05-01 10:05:00"]),
        "Network ID": numbered("net{}"),
    }
    found = exported(tmp_path, table(columns))
    assert found.entry("Radio / Friends")["multiple"] == " | "
    assert "Other" in found.raw.header


LIME = {
    "id. Response ID": numbered("{}"),
    "submitdate. Date submitted": cycle(["2024-05-01 10:00:00", "2024-05-02 10:00:00", ""]),
    "lastpage. Last page": cycle([3, 3, 1]),
    "startlanguage. Start language": cycle(["en", "de"]),
    "seed. Seed": numbered("{}"),
    "ipaddr. IP address": numbered("10.0.0.{}"),
    "Q01[SQ001]. How satisfied are you? [Delivery]": cycle([5, 4, 1]),
    "Q01[SQ002]. How satisfied are you? [Support]": cycle([2, 4, 5]),
    "Q02[SQ001]. What do you use? [Web]": cycle(["Yes", "No"]),
    "Q02[SQ002]. What do you use? [App]": cycle(["No", "Yes", "Yes"]),
    "Q02[other]. What do you use? [Other]": [*cycle([""], 119), "by post"],
    "Q03. How likely are you to recommend us?": cycle([10, 0, 8]),
}


def test_limesurvey_with_codes_and_texts(tmp_path: Path) -> None:
    found = exported(tmp_path, table(LIME))
    assert found.raw.format == "limesurvey"
    touchpoints = [entry.get("touchpoint") for entry in found.columns if entry["role"] == "score"]
    assert touchpoints == ["Delivery", "Support", None]
    assert found.entry("What do you use?")["multiple"] == " | "
    loaded = found.load()
    assert loaded.column("records", "complete")[:3] == [True, True, False]


def test_limesurvey_with_codes_or_full_texts(tmp_path: Path) -> None:
    codes = {name.split(". ")[0]: cells for name, cells in LIME.items()}
    texts = {name.split(". ", 1)[1]: cells for name, cells in LIME.items()}
    for number, columns in enumerate((codes, texts)):
        found = exported(tmp_path / str(number), table(columns))
        assert found.raw.format == "limesurvey"
        assert len(found.role("time")) == len(found.role("complete")) == len(found.role("response_id")) == 1
        assert len(found.role("score")) == 3
    codes["submitdate"] = cycle(["1980-01-01 00:00:00", ""])
    loaded = exported(tmp_path / "undated", table(codes)).load()
    assert set(loaded.column("records", "at")) == {None}
    assert loaded.column("records", "complete")[:2] == [True, False]


@pytest.mark.parametrize("code", ["A{}", "AO0{}"])
def test_answer_codes_of_an_array_are_its_scores_and_that_is_said(tmp_path: Path, code: str) -> None:
    columns = {name.split(". ")[0]: cells for name, cells in LIME.items()}
    columns["Q01[SQ001]"] = cycle([code.format(score) for score in (5, 4, 1, 2)])
    columns["Q01[SQ002]"] = cycle([code.format(score) for score in (3, 4, 2)])
    columns["Q05"] = cycle([code.format(choice) for choice in (1, 2, 3)])
    found = exported(tmp_path, table(columns))
    entry = found.entry("Q01[SQ001]")
    assert (entry["role"], entry["scale"], entry["labels"][code.format(4)]) == ("score", [1, 5], 4)
    assert [each["role"] for each in found.columns if each["source"] == "Q05"] == ["segment"]
    assert any("are codes" in message for message in found.messages)
    assert found.load().counts == (120, 120, 0, 0, 0)


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(["google_forms", "microsoft_forms", "typeform", "limesurvey"]),
    st.randoms(use_true_random=False),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_questions_in_any_order_and_any_dialect(name: str, random: object, delimiter: str, bom: bool) -> None:
    columns = {"google_forms": GOOGLE, "microsoft_forms": MICROSOFT, "typeform": TYPEFORM, "limesurvey": LIME}[name]
    head = 5 if name == "microsoft_forms" else 1
    names = list(columns)
    rest = names[head:]
    random.shuffle(rest)  # type: ignore[attr-defined]
    shuffled = {each: columns[each] for each in [*names[:head], *rest]}
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), table({**shuffled, "extra": cycle(["a", "b"])}), delimiter=delimiter, bom=bom)
        found = seen(path, Path(folder) / "work")
        assert (found.raw.format, found.raw.records) == (name, 120)
        assert len(found.role("time")) == 1
        read, loaded, aside, duplicates, values = found.load().counts
        assert (read, loaded, aside, duplicates, values) == (120, 120, 0, 0, 0)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_a_clean_question_is_one_short_line(text: str) -> None:
    assert len(clean(text)) <= 202
    assert clean(text) == " ".join(clean(text).split())


def test_the_real_google_form(shared: Path, tmp_path: Path) -> None:
    found = seen(shared / "data/export_google_forms/overwatch_survey_raw.csv", tmp_path)
    loaded = found.load()
    assert (found.raw.format, loaded.counts) == ("google_forms", (1196, 1196, 0, 0, 0))
    ana = next(q["question"] for q in loaded.rows("questions") if q["touchpoint"] == "I enjoy playing as Ana")
    scores = [row["score"] for row in loaded.rows("responses") if row["question"] == ana]
    assert sum(scores) / len(scores) == pytest.approx(4.3762541806020065, abs=1e-12)
    segments = loaded.report["segments"]
    chosen = loaded.column("records", f"seg_{segments.index('what are your most-played hero categories?') + 1}")
    parts = [part for cell in chosen for part in str(cell).split(" | ")]
    assert {part: parts.count(part) for part in set(parts)} == {"Support": 671, "Tank": 660, "Damage": 473}


def test_a_real_google_form_without_answers(shared: Path, tmp_path: Path) -> None:
    (path,) = (shared / "data/export_google_forms").glob("Customer Satisfaction*.csv")
    with pytest.raises(CxdashError, match="no rows"):
        seen(path, tmp_path)
