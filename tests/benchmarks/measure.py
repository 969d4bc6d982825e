"""CPU seconds of a piece of work, its child processes included, and how they are printed."""

import resource
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """CPU seconds of one thing; `base` names the thing that its ratio is printed against."""

    name: str
    cpu_s: float
    base: str | None = None


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


def lines(results: Iterable[Measured]) -> list[str]:
    """One line per result, with its ratio to its base."""
    results = list(results)
    seconds = {result.name: result.cpu_s for result in results}
    return [
        f"{result.name:<46}{result.cpu_s:8.2f} s CPU"
        + (f"{result.cpu_s / seconds[result.base]:8.2f} × {result.base}" if result.base else "")
        for result in results
    ]
