"""What `load` answers for a file: its counts, and what a person should know in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from cxdash.errors import CxdashError
from cxdash.ingest import memory
from cxdash.ingest.counting import COUNTS
from cxdash.locale import formats, t
from cxdash.vault.uploads import Upload


def entry_of(identity: str, report: Mapping[str, Any], warnings: list[str]) -> dict[str, Any]:
    """What `load` answers for one file; `report` has its format, kind and counts."""
    return {"upload": identity, **{key: report[key] for key in ("format", "kind", *COUNTS)}, "warnings": warnings}


def said(notices: Iterable[Mapping[str, Any]]) -> list[str]:
    """Notices as sentences."""
    return [t(each["message"], **{key: _shown(value) for key, value in each["values"].items()}) for each in notices]


def _shown(value: object) -> str:
    if isinstance(value, int):
        return formats.count(value)
    if isinstance(value, float):
        return formats.number(value, 0 if value.is_integer() else 2)
    return str(value)


def already(known: Upload, mapping: dict[str, Any] | None) -> dict[str, Any]:
    """The entry of a file whose very content is live; `mapping` is the one asked for, if any."""
    sentences = [
        t(
            "This file was already loaded on {day} as {id}; nothing was loaded again.",
            day=formats.date(known.loaded_at.date()),
            id=known.id,
        )
    ]
    if mapping is not None and memory.plain(mapping) != memory.plain(known.mapping):
        sentences.append(t("To load it with another mapping, take {id} back first.", id=known.id))
    counts = {"loaded": 0, "set_aside": 0, "duplicates": known.read, "values_set_aside": 0}
    return entry_of(known.id, {"format": known.format, "kind": known.kind, "read": known.read, **counts}, sentences)


def refuse_nothing(report: Mapping[str, Any], name: str) -> None:
    """Raise CxdashError for a file of this name of which nothing was loaded, with the most common reason."""
    if report["loaded"] or report["duplicates"]:
        return
    if not report["read"]:
        raise CxdashError(t("{file} has no records.", file=name), t("Check that it was exported with its rows."))
    reasons = report.get("reasons") or [{"column": None, "reason": ""}]
    column, reason = reasons[0]["column"], t(reasons[0]["reason"]) if reasons[0]["reason"] else ""
    hint = t("Check the mapping: which column has which role, and its scale, labels and formats.")
    n = formats.count(report["read"])
    if column is None:
        raise CxdashError(t("None of the {n} records can be loaded: {reason}.", n=n, reason=reason), hint)
    raise CxdashError(
        t("None of the {n} records can be loaded: in “{column}”, {reason}.", n=n, column=column, reason=reason), hint
    )
