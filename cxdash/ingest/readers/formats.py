"""Every format that is read, one row each: how its first bytes look, what is checked at the door, and its reader."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from cxdash.ingest.checks import (
    ZIPS,
    Head,
    check_parquet,
    check_parts,
    check_text,
    refuse_by_content,
    refuse_password,
)
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import ForeignFile, RawTable
from cxdash.ingest.readers import delimited, document, eventlog, opendocument, parquet, statistical, workbook
from cxdash.ingest.sheets import check_workbook

Reader = Callable[[duckdb.DuckDBPyConnection, ForeignFile], RawTable]


@dataclass(frozen=True)
class Format:
    """`looks` decides by the first bytes; `check` refuses by raising CxdashError; `read` is None for archives."""

    name: str
    looks: Callable[[Head], bool]
    check: Callable[[Head, Limits], None]
    read: Reader | None


def _at_ease(_head: Head, _limits: Limits) -> None:
    """Nothing to check at the door: the reader counts as it goes."""


def _excel(head: Head) -> bool:
    return "xl/workbook.xml" in head.parts or "xl/workbook.bin" in head.parts


def _check_excel(head: Head, limits: Limits) -> None:
    check_parts(head, limits)
    check_workbook(head.path, limits)


def _old_excel(head: Head) -> bool:
    return bool(head.streams & {"Workbook", "Book", "EncryptedPackage"})


def _refuse_locked(head: Head, _limits: Limits) -> None:
    refuse_password(head)


# The first that looks right is it; what none of them claims is text, or refused.
FORMATS: Final = (
    Format("parquet", lambda head: head.starts(b"PAR1"), check_parquet, parquet.read),
    Format("xlsx", _excel, _check_excel, workbook.read_xlsx),
    Format("ods", opendocument.is_spreadsheet, opendocument.check, workbook.read_ods),
    Format("xls", _old_excel, _refuse_locked, workbook.read_xls),
    Format("sav", statistical.is_sav, _at_ease, statistical.read_sav),
    Format("por", statistical.is_por, _at_ease, statistical.read_por),
    Format("dta", statistical.is_dta, _at_ease, statistical.read_dta),
    Format("xes", eventlog.is_xes, _at_ease, eventlog.read),
    Format("json", document.is_json, _at_ease, document.read),
)
TEXT: Final = Format("csv", lambda _head: True, check_text, delimited.read)
ARCHIVES: Final = (
    Format("zip", lambda head: head.starts(*ZIPS), check_parts, None),
    Format("gzip", lambda head: head.starts(b"\x1f\x8b"), _at_ease, None),
)


def find(path: Path, name: str, limits: Limits) -> Format:
    """The format of a file, decided by its content; `name` is what its owner calls it.

    Raises CxdashError, one sentence and a hint, for all that is not a table that can be read within the limits.
    """
    head = Head.of(path, name, limits)
    known = next((each for each in FORMATS if each.looks(head)), None)
    if known is None:
        refuse_by_content(head)
        known = next((each for each in ARCHIVES if each.looks(head)), TEXT)
    known.check(head, limits)
    return known
