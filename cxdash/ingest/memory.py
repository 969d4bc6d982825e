"""Mappings remembered by the shape of a file, so that the next export of the same tool is read the same way."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from cxdash.locale import t
from cxdash.vault import mappings
from cxdash.vault.home import Home

Document = dict[str, Any]

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


def remember(home: Home, shape: str, mapping: Document) -> None:
    """Keep the mapping for files of this shape, if it is not already the one kept."""
    document = plain(mapping)
    if mappings.recall(home, shape) != document:
        mappings.remember(home, shape, document)


def recall(home: Home, shape: str, *, kind: str | None = None, timezone: str | None = None) -> Document | None:
    """The mapping remembered for a shape, in `timezone` if given; None where its kind is not the one asked."""
    found = mappings.recall(home, shape)
    if found is None or (kind is not None and found["kind"] != kind):
        return None
    return {**found, "timezone": timezone} if timezone else found


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
    """What `inspect` found, with the remembered mapping in place of the recognised one where there is one.

    `remembered` is added and true then; the confidence is 1, and the warning says where the mapping comes from.
    """
    columns: list[Document] = found["mapping"]["columns"]
    names = list(dict.fromkeys(column["source"] for column in columns))
    document = recall(home, shape_of(names), kind=kind, timezone=timezone)
    if document is None:
        return found
    document = refreshed(document, columns)
    examples = {column["source"]: column.get("examples") or [] for column in columns}
    told = [{**each, "confidence": 1.0, "examples": examples.get(each["source"], [])} for each in document["columns"]]
    return {
        **found,
        "kind": document["kind"],
        "confidence": 1.0,
        "mapping": {**document, "columns": told},
        "warnings": [t("This is the mapping of the last file of this shape.")],
        "remembered": True,
    }
