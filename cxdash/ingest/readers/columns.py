"""A plain delimited file into Parquet, column by column and block by block: the fast way, for files without doubt."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import compute, csv, parquet

from cxdash.ingest.dialect import Dialect
from cxdash.ingest.limits import MEGABYTE
from cxdash.ingest.raw import names

BLOCK = MEGABYTE
"""Larger blocks are given back to the system and cleared anew each time, which takes a third as long as reading."""

GROUP = 16
"""Blocks of text in one row group: about 16 MB, which bounds the memory whatever the file's size."""

_REPEATED = 0.1
"""The share of different values in the first rows up to which a column is written as a dictionary of its values."""

_FIRST = 50_000


def write_columns(path: Path, dialect: Dialect, target: Path, *, multiline: bool) -> int | None:
    """Write the records of a file to the Parquet file `target` as texts c1..cn; returns how many there were.

    The file is UTF-8 in which every quotation mark has its partner; `multiline` says that quoted cells have line ends.
    None when a record has more or fewer cells than the header, or does not fit into a block.
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
            return _write(batches, target, pool)
    except pa.ArrowInvalid:
        return None
    finally:
        pool.release_unused()


def _write(batches: csv.CSVStreamingReader, target: Path, pool: pa.MemoryPool) -> int:
    written, writer = 0, None
    try:
        for group in _groups(batches):
            if writer is None:
                writer = parquet.ParquetWriter(
                    target,
                    group.schema,
                    use_dictionary=_repeated(group),
                    compression="none",
                    write_statistics=False,
                    memory_pool=pool,
                )
            writer.write_table(group, row_group_size=max(1, group.num_rows))
            written += group.num_rows
    finally:
        if writer is not None:
            writer.close()
    return written


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
