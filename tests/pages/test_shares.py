"""Shares of scores on the pages, and a survey that none of the headline metrics fits."""

from pathlib import Path

import pytest

from tests.answers import tiny
from tests.pages.conftest import Open, said

SHARES = ("touchpoints", "segments")


@pytest.mark.parametrize("page", SHARES)
def test_a_named_share(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page, metric="share", of="dissatisfied")
    assert not at.exception
    assert "in Dissatisfied" in said(at)


@pytest.mark.parametrize("page", SHARES)
def test_a_share_of_any_scores_is_kept_in_the_link(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page, metric="share", of="4 – 5")
    assert not at.exception
    assert at.query_params["of"] == "share:4-5"
    assert "Share of 4–5" in said(at)
    again = open_page(sample_home, page, metric="share", of="share:4-5")
    assert said(again) == said(at)


@pytest.mark.parametrize("page", SHARES)
def test_what_names_no_scores_changes_nothing(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page, metric="share", of="share:5-4")
    assert not at.exception
    assert "of" not in at.query_params


def test_a_survey_on_a_slider_fills_the_pages(home: Path, open_page: Open) -> None:
    rows = [(f"r{n}", "A" if n % 2 else "B", 40 + 20 * (n % 2) + n % 7, 50 + n % 11) for n in range(120)]
    columns = [
        tiny.IDENTITY,
        tiny.segment("plan"),
        tiny.score("shop", "mean", 0, 100, touchpoint="Shop"),
        tiny.score("help", "mean", 0, 100, touchpoint="Help"),
    ]
    tiny.load(home, "survey", rows, columns)
    for page in ("journey", *SHARES):
        at = open_page(home, page)
        assert not at.exception
        assert "Nothing matches these filters" not in said(at)
        assert "in Mean score" in said(at)
    journey = open_page(home, "journey")
    assert journey.metric[0].label == "Mean score"
    share = open_page(home, "segments", metric="share")
    assert "in Share of 50–100" in said(share)
