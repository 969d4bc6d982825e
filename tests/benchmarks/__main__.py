"""`make bench`: CPU of the heavy paths in one run, as ratios to a bare baseline of the same run.

Each room measures itself in a file with `measured()`; a new one is one more entry below.
"""

import sys

from tests.benchmarks import experiments, ingest, large, pages
from tests.benchmarks.measure import Measured, lines

ROOMS = (large, ingest, pages, experiments)


def main() -> None:
    """Measure every room and print each line as it comes."""
    for room in ROOMS:
        seen: list[Measured] = []
        for result in room.measured():
            seen.append(result)
            sys.stdout.write(f"{lines(seen)[-1]}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
