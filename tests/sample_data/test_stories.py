"""The numbers in the sample company's README, computed here once more from the files with nothing but arithmetic."""

import csv
import re
from collections.abc import Callable, Iterable
from functools import cache
from math import erfc, sqrt
from pathlib import Path
from statistics import fmean, median

import pytest

from sample_data import FILES

README = Path(FILES[0].path).parents[1] / "README.md"
SURVEY, INTERACTIONS, CUSTOMERS, CHECKOUT, BANNER = (file.path for file in FILES)

W30, CALL_BACK = "2026-07-20", "2026-05-04"
RECOMMEND = "How likely are you to recommend Larch & Linen to a friend?"
CSAT = {
    "Browsing online": "browsing online",
    "Shop visit": "your visit to the shop",
    "Product information": "the product information",
    "Advice": "our advice",
    "Checkout": "ordering and paying",
    "Order updates": "the news about your order",
    "Delivery": "the delivery",
    "Assembly": "the assembly",
    "Product care": "care products and spare parts",
    "Support": "our support",
    "Returns": "sending something back",
    "Club": "the Larch Club",
}
CES = {
    "Checkout": "How easy was it to place your order?",
    "Support": "How easy was it to get help?",
    "Returns": "How easy was it to send something back?",
}
Row = dict[str, str]


