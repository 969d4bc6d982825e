"""The mapping document: what every column of a file means; proposed by `inspect`, obeyed by `load`."""

import json
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from difflib import get_close_matches
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from cxdash.errors import CxdashError
from cxdash.ingest.mapping_rules import check_column, check_mapping, sentence_for
from cxdash.ingest.roles import Kind
from cxdash.locale import t
from cxdash.vocabulary.scales import Direction

Number = int | float
MetricType = Literal["binary", "mean", "revenue", "nps", "csat", "ces"]


class Column(BaseModel):
    """One entry of the mapping document: a column of the file, its role, and what its values mean.

    `missing` are values that mean "not asked"; `labels` turn words into scores; `scale` is the lowest and the
    highest valid score. `flag` is what a field of the survey tool says against a response, with the words labelled 1
    or the numbers `below` or `at_least` a bound; `unit` is that of a duration's numbers, of "2:55" the first one's.
    `confidence` (0 to 1) and `examples`
    come from recognition and are ignored when loading.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    role: str
    name: str | None = None
    touchpoint: str | None = None
    stage: str | None = None
    metric: str | None = None
    scale: tuple[Number, Number] | None = None
    missing: tuple[Number | str, ...] = ()
    labels: dict[str, Number] = Field(default_factory=dict)
    direction: Direction | None = None
    format: str | None = None
    calendar: str | None = None
    multiple: str | None = None
    shows: dict[str, str] = Field(default_factory=dict)
    type: MetricType | None = None
    better: Literal["high", "low"] | None = None
    goal: Literal["primary", "secondary", "guardrail"] | None = None
    flag: Literal["test", "bot", "duplicate"] | None = None
    below: Number | None = None
    at_least: Number | None = None
    unit: Literal["ms", "s", "min", "h", "d"] | None = None
    confidence: float | None = None
    examples: tuple[str, ...] = ()

    @field_validator("source")
    @classmethod
    def _one_line(cls, source: str) -> str:
        return one_line(source)

    @model_validator(mode="after")
    def _allowed(self) -> Self:
        check_column(self)
        return self

    @property
    def label(self) -> str:
        """What to call this column's content: its name in the mapping, else the name it has in the file."""
        return self.name or self.source

    def to_document(self) -> dict[str, Any]:
        """This entry as JSON, without the keys that say nothing."""
        everything = self.model_dump(mode="json", exclude_none=True)
        return {key: value for key, value in everything.items() if value not in ([], {})}


class Mapping(BaseModel):
    """The mapping document of one file; every value of it has been checked, and refused in one sentence if wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    timezone: str = "UTC"
    constants: dict[str, str] = Field(default_factory=dict)
    columns: tuple[Column, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_mapping(self)
        return self

    @classmethod
    def read(cls, document: "Mapping | Dictionary[str, Any] | str | bytes") -> "Mapping":
        """The mapping in a JSON text or an already parsed one; CxdashError names the column and what is wrong."""
        if isinstance(document, Mapping):
            return document
        parsed = _parse(document) if isinstance(document, str | bytes) else document
        # What `inspect` printed may be handed back whole.
        if isinstance(parsed, Dictionary) and "columns" not in parsed and isinstance(parsed.get("mapping"), Dictionary):
            parsed = parsed["mapping"]
        try:
            return cls.model_validate(parsed)
        except ValidationError as error:
            raise sentence_for(error, parsed) from None

    def check(self, header: list[str]) -> None:
        """Refuse with CxdashError when an entry names a column that a file with this header does not have."""
        known = source_names(header)
        for column in self.columns:
            if column.source not in known:
                raise CxdashError(
                    t("The mapping names the column “{column}”, which the file does not have.", column=column.source),
                    _did_you_mean(column.source, known),
                )

    def with_role(self, role: str) -> list[Column]:
        """The entries of a role, in the order of the document."""
        return [column for column in self.columns if column.role == role]

    def one(self, role: str) -> Column | None:
        """The only entry of a role that allows one, or None."""
        return next((column for column in self.columns if column.role == role), None)

    def to_document(self) -> dict[str, Any]:
        """The mapping as the JSON document it came from; `Mapping.read` of it gives an equal mapping."""
        document: dict[str, Any] = {"kind": self.kind, "timezone": self.timezone}
        if self.constants:
            document["constants"] = dict(self.constants)
        document["columns"] = [column.to_document() for column in self.columns]
        return document


def one_line(name: str) -> str:
    """A column's name without line breaks, outer and doubled blanks, which no person types twice alike."""
    return " ".join(name.split())


def source_names(header: Iterable[str]) -> list[str]:
    """The name by which a mapping addresses each column of a file, in the file's order; all different.

    A repeated name counts up ("Comment", "Comment (2)"), a blank one is named by its place ("column 5").
    """
    plain = [one_line(name or "") or f"column {place}" for place, name in enumerate(header, start=1)]
    taken = set(plain)
    seen: Counter[str] = Counter()
    names = []
    for name in plain:
        seen[name] += 1
        unique = name
        while seen[name] > 1 and unique in taken:
            unique = f"{name} ({seen[name]})"
            seen[name] += unique in taken
        taken.add(unique)
        names.append(unique)
    return names


def column_ids(header: Iterable[str]) -> dict[str, str]:
    """The column of the table `raw` (c1 … cn) that each source name stands for."""
    return {name: f"c{place}" for place, name in enumerate(source_names(header), start=1)}


def _parse(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, UnicodeDecodeError):
        raise CxdashError(
            t("The mapping is not a JSON document."),
            t("Write the proposal of `inspect` to a file and edit that."),
        ) from None


def _did_you_mean(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return t("Did you mean “{name}”?", name=near[0])
    return t("The file has: {names}.", names=", ".join(known[:12]) + (" …" if len(known) > 12 else ""))
