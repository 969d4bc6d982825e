"""What every reader hands over: the records of a file as text in DuckDB, and those that could not be read at all."""

import csv
import io
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypedDict

from cxdash.errors import CxdashError
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.locale import N_, formats, t
from cxdash.mart.enclosure import DENIED, Settings, enclose
from cxdash.mart.sql import literal

if TYPE_CHECKING:
    import duckdb

TEXT_KEPT = 10_000
"""Characters kept of a record that was set aside."""

FEWER = N_("fewer cells than the header")
MORE = N_("more cells than the header")
UNCLOSED = N_("a quotation mark is never closed")
MISQUOTED = N_("text after a closing quotation mark")
NUL = N_("a NUL byte in the record")
UNDECODED = N_("not readable in the file's encoding")
TOO_LONG = N_("a record longer than the limit")
HEADER_AGAIN = N_("the header, repeated")


class Notice(TypedDict):
    """A warning as it is stored: an untranslated message and the values of its fields."""

    message: str
    values: dict[str, str | int]


def notice(message: str, **values: str | int) -> Notice:
    """A warning for the report; `message` went through N_()."""
    return {"message": message, "values": values}


@dataclass(frozen=True)
class Known:
    """What a reader learned of all cells in passing, so that nobody need look again; nothing is known by default.

    `ascii_only`: no cell has a character beyond ASCII. `absent`: characters that no cell has. `filled`: the columns of
    `raw` in which no cell is empty.
    """

    ascii_only: bool = False
    absent: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RawTable:
    """What was read: tables `raw(row, c1..cn)` and `raw_rejects(row, column, value, reason, text)` hold the records.

    `header` has the original column names in the order of c1..cn ("" where there is none), `records` counts raw rows
    plus distinct rejected rows, `encoding` is None where the format has its own, `encoding_confidence` (0 to 1) is how
    sure it is. `sheets` are the sheets of a workbook that look like tables, `codes` the value labels of a statistics
    file: column name → label → the number that stood in the file. `ids` are what the tool calls its questions, by the
    name that a mapping uses. `known` is true of every cell.
    """

    format: str
    encoding: str | None
    header: list[str]
    records: int
    warnings: list[Notice] = field(default_factory=list)
    sheet: str | None = None
    encoding_confidence: float | None = None
    sheets: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, float]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)


@dataclass(frozen=True)
class ForeignFile:
    """A file as its reader gets it: where it lies, its owner's name for it, and what it may cost.

    `folder` is for temporary files, `sheet` the sheet of a workbook that was asked for.
    """

    path: Path
    name: str
    limits: Limits
    folder: Path
    sheet: str | None = None


def connect(work: Path, limits: Limits, *folders: Path) -> "duckdb.DuckDBPyConnection":
    """An in-memory database that reads and writes only in `work` and `folders`.

    It keeps to a fifth of the memory and spills the rest to `work`: what it reserves beyond what it counts, and what
    converting needs, come on top, and 2 GB of CSV are read in less than 1 GB. What it spills has its limit too.
    One thread works with the least processor time and memory, and leaves the other processors to the pages.
    """
    settings: Settings = {
        **DENIED,
        "memory_limit": f"{max(64, limits.memory_mb // 5)}MiB",
        "threads": 1,
        "temp_directory": str(work / "spill"),
    }
    # Who only speaks of records does not wait for the database.
    import duckdb  # noqa: PLC0415

    con = duckdb.connect(config=settings)
    con.execute("SET TimeZone = 'UTC'")
    # Of a few records that are looked for by their rows, other cells are not read.
    con.execute("SET dynamic_or_filter_threshold = 10000")
    # Said while connecting, DuckDB shows this limit and does not keep it.
    con.execute(f"SET max_temp_directory_size = '{limits.max_spill_mb}MiB'")
    # The zone of a file's times is known only when they are read.
    enclose(con, (str(folder.resolve()) for folder in (work, *folders)), changeable=["TimeZone"])
    return con


def names(n: int) -> list[str]:
    """The names of n raw columns: c1..cn."""
    return [f"c{i}" for i in range(1, n + 1)]


def moment_of(cell: str) -> str:
    """The name of the column of `raw` with the moments that stand in the raw column `cell`.

    There is one where a reader found every text of the column to be a local time in ISO 8601, and read it in passing.
    """
    return f"at_{cell}"


def count_records(con: "duckdb.DuckDBPyConnection") -> int:
    """Raw rows plus distinct rejected rows."""
    found = con.execute("SELECT (SELECT count(*) FROM raw) + (SELECT count(DISTINCT row) FROM raw_rejects)").fetchone()
    return int(found[0]) if found else 0


