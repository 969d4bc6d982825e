"""What customers do: visits as paths through the touchpoints, and the interactions the company's systems record."""

from dataclasses import dataclass

import numpy as np

from sample_data.company import (
    CALL_BACK_FROM,
    DAYS,
    DEVICES,
    MINUTES_A_DAY,
    NEW_CARRIER_FROM,
    ONLINE_CHANNELS,
    TOUCHPOINTS,
    open_hour,
    pick,
    some_minute,
    stream,
)
from sample_data.people import Customer

HOW_MANY = 4950
KINDS = {"browse": 0.2, "order online": 0.5, "buy in a shop": 0.16, "need something": 0.14}
LEAVING = {"No membership": 0.5, "Club": 0.3, "Club Plus": 0.12}
"""How likely a disappointed customer leaves for good."""
LEFT = "(left)"
"""The end of a path that breaks off at the checkout."""


@dataclass(frozen=True)
class Interaction:
    """One contact. `felt` is how good it was and `ease` how easy, in standard deviations around the usual."""

    minute: int
    touchpoint: str
    channel: str
    outcome: str
    felt: float
    ease: float
    duration_s: int | None = None
    wait_s: int | None = None
    resolved: bool | None = None
    value: float | None = None
    agent: str = ""


@dataclass(frozen=True)
class Occasion:
    """Who comes, through which channel they buy, and on which device."""

    customer: Customer
    channel: str
    device: str

    @property
    def on_phone_market(self) -> bool:
        """Marketplace buyers on phones: the segment that cannot send anything back."""
        return (self.channel, self.device) == ("Marketplace", "Phone")


@dataclass(frozen=True)
class Visit:
    """A path through the touchpoints on one occasion."""

    occasion: Occasion
    steps: tuple[Interaction, ...]


def feeling(rng: np.random.Generator, occasion: Occasion, touchpoint: str, day: int) -> float:
    """How one contact feels: the touchpoint, the person, the stories of the year, and luck (variance about 1)."""
    felt = TOUCHPOINTS[touchpoint].feels if touchpoint in TOUCHPOINTS else 0.5
    if touchpoint == "Delivery" and day >= NEW_CARRIER_FROM:
        felt -= 0.35
    if touchpoint == "Returns" and occasion.on_phone_market:
        felt -= 1.55
    return felt + 0.5 * occasion.customer.temper + 0.8 * float(rng.normal())


def effort(rng: np.random.Generator, touchpoint: str, felt: float, day: int) -> float:
    """How easy a contact is: mostly how it feels; Support became easier when it began to call back."""
    ease = 0.8 * felt + 0.5 * float(rng.normal())
    if touchpoint == "Support":
        ease += 0.35 if day >= CALL_BACK_FROM else -0.35
    return ease


def _path_after_order(rng: np.random.Generator, occasion: Occasion) -> list[str]:
    customer, channel = occasion.customer, occasion.channel
    member = customer.membership != "No membership"
    chances = {
        "Order updates": 0.35,
        "Delivery": 0.92 if channel != "Shop" else 0.5,
        "Assembly": 0.22,
        "Support": 0.2,
        "Returns": 0.46 if occasion.on_phone_market else 0.24 if channel == "Marketplace" else 0.12,
        "Product care": 0.08,
        "Club": 0.16 if member else 0.03,
        "Referral": 0.05 + 0.03 * (customer.temper > 1),
    }
    return [touchpoint for touchpoint, chance in chances.items() if rng.random() < chance]


def _path(rng: np.random.Generator, occasion: Occasion, kind: str) -> list[str]:
    channel = occasion.channel
    if kind == "browse":
        entrance = "Shop visit" if channel == "Shop" else "Browsing online"
        return [entrance, *(step for step in ("Product information", "Advice") if rng.random() < 0.3)]
    if kind == "need something":
        first = pick(rng, {"Support": 0.5, "Returns": 0.25, "Product care": 0.25})
        return [first, "Support"] if first == "Returns" and rng.random() < 0.2 else [first]
    start, advised = ("Shop visit", 0.55) if channel == "Shop" else ("Browsing online", 0.1)
    before = [start]
    if rng.random() < 0.3:
        before.append("Product information")
    if rng.random() < advised:
        before.append("Advice")
    before.append("Checkout")
    if channel != "Shop" and rng.random() < 0.22:
        return [*before, LEFT]
    return before + _path_after_order(rng, occasion)


def _gap(rng: np.random.Generator, touchpoint: str) -> int:
    """Minutes between the step before and this one."""
    days = {"Delivery": (2, 7), "Assembly": (0, 3), "Product care": (10, 40), "Returns": (2, 12), "Club": (3, 20)}
    low, high = days.get(touchpoint, (0, 0))
    if touchpoint in ("Order updates", "Support"):
        low, high = 1, 3
    return int(rng.integers(low, high + 1)) * MINUTES_A_DAY + int(rng.integers(3, 40))


def _agent(rng: np.random.Generator, team: str, size: int) -> str:
    return f"{team}{int(rng.integers(1, size + 1)):02d}"


def _delivery(rng: np.random.Generator, minute: int, felt: float, channel: str) -> Interaction:
    changed = minute // MINUTES_A_DAY >= NEW_CARRIER_FROM
    late = rng.random() < (0.3 if changed else 0.09)
    failed = rng.random() < (0.06 if changed else 0.02)
    felt -= 1.0 * late + 1.0 * failed
    outcome = "failed" if failed else "late" if late else "on time"
    return Interaction(minute, "Delivery", channel, outcome, felt, felt)


