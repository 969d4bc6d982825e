"""A survey of 129,880 records and 24 columns: the public airline file where it is at hand, else a twin of its shape."""

import csv
import random
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT.parent / "shared" / "data" / "airline_satisfaction" / "airline_passenger_satisfaction.zip"
RECORDS = 129_880
RATED = (
    "Departure and Arrival Time Convenience",
    "Ease of Online Booking",
    "Check-in Service",
    "Online Boarding",
    "Gate Location",
    "On-board Service",
    "Seat Comfort",
    "Leg Room Service",
    "Cleanliness",
    "Food and Drink",
    "In-flight Service",
    "In-flight Wifi Service",
    "In-flight Entertainment",
    "Baggage Handling",
)
SEGMENTS = {
    "Gender": ("Male", "Female"),
    "Customer Type": ("First-time", "Returning"),
    "Type of Travel": ("Business", "Personal"),
    "Class": ("Business", "Economy", "Economy Plus"),
}
NUMBERS = ("Age", "Flight Distance", "Departure Delay", "Arrival Delay")
OUTCOME = "Satisfaction"


def airline_file(folder: Path) -> Path:
    """The CSV file, put into `folder`."""
    if not PUBLIC.is_file():
        sys.stdout.write("The public airline file is not beside this checkout: a generated twin stands in for it.\n")
        return _twin(folder / "airline.csv")
    with zipfile.ZipFile(PUBLIC) as archive:
        return Path(archive.extract(archive.namelist()[0], folder))


def _twin(path: Path) -> Path:
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["ID", *SEGMENTS, *NUMBERS, *RATED, OUTCOME])
        writer.writerows(_record(number, chance) for number in range(1, RECORDS + 1))
    return path


def _record(number: int, chance: random.Random) -> list[object]:
    segments = [chance.choice(values) for values in SEGMENTS.values()]
    numbers = [chance.randint(18, 80), chance.randint(50, 4000), chance.randint(0, 90), chance.randint(0, 90)]
    rated = chance.choices(range(6), weights=(1, 5, 8, 16, 20, 16), k=len(RATED))
    return [number, *segments, *numbers, *rated, chance.choice(("Satisfied", "Neutral or Dissatisfied"))]


def mapping() -> dict[str, object]:
    """How the file is read, so that every run reads it the same way."""
    rated = [
        {"source": name, "role": "score", "touchpoint": name, "metric": "csat", "scale": [1, 5], "missing": [0]}
        for name in RATED
    ]
    words = {"Satisfied": 1, "Neutral or Dissatisfied": 0}
    outcome = {"source": OUTCOME, "role": "score", "metric": "csat", "scale": [0, 1], "labels": words}
    segments = [{"source": name, "role": "segment", "name": name.lower()} for name in SEGMENTS]
    ignored = [{"source": name, "role": "ignore"} for name in NUMBERS]
    number = {"source": "ID", "role": "response_id"}
    return {"kind": "survey", "timezone": "UTC", "columns": [number, *segments, *ignored, *rated, outcome]}
