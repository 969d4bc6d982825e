"""Work on a data folder that goes on while others wait for it, or do not: one piece at a time, with its failure."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from cxdash.errors import CxdashError

AGAIN_SECONDS = 10.0
"""How long after a failure the same is not tried again."""

_log = logging.getLogger(__name__)
_attempts: dict[Path, "Attempt"] = {}
_beginning = threading.Lock()


class Attempt(threading.Thread):
    """A piece of work on its way to a data version; `error` says why it came to nothing."""

    def __init__(self, version: str, work: Callable[[], object]) -> None:
        super().__init__(name="cxdash mart", daemon=True)
        self._version, self._work = version, work
        self._ended_at = 0.0
        self.error: CxdashError | None = None

    def run(self) -> None:
        """Do the work; what it gives is where it puts it."""
        try:
            self._work()
        except CxdashError as error:
            _log.warning("the data could not be prepared: %s", error)
            self._ended_at = time.monotonic()
            self.error = error

    def stands_for(self, version: str) -> bool:
        """Whether beginning again would be no better: it still runs, or it failed a moment ago at the same."""
        if self.is_alive():
            return True
        return bool(self.error) and self._version == version and time.monotonic() - self._ended_at < AGAIN_SECONDS


def attempt(folder: Path, version: str, work: Callable[[], object]) -> Attempt:
    """The attempt that stands for this folder, begun now where there is none."""
    with _beginning:
        known = _attempts.get(folder)
        if known is None or not known.stands_for(version):
            known = _attempts[folder] = Attempt(version, work)
            known.start()
        return known
