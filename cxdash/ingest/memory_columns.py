"""What a person decided about single columns, proposed again where a file of another shape has them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxdash.errors import CxdashError
from cxdash.ingest.mapping import Column
from cxdash.ingest.mapping import Mapping as MappingDocument
from cxdash.ingest.raw import Notice, notice
from cxdash.ingest.roles import Kind, allows_many
from cxdash.locale import N_
from cxdash.vault import mappings
from cxdash.vault.home import Home
from cxdash.vocabulary.metrics import USUAL_SCALES
from cxdash.vocabulary.naming import words
from cxdash.vocabulary.numbers import as_number

Document = dict[str, Any]
Ids = Mapping[str, str]

READ_AS_MAPPED = N_("Read as you mapped them before: {columns}.")
FITS_NO_MORE = N_("“{column}” was mapped otherwise before; its values do not fit that, and it is proposed anew.")

TELLING_WORDS = 3
"""Words of a column's name from which it means the same in any file: "Score" may be of anything."""

RELATED = 0.5
"""Share of a file's columns that are known by name, from which its short names and its ids mean what they meant."""

_OF_ONE_FILE = ("source", "confidence", "examples")


@dataclass(frozen=True)
class Overlaid:
    """A proposal with remembered decisions in it: which columns they changed, and which they no longer fit."""

    document: Document
    applied: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()

    @property
    def notices(self) -> list[Notice]:
        """What a person should know of it."""
        told = [notice(FITS_NO_MORE, column=column) for column in self.misfits]
        if self.applied:
            told.append(notice(READ_AS_MAPPED, columns=", ".join(f"“{column}”" for column in self.applied)))
        return told


def learn(home: Home, mapping: Document, ids: Ids) -> None:
    """Keep what a mapping says of each column, by the tool's id where it has one and by the column's name."""
    decisions: dict[str, list[Document]] = {}
    for source, entries in _by_source(mapping["columns"]).items():
        kept = _plain(entries)
        decisions[_text_key(source)] = kept
        if source in ids:
            decisions[_id_key(ids[source])] = kept
    mappings.remember_columns(home, mapping["kind"], decisions)


def says_otherwise(home: Home, mapping: Document, ids: Ids) -> bool:
    """Whether anything else than this mapping says was decided about its columns."""
    return any(_decisions(home, mapping, ids).values())


def overlay(home: Home, mapping: Document, ids: Ids) -> Overlaid:
    """The proposed mapping, whose columns carry `examples`, with what a person decided about them before.

    A short name, and an id, count only where half of the columns are known by their names: every survey tool numbers
    the questions of every survey alike. A score whose values are no longer on its scale stays as it was proposed. A
    column that has to give up a role, because only one may have it, is left out.
    """
    proposed = _by_source(mapping["columns"])
    chosen: dict[str, list[Document]] = {}
    misfits = []
    for source, decided in _decisions(home, mapping, ids).items():
        if decided and all(_fits(entry, proposed[source]) for entry in decided):
            chosen[source] = decided
        elif decided:
            misfits.append(source)
    return _joined(mapping, proposed, chosen, misfits)


def _decisions(home: Home, mapping: Document, ids: Ids) -> dict[str, list[Document] | None]:
    """What was decided about each column, with this file's date formats; None where that is what the mapping says."""
    proposed = _by_source(mapping["columns"])
    known = mappings.recall_columns(home, mapping["kind"], _keys(proposed, ids))
    related = sum(_text_key(source) in known for source in proposed) >= RELATED * len(proposed)
    found: dict[str, list[Document] | None] = {}
    for source, entries in proposed.items():
        said = _plain(entries)
        decided = _with_format(_decision(source, ids.get(source), known, related) or [], entries)
        found[source] = decided if decided and decided != said else None
    return found


def _by_source(columns: Iterable[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for column in columns:
        found.setdefault(column["source"], []).append(column)
    return found


def _plain(entries: Iterable[Document]) -> list[Document]:
    written = [Column.model_validate(entry).to_document() for entry in entries]
    return [{key: value for key, value in entry.items() if key not in _OF_ONE_FILE} for entry in written]


def _text_key(source: str) -> str:
    return f"text:{words(source) or source}"


def _id_key(identity: str) -> str:
    return f"id:{identity}"


def _keys(sources: Iterable[str], ids: Ids) -> list[str]:
    listed = list(sources)
    return [*map(_text_key, listed), *(_id_key(ids[source]) for source in listed if source in ids)]


def _decision(
    source: str, identity: str | None, known: Mapping[str, list[Document]], related: bool
) -> list[Document] | None:
    text = _text_key(source)
    if related and identity is not None and _id_key(identity) in known:
        return known[_id_key(identity)]
    telling = len(words(source).split()) >= TELLING_WORDS
    return known.get(text) if related or telling else None


def _fits(decided: Document, proposed: list[Document]) -> bool:
    """Whether the column's values can be what was decided: scores on the scale, words with a score."""
    if decided["role"] != "score":
        return True
    scale = decided.get("scale") or USUAL_SCALES.get(decided.get("metric") or "")
    if scale is None or any(_within(entry.get("scale"), scale) for entry in proposed if entry["role"] == "score"):
        return True
    labels = {str(word).strip().casefold() for word in (*decided.get("labels", {}), *decided.get("missing", ()))}
    return all(_is_score(str(value), scale, labels) for entry in proposed for value in entry.get("examples") or ())


def _within(inner: Any, outer: Any) -> bool:
    return inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_score(value: str, scale: Any, labels: set[str]) -> bool:
    if value.strip().casefold() in labels:
        return True
    leading = re.match(r"\d+(?= *[-–—] *\D)", value.strip())
    number = as_number(leading[0] if leading else value)
    return number is not None and bool(scale[0] <= number <= scale[1])


def _joined(
    mapping: Document, proposed: dict[str, list[Document]], chosen: dict[str, list[Document]], misfits: list[str]
) -> Overlaid:
    """The document with the chosen entries; the proposal as it was where the two together are no mapping."""
    kind: Kind = mapping["kind"]
    taken = {entry["role"] for entries in chosen.values() for entry in entries if not allows_many(kind, entry["role"])}
    named = {entry.get("name", source) for source, entries in chosen.items() for entry in entries}
    columns: list[Document] = []
    for source, entries in proposed.items():
        examples = entries[0].get("examples") or []
        if source in chosen:
            said = [{**entry, "confidence": 1.0} for entry in chosen[source]]
        else:
            said = [_giving_way(entry, taken, named) for entry in entries]
        columns += [{**entry, "source": source, "examples": examples} for entry in said]
    document = {**mapping, "columns": columns}
    try:
        MappingDocument.read(document)
    except CxdashError:
        return Overlaid(mapping, (), tuple(misfits))
    return Overlaid(document, tuple(chosen), tuple(misfits))


def _giving_way(entry: Document, taken: set[str], named: set[str]) -> Document:
    """An entry that nobody decided, unless a decision took its role or its name."""
    clash = entry["role"] in taken or (entry["role"] == "segment" and entry.get("name", entry["source"]) in named)
    return {"source": entry["source"], "role": "ignore", "confidence": 1.0} if clash else entry


def _with_format(decided: list[Document], proposed: list[Document]) -> list[Document]:
    """Decided entries with the date formats of this file: a tool's settings change them silently."""
    formats = {entry["role"]: entry["format"] for entry in proposed if "format" in entry}
    return [{**entry, "format": formats[entry["role"]]} if entry["role"] in formats else entry for entry in decided]
