"""One damaged file through the product's own door, and what must hold of the outcome whatever was done to it."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline, sandbox
from cxdash.ingest.limits import Limits
from cxdash.ingest.set_aside import set_aside
from cxdash.mart.repeats import TABLE_OF_KIND
from cxdash.vault import uploads
from cxdash.vault.home import Home
from tests.fuzz.corpus import Specimen
from tests.fuzz.forks import Forks

SECONDS_AT_MOST = 60
LIMITS = Limits()
OWN_MISTAKE = "a mistake of its own"
TOO_LONG = "took longer than"


@dataclass
class Outcome:
    """How a case ended: "loaded", or the sentence of the refusal; what must not be is in `faults`.

    `seconds` are of the processor, so that a busy machine is not blamed on the file.
    """

    ending: str
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak_mb: int = 0


def tried(specimen: Specimen, forks: Forks, **wishes: Any) -> Outcome:
    """Load the file into an empty data folder, and look at everything that is left behind."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder, "in", _file_name(specimen.name))
        path.parent.mkdir()
        path.write_bytes(specimen.content)
        home = empty_home(Path(folder, "home"))
        before = forks.cpu_s
        outcome = _loaded(home, path, forks, wishes)
        outcome.seconds, outcome.peak_mb = forks.cpu_s - before, forks.peak_mb
        outcome.faults += _costs(outcome)
        home.ledger.close()
    return outcome


@cache
def _template() -> Path:
    folder = tempfile.mkdtemp(prefix="fuzz-home-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Home.open(folder).ledger.close()
    return Path(folder)


def empty_home(path: Path) -> Home:
    """An empty data folder; the first is made as the product makes one, the others are copies of it."""
    shutil.copytree(_template(), path)
    return Home.open(path)


def _file_name(name: str) -> str:
    return name.replace("/", "_")


def load(home: Home, path: Path, forks: Forks, **wishes: Any) -> dict[str, Any]:
    """What `pipeline.load` answers for one file that is read in a forked child."""
    original = sandbox._start
    sandbox._start = forks.start  # type: ignore[assignment]  # a fork that is waited for like a process
    try:
        return pipeline.load(home, path, limits=LIMITS, **wishes)[0]
    finally:
        sandbox._start = original


def _loaded(home: Home, path: Path, forks: Forks, wishes: dict[str, Any]) -> Outcome:
    try:
        entry = load(home, path, forks, **wishes)
    except CxdashError as error:
        return Outcome(f"refused: {error.message}", _refusal(home, error))
    except Exception as error:  # whatever it is, it is the finding
        return Outcome(f"raised {type(error).__name__}", [f"{type(error).__name__}: {error}"])
    return Outcome("loaded", _account(home, entry, path))


def _refusal(home: Home, error: CxdashError) -> list[str]:
    """A refusal is one sentence with a hint, of the file and not of ourselves, and leaves nothing."""
    faults = [] if error.message and error.hint else ["a refusal without a message or a hint"]
    if any(sign in str(error) for sign in (OWN_MISTAKE, TOO_LONG, "Traceback")):
        faults.append(error.message)
    if uploads.live(home) or any(home.uploads.iterdir()):
        faults.append("a refused file left an upload")
    if any(each.is_dir() for each in home.staging.iterdir()):
        faults.append("a refused file left a staging folder")
    return faults


def _account(home: Home, entry: dict[str, Any], path: Path) -> list[str]:
    """Every record is loaded, set aside or a duplicate, and what is said to be there is there."""
    faults = []
    if entry["read"] != entry["loaded"] + entry["set_aside"] + entry["duplicates"]:
        faults.append(f"{entry['read']} read, {entry['loaded']} + {entry['set_aside']} + {entry['duplicates']} told of")
    listed = list(set_aside(home, entry["upload"]))
    records = {each["row"] for each in listed if each["level"] == "record"}
    if len(records) != entry["set_aside"]:
        faults.append(f"{entry['set_aside']} set aside, {len(records)} listed")
    stored = pq.read_metadata(home.canonical(entry["upload"], TABLE_OF_KIND[entry["kind"]])).num_rows
    if stored != entry["loaded"]:
        faults.append(f"{entry['loaded']} loaded, {stored} stored")
    if any(_unfilled(said) for said in entry["warnings"]) and b"{" not in path.read_bytes():
        faults.append("a warning with an empty field")
    counted = lines_of(path)
    if entry["format"] == "csv" and counted is not None and entry["read"] > counted:
        faults.append(f"{entry['read']} records were read of {counted} lines")
    return faults


def _unfilled(said: str) -> bool:
    return any(f"{{{name}}}" in said for name in ("n", "name", "column", "encoding", "sheet", "names", "rows"))


def lines_of(path: Path) -> int | None:
    """The lines with anything on them of a UTF-8 file; None where that is not to be known."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    return sum(bool(line.strip(" ")) for line in text.replace("\r", "\n").split("\n"))


def _costs(outcome: Outcome) -> list[str]:
    faults = []
    if outcome.seconds > SECONDS_AT_MOST:
        faults.append(f"{outcome.seconds:.0f} seconds")
    if outcome.peak_mb > LIMITS.memory_mb:
        faults.append(f"{outcome.peak_mb} MB of memory")
    return faults
