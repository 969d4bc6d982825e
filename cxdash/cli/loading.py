"""Commands that read files: inspect, load, sample."""

import json
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import sample_data
from cxdash.cli.history import COUNTS, count_columns
from cxdash.cli.reply import Reply
from cxdash.cli.table import Column, table
from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.mapping import Mapping
from cxdash.ingest.repair import repair
from cxdash.ingest.sample import load_sample
from cxdash.locale import formats, t
from cxdash.vault import uploads
from cxdash.vault.home import Home
from cxdash.vocabulary.formats import format_label

Document = dict[str, Any]


def inspect(arguments: Namespace) -> Reply:
    """Recognise a file and propose its mapping: the one remembered for its shape, else the one recognised."""
    home = Home.open(arguments.home)
    found = pipeline.propose(home, Path(arguments.file), **_reading(arguments))
    return Reply(found, lambda: _proposal(found))


def _reading(arguments: Namespace) -> dict[str, Any]:
    """What a person said about how to read the file."""
    return {name: getattr(arguments, name) for name in ("kind", "timezone", "sheet", "encoding")}


def _proposal(found: Document) -> list[str]:
    facts = [
        t("Format: {format}", format=format_label(found["format"])),
        t("Kind: {kind}", kind=found["kind"]),
        t("Rows: {rows}", rows=formats.count(found["rows"])),
        t("Encoding: {encoding}", encoding=found["encoding"] or formats.ABSENT),
        t("Confidence: {share}", share=formats.percent(100 * found["confidence"])),
    ]
    headings = (t("column"), t("role"), t("means"), t("examples"))
    columns = [*map(Column, headings), Column(t("confidence"), numeric=True)]
    lines = [*facts, "", *table(columns, map(_column, found["mapping"]["columns"]))]
    return [*lines, *_warnings(found["warnings"])]


def _column(column: Document) -> list[str]:
    scale = column.get("scale")
    parts = (column.get("touchpoint"), column.get("metric"), scale and f"{scale[0]:g}–{scale[1]:g}", column.get("name"))
    examples = ", ".join(str(example) for example in column.get("examples") or ())
    confidence = column.get("confidence")
    return [
        str(column["source"]),
        str(column["role"]),
        " · ".join(str(part) for part in parts if part),
        examples if len(examples) <= 40 else f"{examples[:39]}…",
        formats.percent(None if confidence is None else 100 * confidence),
    ]


def _warnings(warnings: Iterable[str]) -> list[str]:
    said = [t("Note: {warning}", warning=warning) for warning in warnings]
    return ["", *said] if said else []


def load(arguments: Namespace) -> Reply:
    """Load files as they are, each as an upload of its own; or the repaired records of an upload."""
    if arguments.repair:
        return _repair(arguments)
    mapping = None if arguments.mapping is None else _mapping(Path(arguments.mapping), arguments.kind)
    files = [Path(file) for file in arguments.files]
    home = Home.open(arguments.home)
    loaded = pipeline.load(home, files, mapping=mapping, name=arguments.name, **_reading(arguments))
    return _loaded([arguments.name or file.name for file in files], [_with_changes(home, entry) for entry in loaded])


def _with_changes(home: Home, entry: Document) -> Document:
    """The entry with what changed in the file against the last one of its shape."""
    if not entry["loaded"] or len(uploads.live(home)) < 2:
        return entry
    # What the comparison stands on takes half a second to load, which a first file need not wait for.
    from cxdash.answers.drift import structural_warnings  # noqa: PLC0415

    return {**entry, "warnings": [*entry["warnings"], *structural_warnings(home, entry["upload"])]}


def _repair(arguments: Namespace) -> Reply:
    if len(arguments.files) > 1 or any((arguments.mapping, arguments.kind, arguments.name, arguments.timezone)):
        raise CxdashError(
            t("“--repair” takes one file and no other option of “load”."),
            t("The file is read as its upload was, with the mapping that is stored with it."),
        )
    file = Path(arguments.files[0])
    return _loaded([file.name], [repair(Home.open(arguments.home), arguments.repair, file)])


def _mapping(path: Path, kind: str | None) -> Mapping:
    """The mapping in a file; `kind` is that of one which says none."""
    document = _document(path)
    mapping = Mapping.read({"kind": kind, **document} if kind else document)
    if kind and mapping.kind != kind:
        raise CxdashError(
            t("The mapping is of the kind “{kind}”, and not of “{other}”.", kind=mapping.kind, other=kind),
            t("Leave --kind out, or write the other kind in the mapping."),
        )
    return mapping


def _document(path: Path) -> Document:
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise CxdashError(
            t("The mapping {path} cannot be read: {reason}.", path=path, reason=error.strerror),
            t("Check the path, or leave --mapping out."),
        ) from None
    except ValueError as error:  # both of what is not UTF-8 and of what is not JSON
        raise CxdashError(
            t("The mapping {path} is not JSON: {reason}.", path=path, reason=error),
            t("“inspect FILE --json” prints one to start from."),
        ) from None
    if not isinstance(document, dict):
        raise CxdashError(
            t("{path} holds no mapping.", path=path), t("“inspect FILE --json” prints one to start from.")
        )
    return document


def _loaded(names: Sequence[str], loaded: Sequence[Document]) -> Reply:
    return Reply({"uploads": list(loaded)}, lambda: _loaded_lines(names, loaded))


def _loaded_lines(names: Sequence[str], loaded: Sequence[Document]) -> list[str]:
    columns = [*map(Column, (t("upload"), t("name"), t("kind"))), *count_columns()]
    cells = (
        [entry["upload"], name, entry["kind"], *(formats.count(entry[each]) for each in COUNTS)]
        for name, entry in zip(names, loaded, strict=True)
    )
    warnings = dict.fromkeys(warning for entry in loaded for warning in entry["warnings"])
    return [*table(columns, cells), *_warnings(warnings)]


def sample(arguments: Namespace) -> Reply:
    """Load the sample company; a second time changes nothing."""
    return _loaded([file.name for file in sample_data.FILES], load_sample(Home.open(arguments.home)))
