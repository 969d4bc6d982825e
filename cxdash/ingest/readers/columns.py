"""A plain delimited file into Parquet, column by column and block by block: the fast way, for files without doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import compute, csv, parquet

from cxdash.ingest.dialect import Dialect
from cxdash.ingest.limits import MEGABYTE
from cxdash.ingest.raw import moment_of, names

BLOCK = MEGABYTE
"""Larger blocks are given back to the system and cleared anew each time, which takes a third as long as reading."""

GROUP = 16
"""Blocks of text in one row group: about 16 MB, which bounds the memory whatever the file's size."""

_REPEATED = 0.1
"""The share of different values in the first rows up to which a column is written as a dictionary of its values."""

_FIRST = 50_000

_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}")
_LENGTH, _LOOKED_AT = 19, 100
_MOMENT = pa.timestamp("ms")


@dataclass(frozen=True)
class Written:
    """How many records were written, and what is true of columns of texts.

    `moments`: their moments, all of them, stand beside them. `filled`: no cell is empty. `repeated`: the same texts
    come again and again, so that looking for one costs next to nothing.
    """

    records: int
    moments: list[str]
    filled: list[str]
    repeated: list[str]


def write_columns(path: Path, dialect: Dialect, target: Path, *, multiline: bool) -> Written | None:
    """Write the records of a file to the Parquet file `target`: "row", and texts c1..cn.

    The file is UTF-8 in which every quotation mark has its partner; `multiline` says that quoted cells have line ends.
    Texts that are written as 2024-05-01 10:20:30 is are also written as what they say, for a tenth of what reading
    them again would cost. None when a record has more or fewer cells than the header, or does not fit into a block.
    """
    # Arrow's own allocator reserves much more than it uses, and keeps what it was given.
    pool = pa.system_memory_pool()
    pa.set_memory_pool(pool)
    columns = names(len(dialect.header))
    try:
        with csv.open_csv(
            path,
            csv.ReadOptions(column_names=columns, skip_rows=dialect.skip, block_size=BLOCK, use_threads=False),
            csv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=multiline),
            csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,
            ),
            pool,
        ) as batches:
            return _write(batches, target, pool, dialect.row)
    except pa.ArrowInvalid:
        return None
    finally:
        pool.release_unused()


def _write(batches: csv.CSVStreamingReader, target: Path, pool: pa.MemoryPool, first_row: int) -> Written:
    written, writer, moments = 0, None, _Moments()
    repeated: list[str] = []
    filled: set[str] | None = None
    try:
        for group in _groups(batches):
            full = {name for name in group.schema.names if not group[name].null_count}
            filled = full if filled is None else filled & full
            if writer is None:
                moments.look_at(group)
                repeated = _repeated(group)
            table = moments.put_beside(group.add_column(0, "row", _rows(first_row + written, group.num_rows)))
            if writer is None:
                writer = _writer(target, table.schema, repeated, pool)
            writer.write_table(table, row_group_size=max(1, group.num_rows))
            written += group.num_rows
    finally:
        if writer is not None:
            writer.close()
    return Written(written, moments.whole(), sorted(filled or ()), repeated)


def _rows(first: int, n: int) -> pa.Array:
    rows = np.arange(first, first + n, dtype=np.int32)
    # Arrow's own way to an array looks at whether this is a frame of pandas, which is not here.
    return pa.Array.from_buffers(pa.int32(), n, [None, pa.py_buffer(rows)])


def _writer(target: Path, schema: pa.Schema, repeated: list[str], pool: pa.MemoryPool) -> parquet.ParquetWriter:
    rising = [field.name for field in schema if field.type != pa.string()]
    return parquet.ParquetWriter(
        target,
        schema,
        use_dictionary=repeated,
        column_encoding=dict.fromkeys(rising, "DELTA_BINARY_PACKED"),
        compression="none",
        write_statistics=False,
        memory_pool=pool,
    )


class _Moments:
    """The columns of which every text so far is a local time."""

    def __init__(self) -> None:
        self._holds: dict[str, bool] = {}

    def look_at(self, first: pa.Table) -> None:
        """Choose among the columns by their first texts."""
        for name in first.schema.names:
            text = next(filter(None, first[name].slice(0, _LOOKED_AT).to_pylist()), "")
            if _LOCAL_TIME.fullmatch(text):
                self._holds[name] = True

    def put_beside(self, table: pa.Table) -> pa.Table:
        """The table with a column of moments for each chosen one, empty from the first text on that is none."""
        for name, holds in self._holds.items():
            found = _moments(table[name]) if holds else None
            self._holds[name] = found is not None
            missing = pa.chunked_array([pa.nulls(table.num_rows, _MOMENT)])
            table = table.append_column(moment_of(name), missing if found is None else found)
        return table

    def whole(self) -> list[str]:
        """The chosen columns of which no text was anything else."""
        return [name for name, holds in self._holds.items() if holds]


def _moments(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
    lengths = compute.min_max(compute.binary_length(texts)).as_py()
    # Of this length Arrow and DuckDB read the same texts as the same moments.
    if not {lengths["min"], lengths["max"]} <= {None, _LENGTH}:
        return None
    try:
        return texts.cast(_MOMENT)
    except pa.ArrowInvalid:
        return None


def _groups(batches: csv.CSVStreamingReader) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if len(waiting) == GROUP:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _repeated(group: pa.Table) -> list[str]:
    """The columns whose values come again and again, by the first rows."""
    first = group.slice(0, _FIRST)
    most = first.num_rows * _REPEATED
    return [name for name in first.schema.names if compute.count_distinct(first[name]).as_py() <= most]
