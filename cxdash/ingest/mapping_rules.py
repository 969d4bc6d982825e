"""What makes a mapping document impossible, said in one sentence that names the column."""

from collections import Counter
from collections.abc import Mapping as Dictionary
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from cxdash.errors import CxdashError
from cxdash.ingest.roles import (
    CONSTANT_ROLES,
    KINDS,
    MOMENT_ROLES,
    REQUIRED,
    ROLES,
    Kind,
    allows_many,
    is_complete,
    roles_of,
)
from cxdash.locale import t
from cxdash.vocabulary.metrics import ASKED

if TYPE_CHECKING:
    from cxdash.ingest.mapping import Column, Mapping

# Keys that mean something for some roles only: elsewhere they would be ignored in silence, so they are refused.
_KEYS_OF_ROLES: dict[str, frozenset[str]] = {
    "scale": frozenset({"score", "metric"}),
    "direction": frozenset({"score", "metric"}),
    "metric": frozenset({"score"}),
    "shows": frozenset({"variant_shown"}),
    "multiple": frozenset({"segment"}),
    "calendar": MOMENT_ROLES,
    "type": frozenset({"metric"}),
    "better": frozenset({"metric", "numerator"}),
    "goal": frozenset({"metric", "numerator"}),
    "flag": frozenset({"suspect"}),
    "below": frozenset({"suspect"}),
    "at_least": frozenset({"suspect"}),
    "unit": frozenset({"duration_s", "wait_s"}),
}


def fits_role(key: str, role: str) -> bool:
    """Whether a key of a mapping's entry means something for a role."""
    return role in _KEYS_OF_ROLES.get(key, {role})


def check_column(column: "Column") -> None:
    """Refuse an entry that cannot be obeyed whatever the rest of the mapping says."""
    _check_role(column.source, column.role)
    _check_keys(column)
    _check_scale(column)
    _check_metric(column)
    _check_flag(column)


def check_mapping(mapping: "Mapping") -> None:
    """Refuse a mapping whose entries do not fit its kind or each other."""
    _check_kind_roles(mapping)
    _check_single_roles(mapping)
    _check_segments(mapping)
    _check_ratios(mapping)
    _check_time_of_day(mapping)
    _check_constants(mapping)
    _check_required(mapping)
    _check_timezone(mapping.timezone)


def _check_role(source: str, role: str) -> None:
    if role not in ROLES:
        raise CxdashError(
            t("The column “{column}” has the role “{role}”, which does not exist.", column=source, role=role),
            t("Roles are: {roles}.", roles=", ".join(sorted(ROLES))),
        )


def _check_keys(column: "Column") -> None:
    for key, roles in _KEYS_OF_ROLES.items():
        if getattr(column, key) not in (None, "", (), {}) and column.role not in roles:
            raise CxdashError(
                t(
                    "The column “{column}” says “{key}”, which means nothing for the role “{role}”.",
                    column=column.source,
                    key=key,
                    role=column.role,
                ),
                t("Remove it, or give the column one of these roles: {roles}.", roles=", ".join(sorted(roles))),
            )


def _check_scale(column: "Column") -> None:
    if column.scale is None:
        return
    low, high = column.scale
    if not low < high:
        raise CxdashError(
            t("The column “{column}” has a scale whose lowest score is not below its highest.", column=column.source),
            t("Write the lowest valid score first, for example [1, 5]."),
        )


def _check_metric(column: "Column") -> None:
    if column.metric is not None and column.metric not in ASKED:
        raise CxdashError(
            t(
                "The column “{column}” has the metric “{metric}”, which does not exist.",
                column=column.source,
                metric=column.metric,
            ),
            t("Metrics are: {metrics}.", metrics=", ".join(ASKED)),
        )


def _check_flag(column: "Column") -> None:
    if column.role == "suspect" and column.flag is None:
        raise CxdashError(
            t("The column “{column}” has the role “suspect” and does not say of what.", column=column.source),
            t("Give it a “flag”: test, bot or duplicate."),
        )


def _check_kind_roles(mapping: "Mapping") -> None:
    allowed = roles_of(mapping.kind)
    for column in mapping.columns:
        if column.role not in allowed:
            raise CxdashError(
                t(
                    "The column “{column}” has the role “{role}”, which a file of the kind “{kind}” does not have.",
                    column=column.source,
                    role=column.role,
                    kind=mapping.kind,
                ),
                t("Its roles are: {roles}.", roles=", ".join(allowed)),
            )


