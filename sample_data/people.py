"""The customers of the sample company."""

from dataclasses import dataclass

import numpy as np

from sample_data.company import (
    AGES,
    COUNTRIES,
    DAYS,
    DEVICES,
    LANGUAGES,
    MEMBERSHIPS,
    ONLINE_CHANNELS,
    pick,
    stream,
)

HOW_MANY = 2500
NEW_FOR_DAYS = 90
LAPSED_AFTER_DAYS = 7
KINDNESS = {"No membership": -0.1, "Club": 0.15, "Club Plus": 0.35}
"""Members judge a little more kindly, in standard deviations."""


@dataclass
class Customer:
    """A person: what never changes, and what the year adds (last contact, money spent, whether they left).

    `temper` is how kindly they judge anything, in standard deviations; days count from the first day.
    """

    customer_id: str
    country: str
    language: str
    membership: str
    age: str
    channel: str
    device: str
    temper: float
    first_seen: int
    comes_back: bool
    last_seen: int = 0
    left_on: int | None = None
    spent: float = 0.0

    def kind_on(self, day: int) -> str:
        """New, Current, Returning or Lapsed, as the company saw them on that day."""
        if self.left_on is not None and day > self.left_on + LAPSED_AFTER_DAYS:
            return "Lapsed"
        if day - self.first_seen < NEW_FOR_DAYS:
            return "New"
        return "Returning" if self.comes_back else "Current"


def _first_seen(rng: np.random.Generator) -> int:
    """Six in ten were customers before the year began; the others join during it."""
    return -int(rng.integers(1, 1000)) if rng.random() < 0.6 else int(rng.integers(0, DAYS - 10))


def _customer(rng: np.random.Generator, number: int) -> Customer:
    country = pick(rng, COUNTRIES)
    channel = "Shop" if rng.random() < 0.3 else pick(rng, ONLINE_CHANNELS)
    first_seen = _first_seen(rng)
    membership = pick(rng, MEMBERSHIPS)
    return Customer(
        customer_id=f"C{number:04d}",
        country=country,
        language=pick(rng, LANGUAGES[country]),
        membership=membership,
        age=pick(rng, AGES),
        channel=channel,
        device=pick(rng, DEVICES[channel]),
        temper=float(rng.normal()) + KINDNESS[membership],
        first_seen=first_seen,
        comes_back=bool(rng.random() < 0.2),
        last_seen=first_seen,
    )


def customers() -> list[Customer]:
    """Everybody, before the year begins."""
    rng = stream(1)
    return [_customer(rng, number) for number in range(1, HOW_MANY + 1)]


HEADER = [
    "Customer",
    "First seen",
    "Last seen",
    "Has left",
    "Spent (EUR)",
    "Country",
    "Language",
    "Membership",
    "Age",
    "Customer type",
]
