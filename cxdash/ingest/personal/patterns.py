"""What personal data looks like in free text: shapes that a regular expression finds and a check confirms.

Every repetition is bounded and no two ways lead through the same text, so that time grows with its length alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cxdash.ingest.personal.checksums import IBAN_LENGTHS, is_card, is_iban, is_national_id, is_spanish, is_swedish
from cxdash.ingest.personal.cues import DATE, ID_WORDS, PHONE_WORDS, THING_WORDS, UNITS
from cxdash.ingest.personal.folding import fold

BEFORE, AFTER = 28, 16
"""Characters around a number in which a word says what it is."""


Match = re.Match[str]


class Mentions:
    """Where the words of one list stand in a text; asked about a number, how near they are to it."""

    def __init__(self, words: re.Pattern[str], text: str) -> None:
        places = [match.span() for match in words.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def before(self, place: int) -> int:
        """The end of the last mention that ends at most `BEFORE` characters ahead of a place, -1 without one."""
        last = bisect_right(self._ends, place) - 1
        return self._ends[last] if last >= 0 and self._ends[last] >= place - BEFORE else -1

    def around(self, match: Match) -> bool:
        """Whether a mention stands shortly before or after a number."""
        following = bisect_left(self._starts, match.end())
        soon = following < len(self._starts) and self._starts[following] < match.end() + AFTER
        return soon or self.before(match.start()) >= 0


class Said:
    """What the words of a folded text say about the numbers in it; each list of words is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def phones(self) -> Mentions:
        """Words for telephones and calling."""
        return Mentions(PHONE_WORDS, self._text)

    @cached_property
    def ids(self) -> Mentions:
        """Words for identity cards and their numbers."""
        return Mentions(ID_WORDS, self._text)

    @cached_property
    def things(self) -> Mentions:
        """Words for what else is numbered: orders, invoices, amounts."""
        return Mentions(THING_WORDS, self._text)


@dataclass(frozen=True)
class Shape:
    """One way in which a kind of personal data is written; `length` says how much of a match it is, 0 for none."""

    kind: str
    pattern: re.Pattern[str]
    length: Callable[[Match, Said], int]


def _digits(match: Match) -> str:
    return "".join(filter(str.isdigit, match[0]))


def _whole(match: Match, _said: Said | None = None) -> int:
    return match.end() - match.start()


def _is_thing(match: Match, said: Said) -> bool:
    """A number that a word calls an order or an amount, or that begins as a date."""
    if said.things.before(match.start()) >= 0:
        return True
    return bool(UNITS.match(match.string, match.end()) or DATE.match(match[0].lstrip("( ")))


def _phone(low: int, high: int, *, strict: bool) -> Callable[[Match, Said], int]:
    """A check of a telephone number's digits; a `strict` one must not be the number of a thing."""

    def length(match: Match, said: Said) -> int:
        if not low <= len(_digits(match)) <= high or match.string[max(0, match.start() - 1) : match.start()] == "#":
            return 0
        return 0 if strict and _is_thing(match, said) and not said.phones.around(match) else _whole(match)

    return length


def _near_phone(match: Match, said: Said) -> int:
    return _near(match, said, said.phones)


def _near_id(match: Match, said: Said) -> int:
    return _near(match, said, said.ids)


def _near(match: Match, said: Said, words: Mentions) -> int:
    if not words.around(match) or DATE.match(match[0]):
        return 0
    # The nearer word decides: "my phone; the order was 12345678".
    thing, word = said.things.before(match.start()), words.before(match.start())
    return 0 if thing > word else _whole(match)


def _card(match: Match, _said: Said) -> int:
    """As much of the match as is a card: nineteen digits may be sixteen and something else."""
    ends = [place + 1 for place, letter in enumerate(match[0]) if letter.isdigit()]
    digits = _digits(match)
    following = match.string[match.end() : match.end() + 1]
    for n in (16, 15, 14, 13, 17, 18, 19):
        if n > len(digits) or not is_card(digits[:n]):
            continue
        rest = match[0][ends[n - 1] :] + following
        if not rest[:1].isdigit():
            return ends[n - 1]
    return 0


