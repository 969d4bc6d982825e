"""Cells as numbers: digits and separators of several scripts, words with scores, missing marks, scales, decided in SQL.

A cell's meaning depends on its text alone, so every different text of a column is judged once (table `cells`) and the
rows are then read with the cheapest expression that gives the same answer for every one of those texts.
"""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field, replace

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert import reasons
from cxdash.ingest.raw import Known

# Everything that looks like nothing: blanks, no-break spaces, joiners, direction marks, the byte order mark.
_DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = " \t\r\n\u00a0\u2007\u202f\u200b\u200c\u200d\ufeff" + _DIRECTION_MARKS
_DIGITS = "۰۱۲۳۴۵۶۷۸۹" + "٠١٢٣٤٥٦٧٨٩" + "０１２３４５６７８９"
_SAME = _DIGITS + "٫،−\u00a0\u2007\u202f"
_AS = "0123456789" * 3 + ".,-   "
# `translate` drops the characters that have no partner: the Arabic thousands mark and all that cannot be seen.
_DROPPED = "٬\u200b\u200c\u200d\ufeff" + _DIRECTION_MARKS

_MACROS = (
    # Trimming so many marks is slow, and nearly every text begins and ends with a letter or a sign that all can see.
    "CREATE OR REPLACE TEMP MACRO is_trimmed(x) AS x BETWEEN '!' AND '~' AND x[-1] BETWEEN '!' AND '~'",
    f"""CREATE OR REPLACE TEMP MACRO trimmed(x) AS
        CASE WHEN is_trimmed(x) THEN x ELSE nullif(trim(x, '{_INVISIBLE}'), '') END""",
    f"""CREATE OR REPLACE TEMP MACRO plain(x) AS
        nullif(trim(translate(x, '{_SAME + _DROPPED}', '{_AS}'), '{_INVISIBLE}'), '')""",
    r"""CREATE OR REPLACE TEMP MACRO says_comma(x) AS contains(x, ',') AND (
        regexp_full_match(x, '[+-]?(\d+,(\d{1,2}|\d{4,})|0,\d+|\d{1,3}(\.\d{3})+,\d+)'))""",
    r"""CREATE OR REPLACE TEMP MACRO says_point(x) AS contains(x, '.') AND (
        regexp_full_match(x, '[+-]?(\d+\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d+)'))""",
    r"""CREATE OR REPLACE TEMP MACRO number_in(x, comma) AS CASE
        WHEN comma AND regexp_full_match(x, '[+-]?\d{1,3}(\.\d{3})+') THEN TRY_CAST(replace(x, '.', '') AS DOUBLE)
        WHEN regexp_full_match(x, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?') THEN TRY_CAST(x AS DOUBLE)
        WHEN NOT comma AND regexp_full_match(x, '[+-]?\d{1,3}(,\d{3})+(\.\d+)?')
            THEN TRY_CAST(replace(x, ',', '') AS DOUBLE)
        WHEN regexp_full_match(x, '[+-]?\d{1,3}(\.\d{3})+(,\d+)?')
            THEN TRY_CAST(replace(replace(x, '.', ''), ',', '.') AS DOUBLE)
        WHEN regexp_full_match(x, '[+-]?\d*,\d+') THEN TRY_CAST(replace(x, ',', '.') AS DOUBLE)
        WHEN regexp_full_match(x, '[+-]?\d{1,3}( \d{3})+([.,]\d+)?')
            THEN TRY_CAST(replace(replace(x, ' ', ''), ',', '.') AS DOUBLE) END""",
    # "10 - Extremely likely" is a ten; "5 - 7" and "2024-01-02" are not numbers.
    r"""CREATE OR REPLACE TEMP MACRO leading_number(x) AS
        TRY_CAST(nullif(regexp_extract(x, '^(\d+) *[-–—] *[^\d\s]', 1), '') AS DOUBLE)""",
    r"""CREATE OR REPLACE TEMP MACRO clock_seconds(x) AS
        CASE WHEN regexp_full_match(x, '\d+:[0-5]\d:[0-5]\d(\.\d+)?')
        THEN split_part(x, ':', 1)::DOUBLE * 3600 + split_part(x, ':', 2)::DOUBLE * 60 + split_part(x, ':', 3)::DOUBLE
        END""",
)

