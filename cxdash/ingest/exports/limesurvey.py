"""LimeSurvey: answers under question codes, under full texts, or under both ("Q1[SQ001]. Text [Row]")."""

import re
from collections import defaultdict
from dataclasses import dataclass

from cxdash.ingest.exports.questions import OTHER, are_choices, clean, one_segment, segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell
from cxdash.vocabulary.synonyms import words

# What a survey's own columns are called as codes and in full.
_CODES = {
    "response id": "id", "date submitted": "submitdate", "last page": "lastpage", "start language": "startlanguage",
    "date started": "startdate", "date last action": "datestamp", "ip address": "ipaddr", "referrer url": "refurl",
    "seed": "seed", "token": "token", "access code": "token",
}  # fmt: skip
_META: dict[str, tuple[Entry, ...]] = {
    "id": ({"role": "response_id"},),
    "submitdate": ({"role": "time"},),
    "startlanguage": segment("language"),
    "token": ({"role": "customer_id"},),
    **dict.fromkeys(("lastpage", "seed", "startdate", "datestamp", "ipaddr", "refurl"), IGNORE),
}
_CODED = re.compile(r"^(?P<code>[A-Za-z]\w*(?:\[\w+\])*)\. *(?P<text>.*)$", re.DOTALL)
_PART = re.compile(r"^(?P<stem>\w+?)(?:\[(?P<item>\w+)\](?:\[\w+\])*|_(?P<sub>SQ\d+\w*|other))$")
_TEXT_PART = re.compile(r"^(?P<stem>.*?)\s*\[(?P<item>[^\[\]]*)\]\s*(?:\[[^\[\]]*\]\s*)?$", re.DOTALL)
_NEVER = "1980-01-01"


@dataclass(frozen=True)
class _Column:
    """A column: where it stands, its code ("" in full-text mode), its text, the question it is a row of, the row."""

    place: int
    code: str
    text: str
    stem: str = ""
    item: str = ""

    @property
    def meta(self) -> str:
        key = self.code.casefold() or words(self.text)
        return _CODES.get(key, key)


def evidence(look: Look) -> float:
    """The survey's own columns: id, submitdate, lastpage, startlanguage, in any of the three ways."""
    found = {column.meta for column in _columns(look)}
    if "submitdate" not in found or "id" not in found:
        return 0.0
    return 0.6 + 0.1 * len(found & {"lastpage", "startlanguage", "startdate", "datestamp"})


def plan(look: Look) -> Plan:
    """Texts as names where the file has them; a response without a date of submission is not complete."""
    columns = _columns(look)
    groups: dict[str, list[_Column]] = defaultdict(list)
    for column in columns:
        groups[column.stem].append(column)
    planned: list[Planned] = []
    done: set[str] = set()
    for column in columns:
        rows = groups[column.stem] if column.stem and column.meta not in _META else []
        if len(rows) < 2:
            planned += _single(column, columns)
        elif column.stem not in done:
            done.add(column.stem)
            planned += _group(look, rows)
    return Plan(planned, "survey")


def _columns(look: Look) -> list[_Column]:
    return [_column(place, name) for place, name in enumerate(look.header)]


def _column(place: int, name: str) -> _Column:
    coded = _CODED.match(name.strip())
    if coded:
        part = _PART.match(coded["code"])
        text = clean(coded["text"]) or coded["code"]
        row = _TEXT_PART.match(text)
        item = row["item"] if row else text
        return _Column(place, coded["code"], text, part["stem"], item) if part else _Column(place, coded["code"], text)
    part = _PART.match(name.strip())
    if part:
        item = part["item"] or part["sub"]
        return _Column(place, name.strip(), name.strip(), part["stem"], item)
    row = _TEXT_PART.match(name.strip())
    if row and row["stem"]:
        return _Column(place, "", clean(name), clean(row["stem"]), clean(row["item"]))
    code = name.strip() if re.fullmatch(r"\w+", name.strip()) else ""
    return _Column(place, code, clean(name))


def _single(column: _Column, columns: list[_Column]) -> list[Planned]:
    at = cell(column.place)
    if column.meta == "submitdate":
        return _submitted(column, columns)
    if column.meta in _META:
        return [Planned(column.text, at, _META[column.meta])]
    if re.match(r"attribute_\d+", column.code):
        return [Planned(column.text, at)]
    return [Planned(column.text, at, rated=True)]


def _submitted(column: _Column, columns: list[_Column]) -> list[Planned]:
    """The moment of the answer and whether there was one; 1980 stands for "not recorded"."""
    submitted = blank(column.place)
    last = next((blank(each.place) for each in columns if each.meta == "datestamp"), "NULL")
    moment = f"coalesce(CASE WHEN NOT starts_with({submitted}, '{_NEVER}') THEN {submitted} END, {last})"
    complete = f"CASE WHEN {submitted} IS NULL THEN 'no' ELSE 'yes' END"
    return [
        Planned(column.text, moment, _META["submitdate"]),
        Planned("Complete", complete, ({"role": "complete"},)),
    ]


def _group(look: Look, rows: list[_Column]) -> list[Planned]:
    """Options with Y or nothing are one segment; rows of an array are touchpoints."""
    others = [each for each in rows if OTHER.fullmatch(each.item) or each.code.endswith(("[other]", "comment]"))]
    parts = [each for each in rows if each not in others]
    stem = _TEXT_PART.match(rows[0].text)
    question = stem["stem"] if stem and stem["stem"] else rows[0].stem
    written = [Planned(each.text, cell(each.place)) for each in others]
    if are_choices(look, {each.place: each.item for each in parts}):
        return [one_segment(question, {each.place: each.item for each in parts}), *written]
    ratings = [Planned(each.text, cell(each.place), given={"touchpoint": each.item}, rated=True) for each in parts]
    return [*ratings, *written]


LIMESURVEY = Export("limesurvey", evidence, plan)
