"""The grammar of the command line: every command line is a command with its options, or is refused in a sentence."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from cxdash.cli.commands import COMMANDS
from cxdash.cli.parser import Parser
from cxdash.cli.values import suggest
from cxdash.locale import t

PROGRAM = "python -m cxdash"


def grammar() -> tuple[Parser, dict[str, Parser]]:
    """The whole grammar in the current language, and the grammar of each command."""
    parser = Parser(PROGRAM, t("A customer-experience dashboard in which every number carries its interval."))
    commands = parser.add_subparsers(dest="command", title=t("commands"), metavar=t("COMMAND"))
    children = {}
    for name, command in COMMANDS.items():
        children[name] = commands.add_parser(name, description=t(command.does), help=t(command.does))
        command.options(children[name])
    return parser, children


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command and its options, with `home` as an absolute path and `json` always there.

    CxdashError for whatever the grammar does not know; `--help` prints and ends the program.
    """
    parser, children = grammar()
    arguments, unknown = parser.parse_known_args(argv)
    asked = children.get(arguments.command, parser)
    if unknown:
        asked.refuse(_unknown(unknown[0], asked))
    if arguments.command is None:
        parser.refuse(t("{names} is missing.", names=t("COMMAND")))
    arguments.home = Path(getattr(arguments, "home", None) or os.environ.get("CXDASH_HOME") or "data").absolute()
    arguments.json = getattr(arguments, "json", False)
    return arguments


def _unknown(word: str, parser: Parser) -> str:
    known = parser._option_string_actions  # argparse offers no other list of its options
    return suggest(t("“{word}” is not known here.", word=word), word, known)
