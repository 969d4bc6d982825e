"""A data folder and small uploads to put into it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config

from cxdash.vault import ledger, uploads
from cxdash.vault.home import Home
from cxdash.vault.uploads import NewUpload

Load = Callable[..., str]


@pytest.fixture
def opened(home: Path) -> Home:
    """An open, empty data folder."""
    return Home.open(home)


@pytest.fixture
def load(opened: Home) -> Load:
    """`load(report)`: the id of one more upload, with no more than a report."""
    numbers = iter(range(1000))

    def loaded(report: dict[str, Any]) -> str:
        staging = uploads.stage(opened)
        (staging / "report.json").write_text(json.dumps(report), "utf-8")
        counts = dict.fromkeys(("bytes", "read", "loaded", "set_aside", "duplicates", "values_set_aside"), 1)
        told = {"name": "file.csv", "kind": "survey", "format": "csv", "mapping": {}, "shape": "s"}
        return uploads.commit(opened, staging, NewUpload(sha256=str(next(numbers)), **told, **counts))

    return loaded


@pytest.fixture
def older_ledger(home: Path) -> Callable[..., Path]:
    """`older_ledger(revision, *statements)`: the file of an older ledger in which these statements were executed."""

    def made(revision: str, *statements: str) -> Path:
        old = ledger.Ledger(home / "ledger.sqlite")
        steps = Config(attributes={})
        steps.set_main_option("script_location", str(Path(ledger.__file__).parent / "migrations"))
        with old.write() as connection:
            steps.attributes["connection"] = connection
            command.upgrade(steps, revision)
            for statement in statements:
                connection.exec_driver_sql(statement)
        old.close()
        return old.path

    return made
