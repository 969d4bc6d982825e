"""Event logs in XES into DuckDB: a row for each event, with the attributes of its case."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest.checks import Head
from cxdash.ingest.dialect import header_notices
from cxdash.ingest.raw import ForeignFile, Notice, RawTable, notice
from cxdash.ingest.readers import keyed
from cxdash.ingest.readers.keyed import Key, Record
from cxdash.locale import N_, t

WITHOUT_EVENTS = N_("{n} cases have no events and so no rows.")
CHUNK = 1 << 18
NESTED_AT_MOST = 32

_LOOKS: Final = re.compile(rb"\s*(<\?xml|<!--|<!DOCTYPE|<log)", re.I)
_LOG: Final = re.compile(rb"<(\w+:)?log[\s>]")
_SIGNS: Final = (b"xes.", b"XES", b"openxes", b"<trace", b"<event")
_ATTRIBUTES: Final = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
# What a log says of itself before its first case: default values and the names of its extensions, none of them data.
_ABOUT: Final = frozenset({"global", "classifier", "extension"})


def is_xes(head: Head) -> bool:
    """Whether this is XML whose root is an event log."""
    return bool(_LOOKS.match(head.text) and _LOG.search(head.text)) and any(sign in head.text for sign in _SIGNS)


def read(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from an event log; the columns of a case begin with "case:".

    Raises CxdashError when the XML is damaged, brings entities of its own, or has more attributes than the limit.
    """
    logs: list[_Log] = []

    def records() -> Iterator[Record]:
        logs.append(_Log())
        return _events(file.path, logs[-1])

    try:
        header, count = keyed.load(con, file, records)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise CxdashError(
            t("The event log is damaged: its XML cannot be read to its end."),
            t("Export it again and upload the whole file."),
        ) from error
    return RawTable("xes", None, header, count, [*_empty(logs[-1]), *header_notices(header, 0)])


def _empty(log: "_Log") -> list[Notice]:
    return [notice(WITHOUT_EVENTS, n=log.empty)] if log.empty else []


def _events(path: Path, log: "_Log") -> Iterator[Record]:
    """The events in the order of the file, as soon as their case is complete."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = log.start
    parser.EndElementHandler = log.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    row = 2
    with path.open("rb") as file:
        while not log.complete:
            block = file.read(CHUNK)
            parser.Parse(block, not block)
            log.complete = not block
            while log.ready:
                yield Record(row, log.ready.popleft())
                row += 1


def _refuse_doctype(*_: object) -> None:
    raise CxdashError(
        t("The event log's XML has a DTD with entities, which no process mining tool writes."),
        t("Export it again without the DTD, or as CSV."),
    )


@dataclass
class _Log:
    """Where in the log we are, and the events that are ready to be read."""

    ready: deque[dict[Key, str]] = field(default_factory=deque)
    complete: bool = False
    empty: int = 0
    """Cases without events."""
    _case: dict[Key, str] = field(default_factory=dict)
    _events: list[dict[Key, str]] = field(default_factory=list)
    _owner: dict[Key, str] | None = None
    """Whose attributes are being read: a case's, an event's, nobody's."""
    _in_case: bool = False
    _keys: list[str] = field(default_factory=list)
    """The attributes around the one being read."""
    _about: int = 0
    """How deep we are in what the log says of itself."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins: a case, an event, or an attribute of the one we are in."""
        name = tag.rpartition(":")[2]
        if self._about or name in _ABOUT:
            self._about += 1
        elif name == "trace":
            self._case, self._events, self._in_case = {}, [], True
            self._owner = self._case
        elif name == "event":
            self._owner = {}
            self._events.append(self._owner)
        elif name in _ATTRIBUTES:
            self._attribute(attributes)

    def end(self, tag: str) -> None:
        """A tag ends: with its case, all its events are ready."""
        name = tag.rpartition(":")[2]
        if self._about:
            self._about -= 1
        elif name == "trace":
            self._hand_over()
        elif name == "event":
            self._owner = self._case if self._in_case else None
            if not self._in_case:
                self.ready.append(self._events.pop())
        elif name in _ATTRIBUTES:
            self._keys.pop()

    def _attribute(self, attributes: dict[str, str]) -> None:
        self._keys.append(attributes.get("key", ""))
        if len(self._keys) > NESTED_AT_MOST:
            raise ValueError("attributes nested too deep")
        if self._owner is not None and "value" in attributes:
            key, value = tuple(self._keys), attributes["value"]
            # In lists the same key stands many times.
            self._owner[key] = f"{self._owner[key]} | {value}" if key in self._owner else value

    def _hand_over(self) -> None:
        self.empty += not self._events
        case = {(f"case:{key[0]}", *key[1:]): value for key, value in self._case.items()}
        self.ready.extend({**case, **event} for event in self._events)
        self._owner, self._events, self._in_case = None, [], False
