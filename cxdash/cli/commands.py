"""The commands: what each does, in which room it lives, its options."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cxdash.cli import options
from cxdash.cli.parser import Parser
from cxdash.locale import N_

Options = Callable[[Parser], None]


@dataclass(frozen=True)
class Command:
    """What a command does, in which room it lives, its options, and its document when nothing can be answered."""

    does: str
    room: str
    options: Options = options.plain
    empty: object = field(default_factory=list)


NO_PATHS: dict[str, list[object]] = {"steps": [], "entries": [], "exits": []}
NO_QUALITY: dict[str, list[object]] = {"flags": [], "metrics": []}
NO_DRIFT: dict[str, object] = {"against": None, "findings": [], "questions": [], "volume": None}
COMMANDS: dict[str, Command] = {
    "inspect": Command(N_("recognise a file and propose its mapping"), "loading", options.inspect),
    "load": Command(N_("load files as they are"), "loading", options.load, {"uploads": []}),
    "uploads": Command(N_("list what was loaded and taken back"), "history"),
    "undo": Command(N_("take an upload back"), "history", options.one_upload),
    "set-aside": Command(
        N_("list the rows and values of an upload that were set aside, with reasons"), "set_aside", options.set_aside
    ),
    "drift": Command(
        N_("what changed in an upload against the last one of its shape: questions, scales, answers, volume"),
        "drift",
        options.one_upload,
        NO_DRIFT,
    ),
    "sample": Command(N_("load the sample company"), "loading", options.plain, {"uploads": []}),
    "contents": Command(N_("how much of each kind is loaded, and what it can be asked by"), "contents", empty={}),
    "scores": Command(N_("a metric by any dimensions"), "asking", options.scores),
    "compare": Command(
        N_("each value of a segment against the rest, corrected for their number"), "asking", options.compare
    ),
    "quality": Command(
        N_("how many responses are flagged and by which rule, and the headline numbers without them"),
        "quality",
        options.filtered,
        NO_QUALITY,
    ),
    "journey": Command(
        N_("stages in order with scores, reach, conversion and time to the next"), "travels", options.filtered
    ),
    "volumes": Command(N_("how many interactions and customers there are, and when"), "volumes", options.volumes),
    "operations": Command(
        N_("waiting, handling and resolution by touchpoint, as the interactions record them"),
        "operations",
        options.filtered,
    ),
    "comments": Command(
        N_("what customers said beside low and high scores, in their own words"), "comments", options.filtered
    ),
    "paths": Command(N_("steps between stages or touchpoints, entries and exits"), "travels", options.paths, NO_PATHS),
    "experiment": Command(N_("list experiments, or show one's results"), "experiments", options.experiment),
    "serve": Command(N_("start the app"), "serving", options.serve),
}
