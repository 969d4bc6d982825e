"""Mappings remembered by the shape of a file and by its columns, so that the next export is read the same way."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxdash.ingest import memory_columns
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_, t
from cxdash.vault import mappings
from cxdash.vault.home import Home

Document = dict[str, Any]

READ_AS_REMEMBERED = N_("The columns were read as in the last file of this shape.")

# What recognition says about a file's content, and what is nobody's decision about its shape.
_OF_ONE_FILE = ("confidence", "examples")


def shape_of(columns: Iterable[str]) -> str:
    """A hash (hexadecimal) of the names of a file's columns, in order, whatever their case."""
    names = json.dumps([name.casefold() for name in columns], ensure_ascii=False)
    return hashlib.sha256(names.encode()).hexdigest()


def plain(mapping: Document) -> Document:
    """The mapping without what was only true of one file, and with the time zone that it means."""
    columns = [{key: column[key] for key in column if key not in _OF_ONE_FILE} for column in mapping["columns"]]
    return {"timezone": "UTC", **mapping, "columns": columns}


def remember(
    home: Home,
    shape: str,
    mapping: Document,
    *,
    by_person: bool | None = None,
    records: int = 0,
    ids: Mapping[str, str] | None = None,
) -> None:
    """Keep the mapping for files of this shape, and what a person decided about each column for files of any.

    `by_person`: a person gave or confirmed it. False: it was recognised in a file of so many `records`; then it
    replaces nothing that a person decided, and nothing recognised in more records. None: it is nobody's new decision.
    """
    document, known = plain(mapping), mappings.find(home, shape)
    if by_person:
        memory_columns.learn(home, document, ids or {})
    if by_person is False and known and (known.by_person or known.records > records):
        return
    decided = bool(by_person)
    if by_person is None:
        # Of what nobody knows the origin, a person may have corrected it.
        decided, records = (known.by_person, known.records) if known else (True, 0)
    if known != mappings.Remembered(document, decided, records):
        mappings.remember(home, shape, document, by_person=decided, records=records)


def recall(
    home: Home, shape: str, *, kind: str | None = None, timezone: str | None = None, records: int | None = None
) -> Document | None:
    """The mapping remembered for a shape, in `timezone` if given; None where its kind is not the one asked.

    What was only recognised, in a file of fewer than `records`, gives way to what is recognised now: a scale guessed
    from ten answers must not set those of a thousand aside.
    """
    found = mappings.find(home, shape)
    if found is None or (kind is not None and found.mapping["kind"] != kind):
        return None
    if records is not None and not found.by_person and found.records < records:
        return None
    return {**found.mapping, "timezone": timezone} if timezone else found.mapping


def refreshed(document: Document, columns: Iterable[Document]) -> Document:
    """The remembered mapping with the date formats of this file's columns: a tool's settings change them silently."""
    fresh = {(column["source"], column["role"]): column.get("format") for column in columns}
    return {**document, "columns": [_with_format(column, fresh) for column in document["columns"]]}


def _with_format(column: Document, fresh: dict[tuple[str, str], str | None]) -> Document:
    place = (column["source"], column["role"])
    if place not in fresh:
        return column
    kept = {name: value for name, value in column.items() if name != "format"}
    return {**kept, "format": fresh[place]} if fresh[place] else kept


def prefer_remembered(home: Home, found: Document, *, kind: str | None = None, timezone: str | None = None) -> Document:
    """What `inspect` found, with what is remembered in place of what was recognised.

    The mapping of the last file of this shape, else what a person decided about single columns. `remembered` is added
    and true where that changed anything; the warnings say where the mapping comes from.
    """
    columns: list[Document] = found["mapping"]["columns"]
    names = list(dict.fromkeys(column["source"] for column in columns))
    document = recall(home, shape_of(names), kind=kind, timezone=timezone, records=found["rows"])
    if document is None:
        return _with_columns(home, found)
    document = refreshed(document, columns)
    examples = {column["source"]: column.get("examples") or [] for column in columns}
    told = [{**each, "confidence": 1.0, "examples": examples.get(each["source"], [])} for each in document["columns"]]
    return {
        **found,
        "kind": document["kind"],
        "confidence": 1.0,
        "mapping": {**document, "columns": told},
        "warnings": [*found.get("reading", ()), t("This is the mapping of the last file of this shape.")],
        "remembered": True,
        **_zone_known(home, found, names),
    }


def _zone_known(home: Home, found: Document, names: Iterable[str]) -> Document:
    """Where a page would ask for the zone: not once more where a person has said it for this shape."""
    known = mappings.find(home, shape_of(names))
    return {"asks_for_zone": False} if found.get("asks_for_zone") and known and known.by_person else {}


def _with_columns(home: Home, found: Document) -> Document:
    overlaid = memory_columns.overlay(home, found["mapping"], found.get("ids") or {})
    told = [t(each["message"], **each["values"]) for each in overlaid.notices]
    changed = {"remembered": True} if overlaid.applied else {}
    return {**found, "mapping": overlaid.document, "warnings": [*found["warnings"], *told], **changed}


@dataclass(frozen=True)
class Instead:
    """What to read a file as in place of what was recognised, None to leave it so; and what to say of it."""

    mapping: Document | None
    notices: list[Notice]


def instead(
    home: Home,
    report: Document,
    look: Callable[[], Document],
    *,
    kind: str | None = None,
    timezone: str | None = None,
) -> Instead | None:
    """What is remembered for a file that was read as recognised, with this report; None where nothing is.

    `look` inspects the file; it is asked only where something else was decided about single columns.
    """
    shape, used = shape_of(report["columns"]), report["mapping"]
    document = recall(home, shape, kind=kind, timezone=timezone, records=report["read"])
    if document is not None:
        document = refreshed(document, used["columns"])
        return None if document == used else Instead(document, [notice(READ_AS_REMEMBERED)])
    ids = report.get("ids") or {}
    if not memory_columns.says_otherwise(home, used, ids):
        return None
    overlaid = memory_columns.overlay(home, look()["mapping"], ids)
    return Instead(overlaid.document if overlaid.applied else None, overlaid.notices)
