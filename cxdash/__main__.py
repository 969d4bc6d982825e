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


if __name__ == "__main__":
    sys.stdout = _speak_utf8(sys.stdout)
    sys.stderr = _speak_utf8(sys.stderr)

    from cxdash.cli import main

    sys.exit(main(sys.argv[1:]))
