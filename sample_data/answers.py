"""What customers say when asked: the survey after a visit, and the yearly one to everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sample_data.company import (
    DAYS,
    EFFORT_QUESTIONS,
    MINUTES_A_DAY,
    NEW_CARRIER_FROM,
    TOUCHPOINTS,
    one_of,
    open_hour,
    some_minute,
    stream,
)
from sample_data.people import Customer
from sample_data.visits import Occasion, Visit, effort, feeling
from sample_data.voices import ANYTHING, NEW_CARRIER, RETURN_FORM, SAYINGS, STORIES

HOW_MANY = 6000
RECOMMEND = "How likely are you to recommend Larch & Linen to a friend?"
WHY = "What is the main reason for your score?"
ABOUT_DELIVERY = "Anything you want to tell us about the delivery?"
TYPE, TOOK = "Response type", "Took (s)"
NOT_APPLICABLE = "Not applicable"
BEST, WORST = "10 - Extremely likely", "0 - Not at all likely"

_CSAT_STEPS = (-1.5, -0.8, -0.15, 0.75)
_CES_STEPS = (-1.6, -1.1, -0.6, -0.1, 0.45, 1.1)


@dataclass
class Answer:
    """One filled-in questionnaire: the person, the day's circumstances, and how each touchpoint felt."""

    occasion: Occasion
    minute: int
    felt: dict[str, float]
    ease: dict[str, float]
    scores: dict[str, int] = field(default_factory=dict)
    why: str = ""
    about_delivery: str = ""
    complete: bool = True


def score(felt: float, steps: Sequence[float]) -> int:
    """The answer on a scale that starts at 1 and has one point more than there are steps."""
    return 1 + sum(felt > step for step in steps)


def likelihood(rng: np.random.Generator, answer: Answer) -> int:
    """The 0–10 answer: the touchpoints of the questionnaire, each as far as it matters, and the person."""
    moved = sum(TOUCHPOINTS[name].matters * (felt - 0.6) for name, felt in answer.felt.items())
    latent = 8.15 + 1.5 * moved + 0.7 * answer.occasion.customer.temper + 0.9 * float(rng.normal())
    return int(min(10, max(0, np.floor(latent + 0.5))))


def _after_visit(rng: np.random.Generator, visit: Visit) -> Answer:
    last = visit.steps[-1].minute
    minute = open_hour(rng, last + int(rng.integers(1, 4)) * MINUTES_A_DAY + int(rng.integers(-300, 300)))
    asked = [step for step in visit.steps if step.touchpoint in TOUCHPOINTS and rng.random() < 0.93]
    felt = {step.touchpoint: step.felt for step in asked}
    ease = {step.touchpoint: step.ease for step in asked if step.touchpoint in EFFORT_QUESTIONS}
    return Answer(visit.occasion, minute, felt, ease)


def _yearly(rng: np.random.Generator, customer: Customer) -> Answer:
    """Asked about what they remember: two to five touchpoints, as things are around that day."""
    occasion = Occasion(customer, customer.channel, customer.device)
    minute = some_minute(rng, max(customer.first_seen + 1, 0), DAYS - 1)
    start = "Shop visit" if customer.channel == "Shop" else "Browsing online"
    chances = {start: 0.8, "Product information": 0.3, "Checkout": 0.5, "Order updates": 0.3, "Delivery": 0.6}
    chances |= {"Product care": 0.25, "Support": 0.12, "Club": 0.1 if customer.membership == "No membership" else 0.7}
    asked = [touchpoint for touchpoint, chance in chances.items() if rng.random() < chance]
    day = minute // MINUTES_A_DAY
    felt = {name: feeling(rng, occasion, name, day) for name in asked}
    if "Delivery" in felt:
        felt["Delivery"] -= float(rng.random() < (0.33 if day >= NEW_CARRIER_FROM else 0.1))
    if customer.kind_on(day) == "Lapsed":
        felt = {name: value - 0.5 for name, value in felt.items()}
    ease = {name: effort(rng, name, felt[name], day) for name in asked if name in EFFORT_QUESTIONS}
    return Answer(occasion, minute, felt, ease)