def create_rejects(con: "duckdb.DuckDBPyConnection") -> None:
    """An empty table `raw_rejects`."""
    con.execute(
        """CREATE OR REPLACE TABLE raw_rejects
        (row INTEGER, "column" VARCHAR, value VARCHAR, reason VARCHAR, text VARCHAR)"""
    )


def folder_of(con: "duckdb.DuckDBPyConnection") -> Path:
    """The folder beside the one that a connection made by `connect` spills to: what lies there, it may read."""
    (spill,) = con.execute("SELECT current_setting('temp_directory')").fetchone() or (".",)
    return Path(spill).parent


def scratch(con: "duckdb.DuckDBPyConnection") -> tempfile.TemporaryDirectory[str]:
    """A temporary folder that the connection may read."""
    return tempfile.TemporaryDirectory(prefix="reading-", dir=folder_of(con))


class RawWriter(AbstractContextManager["RawWriter"]):
    """Collects records one by one in files of plain CSV in `folder`, and loads them into `raw` and `raw_rejects`.

    Memory stays flat whatever the file is. A record that repeats the `header` is set aside. Raises CxdashError above
    the limit of rows.
    """

    def __init__(self, width: int, limits: Limits, folder: Path, header: Sequence[str] = ()) -> None:
        self.width = width
        self.records = 0
        self._limits = limits
        self._header = list(header)
        self._clean, self._clean_file = self._plain_csv(folder / "clean.csv")
        self._rejected, self._rejected_file = self._plain_csv(folder / "rejected.csv")
        self._write_clean = csv.writer(self._clean_file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        self._write_rejected = csv.writer(self._rejected_file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow

    @staticmethod
    def _plain_csv(path: Path) -> tuple[Path, TextIO]:
        file = path.open("w", encoding="utf-8", newline="")
        # DuckDB takes the first line end it sees for the file's, even inside quotation marks: this line shows ours.
        file.write("header\n")
        return path, file

    def __exit__(self, *_: object) -> None:
        self._clean_file.close()
        self._rejected_file.close()

    def take(self, row: int, cells: Sequence[str]) -> None:
        """Keep a record; it has exactly `width` cells."""
        if cells == self._header:
            self.reject(row, HEADER_AGAIN, joined(cells))
            return
        self._count()
        self._write_clean((row, *cells))

    def reject(self, row: int, reason: str, text: str) -> None:
        """Set a record aside, with its text as it stands in the file; NUL is shown as its symbol."""
        self._count()
        self._write_rejected((row, reason, text[:TEXT_KEPT].replace("\x00", "\u2400")))

    def _count(self) -> None:
        self.records += 1
        if self.records > self._limits.max_rows:
            raise too_many_rows(self._limits.max_rows)

    def load(self, con: "duckdb.DuckDBPyConnection") -> int:
        """Create `raw` and `raw_rejects`; returns the number of records. The writer is used up."""
        self.__exit__()
        con.execute("CREATE OR REPLACE TABLE raw AS SELECT * FROM " + self._table(self._clean, names(self.width)))
        create_rejects(con)
        rejected = self._table(self._rejected, ["reason", "text"])
        con.execute(f"INSERT INTO raw_rejects SELECT row, NULL, NULL, reason, text FROM {rejected}")
        return self.records

    def _table(self, path: Path, columns: list[str]) -> str:
        """The table function that reads one of our own files: `row`, then text columns."""
        types = ", ".join(["'row': 'INTEGER'", *(f"'{name}': 'VARCHAR'" for name in columns)])
        return f"""read_csv({literal(str(path))}, columns = {{{types}}}, header = false, auto_detect = false, skip = 1,
            delim = ',', quote = '"', escape = '"', {line_sizes(self._limits)})"""


def joined(cells: Sequence[str], delimiter: str = ",") -> str:
    """A record as one line of delimited text, without its end.

    >>> joined(["id", "why, then"])
    'id,"why, then"'
    """
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
    return line.getvalue()


def line_sizes(limits: Limits) -> str:
    """read_csv's options for lines of the longest size allowed, twice over: quoting may double a line.

    DuckDB takes 32 lines' memory for each buffer unless it is told; below 32 MB it spends a third more time.
    """
    longest = int(limits.max_line_mb * MEGABYTE) * 2 + (1 << 16)
    return f"max_line_size = {longest}, buffer_size = {max(longest * 4, 1 << 25)}"


def too_many_rows(limit: int) -> CxdashError:
    """The refusal of a table that is too long."""
    return CxdashError(
        t("This file has more than {limit} rows.", limit=formats.count(limit)),
        t("Split it into smaller files, or ask the administrator to raise the limit of rows."),
    )
