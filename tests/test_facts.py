"""Real files, loaded as anybody would: every number that was computed from them without this program."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxdash.answers.context import Context, open_context
from cxdash.answers.experiments import Results, experiment, experiments
from cxdash.answers.paths import paths
from cxdash.answers.scores import ScoreRow, scores
from cxdash.ingest import pipeline
from cxdash.queries.catalogue import catalogue
from cxdash.queries.filters import Filters
from cxdash.vault.home import Home

pytestmark = pytest.mark.slow

FILES = {
    "airline": "airline_satisfaction/airline_passenger_satisfaction.zip",
    "olist": "olist/olist_classified_public_dataset.csv",
    "bpic2012": "process_logs/bpic2012.parquet",
    "helpdesk": "process_logs/helpdesk.parquet",
    "ab_data": "ab_landing_page/ab_data.csv.zip",
    "cookie_cats": "ab_cookie_cats/cookie_cats.csv",
    "telco": "telco_churn/Telco-Customer-Churn.csv",
}
Open = Callable[[str], Context]
Load = Callable[[str], tuple[dict[str, Any], Context]]


@pytest.fixture(scope="session")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """A file by its name, loaded once with the mapping that was proposed for it: its entry, and its data."""
    done: dict[str, tuple[dict[str, Any], Context]] = {}

    def load(name: str) -> tuple[dict[str, Any], Context]:
        if name not in done:
            home = Home.open(tmp_path_factory.mktemp(name))
            path = shared / "data" / FILES[name]
            [entry] = pipeline.load(home, path, mapping=pipeline.inspect(path)["mapping"])
            done[name] = entry, open_context(home)
        return done[name]

    return load


@pytest.fixture(scope="session")
def opened(loaded: Load) -> Open:
    return lambda name: loaded(name)[1]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("airline", ("survey", 129880, 129880, 0, 0)),
        ("olist", ("survey", 3584, 3584, 0, 0)),
        ("bpic2012", ("interactions", 262200, 262200, 0, 0)),
        ("helpdesk", ("interactions", 21348, 21348, 0, 0)),
        ("ab_data", ("experiment", 294478, 290584, 3893, 1)),
        ("cookie_cats", ("experiment", 90189, 90189, 0, 0)),
        ("telco", ("customers", 7043, 7043, 0, 0)),
    ],
)
def test_every_record_is_accounted_for(loaded: Load, name: str, counts: tuple[str, int, int, int, int]) -> None:
    entry, _ = loaded(name)
    assert tuple(entry[key] for key in ("kind", "read", "loaded", "set_aside", "duplicates")) == counts


def rows(context: Context, metric: str, by: tuple[str, ...], *where: str) -> dict[tuple[str | None, ...], ScoreRow]:
    """The rows of a score by their group; of airline passengers, "touchpoint=" are those of the overall question."""
    found = scores(context, metric, by, Filters.parse(where))
    return {tuple(row.group[name] for name in by): row for row in found}


# name: (n of zeros, mean and share of 4 and 5 without them), of 129,880 records
TOUCHPOINTS = {
    "In-flight Wifi Service": (3916, 2.813526, 31.0652),
    "Ease of Online Booking": (5682, 2.883001, 33.7107),
    "Gate Location": (1, 2.976948, 36.8612),
    "Food and Drink": (132, 3.208034, 45.1028),
    "Departure and Arrival Time Convenience": (6681, 3.223411, 48.6027),
    "Cleanliness": (14, 3.286680, 48.0380),
    "Check-in Service": (1, 3.306293, 47.9030),
    "Online Boarding": (3080, 3.331640, 50.8580),
    "In-flight Entertainment": (18, 3.358542, 52.6212),
    "Leg Room Service": (598, 3.366377, 51.6630),
    "On-board Service": (5, 3.383153, 52.5082),
    "Seat Comfort": (1, 3.441388, 56.1399),
    "Baggage Handling": (0, 3.632114, 62.0873),
    "In-flight Service": (5, 3.642333, 62.6672),
}


@pytest.mark.parametrize("touchpoint", TOUCHPOINTS)
def test_airline_touchpoints(opened: Open, touchpoint: str) -> None:
    zeros, mean, top2 = TOUCHPOINTS[touchpoint]
    place = (touchpoint,)
    average = rows(opened("airline"), "mean", ("touchpoint",))[place]
    satisfied = rows(opened("airline"), "csat", ("touchpoint",))[place]
    assert average.estimate.n == satisfied.estimate.n == 129880 - zeros
    assert f"{average.estimate.value:.6f}" == f"{mean:.6f}"
    assert f"{satisfied.estimate.value:.4f}" == f"{top2:.4f}"


def test_airline_has_no_other_touchpoints(opened: Open) -> None:
    assert {name for (name,) in rows(opened("airline"), "mean", ("touchpoint",))} == {*TOUCHPOINTS, None}


@pytest.mark.parametrize(
    ("by", "values"),
    [
        ((), {(): (129880, "43.4463")}),
        (
            ("Class",),
            {
                ("Business",): (62160, "69.4434"),
                ("Economy",): (58309, "18.7673"),
                ("Economy Plus",): (9411, "24.6414"),
            },
        ),
        (("Customer Type",), {("First-time",): (23780, "23.9697"), ("Returning",): (106100, "47.8115")}),
        (("Type of Travel",), {("Business",): (89693, "58.3724"), ("Personal",): (40187, "10.1326")}),
    ],
)
def test_airline_satisfied_passengers(
    opened: Open, by: tuple[str, ...], values: dict[tuple[str | None, ...], tuple[int, str]]
) -> None:
    found = rows(opened("airline"), "csat", by, "touchpoint=")
    assert {group: (row.estimate.n, f"{row.estimate.value:.4f}") for group, row in found.items()} == values


def test_airline_satisfied_passengers_are_counted(opened: Open) -> None:
    found = rows(opened("airline"), "csat", ("class",), "touchpoint=")
    assert [row.histogram.counts[1] for row in found.values()] == [43166, 10943, 2319]
    assert [*found] == [("Business",), ("Economy",), ("Economy Plus",)]


def test_airline_online_boarding_by_class_and_satisfaction(opened: Open) -> None:
    found = rows(opened("airline"), "mean", ("class", "satisfaction"), "touchpoint=Online Boarding")
    assert {group: f"{row.estimate.value:.6f}" for group, row in found.items()} == {
        ("Business", "Neutral or Dissatisfied"): "2.799703",
        ("Business", "Satisfied"): "4.184759",
        ("Economy", "Neutral or Dissatisfied"): "2.675241",
        ("Economy", "Satisfied"): "4.042575",
        ("Economy Plus", "Neutral or Dissatisfied"): "2.677986",
        ("Economy Plus", "Satisfied"): "4.055055",
    }


def test_olist_scores_and_their_shares(opened: Open) -> None:
    [row] = scores(opened("olist"), "mean")
    assert dict(row.histogram.counts) == {1: 867, 2: 216, 3: 332, 4: 514, 5: 1655}
    shares = [f"{100 * n / row.histogram.n:.4f}" for n in row.histogram.counts.values()]
    assert shares == ["24.1908", "6.0268", "9.2634", "14.3415", "46.1775"]
    assert (row.estimate.n, f"{row.estimate.value:.6f}") == (3584, "3.522879")


@pytest.mark.parametrize(
    ("by", "values"),
    [
        (
            "order_status",
            {
                "canceled": (25, "1.320000"),
                "delivered": (3467, "3.592155"),
                "invoiced": (24, "1.416667"),
                "processing": (20, "1.150000"),
                "shipped": (48, "1.708333"),
            },
        ),
        (
            "most_voted_class",
            {
                None: (171, "2.614035"),
                "problemas_de_entrega": (950, "1.878947"),
                "problemas_de_qualidade": (480, "2.095833"),
                "satisfeito_com_pedido": (1983, "4.734241"),
            },
        ),
    ],
)
def test_olist_means(opened: Open, by: str, values: dict[str | None, tuple[int, str]]) -> None:
    found = rows(opened("olist"), "mean", (by,))
    assert {group[0]: (row.estimate.n, f"{row.estimate.value:.6f}") for group, row in found.items()} == values


STEPS = {
    "bpic2012": {
        ("W_Completeren aanvraag", "W_Completeren aanvraag"): 38004,
        ("W_Nabellen offertes", "W_Nabellen offertes"): 36084,
        ("W_Nabellen incomplete dossiers", "W_Nabellen incomplete dossiers"): 18475,
        ("A_SUBMITTED", "A_PARTLYSUBMITTED"): 13087,
    },
    "helpdesk": {
        ("Resolve ticket", "Closed"): 4558,
        ("Assign seriousness", "Take in charge ticket"): 4160,
        ("Take in charge ticket", "Resolve ticket"): 3563,
        ("Take in charge ticket", "Wait"): 1265,
    },
}
FIRST = {
    "bpic2012": {"A_SUBMITTED": 13087},
    "helpdesk": {"Assign seriousness": 4384, "Insert ticket": 118, "Take in charge ticket": 74},
}
SIZES = {"bpic2012": (262200, 13087, 24), "helpdesk": (21348, 4580, 14)}


@pytest.mark.parametrize("log", SIZES)
def test_logs_events_cases_and_activities(opened: Open, log: str) -> None:
    context = opened(log)
    [cases] = context.mart.ask("SELECT COUNT(DISTINCT customer_id) AS n FROM interactions")
    found = catalogue(context.mart)
    assert (found.interactions, cases["n"], len(found.touchpoints)) == SIZES[log]


@pytest.mark.parametrize("log", STEPS)
def test_logs_top_directly_follows(opened: Open, log: str) -> None:
    top = paths(opened(log)).steps[:4]
    assert {(row["from"], row["to"]): row["n"] for row in top} == STEPS[log]
    assert [row["n"] for row in top] == sorted(STEPS[log].values(), reverse=True)


@pytest.mark.parametrize("log", FIRST)
def test_logs_first_activities(opened: Open, log: str) -> None:
    assert {row["place"]: row["n"] for row in paths(opened(log)).entries[:3]} == FIRST[log]


def results(context: Context) -> Results:
    [only] = experiments(context)
    return experiment(context, only["name"])


def test_landing_page_units(opened: Open) -> None:
    found = results(opened("ab_data"))
    assert dict(found.units) == {"control": 145274, "treatment": 145310}
    assert (found.control, found.all_units) == ("control", 290584)
    assert found.sample_ratio.pvalue == pytest.approx(0.9467543681597944, rel=1e-12)
    assert found.sample_ratio.ok


def test_landing_page_conversion(opened: Open) -> None:
    [row] = results(opened("ab_data")).metrics
    assert row.control_value == pytest.approx(0.1203863045004612, rel=1e-12)
    assert row.treatment_value == pytest.approx(0.11880806551510564, rel=1e-12)
    assert (round((row.control_value or 0) * 145274), round((row.treatment_value or 0) * 145310)) == (17489, 17264)
    assert row.difference.effect_size == pytest.approx(-0.0015782389853555567, rel=1e-9)
    # The score test of Miettinen & Nurminen is the pooled z-test but for a factor N / (N - 1) of the variance.
    assert row.difference.pvalue == pytest.approx(0.18988337448195103, rel=1e-5)
    ends = (-0.0039378602636651275, 0.0007813822929540145)
    assert (row.difference.low, row.difference.high) == pytest.approx(ends, abs=2e-7)


def test_cookie_cats_units(opened: Open) -> None:
    found = results(opened("cookie_cats"))
    assert dict(found.units) == {"gate_30": 44700, "gate_40": 45489}
    assert found.control == "gate_30"
    assert found.sample_ratio.pvalue == pytest.approx(0.008607987810836262, rel=1e-12)


@pytest.mark.parametrize(
    ("metric", "control", "treatment", "pvalue", "low", "high"),
    [
        ("retention_1", 20034, 20119, 0.07440965529691913, -0.012392439500615974, 0.0005820999259330576),
        ("retention_7", 8502, 8279, 0.001554249975614329, -0.013281552458957941, -0.003121044171453884),
    ],
)
def test_cookie_cats_retention(
    opened: Open, metric: str, control: int, treatment: int, pvalue: float, low: float, high: float
) -> None:
    [row] = [row for row in results(opened("cookie_cats")).metrics if row.metric == metric]
    assert row.control_value == pytest.approx(control / 44700, rel=1e-12)
    assert row.treatment_value == pytest.approx(treatment / 45489, rel=1e-12)
    assert row.difference.effect_size == pytest.approx(treatment / 45489 - control / 44700, rel=1e-9)
    assert row.difference.pvalue == pytest.approx(pvalue, rel=1e-4)
    assert (row.difference.low, row.difference.high) == pytest.approx((low, high), abs=1e-6)


def test_cookie_cats_rounds(opened: Open) -> None:
    [row] = [row for row in results(opened("cookie_cats")).metrics if row.metric == "sum_gamerounds"]
    assert (f"{row.control_value:.6f}", f"{row.treatment_value:.6f}") == ("52.456264", "51.298776")
    assert row.difference.pvalue == pytest.approx(0.37592438409326173, rel=1e-9)


def test_telco_customers_who_left(opened: Open) -> None:
    context = opened("telco")
    contract = context.dimensions.find("Contract").sql
    found = context.mart.ask(
        f"SELECT {contract} AS contract, COUNT(*) AS n, COUNT(*) FILTER (WHERE churned) AS left_us FROM customers "
        "GROUP BY ROLLUP (contract)"
    )
    counts = {row["contract"]: (row["n"], row["left_us"]) for row in found}
    assert {contract: (n, left, f"{100 * left / n:.4f}") for contract, (n, left) in counts.items()} == {
        "Month-to-month": (3875, 1655, "42.7097"),
        "One year": (1473, 166, "11.2695"),
        "Two year": (1695, 48, "2.8319"),
        None: (7043, 1869, "26.5370"),
    }
