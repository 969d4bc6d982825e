"""The grammar of the command line: commands, their options, and every complaint about them as a translated sentence."""

import argparse
import difflib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from cxdash.errors import CxdashError
from cxdash.locale import N_, t
from cxdash.vocabulary.metrics import METRICS, metric_named
from cxdash.vocabulary.quality import FLAG_NAMES

Options = Callable[["Parser"], None]


class _Layout(argparse.HelpFormatter):
    """argparse's help with its one own word translated."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, t("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that refuses with a CxdashError, and whose help says only what is translated."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog, description=description, formatter_class=_Layout, add_help=False, allow_abbrev=False)
        self.options = self.add_argument_group(t("options"))
        self.subjects = self.add_argument_group(t("arguments"))
        self.options.add_argument("-h", "--help", action="help", help=t("show this help and stop"))
        # No defaults: what stands before the command is not overwritten by its absence after it.
        self.options.add_argument("--home", metavar=t("DIR"), default=argparse.SUPPRESS, help=t("the data folder"))
        self.options.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help=t("print one JSON document")
        )

    def error(self, message: str) -> NoReturn:
        """Refuse: argparse's complaint in our words, with the way to the help."""
        self.refuse(_in_our_words(message))

    def refuse(self, sentence: str) -> NoReturn:
        """Refuse with a sentence of ours and the way to the help."""
        raise CxdashError(sentence, t("“{program} --help” shows what it takes.", program=self.prog))


def _in_our_words(complaint: str) -> str:
    # argparse speaks English only; these are all of its complaints that this grammar can provoke.
    if found := re.fullmatch(r"the following arguments are required: (.+)", complaint):
        return t("{names} is missing.", names=found[1])
    if found := re.fullmatch(r"argument (\S+): expected .+", complaint):
        return t("{option} needs a value.", option=found[1])
    if found := re.fullmatch(r"argument (\S+): ignored explicit argument .+", complaint, re.DOTALL):
        return t("{option} takes no value.", option=found[1])
    if found := re.fullmatch(r"argument \S+: invalid choice: '(.*?)' .*", complaint, re.DOTALL):
        return suggest(t("There is no command “{name}”.", name=found[1]), found[1], COMMANDS)
    if found := re.fullmatch(r"argument \S+: (.+)", complaint, re.DOTALL):
        return found[1]
    return t("This command line was not understood.")


def _unknown(word: str, parser: Parser) -> str:
    known = parser._option_string_actions  # argparse offers no other list of its options
    return suggest(t("“{word}” is not known here.", word=word), word, known)


def suggest(sentence: str, name: str, known: Iterable[str]) -> str:
    """The sentence, with the known name nearest to `name` where there is one.

    >>> suggest("No.", "npss", ["nps", "csat"])
    'No. Did you mean “nps”?'
    """
    near = difflib.get_close_matches(name.casefold(), list(known), n=1)
    return f"{sentence} {t('Did you mean “{name}”?', name=near[0])}" if near else sentence


def _metric(name: str) -> str:
    try:
        return metric_named(name).name
    except CxdashError as refused:
        raise argparse.ArgumentTypeError(suggest(f"{refused.message} {refused.hint}", name, METRICS)) from None


def _confidence(text: str) -> float:
    try:
        level = float(text)
    except ValueError:
        level = 0.0
    if not 0.5 <= level < 1:
        raise argparse.ArgumentTypeError(t("A confidence level is a number from 0.5 to below 1, such as 0.95."))
    return level


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(t("A port is a number from 0 to 65535."))
    return int(text)


def _kind(text: str) -> str:
    if text not in KINDS:
        sentence = t("There is no kind “{name}”; there are {names}.", name=text, names=", ".join(KINDS))
        raise argparse.ArgumentTypeError(suggest(sentence, text, KINDS))
    return text


KINDS = ("survey", "interactions", "customers", "experiment")
GRAINS = ("stage", "touchpoint")


def _grain(text: str) -> str:
    if text not in GRAINS:
        sentence = t("There is no grain “{name}”; there are {names}.", name=text, names=", ".join(GRAINS))
        raise argparse.ArgumentTypeError(suggest(sentence, text, GRAINS))
    return text


def _reading(parser: Parser) -> None:
    add = parser.options.add_argument
    add("--kind", type=_kind, metavar=t("KIND"), help=t("what the file holds: {kinds}", kinds=", ".join(KINDS)))
    add("--timezone", metavar=t("ZONE"), help=t("where times without a zone were written, such as Asia/Tehran"))
    add("--sheet", metavar=t("SHEET"), help=t("which sheet of a workbook; left out, the first with a table"))
    add("--encoding", metavar=t("ENCODING"), help=t("how a text file is encoded, such as windows-1256"))


def _inspect(parser: Parser) -> None:
    parser.subjects.add_argument("file", metavar=t("FILE"), help=t("the file as a tool exported it"))
    _reading(parser)


def _load(parser: Parser) -> None:
    parser.subjects.add_argument("files", nargs="+", metavar=t("FILE"), help=t("files as a tool exported them"))
    _reading(parser)
    add = parser.options.add_argument
    add("--mapping", metavar=t("MAPPING"), help=t("a mapping as “inspect” proposes it, edited or not (JSON)"))
    add("--name", metavar=t("NAME"), help=t("what to call the upload; for an experiment its name"))
    add("--repair", metavar=t("UPLOAD"), help=t("the upload whose repaired records the file holds, see “set-aside”"))


def _one_upload(parser: Parser) -> None:
    parser.subjects.add_argument("upload", metavar=t("UPLOAD"), help=t("an upload's name in the list of “uploads”"))


