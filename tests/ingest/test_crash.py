"""Killed at any moment, a load has happened whole or not at all, and what was acknowledged is there."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from cxdash.ingest import pipeline
from cxdash.vault import uploads
from cxdash.vault.home import Home

KILLS = 25
SECONDS = 40.0
ANSWERS = 20

MAPPING = """{"kind": "survey", "columns": [{"source": "id", "role": "response_id"},
    {"source": "q", "role": "score", "touchpoint": "Desk", "scale": [1, 5]}]}"""

# One process loads file after file, each with a content of its own, and says so only when `load` has returned.
WRITER = f"""
import sys, uuid
from pathlib import Path
from cxdash.ingest import pipeline
from cxdash.vault.home import Home
home = Home.open(sys.argv[1])
print("ready", flush=True)
while True:
    path = Path(sys.argv[2]) / (uuid.uuid4().hex + ".csv")
    path.write_text("id,q\\n" + "".join(f"{{path.stem}}{{n}},{{n % 5 + 1}}\\n" for n in range({ANSWERS})))
    (entry,) = pipeline.load(home, path, mapping={MAPPING})
    print(entry["upload"], flush=True)
"""


def killed_while_loading(home: Path, files: Path, chance: random.Random) -> list[str]:
    """The uploads that a writer acknowledged before it was killed: in its second load, at a random moment of it."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(home), str(files)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    began = time.monotonic()
    first = writer.stdout.readline().strip()
    time.sleep(chance.uniform(0, 1.3) * (time.monotonic() - began))
    writer.send_signal(signal.SIGKILL)
    return [first, *writer.communicate()[0].split("\n")[:-1]]


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
    kills, until = 0, time.monotonic() + SECONDS
    while kills < KILLS and time.monotonic() < until:
        acknowledged += killed_while_loading(home, files, chance)
        kills += 1
        assert set(acknowledged) <= set(check_whole(Home.open(home)))
    place = Home.open(home)
    after = files / "after.csv"
    after.write_text("id,q\n" + "".join(f"after{n},3\n" for n in range(ANSWERS)))
    (entry,) = pipeline.load(place, after, mapping=json.loads(MAPPING))
    assert entry["loaded"] == ANSWERS
    assert entry["upload"] in check_whole(Home.open(home))
    assert list(place.staging.iterdir()) == []
    assert kills >= 5
    assert len(acknowledged) >= kills
