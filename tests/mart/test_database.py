"""The open mart: right under threads, heals itself, moves over to new data, and does nothing but answer."""

import gc
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from cxdash.errors import CxdashError
from cxdash.mart import database, engine
from cxdash.mart.database import open_mart
from cxdash.mart.files import write_ahead
from cxdash.vault import ledger, uploads
from cxdash.vault.home import Home

ROOT = Path(__file__).parents[2]
TOTAL = "SELECT SUM(score) AS total, COUNT(*) AS n FROM answers"


def forget(opened):
    """Let go of the open mart, as a new process would not have it."""
    database._marts.pop(opened.path, None)


def mart_file(opened):
    (path,) = opened.mart.glob("*.duckdb")
    return path


def test_asking_again_opens_nothing_and_derives_nothing(opened, answers):
    mart = open_mart(opened)
    began = time.process_time()
    for _ in range(200):
        assert open_mart(opened) is mart
    assert (time.process_time() - began) / 200 < 0.002


def test_values_are_bound_and_others_not_looked_at(opened, answers):
    rows = open_mart(opened).ask("SELECT $text AS text, $days AS days", text="'; DROP TABLE records", days=[1], more=2)
    assert rows == [{"text": "'; DROP TABLE records", "days": [1]}]


def test_columns_of_tables_and_views(opened, answers):
    mart = open_mart(opened)
    assert mart.columns("responses") == ("record", "question", "score")
    assert mart.columns("answers")[-3:] == ("n", "w", "w2")
    with pytest.raises(CxdashError):
        mart.columns("no such table")


def test_a_question_that_takes_too_long_is_given_up(opened, answers):
    endless = "SELECT SUM(a.i * b.i * c.i) FROM range(100000) a(i), range(100000) b(i), range(100000) c(i)"
    began = time.monotonic()
    with pytest.raises(CxdashError, match="given up"):
        open_mart(opened).ask(endless, timeout_seconds=0.2)
    assert time.monotonic() - began < 5
    assert open_mart(opened).ask(TOTAL)[0]["n"] == 500


def test_what_does_not_fit_into_memory_goes_to_a_folder_of_its_own(opened, answers, monkeypatch):
    monkeypatch.setenv("CXDASH_MEMORY_LIMIT", "30MB")
    left = engine.spill(opened) / "999999999-left"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    many = "SELECT COUNT(*) AS n FROM (SELECT hash(i) AS h FROM range(3000000) t(i) ORDER BY h LIMIT 2999999)"
    assert open_mart(opened).ask(many) == [{"n": 2999999}]
    forget(opened)
    gc.collect()
    assert list(engine.spill(opened).iterdir()) == []


def test_memory_that_does_not_suffice_is_said(opened, answers, monkeypatch):
    monkeypatch.setenv("CXDASH_MEMORY_LIMIT", "20MB")
    with pytest.raises(CxdashError, match="not enough memory") as refusal:
        open_mart(opened).ask("SELECT len(list(i)) AS n FROM range(10000000) t(i)")
    assert "CXDASH_MEMORY_LIMIT" in refusal.value.hint


def test_sixteen_threads_get_their_own_answers(opened, answers):
    def ask(thread):
        mart = open_mart(opened)
        wrong = 0
        for k in range(100):
            asked = thread * 1000 + k
            row = mart.ask(
                "SELECT $asked AS asked, COUNT(*) AS n FROM answers WHERE score = $score", asked=asked, score=1 + k % 5
            )
            wrong += row != [{"asked": asked, "n": 100}]
        return wrong

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(16))) == 0


def _flipped(path):
    # Within every block, so that the damage is sure to be in what is read and not in free space.
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 512):
        content[at] ^= 0xFF
    path.write_bytes(bytes(content))


