"""What is loaded is counted as the sample's README says, and an empty folder is empty."""

from datetime import date
from pathlib import Path

from cxdash.answers.context import Context, open_context
from cxdash.queries.catalogue import catalogue, sources
from cxdash.queries.comments import quotes
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import volumes
from cxdash.queries.scores import question_kinds
from cxdash.vault.home import Home
from cxdash.vocabulary.scales import Scale
from tests.answers import tiny


def test_the_sample_is_counted(sample: Context) -> None:
    found = catalogue(sample.mart)
    assert (found.responses, found.interactions, found.customers, found.experiments) == (6115, 14922, 2500, 2)
    assert (found.first_on, found.last_on) == (date(2025, 9, 1), date(2026, 10, 31))
    assert {"Delivery", "Checkout", "Referral"} <= set(found.touchpoints)
    assert {"Marketplace", "App", "Phone", "E-mail"} <= set(found.channels)
    assert found.undated > 0
    assert not found.empty


def test_an_empty_folder_is_empty(home: Path) -> None:
    context = open_context(Home.open(home))
    found = catalogue(context.mart)
    assert found.empty
    assert (found.first_on, found.answers, found.undated, found.touchpoints) == (None, 0, 0, ())
    assert sources(context.mart) == []
    assert volumes(context.mart, context.dimensions, Filters()) == {"interactions": 0, "customers": 0}


def test_the_sources_are_the_files(sample: Context) -> None:
    assert sorted((row["kind"], row["name"]) for row in sources(sample.mart)) == [
        ("customers", "customers.csv"),
        ("experiment", "Banner: free returns"),
        ("experiment", "Checkout on one page"),
        ("interactions", "interactions.csv"),
        ("survey", "survey.csv"),
    ]


def test_the_kinds_of_questions_are_counted(sample: Context) -> None:
    kinds = {kind.basis.question: kind for kind in question_kinds(sample.mart, sample.dimensions, Filters())}
    assert (kinds["nps"].n, kinds["nps"].basis.scale, kinds["nps"].touchpoints) == (5801, Scale(0, 10), 1)
    assert (kinds["csat"].basis.scale, kinds["csat"].touchpoints) == (Scale(1, 5), 12)
    assert kinds["ces"].n == 3450 + 915 + 430
    lapsed = question_kinds(sample.mart, sample.dimensions, Filters().but("customer type", ["Lapsed"]))
    assert next(kind.n for kind in lapsed if kind.basis.question == "nps") == 96


def test_quotes_stand_by_the_scores_they_came_with(home: Path) -> None:
    said = ["far too slow this time", "quite alright in the end", "a wonderful experience", "short"]
    rows = [(f"r{n}", given, said[which]) for n, (given, which) in enumerate([(1, 0), (3, 1), (5, 2), (5, 3)])]
    columns = [
        tiny.IDENTITY,
        tiny.score("happy", "csat", 1, 5, touchpoint="Delivery"),
        {"source": "why", "role": "comment", "touchpoint": "Delivery"},
    ]
    context = tiny.load(home, "survey", rows, columns)
    found = quotes(context.mart, context.dimensions, Filters())
    assert {(row["touchpoint"], row["tone"], row["text"]) for row in found} == {
        ("Delivery", "pain", said[0]),
        ("Delivery", "delight", said[2]),
    }
    assert {row["people"] for row in found} == {2}


def test_where_low_is_good_a_low_score_is_a_delight(home: Path) -> None:
    rows = [("a", 1, "this was no effort at all"), ("b", 7, "it took me three whole days")]
    columns = [
        tiny.IDENTITY,
        tiny.score("effort", "ces", 1, 7, direction="low_is_good"),
        {"source": "why", "role": "comment"},
    ]
    context = tiny.load(home, "survey", rows, columns)
    tones = {row["text"]: row["tone"] for row in quotes(context.mart, context.dimensions, Filters())}
    assert tones == {rows[0][2]: "delight", rows[1][2]: "pain"}


def test_quotes_obey_the_filters_and_their_number(sample: Context) -> None:
    delivery = quotes(sample.mart, sample.dimensions, Filters().but("touchpoint", ["Delivery"]), each=2)
    assert {row["touchpoint"] for row in delivery} == {"Delivery"}
    assert {row["stage"] for row in delivery} == {"Receive"}
    assert sorted(row["tone"] for row in delivery) == ["delight"] * 2 + ["pain"] * 2
