"""Real files, loaded as anybody would: with the mapping that is proposed, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxdash.answers.context import Context, open_context
from cxdash.ingest import pipeline
from cxdash.vault.home import Home

Load = Callable[[str], tuple[dict[str, Any], Context]]
Open = Callable[[str], Context]


@pytest.fixture(scope="session")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """A file by its path under the reference data, loaded once: its entry, and its data."""
    done: dict[str, tuple[dict[str, Any], Context]] = {}

    def load(name: str) -> tuple[dict[str, Any], Context]:
        if name not in done:
            home = Home.open(tmp_path_factory.mktemp("home"))
            [entry] = pipeline.load(home, shared / "data" / name)
            done[name] = entry, open_context(home)
        return done[name]

    return load


@pytest.fixture(scope="session")
def opened(loaded: Load) -> Open:
    return lambda name: loaded(name)[1]
