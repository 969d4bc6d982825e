"""What a command answers: one document for `--json`, and the same as lines that a person can read."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


def _no_lines() -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Reply:
    """`document` is JSON-able with raw numbers; `lines` makes the readable text, and only when it is wanted."""

    document: object
    lines: Callable[[], Iterable[str]] = _no_lines


def write(reply: Reply, *, as_json: bool) -> None:
    """Print the reply on standard output: one JSON document, or its lines."""
    if as_json:
        text = json.dumps(reply.document, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
        sys.stdout.write(f"{text}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in reply.lines())
    sys.stdout.flush()


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
