"""Killed at any moment, a load has happened whole or not at all, and what was acknowledged is there."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cxdash.ingest import pipeline
from cxdash.vault import uploads
from cxdash.vault.home import Home

KILLS = int(os.environ.get("CXDASH_TEST_KILLS", "25"))
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
    print("killed", "", flush=True)
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

    def _next(self, word: str) -> Iterator[str]:
        """The values said until `word` is, with its own value last."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said, _, value = line.rstrip("\n").partition(" ")
            yield value
            if said == word:
                return

    def killed_while_loading(self, chance: random.Random) -> list[str]:
        """The uploads that a writer acknowledged before it was killed: in its second load, at a random moment of it."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        *_, writer = self._next("writer")
        began = time.monotonic()
        *_, first = self._next("loaded")
        time.sleep(chance.uniform(0, 1.3) * (time.monotonic() - began))
        os.kill(int(writer), signal.SIGKILL)
        *more, _ = self._next("killed")
        return [first, *more]

    def close(self) -> None:
        self._process.communicate()


def check_whole(home: Home) -> list[str]:
    """The live uploads, each with its files and counts; no other folder is in the vault."""
    live = uploads.live(home)
    assert {folder.name for folder in home.uploads.iterdir()} == {upload.id for upload in live}
    for upload in live:
        assert (upload.kind, upload.read, upload.loaded) == ("survey", ANSWERS, ANSWERS)
        assert uploads.report(home, upload.id)["loaded"] == ANSWERS
        with duckdb.connect() as con:
            path = str(home.canonical(upload.id, "responses"))
            assert con.execute("SELECT count(*) FROM read_parquet($path)", {"path": path}).fetchone() == (ANSWERS,)
    return [upload.id for upload in live]


@pytest.mark.slow
def test_a_killed_load_loses_nothing_and_leaves_nothing(home: Path, tmp_path: Path) -> None:
    chance = random.Random(20260305)
    files = tmp_path / "files"
    files.mkdir()
    acknowledged: list[str] = []
    writers = Writers(home, files)
    for _ in range(KILLS):
        acknowledged += writers.killed_while_loading(chance)
        assert set(acknowledged) <= {upload.id for upload in uploads.live(Home.open(home))}
    writers.close()
    assert set(acknowledged) <= set(check_whole(Home.open(home)))
    place = Home.open(home)
    after = files / "after.csv"
    after.write_text("id,q\n" + "".join(f"after{n},3\n" for n in range(ANSWERS)))
    (entry,) = pipeline.load(place, after, mapping=json.loads(MAPPING))
    assert entry["loaded"] == ANSWERS
    assert entry["upload"] in check_whole(Home.open(home))
    assert list(place.staging.iterdir()) == []
    assert len(acknowledged) >= KILLS
