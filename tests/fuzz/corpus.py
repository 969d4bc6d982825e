"""The files that are damaged on purpose: real exports cut to a few records, and small ones in every format."""

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import xlsxwriter

from tests.ingest.old_workbook import written_xls
from tests.ingest.reading import as_json_lines, as_records, ods_rows, written_ods

ROOT = Path(__file__).parents[2]
TEXTS = (".csv", ".tsv", ".txt")
LINES = 60
"""Lines kept of a text file: enough to recognise it, few enough that a case takes a fraction of a second."""

LARGEST = 300_000
"""Bytes of a file that cannot be cut by lines."""

HEADER = ["response_id", "date", "region", "nps", "csat", "comment"]
COMMENTS = ("late, again", "خوب بود", 'said "no"', "", "café")
REGIONS = ("North", "South", "شمال")
ROWS = [
    [f"R{i:04d}", f"2025-{1 + i % 12:02d}-{1 + i:02d}", REGIONS[i % 3], str(i % 11), str(1 + i % 5), COMMENTS[i % 5]]
    for i in range(25)
]
LABELS = {"csat": {1: "bad", 5: "good"}}


@dataclass(frozen=True)
class Specimen:
    """A file by its name and its bytes."""

    name: str
    content: bytes


def corpus(shared: Path | None) -> list[Specimen]:
    """Specimens in the order of their names: the sample company's, one of each format, and real ones from `shared`."""
    files = sorted((ROOT / "sample_data" / "files").glob("*.csv"))
    if shared:
        files += sorted(path for path in (shared / "data").rglob("*") if path.is_file() and "LICENSE" not in path.name)
    real = [Specimen(path.name, _beginning(path)) for path in files]
    return [each for each in real if 0 < len(each.content) <= LARGEST] + written()


def _beginning(path: Path) -> bytes:
    if path.suffix in TEXTS:
        with path.open("rb") as file:
            return b"".join(line for _, line in zip(range(LINES), file, strict=False))[:LARGEST]
    return path.read_bytes() if path.stat().st_size <= LARGEST else b""


def written() -> list[Specimen]:
    """One small table in every format that is read."""
    with tempfile.TemporaryDirectory() as folder:
        for name, write in WRITERS.items():
            write(Path(folder) / name)
        return [Specimen(name, (Path(folder) / name).read_bytes()) for name in WRITERS]


def _text(delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([HEADER, *ROWS])  # type: ignore[arg-type]  # typeshed knows only the names of the constants
    return text.getvalue()


def _xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(place, 0, [float(cell) if cell.isdigit() else cell for cell in row])
        book.add_worksheet("empty")


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("survey.csv", _text(","))


def _parquet(path: Path) -> None:
    columns = dict(zip(HEADER, map(list, zip(*ROWS, strict=True)), strict=True))
    pq.write_table(pa.table({**columns, "nps": [int(cell) for cell in columns["nps"]]}), path)


def _statistics(path: Path, write: Callable[..., None], **labels: object) -> None:
    import pandas as pd  # noqa: PLC0415 - only such writers take its frames

    names = [name[:8] for name in HEADER]  # the portable format has no longer ones
    frame = pd.DataFrame(ROWS, columns=names)
    if path.suffix == ".por":  # and no letters beyond ASCII
        frame = frame.replace(r"[^\x00-\x7f]", "?", regex=True)
    frame = frame.astype({"nps": float, "csat": float})
    write(frame, str(path), column_labels=[f"the {name}" for name in HEADER], **labels)


def _xes(path: Path) -> None:
    events = "".join(
        f'<event><string key="concept:name" value="{row[2]}"/><date key="time:timestamp" value="{row[1]}T10:00:00"/>'
        "</event>"
        for row in ROWS
    )
    trace = f'<trace><string key="concept:name" value="c1"/>{events}</trace>'
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0">{trace}</log>', "utf-8")


WRITERS: dict[str, Callable[[Path], object]] = {
    "survey.csv": lambda path: path.write_text(_text(","), "utf-8"),
    "quoted.csv": lambda path: path.write_text(_text(";", csv.QUOTE_ALL), "utf-8-sig"),
    "wide.tsv": lambda path: path.write_text(_text("\t"), "utf-16"),
    "arabic.csv": lambda path: path.write_text(_text(","), "windows-1256", errors="replace"),
    "aligned.txt": lambda path: path.write_text("".join(f"{row[0]}  {row[1]}  {row[3]:>3}\n" for row in ROWS)),
    "survey.json": lambda path: path.write_text(json.dumps({"results": as_records(HEADER, ROWS)}), "utf-8"),
    "lines.jsonl": lambda path: path.write_text(as_json_lines(HEADER, ROWS), "utf-8"),
    "survey.xlsx": _xlsx,
    "survey.ods": lambda path: written_ods(path, {"survey": ods_rows([HEADER, *ROWS])}),
    "survey.xls": lambda path: written_xls(path, {"survey": [HEADER, *ROWS]}),
    "survey.parquet": _parquet,
    "survey.sav": lambda path: _statistics(path, pyreadstat.write_sav, variable_value_labels=LABELS),
    "survey.por": lambda path: _statistics(path, pyreadstat.write_por),
    "survey.dta": lambda path: _statistics(path, pyreadstat.write_dta, variable_value_labels=LABELS),
    "log.xes": _xes,
    "survey.csv.gz": lambda path: path.write_bytes(gzip.compress(_text(",").encode(), mtime=0)),
    "survey.zip": _zip,
}
