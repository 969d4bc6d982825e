"""The files as they came are kept for as long as the setting says, and everything works without them."""

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from cxdash.vault import ledger, retention, settings, uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import NewUpload

ROOT = Path(__file__).parents[2]
CELLS, LINE = '["9", null, "slow"]', "9,ann@example.org,slow,and more"


def put(home, content):
    staging = uploads.stage(home)
    for folder in ("raw", "canonical"):
        (staging / folder).mkdir()
    (staging / "raw" / "file.csv").write_text(content)
    rejects = pa.table({"row": [2, 3, 4], "reason": ["r"] * 3, "text": [CELLS, LINE, None]})
    parquet.write_table(rejects, staging / "canonical" / "rejects.parquet")
    (staging / "report.json").write_text(json.dumps({"content": content}))
    counts = dict.fromkeys(("bytes", "read", "loaded", "set_aside", "duplicates", "values_set_aside"), 1)
    told = {"name": "file.csv", "kind": "survey", "format": "csv", "mapping": {}, "shape": "s"}
    return uploads.commit(home, staging, NewUpload(sha256=content, **told, **counts))


def raw(home, upload):
    return home.upload(upload) / "raw"


def audit(home):
    with home.ledger.read() as connection:
        return (
            connection.exec_driver_sql("SELECT object FROM audit WHERE action = 'remove_raw' ORDER BY id")
            .scalars()
            .all()
        )


def test_raw_files_are_kept_for_ninety_days(opened):
    first, second = put(opened, "a"), put(opened, "b")
    uploads.undo(opened, first)
    loaded_at = uploads.get(opened, second).loaded_at
    assert retention.remove_expired_raw(opened, loaded_at + timedelta(days=90, seconds=-9)) == []
    assert raw(opened, first).is_dir()
    # Undone or live, the file is gone when its time is over.
    assert retention.remove_expired_raw(opened, loaded_at + timedelta(days=90)) == [first, second]
    assert audit(opened) == [first, second]
    assert retention.remove_expired_raw(opened, loaded_at + timedelta(days=99)) == []
    assert audit(opened) == [first, second]


def test_an_upload_without_its_file_still_works(opened):
    upload = put(opened, "a")
    assert retention.remove_expired_raw(opened, ledger.now() + timedelta(days=91)) == [upload]
    assert not raw(opened, upload).exists()
    again = Home.open(opened.path)
    assert uploads.live_ids(again) == (upload,)
    assert uploads.report(again, upload) == {"content": "a"}
    assert parquet.read_table(uploads.rejects_path(again, upload))["row"].to_pylist() == [2, 3, 4]
    with pytest.raises(uploads.AlreadyLoadedError):
        put(again, "a")
    assert not uploads.undo(again, upload).live


def test_the_setting_decides(opened):
    upload = put(opened, "a")
    assert not retention.remove_unkept_raw(opened, upload)
    settings.put(opened, "raw_retention_days", 7)
    assert retention.remove_expired_raw(opened, ledger.now() + timedelta(days=6)) == []
    settings.put(opened, "raw_retention_days", 0)
    assert retention.remove_unkept_raw(opened, upload)
    assert not retention.remove_unkept_raw(opened, upload)
    assert not raw(opened, upload).exists()
    assert audit(opened) == [upload]


def test_opening_a_folder_removes_what_expired_once_a_day(opened, monkeypatch):
    upload = put(opened, "a")
    later = ledger.now() + timedelta(days=91)
    swept = []
    remove = retention.remove_expired_raw
    monkeypatch.setattr(retention, "remove_expired_raw", lambda *given: swept.append(remove(*given)))
    Home.open(opened.path)
    assert swept == []
    monkeypatch.setattr(retention, "now", lambda: later)
    Home.open(opened.path)
    Home.open(opened.path)
    assert swept == [[upload]]
    # A clock that was ahead and is set back again does not stop it.
    monkeypatch.setattr(retention, "now", lambda: later - timedelta(days=30))
    Home.open(opened.path)
    assert swept == [[upload], []]


