"""What survey tools share: question texts without markup, grids of one question, choices, rankings."""

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from cxdash.ingest.exports.shape import Entry, Look, Planned, blank, cell
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
from cxdash.mart.sql import literal
from cxdash.vocabulary.choices import MARK

LONGEST_NAME = 200
"""Characters of a question that name its column: some questions are a page of consent form."""

RANKING = N_("The answers to “{question}” are a ranking and not ratings; they stay out.")

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PIPED = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{[A-Za-z_]+:[^{}]*\}")
_ROW = re.compile(r"^(?P<stem>.*\S)\s*\[(?P<item>[^\[\]]+)\]\s*$", re.DOTALL)
_PICKED = ("1", "y", "yes", "true", "x", "checked", "selected", "✓", "ja", "oui", "sí", "si", "بله", "نعم", "כן")
_NOT_PICKED = ("0", "n", "no", "false", "unchecked", "not selected", "nein", "non", "خیر", "لا", "לא")
OTHER = re.compile(
    r"\b(other|andere[rs]?|sonstiges?|autres?|otros?|otras?|סמן אחר|אחר|سایر|غیره|أخرى|غير ذلك)\b", re.IGNORECASE
)


def clean(text: str) -> str:
    """A question as a person reads it: no HTML, no piped-in fields, one line, not endless.

    >>> clean("<p>Hello {{field:01ab}},&nbsp;how <b>easy</b> was it?</p>")
    'Hello …, how easy was it?'
    """
    plain = html.unescape(_TAG.sub(" ", _PIPED.sub("…", text)))
    line = re.sub(r" +([,.?!:;])", r"\1", " ".join(plain.split()))
    if len(line) <= LONGEST_NAME:
        return line
    return line[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def rows_of_grids(names: Sequence[str]) -> dict[int, tuple[str, str]]:
    """The question and the row of every name that is written "Question [Row]", where a question has several rows."""
    found = {place: match for place, name in enumerate(names) if (match := _ROW.match(name))}
    stems = Counter(match["stem"] for match in found.values())
    return {
        place: (match["stem"], " ".join(match["item"].split()))
        for place, match in found.items()
        if stems[match["stem"]] > 1
    }


def grid_column(name: str, place: int, item: str) -> Planned:
    """A row of a grid: the touchpoint is the row, not the question that stands over all of them."""
    return Planned(name, cell(place), given={"touchpoint": item}, rated=True)


def are_choices(look: Look, options: Mapping[int, str], header_rows: int = 0) -> bool:
    """Whether every column holds nothing but its own option (or a mark for it): one question, several choices."""
    if not options:
        return False
    checks = ", ".join(
        f"bool_and(list_contains($marks, lower({blank(place)})) OR {blank(place)} = {literal(option.strip())}), "
        f"count({blank(place)}), count(DISTINCT {blank(place)})"
        for place, option in options.items()
    )
    found = look.ask(f"SELECT {checks} FROM raw WHERE {look.below(header_rows)}", {"marks": [*_PICKED, *_NOT_PICKED]})
    fits, counts = found[0::3], found[1::3]
    return any(counts) and all(fit is not False for fit in fits)


def one_segment(name: str, options: Mapping[int, str]) -> Planned:
    """Columns of one option each as one segment with several choices."""
    unpicked = ", ".join(literal(mark) for mark in _NOT_PICKED)
    parts = ", ".join(
        f"CASE WHEN lower({blank(place)}) NOT IN ({unpicked}) THEN {literal(option.strip().replace('|', '/'))} END"
        for place, option in options.items()
    )
    sql = f"nullif(concat_ws({literal(MARK)}, {parts}), '')"
    return Planned(name, sql, ({"role": "segment", "name": name.lower(), "multiple": MARK},))


def is_ranking(look: Look, places: Sequence[int], header_rows: int = 0) -> bool:
    """Whether each record puts the columns in an order: the numbers 1 to n, each once."""
    if len(places) < 3:
        return False
    numbers = ", ".join(f"TRY_CAST({blank(place)} AS INTEGER)" for place in places)
    found = look.ask(
        f"""SELECT count(*), avg((list_sort(ranks) = range(1, {len(places) + 1}))::INTEGER) FROM (
            SELECT [{numbers}] AS ranks FROM raw WHERE {look.below(header_rows)})
            WHERE list_count(ranks) = {len(places)}"""
    )
    return bool(found) and found[0] >= 3 and found[1] > 0.95


def ranked(planned: Sequence[Planned], question: str) -> tuple[list[Planned], Notice]:
    """The columns of a ranking, which stay out, and the notice that says so."""
    left = [Planned(column.name, column.sql, ({"role": "ignore"},)) for column in planned]
    return left, notice(RANKING, question=question)


def in_one_cell(look: Look, place: int, mark: str, header_rows: int = 0) -> str | None:
    """The SQL of a column whose cells list choices with `mark` between, in which `MARK` stands between them instead.

    None where the cells hold no lists. An option that holds the mark itself ("Friends, family") stays in one piece.
    """
    cells = look.con.execute(
        f"SELECT {blank(place)} AS text, count(*) FROM raw WHERE {look.sample(header_rows)} AND text IS NOT NULL "
        "GROUP BY ALL ORDER BY count(*) DESC, text LIMIT 400"
    ).fetchall()
    values = {str(text): int(times) for text, times in cells}
    glued = _glued(values, mark)
    parts = Counter[str]()
    lists = 0
    for value, times in values.items():
        cut = _cut(value, mark, glued)
        lists += len(cut) > 1
        for part in cut:
            parts[part] += times
    if not lists or not _are_options(parts, values, mark, glued):
        return None
    sql = f"replace({cell(place)}, {literal(mark)}, {literal(MARK)})"
    for pair in glued:
        sql = f"replace({sql}, {literal(pair.replace(mark, MARK))}, {literal(pair)})"
    return sql


def _are_options(parts: Counter[str], values: Mapping[str, int], mark: str, glued: Sequence[str]) -> bool:
    """Options are few, come back, and some were chosen alone or in another company."""
    if len(parts) > 40 or any(len(part) > 100 for part in parts):
        return False
    alone = {value for value in values if len(_cut(value, mark, glued)) == 1}
    return len(parts) < max(3, len(values)) and (len(alone & set(parts)) >= 2 or sum(parts.values()) > 4 * len(parts))


def _cut(value: str, mark: str, glued: Sequence[str]) -> list[str]:
    for number, pair in enumerate(glued):
        value = value.replace(pair, f"\x00{number}\x00")
    pieces = [piece.strip() for piece in value.split(mark) if piece.strip()]
    return [_restored(piece, glued) for piece in pieces]


def _restored(piece: str, glued: Sequence[str]) -> str:
    for number, pair in enumerate(glued):
        piece = piece.replace(f"\x00{number}\x00", pair)
    return piece


def _glued(values: Mapping[str, int], mark: str) -> list[str]:
    """Pairs of pieces that never stand without each other, the second in small letters: one option with the mark."""
    pieces, pairs = Counter[str](), Counter[tuple[str, str]]()
    for value in values:
        cut = [piece.strip() for piece in value.split(mark)]
        pieces.update(cut)
        pairs.update(pairwise(cut))
    return [
        f"{first}{mark}{second}"
        for (first, second), times in pairs.items()
        if times >= 2 and pieces[first] == pieces[second] == times and second[:1].islower()
    ]


def segment(name: str | None = None, **keys: str) -> tuple[Entry, ...]:
    """The entries of a column that splits results."""
    return ({"role": "segment", **({"name": name} if name else {}), **keys},)
