"""What part of the data a question is about: one object that knows its SQL and its sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cxdash.errors import CxdashError
from cxdash.locale import formats, t
from cxdash.queries.dimensions import Dimension, Dimensions, label_of
from cxdash.vocabulary.naming import key_of
from cxdash.vocabulary.quality import FLAG_NAMES, bits, quality_label

Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Clause:
    """A WHERE condition with its bound values, and the dimensions it reads."""

    sql: str
    values: dict[str, Any]
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class Filters:
    """Days from `since` to `until`, both included, and per dimension the values that may pass.

    `where` names dimensions as people do ("Customer Type"); values of one dimension are alternatives, dimensions must
    all hold. A cell of several choices passes when one of them is among the values. The empty string stands for "no
    value" (the overall question of a survey).
    `leave` names flags of `cxdash.vocabulary.quality`: responses that have one of them are left out.
    """

    since: date | None = None
    until: date | None = None
    where: Where = ()
    leave: tuple[str, ...] = ()

    @classmethod
    def parse(
        cls,
        where: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        leave: Iterable[str] = (),
    ) -> "Filters":
        """Filters from `DIM=VALUE` words, ISO dates and names of flags; CxdashError names what cannot be read."""
        pairs: dict[str, tuple[str, ...]] = {}
        for word in where:
            name, equals, value = word.partition("=")
            if not equals or not name.strip():
                raise CxdashError(t("“{word}” is not a condition.", word=word), t("Write DIMENSION=VALUE."))
            known = next((each for each in pairs if key_of(each) == key_of(name)), name.strip())
            pairs[known] = (*pairs.get(known, ()), value.strip())
        filters = cls(_day(since), _day(until), tuple(pairs.items()), _flags(leave))
        if filters.since and filters.until and filters.since > filters.until:
            raise CxdashError(t("The period ends before it begins."), t("Give the earlier day first."))
        return filters

    def selected(self, name: str) -> tuple[str, ...]:
        """The values chosen for a dimension, empty when it is not filtered."""
        return next((values for known, values in self.where if key_of(known) == key_of(name)), ())

    def but(self, name: str, values: Iterable[str]) -> "Filters":
        """The same filters with other values for one dimension; none at all removes it."""
        kept = [(known, old) for known, old in self.where if key_of(known) != key_of(name)]
        chosen = tuple(values)
        return replace(self, where=(*kept, (name, chosen)) if chosen else tuple(kept))

    def within(self, since: date | None, until: date | None) -> "Filters":
        """The same filters over another period."""
        return replace(self, since=since, until=until)

    def leaving(self, flags: Iterable[str]) -> "Filters":
        """The same filters without the responses that have one of these flags; none at all leaves nothing out."""
        chosen = frozenset(flags)
        return replace(self, leave=tuple(name for name in FLAG_NAMES if name in chosen))

    def of_interactions(self) -> "Filters":
        """The same filters without what only responses have: interactions have no quality of answers."""
        kept = tuple((name, values) for name, values in self.where if key_of(name) != "quality")
        return replace(self, where=kept, leave=())

    def clause(self, dimensions: Dimensions) -> Clause:
        """The condition as SQL over a table with `day`, `touchpoint`, `stage`, `channel` and segment columns.

        What is said of quality reads the column `flags`, which only tables of responses have.
        """
        parts: list[str] = ["TRUE"]
        values: dict[str, Any] = {}
        if self.since:
            parts.append("day >= $since")
            values["since"] = self.since
        if self.until:
            parts.append("day <= $until")
            values["until"] = self.until
        if self.leave:
            parts.append("flags & $leave = 0")
            values["leave"] = bits(*self.leave)
        found = tuple(dimensions.find(name) for name, _ in self.where)
        for position, (dimension, (_, chosen)) in enumerate(zip(found, self.where, strict=True)):
            parts.append(_passes(dimension, f"$where_{position}"))
            values[f"where_{position}"] = list(chosen)
        return Clause(" AND ".join(parts), {**values, **dimensions.bound(found)}, found)

    def describe(self, dimensions: Dimensions | None = None) -> str:
        """The filters as a person would say them, for the line under every chart and export.

        With the `dimensions` they are about it says, too, which of them look into lists of choices.
        """
        parts = [formats.period(self.since, self.until) if self.since or self.until else t("all dates")]
        for name, values in self.where:
            listed = dimensions is not None and dimensions.find(name).several
            parts.append(where_words(name, values, several=listed))
        if self.leave:
            parts.append(t("without {flags}", flags=", ".join(map(quality_label, self.leave))))
        return " · ".join(parts)


def where_words(name: str, values: Sequence[str], *, several: bool) -> str:
    """One dimension's values as a condition in words; with `several` choices in a cell, any of which may be meant."""
    said = {"dimension": label_of(name), "values": ", ".join(_said(name, value) for value in values)}
    if not several:
        return t("{dimension}: {values}", **said)
    if len(values) == 1:
        return t("{dimension} includes {values}", **said)
    return t("{dimension} includes any of {values}", **said)


def _passes(dimension: Dimension, chosen: str) -> str:
    """The condition that a row has one of the values bound as `chosen`; the empty string is a row that has none."""
    if dimension.several:
        return f"list_has_any({chosen}, COALESCE({dimension.sql}, ['']))"
    return f"list_contains({chosen}, COALESCE({dimension.sql}, ''))"


def _said(name: str, value: str) -> str:
    return quality_label(value) if key_of(name) == "quality" else value or t("overall")


def _flags(names: Iterable[str]) -> tuple[str, ...]:
    wanted = [name.strip().casefold() for name in names]
    for name in wanted:
        if name not in FLAG_NAMES:
            raise CxdashError(
                t("Responses cannot be left out for being “{name}”.", name=name),
                t("There are: {names}.", names=", ".join(FLAG_NAMES)),
            )
    return tuple(name for name in FLAG_NAMES if name in wanted)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CxdashError(t("“{text}” is not a date.", text=text), t("Write it as 2026-07-20.")) from None