FEW_TEXTS = 32
"""So many different texts are compared with one by one; more are looked up."""

_YES = ("yes", "y", "true", "t", "ja", "oui", "si", "sí", "sim", "да", "بله", "آری", "نعم", "כן", "1")
_NO = ("no", "n", "false", "f", "nein", "non", "não", "нет", "خیر", "نه", "لا", "לא", "0")
YES_OR_NO: dict[str, float] = dict.fromkeys(_YES, 1.0) | dict.fromkeys(_NO, 0.0)


@dataclass(frozen=True)
class Reading:
    """How the texts of one raw column become numbers.

    `labels` come before `missing`, and both before numbers. Outside `low`–`high` (both included, None: open) a value
    is set aside with the reason `outside`; what is no number at all, with `unreadable`. `whole` refuses fractions.
    `clock` reads durations, whose bare numbers are in units of `factor` seconds.
    """

    column: str
    labels: Dictionary[str, float] = field(default_factory=dict)
    missing: tuple[float | str, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False
    leading: bool = False
    clock: bool = False
    factor: float = 1.0
    unreadable: str = reasons.NOT_A_NUMBER
    outside: str = reasons.OUTSIDE

    def holds(self, number: float) -> bool:
        """Whether a number is on the scale."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


def define(con: DuckDBPyConnection, known: Known | None = None) -> None:
    """Create the SQL macros that the expressions of this package use; what is `known` of all cells is not asked."""
    for macro in (*_MACROS, *_asked(known or Known())):
        con.execute(macro)


def _asked(known: Known) -> list[str]:
    """The macros `is_ascii` and `is_bare`: a text that begins and ends with a sign of ASCII that all can see.

    Of what looks like nothing ASCII has four, and a text that ends in none of them is known at a third of the price of
    trimming it.
    """
    ends = "".join(f" AND x NOT LIKE '%{blank}'" for blank in " \t\n\r" if blank not in known.absent)
    return [
        f"CREATE OR REPLACE TEMP MACRO is_ascii(x) AS {'true' if known.ascii_only else 'strlen(x) = length(x)'}",
        f"CREATE OR REPLACE TEMP MACRO is_bare(x) AS x BETWEEN '!' AND '~' AND is_ascii(x){ends}",
    ]


def judge(con: DuckDBPyConnection, readings: list[Reading]) -> None:
    """Create `numbers(reading, text, value, vacant)`: what every different text of every reading says, scale aside."""
    texts = " UNION ALL ".join(
        f"SELECT {place} AS reading, {reading.column} AS text FROM raw WHERE {reading.column} IS NOT NULL GROUP BY ALL"
        for place, reading in enumerate(readings)
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE numbers AS
        WITH texts AS ({texts or "SELECT 0 AS reading, '' AS text WHERE false"}),
        cleaned AS (SELECT reading, text, plain(text) AS clean FROM texts),
        rules AS (SELECT unnest($places::INTEGER[]) AS reading, unnest($small::BOOLEAN[]) AS small,
                         unnest($leading::BOOLEAN[]) AS leads, unnest($clock::BOOLEAN[]) AS clock,
                         unnest($factors::DOUBLE[]) AS factor),
        labels AS (SELECT reading, lower(plain(word)) AS word, any_value(score) AS score FROM (
                     SELECT unnest($label_of::INTEGER[]) AS reading, unnest($words::VARCHAR[]) AS word,
                            unnest($scores::DOUBLE[]) AS score) GROUP BY ALL),
        absent AS (SELECT DISTINCT reading, lower(plain(word)) AS word FROM (
                     SELECT unnest($absent_of::INTEGER[]) AS reading, unnest($absent::VARCHAR[]) AS word)),
        absent_numbers AS (SELECT DISTINCT reading, number_in(word, false) AS value FROM absent
                           WHERE number_in(word, false) IS NOT NULL),
        signs AS (SELECT reading, coalesce(
                    (bool_or(says_comma(clean)) OR (any_value(small) AND bool_or(contains(clean, ','))))
                    AND NOT bool_or(says_point(clean)), false) AS comma
                  FROM cleaned JOIN rules USING (reading) GROUP BY reading),
        read AS (SELECT reading, text, clean, lower(clean) AS word, factor, coalesce(
                    number_in(clean, comma), CASE WHEN leads THEN leading_number(clean) END) AS number,
                    CASE WHEN clock THEN clock_seconds(clean) END AS timed
                 FROM cleaned JOIN signs USING (reading) JOIN rules USING (reading))
        SELECT r.reading, r.text,
               coalesce(l.score, CASE WHEN isfinite(r.number) THEN r.number * factor END, timed) AS value,
               r.clean IS NULL OR (l.score IS NULL AND (a.word IS NOT NULL OR n.value IS NOT NULL)) AS vacant
        FROM read r
        LEFT JOIN labels l ON l.reading = r.reading AND l.word = r.word
        LEFT JOIN absent a ON a.reading = r.reading AND a.word = r.word
        LEFT JOIN absent_numbers n ON n.reading = r.reading AND n.value = coalesce(r.number, r.timed)
        """,
        {
            "places": list(range(len(readings))),
            "small": [reading.high is not None and reading.high < 1000 for reading in readings],
            "leading": [reading.leading for reading in readings],
            "clock": [reading.clock for reading in readings],
            "factors": [reading.factor for reading in readings],
            **_listed(readings),
        },
    )


