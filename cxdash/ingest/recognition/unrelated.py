"""Files about something else than customers: what they seem to hold instead, in one sentence."""

from collections.abc import Sequence

from cxdash.errors import CxdashError
from cxdash.ingest.raw import Notice, notice
from cxdash.ingest.recognition.fields import Field, Proposal
from cxdash.ingest.roles import is_complete
from cxdash.locale import N_, t

LIST = N_(
    "This file seems to be a list of “{key}” ({columns}), and nothing in it is about customers: no score, no comment, "
    "no event, no customer id, no variant."
)
NUMBERS = N_(
    "This file holds numbers ({columns}), and nothing in it is about customers: no score, no comment, "
    "no event, no customer id, no variant."
)
OTHER = N_(
    "This file holds {columns}, and nothing in it is about customers: no score, no comment, no event, no customer id, "
    "no variant."
)
NAME_THEM = N_("If it is about customers, name the roles of its columns in a mapping.")
NO_SIGN = 0.2
"""Surety of a kind up to which nothing but prose under a name that says nothing speaks for it."""

_NAMED, _CUT = 4, 40
# What a column is called, whatever its cells are: then something specific is missing, and not everything.
_OURS = ("customer_id", "event", "touchpoint", "nps", "csat", "ces", "comment", "metric_name")
_RATIOS = frozenset(("ratio", "share", "percent", "percentage", "count", "total"))
_KEYS = frozenset(("id", "code", "no", "nr", "number", "key", "sku", "کد", "شناسه", "رقم", "מזהה"))
_SENTENCES = (LIST, NUMBERS, OTHER)


def is_unrelated(sure: float, columns: Sequence[Field], proposal: Proposal) -> bool:
    """Whether a file taken for a survey so surely has no column that looks like or is called anything of ours."""
    if sure > NO_SIGN or is_complete("survey", proposal.roles() | set(proposal.constants)):
        return False
    return not any(column.means(*_OURS) for column in columns if not _RATIOS & set(column.name.split()))


def say_unrelated(columns: Sequence[Field], proposal: Proposal) -> None:
    """Say what the file seems to hold and what is missing, in place of all that was said of single roles."""
    key = next((column for column in columns if column.is_unique and _KEYS & set(column.name.split())), None)
    others = [column for column in columns if column is not key]
    named = ", ".join(f"“{column.source[:_CUT]}”" for column in others[:_NAMED])
    named += " …" if len(others) > _NAMED else ""
    figures = sum(column.profile.is_numeric and not column.is_binary for column in columns)
    if key and others:
        said = notice(LIST, key=key.source[:_CUT], columns=named)
    else:
        said = notice(
            NUMBERS if 2 * figures > len(columns) else OTHER, columns=named or f"“{columns[0].source[:_CUT]}”"
        )
    proposal.notices[:] = [said, notice(NAME_THEM)]


def refuse_unrelated(notices: Sequence[Notice]) -> None:
    """Raise the CxdashError for a file of which recognition said that nothing in it is about customers."""
    for each in notices:
        if each["message"] in _SENTENCES:
            raise CxdashError(t(each["message"], **each["values"]), t(NAME_THEM))
