"""`python -m cxdash …`: the command line."""

import sys
from typing import TextIO

from cxdash.cli import main


def _speak_utf8(stream: TextIO) -> None:
    # Names come in every script; a terminal that cannot show a letter gets a question mark, not a failure.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    _speak_utf8(sys.stdout)
    _speak_utf8(sys.stderr)
    sys.exit(main(sys.argv[1:]))
