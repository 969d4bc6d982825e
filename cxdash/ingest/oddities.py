"""What is odd about how a text table was written, and harmless: said, so that nobody has to wonder."""

from collections.abc import Sequence

from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_

MIXED_ENDS = N_("The lines end in different ways; each of CR, LF and both together was read as a line end.")
STRAY_QUOTES = N_("Some cells have a quote inside that is not doubled; they were read as they stand.")


def oddities(lines: Sequence[str], records: Sequence[tuple[list[str], int]]) -> list[Notice]:
    """Notices for the beginning of a file: its lines with their ends, its records with the line that each ends at.

    >>> [found["message"][:14] for found in oddities(["a,b\\r\\n", "c,d\\n"], [(["a", "b"], 1), (["c", "d"], 2)])]
    ['The lines end ']
    """
    ends, stray, before = set(), False, 0
    for cells, line in records:
        text, single = "".join(lines[before:line]), line == before + 1
        before = line
        ends.add(text[len(text.rstrip("\r\n")) :][-2:])
        # Over several lines a stray quote and one that was never closed look the same.
        stray = stray or (single and '"' in text and has_stray_quote(text, cells))
    found = [notice(MIXED_ENDS)] if len(ends - {""}) > 1 else []
    return [*found, notice(STRAY_QUOTES)] if stray else found


def has_stray_quote(text: str, cells: Sequence[str]) -> bool:
    """Whether a record has fewer quotes than its cells need: each one doubled, and two around each such cell.

    >>> has_stray_quote('5" pipe,a', ['5" pipe', "a"]), has_stray_quote('"5"" pipe",a', ['5" pipe', "a"])
    (True, False)
    """
    quoted = [cell.count('"') for cell in cells if '"' in cell]
    return text.count('"') < 2 * sum(quoted) + 2 * len(quoted)
