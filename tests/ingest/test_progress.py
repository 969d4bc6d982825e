"""How far a load is: a share that moves in every phase and never falls."""

import os
import time
from pathlib import Path

import pytest

from cxdash.ingest.progress import Progress, expected_part, heard, rising, tell


def test_the_whole_moves_one_way_through_the_phases() -> None:
    steps = [
        Progress("checking"),
        Progress("checking", 5, 10),
        Progress("reading", 0, 10),
        Progress("reading", 20, 10),
        Progress("converting", records=3),
        Progress("converting", records=3, part=0.5),
        Progress("storing"),
        Progress("preparing"),
    ]
    shown = [step.whole for step in steps]
    assert shown == sorted(shown)
    assert (shown[0], shown[3]) == (0.0, pytest.approx(0.25))
    assert len(set(shown)) == len(shown) - 1  # who has read all begins to convert


def test_a_file_that_is_read_twice_does_not_go_back() -> None:
    told: list[Progress] = []
    listener = rising(told.append)
    for step in (Progress("converting", part=0.9), Progress("reading", 1, 10), Progress("converting", part=0.2)):
        listener(step)
    assert [step.phase for step in told] == ["converting", "reading", "converting"]
    assert [step.whole for step in told] == [told[0].whole] * 3


def test_converting_takes_longer_than_expected_and_still_moves() -> None:
    parts = [expected_part(spent / 10, 2.0) for spent in range(200)]
    assert parts == sorted(set(parts))
    assert parts[0] == 0.0
    assert parts[-1] < 1.0


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="seconds of other processes are Linux's to tell")
def test_what_the_system_says_of_a_process_that_converts(tmp_path: Path) -> None:
    work_s = 0.06
    assert heard(tmp_path, os.getpid(), 100) is None
    tell(tmp_path, "reading")
    _work(work_s)
    tell(tmp_path, "converting", 7)
    first = heard(tmp_path, os.getpid(), 100)
    _work(work_s)
    second = heard(tmp_path, os.getpid(), 100)
    assert first is not None
    assert second is not None
    assert (first.phase, first.records) == ("converting", 7)
    assert first.part is not None
    assert second.part is not None
    assert 0.0 <= first.part < second.part < 1.0


def _work(seconds: float) -> None:
    """Use the processor for so long; the system counts in hundredths."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        sum(range(1000))
