"""The values of a JSON document one after another, as they stand in the file, without holding the document."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from cxdash.errors import CxdashError
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.locale import t
from cxdash.locale.formats import count

CHUNK = 1 << 20
CUT_AT_MOST = 16
"""Characters before the end of what was read at which a value that is merely cut may seem wrong."""

WRAPPERS_AT_MOST = 4
"""Objects around the list of records."""

_BLANKS: Final = " \t\r\n\ufeff"
_DIGITS: Final = "0123456789.eE+-"
_WORDS: Final = ("true", "false", "null", "NaN", "Infinity", "-Infinity")


class Number(str):
    """A number as it is written in the file."""

    __slots__ = ()


class Doubled(dict[str, Any]):
    """An object in which a key stands more than once."""


NOT_A_NUMBER: Final = "NaN"
"""What programs write as text where a number is missing, because JSON has no word for it but null."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if NOT_A_NUMBER in found.values():
        found = {key: None if value == NOT_A_NUMBER else value for key, value in found.items()}
    return found if len(found) == len(pairs) else Doubled(found)


def _no_number(_word: str) -> None:
    """NaN and Infinity stand where a calculation has no result: they are read as null is."""


DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=_no_number, strict=False
)


class Values:
    """A JSON text, read value by value; characters that are not UTF-8 come as surrogates.

    Raises CxdashError where the text is not JSON, is cut, is nested too deep, or has a value longer than the limit.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._file = path.open(encoding="utf-8", errors="surrogateescape", newline="")
        self._buffer = ""
        self._at = self._from = 0
        self._ended = False
        self._longest = int(limits.max_line_mb * MEGABYTE)
        self._limit_mb = limits.max_line_mb
        self.values = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def peek(self) -> str:
        """The next character that is not blank, "" at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, character: str) -> None:
        """Go past a character that must stand here."""
        if self.peek() != character:
            raise self._wrong()
        self._at += 1

    def value(self) -> Any:
        """The value that begins here, and go past it; numbers as `Number`, None for those that are none."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - CUT_AT_MOST
                if not cut or not self._may_read_on():
                    raise self._wrong() from None
                continue
            except RecursionError:
                raise too_deep() from None
            if not self._may_continue(value, end) or not self._may_read_on():
                break
        self._from, self._at = self._at, end
        if end - self._from > self._longest:
            raise self._too_long()
        self.values += 1
        return value

    @property
    def last(self) -> str:
        """The text of the value that was read last."""
        return self._buffer[self._from : self._at]

    def _may_continue(self, value: Any, end: int) -> bool:
        """Whether the value may be longer than what has been read of it: a number cut anywhere is another number."""
        rest = self._buffer[end : end + CUT_AT_MOST]
        reaches_end = end + len(rest) == len(self._buffer)
        return reaches_end and (not rest or (isinstance(value, Number) and not rest.strip(_DIGITS)))

    def _may_read_on(self) -> bool:
        if len(self._buffer) - self._at > self._longest + CHUNK:
            raise self._too_long()
        return self._more()

    def _more(self) -> bool:
        """Read on; what lies behind is forgotten."""
        chunk = "" if self._ended else self._file.read(CHUNK)
        self._ended = not chunk
        self._buffer = self._buffer[self._at :] + chunk
        self._at = self._from = 0
        return not self._ended

    def _wrong(self) -> CxdashError:
        if self._ended and not self.peek():
            return _cut()
        again = t("Export it again, or upload the table as CSV.")
        if self._ended and self._is_cut():
            return _cut()
        return CxdashError(t("This is not valid JSON after its value {n}.", n=count(self.values)), again)

    def _is_cut(self) -> bool:
        """Whether the rest of the file is the beginning of a value."""
        try:
            DECODER.raw_decode(self._buffer, self._at)
        except json.JSONDecodeError as error:
            rest = self._buffer[error.pos :].strip()
            return error.msg.startswith("Unterminated") or any(word.startswith(rest) for word in _WORDS)
        return False

    def _too_long(self) -> CxdashError:
        return CxdashError(
            t(
                "A value of the JSON is too long: after value {n}, one of more than {limit} MB.",
                n=count(self.values),
                limit=f"{self._limit_mb:g}",
            ),
            t("The file may be damaged there, or not be a table."),
        )


def _cut() -> CxdashError:
    return CxdashError(
        t("The JSON is incomplete: the file ends in the middle of it."), t("Export it again and upload the whole file.")
    )


def too_deep() -> CxdashError:
    """The refusal of objects inside objects without end."""
    return CxdashError(
        t("The JSON is nested too deep to be a table."), t("Export the table as CSV and upload that file.")
    )


def listed(values: Values, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every element of every list that lies in the document or in the objects around it, with the way to its list."""
    if values.peek() == "[":
        yield from _elements(values, path)
    elif values.peek() == "{" and len(path) < WRAPPERS_AT_MOST:
        for key in _keys(values):
            yield from listed(values, (*path, key))
    else:
        values.value()


def _elements(values: Values, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    values.take("[")
    while values.peek() != "]":
        yield path, values.value()
        if values.peek() != "]":
            values.take(",")
    values.take("]")


def _keys(values: Values) -> Iterator[str]:
    """The keys of the object that begins here; whoever asks must take the value before asking for the next."""
    values.take("{")
    while values.peek() != "}":
        key = values.value()
        values.take(":")
        yield str(key)
        if values.peek() != "}":
            values.take(",")
    values.take("}")