def _listed(readings: list[Reading]) -> dict[str, list[int] | list[str] | list[float]]:
    labels = [(place, word, score) for place, reading in enumerate(readings) for word, score in reading.labels.items()]
    absent = [(place, str(mark)) for place, reading in enumerate(readings) for mark in reading.missing]
    return {
        "label_of": [place for place, _, _ in labels],
        "words": [word for _, word, _ in labels],
        "scores": [float(score) for _, _, score in labels],
        "absent_of": [place for place, _ in absent],
        "absent": [mark for _, mark in absent],
    }


def extremes(con: DuckDBPyConnection) -> dict[int, tuple[float, float]]:
    """The lowest and highest number found for each reading that has any; `judge` comes first."""
    rows = con.execute("SELECT reading, min(value), max(value) FROM numbers WHERE NOT vacant GROUP BY ALL").fetchall()
    return {place: (low, high) for place, low, high in rows if low is not None}


def settle(con: DuckDBPyConnection, readings: list[Reading]) -> None:
    """Create `cells(reading, text, value, reason)`: a valid number, the reason why not, or neither (not answered)."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE cells AS
        WITH rules AS (SELECT unnest($places::INTEGER[]) AS reading, unnest($lows::DOUBLE[]) AS low,
                              unnest($highs::DOUBLE[]) AS high, unnest($whole::BOOLEAN[]) AS whole,
                              unnest($unreadable::VARCHAR[]) AS unreadable, unnest($outside::VARCHAR[]) AS outside),
        reasoned AS (SELECT reading, text, value, CASE
                WHEN vacant THEN NULL
                WHEN value IS NULL OR (whole AND value <> floor(value)) THEN unreadable
                WHEN value < low OR value > high THEN outside END AS reason, vacant
            FROM numbers JOIN rules USING (reading))
        SELECT reading, text, CASE WHEN reason IS NULL AND NOT vacant THEN value END AS value, reason FROM reasoned
        """,
        {
            "places": list(range(len(readings))),
            "lows": [reading.low for reading in readings],
            "highs": [reading.high for reading in readings],
            "whole": [reading.whole for reading in readings],
            "unreadable": [reading.unreadable for reading in readings],
            "outside": [reading.outside for reading in readings],
        },
    )


def bounded(reading: Reading, low: float, high: float) -> Reading:
    """The same reading with a scale."""
    return replace(reading, low=low, high=high)


