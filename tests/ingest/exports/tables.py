"""Made-up exports as files: written, read, recognised and loaded as the child process does it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxdash.ingest.convert import convert
from cxdash.ingest.exports import Hints, recognised
from cxdash.ingest.limits import Limits
from cxdash.ingest.mapping import Mapping
from cxdash.ingest.raw import RawTable, connect
from cxdash.ingest.readers import read
from cxdash.ingest.recognise import understand
from cxdash.ingest.recognition.unrelated import refuse_unrelated
from tests.ingest.converting import Converted

Row = Sequence[object]


@dataclass(frozen=True)
class Seen:
    """A file as it was recognised."""

    con: duckdb.DuckDBPyConnection
    raw: RawTable
    hints: Hints | None
    document: dict[str, Any]
    notices: list[Any]
    folder: Path

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The entries of the mapping without how sure they are and without examples."""
        return [
            {key: value for key, value in entry.items() if key not in ("confidence", "examples")}
            for entry in self.document["mapping"]["columns"]
        ]

    def role(self, role: str) -> list[str]:
        """The sources that have a role."""
        return [entry["source"] for entry in self.columns if entry["role"] == role]

    def entry(self, source: str, role: str | None = None) -> dict[str, Any]:
        """The (only) entry of a source, or its entry of a role."""
        (found,) = (e for e in self.columns if e["source"] == source and role in (None, e["role"]))
        return {key: value for key, value in found.items() if key != "source"}

    @property
    def messages(self) -> list[str]:
        """The notices, untranslated, of the export and of recognition."""
        return [each["message"] for each in [*self.raw.warnings, *self.notices]]

    def load(self) -> Converted:
        """The canonical tables, loaded with the proposal as it is, where `load` would not refuse it."""
        refuse_unrelated(self.notices)
        out = self.folder / "canonical"
        out.mkdir(exist_ok=True)
        mapping = Mapping.read(self.document["mapping"])
        mapping.check(self.raw.header)
        return Converted(convert(self.con, self.raw, mapping, out), out)


def seen(path: Path, folder: Path, *, kind: str | None = None) -> Seen:
    """A file read and recognised in this process; `folder` is for everything temporary."""
    folder.mkdir(parents=True, exist_ok=True)
    con = connect(folder, Limits(), path.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(folder))
        raw = read(con, path, path.name, Limits())
    return as_recognised(con, raw, folder, kind=kind)


def as_recognised(con: duckdb.DuckDBPyConnection, raw: RawTable, folder: Path, *, kind: str | None = None) -> Seen:
    """What the export step and recognition make of a raw table."""
    table, hints = recognised(con, raw) or (raw, None)
    document, notices = understand(con, table, "export.csv", kind=kind, hints=hints)  # type: ignore[arg-type]
    return Seen(con, table, hints, document, notices, folder)


def text(rows: Sequence[Row], delimiter: str = ",") -> str:
    """Rows as delimited text, as survey tools write it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def written(folder: Path, rows: Sequence[Row], *, delimiter: str = ",", bom: bool = False, below: str = "") -> Path:
    """A file under a name that says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "export.csv"
    path.write_bytes((text(rows, delimiter) + below).encode("utf-8-sig" if bom else "utf-8"))
    return path


def exported(folder: Path, rows: Sequence[Row], *, below: str = "", kind: str | None = None) -> Seen:
    """Rows written to a file, read and recognised."""
    return seen(written(folder / "file", rows, below=below), folder / "work", kind=kind)


def cycle(values: Sequence[object], n: int = 120) -> list[object]:
    """`n` values, again and again the same."""
    return [values[place % len(values)] for place in range(n)]


def table(columns: dict[str, Sequence[object]]) -> list[list[object]]:
    """A header and records, from columns."""
    return [list(columns), *[list(row) for row in zip(*columns.values(), strict=True)]]


def numbered(pattern: str, n: int = 120) -> list[str]:
    """`n` different texts of one pattern."""
    return [pattern.format(place) for place in range(1, n + 1)]
