"""Which data folder this process serves."""

import os
from functools import cache

from cxdash.vault.home import Home


def current_home() -> Home:
    """The folder named by $CXDASH_HOME, else ./data, opened once per process."""
    return _opened(os.environ.get("CXDASH_HOME") or "data")


@cache
def _opened(path: str) -> Home:
    return Home.open(path)
