"""Where a question's text states a scale: ranges, "out of 10", and numbers with the words for what they mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cxdash.vocabulary.answer_sides import known_side, side
from cxdash.vocabulary.naming import words
from cxdash.vocabulary.question_words import COUNTED

Span = tuple[int, int]

# Each foreign digit and mark as one plain one, so that places in the text stay where they are.
_PLAIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩−‐‑־（）［］：＝", "01234567890123456789----()[]:=")

_SCALE = "rating scale|scale|skala|schulnotenskala|escala|échelle|مقیاس|طیف|مقياس|سلم|סולם|סקלה|סקאלה"
_LEAD = (
    r"(?:(?<!\w)(?:(?:on|using|with|in|auf|en|sur|در|با|على|في)\s+)?(?:(?:a|an|the|this|our|einer|der|una|la|une)\s+|l['’])?"
    rf"(?:ב|ال)?(?P<lead>{_SCALE})\s*(?:ranging|يتراوح)?[:,]?\s*)?"
)
_TRAIL = (
    rf"(?:\s*-?\s*(?P<trail>{_SCALE}|stars?|points?|punkten?|sternen?|puntos|estrellas|étoiles|ستاره|نجوم|نقاط|כוכבים|"
    r"נקודות)(?!\w))?"
)
_NUMBER = r"(?:0|[1-9]\d{0,2})(?!\d|[.,]\d)"
_NOT_INSIDE = r"(?<![\w.,/$€£#:-])"
_SIGNED = rf"[-+]?{_NUMBER}"
_LABEL_IN_BRACKETS = r"(?:\s*\([^()\d]{1,80}\))?"
_FROM = rf"(?:(?P<from>(?<!\w)(?:from|of|von|de|del|desde|از|من|של)\s+)|(?<!\w)(?:מ|من)\s?-?\s?|{_NOT_INSIDE})"
_TO = (
    r"(?:\s*(?:[-–—~]|\.{2,3}|…)\s*|\s+(?:to|through|thru|until|up to|bis(?: zu)?|a|al|à|hasta|jusqu['’]à)\s+"
    r"|\s*(?:تا|إلى|الى|حتى|ועד|עד|ل|ל)\s?-?\s?)"
)
_BETWEEN = r"(?<!\w)(?:between|zwischen|entre|بین|بين|בין)\s+"
_AND = r"\s*(?:and|und|y|et|و|ל-?|ו-?)\s*"
_END = r"(?!\w|[./:,]\d|\s?[-–]\s?\d)\s?[%٪]?"
_RANGE = re.compile(
    rf"{_LEAD}(?:{_BETWEEN}(?P<a>{_SIGNED}){_LABEL_IN_BRACKETS}{_AND}(?P<b>{_SIGNED})"
    rf"|{_FROM}(?P<c>{_SIGNED})\s?[%٪]?{_LABEL_IN_BRACKETS}{_TO}(?P<d>{_SIGNED})){_END}{_LABEL_IN_BRACKETS}{_TRAIL}",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?:(?<!\w)(?:out of|von|auf|sobre|sur|از|من|מתוך)\s+|(?<![\d/])\s?/\s?)(?P<high>{_NUMBER}){_TRAIL}"
    r"(?=\s*(?:$|[?؟.,;:)\]]))(?![./:,]\d)",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"(?:{_NOT_INSIDE}|(?<=[(\[ ])){_SIGNED}(?![\w/%])", re.IGNORECASE)
_MEANS = re.compile(
    r"\s*(?:(?P<mark>[=:(])|(?P<verb>\s(?:is|being|means|meaning|stands for|for|ist|bedeutet|steht für|heißt|"
    r"entspricht|es|siendo|significa|est|étant|signifie|یعنی|به معنای|به معنی|يعني|تعني|هو|הוא|פירושו)\s)"
    r"|\s*(?P<dash>[-–—])\s|\s)\s*"
    r"(?P<label>[^\W\d_][^\d,;=:()\[\]/?…]{0,80}?)"
    r"(?=\s*(?:$|[,;/()\[\]?؟]|\.|…|[-–—]\s*[-+]?\d|\s(?:and|to|und|bis|y|a|al|et|à|و|تا|إلى|الى|ו|עד|through|hasta|"
    r"jusqu['’]à|bis zu)\s?-?\s?[-+]?\d|\d))\s*\)?",
    re.IGNORECASE,
)
_MEANT = re.compile(r"(?P<label>[^\W\d_][^\d,;:=()\[\]/?؟.…]{0,80}?)\s*(?P<mark>=|\()?\s*$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_LEADING_WORD = re.compile(
    r"(?:^|(?<=[\s,;.(\[]))(?:where|with|wobei|donde|siendo|où|که در آن|حيث|כאשר|and|und|y|et|و|ו-?|from|von|de|از|من|"
    r"מ-?)$",
    re.IGNORECASE,
)
_MARKS = " ,;:.…–—\u200e\u200f-"
_LOOSE = re.compile(f"[\\s{_MARKS}]*")
_LEFT_OVER = re.compile(r"(?<=[,;]) *[,;]+|[ ,;:]+(?=[?؟])")
_WORD_BEFORE = re.compile(r"(\w+)\W*$")
_WORD_BEHIND = re.compile(r"\s*-?\s*(\w+)")


@dataclass(frozen=True)
class Statement:
    """A place where a text names the ends of a scale; `low` is None where it names the highest alone.

    `labels` are the words for what numbers mean; `scale_named`: a word such as "scale" or "stars" stands beside;
    `apart`: it stands alone in brackets, or with words such as "from" and "to" at an end of the text; `spans` are the
    places of all that belongs to it.
    """

    low: int | None
    high: int
    spans: tuple[Span, ...]
    labels: dict[int, str] = field(default_factory=dict)
    scale_named: bool = False
    apart: bool = False


@dataclass(frozen=True)
class _Label:
    number: int
    text: str
    span: Span
    marked: bool


def statements(question: str) -> Iterator[Statement]:
    """Every statement of a text that could be one of a scale, ranges first."""
    text = question.translate(_PLAIN)
    labels = _labels(text)
    for match in _RANGE.finditer(text):
        low, high = int(match["a"] or match["c"]), int(match["b"] or match["d"])
        yield from _checked(text, match, low, high, [label for label in labels if label.number in (low, high)])
    for each in ([label for label in labels if label.marked], labels):
        if len({label.number for label in each}) > 1 and (each is not labels or _oppose(each)):
            yield _from_labels(each)
    for match in _OUT_OF.finditer(text):
        yield from _checked(text, match, None, int(match["high"]), [])


def without(statement: Statement, question: str) -> str:
    """The question without the statement, the brackets around it and the marks left over."""
    kept, at = [], 0
    for start, end in _places(statement.spans, question):
        kept.append(question[at:start])
        at = end
    parts = [part.strip() for part in (*kept, question[at:])]
    left = " ".join(part for part in parts if part and not _LOOSE.fullmatch(part))
    return _LEFT_OVER.sub("", left).lstrip(_MARKS).rstrip(_MARKS)


def _checked(
    text: str, match: re.Match[str], low: int | None, high: int, beside: Sequence[_Label]
) -> Iterator[Statement]:
    """The statement of a match, unless the numbers count or number something."""
    meant = beside if _oppose(beside) else [label for label in beside if label.marked]
    scale_named = bool(match.groupdict().get("lead") or match["trail"])
    spans = (match.span(), *(label.span for label in meant))
    in_brackets = any(text[start] in "([" and text[end - 1] in ")]" for start, end in _places(spans, text))
    if scale_named or meant or in_brackets or not _counts(text, match.span()):
        apart = in_brackets or _stands_at_an_end(text, match)
        yield Statement(low, high, spans, {each.number: each.text for each in meant}, scale_named, apart)


def _oppose(labels: Sequence[_Label]) -> bool:
    """Whether the lowest and the highest number are called good and bad, or bad and good."""
    ordered = sorted(labels, key=lambda label: label.number)
    return bool(ordered) and side(ordered[0].text) * side(ordered[-1].text) < 0


def _stands_at_an_end(text: str, match: re.Match[str]) -> bool:
    around = text[: match.start()], text[match.end() :].rstrip("?؟ ")
    return bool(match.groupdict().get("from")) and any(_LOOSE.fullmatch(each) for each in around)


def _counts(text: str, span: Span) -> bool:
    before, behind = _WORD_BEFORE.search(text[: span[0]]), _WORD_BEHIND.match(text[span[1] :])
    return any(found and words(found[1]) in COUNTED for found in (before, behind))


def _from_labels(labels: Sequence[_Label]) -> Statement:
    numbers = [label.number for label in labels]
    span = min(label.span[0] for label in labels), max(label.span[1] for label in labels)
    return Statement(min(numbers), max(numbers), (span,), {label.number: label.text for label in labels})


def _labels(text: str) -> list[_Label]:
    """The numbers of a text with the words for what they mean, behind them or before them."""
    numbers = list(_ALONE.finditer(text))
    return [label for number in numbers if (label := _behind(text, number) or _before(text, number))]


def _behind(text: str, number: re.Match[str]) -> _Label | None:
    found = _MEANS.match(text, number.end())
    if not found:
        return None
    marked = bool(found["mark"] or found["verb"])
    told = side(found["label"]) if found["dash"] else known_side(found["label"])
    if not (marked or told):
        return None
    closed = found[0].endswith(")") and found["mark"] != "("
    return _Label(int(number[0]), found["label"].strip(), (number.start(), found.end() - closed), marked)


def _before(text: str, number: re.Match[str]) -> _Label | None:
    found = _MEANT.search(text[: number.start()])
    if not found:
        return None
    label = _known_end(found["label"])
    if not label:
        return None
    end = number.end()
    closed = found["mark"] == "(" and text[end : end + 1] == ")"
    start = found.start("label") + found["label"].rindex(label)
    return _Label(int(number[0]), label, (start, end + closed), bool(found["mark"]))


def _known_end(text: str) -> str:
    """The longest end of a text that is an answer: "satisfied" is one, and "how satisfied are you" has none."""
    spoken = text.split()
    ends = (" ".join(spoken[place:]) for place in range(max(0, len(spoken) - 6), len(spoken)))
    return next((end for end in ends if known_side(end) and end in text), "")


def _places(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans in order, those with nothing but marks between them as one, with all that belongs to them."""
    joined: list[Span] = []
    for start, end in sorted(_led(span, text) for span in spans):
        if joined and (start <= joined[-1][1] or _LOOSE.fullmatch(text[joined[-1][1] : start])):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return [_with_brackets(span, text) for span in joined]


def _led(span: Span, text: str) -> Span:
    start, end = span
    while lead := _LEADING_WORD.search(text[:start].rstrip()):
        start = lead.start()
    return start, end


def _with_brackets(span: Span, text: str) -> Span:
    """The span with its brackets where nothing else is in them."""
    start, end = span
    for bracket in _BRACKETS.finditer(text):
        inside = text[bracket.start() + 1 : start] + text[end : bracket.end() - 1]
        if bracket.start() <= start and end <= bracket.end() and _LOOSE.fullmatch(inside):
            return bracket.span()
    return span
