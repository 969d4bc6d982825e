"""Damages files in thousands of ways and loads each: `python -m tests.fuzz [--cases N] [--seed S] [--keep DIR]`.

Prints every fault and how the cases ended; 1 if there is a fault. A case is the same for the same seed and number, and
`--only I` runs it alone.
"""

import argparse
import atexit
import logging
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

from tests.fuzz.case import Outcome, tried
from tests.fuzz.corpus import ROOT, Specimen, corpus
from tests.fuzz.forks import Forks
from tests.fuzz.mutation import mutated

SHARED = ROOT.parent / "shared"
KINDS = (*[None] * 20, "survey", "interactions", "customers", "experiment")


def main(arguments: Sequence[str]) -> int:
    """Runs the cases asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, help="run this case alone")
    parser.add_argument("--keep", type=Path, help="write the files of faulty cases into this folder")
    asked = parser.parse_args(arguments)
    cases = range(asked.cases) if asked.only is None else [asked.only]
    began = time.monotonic()
    found: list[Outcome] = []
    with ProcessPoolExecutor(asked.workers) as workers:
        for case, outcome in zip(cases, workers.map(partial(_run, asked.seed), cases, chunksize=4), strict=True):
            found.append(outcome)
            if outcome.faults:
                _say(f"case {case}: {'; '.join(outcome.faults)} ({outcome.ending})")
                _keep(asked.keep, asked.seed, case)
    _report(found, time.monotonic() - began)
    return 1 if any(outcome.faults for outcome in found) else 0


def damaged(seed: int, case: int) -> tuple[Specimen, dict[str, str | None]]:
    """The file of a case, and what is said of it when it is loaded."""
    of_format = _specimens()
    rng = random.Random(f"{seed} {case}")
    alike = of_format[sorted(of_format)[case % len(of_format)]]
    specimen = mutated(rng.choice(alike), [each for group in of_format.values() for each in group], rng)
    return specimen, {"kind": rng.choice(KINDS), "timezone": rng.choice((None, None, "UTC", "Asia/Tehran"))}


@cache
def _specimens() -> dict[str, list[Specimen]]:
    """The files by the endings of their names: each format is damaged as often as the others."""
    found: dict[str, list[Specimen]] = {}
    for specimen in corpus(SHARED if SHARED.is_dir() else None):
        found.setdefault(Path(specimen.name).suffix, []).append(specimen)
    return found


@cache
def _forks() -> Forks:
    forks = Forks()
    atexit.register(forks.close)
    return forks


def _run(seed: int, case: int) -> Outcome:
    logging.disable()  # the sandbox logs what a child left behind
    specimen, wishes = damaged(seed, case)
    return tried(specimen, _forks(), **wishes)


def _report(found: list[Outcome], seconds: float) -> None:
    for ending, n in Counter(_kind(outcome.ending) for outcome in found).most_common():
        _say(f"{n:7,}  {ending}")
    slowest = max((outcome.seconds for outcome in found), default=0)
    largest = max((outcome.peak_mb for outcome in found), default=0)
    _say(
        f"{len(found):,} cases in {seconds:.0f} s; the slowest took {slowest:.1f} s of CPU, the largest {largest:,} MB"
    )
    _say(f"{sum(bool(outcome.faults) for outcome in found)} faults")


def _kind(ending: str) -> str:
    """The ending without what differs from file to file."""
    return re.sub(r"“[^”]*”|[\d.,]*\d", "…", ending)


def _keep(folder: Path | None, seed: int, case: int) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        specimen, _ = damaged(seed, case)
        (folder / f"{seed}-{case}-{specimen.name}").write_bytes(specimen.content)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