def expressions(con: DuckDBPyConnection, readings: list[Reading]) -> tuple[list[str], str]:
    """One SQL expression over `raw` per reading, NULL where there is no valid number, and the joins they need.

    The cheap forms (a bare cast to a small integer, a larger one, a double) are used where they agree with `cells` on
    every text that occurs; then a few texts are compared with one by one, and many are looked up.
    """
    checks = " UNION ALL ".join(
        f"SELECT {place}, "
        + ", ".join(f"bool_and({form} IS NOT DISTINCT FROM value)" for form in _cheap_forms(reading, "text"))
        + f" FROM cells WHERE reading = {place}"
        for place, reading in enumerate(readings)
    )
    agrees = {row[0]: row[1:] for row in con.execute(checks).fetchall()} if readings else {}
    chosen, joins = [], []
    for place, reading in enumerate(readings):
        fitting = [form for form, ok in zip(_cheap_forms(reading, reading.column), agrees[place], strict=True) if ok]
        few = None if fitting else _listed_texts(con, place, reading.column)
        if fitting or few:
            chosen.append(fitting[0] if fitting else few or "")
        else:
            chosen.append(f"k{place}.value")
            joins.append(f"LEFT JOIN cells k{place} ON k{place}.reading = {place} AND k{place}.text = {reading.column}")
    return chosen, " ".join(joins)


def _listed_texts(con: DuckDBPyConnection, place: int, cell: str) -> str | None:
    """SQL that finds the text of a cell in a short list of all valid ones; None where they are too many.

    A join would have to be put into the file's order again, which costs more than all the rest of a long file.
    """
    rows = con.execute(
        f"""SELECT text, value FROM cells WHERE reading = {place} AND value IS NOT NULL
            ORDER BY ALL LIMIT {FEW_TEXTS + 1}"""
    ).fetchall()
    if len(rows) > FEW_TEXTS:
        return None
    texts, numbers = f"texts_{place}", f"numbers_{place}"
    con.execute(f"SET VARIABLE {texts} = $texts::VARCHAR[]", {"texts": [text for text, _ in rows]})
    con.execute(f"SET VARIABLE {numbers} = $numbers::DOUBLE[]", {"numbers": [value for _, value in rows]})
    return f"getvariable('{numbers}')[list_position(getvariable('{texts}'), {cell})]"


def _cheap_forms(reading: Reading, cell: str) -> list[str]:
    """The casts by their price, each as it is and within the reading's limits."""
    casts = {f"TRY_CAST({cell} AS {kind})": kind != "DOUBLE" for kind in ("UTINYINT", "UINTEGER", "DOUBLE")}
    pairs = ((_scaled(reading, cast), _within(reading, cast, whole=whole)) for cast, whole in casts.items())
    return [form for pair in pairs for form in pair]


def _scaled(reading: Reading, number: str) -> str:
    return number if reading.factor == 1 else f"{number} * {reading.factor!r}::DOUBLE"


def _within(reading: Reading, number: str, *, whole: bool) -> str:
    def literal(value: float) -> str:
        # A small integer held against a fraction would be converted row by row.
        return str(int(value)) if whole and 0 <= value <= 255 and value == int(value) else repr(float(value))

    conditions = []
    if reading.low is not None:
        conditions.append(f"{number} >= {literal(reading.low)}")
    if reading.high is not None:
        conditions.append(f"{number} <= {literal(reading.high)}")
    marks = [float(mark) for mark in reading.missing if not isinstance(mark, str)]
    conditions += [f"{number} <> {literal(mark)}" for mark in marks if reading.holds(mark)]
    found = _scaled(reading, number)
    return f"CASE WHEN {' AND '.join(conditions)} THEN {found} END" if conditions else found


def bad_cells(con: DuckDBPyConnection, readings: list[Reading], sources: list[str]) -> None:
    """Create `bad_cells(row, reading, "column", value, reason)`: every cell that has a reason, by row of the file."""
    con.execute(
        """CREATE OR REPLACE TEMP TABLE bad_cells
           ("row" INTEGER, reading INTEGER, "column" VARCHAR, value VARCHAR, reason VARCHAR)"""
    )
    guilty = con.execute("SELECT DISTINCT reading FROM cells WHERE reason IS NOT NULL ORDER BY ALL").fetchall()
    for (place,) in guilty:
        con.execute(
            f"""INSERT INTO bad_cells SELECT raw."row", cells.reading, $source, trimmed(text), reason
                FROM raw JOIN cells ON cells.reading = {place} AND cells.text = raw.{readings[place].column}
                WHERE reason IS NOT NULL""",
            {"source": sources[place]},
        )
