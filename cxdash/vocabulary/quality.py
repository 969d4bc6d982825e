"""The quality of survey responses: what can be wrong with one, by which rule, and what it is called."""

from dataclasses import dataclass
from typing import Final

from cxdash.locale import N_, t

SPEED_SHARE: Final = 1 / 3
"""Below this share of the usual time an answer took, a response is a speeder. Times are held against the survey's own
median as in Greszki, Meyer and Schoen (2015), Public Opinion Quarterly 79(2), and Leiner (2019), Survey Research
Methods 13(3); a third is strict, so that few honest quick readers are accused."""
LINE_QUESTIONS: Final = 5
"""The same score on so many questions of one scale is a straight line: nondifferentiation in Kim and others (2019),
Social Science Computer Review 37(2), a long string in Meade and Craig (2012), Psychological Methods 17(3)."""
END_QUESTIONS: Final = 8
"""A line along the best or worst score needs so many: on a few questions a delighted customer honestly says 5, 5, 5."""
LINE_SPREAD: Final = 0.1
"""The questions' mean scores must lie this far apart, as a share of the scale: where everybody answers all questions
alike, a line says nothing."""
FEWEST: Final = 30
"""Responses that a survey needs before its usual time or its usual scores are known."""
AGAIN_DAYS: Final = 1
"""A customer who answers the same questions again within so many days is a duplicate."""
COPY_QUESTIONS: Final = 8
"""Responses that agree on at least so many answers and everything else may be copies."""
COPY_MINUTES: Final = 60
"""Copies come within so many minutes of each other."""

CLEAN: Final = "clean"
"""The value of the dimension `quality` of a response without any flag."""


@dataclass(frozen=True)
class Flag:
    """Something that speaks against a response; `bit` is its place in the column `flags`, 1 for the gravest."""

    name: str
    bit: int
    label: str
    definition: str


FLAGS: Final[tuple[Flag, ...]] = (
    Flag("test", 1, N_("test responses"), N_("The survey tool marks the response as a preview or a test.")),
    Flag("bot", 2, N_("bots"), N_("The survey tool's own checks say that a program answered, or that it is spam.")),
    Flag(
        "duplicate",
        4,
        N_("duplicates"),
        N_(
            "The survey tool says so; or the same customer answered at least half of the same questions again within a "
            "day; or another response within an hour agrees with it in eight answers or more and in everything else. "
            "The last one is not flagged."
        ),
    ),
    Flag(
        "speeder",
        8,
        N_("speeders"),
        N_(
            "An answer took less than a third of the survey's median time per answer (Greszki, Meyer and Schoen 2015; "
            "Leiner 2019). Judged where at least 30 finished responses have a time."
        ),
    ),
    Flag(
        "straight-liner",
        16,
        N_("straight-liners"),
        N_(
            "The same score on all of at least five questions of one scale, although these questions usually get "
            "different scores (Kim and others 2019). A line along the best or the worst score counts from eight "
            "questions on, because few questions are honestly answered with it. Judged where at least 30 responses "
            "have that many answers."
        ),
    ),
    Flag("unfinished", 32, N_("unfinished responses"), N_("The survey tool says that the response was not finished.")),
)
"""Every flag, the gravest first. A response may have several."""

FLAG_NAMES: Final[tuple[str, ...]] = tuple(flag.name for flag in FLAGS)
SUSPICIOUS: Final[tuple[str, ...]] = tuple(flag.name for flag in FLAGS if flag.name != "unfinished")
"""Flags that doubt the answers themselves; an unfinished response is counted apart, and its answers are answers."""
TOLD: Final[tuple[str, ...]] = ("test", "bot", "duplicate")
"""Flags that a survey tool can say by itself."""

_BITS: Final = {flag.name: flag.bit for flag in FLAGS}


def bits(*names: str) -> int:
    """Several flags as one number, to be compared with the column `flags`."""
    return sum(_BITS[name] for name in set(names))


def quality_label(value: str) -> str:
    """A value of the dimension `quality` for people: "speeders", "clean responses"; anything else as it is."""
    label = next((flag.label for flag in FLAGS if flag.name == value), "")
    if label:
        return t(label)
    return t("clean responses") if value == CLEAN else value
