"""What each chart promises about its own rows."""

import datetime as dt

import pytest

from cxdash.charts.distribution import distribution
from cxdash.charts.effect_forest import effect_forest
from cxdash.charts.effect_over_time import effect_over_time
from cxdash.charts.flow import entries_and_exits, flow
from cxdash.charts.heat_map import heat_map
from cxdash.charts.interval_plot import interval_plot
from cxdash.charts.palette import LIGHT
from cxdash.charts.rows import DistributionRow, FlowEnd, HeatCell, IntervalRow
from cxdash.charts.trend import trend
from cxdash.charts.ways import ways
from cxdash.vocabulary.scales import Scale
from tests.charts.cases import CELLS, DAYS, DISTRIBUTIONS, EFFECTS, ENDS, INTERVALS, POINTS, STEPS


def test_an_interval_row_says_value_interval_and_n() -> None:
    row = interval_plot(INTERVALS, "points").data.iloc[0]
    assert (row.shown_value, row.shown_interval, row.shown_n, row.shown_mark) == ("31", "24 to 38", "1,240", "▼")


def test_a_hidden_row_has_no_verdict_and_few_answers_are_said() -> None:
    data = interval_plot(INTERVALS, "points").data.set_index("label")
    assert data.loc["Seat upgrade", "kind"] == "hidden"
    assert data.loc["Seat upgrade", "verdict"] == "neutral"
    assert data.loc["Seat upgrade", "shown_value"] == "hidden for privacy"
    assert data.loc["Lounge", "shown_n"] == "14 (few)"


def test_the_reference_is_a_row_only_when_there_is_one() -> None:
    assert "reference" not in set(interval_plot(INTERVALS, "points").data["kind"])
    assert interval_plot(INTERVALS, "points", reference=0.0).data["kind"].iloc[-1] == "reference"


def test_units_differ_in_words_not_in_layers() -> None:
    row = IntervalRow("CSAT", 81.6, 70, 90, 50)
    assert interval_plot([row], "percent").data["shown_value"].iloc[0] == "82%"
    assert interval_plot([row], "score").data["shown_value"].iloc[0] == "81.60"


def test_an_unfinished_period_is_not_on_the_line() -> None:
    finished = trend(POINTS, "percent").data
    unfinished = trend(POINTS, "percent", unfinished=True).data
    assert set(finished["kind"]) == {"point"}
    assert list(unfinished["kind"]) == ["point", "point", "point", "unfinished", "open"]
    assert "not over yet" in trend(POINTS, "percent", unfinished=True).alt


def test_a_single_unfinished_period_is_drawn_alone() -> None:
    assert list(trend(POINTS[:1], "percent", unfinished=True).data["kind"]) == ["unfinished"]


def test_a_bucket_is_named_by_its_days() -> None:
    data = trend(POINTS, "percent").data
    assert data["label"].iloc[0].endswith("11, 2026")
    assert data["start"].iloc[0].date() == dt.date(2026, 1, 5)


def test_a_credible_cell_is_saturated_and_chance_is_pale() -> None:
    strong = HeatCell("a", "b", 1, 0.5, 2, 99, credible=True, better=True)
    weak = HeatCell("a", "c", 20, -1, 41, 99, better=True)
    credible, chance = heat_map([strong, weak], "points").data["fill"]
    assert credible == LIGHT.diverging(0.5 + 0.5 / 20)
    assert chance == LIGHT.diverging(0.25)


def test_the_colour_of_a_cell_is_about_good_not_about_more() -> None:
    """More detractors are worse; of what is neither good nor bad, more has no colour."""
    more = {better: HeatCell("a", "b", 10, 5, 15, 99, credible=True, better=better) for better in (True, False, None)}
    fills = {better: heat_map([cell], "percent").data["fill"].iloc[0] for better, cell in more.items()}
    assert fills == {True: LIGHT.diverging(1), False: LIGHT.diverging(-1), None: LIGHT.diverging(0)}


