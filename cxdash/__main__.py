"""`python -m cxdash …`: the command line."""

import os
import sys
from pathlib import Path
from typing import TextIO


def _speak_utf8(stream: TextIO | None) -> TextIO:
    if stream is None:
        # It was closed before we began. The next file opened takes its number: that must not be one of ours, to
        # which a child process would then write as if it were the screen.
        return Path(os.devnull).open("w", encoding="utf-8")
    # Names come in every script; a terminal that cannot show a letter gets a question mark, not a failure.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")
    return stream


def _let_go(stream: TextIO) -> None:
    """What could not be written stays unwritten: at its own end Python would try again, and change the exit status."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.stdout = _speak_utf8(sys.stdout)
    sys.stderr = _speak_utf8(sys.stderr)

    from cxdash.cli import main

    status = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        _let_go(stream)
    sys.exit(status)
