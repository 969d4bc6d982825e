"""Leaving responses out by a choice that the address keeps, and the card that says what is flagged."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.ui.text import plain
from tests.pages.conftest import Open, said


def tiles(at: AppTest) -> list[str]:
    return [tile.value for tile in at.metric]


def test_bots_are_left_out_by_choice_and_come_back_with_the_chip(sample_home: Path, open_page: Open) -> None:
    march = {"period": "custom", "days": "2026-03-01..2026-03-31"}
    everything = open_page(sample_home, "journey", **march)
    box = next(box for box in everything.multiselect if box.key == "url_leave")
    assert box.value == []
    before = tiles(everything)
    box.select("bot").run()
    assert not everything.exception
    assert plain("without bots") in said(everything)
    assert everything.query_params["leave"] == "bot"
    assert tiles(everything) != before
    linked = open_page(sample_home, "journey", **march, leave="bot")
    assert tiles(linked) == tiles(everything)
    next(button for button in linked.button if button.key == "chip_leave").click().run()
    assert tiles(linked) == before
    assert "leave" not in linked.query_params


def test_junk_is_not_left_out(sample_home: Path, open_page: Open) -> None:
    assert tiles(open_page(sample_home, "journey", leave="everybody")) == tiles(open_page(sample_home, "journey"))


def _card() -> None:
    from cxdash.ui import session  # noqa: PLC0415 - a script of its own
    from cxdash.ui.quality_parts import quality_part  # noqa: PLC0415

    session.begin_run()
    quality_part()


def test_the_card_counts_and_explains(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXDASH_HOME", str(sample_home))
    at = AppTest.from_function(_card).run(timeout=60)
    assert not at.exception
    assert plain("596 of 6,115 responses are flagged") in said(at)
    [table] = at.dataframe
    assert list(table.value["Count"]) == [12, 60, 62, 216, 31, 285]
    assert plain("NPS: 27.0 (25 to 29), n = 5,801. 26.9 (25 to 29) without 286 suspicious answers, n = 5,515.") in said(
        at
    )
