"""What rests before it is loaded does not stay: not after a day, and not after the process that took it in."""

import os
import subprocess
import sys
import time
from pathlib import Path

from cxdash.ingest import incoming, pipeline
from cxdash.vault.home import Home
from cxdash.vault.uploads import get
from tests.server.conftest import resting

SESSION = "5e" * 16
OTHER_PROCESS = """
import sys
from cxdash.ingest import incoming
from cxdash.vault.home import Home
place = incoming.berth(Home.open(sys.argv[1]), "ab" * 16)
place.part.write_bytes(b"half")
print("ready", flush=True)
sys.stdin.read()
"""


def arrived(home: Home, content: bytes = b"a,b\n1,2\n") -> incoming.Berth:
    place = incoming.berth(home, SESSION)
    place.part.write_bytes(content)
    place.arrived()
    return place


def test_what_nobody_loads_is_removed_after_a_day(home: Path) -> None:
    opened = Home.open(home)
    old, claimed, part = arrived(opened), arrived(opened), incoming.berth(opened, SESSION)
    part.part.write_bytes(b"half")
    path = incoming.claim(opened, SESSION, claimed.token, "old.csv")
    yesterday = time.time() - incoming.KEPT_SECONDS - 1
    for each in (old.file, part.part, path.parent):
        os.utime(each, (yesterday, yesterday))
    young = arrived(opened)
    incoming.berth(opened, SESSION)
    assert resting(home) == [young.file.name]


def test_another_processs_files_stay_while_it_lives_and_go_when_it_has_ended(home: Path) -> None:
    opened = Home.open(home)
    words = [sys.executable, "-c", OTHER_PROCESS, str(home)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        incoming.resting(opened)
        assert len(resting(home)) == 1
        other.kill()
        other.wait()
    incoming._sweep(home / "incoming")
    assert resting(home) == []
    assert incoming.resting(opened).is_dir()


def test_only_its_owner_may_look_into_the_folder(home: Path) -> None:
    assert incoming.resting(Home.open(home)).parent.stat().st_mode & 0o077 == 0


def test_a_resting_file_is_not_copied_into_the_vault_but_named_there(home: Path) -> None:
    opened = Home.open(home)
    rows = "".join(f"R{n},{n % 11},2026-01-{1 + n % 28:02d}\n" for n in range(40))
    place = arrived(opened, b"response_id,nps,date\n" + rows.encode())
    path = incoming.claim(opened, SESSION, place.token, "spring.csv")
    inode = path.stat().st_ino
    (entry,) = pipeline.load(opened, path)
    incoming.let_go(path)
    raw = opened.upload(entry["upload"]) / "raw" / "spring.csv"
    assert raw.stat().st_ino == inode
    assert raw.stat().st_nlink == 1
    assert get(opened, entry["upload"]).name == "spring.csv"
