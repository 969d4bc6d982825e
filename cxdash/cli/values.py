"""What the words behind options may be: each checked where it is written, and refused in a sentence."""

import argparse
import difflib
import math
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cxdash.errors import CxdashError
from cxdash.locale import N_, t
from cxdash.vocabulary.metrics import METRICS, metric_named

KINDS = ("survey", "interactions", "customers", "experiment")
GRAINS = ("stage", "touchpoint")
COMPARISONS = ("previous", "year")
BUCKETS = ("day", "week", "month", "quarter")
COUNTED_BY = ("touchpoint", *BUCKETS)


def suggest(sentence: str, name: str, known: Iterable[str]) -> str:
    """The sentence, with the known name nearest to `name` where there is one.

    >>> suggest("No.", "npss", ["nps", "csat"])
    'No. Did you mean “nps”?'
    """
    near = difflib.get_close_matches(name.casefold(), list(known), n=1)
    return f"{sentence} {t('Did you mean “{name}”?', name=near[0])}" if near else sentence


def one_of(names: Collection[str], refusal: str) -> Callable[[str], str]:
    """A check that a word is among the names; `refusal` is a message with {name} and {names}."""

    def check(text: str) -> str:
        if text not in names:
            sentence = t(refusal, name=text, names=", ".join(names))
            raise argparse.ArgumentTypeError(suggest(sentence, text, names))
        return text

    return check


kind = one_of(KINDS, N_("There is no kind “{name}”; there are {names}."))
grain = one_of(GRAINS, N_("There is no grain “{name}”; there are {names}."))
comparison = one_of(COMPARISONS, N_("There is no earlier period “{name}”; there are {names}."))
counted_by = one_of(COUNTED_BY, N_("Nothing is counted by “{name}”; there are {names}."))


def metric(text: str) -> str:
    """A metric's name, as the registry writes it."""
    try:
        return metric_named(text).name
    except CxdashError as refused:
        raise argparse.ArgumentTypeError(suggest(f"{refused.message} {refused.hint}", text, METRICS)) from None


def confidence(text: str) -> float:
    """A confidence level."""
    try:
        level = float(text)
    except ValueError:
        level = math.nan
    if not 0.5 <= level < 1:
        raise argparse.ArgumentTypeError(t("A confidence level is a number from 0.5 to below 1, such as 0.95."))
    return level


def port(text: str) -> int:
    """A port to listen on."""
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(t("A port is a number from 0 to 65535."))
    return int(text)


def day(text: str) -> str:
    """A day as it was written."""
    try:
        date.fromisoformat(text)
    except ValueError:
        sentence = f"{t('“{text}” is not a date.', text=text)} {t('Write it as 2026-07-20.')}"
        raise argparse.ArgumentTypeError(sentence) from None
    return text


def zone(text: str) -> str:
    """The name of a time zone."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        sentence, hint = (
            t("There is no time zone “{timezone}”.", timezone=text),
            t("Use a name such as “Europe/Berlin”, “Asia/Tehran” or “UTC”."),
        )
        raise argparse.ArgumentTypeError(f"{sentence} {hint}") from None
    return text


def encoding(text: str) -> str:
    """The name of an encoding of text."""
    try:
        # Without a byte Python does not even look for the encoding; one byte may well be half a letter.
        with suppress(UnicodeError):
            b"0".decode(text)
    except (LookupError, ValueError):
        sentence = t("There is no encoding “{name}”; windows-1256 and utf-8 are two.", name=text)
        raise argparse.ArgumentTypeError(sentence) from None
    return text


def folder(text: str) -> str:
    """The path of a folder; an empty one would quietly be another folder than was meant."""
    if not text.strip():
        raise argparse.ArgumentTypeError(t("The name of the data folder is empty."))
    return text
