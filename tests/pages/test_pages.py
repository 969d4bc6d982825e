"""Every page on every state of the data: nothing loaded, the sample, filtered away, junk in the address."""

from datetime import date
from pathlib import Path

import pytest

from cxdash.locale import formats
from cxdash.ui.text import plain
from cxdash.vault import uploads
from cxdash.vault.home import Home
from tests.answers import tiny
from tests.pages.conftest import PAGES, Open, said

SHOWN = {
    "journey": "below the rest",
    "touchpoints": "Touchpoints in numbers",
    "segments": "crossed with another segment",
    "experiments": "Sample ratio",
    "data": "What was loaded",
}
NOTHING = {"period": "custom", "days": "1990-01-01..1990-01-31"}
JUNK = {
    "period": "💥",
    "days": "yesterday..'; DROP TABLE scores; --",
    "compare": "<script>alert(1)</script>",
    "stage": ["Nirvana", "' OR 1=1 --"],
    "touchpoint": "../../etc/passwd",
    "seg__country": "Atlantis",
    "seg__no_such_segment": "x",
    "metric": "happiness",
    "by": "password",
    "with": "[object Object]",
    "grain": "atom",
    "open": "Nowhere",
    "experiment": "Cold fusion",
    "control": "?",
    "lang": "tlh",
}


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_data_folder_offers_the_sample(page: str, home: Path, open_page: Open) -> None:
    at = open_page(home, page)
    assert not at.exception
    assert not at.error
    assert any("sample company" in button.label for button in at.button)


@pytest.mark.parametrize("page", PAGES)
def test_with_the_sample_every_page_shows_what_it_is_for(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page)
    assert not at.exception
    assert SHOWN[page] in said(at)


@pytest.mark.parametrize("page", ["journey", "touchpoints", "segments"])
def test_filters_that_match_nothing_say_so_and_can_be_taken_off(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page, **NOTHING)
    assert not at.exception
    assert not at.error
    assert "Nothing matches these filters" in said(at)
    clear = next(button for button in at.button if button.label == "Clear the filters")
    clear.click().run()
    assert not at.exception
    assert "Nothing matches these filters" not in said(at)
    assert SHOWN[page] in said(at)


@pytest.mark.parametrize("page", ["experiments", "data"])
def test_pages_without_filters_do_not_mind_them(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page, **NOTHING)
    assert not at.exception
    assert SHOWN[page] in said(at)


@pytest.mark.parametrize("page", PAGES)
def test_junk_in_the_address_is_dropped(page: str, sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, page, **JUNK)
    plain = open_page(sample_home, page)
    assert not at.exception
    assert SHOWN[page] in said(at)
    assert said(at) == said(plain)


def test_a_link_shows_the_same_numbers_in_a_fresh_session(sample_home: Path, open_page: Open) -> None:
    first = open_page(sample_home, "journey")
    country = next(box for box in first.multiselect if box.key == "url_seg.country")
    country.select(country.options[1]).run()
    assert not first.exception
    again = open_page(sample_home, "journey", **{name: first.query_params[name] for name in first.query_params})
    assert [tile.value for tile in again.metric] == [tile.value for tile in first.metric]
    assert said(again) == said(first)
    assert [tile.value for tile in open_page(sample_home, "journey").metric] != [tile.value for tile in first.metric]


def test_a_chip_takes_its_filter_off(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "journey", stage="Buy")
    assert plain("Stage: Buy") in said(at)
    chip = next(button for button in at.button if button.key == "chip_stage")
    chip.click().run()
    assert plain("Stage: Buy") not in said(at)
    assert "stage" not in at.query_params


def test_a_custom_period_is_what_the_link_says(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "journey", period="custom", days="2026-05-01..2026-05-31")
    shown = formats.period(date(2026, 5, 1), date(2026, 5, 31))
    assert plain(shown) in said(at)


def test_the_back_button_brings_the_dates_of_its_address_back(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "segments", period="custom", days="2026-05-01..2026-05-31")
    at.query_params["days"] = "2026-03-01..2026-03-31"
    at.run()
    assert plain(formats.period(date(2026, 3, 1), date(2026, 3, 31))) in said(at)
    assert at.date_input[0].value == (date(2026, 3, 1), date(2026, 3, 31))
    assert at.query_params["days"] == "2026-03-01..2026-03-31"


def test_dates_picked_on_the_page_stand_in_its_address(sample_home: Path, open_page: Open) -> None:
    at = open_page(sample_home, "segments", period="custom", days="2026-05-01..2026-05-31")
    at.date_input[0].set_value((date(2026, 4, 1),)).run()
    assert at.query_params["days"] == "2026-05-01..2026-05-31", "one day is no period yet"
    at.date_input[0].set_value((date(2026, 4, 1), date(2026, 4, 30))).run()
    assert plain(formats.period(date(2026, 4, 1), date(2026, 4, 30))) in said(at)
    assert at.query_params["days"] == "2026-04-01..2026-04-30"
    at.run()
    assert at.query_params["days"] == "2026-04-01..2026-04-30"


def test_a_page_never_shows_a_traceback(sample_home: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxdash.ui.touchpoint_parts.table_part", lambda *_: 1 / 0)
    at = open_page(sample_home, "touchpoints")
    assert not any("Traceback" in str(element.value) for element in [*at.markdown, *at.error])


def test_a_broken_upload_is_named_where_it_can_be_taken_back(home: Path, open_page: Open) -> None:
    """What the pages show cannot be prepared; the data page says of which upload, and lists it to be undone."""
    rows = [(f"r{n}", n % 5 + 1) for n in range(20)]
    tiny.load(home, "survey", rows, [tiny.IDENTITY, tiny.score("q", "csat", 1, 5)])
    folder = Home.open(home)
    (upload,) = uploads.live(folder)
    folder.canonical(upload.id, "responses").unlink()
    for mart in folder.mart.glob("*.duckdb"):
        mart.unlink()
    at = open_page(home, "data")
    assert not at.exception
    assert upload.id in list(at.dataframe[0].value["Upload"])
    assert upload.id in said(at)
