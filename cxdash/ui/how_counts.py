"""How an upload was counted: every record read is loaded, set aside with its reason, or there twice."""

from collections.abc import Sequence
from functools import partial

from cxdash.locale import formats, t
from cxdash.ui import session
from cxdash.ui.how_explained import Explanation, LeftOut, Offer, precise, row
from cxdash.ui.how_formulas import RECORDS
from cxdash.vault.uploads import Upload, report


def count_offers(found: Sequence[Upload]) -> list[Offer]:
    """The counts of each upload."""
    return [Offer(upload.name, partial(counted, upload)) for upload in found]


def counted(upload: Upload) -> Explanation:
    """read = loaded + set aside + duplicates, with the reasons why records were set aside."""
    return Explanation(
        upload.name,
        t(
            "Every record of the file is counted once: it was loaded, set aside with its reason, or it stood in the "
            "file before. A value that could not be read is set aside alone; the rest of its record is loaded."
        ),
        formulas=(RECORDS,),
        inputs=(
            row(t("Read"), "r", precise(upload.read)),
            row(t("Set aside"), "a", precise(upload.set_aside)),
            row(t("There twice"), "d", precise(upload.duplicates)),
        ),
        results=(
            row(t("Loaded"), "l", precise(upload.loaded)),
            row(t("Single values set aside"), "", precise(upload.values_set_aside)),
        ),
        n=upload.read,
        counted=t("records"),
        left_out=_reasons(upload),
    )


def _reasons(upload: Upload) -> tuple[LeftOut, ...]:
    """Why records were set aside, as the report of the file says."""
    found = []
    for each in report(session.home(), upload.id).get("reasons") or ():
        reason = t(each["reason"])
        column = each["column"]
        words = t("{column}: {reason}", column=column, reason=reason) if column else reason
        found.append(LeftOut(words, int(each["n"])))
    return tuple(found)


def contents_offers(rows: Sequence[tuple[str, int]]) -> list[Offer]:
    """What the data consists of: counts over all live uploads together, by name."""
    return [Offer(label, partial(_contents, label, n)) for label, n in rows]


def _contents(label: str, n: int) -> Explanation:
    return Explanation(
        label,
        t(
            "Counted over all files that are live, after a newer file has replaced the records that it brought again. "
            "A file that is taken back does not count."
        ),
        results=(row(label, "n", formats.count(n)),),
        n=n,
        counted=label,
    )
