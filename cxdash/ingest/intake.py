"""A person's file on its way into the vault: copied under a safe name, with its SHA-256, within its size."""

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from cxdash.errors import CxdashError
from cxdash.ingest.limits import MEGABYTE, Limits, size_of
from cxdash.locale import formats, t

LONGEST_LABEL = 120
"""Characters of a name that is shown."""

LONGEST_FILE_NAME = 200
"""Bytes of a name on the disk; file systems stop at 255."""

ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".sav", ".zip", ".gz"}
_CHUNK = 1 << 18

ROOM_FOR_ONE = 3
"""What is made of a file takes about this many times its size: the file, its records on their way, their tables."""


@dataclass(frozen=True)
class Intake:
    """A copied file: where it lies now, the name to show for it, its SHA-256 (hexadecimal) and its size in bytes."""

    path: Path
    name: str
    sha256: str
    bytes: int

    def of_sheet(self, sheet: str | None) -> "Intake":
        """The same with the identity of one sheet: each that is asked for by name is a content of its own."""
        if sheet is None:
            return self
        return replace(self, sha256=hashlib.sha256(f"{self.sha256} {sheet}".encode()).hexdigest())


def take_in(
    source: Path, folder: Path, limits: Limits, *, ours: bool = False, told: Callable[[int], None] | None = None
) -> Intake:
    """Copy a file into `folder`; CxdashError when it cannot be opened, or is larger than `limits` or the disk allow.

    A file that is `ours`, on the same disk and written to by nobody, gets a second name there instead of a copy.
    `told` is given the bytes taken in so far, and may raise to stop.
    """
    name = label(source.name)
    target = folder / file_name(name)
    digest, size = hashlib.sha256(), 0
    refuse_without_room(folder, size_of(source))
    if ours:
        os.link(source, target)
    with open_to_read(source) as file, open(os.devnull, "wb") if ours else target.open("xb") as copy:
        # One buffer for all: memory that is new for each chunk would be cleared by the system each time.
        buffer = memoryview(bytearray(_CHUNK))
        while read := file.readinto(buffer):
            chunk = buffer[:read]
            size += read
            if size > limits.max_file_mb * MEGABYTE:
                raise too_large(limits)
            digest.update(chunk)
            copy.write(chunk)
            if told:
                told(size)
    return Intake(target, name, digest.hexdigest(), size)


def too_large(limits: Limits) -> CxdashError:
    """The refusal of a file that is larger than `limits` allow."""
    return CxdashError(
        t("The file is larger than {limit} MB.", limit=formats.count(limits.max_file_mb)),
        t("Split it into smaller files, or ask the administrator to raise the limit."),
    )


def refuse_without_room(folder: Path, size: int) -> None:
    """Raise CxdashError where the disk of `folder` has no room for what is made of a file of `size` bytes."""
    needed, free = size * ROOM_FOR_ONE, shutil.disk_usage(folder).free
    if needed <= free:
        return
    sentence = t(
        "Taking in this file needs about {needed} MB on the disk of the data folder, and {free} MB are free.",
        needed=formats.count(needed // MEGABYTE),
        free=formats.count(free // MEGABYTE),
    )
    raise CxdashError(sentence, t("Free some space, or split the file into smaller ones."))


def open_to_read(source: Path) -> BufferedReader:
    """The file opened for reading; CxdashError with the reason when it cannot be."""
    try:
        if source.exists() and not source.is_file():
            raise CxdashError(t("{file} is not a file.", file=source), t("Give the path of one table."))
        return source.open("rb")
    except OSError as error:
        raise CxdashError(
            t("The file {file} cannot be read: {reason}.", file=source, reason=error.strerror or type(error).__name__),
            t("Check the path and the permissions."),
        ) from None


def label(name: str) -> str:
    """A name as it may be shown: composed characters, no control or direction marks, at most `LONGEST_LABEL` long."""
    composed = unicodedata.normalize("NFC", name)
    shown = "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cs") and not _turns_text(c))
    return _shortened(" ".join(shown.split()) or t("unnamed file"), LONGEST_LABEL)


def bare(name: str) -> str:
    """A file's name without its endings: "ab_data.csv.zip" is about ab_data."""
    path = Path(name)
    while path.suffix.casefold() in ENDINGS:
        path = path.with_suffix("")
    return path.name


def _turns_text(character: str) -> bool:
    return character in "\u200e\u200f\u061c" or "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def _shortened(name: str, longest: int) -> str:
    stem, dot, suffix = name.rpartition(".")
    if len(name) <= longest or not stem or len(suffix) > 10:
        return name[:longest]
    return stem[: longest - len(suffix) - 1] + dot + suffix


def file_name(name: str) -> str:
    """The label as a name on the disk: no folders in it, not hidden, short enough in bytes."""
    safe = name.replace("/", "_").replace("\\", "_").lstrip(".") or "file"
    while len(safe.encode()) > LONGEST_FILE_NAME:
        safe = _shortened(safe, len(safe) - 1)
    return safe
