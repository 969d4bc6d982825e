"""Qualtrics: a row of codes, a row of question texts in the survey's language, a row of import ids."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cxdash.ingest.exports.qualtrics_repeats import told_apart
from cxdash.ingest.exports.questions import (
    OTHER,
    are_choices,
    clean,
    in_one_cell,
    is_ranking,
    one_segment,
    ranked,
    segment,
)
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell
from cxdash.ingest.raw import Notice, notice
from cxdash.ingest.suspicions import FIELDS
from cxdash.locale import N_
from cxdash.vocabulary.choices import MARK
from cxdash.vocabulary.naming import words

UNFINISHED = N_(
    "{unfinished} responses are unfinished and {tests} are previews, tests or spam: they count as incomplete."
)

_IGNORED = (
    "progress", "ipAddress", "recipientLastName", "recipientFirstName", "recipientEmail",
    "locationLatitude", "locationLongitude", "locationAccuracy", "responseSet", "name", "emailAddress",
)  # fmt: skip
META: dict[str, tuple[Entry, ...]] = {
    **{key.casefold(): IGNORE for key in _IGNORED},
    "_recordid": ({"role": "response_id"},),
    "externaldatareference": ({"role": "customer_id"},),
    "distributionchannel": ({"role": "channel"},),
    "duration": ({"role": "duration_s"},),
    "userlanguage": segment("language"),
}
"""What the columns that every response has mean, by import id in lower case."""

# What stands in `Finished` once the status has been looked at (see `_marked`).
_FINISHED: tuple[Entry, ...] = (
    {"role": "complete", "labels": {"test": 0, "spam": 0}},
    {"role": "suspect", "flag": "test", "labels": {"test": 1}},
    {"role": "suspect", "flag": "bot", "labels": {"spam": 1}},
)
# Import ids by the code that row 1 has for them, for files without the row of import ids.
_CODES = {
    "startdate": "startDate", "enddate": "endDate", "status": "status", "ipaddress": "ipAddress",
    "progress": "progress", "duration (in seconds)": "duration", "finished": "finished",
    "recordeddate": "recordedDate", "responseid": "_recordId", "responseset": "responseSet",
    "recipientlastname": "recipientLastName", "recipientfirstname": "recipientFirstName", "name": "name",
    "recipientemail": "recipientEmail", "emailaddress": "emailAddress",
    "externalreference": "externalDataReference", "externaldatareference": "externalDataReference",
    "locationlatitude": "locationLatitude", "locationlongitude": "locationLongitude",
    "locationaccuracy": "locationAccuracy", "distributionchannel": "distributionChannel",
    "userlanguage": "userLanguage",
}  # fmt: skip
# Statuses as codes (odd ones are previews, 2 is a test, other sums with 8 are spam) and as words of several languages.
_TESTS, _SPAM = ("1", "2", "9", "17"), ("8", "12", "40")
_TEST_WORDS = "preview|survey test|vorschau|aper[cç]u|vista previa|previsuali|anteprima|پیش.?نمایش|معاينة|תצוגה מקדימה"
_SPAM_WORDS = "spam"
_FRAUD = re.compile(r"^Q_(?!Language\b)|_(First Click|Last Click|Page Submit|Click Count)$|_DO(_|$)|_NPS_GROUP$")
_BROWSER = re.compile(r"_(Browser|Version|Operating System|Resolution)$")
_SELECTED = re.compile(r" - Selected Choice\b(?: - )?")


@dataclass(frozen=True)
class Question:
    """A column of the file: its code ("Q5_1"), its text, its import id, where it stands."""

    place: int
    code: str
    text: str
    identity: str
    timezone: str | None = None

    @property
    def stem(self) -> str:
        """The question that this column is a part of: "QID5" of "QID5_1"."""
        return re.sub(r"(?<=\d)_(?:x?\d+)(?:_\d+)*(?:_TEXT)?$", "", self.identity)


def evidence(look: Look) -> float:
    """Three header rows leave no doubt; one with Qualtrics' own column codes hardly any."""
    if _json_row(look) is not None:
        return 1.0
    known = sum(name.strip().casefold() in _CODES for name in look.header)
    return min(0.9, known / 8) if "ResponseId" in look.header and known >= 5 else 0.0


def plan(look: Look) -> Plan:
    """Question texts as names, matrix rows and choices put together, previews and unfinished responses told apart."""
    asked, rows = _questions(look)
    return plan_for(look, asked, rows)


