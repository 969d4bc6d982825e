"""Values of a segment that differ only in spelling, or that only look alike: both are easily overlooked."""

from collections.abc import Callable, Iterable, Sequence

from cxdash.ingest.recognition.fields import Field, Proposal
from cxdash.locale import N_
from cxdash.vocabulary.naming import look, spelling

JOINED = N_(
    "In “{column}” values that differ only in letter case, blanks, invisible marks or keyboard are normalised and "
    "count as one: {examples}."
)
ALIKE = N_("In “{column}” values look similar and are written with different letters: {examples}.")
EXAMPLES = 3


def add_spellings(columns: Sequence[Field], proposal: Proposal) -> None:
    """Add a notice for each segment with such values; the mapping stays as it is."""
    for column in columns:
        roles = {entry["role"] for entry in proposal.entries.get(column.source, ())}
        if "segment" not in roles:
            continue
        values = [value for value, _ in column.profile.top]
        _tell(column, values, spelling, JOINED, proposal)
        one_each = list({spelling(value): value for value in reversed(values)}.values())
        _tell(column, one_each, look, ALIKE, proposal)


def _tell(column: Field, values: Iterable[str], form: Callable[[str], str], message: str, proposal: Proposal) -> None:
    forms: dict[str, list[str]] = {}
    for value in values:
        forms.setdefault(form(value), []).append(value)
    groups = [group for group in forms.values() if len(group) > 1]
    if groups:
        examples = "; ".join(", ".join(f"“{_shown(value)}”" for value in group) for group in groups[:EXAMPLES])
        proposal.warn(message, column=column.source, examples=examples)


def _shown(value: str) -> str:
    """The value with what cannot be seen made visible."""
    return ascii(value)[1:-1] if not value.isprintable() or value != value.strip() else value[:40]
