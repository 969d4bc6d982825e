"""Google Forms: a timestamp, maybe an address, then full questions; choices of one cell have commas between."""

from cxdash.ingest.exports.questions import clean, grid_column, in_one_cell, rows_of_grids, segment
from cxdash.ingest.exports.shape import IGNORE, Export, Look, Plan, Planned, blank, cell
from cxdash.vocabulary.choices import MARK
from cxdash.vocabulary.synonyms import words

_TIMESTAMP = frozenset(
    map(words, ("Timestamp", "Zeitstempel", "Marca temporal", "Horodateur", "Carimbo de data/hora",
                "Informazioni cronologiche", "Tijdstempel", "مهر زمان", "برچسب زمانی", "مُهر زمان", "طابع زمني",
                "الطابع الزمني", "חותמת זמן"))
)  # fmt: skip
_ADDRESS = frozenset(
    map(words, ("Email Address", "Email address", "Username", "E-Mail-Adresse", "Dirección de correo electrónico",
                "Adresse e-mail", "Nom d'utilisateur", "Nutzername", "نشانی ایمیل", "آدرس ایمیل",
                "عنوان البريد الإلكتروني", "כתובת אימייל", "Score", "Total score"))
)  # fmt: skip
# "2024/09/25 1:17:26 PM GMT+3:30": the form's own download, unlike the sheet behind it.
_ZONED = (
    r"^\s*(\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2}) ([aApP])\.?\s?[mM]\.? "
    r"(?:GMT|UTC)([+-])?(\d{1,2})?(?::?(\d{2}))?$"
)
_QUESTION_MARKS = ("?", "؟", "？")


def evidence(look: Look) -> float:
    """The first column is the timestamp, and the others are asked in sentences rather than called by names."""
    if not look.names or look.names[0] not in _TIMESTAMP or len(look.header) < 2:
        return 0.0
    others = [name for name in look.header[1:] if words(name) not in _ADDRESS]
    sentences = sum(len(words(name).split()) >= 4 or name.strip().endswith(_QUESTION_MARKS) for name in others)
    if not others or look.header[0] == look.header[0].lower() != look.header[0].upper():
        return 0.0
    address = len(look.header) > 2 and look.names[1] in _ADDRESS
    share = sentences / len(others)
    return 0.6 + 0.3 * share if share >= 0.3 or rows_of_grids(look.header) or address else 0.0


def plan(look: Look) -> Plan:
    """The timestamp as time, rows of grids as touchpoints, lists as segments with several choices."""
    names = [clean(name) for name in look.header]
    grids = rows_of_grids(names)
    columns = [Planned(names[0], zoned_time(0), ({"role": "time"},))]
    for place in range(1, len(names)):
        columns.append(_column(look, names[place], place, grids))
    return Plan(columns, "survey")


def _column(look: Look, name: str, place: int, grids: dict[int, tuple[str, str]]) -> Planned:
    if look.names[place] in _ADDRESS:
        return Planned(name, cell(place), IGNORE)
    listed = in_one_cell(look, place, ", ")
    if listed:
        return Planned(name, listed, segment(name.lower(), multiple=MARK))
    if place in grids:
        return grid_column(name, place, grids[place][1])
    return Planned(name, cell(place), rated=True)


def zoned_time(place: int) -> str:
    """The SQL of a column of times, those with a zone in Google's writing turned into ISO 8601."""
    at = cell(place)

    def part(group: int) -> str:
        return f"regexp_extract({at}, '{_ZONED}', {group})"

    minutes = (
        f"(coalesce(TRY_CAST({part(4)} AS INTEGER), 0) * 60 + coalesce(TRY_CAST({part(5)} AS INTEGER), 0)) "
        f"* CASE WHEN {part(3)} = '-' THEN -1 ELSE 1 END"
    )
    local = f"try_strptime({part(1)} || ' ' || upper({part(2)}) || 'M', '%Y/%m/%d %I:%M:%S %p')"
    moment = f"strftime({local} - to_minutes({minutes}), '%Y-%m-%d %H:%M:%SZ')"
    return f"CASE WHEN regexp_matches({blank(place)}, '{_ZONED}') THEN {moment} ELSE {at} END"


GOOGLE_FORMS = Export("google_forms", evidence, plan)