def _truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGE = {
    "flipped": _flipped,
    "truncated": _truncated,
    "garbage": lambda path: path.write_bytes(random.Random(7).randbytes(100_000)),
    "empty": lambda path: path.write_bytes(b""),
    "stray write-ahead log": lambda path: write_ahead(path).write_bytes(b"not a log"),
    "gone": lambda path: path.unlink(),
    "another database": lambda path: (path.unlink(), duckdb.connect(path).close()),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_derived_again_by_itself(opened, answers, damage):
    open_mart(opened)
    forget(opened)
    DAMAGE[damage](mart_file(opened))
    assert open_mart(opened).ask(TOTAL) == [{"total": 1500, "n": 500}]
    assert not list(opened.mart.glob("*.wal"))
    assert len(list(opened.mart.glob("*.duckdb"))) == 1


def test_every_single_damaged_place_heals_or_does_no_harm(opened, answers):
    whole = open_mart(opened).ask("SELECT * FROM scores ORDER BY ALL")
    intact = mart_file(opened).read_bytes()
    chance = random.Random(11)
    for _ in range(12):
        forget(opened)
        content = bytearray(intact)
        for at in chance.sample(range(len(content)), 3):
            content[at] ^= 1 << chance.randrange(8)
        mart_file(opened).write_bytes(bytes(content))
        mart = open_mart(opened)
        assert mart.ask(TOTAL) == [{"total": 1500, "n": 500}]
        assert mart.ask("SELECT * FROM scores ORDER BY ALL") == whole


def test_damage_found_while_asking_heals(opened, answers, caplog):
    mart = open_mart(opened)
    # Overwritten in place under the open mart: what is not in memory yet is now unreadable.
    _flipped(mart_file(opened))
    assert mart.ask(TOTAL) == [{"total": 1500, "n": 500}]
    assert mart.ask("SELECT COUNT(*) AS n FROM records") == [{"n": 500}]
    assert open_mart(opened).ask(TOTAL) == [{"total": 1500, "n": 500}]
    assert "derived again" in caplog.text


SPILLS = "SELECT COUNT(*) AS n FROM (SELECT hash(i) AS h FROM range(3000000) t(i) ORDER BY h LIMIT 2999999)"


def test_a_disk_that_is_full_while_a_question_spills_removes_no_mart(opened, answers):
    script = (
        "import resource, signal, sys; from cxdash.vault.home import Home; from cxdash.mart.database import open_mart\n"
        "from cxdash.errors import CxdashError\n"
        "mart = open_mart(Home.open(sys.argv[1])); signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "for _ in range(2):\n"
        f"    try: mart.ask({SPILLS!r})\n"
        "    except CxdashError as error: print('refused:', error)\n"
        f"print(mart.ask({TOTAL!r})[0]['n'])"
    )
    open_mart(opened)
    file, before = mart_file(opened), mart_file(opened).stat()
    told = subprocess.run(
        [sys.executable, "-c", script, str(opened.path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=True,
        env={**os.environ, "CXDASH_MEMORY_LIMIT": "30MB"},
    )
    assert told.stdout.count("refused:") == 2, told
    assert told.stdout.endswith("500\n")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_spill_folder_that_cannot_be_made_removes_no_mart(opened, answers, monkeypatch):
    monkeypatch.setenv("CXDASH_MEMORY_LIMIT", "30MB")
    mart, file = open_mart(opened), mart_file(opened)
    inode = file.stat().st_ino
    shutil.rmtree(engine.spill(opened))
    engine.spill(opened).write_text("in the way")
    with pytest.raises(CxdashError, match="cannot be read now") as refusal:
        mart.ask(SPILLS)
    assert "disk" in refusal.value.hint
    engine.spill(opened).unlink()
    engine.spill(opened).mkdir()
    assert file.stat().st_ino == inode
    assert open_mart(opened) is mart
    assert mart.ask(SPILLS) == [{"n": 2999999}]


@pytest.mark.parametrize("kind", [duckdb.FatalException, duckdb.InternalException])
def test_a_database_that_duckdb_has_given_up_is_opened_anew_and_not_derived(opened, answers, kind):
    mart = open_mart(opened)
    file, inode = mart_file(opened), mart_file(opened).stat().st_ino
    former = mart._root
    assert mart._renew(former, kind("database has been invalidated because of a previous fatal error"))
    assert mart._root is not former
    assert (mart_file(opened).stat().st_ino, file.exists()) == (inode, False)
    assert open_mart(opened) is mart
    assert mart.ask(TOTAL) == [{"total": 1500, "n": 500}]


def test_too_many_open_files_remove_no_mart(opened, answers):
    open_mart(opened)
    forget(opened)
    gc.collect()
    file, before = mart_file(opened), mart_file(opened).stat()
    script = (
        "import os, resource, sys; from cxdash.vault.home import Home; from cxdash.mart import database\n"
        "from cxdash.errors import CxdashError\n"
        "from cxdash.mart.derive import data_version\n"
        "from cxdash.vault.uploads import live_ids\n"
        "home = Home.open(sys.argv[1]); version = data_version(live_ids(home)); soon = []\n"
        "import duckdb; duckdb.connect().execute('SELECT 1').fetchall()\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
        "while True:\n"
        "    try: soon.append(os.open('/dev/null', os.O_RDONLY))\n"
        "    except OSError: break\n"
        "os.close(soon.pop())\n"
        "try: database._opened(home, version)\n"
        "except CxdashError as error: print('refused:', error)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(opened.path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    assert told.stdout.startswith("refused: The data cannot be read now"), told
    assert "Too many open files" in told.stdout
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_readers_move_over_and_the_former_mart_goes_on(opened, survey):
    survey({"a": 5})
    former = open_mart(opened)
    survey({"b": 4})
    assert open_mart(opened).ask(TOTAL) == [{"total": 9, "n": 2}]
    assert former.ask(TOTAL) == [{"total": 5, "n": 1}]


def test_data_that_comes_back_finds_the_mart_others_still_ask(opened, survey):
    survey({"a": 5})
    former = open_mart(opened)
    added = survey({"b": 4})
    assert open_mart(opened).ask(TOTAL)[0]["n"] == 2
    files = set(opened.mart.glob("*.duckdb"))
    uploads.undo(opened, added)
    again = open_mart(opened)
    assert again.version == former.version
    assert again.ask(TOTAL) == former.ask(TOTAL) == [{"total": 5, "n": 1}]
    assert set(opened.mart.glob("*.duckdb")) == files


def test_many_folders_do_not_stay_open(tmp_path, empty):
    for k in range(database.KEPT_OPEN + 3):
        shutil.copytree(empty, tmp_path / str(k))
        assert open_mart(Home.open(tmp_path / str(k))).ask(TOTAL) == [{"total": None, "n": 0}]
    assert len(database._marts) == len(ledger._open) == database.KEPT_OPEN
    assert open_mart(Home.open(tmp_path / "0")).ask(TOTAL) == [{"total": None, "n": 0}]


def test_only_the_newest_two_versions_are_kept(opened, survey):
    for k in range(5):
        survey({"a": k + 1})
        (opened.mart / "unfinished-left.duckdb").write_bytes(b"left by a crash")
        open_mart(opened)
    assert len(list(opened.mart.glob("*.duckdb"))) == 2
    assert not list(opened.mart.glob("unfinished-*"))


def test_a_removed_file_is_replaced_for_the_next_reader(opened, answers):
    mart = open_mart(opened)
    shutil.rmtree(opened.mart)
    assert open_mart(opened).ask(TOTAL) == mart.ask(TOTAL) == [{"total": 1500, "n": 500}]


def test_many_threads_derive_once(opened, survey):
    survey({"a": 5})
    with ThreadPoolExecutor(8) as pool:
        marts = list(pool.map(lambda _: open_mart(opened), range(16)))
    assert len(set(map(id, marts))) == 1
    assert len(list(opened.mart.glob("*.duckdb"))) == 1


READER = """
import sys, time
from cxdash.mart.database import open_mart
from cxdash.vault.home import Home
home, wanted, until = Home.open(sys.argv[1]), int(sys.argv[2]), time.monotonic() + 30
seen = []
while time.monotonic() < until and (not seen or seen[-1] < wanted):
    row = open_mart(home).ask("SELECT COUNT(*) AS n, COUNT(DISTINCT upload) AS files FROM records")[0]
    assert row["n"] == 3 * row["files"], row
    seen.append(row["n"])
    if len(seen) == 1:
        print("reading", flush=True)
assert seen == sorted(seen), seen
print(seen[-1], flush=True)
"""


def test_two_processes_on_one_folder(opened, survey):
    survey({"a": 1, "b": 2, "c": 3})
    open_mart(opened)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(opened.path), "18"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert reader.stdout.readline() == "reading\n"
    for _ in range(5):
        survey({"a": 1, "b": 2, "c": 3})
        assert open_mart(opened).ask("SELECT COUNT(*) % 3 AS rest FROM records") == [{"rest": 0}]
    assert open_mart(opened).ask(TOTAL)[0]["n"] == 18
    assert reader.communicate(timeout=60)[0] == "18\n"
    assert reader.returncode == 0


def test_uploads_while_others_ask(opened, survey):
    stop, wrong = threading.Event(), []

    def ask():
        while not stop.is_set():
            try:
                row = open_mart(opened).ask("SELECT COUNT(*) AS n, COALESCE(SUM(score), 0) AS total FROM answers")[0]
                if row["total"] != 3 * row["n"]:
                    wrong.append(row)
            except CxdashError as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    loaded = [survey({"a": 3, "b": 3}) for _ in range(4)]
    uploads.undo(opened, loaded[0])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert open_mart(opened).ask(TOTAL) == [{"total": 18, "n": 6}]


def test_a_full_disk_is_said_in_words(opened, answers):
    script = (
        "import resource, sys; from cxdash.vault.home import Home; from cxdash.mart.database import open_mart\n"
        "home = Home.open(sys.argv[1]); resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from cxdash.errors import CxdashError\n"
        "try: open_mart(home)\n"
        "except CxdashError as error: print('refused:', error)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(opened.path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=True,
    )
    assert told.stdout.startswith("refused: The data could not be prepared"), told
    assert not list(opened.mart.glob("*.duckdb*"))
    assert open_mart(opened).ask(TOTAL)[0]["n"] == 500
