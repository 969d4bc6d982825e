"""What a person's Cancel means at the last moment: the file is loaded already, and then it is not."""

from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.server.jobs import Job
from cxdash.ui import upload_desk
from cxdash.vault import uploads
from cxdash.vault.home import Home

ANSWERS = "ID,NPS\n" + "".join(f"{n},{n % 11}\n" for n in range(30))


@pytest.fixture
def loaded(tmp_path: Path) -> tuple[Home, str]:
    home, path = Home.open(tmp_path / "home"), tmp_path / "answers.csv"
    path.write_text(ANSWERS)
    (entry,) = pipeline.load(home, path)
    return home, entry["upload"]


def test_cancelling_while_the_pages_are_prepared_takes_the_file_back(loaded: tuple[Home, str]) -> None:
    home, upload = loaded
    job = Job(lambda _: None)
    job.cancel()
    with pytest.raises(CxdashError, match="cancelled"):
        upload_desk._derive(home, job, takes_back=upload)
    assert uploads.live_ids(home) == ()


def test_repaired_records_stay_with_their_upload(loaded: tuple[Home, str]) -> None:
    home, upload = loaded
    job = Job(lambda _: None)
    job.cancel()
    upload_desk._derive(home, job)
    assert uploads.live_ids(home) == (upload,)
    assert job.progress is not None
    assert job.progress.phase == "preparing"
