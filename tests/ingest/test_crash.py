"""Killed at any moment, a load has happened whole or not at all; what was acknowledged is there and is answered."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import duckdb
import pytest

from cxdash.answers.context import open_context
from cxdash.answers.journey import touchpoints
from cxdash.ingest import pipeline
from cxdash.vault import mappings, uploads
from cxdash.vault.home import Home
from tests.pages.conftest import Open, open_page

__all__ = ["open_page"]

KILLS = int(os.environ.get("CXDASH_TEST_KILLS", "100"))
ANSWERS = 20

MAPPING = """{"kind": "survey", "columns": [{"source": "id", "role": "response_id"},
    {"source": "q", "role": "score", "touchpoint": "Desk", "scale": [1, 5]}]}"""

# A process that has everything imported forks a writer at every line it is sent. A writer loads file after file, each
# with a content of its own, and says so only when `load` has returned.
FORKER = f"""
import os, sys, uuid
from pathlib import Path
from cxdash.ingest import pipeline
from cxdash.vault.home import Home

def write():
    home = Home.open(sys.argv[1])
    while True:
        path = Path(sys.argv[2]) / (uuid.uuid4().hex + ".csv")
        # A column of its own gives every file a shape of its own: comparing overlapping exports is tested elsewhere.
        rows = "".join(f"{{path.stem}}{{n}},{{n % 5 + 1}},\\n" for n in range({ANSWERS}))
        path.write_text(f"id,q,{{path.stem}}\\n" + rows)
        (entry,) = pipeline.load(home, path, mapping={MAPPING})
        print("loaded", entry["upload"], flush=True)

for _ in sys.stdin:
    writer = os.fork()
    if not writer:
        write()
    print("writer", writer, flush=True)
    os.waitpid(writer, 0)
    print("killed", writer, flush=True)
"""


class Writers:
    """Writers that are killed one after the other, and what they acknowledged."""

    def __init__(self, home: Path, files: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKER, str(home), str(files)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        began = time.monotonic()
        self._run(lambda: self._next("loaded"))
        self._usual_s = time.monotonic() - began

    def _next(self, word: str) -> list[str]:
        """What was acknowledged until `word` was said."""
        assert self._process.stdout is not None
        loaded: list[str] = []
        for line in self._process.stdout:
            said, value = line.split()
            if said == "loaded":
                loaded.append(value)
            if said == word:
                self._said = value
                break
        return loaded

    def _run(self, until: Callable[[], list[str]]) -> list[str]:
        """What a new writer acknowledges before it is killed, at the end of `until`."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        loaded = self._next("writer")
        writer = int(self._said)
        loaded += until()
        os.kill(writer, signal.SIGKILL)
        return loaded + self._next("killed")

    def killed_while_loading(self, chance: random.Random) -> list[str]:
        """The uploads that a writer acknowledged before it was killed: at a random moment of a load, or soon after."""

        def wait() -> list[str]:
            time.sleep(chance.uniform(0, 1.4) * self._usual_s)
            return []

        loaded = self._run(wait)
        # The machine has other work, too: about three of ten kills are to come after a load.
        self._usual_s *= 0.8 if loaded else 1.1
        return loaded

    def close(self) -> None:
        self._process.communicate()


def check_whole(home: Home) -> list[str]:
    """The live uploads, each with its files, counts and mapping; no other folder is in the vault."""
    live = uploads.live(home)
    assert {folder.name for folder in home.uploads.iterdir()} == {upload.id for upload in live}
    for upload in live:
        assert (upload.kind, upload.read, upload.loaded) == ("survey", ANSWERS, ANSWERS)
        assert uploads.report(home, upload.id)["loaded"] == ANSWERS
        assert mappings.find(home, upload.shape) is not None
        with duckdb.connect() as con:
            path = str(home.canonical(upload.id, "responses"))
            assert con.execute("SELECT count(*) FROM read_parquet($path)", {"path": path}).fetchone() == (ANSWERS,)
    return [upload.id for upload in live]


def check_answers(home: Home) -> None:
    """What was loaded is what is answered; the mart is derived from it first."""
    known = len(uploads.live_ids(home))
    rows = touchpoints(open_context(home), "csat")
    assert [(row.declared.name, row.score and row.score.estimate.n) for row in rows] == [("Desk", known * ANSWERS)]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_killed_load_loses_nothing_and_leaves_nothing(home: Path, tmp_path: Path, open_page: Open) -> None:
    chance = random.Random(20260305)
    files = tmp_path / "files"
    files.mkdir()
    writers = Writers(home, files)
    kills: list[list[str]] = []
    for _ in range(KILLS):
        kills.append(writers.killed_while_loading(chance))
        place = Home.open(home)
        assert set(chain(*kills)) <= set(uploads.live_ids(place))
        check_answers(place)
    writers.close()
    assert set(chain(*kills)) <= set(check_whole(Home.open(home)))
    # Kills met loads on either side of their acknowledgement.
    assert KILLS // 10 <= sum(map(bool, kills)) <= KILLS - KILLS // 10
    after = files / "after.csv"
    after.write_text("id,q\n" + "".join(f"after{n},3\n" for n in range(ANSWERS)))
    (entry,) = pipeline.load(place, after, mapping=json.loads(MAPPING))
    assert entry["loaded"] == ANSWERS
    assert entry["upload"] in check_whole(Home.open(home))
    assert list(place.staging.iterdir()) == []
    page = open_page(home, "journey")
    assert not page.exception
    assert page.metric
