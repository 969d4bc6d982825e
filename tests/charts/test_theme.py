"""The theme of the app: its own fonts, no outside host, readable text, the colours of the charts."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cxdash.charts.palette import DARK, LIGHT, Palette, contrast
from cxdash.charts.style import FONT

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "cxdash" / "ui" / "static"
CONFIG = ROOT / ".streamlit" / "config.toml"
THEME: dict[str, Any] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
BOTH = pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])


def test_every_font_is_bundled_with_its_licence() -> None:
    for face in THEME["fontFaces"]:
        file = STATIC / face["url"].removeprefix("app/static/")
        assert file.read_bytes()[:4] == b"wOF2"
        licence = file.with_name(f"{file.stem.split('-')[0]}-OFL.txt")
        assert "SIL Open Font License" in licence.read_text(encoding="utf-8")


def test_latin_hebrew_and_arabic_letters_have_a_font() -> None:
    ranges = [part for face in THEME["fontFaces"] for part in face["unicodeRange"].replace("U+", "").split(", ")]
    spans = [(int(part.split("-")[0], 16), int(part.split("-")[-1], 16)) for part in ranges]
    for letter in "aZéőšאתپیﻻ٣۳−–":
        assert any(low <= ord(letter) <= high for low, high in spans), letter


def test_charts_and_app_share_the_font() -> None:
    assert THEME["font"] == FONT
    assert {face["family"] for face in THEME["fontFaces"]} <= set(FONT.split(", "))


def test_no_outside_host_is_named() -> None:
    assert "://" not in CONFIG.read_text(encoding="utf-8")


@BOTH
def test_app_and_charts_stand_on_the_same_ground(name: str, colours: Palette) -> None:
    assert THEME[name]["backgroundColor"] == colours.surface
    assert THEME[name]["textColor"] == colours.ink


@BOTH
def test_text_of_every_colour_reads_on_its_ground(name: str, colours: Palette) -> None:
    theme = THEME[name]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        for ink in ("textColor", "linkColor", "blueTextColor", "greenTextColor", "redTextColor", "orangeTextColor"):
            assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    for hue in ("blue", "green", "red", "orange"):
        assert contrast(theme[f"{hue}TextColor"], theme[f"{hue}BackgroundColor"]) >= 4.5, hue


@BOTH
def test_success_is_blue_and_failure_orange_never_green_against_red(name: str, colours: Palette) -> None:
    theme = THEME[name]
    assert theme["greenColor"] == theme["blueColor"] == colours.better
    red, green, blue = (int(theme["redColor"][k : k + 2], 16) for k in (1, 3, 5))
    assert red > green > blue


@BOTH
def test_chart_scales_have_the_lengths_streamlit_wants(name: str, colours: Palette) -> None:
    assert len(THEME[name]["chartSequentialColors"]) == 10
    assert len(THEME[name]["chartDivergingColors"]) == 10
    assert THEME[name]["chartCategoricalColors"][0] == colours.accent


def test_the_favicon_is_a_square_picture() -> None:
    with Image.open(STATIC / "favicon.png") as picture:
        assert picture.size == (128, 128)
