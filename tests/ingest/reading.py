"""A file through its reader: what became of it, as lists."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import RawTable, connect
from cxdash.ingest.readers import read


@dataclass(frozen=True)
class Found:
    """What a reader hands over, and the two tables in order."""

    table: RawTable
    rows: list[tuple[Any, ...]]
    rejects: list[tuple[Any, ...]]

    @property
    def cells(self) -> list[list[str]]:
        return [[cell or "" for cell in row[1:]] for row in self.rows]

    @property
    def said(self) -> list[str]:
        return [notice["message"].format(**notice["values"]) for notice in self.table.warnings]


@contextmanager
def connection(path: Path, limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory() as work, connect(Path(work), limits, path.parent) as con:
        yield con


def found(path: Path, name: str = "", limits: Limits | None = None, sheet: str | None = None) -> Found:
    with connection(path, limits or Limits()) as con:
        table = read(con, path, name or path.name, limits or Limits(), sheet)
        rows = con.execute("SELECT * FROM raw ORDER BY row").fetchall()
        rejects = con.execute("SELECT row, reason, text FROM raw_rejects ORDER BY row").fetchall()
    assert table.records == len(rows) + len({row for row, *_ in rejects})
    return Found(table, rows, rejects)


def written(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def ods_cell(value: str) -> str:
    if not value:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escaped(value)}</text:p></table:table-cell>'


def ods_rows(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)


def written_ods(path: Path, sheets: dict[str, str], *, head: str = "", manifest: str = "") -> Path:
    """An OpenDocument spreadsheet of sheets given as rows of XML."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{head}<office:document-content {NAMESPACES}>{body}</office:document-content>',
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


def as_records(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(header, row, strict=True)) for row in rows]


def as_json_lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in as_records(header, rows))
