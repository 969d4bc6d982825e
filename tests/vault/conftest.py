"""A data folder and small uploads to put into it."""

from pathlib import Path

import pytest

from cxdash.vault.home import Home


@pytest.fixture
def opened(home: Path) -> Home:
    """An open, empty data folder."""
    return Home.open(home)