def _check_single_roles(mapping: "Mapping") -> None:
    first: dict[str, str] = {}
    for column in mapping.columns:
        if allows_many(mapping.kind, column.role):
            continue
        if column.role in first:
            raise CxdashError(
                t(
                    "The columns “{first}” and “{second}” both have the role “{role}”, which only one column can have.",
                    first=first[column.role],
                    second=column.source,
                    role=column.role,
                ),
                t("Give one of them another role, for example “ignore”."),
            )
        first[column.role] = column.source


def _check_segments(mapping: "Mapping") -> None:
    names = Counter(column.label for column in mapping.columns if column.role == "segment")
    for name, times in names.items():
        if times > 1:
            raise CxdashError(
                t("Two columns are both the segment “{name}”.", name=name),
                t("Give one of them another “name”."),
            )


def _check_ratios(mapping: "Mapping") -> None:
    above = {column.label for column in mapping.columns if column.role == "numerator"}
    below = {column.label for column in mapping.columns if column.role == "denominator"}
    for name in sorted(above ^ below):
        raise CxdashError(
            t("The ratio “{name}” has a numerator or a denominator, but not both.", name=name),
            t("Give the numerator and the denominator of a ratio the same “name”."),
        )


def _check_time_of_day(mapping: "Mapping") -> None:
    clock = mapping.one("time_of_day")
    if clock is not None and mapping.one("time") is None:
        raise CxdashError(
            t("The column “{column}” is a time of day, and no column says of which day.", column=clock.source),
            t("Give the column with the day the role “time”."),
        )


def _check_constants(mapping: "Mapping") -> None:
    allowed = CONSTANT_ROLES[mapping.kind]
    for role in mapping.constants:
        if role not in allowed:
            raise CxdashError(
                t("“{role}” cannot be one value for a whole file of the kind “{kind}”.", role=role, kind=mapping.kind),
                t("Constants can be: {roles}.", roles=", ".join(allowed)),
            )


def _check_required(mapping: "Mapping") -> None:
    roles = {column.role for column in mapping.columns} | set(mapping.constants)
    if not is_complete(mapping.kind, roles):
        raise CxdashError(missing_sentence(mapping.kind), needed_hint(mapping.kind, roles))


def missing_sentence(kind: Kind) -> str:
    """What a file of this kind cannot do without."""
    return {
        "survey": t("A survey needs at least one column with the role “score” or “comment”."),
        "interactions": t("Interactions need the roles “customer_id”, “time”, and “event” or “touchpoint”."),
        "customers": t("Customers need a column with the role “customer_id”."),
        "experiment": t("An experiment needs the roles “unit_id”, “variant” and at least one “metric”."),
    }[kind]


def needed_hint(kind: Kind, roles: set[str]) -> str:
    """Which roles are still missing, for the alternative that is nearest to complete."""
    nearest = min(REQUIRED[kind], key=lambda alternative: len(alternative - roles))
    return t("Missing: {roles}.", roles=", ".join(sorted(nearest - roles)))


def _check_timezone(timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CxdashError(
            t("There is no time zone “{timezone}”.", timezone=timezone),
            t("Use a name such as “Europe/Berlin”, “Asia/Tehran” or “UTC”."),
        ) from None


def sentence_for(error: ValidationError, document: object) -> CxdashError:
    """The first complaint of pydantic as a sentence that names the column and the key."""
    complaint = error.errors(include_url=False, include_input=False)[0]
    path = complaint["loc"]
    if path[:1] == ("columns",) and len(path) >= 3 and isinstance(path[1], int):
        return _column_sentence(_source_at(document, path[1]), str(path[2]), complaint["type"])
    if path[:1] == ("kind",):
        return CxdashError(
            t("The mapping has no valid kind."), t("The kind is one of: {kinds}.", kinds=", ".join(KINDS))
        )
    if not path:
        return CxdashError(
            t("The mapping is not a JSON object."), t("It has the keys “kind”, “timezone”, “constants” and “columns”.")
        )
    return CxdashError(
        t("The mapping has a “{key}” that cannot be read.", key=str(path[0])),
        t("It has the keys “kind”, “timezone”, “constants” and “columns”."),
    )


def _column_sentence(source: str, key: str, complaint: str) -> CxdashError:
    if complaint == "extra_forbidden":
        message = t("The column “{column}” has the key “{key}”, which does not exist.", column=source, key=key)
    elif complaint == "missing":
        message = t("The column “{column}” has no “{key}”.", column=source, key=key)
    else:
        message = t("The column “{column}” has a “{key}” that cannot be read.", column=source, key=key)
    return CxdashError(message, t("Compare it with what `inspect` proposes for this file."))


def _source_at(document: Any, index: int) -> str:
    entry = document["columns"][index]
    source = entry.get("source") if isinstance(entry, Dictionary) else None
    return str(source) if source else str(index + 1)
