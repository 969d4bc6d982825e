"""`make bench`: CPU of the heavy paths in one run, as ratios to a bare baseline of the same run.

Each room measures itself in a file with `measured() -> list[Measured]`; a new one is one more entry below.
"""

import sys

from tests.benchmarks import ingest, pages
from tests.benchmarks.measure import lines

ROOMS = (ingest, pages)


def main() -> None:
    """Measure every room and print its lines as they come."""
    for room in ROOMS:
        sys.stdout.writelines(f"{line}\n" for line in lines(room.measured()))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
