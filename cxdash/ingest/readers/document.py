"""JSON into DuckDB: a list of records, wherever it lies in the document, or one record on each line."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb

from cxdash.errors import CxdashError
from cxdash.ingest import encoding as encodings
from cxdash.ingest.checks import Head
from cxdash.ingest.dialect import header_notices
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.ingest.raw import TOO_LONG, ForeignFile, Notice, RawTable, notice
from cxdash.ingest.readers import keyed
from cxdash.ingest.readers.jsonstream import DECODER, Doubled, Number, Values, listed, too_deep
from cxdash.ingest.readers.keyed import Key, Record
from cxdash.ingest.readers.records import decoded_lines
from cxdash.locale import N_, t

NO_JSON = N_("not readable as JSON")
NO_OBJECT = N_("not an object with named values")
TWICE = N_("a key stands twice in the record")
LISTS = N_("The file has {n} lists of records ({names}); {name} was read.")
NESTED_AT_MOST = 32
SAMPLE_LINES = 50

_LOOKS: Final = re.compile(rb'\s*(\{\s*["}]|\[\s*[\[{"\]])')

Way = tuple[str, ...] | None
"""The keys that lead to the list of records, None where the records stand by themselves in the file."""


def is_json(head: Head) -> bool:
    """Whether the text begins as an object or a list of JSON does."""
    return bool(_LOOKS.match(head.text))


def read(con: duckdb.DuckDBPyConnection, file: ForeignFile) -> RawTable:
    """Create `raw` and `raw_rejects` from JSON or JSON lines; nested objects as columns with dots, lists as JSON text.

    Rows are counted as in a spreadsheet with a header; in JSON lines a row is a line. Raises CxdashError when the
    document is not JSON, has no records, is nested too deep or larger than the limits.
    """
    encoding = encodings.detect(file.path)
    text = encodings.to_utf8(file.path, encoding, file.folder)
    warnings = encodings.notices(encoding)
    if are_lines(text):
        header, records = keyed.load(con, file, partial(_lines, text, file.limits))
        form = "jsonl"
    else:
        way, several = _way(text, file.limits)
        header, records = keyed.load(con, file, partial(_records, text, way, file.limits))
        warnings, form = [*warnings, *several], "json"
    found = [*warnings, *header_notices(header, 0)]
    return RawTable(form, encoding.name, header, records, found, encoding_confidence=encoding.confidence)


def are_lines(path: Path) -> bool:
    """Whether each line is an object: half of the first lines at least, for some may be damaged."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        sample = [line for line in islice(file, SAMPLE_LINES) if line.strip()]
    if len(sample) < 2 or not sample[0].lstrip().startswith("{"):
        return False
    return sum(map(_is_object, sample)) * 2 >= len(sample)


def _is_object(line: str) -> bool:
    try:
        return line.lstrip().startswith("{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(path: Path, limits: Limits) -> Iterator[Record]:
    longest = int(limits.max_line_mb * MEGABYTE)
    for row, line in enumerate(decoded_lines(path), start=1):
        text = line.text.strip()
        if line.fault or len(text) > longest:
            yield Record(row, fault=line.fault or TOO_LONG, text=text)
        elif text:
            yield _of_line(row, text)


def _of_line(row: int, text: str) -> Record:
    try:
        value = DECODER.decode(text)
    except json.JSONDecodeError:
        return Record(row, fault=NO_JSON, text=text)
    except RecursionError:
        raise too_deep() from None
    return _record(row, value, text)


def _record(row: int, value: Any, text: str) -> Record:
    if not isinstance(value, dict):
        return Record(row, fault=NO_OBJECT, text=text)
    record = Record(row, text=text)
    if not _flatten(value, (), record.cells):
        record.fault = TWICE
    return record


def _way(path: Path, limits: Limits) -> tuple[Way, list[Notice]]:
    """The way to the records: the list with the most objects; a notice when there are others."""
    found: Counter[tuple[str, ...]] = Counter()
    documents = 0
    with Values(path, limits) as values:
        starts_with_object = values.peek() == "{"
        while values.peek():
            documents += 1
            found.update(way for way, element in listed(values) if isinstance(element, dict))
    if documents > 1 or (starts_with_object and not found):
        return None, []
    if not found:
        raise CxdashError(
            t("This JSON has no list of records in it, so it is not a table."),
            t("Export the table as CSV, or as a list of objects, and upload that file."),
        )
    chosen = max(found, key=lambda way: found[way])
    if len(found) == 1:
        return chosen, []
    names = {way: ".".join(way) for way in found}
    return chosen, [notice(LISTS, n=len(found), names=", ".join(list(names.values())[:9]), name=names[chosen])]


def _records(path: Path, way: Way, limits: Limits) -> Iterator[Record]:
    with Values(path, limits) as values:
        for row, value in enumerate(_wanted(values, way), start=2):
            yield _record(row, value, values.last)


def _wanted(values: Values, way: Way) -> Iterator[Any]:
    if way is not None:
        yield from (element for place, element in listed(values) if place == way)
        return
    while values.peek():
        yield values.value()


def _flatten(value: dict[str, Any], key: Key, cells: dict[Key, str]) -> bool:
    """Add the values to `cells` by the names on the way to them; False where a key stands twice."""
    if len(key) > NESTED_AT_MOST:
        raise too_deep()
    whole = not isinstance(value, Doubled)
    for name, inner in value.items():
        if isinstance(inner, dict) and inner:
            whole &= _flatten(inner, (*key, name), cells)
        else:
            cells[*key, name] = _text(inner)
    return whole


def _text(value: Any) -> str:
    """A value as a cell; nothing for null and for an empty object."""
    if isinstance(value, str):
        return str(value)
    if value is None or value == {}:
        return ""
    return as_json(value)


def as_json(value: Any) -> str:
    """A value as JSON, its numbers as they were written.

    >>> as_json([Number("9.50"), "a", {"b": True}])
    '[9.50, "a", {"b": true}]'
    """
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(as_json, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{as_json(key)}: {as_json(inner)}' for key, inner in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)
