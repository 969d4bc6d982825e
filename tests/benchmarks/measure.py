"""CPU seconds and memory of a piece of work, its child processes included, and how they are printed."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLED_S = 0.05


@dataclass(frozen=True)
class Measured:
    """CPU seconds of one thing; `base` names the thing that its ratio is printed against.

    `peak_mb` is the memory (RSS) of all its processes together at the worst moment seen, `note` what else to know.
    """

    name: str
    cpu_s: float
    base: str | None = None
    peak_mb: float | None = None
    note: str = ""


def cpu_s(work: Callable[[], object]) -> float:
    """User and system seconds that a piece of work takes, here and in the processes it starts and waits for."""
    before = _spent_s()
    work()
    return _spent_s() - before


def _spent_s() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def least_of(times: int, make: Callable[[], Callable[[], object]]) -> float:
    """The least CPU of several runs, each on work freshly made: on a shared machine the rest is noise."""
    return min(cpu_s(make()) for _ in range(times))


def apart(name: str, module: str, *arguments: str, base: str | None = None, note: str = "") -> Measured:
    """What `python -m module arguments` takes from its start to its end; CalledProcessError when it fails."""
    before = _spent_s()
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _resident(process.pid))
        time.sleep(SAMPLED_S)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Measured(name, _spent_s() - before, base, peak / (1 << 20), note)


def _resident(process: int) -> int:
    """Bytes of memory of a process and of all that it started, 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE") + sum(_resident(int(child)) for child in children)


def scaled(result: Measured, times: int) -> Measured:
    """The CPU of work that was measured on one part of `times` equal ones."""
    return replace(result, cpu_s=result.cpu_s * times, peak_mb=None, note=f"measured on a part, times {times}")


def lines(results: Iterable[Measured]) -> list[str]:
    """One line per result, with its ratio to its base and its memory."""
    results = list(results)
    seconds = {result.name: result.cpu_s for result in results}
    return [_line(result, seconds) for result in results]


def _line(result: Measured, seconds: dict[str, float]) -> str:
    memory = f"{result.peak_mb:8,.0f} MB" if result.peak_mb is not None else ""
    ratio = f"{result.cpu_s / seconds[result.base]:8.2f} × {result.base}" if result.base else ""
    note = f"  ({result.note})" if result.note else ""
    return f"{result.name:<52}{result.cpu_s:8.2f} s CPU{memory}{ratio}{note}"