def _iban(match: Match, _said: Said) -> int:
    ends = [place + 1 for place, letter in enumerate(match[0]) if letter.isalnum()]
    account = "".join(filter(str.isalnum, match[0]))
    n = IBAN_LENGTHS.get(account[:2].upper(), 0)
    return ends[n - 1] if n and n <= len(ends) and is_iban(account[:n]) else 0


def _iranian_account(match: Match, _said: Said) -> int:
    return _whole(match) if is_iban("IR" + _digits(match)) else 0


def _proven_id(match: Match, said: Said) -> int:
    if _is_thing(match, said) and not said.ids.around(match):
        return 0
    return _whole(match) if is_national_id(_digits(match)) else 0


def _dashed_id(match: Match, _said: Said) -> int:
    digits = _digits(match)
    proven = is_swedish(digits) if len(digits) == 10 and match[0][6] in "-+" else is_national_id(digits)
    return _whole(match) if proven else 0


def _spanish(match: Match, _said: Said) -> int:
    return _whole(match) if is_spanish(match[0].replace("-", "").replace(" ", "")) else 0


_SECRET_KEYS = re.compile(
    r"[?&#;/](?:[\w-]{0,20}(?:token|secret|passw|session|auth|e-?mail|phone|mobile|user|customer|signature|invite|reset)"
    r"[\w-]{0,20}|pwd|sid|uid|key|sig|code|otp|jwt|id|name)=[^&#]",
)
_LONG_RANDOM = re.compile(r"(?=[A-Za-z_-]{0,60}\d)(?=[\d_-]{0,60}[A-Za-z])[\w-]{24}")


def _link(match: Match, _said: Said) -> int:
    link = match[0].rstrip(".,;:!?)")
    told = "@" in link or "%40" in link or _SECRET_KEYS.search(link) or _LONG_RANDOM.search(link)
    return len(link) if told else 0


def _shape(kind: str, pattern: str, length: Callable[[Match, Said], int] = _whole) -> Shape:
    return Shape(kind, re.compile(fold(pattern)), length)


_PROVIDERS = "g ?mail|yahoo|hotmail|outlook|icloud|walla|proton(?:mail)?|gmx"
_LOCAL = r"[\w.+%'-]{1,64}"
_S = r"[ .\-]{0,3}"  # what stands between two digits of a telephone number
_P = r"[ .()/\-]{0,3}"
_C = r"[ .\-/_]{0,3}"  # and between two groups of a card
_START = r"(?<!\d)(?<!\d[-.,/])"

LINKS = (_shape("link", r"(?:https?://|www\.)[^\s<>\"]{1,2000}", _link),)

MAILS = (
    _shape("email", rf"{_LOCAL}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}"),
    _shape("email", rf"{_LOCAL} ?@ ?(?:{_PROVIDERS})\b(?: ?[.,] ?[a-z]{{2,6}}\b)?"),
)

SPELLED_MAILS = (
    _shape(
        "email",
        rf"{_LOCAL} {{0,2}}[(\[{{<] ?(?:at|@|ät|arroba|arobase|ات|אט|שטרודל) ?[)\]}}>] {{0,2}}[\w-]{{1,63}}"
        r"(?: {0,2}(?:\.|[(\[{<] ?(?:dot|punkt|point|punto|\.|دات|نقطه|نقطة|נקודה) ?[)\]}>]| dot | نقطه | نقطة"
        r"| נקודה ) {0,2}[\w-]{1,63}){1,4}",
    ),
    _shape(
        "email",
        rf"{_LOCAL} (?:at|ات|آت|شطرودل|ادساین|שטרודל|كرلوك) [\w-]{{1,63}}"
        r"(?:(?: dot | دات | نقطه | نقطة | נקודה )[\w-]{2,24}){1,3}",
    ),
    _shape("email", rf"{_LOCAL} (?:at|ات|آت|שטרודל) (?:{_PROVIDERS})\b(?: ?(?:\.|dot|دات|נקודה) ?[\w]{{2,6}})?"),
)