def _saying(rng: np.random.Generator, language: str, touchpoint: str, *, happy: bool) -> str:
    return one_of(rng, SAYINGS[language][touchpoint][happy])


def _reason(rng: np.random.Generator, answer: Answer) -> str:
    """The sentence behind the score: about what felt worst (or best) of the touchpoints asked."""
    happy = answer.scores["nps"] >= 9
    if not happy and answer.scores["nps"] > 6:
        happy = rng.random() < 0.5
    by_feeling = sorted(answer.felt, key=lambda name: answer.felt[name])
    if not by_feeling or rng.random() < 0.2:
        return _saying(rng, answer.occasion.customer.language, ANYTHING, happy=happy)
    about = by_feeling[-1 if happy else 0]
    if not happy and about == "Returns" and answer.occasion.on_phone_market and rng.random() < 0.8:
        return one_of(rng, STORIES[RETURN_FORM][answer.occasion.customer.language])
    said = _saying(rng, answer.occasion.customer.language, about, happy=happy)
    if rng.random() < 0.25:
        said = f"{said} {_saying(rng, answer.occasion.customer.language, ANYTHING, happy=happy)}"
    return said


def _delivery_comment(rng: np.random.Generator, answer: Answer) -> str:
    happy = answer.scores["Delivery"] >= 4
    changed = answer.minute // MINUTES_A_DAY >= NEW_CARRIER_FROM
    if not happy and changed and rng.random() < 0.7:
        return one_of(rng, STORIES[NEW_CARRIER][answer.occasion.customer.language])
    return _saying(rng, answer.occasion.customer.language, "Delivery", happy=happy)


def _fill_in(rng: np.random.Generator, answer: Answer) -> Answer:
    """Turn feelings into scores and sentences; a few people stop halfway."""
    answer.scores = {name: score(felt, _CSAT_STEPS) for name, felt in answer.felt.items()}
    answer.scores |= {f"effort {name}": score(ease, _CES_STEPS) for name, ease in answer.ease.items()}
    answer.complete = bool(rng.random() < 0.95) or not answer.scores
    if not answer.complete:
        return answer
    answer.scores["nps"] = likelihood(rng, answer)
    if rng.random() < 0.45:
        answer.why = _reason(rng, answer)
    if "Delivery" in answer.scores and rng.random() < (0.35 if answer.scores["Delivery"] <= 3 else 0.08):
        answer.about_delivery = _delivery_comment(rng, answer)
    return answer


def answers(people: Sequence[Customer], visits: Sequence[Visit]) -> list[Answer]:
    """All questionnaires in order of time: four of five visits bring one, the yearly survey the rest."""
    rng = stream(3)
    given = [_after_visit(rng, visit) for visit in visits if rng.random() < 0.8]
    given = [answer for answer in given if answer.minute < DAYS * MINUTES_A_DAY]
    while len(given) < HOW_MANY:
        given.append(_yearly(rng, people[int(rng.integers(len(people)))]))
    given.sort(key=lambda answer: (answer.minute, answer.occasion.customer.customer_id))
    return [_fill_in(rng, answer) for answer in given]


HEADER = [
    "Response ID",
    "Customer",
    "Submitted",
    "Answer language",
    "Country",
    "Customer type",
    "Membership",
    "Where did you buy?",
    "Device",
    TYPE,
    TOOK,
    "Bot check",
    "Finished",
    RECOMMEND,
    *(touchpoint.question for touchpoint in TOUCHPOINTS.values()),
    *EFFORT_QUESTIONS.values(),
    WHY,
    ABOUT_DELIVERY,
]


def written(score: int | None) -> str:
    """The 0–10 answer as the survey tool exports it: the ends of the scale come with their words."""
    words: Mapping[int | None, str] = {None: "", 0: WORST, 10: BEST}
    return words.get(score, str(score))
