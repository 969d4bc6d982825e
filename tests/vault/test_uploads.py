"""An upload exists wholly or not at all, once, until it is taken back."""

import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.vault import ledger, mappings, uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import AlreadyLoadedError, NewUpload

ROOT = Path(__file__).parents[2]


def staged(opened, content="id,score\n1,5\n"):
    """A staging folder as ingest leaves it, and what the ledger is to keep of it."""
    staging = uploads.stage(opened)
    for folder in ("raw", "canonical"):
        (staging / folder).mkdir()
    (staging / "raw" / "file.csv").write_text(content)
    (staging / "canonical" / "rejects.parquet").write_bytes(b"rejects")
    (staging / "report.json").write_text(json.dumps({"content": content}))
    return staging, NewUpload(
        name="file.csv",
        kind="survey",
        format="csv",
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        bytes=len(content),
        read=3,
        loaded=1,
        set_aside=1,
        duplicates=1,
        values_set_aside=2,
        mapping={"kind": "survey", "columns": [{"source": "نمره", "role": "score"}]},
        shape="shape",
        warnings=[{"message": "m", "values": {"n": 1}}],
        first_at=ledger.now(),
    )


def put(opened, content="id,score\n1,5\n"):
    return uploads.commit(opened, *staged(opened, content))


def folders(opened):
    return {each.name for each in opened.uploads.iterdir()} | {each.name for each in opened.staging.iterdir()}


def test_what_was_committed_is_there(opened):
    staging, new = staged(opened)
    identity = uploads.commit(opened, staging, new)
    assert identity.startswith("u")
    assert int(identity[1:], 16) >= 0
    assert len(identity) == 9
    (found,) = uploads.live(opened)
    assert found == uploads.get(opened, identity) == uploads.find_live(opened, new.sha256)
    assert {name: getattr(found, name) for name in vars(new)} == vars(new)
    assert found.live
    assert abs(found.loaded_at - ledger.now()) < timedelta(minutes=1)
    assert uploads.report(opened, identity) == {"content": "id,score\n1,5\n"}
    assert uploads.rejects_path(opened, identity).read_bytes() == b"rejects"
    assert (opened.upload(identity) / "raw" / "file.csv").read_text() == "id,score\n1,5\n"
    assert folders(opened) == {identity}


def test_undo_takes_an_upload_back_and_keeps_its_files(opened):
    first, second = put(opened, "a"), put(opened, "b")
    undone = uploads.undo(opened, first)
    assert not undone.live
    assert uploads.live_ids(opened) == (second,)
    assert [each.id for each in uploads.history(opened)] == [second, first]
    assert uploads.report(opened, first) == {"content": "a"}
    with pytest.raises(CxdashError, match="already taken back"):
        uploads.undo(opened, first)
    again = put(opened, "a")
    assert uploads.live_ids(opened) == tuple(sorted((second, again)))


@pytest.mark.parametrize("call", [uploads.undo, uploads.get, uploads.report, uploads.rejects_path])
@pytest.mark.parametrize("name", ["u00000000", "", "../..", "' OR 1=1 --"])
def test_an_unknown_upload_is_said(opened, call, name):
    put(opened)
    with pytest.raises(CxdashError, match="There is no upload") as refusal:
        call(opened, name)
    assert "uploads" in refusal.value.hint
    assert len(uploads.live(opened)) == 1


def test_the_same_content_is_live_once(opened):
    first = put(opened)
    with pytest.raises(AlreadyLoadedError, match=first) as refusal:
        put(opened)
    assert refusal.value.upload.id == first
    assert folders(opened) == {first}


def test_the_ledger_itself_refuses_the_same_content_twice(opened, monkeypatch):
    # Another machine's commit between the look and the row.
    first = put(opened)
    looks = iter([None])
    found = uploads.find_live
    monkeypatch.setattr(uploads, "find_live", lambda home, sha256: next(looks, found(home, sha256)))
    with pytest.raises(AlreadyLoadedError, match=first):
        put(opened)
    assert folders(opened) == {first}


def test_threads_that_commit_together(opened):
    def attempt(k):
        try:
            return put(opened, f"content {k % 3}")
        except AlreadyLoadedError as refusal:
            return refusal.upload.id

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(attempt, range(24)))
    assert {frozenset(told[k::3]) for k in range(3)} == {frozenset([told[k]]) for k in range(3)}
    assert set(uploads.live_ids(opened)) == set(told) == folders(opened)


COMMITTING = """
import sys
sys.path.insert(0, "tests/vault")
from test_uploads import put
from cxdash.vault.home import Home
from cxdash.vault.uploads import AlreadyLoadedError
home = Home.open(sys.argv[1])
for k in range(5):
    try:
        print("loaded", put(home, f"content {k}"))
    except AlreadyLoadedError as refusal:
        print("known", refusal.upload.id)
"""