def lose(path):
    path.unlink()


def damage(path):
    path.write_bytes(path.read_bytes()[:40])


@pytest.mark.parametrize("harm", [lose, damage])
def test_one_damaged_upload_holds_up_neither_the_start_nor_the_others(opened, monkeypatch, caplog, harm):
    damaged, sound = put(opened, "a"), put(opened, "b")
    harm(uploads.rejects_path(opened, damaged))
    later = ledger.now() + timedelta(days=91)
    monkeypatch.setattr(retention, "now", lambda: later)
    Home.open(opened.path)
    assert (raw(opened, damaged).is_dir(), raw(opened, sound).is_dir()) == (True, False)
    # What was not removed is not on record as removed.
    assert audit(opened) == [sound]
    assert damaged in caplog.text
    assert (opened.vault / "retention.marker").read_text() == later.isoformat()


def test_a_file_that_cannot_be_removed_yet_does_not_undo_its_load(opened, caplog):
    upload = put(opened, "a")
    settings.put(opened, "raw_retention_days", 0)
    damage(uploads.rejects_path(opened, upload))
    assert not retention.remove_unkept_raw(opened, upload)
    assert upload in caplog.text


SWEEPING = """
import sys, time
from datetime import timedelta
from cxdash.vault import ledger, retention
from cxdash.vault.home import Home
home = Home(__import__("pathlib").Path(sys.argv[1]))
later = ledger.now() + timedelta(days=91)
time.sleep(max(0, float(sys.argv[2]) - time.time()))
retention.remove_expired_raw(home, later)
"""


def test_processes_that_sweep_together_remove_each_file_once(opened):
    loaded = [put(opened, f"{n}") for n in range(30)]
    together = [
        subprocess.Popen(
            [sys.executable, "-c", SWEEPING, opened.path, str(time.time() + 2)], stderr=subprocess.PIPE, cwd=ROOT
        )
        for _ in range(4)
    ]
    assert [process.communicate(timeout=60)[1] for process in together] == [b""] * 4
    assert audit(opened) == loaded
    assert [each for upload in loaded for each in opened.upload(upload).rglob("*.new")] == []
    assert not any(raw(opened, upload).exists() for upload in loaded)


def test_a_damaged_marker_is_written_anew(opened):
    marker = opened.vault / "retention.marker"
    marker.write_text("")
    Home.open(opened.path)
    assert len(marker.read_text()) > 18


def test_a_marker_that_cannot_be_written_keeps_nobody_out(opened, caplog):
    marker = opened.vault / "retention.marker"
    marker.unlink()
    marker.mkdir()
    assert uploads.live(Home.open(opened.path)) == []
    assert "done again" in caplog.text


def test_the_salt_is_made_once_and_is_not_in_the_audit(opened, tmp_path):
    salt = settings.identity_salt(opened)
    assert len(salt) == 64
    assert settings.identity_salt(Home.open(opened.path)) == salt
    assert settings.identity_salt(Home.open(tmp_path / "other")) != salt
    with pytest.raises(KeyError):
        settings.put(opened, "identity_salt", "mine")
    with opened.ledger.read() as connection:
        assert salt not in str(connection.exec_driver_sql("SELECT * FROM audit").fetchall())


def test_lines_that_were_never_told_into_cells_go_with_the_file(opened):
    upload = put(opened, "a")
    rejects = uploads.rejects_path(opened, upload)
    assert parquet.read_table(rejects)["text"].to_pylist() == [CELLS, LINE, None]
    retention.remove_expired_raw(opened, ledger.now() + timedelta(days=91))
    assert parquet.read_table(rejects)["text"].to_pylist() == [CELLS, None, None]
    assert b"ann@example.org" not in rejects.read_bytes()
