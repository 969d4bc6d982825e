import pytest

from cxdash.charts.palette import DARK, LIGHT, Palette, contrast, palette

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@BOTH
def test_text_reads_on_the_surface_and_on_lanes(colours: Palette) -> None:
    for ink in (colours.ink, colours.muted):
        assert contrast(ink, colours.surface) >= 4.5
        assert contrast(ink, colours.lane) >= 4.5


@BOTH
def test_marks_that_carry_meaning_reach_three_to_one(colours: Palette) -> None:
    for mark in (colours.better, colours.worse, colours.neutral, colours.accent, colours.target):
        assert contrast(mark, colours.surface) >= 3


@BOTH
@pytest.mark.parametrize("step", range(-20, 21))
def test_numbers_read_on_every_colour_of_a_heat_map(colours: Palette, step: int) -> None:
    fill = colours.diverging(step / 20)
    assert contrast(colours.ink_on(fill), fill) >= 4.5
    share = colours.sequential(abs(step) / 20)
    assert contrast(colours.ink_on(share), share) >= 4.5
    assert contrast(colours.quiet_ink_on(fill), fill) >= 4.5


@BOTH
def test_scales_run_from_orange_through_grey_to_blue(colours: Palette) -> None:
    assert colours.diverging(-1) == colours.low[0]
    assert colours.diverging(0) == colours.middle
    assert colours.diverging(5) == colours.high[-1]


def test_an_open_verdict_is_grey() -> None:
    assert palette(dark=False).verdict(None) == LIGHT.neutral
    assert palette(dark=True).verdict("worse") == DARK.worse
