"""The tables behind the pictures: what a file calls its segments never replaces a number, and a number no segment."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from cxdash.answers.change import trend
from cxdash.answers.compare import compare
from cxdash.answers.scores import scores
from cxdash.queries.filters import Filters
from cxdash.report.columns import Table
from cxdash.report.tables import as_csv
from cxdash.ui import pictures
from tests.answers import tiny

# Words of ours, codes of ours, and the headings of our own columns.
NAMES = ("state", "n", "value", "low", "high", "credible", "scale", "CSAT", "Remark", "Interval from", "stage")


def rows_of(table: Table) -> list[dict[str, str]]:
    """The table as a spreadsheet gets it, by heading."""
    return list(csv.DictReader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


def survey(home: Path, name: str) -> tiny.Context:
    rows = [(f"r{at}", ("Texas", "Ohio")[at % 2], 5 if at % 2 else 1 + at % 5) for at in range(80)]
    return tiny.load(home, "survey", rows, [tiny.IDENTITY, tiny.segment(name), tiny.score("happy", "csat", 1, 5)])


@pytest.mark.parametrize("name", NAMES)
def test_a_segment_of_any_name_keeps_its_column(home: Path, name: str) -> None:
    context = survey(home, name)
    by = context.dimensions.segments[0].name
    for table in (
        pictures.compare_table(compare(context, "csat", by), (by,)),
        pictures.score_table(scores(context, "csat", (by,)), (by,)),
        pictures.distribution_table(scores(context, "csat", (by,)), by),
    ):
        assert len(set(table.headings)) == len(table.headings)
        assert sorted(map(str, table.columns[0].cells)) == ["Ohio", "Texas"]
        assert table.headings[0].startswith(name)
    found = rows_of(pictures.compare_table(compare(context, "csat", by), (by,)))
    assert {row["n"] for row in found} == {"40"}


def test_a_comparison_reads_in_words(home: Path) -> None:
    context = survey(home, "state")
    rows = rows_of(pictures.compare_table(compare(context, "csat", "state"), ("state",)))
    texas, ohio = sorted(rows, key=lambda row: row["state"], reverse=True)
    assert (texas["state"], texas["Credible"], texas["Remark"]) == ("Texas", "yes", "")
    assert float(texas["Difference to the rest (pp)"]) == -float(ohio["Difference to the rest (pp)"])
    assert float(ohio["CSAT (%)"]) == 100


def test_few_and_hidden_are_said_in_words_and_nothing_hidden_is_in_the_table(home: Path) -> None:
    context = tiny.satisfied(home, {"A": [5] * 40, "B": [1, 5] * 6, "C": [5, 1, 1], "D": [1, 1]})
    rows = {row["plan"]: row for row in rows_of(pictures.compare_table(compare(context, "csat", "plan"), ("plan",)))}
    assert [rows[plan]["Remark"] for plan in "ABCD"] == ["", "few answers", "hidden for privacy", "hidden for privacy"]
    hidden = {cell for heading, cell in rows["C"].items() if heading not in ("plan", "Remark")}
    assert hidden == {""}
    assert [*rows_of(pictures.distribution_table(scores(context, "csat", ("plan",)), "plan"))][-1]["plan"] == "B"


def test_scales_that_differ_stand_in_a_column_of_their_own(home: Path) -> None:
    rows = [(f"r{at}", "A" if at % 2 else "B", 1 + at % 5, 1 + at % 7) for at in range(80)]
    columns = [
        tiny.IDENTITY,
        tiny.segment("scale"),
        tiny.score("five", "csat", 1, 5, touchpoint="Shop"),
        tiny.score("seven", "csat", 1, 7, touchpoint="Help"),
    ]
    context = tiny.load(home, "survey", rows, columns)
    found = pictures.score_table(scores(context, "csat", ("scale",)), ("scale",))
    assert found.headings[:2] == ["scale", "Scale"]
    assert {row[:2] for row in found.rows} == {("A", "1–5"), ("B", "1–5"), ("A", "1–7"), ("B", "1–7")}
    places = pictures.score_table(scores(context, "csat", ("touchpoint",)))
    assert places.headings[:2] == ["Touchpoint", "Scale"]


def test_time_is_days_and_not_the_names_of_weeks(home: Path) -> None:
    rows = [(f"r{at}", f"2026-07-{6 + at % 21:02} 10:00", 1 + at % 5) for at in range(63)]
    context = tiny.load(home, "survey", rows, [tiny.IDENTITY, tiny.TIME, tiny.score("happy", "csat", 1, 5)])
    points = trend(context, "csat", Filters(), "week", date(2026, 7, 25))
    found = rows_of(pictures.trend_table(points, "week"))
    assert [(row["First day"], row["Last day"], row["Remark"]) for row in found] == [
        ("2026-07-06", "2026-07-12", "few answers"),
        ("2026-07-13", "2026-07-19", "few answers"),
        ("2026-07-20", "2026-07-26", "few answers · not whole"),
    ]
