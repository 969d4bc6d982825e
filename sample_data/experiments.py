"""Two experiments of the sample company: one that can be trusted, and one whose sample is broken."""

from dataclasses import dataclass

import numpy as np

from sample_data.answers import score
from sample_data.company import COUNTRIES, pick, some_minute, stream, time_text

CHECKOUT_UNITS = 8000
BANNER_UNITS = 6200
IN_BOTH_VARIANTS = 48
CHECKOUT_HEADER = [
    "Visitor",
    "Variant",
    "Entered",
    "Device",
    "Country",
    "Ordered",
    "Order value (EUR)",
    "Spent in the year before (EUR)",
    "Satisfied with ordering?",
    "Recommend?",
    "Contacted support",
]
BANNER_HEADER = ["Visitor", "Group", "First visit", "Device", "Ordered", "Order value (EUR)"]

_DEVICES = {"Phone": 0.52, "Computer": 0.38, "Tablet": 0.1}
_CHECKOUT_DAYS = (154, 181)
"""2026-02-02 to 2026-03-01, four whole weeks."""
_BANNER_DAYS = (252, 272)
"""2026-05-11 to 2026-05-31, three whole weeks."""


@dataclass(frozen=True)
class _Visitor:
    number: int
    minute: int
    treated: bool
    device: str
    country: str

    @property
    def variant(self) -> str:
        return "treatment" if self.treated else "control"


def _visitors(rng: np.random.Generator, how_many: int, days: tuple[int, int]) -> list[_Visitor]:
    minutes = sorted(some_minute(rng, *days) for _ in range(how_many))
    return [
        _Visitor(number, minute, bool(rng.random() < 0.5), pick(rng, _DEVICES), pick(rng, COUNTRIES))
        for number, minute in enumerate(minutes, start=1)
    ]


def _checkout_row(rng: np.random.Generator, visitor: _Visitor) -> list[str]:
    before = 0.0 if rng.random() < 0.35 else round(float(np.exp(5.0 + 0.9 * rng.normal())), 2)
    chance = 0.12 + 0.13 * (before > 0) - 0.03 * (visitor.device == "Phone") + 0.042 * visitor.treated
    ordered = bool(rng.random() < chance)
    value = round(float(np.exp(4.5 + 0.5 * rng.normal())) + 0.15 * before, 2) if ordered else 0.0
    feels = 0.45 + 0.3 * visitor.treated + float(rng.normal())
    asked = ordered and rng.random() < 0.6
    recommends = int(min(10, max(0, np.floor(8.2 + 0.9 * feels + float(rng.normal())))))
    return [
        f"V{visitor.number:05d}",
        visitor.variant,
        time_text(visitor.minute),
        visitor.device,
        visitor.country,
        str(int(ordered)),
        f"{value:g}",
        f"{before:g}",
        str(score(feels, (-1.5, -0.8, -0.15, 0.75))) if asked else "",
        str(recommends) if asked else "",
        str(int(rng.random() < 0.06)),
    ]


def checkout() -> list[list[str]]:
    """“Checkout on one page”: more visitors order and like it better; support hears nothing of it."""
    rng = stream(10)
    return [_checkout_row(rng, visitor) for visitor in _visitors(rng, CHECKOUT_UNITS, _CHECKOUT_DAYS)]


def _banner_row(rng: np.random.Generator, visitor: _Visitor) -> list[str] | None:
    """A visitor's row; None when the slow redirect lost a visitor on the way (treatment, phone, no order)."""
    ordered = bool(rng.random() < (0.1 if visitor.device == "Phone" else 0.21))
    lost = visitor.treated and visitor.device == "Phone" and not ordered and rng.random() < 0.3
    value = f"{float(np.exp(4.6 + 0.5 * rng.normal())):.2f}" if ordered else "0"
    number = f"B{visitor.number:05d}"
    row = [number, visitor.variant, time_text(visitor.minute), visitor.device, str(int(ordered)), value]
    return None if lost else row


def banner() -> list[list[str]]:
    """“Banner: free returns”: no effect at all, but lost phone visitors make the treatment look better."""
    rng = stream(5)
    rows = [_banner_row(rng, visitor) for visitor in _visitors(rng, BANNER_UNITS, _BANNER_DAYS)]
    seen = [row for row in rows if row is not None]
    again = sorted(int(place) for place in rng.choice(len(seen), IN_BOTH_VARIANTS, replace=False))
    other = {"control": "treatment", "treatment": "control"}
    seen += [[seen[place][0], other[seen[place][1]], seen[place][2], seen[place][3], "0", "0"] for place in again]
    return sorted(seen, key=lambda row: (row[2], row[0], row[1]))
