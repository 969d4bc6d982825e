"""Recognise a table: what kind of file it is, and a mapping of its columns for a person to confirm or correct."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

import duckdb

from cxdash.ingest.exports.shape import Hints
from cxdash.ingest.profile import profile
from cxdash.ingest.raw import Notice, RawTable
from cxdash.ingest.recognition.customers import propose_customers
from cxdash.ingest.recognition.doubts import add_doubts
from cxdash.ingest.recognition.experiment import propose_experiment
from cxdash.ingest.recognition.fields import Field, Proposal, fields
from cxdash.ingest.recognition.hinted import CERTAIN, known_to
from cxdash.ingest.recognition.interactions import propose_interactions
from cxdash.ingest.recognition.kind import guess_kind
from cxdash.ingest.recognition.spellings import add_spellings
from cxdash.ingest.recognition.survey import propose_survey
from cxdash.ingest.recognition.unrelated import is_unrelated, refuse_unrelated, say_unrelated
from cxdash.ingest.roles import MOMENT_ROLES, Kind, is_complete
from cxdash.locale import N_, t

READ_AS_UTC = N_("The times in {columns} name no time zone and are read as UTC.")
EXAMPLES = 3
UNSURE = 0.5  # a confidence below which a person should look before loading
EXAMPLE_LENGTH = 80


class Given(TypedDict, total=False):
    """What is known before looking: a `kind` or `timezone` that a person gave is obeyed, then `hints` of an export."""

    kind: Kind | None
    timezone: str | None
    hints: Hints | None


def recognise(con: duckdb.DuckDBPyConnection, raw: RawTable, name: str, **given: Unpack[Given]) -> dict[str, Any]:
    """The document that `inspect` prints: format, kind, rows, encoding, confidence, mapping and warnings.

    `con` holds the table `raw`; `name` is the file's name; what is `given` comes before anything guessed.
    Every entry of the mapping carries its `confidence` (0 to 1) and up to three `examples`.
    """
    document, notices = understand(con, raw, name, **given)
    reading, understood = ([t(each["message"], **each["values"]) for each in told] for told in (raw.warnings, notices))
    return {**document, "warnings": [*reading, *understood], "reading": reading}


def propose(
    con: duckdb.DuckDBPyConnection, raw: RawTable, name: str, **given: Unpack[Given]
) -> tuple[dict[str, Any], list[Notice]]:
    """What `load` goes by: as `understand`; CxdashError says so where nothing in the file is about customers."""
    document, notices = understand(con, raw, name, **given)
    refuse_unrelated(notices)
    return document, notices


def understand(
    con: duckdb.DuckDBPyConnection, raw: RawTable, name: str, **given: Unpack[Given]
) -> tuple[dict[str, Any], list[Notice]]:
    """As `recognise`, with what a person should know about the proposal apart and not yet translated."""
    kind, timezone, told = given.get("kind"), given.get("timezone"), given.get("hints") or Hints()
    columns = fields(profile(con, raw.header, told.nothing), told.rated)
    guessed, sure = _kind(columns, name, kind, told)
    timezone = timezone or told.timezone
    proposal = _propose(guessed, columns, con, known_to(told, guessed, columns))
    add_doubts(columns, proposal, con)
    add_spellings(columns, proposal)
    guess = raw.records > 0 and guessed == "survey" and not (kind or told.kind)
    unrelated = guess and is_unrelated(sure, columns, proposal)
    sure = _overall(guessed, sure, proposal)
    if not raw.records:
        proposal.warn(N_("The file has a header and no records."))
    if unrelated:
        say_unrelated(columns, proposal)
    elif sure < UNSURE:
        proposal.warn(N_("It is not certain what this file is: check its kind and the roles of its columns."))
    if timezone is None and not unrelated:
        _warn_of_timezone(columns, proposal)
    document = {
        "format": raw.format,
        "kind": guessed,
        "rows": raw.records,
        "encoding": raw.encoding,
        "ids": raw.ids,
        "confidence": round(sure, 2),
        "mapping": _document(guessed, timezone or "UTC", columns, proposal),
    }
    return document, proposal.notices


def _kind(columns: Sequence[Field], name: str, given: Kind | None, hints: Hints) -> tuple[Kind, float]:
    """The kind that a person gave, else the export's own, else the one the columns look like; and how sure it is."""
    if given:
        return given, 1.0
    return (hints.kind, CERTAIN) if hints.kind else guess_kind(columns, name)


def _propose(kind: Kind, columns: Sequence[Field], con: duckdb.DuckDBPyConnection, known: Proposal) -> Proposal:
    if kind == "survey":
        return propose_survey(columns, known)
    if kind == "interactions":
        return propose_interactions(columns, known)
    return propose_customers(columns, known) if kind == "customers" else propose_experiment(columns, con, known)


def _document(kind: Kind, timezone: str, columns: Sequence[Field], proposal: Proposal) -> dict[str, Any]:
    document: dict[str, Any] = {"kind": kind, "timezone": timezone}
    if proposal.constants:
        document["constants"] = proposal.constants
    document["columns"] = [
        {**entry, "examples": _examples(column)} for column in columns for entry in proposal.entries[column.source]
    ]
    return document


def _examples(column: Field) -> list[str]:
    if column.is_personal:
        return []
    return [value[:EXAMPLE_LENGTH] for value in column.profile.values[:EXAMPLES]]


def _overall(kind: Kind, sure: float, proposal: Proposal) -> float:
    """The kind is no surer than the roles it cannot do without; a mapping that cannot be loaded is worth little."""
    if not is_complete(kind, proposal.roles() | set(proposal.constants)):
        return min(sure, 0.2)
    needed = {
        "survey": max(proposal.confidence("score"), proposal.confidence("comment")),
        "interactions": min(proposal.confidence("customer_id"), proposal.confidence("time")),
        "customers": proposal.confidence("customer_id"),
        "experiment": min(proposal.confidence("unit_id"), proposal.confidence("variant")),
    }
    return min(sure, needed[kind])


def _warn_of_timezone(columns: Sequence[Field], proposal: Proposal) -> None:
    """Times without an offset mean different moments in different places: say how they are read."""
    without = [
        column.source
        for column in columns
        for entry in proposal.entries[column.source]
        if entry["role"] in MOMENT_ROLES and column.profile.is_date and column.profile.zoned < 0.95
    ]
    if without:
        proposal.warn(
            READ_AS_UTC,
            columns=", ".join(f"“{source}”" for source in without),
        )
