"""What a command answers: one document for `--json`, and the same as lines that a person can read."""

import json
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cxdash.errors import CxdashError
from cxdash.locale import t


def _no_lines() -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Reply:
    """`document` is JSON-able with raw numbers; `lines` makes the readable text, and only when it is wanted."""

    document: object
    lines: Callable[[], Iterable[str]] = _no_lines


def write(reply: Reply, *, as_json: bool) -> None:
    """Print the reply on standard output: one JSON document, or its lines.

    BrokenPipeError where nobody reads any more, CxdashError where it cannot be written.
    """
    text = _json(reply.document) if as_json else "".join(f"{line}\n" for line in reply.lines())
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CxdashError(
            t("The answer could not be written: {reason}.", reason=error.strerror),
            t("What was asked was done; only its answer is missing."),
        ) from None


def _json(document: object) -> str:
    return json.dumps(_finite(document), ensure_ascii=False, indent=2, default=_plain, allow_nan=False) + "\n"


def _finite(value: object) -> object:
    """The document with null for every number that JSON has no word for."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
