"""The sample company: what it is made of, and the stories that are built into its year.

Larch & Linen sells furniture and things for the home in five countries: online, in an app, on a marketplace
and in shops. Nothing here is a real company. Times are minutes since the first day, on the company's clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

SEED = 20261031
FIRST_DAY = date(2025, 9, 1)
LAST_DAY = date(2026, 10, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
MINUTES_A_DAY = 24 * 60
OPENS, CLOSES = 7 * 60, 22 * 60

NEW_CARRIER_FROM = (date(2026, 7, 20) - FIRST_DAY).days
"""First day of ISO week 2026-W30: another carrier delivers."""
CALL_BACK_FROM = (date(2026, 5, 4) - FIRST_DAY).days
"""From this day on Support calls back instead of letting people wait in the queue."""

COUNTRIES = {"United Kingdom": 0.27, "Germany": 0.27, "Sweden": 0.2, "United Arab Emirates": 0.16, "Cyprus": 0.1}
LANGUAGES: Mapping[str, Mapping[str, float]] = {
    "United Kingdom": {"English": 0.9, "Persian": 0.04, "Arabic": 0.03, "Hebrew": 0.03},
    "Germany": {"English": 0.7, "Persian": 0.14, "Arabic": 0.14, "Hebrew": 0.02},
    "Sweden": {"English": 0.74, "Persian": 0.14, "Arabic": 0.12},
    "United Arab Emirates": {"English": 0.35, "Persian": 0.13, "Arabic": 0.52},
    "Cyprus": {"English": 0.52, "Hebrew": 0.4, "Arabic": 0.08},
}
MEMBERSHIPS = {"No membership": 0.55, "Club": 0.33, "Club Plus": 0.12}
AGES = {"18–29": 0.2, "30–44": 0.36, "45–59": 0.28, "60 and over": 0.16}
ONLINE_CHANNELS = {"Online shop": 0.47, "App": 0.22, "Marketplace": 0.31}
DEVICES: Mapping[str, Mapping[str, float]] = {
    "Online shop": {"Computer": 0.55, "Phone": 0.33, "Tablet": 0.12},
    "App": {"Phone": 0.85, "Tablet": 0.15},
    "Marketplace": {"Computer": 0.42, "Phone": 0.48, "Tablet": 0.1},
    "Shop": {"Computer": 0.4, "Phone": 0.5, "Tablet": 0.1},
}


@dataclass(frozen=True)
class Touchpoint:
    """How a touchpoint usually feels (in standard deviations) and how much it moves the overall score."""

    feels: float
    matters: float
    question: str


TOUCHPOINTS: Mapping[str, Touchpoint] = {
    "Browsing online": Touchpoint(0.65, 0.25, "How satisfied were you with browsing online?"),
    "Shop visit": Touchpoint(0.85, 0.30, "How satisfied were you with your visit to the shop?"),
    "Product information": Touchpoint(0.55, 0.20, "How satisfied were you with the product information?"),
    "Advice": Touchpoint(0.95, 0.45, "How satisfied were you with our advice?"),
    "Checkout": Touchpoint(0.75, 0.35, "How satisfied were you with ordering and paying?"),
    "Order updates": Touchpoint(0.45, 0.15, "How satisfied were you with the news about your order?"),
    "Delivery": Touchpoint(0.95, 0.85, "How satisfied were you with the delivery?"),
    "Assembly": Touchpoint(0.40, 0.40, "How satisfied were you with the assembly?"),
    "Product care": Touchpoint(0.70, 0.20, "How satisfied were you with care products and spare parts?"),
    "Support": Touchpoint(0.30, 0.70, "How satisfied were you with our support?"),
    "Returns": Touchpoint(0.80, 0.45, "How satisfied were you with sending something back?"),
    "Club": Touchpoint(0.75, 0.15, "How satisfied were you with the Larch Club?"),
}

EFFORT_QUESTIONS = {
    "Checkout": "How easy was it to place your order?",
    "Support": "How easy was it to get help?",
    "Returns": "How easy was it to send something back?",
}


def stream(part: int) -> np.random.Generator:
    """A generator of its own for each part of the company, so that one part can change without the others."""
    return np.random.default_rng([SEED, part])


def pick(rng: np.random.Generator, shares: Mapping[str, float]) -> str:
    """One of the keys, each as often as its share says (shares need not add up to one)."""
    left = rng.random() * sum(shares.values())
    for name, share in shares.items():
        left -= share
        if left < 0:
            return name
    return next(reversed(list(shares)))


def one_of(rng: np.random.Generator, choices: Sequence[str]) -> str:
    """One of the choices, all alike."""
    return choices[int(rng.integers(len(choices)))]


def open_hour(rng: np.random.Generator, minute: int) -> int:
    """The same minute if it falls between 7 and 22 o'clock, else some time the next morning."""
    day, clock = divmod(minute, MINUTES_A_DAY)
    if OPENS <= clock < CLOSES:
        return minute
    return (day + (clock >= CLOSES)) * MINUTES_A_DAY + OPENS + int(rng.integers(240))


def some_minute(rng: np.random.Generator, first_day: int, last_day: int) -> int:
    """A minute of opening time between two days, both included."""
    day = int(rng.integers(first_day, last_day + 1))
    return day * MINUTES_A_DAY + int(rng.integers(OPENS, CLOSES))


def day_text(day: int) -> str:
    """The ISO date of a day counted from the first."""
    return (FIRST_DAY + timedelta(days=day)).isoformat()


def time_text(minute: int) -> str:
    """Date and time as the company's systems write them, such as `2026-07-20 14:05`."""
    day, clock = divmod(minute, MINUTES_A_DAY)
    return f"{day_text(day)} {clock // 60:02d}:{clock % 60:02d}"
