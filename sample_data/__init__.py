"""A small company that never existed: its files, how to read them, and its journey. README.md tells its stories."""

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class SampleFile:
    """A file of the sample company, the mapping document that reads it, its kind, and the name to load it by."""

    path: Path
    mapping: Path
    kind: str
    name: str


def _sample(stem: str, kind: str, name: str) -> SampleFile:
    return SampleFile(_FOLDER / "files" / f"{stem}.csv", _FOLDER / "mappings" / f"{stem}.json", kind, name)


FILES: list[SampleFile] = [
    _sample("survey", "survey", "survey.csv"),
    _sample("interactions", "interactions", "interactions.csv"),
    _sample("customers", "customers", "customers.csv"),
    _sample("experiment_checkout", "experiment", "Checkout on one page"),
    _sample("experiment_banner", "experiment", "Banner: free returns"),
]
"""In the order in which they are loaded."""

JOURNEY: Path = _FOLDER / "journey.json"
"""`{"name", "stages": [{"name", "touchpoints": [{"name", "targets": {metric: value}, "moment_of_truth"}]}]}`."""
