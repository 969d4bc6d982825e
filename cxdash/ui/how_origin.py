"""Where numbers come from: the files, what reading them left out, the filters in words, the data version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cxdash.answers.context import Context
from cxdash.answers.scores import ScoreRow, scores
from cxdash.locale import formats, t
from cxdash.queries.catalogue import sources
from cxdash.queries.filters import Filters
from cxdash.queries.interactions import volumes
from cxdash.queries.scores import Basis
from cxdash.ui import session
from cxdash.ui.filter_bar import looking
from cxdash.ui.how_explained import LeftOut
from cxdash.vault import uploads as vault
from cxdash.vault.uploads import Upload, parent_of

MOST_FILES = 6


@dataclass(frozen=True)
class Origin:
    """What all numbers of a card share: lines about files, filters and version, and what never reached the data."""

    lines: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def origin(kinds: Sequence[str], uploads: Sequence[str] = ()) -> Origin:
    """The live files of these kinds (of these ids, where given) and what was left out when they were read."""
    seen = session.context()
    live = _live(kinds, uploads)
    level = t("{level} intervals", level=formats.percent(100 * seen.confidence_level))
    lines = [_files(live)]
    lines += [t("Filters: {filters}", filters=looking().in_words)] if looking().changeable else []
    lines.append(" · ".join((level, t("data {version}", version=seen.mart.version[:7]))))
    return Origin(tuple(lines), (*_unread(live), *_replaced(seen, live)))


def _live(kinds: Sequence[str], uploads: Sequence[str]) -> list[Upload]:
    """The live uploads of these kinds; those alike the ones named, where some are."""
    live = [upload for upload in vault.live(session.home()) if upload.kind in kinds]
    if not uploads:
        return live
    alike = {(upload.shape, upload.name) for upload in live if parent_of(upload.id) in uploads}
    return [upload for upload in live if (upload.shape, upload.name) in alike]


def _files(live: Sequence[Upload]) -> str:
    named = [
        t("{name} (loaded {date})", name=upload.name, date=formats.date(upload.loaded_at))
        for upload in live
        if parent_of(upload.id) == upload.id
    ]
    shown = ", ".join(named[:MOST_FILES]) or formats.ABSENT
    if len(named) > MOST_FILES:
        shown = t("{names} and {n} more", names=shown, n=formats.count(len(named) - MOST_FILES))
    return t("Data: {files}", files=shown)


def _unread(live: Sequence[Upload]) -> list[LeftOut]:
    """What reading the files left out, as their reports say."""
    found = (
        (sum(each.set_aside for each in live), t("records set aside when the files were read")),
        (sum(each.duplicates for each in live), t("records that stood twice in a file")),
        (
            sum(each.values_set_aside for each in live),
            t("single values set aside because they could not be read; the rest of their records counts"),
        ),
    )
    return [LeftOut(reason, n) for n, reason in found if n]


def _replaced(seen: Context, live: Sequence[Upload]) -> list[LeftOut]:
    """Records of older files that a newer file of the same shape brought again."""
    kept = {str(row["upload"]): int(row["rows"] or 0) for row in sources(seen.mart)}
    replaced = sum(upload.loaded - kept.get(upload.id, upload.loaded) for upload in live)
    return [LeftOut(t("records that a newer file brought again"), replaced)] if replaced > 0 else []


def outside(row: ScoreRow, filters: Filters, compared: int = 0) -> tuple[LeftOut, ...]:
    """What else was answered on the row's basis: groups not `compared`, other filters, no date, other scales."""
    everything, dated, whoever, seen = (
        session.answer(_answered, row.metric.name, row.basis, asked)
        for asked in (Filters(), Filters(since=date.min), filters.leaving(()), filters)
    )
    undated = everything - dated if filters.since or filters.until else 0
    found = (
        (seen - row.histogram.n - compared, t("answers of other groups, or of none")),
        (whoever - seen, t("answers of responses that the filters leave out for their quality")),
        (everything - whoever - undated, t("answers outside the filters")),
        (undated, t("answers without a date, which belong to no period")),
        (
            session.answer(_off_basis, row.metric.name, row.basis, filters),
            t("answers on another scale or to another kind of question, never pooled with these"),
        ),
    )
    return (*(public(reason, n) for n, reason in found if n > 0), _not_applicable())


def _not_applicable() -> LeftOut:
    return LeftOut(t("empty cells, and values that the mapping marks as not applicable: they are no answers"), None)


def public(reason: str, n: int) -> LeftOut:
    """The count where it gives nobody away, else that there are a few."""
    if n >= session.context().thresholds.privacy:
        return LeftOut(reason, n)
    return LeftOut(
        t("fewer than {n}: {reason}", n=formats.count(session.context().thresholds.privacy), reason=reason), None
    )


def _answered(seen: Context, metric: str, basis: Basis, filters: Filters) -> int:
    return sum(row.histogram.n for row in scores(seen, metric, (), filters) if row.basis == basis)


def _off_basis(seen: Context, metric: str, basis: Basis, filters: Filters) -> int:
    return sum(row.histogram.n for row in scores(seen, metric, (), filters) if row.basis != basis)


def unseen(filters: Filters) -> tuple[LeftOut, ...]:
    """Interactions that the filters leave out."""
    every = session.answer(_interactions, Filters()) - session.answer(_interactions, filters)
    return (public(t("interactions outside the filters"), every),) if every > 0 else ()


def _interactions(seen: Context, filters: Filters) -> int:
    return volumes(seen.mart, seen.dimensions, filters)["interactions"]
