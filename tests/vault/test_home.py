"""A data folder opens whatever state it was left in, or says in one sentence why it cannot."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.vault import ledger, uploads
from cxdash.vault.home import ABANDONED_SECONDS, Home
from cxdash.vault.tables import metadata

ROOT = Path(__file__).parents[2]


def test_an_empty_folder_gets_its_parts(opened):
    assert {each.name for each in opened.path.iterdir()} >= {"vault", "mart", "ledger.sqlite"}
    assert opened.uploads.is_dir()
    assert opened.staging.is_dir()


def test_a_folder_is_made_where_there_is_none(tmp_path):
    assert Home.open(tmp_path / "a" / "b").uploads.is_dir()


def test_the_ledger_is_durable(opened):
    with opened.ledger.read() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_migrations_make_the_tables_the_code_knows(opened, tmp_path):
    def schema(path):
        with sqlite3.connect(path) as con:
            rows = con.execute(
                "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
            )
            return {name: set(sql.replace(" \n", "\n").split("\n")) for name, sql in rows}

    made = tmp_path / "made.sqlite"
    other = ledger.Ledger(made)
    with other.write() as connection:
        metadata.create_all(connection)
    other.close()
    assert schema(made) == schema(opened.path / "ledger.sqlite")


def test_the_newest_migration_is_the_one_a_current_ledger_has(opened):
    steps = sorted(path.name[1:5] for path in (ROOT / "cxdash/vault/migrations/versions").glob("r*.py"))
    with opened.ledger.read() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert tuple(steps) == ledger.REVISIONS
    assert found == ledger.REVISIONS[-1]


OPENING = """
import sys, time
from cxdash.vault.home import Home
began = time.process_time()
Home.open(sys.argv[1])
print(time.process_time() - began, any(name.startswith("alembic") for name in sys.modules))
"""


def in_a_process(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_a_current_folder_opens_quickly(opened):
    seconds, migrated = in_a_process(OPENING, opened.path).communicate(timeout=60)[0].split()
    assert migrated == "False"
    assert float(seconds) < 0.1


def test_processes_may_open_a_new_folder_together(tmp_path):
    together = [in_a_process(OPENING, tmp_path / "new") for _ in range(4)]
    assert [process.communicate(timeout=60)[1] for process in together] == [""] * 4
    assert [process.returncode for process in together] == [0] * 4
    assert uploads.live(Home.open(tmp_path / "new")) == []


def test_a_folder_of_a_newer_program_is_refused(opened):
    with opened.ledger.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ledger._open.clear()
    with pytest.raises(CxdashError, match="newer cxdash"):
        Home.open(opened.path)


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + bytes(4000)])
def test_a_ledger_that_is_none_is_said_and_left_alone(home, content):
    (home / "ledger.sqlite").write_bytes(content)
    with pytest.raises(CxdashError, match="cannot be read") as refusal:
        Home.open(home)
    assert "backup" in refusal.value.hint
    assert (home / "ledger.sqlite").read_bytes() == content


def test_a_ledger_file_of_no_bytes_is_a_new_ledger(home):
    (home / "ledger.sqlite").touch()
    assert uploads.live(Home.open(home)) == []


@pytest.mark.parametrize("place", ["a file", "a file/below", "/proc/cxdash", "/dev/null"])
def test_a_place_that_cannot_be_a_folder_is_said(tmp_path, place):
    (tmp_path / "a file").touch()
    with pytest.raises(CxdashError) as refusal:
        Home.open(tmp_path / place)
    assert place.removesuffix("/below") in refusal.value.message
    assert "--home" in refusal.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(opened):
    opened.staging.chmod(0o500)
    with pytest.raises(CxdashError, match="cannot be written to"):
        uploads.stage(opened)


FULL = """
import resource, signal, sys
from cxdash.errors import CxdashError
from cxdash.vault import settings
from cxdash.vault.home import Home
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    home = Home.open(sys.argv[1])
    for n in range(1000):
        settings.put(home, "privacy", n)
except CxdashError as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [0, 8000, 100_000])
def test_a_full_disk_is_said_and_does_no_harm(home, limit):
    told, complaint = in_a_process(FULL, home, limit).communicate(timeout=60)
    assert told.startswith("The disk of the data folder"), complaint
    assert uploads.live(Home.open(home)) == []


HOLDING = """
import sys, time
from cxdash.vault import uploads
from cxdash.vault.home import Home
staging = uploads.stage(Home.open(sys.argv[1]))
(staging / "raw.csv").write_text("half a file")
print(staging.name, flush=True)
time.sleep(60)
"""


def test_staging_of_a_process_that_is_gone_is_swept_and_that_of_a_living_one_stays(opened):
    process = in_a_process(HOLDING, opened.path)
    name = process.stdout.readline().strip()
    mine = uploads.stage(opened)
    Home.open(opened.path)
    assert {each.name for each in opened.staging.iterdir() if each.is_dir()} == {name, mine.name}
    process.kill()
    process.communicate()
    Home.open(opened.path)
    assert [each for each in opened.staging.iterdir() if each.is_dir()] == [mine]
    uploads.discard(mine)
    assert list(opened.staging.iterdir()) == []


def test_staging_nobody_touched_for_an_hour_is_swept(opened):
    staging = uploads.stage(opened)
    (staging / "raw.csv").touch()
    long_ago = time.time() - ABANDONED_SECONDS - 5
    os.utime(staging, (long_ago, long_ago))
    Home.open(opened.path)
    assert staging.exists()
    os.utime(staging / "raw.csv", (long_ago, long_ago))
    Home.open(opened.path)
    assert not staging.exists()


def test_files_that_come_and_go_while_a_folder_is_looked_at_prove_that_it_is_alive(opened):
    staging, over = uploads.stage(opened), threading.Event()

    def work():
        while not over.is_set():
            for n in range(20):
                (staging / f"{n}" / "part").mkdir(parents=True)
                (staging / f"{n}" / "part" / "raw.csv").touch()
            for n in range(20):
                shutil.rmtree(staging / f"{n}")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(100):
            Home.open(opened.path)
            assert staging.is_dir()
    finally:
        over.set()
        worker.join()


def test_upload_folders_without_a_row_are_swept(opened):
    folder = opened.upload("u0000dead")
    folder.mkdir()
    (folder / "report.json").write_text("{}")
    Home.open(opened.path)
    assert not folder.exists()


def test_a_ledger_file_that_was_replaced_is_opened_again(opened, tmp_path):
    other = Home.open(tmp_path / "other")
    with other.ledger.write() as connection:
        ledger.note(connection, "here", "other")
    other.ledger.close()
    opened.ledger.close()
    os.replace(other.path / "ledger.sqlite", opened.path / "ledger.sqlite")
    with opened.ledger.read() as connection:
        assert connection.exec_driver_sql("SELECT action FROM audit").scalar() == "here"