def _support(rng: np.random.Generator, minute: int, felt: float) -> Interaction:
    day = minute // MINUTES_A_DAY
    median = 130 if day >= CALL_BACK_FROM else 540
    wait = int(median * float(np.exp(0.6 * rng.normal())))
    resolved = bool(rng.random() < (0.82 if felt > 0 else 0.55))
    return Interaction(
        minute,
        "Support",
        pick(rng, {"Phone": 0.5, "Chat": 0.35, "E-mail": 0.15}),
        "solved" if resolved else "open",
        felt,
        effort(rng, "Support", felt, day),
        duration_s=int(rng.integers(90, 900)),
        wait_s=wait,
        resolved=resolved,
        agent=_agent(rng, "S", 24),
    )


def _checkout(rng: np.random.Generator, minute: int, felt: float, channel: str, *, left: bool) -> Interaction:
    value = None if left else round(float(np.exp(4.7 + 0.8 * rng.normal())), 2)
    outcome = "left" if left else "ordered"
    ease = effort(rng, "Checkout", felt, 0)
    return Interaction(minute, "Checkout", channel, outcome, felt, ease, int(rng.integers(45, 480)), value=value)


def _returns(rng: np.random.Generator, minute: int, felt: float, channel: str) -> Interaction:
    resolved = bool(rng.random() < (0.93 if felt > -0.2 else 0.6))
    outcome = "refunded" if resolved else "waiting"
    return Interaction(minute, "Returns", channel, outcome, felt, effort(rng, "Returns", felt, 0), resolved=resolved)


def _other(rng: np.random.Generator, minute: int, touchpoint: str, felt: float, channel: str) -> Interaction:
    seconds = int(rng.integers(40, 900)) if touchpoint in ("Browsing online", "Advice", "Assembly") else None
    teams = {"Advice": ("V", 18), "Assembly": ("F", 9)}
    agent = _agent(rng, *teams[touchpoint]) if touchpoint in teams else ""
    return Interaction(minute, touchpoint, channel, "done", felt, felt, seconds, agent=agent)


def _step(rng: np.random.Generator, occasion: Occasion, touchpoint: str, minute: int, *, left: bool) -> Interaction:
    felt = feeling(rng, occasion, touchpoint, minute // MINUTES_A_DAY)
    if touchpoint == "Delivery":
        return _delivery(rng, minute, felt, occasion.channel)
    if touchpoint == "Support":
        return _support(rng, minute, felt)
    if touchpoint == "Checkout":
        return _checkout(rng, minute, felt, occasion.channel, left=left)
    if touchpoint == "Returns":
        return _returns(rng, minute, felt, occasion.channel)
    return _other(rng, minute, touchpoint, felt, occasion.channel)


def _steps(rng: np.random.Generator, occasion: Occasion, path: list[str], minute: int) -> list[Interaction]:
    """The contacts of a path, as far as they happen before the year is over."""
    left = path[-1] == LEFT
    steps: list[Interaction] = []
    for position, touchpoint in enumerate(path[:-1] if left else path):
        if position:
            minute = open_hour(rng, minute + _gap(rng, touchpoint))
        if minute >= DAYS * MINUTES_A_DAY:
            break
        steps.append(_step(rng, occasion, touchpoint, minute, left=left))
    return steps


def _visit(rng: np.random.Generator, customer: Customer, minute: int) -> Visit:
    kind = pick(rng, KINDS)
    channel = customer.channel
    if kind == "buy in a shop":
        channel = "Shop"
    elif channel == "Shop" and kind == "order online":
        channel = pick(rng, ONLINE_CHANNELS)
    device = customer.device if channel == customer.channel else pick(rng, DEVICES[channel])
    occasion = Occasion(customer, channel, device)
    return Visit(occasion, tuple(_steps(rng, occasion, _path(rng, occasion, kind), minute)))


def _remember(rng: np.random.Generator, visit: Visit) -> None:
    """What the visit leaves with the customer: last contact, money, and perhaps the wish to leave."""
    customer = visit.occasion.customer
    customer.last_seen = max(customer.last_seen, visit.steps[-1].minute // MINUTES_A_DAY)
    customer.spent += sum(step.value or 0.0 for step in visit.steps)
    late = any(step.outcome in ("late", "failed") for step in visit.steps)
    if (
        min(step.felt for step in visit.steps) < (-0.4 if late else -1.0)
        and rng.random() < LEAVING[customer.membership]
    ):
        customer.left_on = customer.last_seen


def visits(people: list[Customer]) -> list[Visit]:
    """All visits of the year in order of time; the customers are brought up to date on the way."""
    rng = stream(2)
    plans = []
    for _ in range(HOW_MANY):
        customer = people[int(rng.integers(len(people)))]
        plans.append((some_minute(rng, max(customer.first_seen, 0), DAYS - 1), customer))
    happened = []
    for minute, customer in sorted(plans, key=lambda plan: (plan[0], plan[1].customer_id)):
        if customer.left_on is None:
            visit = _visit(rng, customer, minute)
            happened.append(visit)
            _remember(rng, visit)
    return happened