def plan_for(look: Look, asked: Sequence[Question], rows: int) -> Plan:
    """The plan of either layout, once its header rows are read."""
    columns: list[Planned] = []
    notices: list[Notice] = _unfinished(look, asked, rows)
    done: set[int] = set()
    for question in asked:
        if question.place in done:
            continue
        family = [each for each in asked if each.stem == question.stem and _is_part(each)]
        made, said = _family(look, family, rows) if question in family and len(family) > 1 else ([], [])
        columns += made or [_single(look, question, asked, rows)]
        notices += said
        done |= {each.place for each in family} if made else {question.place}
    zones = {question.timezone for question in asked if question.timezone}
    zone = zones.pop() if len(zones) == 1 else None
    ids = {question.place: question.identity for question in asked}
    columns = told_apart(columns, {cell(each.place): (each.identity, each.text) for each in asked})
    return Plan(columns, "survey", rows, timezone=zone, nothing=("-99",), notices=tuple(notices), ids=ids)


def _questions(look: Look) -> tuple[list[Question], int]:
    place = _json_row(look)
    rows = place + 1 if place is not None else int(_is_text_row(look))
    texts = look.rows[0] if rows and place != 0 else look.header
    identities = look.rows[place] if place is not None else [""] * len(look.header)
    made = zip(look.header, texts, identities, strict=True)
    return [_question(at, code, text, identity) for at, (code, text, identity) in enumerate(made)], rows


def _question(place: int, code: str, text: str, written: str) -> Question:
    known = {}
    with suppress(ValueError):
        known = json.loads(written)
    identity = known.get("ImportId") if isinstance(known, dict) else None
    zone = known.get("timeZone") if isinstance(known, dict) else None
    return Question(
        place, code, clean(text) or code, str(identity or _CODES.get(code.strip().casefold(), code)), _zone(zone)
    )


def _zone(name: object) -> str | None:
    with suppress(Exception):
        return ZoneInfo(str(name)).key if name else None
    return None


def _json_row(look: Look) -> int | None:
    """Where among the records the import ids stand."""
    for place, row in enumerate(look.rows[:3]):
        filled = [value for value in row if value]
        if filled and sum('"ImportId"' in value for value in filled) > len(filled) / 2:
            return place
    return None


def _is_text_row(look: Look) -> bool:
    """Whether the first record holds texts: its response id is none."""
    place = look.place("response id")
    return bool(look.rows) and place is not None and not look.rows[0][place].startswith(("R_", "FS_"))


def _is_part(question: Question) -> bool:
    return question.stem != question.identity and not _FRAUD.search(question.code)


def _single(look: Look, question: Question, asked: Sequence[Question], rows: int) -> Planned:
    """A column that stands for itself."""
    at = cell(question.place)
    key = question.identity.casefold()
    name = _SELECTED.sub("", question.text)
    if key in META:
        return Planned(name, at, META[key])
    if key in ("finished", "status", "startdate", "recordeddate", "enddate"):
        return _of_response(key, question, asked)
    if _FRAUD.search(question.code) or _BROWSER.search(question.code) or not question.code.strip():
        told = FIELDS.get(words(question.code)) if question.code.startswith("Q_") else None
        return Planned(name, at, (told.entry(),) if told else IGNORE)
    if f"{question.identity}_NPS_GROUP" in [each.identity for each in asked]:
        return Planned(name, at, ({"role": "score", "metric": "nps", "scale": [0, 10]},))
    listed = in_one_cell(look, question.place, ",", rows)
    if listed:
        return Planned(name, listed, segment(name.lower(), multiple=MARK))
    return Planned(name, at, rated=not question.identity.endswith("_TEXT"))


def _of_response(key: str, question: Question, asked: Sequence[Question]) -> Planned:
    """What Qualtrics says of the response itself; a preview is no complete response, whatever `Finished` says."""
    at = cell(question.place)
    if key == "status":
        return Planned(question.text, at, segment("response type"))
    if key == "finished":
        status = next((each.place for each in asked if each.identity.casefold() == "status"), None)
        return Planned(question.text, at if status is None else _marked(status, at), _FINISHED)
    if key == "startdate":
        return Planned(question.text, at, IGNORE if _asks(asked, "duration") else ({"role": "started"},))
    counts = key == "recordeddate" or not _asks(asked, "recordeddate")
    return Planned(question.text, at, ({"role": "time"},) if counts else IGNORE)