def _set_aside(parser: Parser) -> None:
    _one_upload(parser)
    target = t("write the records to this CSV file, to be repaired and given to “load --repair”")
    parser.options.add_argument("--to", metavar=t("FILE"), help=target)


def _filtered(parser: Parser) -> None:
    add = parser.options.add_argument
    add("--where", action="append", default=[], metavar=t("DIM=VALUE"), help=t("only this value; repeat for more"))
    add("--since", metavar=t("DATE"), help=t("from this day on, as 2026-07-20"))
    add("--until", metavar=t("DATE"), help=t("up to and including this day"))
    flags = ", ".join(FLAG_NAMES)
    add(
        "--leave",
        action="append",
        default=[],
        metavar=t("FLAG"),
        help=t("without responses of this flag ({flags}); repeat for more", flags=flags),
    )


def _weighed(parser: Parser) -> None:
    help_ = t("one of {names}; or share:LOW-HIGH, the share of these scores", names=", ".join(METRICS))
    add = parser.options.add_argument
    add("--metric", type=_metric, required=True, metavar=t("METRIC"), help=help_)
    add("--confidence", type=_confidence, default=0.95, metavar=t("LEVEL"), help=t("confidence level of intervals"))


def _scores(parser: Parser) -> None:
    _weighed(parser)
    dimensions = "touchpoint, stage, channel, day, week, month, quarter"
    parser.options.add_argument(
        "--by",
        action="append",
        default=[],
        metavar=t("DIM"),
        help=t("group by {dimensions} or a segment; repeat for more", dimensions=dimensions),
    )
    _filtered(parser)


def _compare(parser: Parser) -> None:
    _weighed(parser)
    parser.options.add_argument("--by", required=True, metavar=t("DIM"), help=t("the segment whose values to compare"))
    _filtered(parser)


def _paths(parser: Parser) -> None:
    add = parser.options.add_argument
    add("--grain", type=_grain, default="touchpoint", metavar=t("GRAIN"), help=t("“touchpoint” (as it is) or “stage”"))
    _filtered(parser)


def _experiment(parser: Parser) -> None:
    parser.subjects.add_argument("name", nargs="?", metavar=t("NAME"), help=t("which one; left out, all are listed"))
    add = parser.options.add_argument
    add("--control", metavar=t("VARIANT"), help=t("the variant that the others are compared with"))
    add("--metric", action="append", default=[], metavar=t("METRIC"), help=t("only this metric; repeat for more"))
    add("--confidence", type=_confidence, default=0.95, metavar=t("LEVEL"), help=t("confidence level of intervals"))


def _serve(parser: Parser) -> None:
    add = parser.options.add_argument
    add("--host", default="localhost", metavar=t("HOST"), help=t("the address to listen on (localhost)"))
    add("--port", type=_port, default=8501, metavar=t("PORT"), help=t("the port to listen on (8501)"))


def _plain(parser: Parser) -> None:
    pass


@dataclass(frozen=True)
class Command:
    """What a command does, in which room it lives, its options, and its document when nothing can be answered."""

    does: str
    room: str
    options: Options = _plain
    empty: object = field(default_factory=list)


NO_PATHS: dict[str, list[object]] = {"steps": [], "entries": [], "exits": []}
NO_QUALITY: dict[str, list[object]] = {"flags": [], "metrics": []}
NO_DRIFT: dict[str, object] = {"against": None, "findings": [], "questions": [], "volume": None}
COMMANDS: dict[str, Command] = {
    "inspect": Command(N_("recognise a file and propose its mapping"), "loading", _inspect),
    "load": Command(N_("load files as they are"), "loading", _load, {"uploads": []}),
    "uploads": Command(N_("list what was loaded and taken back"), "history"),
    "undo": Command(N_("take an upload back"), "history", _one_upload),
    "set-aside": Command(
        N_("list the rows and values of an upload that were set aside, with reasons"), "set_aside", _set_aside
    ),
    "drift": Command(
        N_("what changed in an upload against the last one of its shape: questions, scales, answers, volume"),
        "drift",
        _one_upload,
        NO_DRIFT,
    ),
    "sample": Command(N_("load the sample company"), "loading", _plain, {"uploads": []}),
    "scores": Command(N_("a metric by any dimensions"), "asking", _scores),
    "compare": Command(N_("each value of a segment against the rest, corrected for their number"), "asking", _compare),
    "quality": Command(
        N_("how many responses are flagged and by which rule, and the headline numbers without them"),
        "quality",
        _filtered,
        NO_QUALITY,
    ),
    "journey": Command(N_("stages in order with scores, reach, conversion and time to the next"), "travels", _filtered),
    "paths": Command(N_("steps between stages or touchpoints, entries and exits"), "travels", _paths, NO_PATHS),
    "experiment": Command(N_("list experiments, or show one's results"), "experiments", _experiment),
    "serve": Command(N_("start the app"), "serving", _serve),
}
PROGRAM = "python -m cxdash"


def grammar() -> tuple[Parser, dict[str, Parser]]:
    """The whole grammar in the current language, and the grammar of each command."""
    parser = Parser(PROGRAM, t("A customer-experience dashboard in which every number carries its interval."))
    commands = parser.add_subparsers(dest="command", required=True, title=t("commands"), metavar=t("COMMAND"))
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
    if unknown:
        child = children[arguments.command]
        child.refuse(_unknown(unknown[0], child))
    arguments.home = Path(getattr(arguments, "home", None) or os.environ.get("CXDASH_HOME") or "data").absolute()
    arguments.json = getattr(arguments, "json", False)
    return arguments
