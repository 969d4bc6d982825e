"""A column as recognition sees it: its profile, its name as words, and what that name could mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cxdash.ingest.personal.columns import personal
from cxdash.ingest.profile import ColumnProfile
from cxdash.ingest.raw import Notice, notice
from cxdash.ingest.recognition.stated import Stated, stated
from cxdash.ingest.recognition.unnamed import by_cells, is_coded
from cxdash.vocabulary.durations import seconds_in
from cxdash.vocabulary.numbers import as_number
from cxdash.vocabulary.synonyms import EVENT_LOG, SYNONYMS, words

MOST_SEGMENT_VALUES = 50
_RARE = 0.004  # share of the answers below which a value is a slip


@dataclass(frozen=True)
class Field:
    """One column: what its cells look like (`profile`) and what it is called (`name`, in words).

    `rated`: the tool it comes from asks a closed question here, so that numbers and ordered words are answers.
    `stated` is the scale that the question itself states, where its answers lie on it, and then no part of `name`;
    `misstated` is one on which most of them do not.
    """

    profile: ColumnProfile
    name: str
    meanings: dict[str, float]
    rated: bool = False
    stated: Stated | None = None
    misstated: Stated | None = None

    @property
    def source(self) -> str:
        """The name that the mapping uses."""
        return self.profile.source

    @property
    def asked(self) -> str:
        """The name as a person reads it, without a scale that it states."""
        return self.stated.asked if self.stated else self.source

    @property
    def is_coded(self) -> bool:
        """The name is the code of a question and says nothing about it."""
        return is_coded(self.name)

    def means(self, *concepts: str) -> float:
        """How surely the name says one of these concepts, 0 to 1."""
        return max((self.meanings.get(concept, 0.0) for concept in concepts), default=0.0)

    @property
    def log_role(self) -> str | None:
        """The role that the event-log convention (XES) gives a column of this name."""
        return EVENT_LOG.get(self.name)

    @property
    def is_empty(self) -> bool:
        """No cell of the sample says anything."""
        return self.profile.n == 0

    @property
    def is_binary(self) -> bool:
        """Two values that read as no and yes."""
        values = {value.casefold() for value in self.profile.values}
        return self.profile.distinct == 2 and values in _YES_AND_NO

    @property
    def is_unique(self) -> bool:
        """No value repeats, or hardly any: each row may be told from the others by it."""
        shape = self.profile
        return shape.n > 0 and shape.distinct_share > 0.98 and shape.missing <= 0.01 * shape.n

    @property
    def is_moment(self) -> bool:
        """Every cell is a date, or seconds since 1970 under a name that speaks of time.

        The first day of a spreadsheet's calendar is none: it stands before how long something took.
        """
        if self.profile.is_date:
            return not all(seconds_in(value) is not None for value in self.profile.values)
        return (self.counts_seconds or self.is_compact_date) and self.means(*_TIMES) > 0

    @property
    def common_values(self) -> list[str]:
        """The values without the rare ones, which are slips and stray rows: loading sets those aside one by one."""
        return [value for value, times in self.profile.top if times > _RARE * self.profile.n]

    @property
    def score_range(self) -> tuple[float, float] | None:
        """Lowest and highest of the common numbers where there are few enough to be scores, else None."""
        if self.profile.distinct > len(self.profile.top) or not self.profile.numbers > 0.95:
            return None
        numbers = [number for value in self.common_values if (number := as_number(value)) is not None]
        return (min(numbers), max(numbers)) if numbers else None

    @property
    def has_zero(self) -> bool:
        """Whether any of the values is a zero, however rare."""
        return any(as_number(value) == 0 for value in self.profile.values)

    @property
    def counts_seconds(self) -> bool:
        """Whole numbers that would be moments of this century in seconds, milliseconds or microseconds since 1970."""
        low, high = self.profile.low, self.profile.high
        if not self.profile.is_integer or low is None or high is None:
            return False
        return any(9e8 * unit <= low and high <= 2.2e9 * unit for unit in (1, 1e3, 1e6))

    @property
    def is_compact_date(self) -> bool:
        """Whole numbers that would be dates written 20241231."""
        low, high = self.profile.low, self.profile.high
        if not self.profile.is_integer or low is None or high is None:
            return False
        return low >= 19000101 and high <= 21001231 and self.profile.mean_length == 8

    @property
    def is_personal(self) -> bool:
        """The name or the cells identify or locate a person; a yes or no never does ("Phone service")."""
        if self.profile.distinct <= 2:
            return False
        shown = tuple(self.profile.values)
        return self.means("personal") > 0 or _kind_of_person(self.profile.source, shown) is not None

    @property
    def is_category(self) -> bool:
        """Few enough values, often enough repeated, to split a result by."""
        shape = self.profile
        return 2 <= shape.distinct <= MOST_SEGMENT_VALUES and shape.distinct < max(3, shape.n / 2)

    @property
    def is_prose(self) -> bool:
        """Free text: letters, several words, mostly different from row to row."""
        shape = self.profile
        if shape.letters <= 0.8:
            return False
        if shape.n + shape.missing <= MOST_SEGMENT_VALUES:
            return shape.mean_words >= 2 and shape.distinct >= 0.9 * shape.n and shape.mean_length >= 10
        return shape.mean_words >= 2.2 and shape.distinct > MOST_SEGMENT_VALUES


@lru_cache(maxsize=4096)
def _kind_of_person(name: str, values: tuple[str, ...]) -> str | None:
    return personal(name, values)


_UNITS = frozenset(
    ("s", "sec", "secs", "seconds", "eur", "usd", "gbp", "irr", "irt", "aed", "sar", "ils", "chf", "sek")
)
_TIMES = ("time_answered", "time_ended", "time_event", "time_created", "time_started", "first_seen", "last_seen")
_YES_AND_NO: tuple[set[str], ...] = (
    {"1", "0"}, {"1.0", "0.0"}, {"true", "false"}, {"t", "f"}, {"yes", "no"}, {"y", "n"}, {"بله", "خیر"}, {"نعم", "لا"},
    {"כן", "לא"}, {"sí", "no"}, {"si", "no"}, {"ja", "nein"}, {"oui", "non"},
)  # fmt: skip
YES = frozenset(("1", "1.0", "true", "t", "yes", "y", "بله", "نعم", "כן", "sí", "si", "ja", "oui"))


def fields(profiles: Sequence[ColumnProfile], rated: frozenset[str] = frozenset()) -> list[Field]:
    """Every column with what its name could mean; `rated` are the sources known to be closed questions."""
    seen = by_cells(profiles)
    return [_field(profile, seen.get(profile.source, {}), rated=profile.source in rated) for profile in profiles]


def _field(profile: ColumnProfile, seen: dict[str, float], *, rated: bool) -> Field:
    scale = stated(profile.source)
    held = scale is not None and scale.holds(_numbers(profile))
    name = (words(scale.asked) if scale and held else "") or words(profile.source)
    # "Duration (s)" and "Value (EUR)" are called duration and value.
    bare = " ".join(word for word in name.split() if word not in _UNITS) or name
    found = {concept: max(names.strength(name), names.strength(bare)) for concept, names in SYNONYMS.items()}
    meanings = {**{concept: said for concept, said in found.items() if said}, **seen}
    return Field(profile, name, meanings, rated, scale if held else None, None if held else scale)


def _numbers(profile: ColumnProfile) -> list[tuple[float, int]]:
    return [(number, times) for value, times in profile.top if (number := as_number(value)) is not None]


_ROLES_WITH = {
    "touchpoint": ("score", "comment"),
    "metric": ("score",),
    "scale": ("score",),
    "name": ("segment",),
    "multiple": ("segment",),
}


@dataclass
class Proposal:
    """The entries of a mapping while they are being decided: each column's entries, and what a person should know.

    `given` holds what is known of a column whatever role it gets, by source; it comes before what is guessed.
    """

    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    given: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, column: Field, role: str, confidence: float, **values: object) -> None:
        """One more entry for a column; values that are None or empty are left out."""
        known = {key: value for key, value in self.given.get(column.source, {}).items() if role in _ROLES_WITH[key]}
        said = {key: value for key, value in {**values, **known}.items() if value not in (None, (), [], {})}
        entry = {"source": column.source, "role": role, **said, "confidence": round(confidence, 2)}
        self.entries.setdefault(column.source, []).append(entry)

    def warn(self, message: str, **values: str) -> None:
        """Something a person should know; `message` went through N_() and is translated when it is shown."""
        self.notices.append(notice(message, **values))

    def has(self, column: Field) -> bool:
        """Whether this column has an entry already."""
        return column.source in self.entries

    def roles(self) -> set[str]:
        """The roles given so far."""
        return {entry["role"] for entries in self.entries.values() for entry in entries}

    def confidence(self, role: str) -> float:
        """The confidence of the surest entry of a role, 0 without one."""
        found = (entry["confidence"] for entries in self.entries.values() for entry in entries if entry["role"] == role)
        return max(found, default=0.0)


def best(candidates: Iterable[tuple[float, Field]]) -> tuple[float, Field] | None:
    """The candidate with the highest score above 0, the earliest of equals, or None."""
    scored = [candidate for candidate in candidates if candidate[0] > 0]
    return max(scored, key=lambda candidate: candidate[0]) if scored else None
