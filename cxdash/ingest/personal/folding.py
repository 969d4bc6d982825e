"""Text as the patterns read it: digits, dashes and blanks of every script as ASCII, small letters, place for place."""

_DIGITS = "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹" + "０１２３４５６７８９"
_DASHES = "‐‑‒–—―−־"
_BLANKS = "\t\r\n\u00a0\u2007\u2009\u202f\u3000\u200b\u200c\u200d\ufeff\u200e\u200f\u061c"
_BLANKS += "\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
_LETTERS = {"ي": "ی", "ى": "ی", "ك": "ک", "＠": "@", "﹫": "@", "．": ".", "＋": "+", "（": "(", "）": ")", "İ": "i"}

_FOLDED = (
    dict(zip(map(ord, _DIGITS), "0123456789" * 3, strict=True))
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _BLANKS), " ")
    | {ord(letter): plain for letter, plain in _LETTERS.items()}
)

TRANSLATION = "".join(map(chr, _FOLDED))
TRANSLATED = "".join(_FOLDED.values())
"""The same characters in the order of DuckDB's `translate`."""


def fold(text: str) -> str:
    """The text with one character for each of its characters, so that a place in one is a place in the other.

    >>> fold("Tel ۰۹۱۲–٣٤٥")
    'tel 0912-345'
    """
    # Of all capitals only İ becomes two characters, and it is gone by then.
    return text.translate(_FOLDED).lower()
