"""Numbers as they stand in cells, in the digits of several scripts."""

import re

PLAIN_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_DECIMAL_COMMA = re.compile(r"^([+-]?\d+),(\d{1,2})$")


def as_number(value: str) -> float | None:
    """The number a cell holds, in any digits, or None.

    >>> as_number("۳٫۵"), as_number("3,5"), as_number("three")
    (3.5, 3.5, None)
    """
    try:
        return float(_DECIMAL_COMMA.sub(r"\1.\2", value.replace("٫", ".")))
    except ValueError:
        return None