def _asks(asked: Sequence[Question], identity: str) -> bool:
    return any(each.identity.casefold() == identity for each in asked)


def _marked(status: int, finished: str) -> str:
    """The column `Finished` with what its status says of tests and spam in their place."""
    return f"CASE WHEN {_is_test(status)} THEN 'test' WHEN {_is_spam(status)} THEN 'spam' ELSE {finished} END"


def _is_test(place: int) -> str:
    """The condition for a status that says preview or test."""
    return _says(place, _TESTS, _TEST_WORDS)


def _is_spam(place: int) -> str:
    """The condition for a status that says spam."""
    return _says(place, _SPAM, _SPAM_WORDS)


def _says(place: int, codes: Sequence[str], told: str) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"(trim({cell(place)}) IN ({listed}) OR regexp_matches({cell(place)}, '{told}', 'i'))"


def _unfinished(look: Look, asked: Sequence[Question], rows: int) -> list[Notice]:
    places = {each.identity.casefold(): each.place for each in asked}
    if "finished" not in places:
        return []
    status = places.get("status")
    test = "false" if status is None else f"coalesce({_is_test(status)} OR {_is_spam(status)}, false)"
    unfinished = f"lower({blank(places['finished'])}) IN ('0', 'false', 'falsch', 'faux', 'falso')"
    tests, left = look.ask(
        f"SELECT count(*) FILTER ({test}), count(*) FILTER ({unfinished} AND NOT {test}) FROM raw "
        f"WHERE {look.below(rows)}"
    )
    return [notice(UNFINISHED, unfinished=left, tests=tests)] if tests or left else []


def _family(look: Look, family: Sequence[Question], rows: int) -> tuple[list[Planned], list[Notice]]:
    """The columns of one question: choices become one segment, rankings stay out, a matrix's rows are touchpoints."""
    texts = [each for each in family if each.identity.endswith("_TEXT")]
    parts = [each for each in family if each not in texts]
    stem, items = _stem_and_items(parts)
    written = [Planned(each.text, cell(each.place)) for each in texts]
    if len(parts) < 2 or not stem:
        return [], []
    options = {each.place: item for each, item in zip(parts, items, strict=True)}
    if are_choices(look, options, rows):
        return [one_segment(_SELECTED.sub("", stem), options), *written], []
    columns = [
        Planned(each.text, cell(each.place), given={"touchpoint": item}, rated=not OTHER.fullmatch(item))
        for each, item in zip(parts, items, strict=True)
    ]
    if is_ranking(look, list(options), rows):
        left, said = ranked(columns, stem)
        return [*left, *written], [said]
    return [*columns, *written], []


def _stem_and_items(parts: Sequence[Question]) -> tuple[str, list[str]]:
    """The text all columns begin with, and what each adds after a dash; ("", []) where they share none."""
    texts = [each.text for each in parts]
    if not any(" - " in text for text in texts):
        return _glued(texts)
    cuts = [text.rfind(" - ") for text in texts]
    stems = Counter(each.text[:cut] for each, cut in zip(parts, cuts, strict=True) if cut > 0)
    if not stems:
        return "", []
    stem, times = stems.most_common(1)[0]
    if times < len(parts):
        stem = _common_stem(texts)
    if not stem:
        return "", []
    return stem, [each.text.removeprefix(stem).removeprefix(" - ").strip() or each.text for each in parts]


def _glued(texts: Sequence[str]) -> tuple[str, list[str]]:
    """The stem and the items of the older exports, which write "Question?-Item"."""
    for end in ("?", ":", ""):
        cuts = [text.partition(f"{end}-") for text in texts]
        stem, mark, _ = cuts[0]
        if mark and all((before, found) == (stem, mark) for before, found, _ in cuts):
            return stem + end, [item.strip() or text for (_, _, item), text in zip(cuts, texts, strict=True)]
    return "", []


def _common_stem(texts: Sequence[str]) -> str:
    """The longest text before a dash that all begin with: items may hold a dash themselves."""
    first = texts[0]
    places = [match.start() for match in re.finditer(" - ", first)]
    fitting = [first[:place] for place in places if all(text.startswith(first[:place] + " - ") for text in texts)]
    return max(fitting, key=len, default="")


QUALTRICS = Export("qualtrics", evidence, plan)
