"""The sample company, opened once for every question."""

from pathlib import Path

import pytest

from cxdash.answers.context import Context, open_context
from cxdash.vault.home import Home


@pytest.fixture(scope="session")
def sample(sample_home: Path) -> Context:
    """The sample company under its own journey."""
    return open_context(Home.open(sample_home))
