"""The log file of the data folder: tracebacks and the library's warnings go there, never to the screen."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

BYTES_PER_FILE = 1_000_000


def path(home: Path) -> Path:
    """Where the log of a data folder is."""
    return home / "log" / "cxdash.log"


class _LogFile(RotatingFileHandler):
    """A log file whose folder is made with the first line, so that a quiet command leaves nothing behind."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A full disk must not add a traceback to the sentence that the person is shown."""


@contextmanager
def kept_in(home: Path) -> Iterator[None]:
    """Log to the data folder for the time of one command."""
    handler = _LogFile(path(home), maxBytes=BYTES_PER_FILE, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.removeHandler(handler)
        handler.close()