def test_hidden_cells_are_a_dot_and_change_no_other_colour() -> None:
    data = heat_map(CELLS, "percent").data
    assert list(data["cell"]) == ["−12", "+2", "·", "–"]
    assert data["fill"].iloc[0] == heat_map(CELLS[:2], "percent").data["fill"].iloc[0]
    assert data["shown_value"].iloc[0] == "−12 pp"


def test_shares_of_a_bar_add_up_to_a_hundred() -> None:
    data = distribution(DISTRIBUTIONS, Scale(1, 5)).data
    bar = data[(data["label"] == "Boarding") & (data["kind"] == "score")]
    assert bar["end"].max() == pytest.approx(100)
    assert list(bar["start"].iloc[1:]) == pytest.approx(list(bar["end"].iloc[:-1]))
    assert list(data["shown_value"][data["kind"] == "silent"]) == ["hidden for privacy", "no answers"]


def test_worst_scores_come_first_whichever_way_the_scale_runs() -> None:
    row = DistributionRow("Effort", {1: 10, 7: 30})
    good = distribution([row], Scale(1, 7)).data
    bad = distribution([row], Scale(1, 7, "low_is_good")).data
    assert list(good["score"][good["kind"] == "score"]) == ["1", "7"]
    assert list(bad["score"][bad["kind"] == "score"]) == ["7", "1"]
    assert bad["fill"][bad["kind"] == "score"].iloc[0] == LIGHT.diverging(-1)


def test_an_effect_without_a_bound_is_open_on_that_side() -> None:
    data = effect_forest(EFFECTS, "percent").data.set_index("label")
    assert (data.loc["Refunds", "open_low"], data.loc["Refunds", "open_high"]) == (True, False)
    assert data.loc["Refunds", "shown_interval"] == "up to +2.9 pp"
    assert data.loc["Complaints", "shown_interval"] == "no bound"
    assert not data.loc["No data", "open_low"]


def test_an_effect_has_colour_only_after_a_verdict() -> None:
    data = effect_forest(EFFECTS, "percent").data.set_index("label")
    assert data.loc["Conversion", "verdict"] == "better"
    assert data.loc["Upsell", "verdict"] == "neutral"
    assert data.loc["Upsell", "shown_verdict"] == "Not decided yet"


def test_zero_is_always_on_the_axis_of_effects() -> None:
    assert effect_forest((), "percent").data["kind"].tolist() == ["zero"]
    assert "zero" in set(effect_over_time(DAYS, "percent").data["kind"])


def test_the_latest_effect_is_said() -> None:
    assert "Jan 13, 2026: +2.0 pp, interval +1.0 to +3.0 pp" in effect_over_time(DAYS, "percent").alt


def test_flow_orders_steps_by_first_appearance() -> None:
    data = flow(STEPS).data
    assert dict(zip(data["target"], data["target_order"], strict=True)) == {"Buy": 1, "Leave": 2, "Use": 3}
    assert list(data["cell"]) == ["70", "30", "·"]


def test_the_commonest_way_is_said() -> None:
    assert "Find to Buy, 70% of the interactions at Find" in flow(STEPS).alt
    assert entries_and_exits(ENDS).alt == "80% of journeys begin at Find, 98% end at Buy."


def test_one_side_of_an_end_may_be_hidden() -> None:
    """What is hidden is not nothing: it is said in words, and has no bar."""
    data = entries_and_exits([*ENDS[:2], FlowEnd("Use", None, 3, None, 30)]).data.set_index("label")
    assert list(data.loc["Use", ["shown_entries", "shown_n_entries", "shown_exits"]]) == [
        "hidden for privacy",
        "–",
        "3.0%",
    ]
    assert data["entries"].isna()["Use"]


def test_ways_are_sorted_cut_and_silent_about_the_hidden() -> None:
    data = ways(STEPS).data
    assert list(data["label"]) == ["Find › Buy", "Find › Leave"]
    assert list(ways(STEPS, most=1).data["label"]) == ["Find › Buy"]
