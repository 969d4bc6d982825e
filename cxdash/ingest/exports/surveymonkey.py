"""SurveyMonkey: questions in the first row, their options or rows in the second, or questions alone."""

import re
from dataclasses import dataclass

from cxdash.ingest.exports.questions import OTHER, are_choices, clean, in_one_cell, is_ranking, one_segment, ranked
from cxdash.ingest.exports.questions import segment as splits
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, cell
from cxdash.ingest.raw import Notice
from cxdash.vocabulary.choices import MARK

_FIRST = (
    "respondent id", "respondentid", "befragten id", "teilnehmer id", "identifiant du répondant",
    "id de répondant", "id del encuestado", "id de encuestado", "id do respondente", "شناسه پاسخ دهنده",
)  # fmt: skip
_META: dict[str, tuple[Entry, ...]] = {
    **dict.fromkeys(_FIRST, ({"role": "response_id"},)),
    "collector id": splits("collector"),
    "start date": IGNORE,
    "date created": IGNORE,
    "end date": ({"role": "time"},),
    "date modified": ({"role": "time"},),
    **dict.fromkeys(("ip address", "email address", "first name", "last name"), IGNORE),
}
_ANSWER = re.compile(
    r"^(response|open[- ]ended response|antwort|offene antwort|réponse|réponse ouverte|respuesta|respuesta abierta|"
    r"resposta|پاسخ|تعويض|رد|תגובה|risposta)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Question:
    """A question of the first row and the labels of its columns in the second, by place."""

    text: str
    labels: dict[int, str]


def evidence(look: Look) -> float:
    """A blank respondent id in the first record is the second header row; else ids of their length in each record."""
    if not look.header or not look.rows:
        return 0.0
    named = look.names[0] in _FIRST
    if _labelled(look):
        return 1.0 if named else 0.6
    ids = [row[0] for row in look.rows if row[0]]
    return 0.8 if named and ids and all(re.fullmatch(r"\d{7,14}", each) for each in ids) else 0.0


def plan(look: Look) -> Plan:
    """A column per question; options of one question become one segment, rows of a grid touchpoints."""
    rows = int(_labelled(look))
    columns: list[Planned] = []
    notices: list[Notice] = []
    for question in _questions(look, look.rows[0] if rows else [""] * len(look.header)):
        made, said = _planned(look, question, rows)
        columns += made
        notices += said
    return Plan(columns, "survey", rows, notices=tuple(notices))


def _labelled(look: Look) -> bool:
    """Whether the first record is a row of labels: nothing under the respondent, something under most questions."""
    if not look.rows or look.rows[0][0] or len(look.header) < 2:
        return False
    labels = [label for label in look.rows[0] if label]
    answers = sum(bool(_ANSWER.match(label)) for label in labels)
    unnamed = sum(not name.strip() for name in look.header)
    return bool(answers or unnamed) and len(labels) >= (len(look.header) - 9) / 2


def _questions(look: Look, labels: list[str]) -> list[_Question]:
    found: list[_Question] = []
    for place, (name, label) in enumerate(zip(look.header, labels, strict=True)):
        if name.strip() or not found:
            found.append(_Question(clean(name), {}))
        found[-1].labels[place] = clean(label)
    return found


def _planned(look: Look, question: _Question, rows: int) -> tuple[list[Planned], list[Notice]]:
    place = next(iter(question.labels))
    if len(question.labels) == 1:
        return [_single(look, question.text, place, question.labels[place], rows)], []
    texts = [at for at, label in question.labels.items() if OTHER.search(label) or _is_answer(label)]
    options = {at: look.rows[0][at] for at in question.labels if at not in texts}
    written = [_text(look, question, at, rows) for at in texts]
    if are_choices(look, options, rows):
        return [one_segment(question.text, options), *written], []
    made = [
        Planned(f"{question.text} - {question.labels[at]}", cell(at), given={"touchpoint": question.labels[at]},
                rated=True)
        for at in options
    ]  # fmt: skip
    if is_ranking(look, list(options), rows):
        made, said = ranked(made, question.text)
        return [*made, *written], [said]
    return [*made, *written], []


def _is_answer(label: str) -> bool:
    return bool(_ANSWER.match(label))


def _text(look: Look, question: _Question, place: int, rows: int) -> Planned:
    """The answer itself beside a field for others, or that field."""
    label = question.labels[place]
    if _is_answer(label):
        return _single(look, question.text, place, label, rows)
    return Planned(f"{question.text} - {label}", cell(place))


def _single(look: Look, text: str, place: int, label: str, rows: int) -> Planned:
    known = _META.get(look.names[place])
    if known:
        return Planned(text, cell(place), known)
    name = text if not label or _is_answer(label) else f"{text} - {label}"
    listed = in_one_cell(look, place, ", ", rows)
    if listed:
        return Planned(name, listed, splits(name.lower(), multiple=MARK))
    return Planned(name, cell(place), rated=not re.match("open", label, re.IGNORECASE))


SURVEYMONKEY = Export("surveymonkey", evidence, plan)