NUMBERS = (
    _shape("iban", r"(?<![a-z0-9])[a-z]{2}[ -]?\d{2}(?:[ -]{0,2}[a-z0-9]){11,30}", _iban),
    _shape("iban", r"(?<!\d)\d{2}(?:[ -]?\d){22}(?!\d)", _iranian_account),
    _shape("card", rf"(?<!\d)\d{{4}}{_C}\d{{4}}{_C}\d{{4}}{_C}\d{{4}}(?:{_C}\d{{1,3}})?(?!\d)", _card),
    _shape("card", rf"(?<!\d)3\d{{3}}{_C}\d{{6}}{_C}\d{{4,5}}(?!\d)", _card),
    _shape("card", r"(?<!\d)\d{13,19}(?!\d)", _card),
    _shape(
        "national_id",
        r"(?<![\w.,])[a-z]{0,2} ?\d(?:[ .\-/]?\d){5,14}(?:-?[a-z])?(?!\w)",
        _near_id,
    ),
    _shape(
        "phone", r"(?<![\d+])\(?\+ ?\(?[1-9](?:" + _P + r"\d){7,14}(?!\d)", _phone(9, 15, strict=False)
    ),
    _shape("phone", _START + r"00 ?[1-9](?:" + _P + r"\d){8,13}(?!\d)", _phone(11, 16, strict=True)),
    # Mobile numbers of Iran, Israel, Saudi Arabia, the Emirates and Egypt.
    _shape("phone", rf"{_START}\(?0{_S}9(?:{_P}\d){{9}}(?!\d)", _phone(11, 11, strict=False)),
    _shape("phone", rf"{_START}\(?05\d(?:{_P}\d){{7}}(?!\d)", _phone(10, 10, strict=False)),
    _shape("phone", rf"{_START}01[0125](?:{_S}\d){{8}}(?!\d)", _phone(11, 11, strict=False)),
    _shape(
        "phone",
        rf"{_START}(?:98{_S}9\d(?:{_S}\d){{8}}|97[12]{_S}5\d(?:{_S}\d){{7}}|966{_S}5\d(?:{_S}\d){{7}}"
        rf"|20{_S}1[0125](?:{_S}\d){{8}})(?!\d)",
        _phone(12, 12, strict=True),
    ),
    _shape("national_id", r"(?<![\w#.])\d{9,15}(?!\w)(?![.,]\d)", _proven_id),
    _shape(
        "national_id",
        r"(?<![\w-])(?:784-?\d{4}-?\d{7}-?\d|\d{8}-\d|\d{3}-\d{6}-\d|\d{6}[-+]\d{4}|\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}"
        r"|[12] \d{2} \d{2} \d{2} \d{3} \d{3} \d{2})(?![\w-])",
        _dashed_id,
    ),
    _shape("national_id", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    _shape("national_id", r"(?<!\w)(?:\d{8}|[xyz]-?\d{7})[ -]?[a-z](?!\w)", _spanish),
    _shape("national_id", r"(?<!\w)[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z](?!\w)"),
    _shape("national_id", r"(?<!\w)[a-ceghj-pr-tw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?!\w)"),
    _shape(
        "phone",
        rf"{_START}\(?0[1-9]\d{{0,3}}\)?[ \-/]{{0,3}}\d(?:[ .\-]{{0,2}}\d){{5,8}}(?![\d:])(?!,\d)",
        _phone(9, 12, strict=True),
    ),
    _shape(
        "phone",
        rf"{_START}(?:1[ .-])?(?:\(\d{{3}}\) ?|[2-9]\d{{2}}[ .-])\d{{3}}[ .-]\d{{4}}(?!\d)",
        _phone(10, 11, strict=True),
    ),
    _shape(
        "phone",
        rf"{_START}\(?\d(?:[ .()\-]{{0,2}}\d){{6,13}}(?![\d:])(?![.,]\d)",
        _near_phone,
    ),
)  # fmt: skip
