"""The time of day in a text and its offset from UTC, wherever they stand, as SQL; what is left is the day."""

_AM = (
    r"a\.?\s?m\b\.?|ق\.?\s?ظ\.?|قبل\s?از\s?ظهر|صبح|بامداد|صباح\S*|ص(?:\s|$)"
    r"|לפנה[\"״]?צ|לפני\s?הצהריים"
)
_PM = (
    r"p\.?\s?m\b\.?|ب\.?\s?ظ\.?|بعد\s?از\s?ظهر|عصر|مساء\S*|م(?:\s|$)"
    r"|אחה[\"״]?צ|אחרי\s?הצהריים"
)
_OFFSET = r"\s*\(?(?:(utc|gmt|z)\b\s*)?([+-]\d{1,2}:?(?:\d\d)?(?:\s|\)|$))?\)?(?:\s*\([^)]*\))?"
# 15:26, 15:26:05.25, 15h26, 3:26 pm, 3pm; then an offset.
_CLOCK = (
    r"(\d{1,2})(?:[:h]([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?\s*(?:("
    + _AM
    + r")|("
    + _PM
    + r"))?|\s?(a\.?m)\b\.?|\s?(p\.?m)\b\.?)"
    + _OFFSET
)
_GROUPS = ("h", "mi", "s", "f", "am", "pm", "bare_am", "bare_pm", "utc", "shift")


def _quoted(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"


MACROS = (
    # plain() leaves Latin digits and drops what cannot be seen.
    r"""CREATE OR REPLACE TEMP MACRO time_text(x) AS
        regexp_replace(lower(plain(x)), '(\d)t(\d)', '\1 \2')""",
    f"""CREATE OR REPLACE TEMP MACRO clock_in(x) AS
        regexp_extract(x, {_quoted(_CLOCK)}, [{", ".join(_quoted(group) for group in _GROUPS)}])""",
    f"""CREATE OR REPLACE TEMP MACRO day_text(x) AS
        trim(regexp_replace(x, {_quoted(_CLOCK)}, ' '), ' ,')""",
    """CREATE OR REPLACE TEMP MACRO part_of(digits) AS coalesce(TRY_CAST(digits AS BIGINT), 0)""",
    # Hour of the day; noon and midnight are twelve in the twelve-hour clock.
    """CREATE OR REPLACE TEMP MACRO hour_of(clock) AS CASE
        WHEN (clock.pm || clock.bare_pm) <> '' AND part_of(clock.h) < 12 THEN part_of(clock.h) + 12
        WHEN (clock.am || clock.bare_am) <> '' AND part_of(clock.h) = 12 THEN 0
        WHEN (clock.am || clock.bare_am) <> '' AND part_of(clock.h) > 12 THEN NULL
        WHEN part_of(clock.h) < 24 THEN part_of(clock.h) END""",
    """CREATE OR REPLACE TEMP MACRO time_of_day(clock) AS CASE WHEN clock.h = '' THEN INTERVAL 0 SECOND ELSE
        to_microseconds(((hour_of(clock) * 60 + part_of(clock.mi)) * 60 + part_of(clock.s)) * 1000000
                        + part_of(left(rpad(clock.f, 6, '0'), 6))) END""",
    # Minutes east of UTC: +3, +03, +330, +03:30; NULL without an offset.
    r"""CREATE OR REPLACE TEMP MACRO minutes_of(sign, digits) AS CASE sign WHEN '-' THEN -1 ELSE 1 END * CASE
        WHEN length(digits) > 2 THEN part_of(left(digits, length(digits) - 2)) * 60 + part_of(right(digits, 2))
        ELSE part_of(digits) * 60 END""",
    r"""CREATE OR REPLACE TEMP MACRO offset_of(clock) AS CASE
        WHEN clock.shift <> '' THEN minutes_of(left(clock.shift, 1), regexp_replace(clock.shift, '\D', '', 'g'))
        WHEN clock.utc <> '' THEN 0 END""",
)
