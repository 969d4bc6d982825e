"""Repaired records join their upload whole, whatever the fault."""

from contextlib import contextmanager

import pytest

from cxdash.vault import ledger, repairs, uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import NewUpload


def test_a_fault_after_the_rows_were_written_leaves_the_repaired_records_whole(opened, load, monkeypatch):
    known = uploads.get(opened, load({}))
    staging = uploads.stage(opened)
    (staging / "report.json").write_text("{}")
    counts = dict.fromkeys(("bytes", "read", "loaded"), 1) | dict.fromkeys(("set_aside", "duplicates"), 0)
    told = {"name": "file.csv", "kind": "survey", "format": "csv", "mapping": {}, "shape": "s"}
    repaired = NewUpload(sha256="repaired", values_set_aside=0, **told, **counts)
    real = ledger.Ledger.write

    @contextmanager
    def interrupted(self):
        with real(self) as connection:
            yield connection
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ledger.Ledger, "write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            repairs.commit(opened, staging, repaired, known)
    again = Home.open(opened.path)
    (joined,) = repairs.repairs_of(again, known.id)
    assert uploads.report(again, joined) == {}
    assert (uploads.get(again, known.id).loaded, uploads.get(again, known.id).set_aside) == (2, 0)
