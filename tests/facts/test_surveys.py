"""Numbers of two large surveys that were computed without this program."""

import pytest

from cxdash.answers.context import Context
from cxdash.answers.scores import ScoreRow, scores
from cxdash.queries.filters import Filters
from tests.facts.conftest import Open

pytestmark = pytest.mark.slow
AIRLINE = "airline_satisfaction/airline_passenger_satisfaction.zip"
OLIST = "olist/olist_classified_public_dataset.csv"


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
    average = rows(opened(AIRLINE), "mean", ("touchpoint",))[place]
    satisfied = rows(opened(AIRLINE), "csat", ("touchpoint",))[place]
    assert average.estimate.n == satisfied.estimate.n == 129880 - zeros
    assert f"{average.estimate.value:.6f}" == f"{mean:.6f}"
    assert f"{satisfied.estimate.value:.4f}" == f"{top2:.4f}"


def test_airline_has_no_other_touchpoints(opened: Open) -> None:
    assert {name for (name,) in rows(opened(AIRLINE), "mean", ("touchpoint",))} == {*TOUCHPOINTS, None}


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
    found = rows(opened(AIRLINE), "csat", by, "touchpoint=")
    assert {group: (row.estimate.n, f"{row.estimate.value:.4f}") for group, row in found.items()} == values


def test_airline_satisfied_passengers_are_counted(opened: Open) -> None:
    found = rows(opened(AIRLINE), "csat", ("class",), "touchpoint=")
    assert [row.histogram.counts[1] for row in found.values()] == [43166, 10943, 2319]
    assert [*found] == [("Business",), ("Economy",), ("Economy Plus",)]


def test_airline_online_boarding_by_class_and_satisfaction(opened: Open) -> None:
    found = rows(opened(AIRLINE), "mean", ("class", "satisfaction"), "touchpoint=Online Boarding")
    assert {group: f"{row.estimate.value:.6f}" for group, row in found.items()} == {
        ("Business", "Neutral or Dissatisfied"): "2.799703",
        ("Business", "Satisfied"): "4.184759",
        ("Economy", "Neutral or Dissatisfied"): "2.675241",
        ("Economy", "Satisfied"): "4.042575",
        ("Economy Plus", "Neutral or Dissatisfied"): "2.677986",
        ("Economy Plus", "Satisfied"): "4.055055",
    }


def test_olist_scores_and_their_shares(opened: Open) -> None:
    [row] = scores(opened(OLIST), "mean")
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
    found = rows(opened(OLIST), "mean", (by,))
    assert {group[0]: (row.estimate.n, f"{row.estimate.value:.6f}") for group, row in found.items()} == values
