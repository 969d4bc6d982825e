"""What speaks against a response is what a person reading the rows would say, whatever order they come in."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from cxdash.mart.database import open_mart
from cxdash.vocabulary.quality import FLAGS
from tests.mart.conftest import TABLES

BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC).replace(tzinfo=None)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NEW = TABLES["survey"]["records"] + ", duration_s DOUBLE, suspect VARCHAR"


def questions(n, low=1, high=5, first=0):
    return [
        {"question": first + k, "touchpoint": f"T{first + k}", "metric": "csat", "scale_low": low, "scale_high": high,
         "source": f"q{first + k}", "direction": "high_is_good"}
        for k in range(n)
    ]  # fmt: skip


def varied(n, asked=9):
    """Answers of n people whose questions usually get different scores; nobody draws a line, no two agree."""
    chance = random.Random(4)
    rows = []
    for k in range(n):
        scores = [min(5, max(1, 2 + q % 3 + chance.choice((-1, 0, 0, 1)))) for q in range(asked)]
        scores[k % 2] = 1
        scores[2] = 5
        rows.append({"id": f"v{k:03d}", "scores": scores, "at": BEGIN + k * timedelta(hours=7)})
    return rows


@pytest.fixture
def flags_of(opened, load, monkeypatch):
    """Loads responses ({"id", "scores", "at", …}) and says who is flagged for what."""
    monkeypatch.setitem(TABLES["survey"], "records", NEW)

    def ask(*files, asked=None, shape="survey"):
        for people in files:
            n = max(len(each["scores"]) for each in people)
            records, responses, comments = [], [], []
            for row, each in enumerate(people, 2):
                records.append(
                    {
                        "row": row,
                        "response_id": each["id"],
                        **{k: v for k, v in each.items() if k not in ("id", "scores", "said")},
                    }
                )
                responses += [
                    {"row": row, "question": q, "score": s} for q, s in enumerate(each["scores"]) if s is not None
                ]
                comments += [{"row": row, "touchpoint": None, "text": each["said"]}] if "said" in each else []
            load(
                "survey",
                records=records,
                questions=asked or questions(n),
                responses=responses,
                comments=comments,
                shape=shape,
            )
        rows = open_mart(opened).ask("SELECT response_id, flags FROM records ORDER BY ALL")
        return {r["response_id"]: [f.name for f in FLAGS if r["flags"] & f.bit] for r in rows if r["flags"]}

    return ask


def test_nothing_is_said_of_ordinary_answers(flags_of):
    assert flags_of(varied(80)) == {}


def test_what_the_tool_says_is_kept(flags_of):
    people = varied(6)
    people[0] |= {"suspect": "test", "complete": False}
    people[1] |= {"suspect": "bot,duplicate", "complete": True}
    people[2] |= {"complete": False}
    people[3] |= {"complete": True}
    assert flags_of(people) == {"v000": ["test"], "v001": ["bot", "duplicate"], "v002": ["unfinished"]}


@pytest.mark.parametrize(
    ("scores", "flagged"),
    [
        ([3] * 9, True),
        ([3] * 5 + [None] * 4, True),
        ([3] * 4 + [None] * 5, False),
        ([5] * 7 + [None] * 2, False),
        ([1] * 7 + [None] * 2, False),
        ([5] * 8 + [None], True),
        ([3] * 8 + [4], False),
    ],
)
def test_a_line_is_drawn_by_whoever_does_not_look(flags_of, scores, flagged):
    people = [*varied(40), {"id": "x", "scores": scores, "at": BEGIN}]
    assert flags_of(people) == ({"x": ["straight-liner"]} if flagged else {})


def test_a_line_says_nothing_among_few_answers_or_where_all_questions_are_answered_alike(flags_of):
    line = {"id": "x", "scores": [3] * 9, "at": BEGIN}
    assert flags_of([*varied(28), line], shape="few") == {}
    alike = [{"id": f"a{k}", "scores": [2 + (k + q) % 3 for q in range(9)], "at": BEGIN + k * DAY} for k in range(40)]
    assert flags_of([*alike, line], shape="alike") == {}


def test_answers_on_different_scales_are_no_line(flags_of):
    people = [{**each, "scores": [*each["scores"][:5], *each["scores"][5:9]]} for each in varied(40)]
    asked = [*questions(4), *questions(4, 0, 10, first=4), *questions(1, 0, 1, first=8)]
    assert flags_of([*people, {"id": "x", "scores": [3] * 8 + [1], "at": BEGIN}], asked=asked) == {}


def test_a_speeder_needs_less_than_a_third_of_the_usual_time(flags_of):
    people = [{**each, "duration_s": 90.0 + k % 2} for k, each in enumerate(varied(41))]
    people[0]["duration_s"], people[1]["duration_s"] = 29.0, 31.0
    people[2] |= {"duration_s": 5.0, "complete": False}
    people[3] |= {"duration_s": 5.0, "suspect": "test"}
    # Asked a third of the questions, in a third of the time: not quick.
    people[4] |= {"duration_s": 30.0, "scores": [1, 2, 5, *[None] * 6]}
    people[5]["duration_s"] = None
    assert flags_of(people) == {"v000": ["speeder"], "v002": ["unfinished"], "v003": ["test"]}


def test_the_usual_time_is_that_of_all_files_of_the_survey(flags_of):
    people = [{**each, "duration_s": 90.0} for each in varied(34)]
    people[0]["duration_s"] = 5.0
    assert flags_of(people[:17], people[17:]) == {"v000": ["speeder"]}


def test_too_few_times_tell_no_usual_one(flags_of):
    people = [{**each, "duration_s": 90.0} for each in varied(29)]
    people[0]["duration_s"] = 5.0
    assert flags_of(people) == {}


def test_whoever_answers_again_within_a_day_is_counted_twice(flags_of):
    people = varied(12)
    for k, (who, hours) in enumerate([("a", 0), ("a", 5), ("a", 9), ("b", 0), ("b", 25), ("c", 0), ("c", 3)]):
        people[k] |= {"customer_id": who, "at": BEGIN + hours * 60 * MINUTE}
    # The second time somebody was asked about something else.
    people[5]["scores"] = [1, 2, 3, None, None, None, None, None, None]
    people[6]["scores"] = [None, None, 4, 5, 2, None, None, None, None]
    assert flags_of(people) == {"v000": ["duplicate"], "v001": ["duplicate"]}


def test_another_survey_is_another_survey(flags_of):
    people = [{**each, "customer_id": "a", "at": BEGIN} for each in varied(2)]
    assert flags_of(people[:1], shape="one") == {}
    assert flags_of(people[1:], shape="other") == {}


def test_copies_come_in_quick_succession(flags_of):
    people = varied(40)
    scores = [1, 4, 5, 2, 3, 4, 2, 3, 5]
    for k in (0, 1, 2):
        people[k] |= {"scores": scores, "at": BEGIN + (10 + 7 * k) * MINUTE}
    assert flags_of(people) == {"v000": ["duplicate"], "v001": ["duplicate"]}


@pytest.mark.parametrize("apart", [{"channel": "web"}, {"said": "slow"}, {"at": BEGIN + 200 * MINUTE}, {"at": None}])
def test_what_differs_in_anything_is_no_copy(flags_of, apart):
    people = varied(40)
    for k in (0, 1):
        people[k] |= {"scores": [1, 4, 5, 2, 3, 4, 2, 3, 5], "at": BEGIN + (10 + 7 * k) * MINUTE}
    people[1] |= apart
    assert flags_of(people) == {}


def test_delighted_customers_are_not_copies_of_each_other(flags_of):
    people = varied(60)
    for k in range(30):
        people[k] |= {"scores": [5, 5, 5, 4, 5, 5, 4, 5, 3], "at": BEGIN + k * 50 * MINUTE + (k > 20) * DAY}
    assert flags_of(people) == {}


def test_days_without_a_clock_have_no_quick_succession(flags_of):
    people = [{**each, "at": datetime(2026, 3, 1 + k % 20)} for k, each in enumerate(varied(40))]  # noqa: DTZ001 - a day
    people[0]["scores"] = people[20]["scores"] = [1, 4, 5, 2, 3, 4, 2, 3, 5]
    assert flags_of(people) == {}


def everything_wrong():
    people = [{**each, "duration_s": 90.0, "customer_id": f"c{k}"} for k, each in enumerate(varied(60))]
    people[3]["duration_s"] = 4.0
    people[4] |= {"scores": [3] * 9, "duration_s": 6.0}
    people[5] |= {"suspect": "bot"}
    people[6] |= {"complete": False}
    for k in (7, 8):
        people[k] |= {"customer_id": "twice", "at": BEGIN + k * MINUTE}
    return people


def test_flags_do_not_depend_on_the_order_of_rows_and_files(flags_of):
    people = everything_wrong()
    found = flags_of(people, shape="a")
    assert {name for flags in found.values() for name in flags} == {f.name for f in FLAGS} - {"test"}
    shuffled = random.Random(1).sample(people, len(people))
    renamed = [{**each, "id": f"s{each['id']}"} for each in shuffled]
    again = flags_of(renamed[:20], renamed[20:], shape="b")
    assert {key: again[f"s{key}"] for key in found} == found
    assert len(again) == 2 * len(found)


def test_flags_are_counted_per_upload_and_kept_by_the_cube(opened, flags_of):
    people = everything_wrong()
    found = flags_of(people)
    counted = {row["flag"]: row["n"] for row in open_mart(opened).ask("SELECT flag, n FROM flags")}
    assert counted == {f.name: sum(f.name in flags for flags in found.values()) for f in FLAGS if f.name != "test"}
    same = "SELECT flags, score, SUM(n) AS n FROM {} GROUP BY ALL ORDER BY ALL"
    assert open_mart(opened).ask(same.format("scores")) == open_mart(opened).ask(same.format("answers"))


def test_files_from_before_there_were_flags_derive(opened, survey):
    upload = survey({"a": 5, "b": 4}, records=[{"row": 2, "response_id": "a", "complete": False}, {"row": 3}])
    assert "duration_s" not in TABLES["survey"]["records"]
    assert opened.canonical(upload, "records").is_file()
    rows = open_mart(opened).ask("SELECT duration_s, flags FROM records ORDER BY record")
    assert [tuple(row.values()) for row in rows] == [(None, 32), (None, 0)]


def test_a_row_per_answer_is_no_line_and_can_be_repeated(opened, load):
    """In a long file one person's answers are several records."""
    asked = questions(6)
    rows = [
        (f"{who}-{q}", who, q, BEGIN + hours * 60 * MINUTE) for who, hours in (("a", 0), ("b", 1)) for q in range(6)
    ]
    rows += [(f"again-{q}", "a", q, BEGIN + 4 * 60 * MINUTE) for q in range(6)]
    load(
        "survey",
        records=[
            {"row": n, "response_id": key, "customer_id": who, "at": at} for n, (key, who, _, at) in enumerate(rows, 2)
        ],
        questions=asked,
        responses=[{"row": n, "question": q, "score": 3} for n, (_, _, q, _) in enumerate(rows, 2)],
    )
    found = open_mart(opened).ask("SELECT response_id FROM records WHERE flags & 4 <> 0 ORDER BY 1")
    assert [row["response_id"] for row in found] == [f"a-{q}" for q in range(6)]
