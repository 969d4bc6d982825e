"""LimeSurvey: answers under question codes, under full texts, or under both ("Q1[SQ001]. Text [Row]")."""

import re
from collections import defaultdict
from dataclasses import dataclass

from cxdash.ingest.exports.asked_again import Part, side_by_side
from cxdash.ingest.exports.questions import OTHER, are_choices, clean, one_segment, segment
from cxdash.ingest.exports.shape import IGNORE, Entry, Export, Look, Plan, Planned, blank, cell
from cxdash.ingest.raw import Notice, notice
from cxdash.locale import N_
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
_CODED = re.compile(r"^(?P<code>[A-Za-z]\w*(?:\[[\w#]+\])*(?:#\d)?)\. *(?P<text>.*)$", re.DOTALL)
# An array with two scales has them behind each row: "Q1[SQ001][2]", "Q1[SQ001#1]", "Q1_SQ001#1".
_PART = re.compile(
    r"^(?P<stem>\w+?)(?:\[(?P<item>\w+)(?:#(?P<scale>\d))?\](?:\[(?:(?P<second>\d)|\w+)\])*"
    r"|_(?P<sub>SQ\d+\w*?|other)(?:#(?P<third>\d))?)$"
)
_TEXT_PART = re.compile(r"^(?P<stem>.*?)\s*\[(?P<item>[^\[\]]*)\]\s*(?:\[(?P<heading>[^\[\]]*)\]\s*)?$", re.DOTALL)
_NEVER = "1980-01-01"
_ANSWER_CODE = re.compile(r"^A(?:O)?0*(\d{1,2})$")
_LONGEST_SCALE = 11
CODED = N_(
    "The answers to “{question}” are codes ({codes}) and their words are not in the file: their numbers are taken for "
    "the scores. Check which end is the good one, or export full answers."
)


@dataclass(frozen=True)
class _Column:
    """A column: where it stands, its code ("" in full-text mode), its text, the question it is a row of, the row.

    In an array with two scales `scale` is which of them, and `heading` what it is called.
    """

    place: int
    code: str
    text: str
    stem: str = ""
    item: str = ""
    scale: str = ""
    heading: str = ""

    @property
    def group(self) -> tuple[str, str]:
        """What the columns that were asked together share."""
        return self.stem, self.scale

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
    groups: dict[tuple[str, str], list[_Column]] = defaultdict(list)
    for column in columns:
        groups[column.group].append(column)
    planned: list[Planned] = []
    notices: list[Notice] = []
    done: set[tuple[str, str]] = set()
    for column in columns:
        rows = groups[column.group] if column.stem and column.meta not in _META else []
        if len(rows) < 2:
            planned += _single(column, columns)
        elif column.group not in done:
            done.add(column.group)
            made, said = _group(look, rows)
            planned += made
            notices += said
    ids = {column.place: column.code for column in columns if column.code}
    planned = side_by_side(planned, _scales(planned, columns))
    return Plan(planned, "survey", notices=tuple(notices), ids=ids)


def _columns(look: Look) -> list[_Column]:
    return [_column(place, name) for place, name in enumerate(look.header)]


def _column(place: int, name: str) -> _Column:
    coded = _CODED.match(name.strip())
    if coded:
        part = _PART.match(coded["code"])
        text = clean(coded["text"]) or coded["code"]
        row = _TEXT_PART.match(text)
        item = row["item"] if row else text
        heading = (row and row["heading"]) or ""
        return (
            _Column(place, coded["code"], text, part["stem"], item, _scale(part), heading)
            if part
            else _Column(place, coded["code"], text)
        )
    part = _PART.match(name.strip())
    if part:
        item = part["item"] or part["sub"]
        return _Column(place, name.strip(), name.strip(), part["stem"], item, _scale(part))
    row = _TEXT_PART.match(name.strip())
    if row and row["stem"]:
        heading = clean(row["heading"] or "")
        return _Column(place, "", clean(name), clean(row["stem"]), clean(row["item"]), heading, heading)
    code = name.strip() if re.fullmatch(r"\w+", name.strip()) else ""
    return _Column(place, code, clean(name))


def _scale(part: re.Match[str]) -> str:
    return part["scale"] or part["second"] or part["third"] or ""


def _scales(planned: list[Planned], columns: list[_Column]) -> dict[str, Part]:
    """The ratings of arrays that have more than one scale."""
    scales: dict[str, set[str]] = defaultdict(set)
    for column in columns:
        scales[column.stem].add(column.scale)
    asked = {cell(each.place): each for each in columns if each.scale and len(scales[each.stem]) > 1}
    return {
        rating.sql: Part(each.stem, each.scale, each.heading, rating.given.get("touchpoint", each.item))
        for rating in planned
        if rating.rated and (each := asked.get(rating.sql))
    }


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


def _group(look: Look, rows: list[_Column]) -> tuple[list[Planned], list[Notice]]:
    """Options with Y or nothing are one segment; rows of an array are touchpoints."""
    others = [each for each in rows if OTHER.fullmatch(each.item) or each.code.endswith(("[other]", "comment]"))]
    parts = [each for each in rows if each not in others]
    stem = _TEXT_PART.match(rows[0].text)
    question = stem["stem"] if stem and stem["stem"] else rows[0].stem
    written = [Planned(each.text, cell(each.place)) for each in others]
    if are_choices(look, {each.place: each.item for each in parts}):
        return [one_segment(question, {each.place: each.item for each in parts}), *written], []
    codes = _answer_codes(look, parts)
    scores: tuple[Entry, ...] = (
        ({"role": "score", "metric": "csat", "scale": [1, max(codes.values())], "labels": codes},) if codes else ()
    )
    ratings = [
        Planned(each.text, cell(each.place), scores, given={"touchpoint": each.item}, rated=True) for each in parts
    ]
    said = [notice(CODED, question=question, codes=", ".join(codes))] if codes else []
    return [*ratings, *written], said


def _answer_codes(look: Look, parts: list[_Column]) -> dict[str, int]:
    """The answer codes of an array (A1 to A5, AO01 to AO05) with their numbers; {} where cells are no codes."""
    seen = " UNION ".join(f"SELECT {blank(each.place)} AS code FROM raw" for each in parts)
    found = look.con.execute(f"SELECT code FROM ({seen}) WHERE code IS NOT NULL ORDER BY code LIMIT 40").fetchall()
    codes = {code: int(match[1]) for (code,) in found if (match := _ANSWER_CODE.match(code))}
    fits = len(codes) == len(found) >= 3 and min(codes.values()) >= 1 and max(codes.values()) <= _LONGEST_SCALE
    return dict(sorted(codes.items(), key=lambda item: item[1])) if fits else {}


LIMESURVEY = Export("limesurvey", evidence, plan)
