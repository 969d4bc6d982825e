"""Names as people write them, brought to one form so that they can be compared, and the names of one concept."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache


def words(text: str) -> str:
    """A name as lower-case words with single blanks: "customerID" and "customer-id" both give "customer id"."""
    plain = unicodedata.normalize("NFKC", text).replace("ي", "ی").replace("ك", "ک")
    split = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return " ".join(re.sub(r"[\W_]+", " ", split).casefold().split())


def key_of(name: str) -> str:
    """How the names of dimensions are compared: case, spaces and punctuation do not count.

    >>> key_of("Customer-Type") == key_of(" customer type "), key_of("#")
    (True, '#')
    """
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_") or name.casefold().strip()


def spelling(text: str) -> str:
    """What all spellings of a value have in common: letter case, blanks, invisible marks and Arabic keyboards go.

    >>> spelling("كيش\u200c ") == spelling("کیش")
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_KEYBOARDS)
    seen = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    return " ".join(seen.casefold().split())


def look(text: str) -> str:
    """What a value looks like: as `spelling`, and letters of other scripts as the Latin ones they resemble."""
    return spelling(text).translate(_LATIN)


_KEYBOARDS = str.maketrans("يىك", "ییک")
_LATIN = str.maketrans("аеорсухіјѕԁһкмтвнαορυν", "aeopcyxijsdhkmtbhaopyv")


@dataclass(frozen=True)
class Names:
    """The names of one concept: `whole` ones must be the entire name, `parts` may stand anywhere in it."""

    whole: Collection[str] = ()
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", frozenset(map(words, (*self.whole, *self.parts))))
        object.__setattr__(self, "parts", tuple(map(words, self.parts)))

    def strength(self, name: str) -> float:
        """How surely a name in `words` form means the concept: 1 for the entire name, 0.75 inside it, else 0."""
        if name in self.whole:
            return 1.0
        return 0.75 if self.parts and _pattern(self.parts).search(name) else 0.0


@cache
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(part) for part in parts) + r")\b")