@cache
def read(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def once(path: Path) -> list[Row]:
    """The records of a file without those that repeat an earlier one's first column."""
    rows = read(path)
    key = next(iter(rows[0]))
    return list({row[key]: row for row in reversed(rows)}.values())


def csat(touchpoint: str) -> str:
    return f"How satisfied were you with {CSAT[touchpoint]}?"


def scores(rows: Iterable[Row], column: str, low: int, high: int) -> list[int]:
    """The valid answers: a whole number of the scale, with or without its words."""
    found = [re.fullmatch(r"(\d{1,2})( - .*)?", row[column]) for row in rows]
    numbers = [int(match[1]) for match in found if match]
    return [number for number in numbers if low <= number <= high]


def percent(values: list[bool]) -> tuple[str, int]:
    return f"{100 * fmean(values):.1f}", len(values)


def top2(rows: Iterable[Row], touchpoint: str) -> tuple[str, int]:
    return percent([score >= 4 for score in scores(rows, csat(touchpoint), 1, 5)])


def easy(rows: Iterable[Row], touchpoint: str) -> tuple[str, int]:
    return percent([score >= 5 for score in scores(rows, CES[touchpoint], 1, 7)])


def nps(rows: Iterable[Row], column: str = RECOMMEND) -> tuple[str, int]:
    points = [100 * ((score >= 9) - (score <= 6)) for score in scores(rows, column, 0, 10)]
    return f"{fmean(points):.1f}", len(points)


def before(rows: Iterable[Row], column: str, day: str) -> list[Row]:
    return [row for row in rows if dated(row[column]) and row[column] < day]


def since(rows: Iterable[Row], column: str, day: str) -> list[Row]:
    return [row for row in rows if dated(row[column]) and row[column] >= day]


def dated(text: str) -> bool:
    return re.fullmatch(r"202[56]-(0[1-9]|1[0-2])-[0-3]\d [0-2]\d:\d\d", text) is not None and text[11:13] < "24"


def marketplace_phone(row: Row) -> bool:
    return row["Where did you buy?"] == "Marketplace" and row["Device"] == "Phone"


def events(name: str) -> list[Row]:
    return [row for row in once(INTERACTIONS) if row["Event"] == name and row["Customer"] and dated(row["Time"])]


def not_on_time(rows: list[Row]) -> tuple[str, int]:
    return percent([row["Outcome"] != "on time" for row in rows])


def waiting(rows: list[Row]) -> tuple[str, int]:
    seconds = [int(row["Waiting (s)"]) for row in rows if row["Waiting (s)"].isdigit()]
    return f"{median(seconds):g}", len(seconds)


def customers() -> list[Row]:
    return [row for row in once(CUSTOMERS) if row["Customer"]]


def left(rows: Iterable[Row]) -> tuple[str, int]:
    return percent([row["Has left"] == "Yes" for row in rows])


@cache
def badly_served() -> set[str]:
    return {row["Customer"] for row in events("Delivery") if row["Outcome"] != "on time"}


@cache
def served() -> set[str]:
    return {row["Customer"] for row in events("Delivery")}


def arm(variant: str) -> list[Row]:
    return [row for row in once(CHECKOUT) if row["Variant"] == variant]


@cache
def banner(group: str, device: str = "") -> list[Row]:
    """The visitors of a group, without those who saw both."""
    groups: dict[str, set[str]] = {}
    for row in read(BANNER):
        groups.setdefault(row["Visitor"], set()).add(row["Group"])
    return [row for row in read(BANNER) if groups[row["Visitor"]] == {group} and device in row["Device"]]


def in_both() -> int:
    return len({r["Visitor"] for r in read(BANNER)}) - len(banner("control")) - len(banner("treatment"))


def ordered(rows: list[Row]) -> tuple[str, int]:
    return percent([row["Ordered"] == "1" for row in rows])


def per_visitor(rows: list[Row]) -> tuple[str, int]:
    return f"{fmean(float(row['Order value (EUR)']) for row in rows):.2f}", len(rows)


def helped(rows: list[Row]) -> tuple[str, int]:
    return percent([row["Contacted support"] == "1" for row in rows])


def satisfied(rows: list[Row]) -> tuple[str, int]:
    return percent([score >= 4 for score in scores(rows, "Satisfied with ordering?", 1, 5)])


def march() -> list[Row]:
    return [row for row in once(SURVEY) if row["Submitted"].startswith("2026-03")]


def counted(found: Iterable[bool]) -> tuple[str, int]:
    every = list(found)
    return str(sum(every)), len(every)


def sample_ratio_p(control: int, treatment: int) -> tuple[str, int]:
    """Chi-square with one degree of freedom against an even split."""
    chi2 = (control - treatment) ** 2 / (control + treatment)
    return f"{erfc(sqrt(chi2 / 2)):.2g}", control + treatment


NUMBERS: dict[str, Callable[[], tuple[str, int]]] = {
    "nps": lambda: nps(once(SURVEY)),
    **{f"csat {name}": lambda name=name: top2(once(SURVEY), name) for name in CSAT},
    **{f"ces {name}": lambda name=name: easy(once(SURVEY), name) for name in CES},
    "delivery csat before W30": lambda: top2(before(once(SURVEY), "Submitted", W30), "Delivery"),
    "delivery csat since W30": lambda: top2(since(once(SURVEY), "Submitted", W30), "Delivery"),
    "delivery not on time before W30": lambda: not_on_time(before(events("Delivery"), "Time", W30)),
    "delivery not on time since W30": lambda: not_on_time(since(events("Delivery"), "Time", W30)),
    "nps before W30": lambda: nps(before(once(SURVEY), "Submitted", W30)),
    "nps since W30": lambda: nps(since(once(SURVEY), "Submitted", W30)),
    "returns csat marketplace phone": lambda: top2(filter(marketplace_phone, once(SURVEY)), "Returns"),
    "returns csat others": lambda: top2((r for r in once(SURVEY) if not marketplace_phone(r)), "Returns"),
    "support ces before call-back": lambda: easy(before(once(SURVEY), "Submitted", CALL_BACK), "Support"),
    "support ces since call-back": lambda: easy(since(once(SURVEY), "Submitted", CALL_BACK), "Support"),
    "support csat before call-back": lambda: top2(before(once(SURVEY), "Submitted", CALL_BACK), "Support"),
    "support csat since call-back": lambda: top2(since(once(SURVEY), "Submitted", CALL_BACK), "Support"),
    "support waiting before call-back": lambda: waiting(before(events("Support"), "Time", CALL_BACK)),
    "support waiting since call-back": lambda: waiting(since(events("Support"), "Time", CALL_BACK)),
    **{
        f"nps {name}": lambda name=name: nps(r for r in once(SURVEY) if r["Membership"] == name)
        for name in ("No membership", "Club", "Club Plus")
    },
    **{
        f"nps {name}": lambda name=name: nps(r for r in once(SURVEY) if r["Customer type"] == name)
        for name in ("New", "Current", "Returning", "Lapsed")
    },
    "left": lambda: left(customers()),
    **{
        f"left {name}": lambda name=name: left(r for r in customers() if r["Membership"] == name)
        for name in ("No membership", "Club", "Club Plus")
    },
    "left after a delivery not on time": lambda: left(r for r in customers() if r["Customer"] in badly_served()),
    "left with deliveries on time": lambda: left(
        r for r in customers() if r["Customer"] in served() and r["Customer"] not in badly_served()
    ),
    **{f"checkout ordered {name}": lambda name=name: ordered(arm(name)) for name in ("control", "treatment")},
    **{f"checkout order value {name}": lambda name=name: per_visitor(arm(name)) for name in ("control", "treatment")},
    **{f"checkout satisfied {name}": lambda name=name: satisfied(arm(name)) for name in ("control", "treatment")},
    **{
        f"checkout recommend {name}": lambda name=name: nps(arm(name), "Recommend?")
        for name in ("control", "treatment")
    },
    **{f"checkout support {name}": lambda name=name: helped(arm(name)) for name in ("control", "treatment")},
    "checkout sample ratio p": lambda: sample_ratio_p(len(arm("control")), len(arm("treatment"))),
    **{f"banner ordered {name}": lambda name=name: ordered(banner(name)) for name in ("control", "treatment")},
    **{f"banner phones {name}": lambda name=name: ordered(banner(name, "Phone")) for name in ("control", "treatment")},
    "banner sample ratio p": lambda: sample_ratio_p(len(banner("control")), len(banner("treatment"))),
    "nps March 2026": lambda: nps(march()),
    "nps March 2026 without the program": lambda: nps(row for row in march() if float(row["Bot check"]) >= 0.5),
    "previews": lambda: counted(row["Response type"] == "Preview" for row in once(SURVEY)),
    "answers by a program": lambda: counted(float(row["Bot check"]) < 0.5 for row in once(SURVEY)),
    "banner in both variants": lambda: (str(in_both()), len({row["Visitor"] for row in read(BANNER)})),
}


@cache
def told() -> dict[str, tuple[str, str]]:
    """The README's numbers: key → (value, n), out of every table row whose first cell is code."""
    rows = re.findall(
        r"^\| `([^`]+)` \|[^|]+\| ([^|]+) \| ([^|]+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {key: (value.strip(), n.strip()) for key, value, n in rows}


def test_the_readme_tells_every_number_and_no_other() -> None:
    assert set(told()) == set(NUMBERS)


@pytest.mark.parametrize("key", NUMBERS)
def test_number(key: str) -> None:
    value, n = NUMBERS[key]()
    assert told()[key] == (value, str(n))


@pytest.mark.parametrize(
    ("worse", "better", "at_least"),
    [
        ("delivery csat since W30", "delivery csat before W30", 10),
        ("delivery not on time before W30", "delivery not on time since W30", 15),
        ("nps since W30", "nps before W30", 4),
        ("returns csat marketplace phone", "returns csat others", 40),
        ("support ces before call-back", "support ces since call-back", 15),
        ("left with deliveries on time", "left after a delivery not on time", 5),
        ("left Club Plus", "left No membership", 5),
        ("nps Lapsed", "nps Current", 20),
        ("checkout ordered control", "checkout ordered treatment", 3),
        ("checkout satisfied control", "checkout satisfied treatment", 8),
    ],
)
def test_a_story_is_strong_enough_to_be_found(worse: str, better: str, at_least: float) -> None:
    (low, n_low), (high, n_high) = NUMBERS[worse](), NUMBERS[better]()
    difference = float(high) - float(low)
    # Two standard errors at the widest spread there is: 50 for a share, 100 for the NPS.
    spread = 100 if worse.startswith("nps") else 50
    assert difference >= at_least
    assert difference > 2 * spread * sqrt(1 / n_low + 1 / n_high)


def test_returns_look_fine_on_average() -> None:
    assert float(NUMBERS["csat Returns"]()[0]) > 65


def test_a_program_can_be_seen_in_a_month() -> None:
    assert float(NUMBERS["nps March 2026"]()[0]) - float(NUMBERS["nps March 2026 without the program"]()[0]) > 8


def test_one_experiment_can_be_trusted_and_one_cannot() -> None:
    assert float(NUMBERS["checkout sample ratio p"]()[0]) > 0.05
    assert float(NUMBERS["banner sample ratio p"]()[0]) < 1e-4
    assert in_both() == 48
