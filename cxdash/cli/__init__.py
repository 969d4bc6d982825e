"""`python -m cxdash …`: the same questions without a browser, as tables for people or one JSON document each.

Exit status: 0 done; 1 nothing to answer; 2 refused, with one sentence and a hint on standard error. What the
program itself did wrong is one sentence too; its traceback goes to the log of the data folder.
"""

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from cxdash.cli import log
from cxdash.cli.commands import COMMANDS
from cxdash.cli.grammar import parse
from cxdash.cli.reply import Reply, write
from cxdash.errors import CxdashError, NoAnswerError
from cxdash.locale import t
from cxdash.locale.translation import set_language

DONE, NOTHING, REFUSED, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit status is returned, except after `--help`, which ends the program."""
    set_language(os.environ.get("CXDASH_LANGUAGE") or "en")
    try:
        arguments = parse(argv)
    except CxdashError as refusal:
        return _refuse(refusal)
    with log.kept_in(arguments.home):
        return _run(arguments)


def _run(arguments: Namespace) -> int:
    try:
        return _answered(arguments)
    except CxdashError as refusal:
        return _refuse(refusal)
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        _tell(t("Interrupted; what was already stored stays."))
        return INTERRUPTED
    except Exception:
        return _own_fault(arguments.home)


def _answered(arguments: Namespace) -> int:
    try:
        write(_reply(arguments), as_json=arguments.json)
    except NoAnswerError as nothing:
        if arguments.json:
            write(Reply(COMMANDS[arguments.command].empty), as_json=True)
        _tell(str(nothing))
        return NOTHING
    return DONE


def _reply(arguments: Namespace) -> Reply:
    # A command's room is imported when it is called: `uploads` need not wait for DuckDB or the app.
    room = import_module(f"cxdash.cli.{COMMANDS[arguments.command].room}")
    reply = getattr(room, arguments.command.replace("-", "_"))(arguments)
    if not isinstance(reply, Reply):
        raise TypeError(f"{arguments.command} replied with {type(reply).__name__}")
    return reply


def _refuse(refusal: CxdashError) -> int:
    _tell(str(refusal))
    return REFUSED


def _own_fault(home: Path) -> int:
    logging.getLogger("cxdash.cli").exception("a command failed unexpectedly")
    _tell(t("Something went wrong inside cxdash; the details are in {path}.", path=log.path(home)))
    return REFUSED


def _reader_left() -> int:
    # `… | head`: nobody reads any more. Python would flush into the closed pipe at exit and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _tell(sentence: str) -> None:
    # The status says it, too, where nobody can be told.
    with suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