def test_processes_that_commit_together(opened):
    together = [
        subprocess.Popen([sys.executable, "-c", COMMITTING, opened.path], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(3)
    ]
    told = [line.split() for process in together for line in process.communicate(timeout=60)[0].splitlines()]
    assert len(told) == 15
    assert sorted(name for what, name in told if what == "loaded") == list(uploads.live_ids(opened))
    assert folders(opened) == set(uploads.live_ids(opened))
    assert len(folders(opened)) == 5


KILLED = """
import os, sys
sys.path.insert(0, "tests/vault")
from test_uploads import put
from cxdash.vault import uploads
from cxdash.vault.home import Home
home = Home.open(sys.argv[1])
setattr(uploads, sys.argv[2], lambda *_, **__: os.kill(os.getpid(), 9))
put(home)
"""


@pytest.mark.parametrize("moment", ["flush_tree", "put_in_place", "_next_moment", "note", "discard"])
def test_a_crash_at_any_moment_leaves_all_or_nothing(opened, moment):
    died = subprocess.run([sys.executable, "-c", KILLED, opened.path, moment], cwd=ROOT, check=False, timeout=60)
    assert died.returncode == -9
    assert folders(opened) != set()
    home = Home.open(opened.path)
    # Only after the row was written does the upload exist.
    assert len(uploads.live_ids(home)) == (moment == "discard")
    assert folders(home) == set(uploads.live_ids(home))
    if moment != "discard":
        assert uploads.live_ids(home) == () != put(home)


def test_a_failure_leaves_nothing(opened, monkeypatch):
    staging, new = staged(opened)
    monkeypatch.setattr(uploads, "note", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        uploads.commit(opened, staging, new)
    assert folders(opened) == set()
    assert uploads.history(opened) == []


def failing_after(monkeypatch, error, of="write"):
    """Transactions that end as they do, and then meet `error`."""
    real = getattr(ledger.Ledger, of)

    @contextmanager
    def failing(self):
        with real(self) as connection:
            yield connection
        raise error

    monkeypatch.setattr(ledger.Ledger, of, failing)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), CxdashError("The disk does not take it.")])
def test_a_fault_after_the_row_was_written_leaves_the_upload_whole(opened, monkeypatch, error):
    with monkeypatch.context() as patched:
        failing_after(patched, error)
        with pytest.raises(type(error)):
            put(opened)
    (upload,) = uploads.live(Home.open(opened.path))
    assert folders(opened) == {upload.id}
    assert uploads.report(opened, upload.id)
    with pytest.raises(AlreadyLoadedError):
        put(opened)


def test_files_stay_for_the_sweep_where_the_ledger_cannot_be_asked(opened, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "note", lambda *_, **__: failing_after(patched, CxdashError("Busy."), "read") or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            put(opened)
    assert len(folders(opened)) == 1
    assert uploads.history(Home.open(opened.path)) == []
    assert folders(opened) == set()


def test_what_belongs_to_a_load_is_kept_with_its_row_or_not_at_all(opened, monkeypatch):
    def remember():
        mappings.remember(opened, "shape", {"kind": "survey"})

    staging, new = staged(opened, "a")
    uploads.commit(opened, staging, new, along=remember)
    assert mappings.recall(opened, "shape") == {"kind": "survey"}

    def remember_and_fail():
        mappings.remember(opened, "other", {"kind": "survey"})
        assert mappings.recall(opened, "other") is not None
        raise CxdashError("No.")

    with pytest.raises(CxdashError, match="No"):
        uploads.commit(opened, *staged(opened, "b"), along=remember_and_fail)
    assert mappings.recall(opened, "other") is None
    assert len(uploads.live(opened)) == len(folders(opened)) == 1


@pytest.mark.parametrize("gone", ["", "report.json"])
def test_an_upload_whose_files_are_gone_is_named(opened, gone):
    upload, other = put(opened, "a"), put(opened, "b")
    lost = opened.upload(upload) / gone
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    with pytest.raises(CxdashError, match=f"file.csv.*{upload}") as refusal:
        uploads.report(opened, upload)
    assert "backup" in refusal.value.hint
    uploads.undo(opened, upload)
    assert uploads.live_ids(opened) == (other,)


def test_the_order_of_loading_does_not_hang_on_the_clock(opened, monkeypatch):
    first, yesterday = put(opened, "a"), ledger.now() - timedelta(days=1)
    monkeypatch.setattr(uploads, "now", lambda: yesterday)
    order = [first, put(opened, "b"), put(opened, "c")]
    assert [each.id for each in uploads.live(opened)] == order


def test_what_happened_is_on_record(opened):
    identity = put(opened)
    uploads.undo(opened, identity)
    with opened.ledger.read() as connection:
        lines = connection.exec_driver_sql("SELECT action, object FROM audit ORDER BY id").fetchall()
    assert lines == [("load", identity), ("undo", identity)]
