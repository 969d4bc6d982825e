"""Writes the files of the sample company, the same bytes every time: `python -m sample_data.generate [FOLDER]`."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from sample_data import answers, blemishes, conduct, experiments, people, visits
from sample_data.company import EFFORT_QUESTIONS, FIRST_DAY, LAST_DAY, MINUTES_A_DAY, TOUCHPOINTS, day_text, time_text

FOLDER = Path(__file__).parent / "files"

INTERACTIONS_HEADER = [
    "Interaction",
    "Customer",
    "Time",
    "Event",
    "Channel",
    "Outcome",
    "Duration (s)",
    "Waiting (s)",
    "Resolved",
    "Value (EUR)",
    "Agent",
]

Table = tuple[Sequence[str], list[list[str]]]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).upper() if isinstance(value, bool) else str(value)


def _customer_row(customer: people.Customer) -> list[str]:
    last_day = (LAST_DAY - FIRST_DAY).days
    return [
        customer.customer_id,
        day_text(customer.first_seen),
        day_text(customer.last_seen),
        "Yes" if customer.left_on is not None else "No",
        f"{customer.spent:.2f}",
        customer.country,
        customer.language,
        customer.membership,
        customer.age,
        customer.kind_on(last_day),
    ]


def _interaction_rows(happened: Sequence[visits.Visit]) -> list[list[str]]:
    steps = [(step, visit.occasion.customer.customer_id) for visit in happened for step in visit.steps]
    steps.sort(key=lambda pair: pair[0].minute)
    return [
        [
            f"I{number:05d}",
            customer_id,
            time_text(step.minute),
            step.touchpoint,
            step.channel,
            step.outcome,
            *map(_cell, (step.duration_s, step.wait_s, step.resolved, step.value)),
            step.agent,
        ]
        for number, (step, customer_id) in enumerate(steps, start=1)
    ]


def _answer_row(number: int, answer: answers.Answer) -> list[str]:
    customer, scores = answer.occasion.customer, answer.scores
    return [
        f"R{number:05d}",
        customer.customer_id,
        time_text(answer.minute),
        customer.language,
        customer.country,
        customer.kind_on(answer.minute // MINUTES_A_DAY),
        customer.membership,
        answer.occasion.channel,
        answer.occasion.device,
        *("", "", ""),
        _cell(answer.complete),
        answers.written(scores.get("nps")),
        *(_cell(scores.get(touchpoint)) for touchpoint in TOUCHPOINTS),
        *(_cell(scores.get(f"effort {touchpoint}")) for touchpoint in EFFORT_QUESTIONS),
        answer.why,
        answer.about_delivery,
    ]


def tables() -> dict[str, Table]:
    """Every file's name with its header and rows."""
    everybody = people.customers()
    happened = visits.visits(everybody)
    given = answers.answers(everybody, happened)
    survey = conduct.observed([_answer_row(number, answer) for number, answer in enumerate(given, start=1)])
    spoilt = blemishes.survey(survey)
    return {
        "survey.csv": (answers.HEADER, [*spoilt, *conduct.added(spoilt)]),
        "interactions.csv": (INTERACTIONS_HEADER, blemishes.interactions(_interaction_rows(happened))),
        "customers.csv": (people.HEADER, blemishes.customers([_customer_row(customer) for customer in everybody])),
        "experiment_checkout.csv": (experiments.CHECKOUT_HEADER, blemishes.checkout(experiments.checkout())),
        "experiment_banner.csv": (experiments.BANNER_HEADER, experiments.banner()),
    }


def generate(folder: Path = FOLDER) -> list[Path]:
    """Write all files into a folder (UTF-8, comma, one line feed per line) and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (header, rows) in tables().items():
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        written.append(path)
    return written


if __name__ == "__main__":
    for path in generate(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(path)
