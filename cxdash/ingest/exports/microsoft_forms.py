"""Microsoft Forms: id, start and completion time, address and name, then the questions; lists end in a semicolon."""

import re

from cxdash.ingest.exports.questions import clean, segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell
from cxdash.vocabulary.synonyms import words


def _named(*names: str) -> frozenset[str]:
    return frozenset(map(words, names))


_ID = _named("ID", "Id", "معرف", "شناسه", "מזהה")
_START = _named(
    "Start time", "Startzeit", "Hora de inicio", "Heure de début", "Hora de início", "زمان شروع", "وقت البدء",
    "שעת התחלה",
)  # fmt: skip
_END = _named(
    "Completion time", "Fertigstellungszeit", "Endzeit", "Hora de finalización", "Heure de fin", "Hora de conclusão",
    "زمان تکمیل", "وقت الإكمال", "שעת השלמה", "שעת סיום",
)  # fmt: skip
_MAIL = _named(
    "Email", "E-Mail", "Correo electrónico", "Adresse de messagerie", "ایمیل", "البريد الإلكتروني", "דואר אלקטרוני"
)
_OTHERS = _named(
    "Name", "Nombre", "Nom", "نام", "الاسم", "שם", "Last modified time", "Zeitpunkt der letzten Änderung",
    "Hora de la última modificación", "Heure de la dernière modification", "Total points", "Quiz feedback",
    "Grade posted time", "Language", "Sprache",
)  # fmt: skip
_QUIZ = re.compile(r"^(Points|Feedback|Punkte|Puntos|Comentarios) ?[-–] ", re.IGNORECASE)
_META: dict[str, tuple[Entry, ...]] = {
    **dict.fromkeys(_ID, ({"role": "response_id"},)),
    **dict.fromkeys(_START, IGNORE),
    **dict.fromkeys(_END, ({"role": "time"},)),
    **dict.fromkeys(_MAIL | _OTHERS, IGNORE),
}


def evidence(look: Look) -> float:
    """Id, start time and completion time stand together."""
    names = set(look.names[:8])
    if not (names & _ID and names & _START and names & _END):
        return 0.0
    return 1.0 if names & _MAIL else 0.8


def plan(look: Look) -> Plan:
    """The first columns by their meaning, lists as segments with several choices, quiz marks left out."""
    head = max(place for place, name in enumerate(look.names[:10]) if name in _END | _MAIL | _OTHERS)
    names = _told_apart([clean(name) for name in look.header])
    columns = []
    for place, name in enumerate(names):
        known = _META.get(look.names[place]) if place <= head else None
        columns.append(Planned(name, cell(place), known) if known else _question(look, name, place))
    return Plan(columns, "survey")


def _question(look: Look, name: str, place: int) -> Planned:
    if _QUIZ.match(name):
        return Planned(name, cell(place), IGNORE)
    listed, filled = look.ask(
        f"SELECT count(*) FILTER (ends_with({blank(place)}, ';')), count({blank(place)}) FROM raw"
    )
    if filled and listed > 0.9 * filled:
        return Planned(name, cell(place), segment(name.lower(), multiple=";"))
    return Planned(name, cell(place), rated=True)


def _told_apart(names: list[str]) -> list[str]:
    """A repeated question has a bare number behind it: "How was it?2" is the second "How was it?"."""
    found: list[str] = []
    for name in names:
        match = re.fullmatch(r"(.*\D)(\d+)", name)
        repeated = match and match[1] in names and int(match[2]) > 1
        found.append(f"{match[1]} ({match[2]})" if match and repeated else name)
    return found


MICROSOFT_FORMS = Export("microsoft_forms", evidence, plan)
