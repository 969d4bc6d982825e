"""The hostile files of `make_bad_files.py` through `load`, each against its line of the manifest.

`python -m tests.fuzz.manifest [--all]` writes them and loads each with the command line, in a data folder of its own;
`--all` adds the huge ones. Prints a line per file; 1 if one does not meet its manifest.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TOOL = ROOT.parent / "shared" / "tools" / "make_bad_files.py"
REFUSED_STATUS = 2

BETTER = {
    "csv_unclosed_quote.csv": {"loaded": 100, "set_aside": 1},
}
"""Where fewer records are lost than the manifest allows: one line is set aside, and not all that follow it."""


@dataclass
class Answer:
    """What `load` said of one file: its entry, or None and the refusal; and what is set aside."""

    entry: dict[str, Any] | None
    said: str
    listed: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    extra_mb: float = 0.0
    """Memory beyond that of the control file."""


def complaints(line: dict[str, Any], answer: Answer) -> list[str]:
    """What of a file's line in the manifest is not met."""
    found = []
    if answer.entry is None and line["expect"] not in ("reject", "either"):
        found.append("was refused")
    if answer.entry is not None and line["expect"] == "reject":
        found.append("was not refused")
    found += _counts(line, answer.entry) if answer.entry else []
    names = [name.lower() for name in line["must_name"]]
    if names and line["expect"] != "accept" and not any(name in _report(answer) for name in names):
        found.append(f"names none of {line['must_name']}")
    if answer.seconds > line["max_s"]:
        found.append(f"took {answer.seconds:.0f} s")
    if answer.extra_mb > line["max_rss_mb"]:
        found.append(f"took {answer.extra_mb:.0f} MB")
    return found


def _report(answer: Answer) -> str:
    """All that a person reads of it, in small letters."""
    form = answer.entry["format"] if answer.entry else ""
    reasons = [f"{each['row']} {each['value']} {each['reason']}" for each in answer.listed]
    return " ".join([answer.said, form, *reasons]).lower()


def _counts(line: dict[str, Any], entry: dict[str, Any]) -> list[str]:
    """The records must add up, and be as many as the manifest says; duplicates count as not taken."""
    found = []
    if entry["read"] != entry["loaded"] + entry["set_aside"] + entry["duplicates"]:
        found.append("the counts do not add up")
    expected = BETTER.get(line["name"], {})
    loaded, left = expected.get("loaded", line["rows_ok"]), expected.get("set_aside", line["rows_rejected"])
    if loaded is not None and entry["loaded"] != loaded:
        found.append(f"loaded {entry['loaded']} of {loaded}")
    if left is not None and entry["set_aside"] + entry["duplicates"] + entry["values_set_aside"] != left:
        found.append(f"set aside {entry['set_aside']} and {entry['duplicates']} of {left}")
    return found


def written(folder: Path, *, huge: bool = False) -> list[dict[str, Any]]:
    """Write the files into a folder; the lines of their manifest."""
    chosen = [] if huge else ["--no-huge"]
    subprocess.run([sys.executable, str(TOOL), str(folder), *chosen], check=True, capture_output=True)
    lines: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return lines


def loaded(path: Path, home: Path, usual_mb: float = 0.0) -> Answer:
    """The file through the command line; seconds are of the processor, so that a busy machine is not blamed on it."""
    load = [sys.executable, "-m", "cxdash", "--home", str(home), "load", str(path), "--json"]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(load, cwd=ROOT, stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        said, complaint = out.read().decode(), errors.read().decode()
    seconds, extra = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024 - usual_mb
    if "Traceback" in complaint or process.returncode not in (0, REFUSED_STATUS):
        return Answer(None, f"ended with {process.returncode}: {complaint}", [], seconds, extra)
    if process.returncode:
        return Answer(None, complaint, [], seconds, extra)
    entry = json.loads(said)["uploads"][0]
    asked = [sys.executable, "-m", "cxdash", "--home", str(home), "set-aside", entry["upload"], "--json"]
    listed = json.loads(subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout)
    return Answer(entry, " ".join(entry["warnings"]), listed, seconds, extra)


def main(arguments: Sequence[str]) -> int:
    """Write the files, load each, and say what became of it."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        lines = written(Path(folder, "files"), huge="--all" in arguments)
        usual = loaded(Path(folder, "files", lines[0]["name"]), Path(folder, "home")).extra_mb
        for number, line in enumerate(lines):
            began = time.monotonic()
            answer = loaded(Path(folder, "files", line["name"]), Path(folder, f"home-{number}"), usual)
            faults = complaints(line, answer)
            failed += bool(faults)
            outcome = (
                "refused" if answer.entry is None else f"loaded {answer.entry['loaded']} of {answer.entry['read']}"
            )
            costs = f"{answer.seconds:.1f} s of CPU, {time.monotonic() - began:.1f} s, {answer.extra_mb:+.0f} MB"
            sys.stdout.write(f"{line['name']}: {outcome} ({costs}) {'; '.join(faults) or 'as it should be'}\n")
    sys.stdout.write(f"{len(lines) - failed} of {len(lines)} files meet their manifest\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
