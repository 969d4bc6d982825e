"""A file whose personal ids are read as hashes, so that no address or number is written where a customer is meant."""

from duckdb import DuckDBPyConnection

from cxdash.ingest.convert.source import Source
from cxdash.ingest.mapping import Column, Mapping
from cxdash.ingest.personal.folding import TRANSLATED, TRANSLATION
from cxdash.ingest.personal.identities import IDENTITY_ROLES, pseudonym, pseudonym_sql
from cxdash.ingest.raw import Known, RawTable, notice
from cxdash.locale import N_
from cxdash.mart.sql import literal

HASHED = N_("The column “{column}” holds e-mail addresses or telephone numbers; they are kept as hashes only.")


class PseudonymousSource(Source):
    """A source whose customers, units and agents are hashed with `salt` where their ids are addresses or numbers.

    Other roles of the same column are hashed with it: a segment by e-mail address would tell it after all.
    """

    def __init__(self, con: DuckDBPyConnection, raw: RawTable, mapping: Mapping, salt: str) -> None:
        self._salt = salt
        self._hashed: frozenset[str] = frozenset()
        super().__init__(con, raw, mapping)
        con.execute(
            # Translating every character is slow, and plain ASCII needs none of it.
            f"""CREATE OR REPLACE TEMP MACRO folded(x) AS trim(lower(CASE WHEN is_ascii(x) THEN x
                ELSE translate(x, {literal(TRANSLATION)}, {literal(TRANSLATED)}) END))"""
        )
        sources = {column.source for column in mapping.columns if column.role in IDENTITY_ROLES}
        self._hashed = frozenset(source for source in sources if self._holds_personal(source))
        self.warnings += [notice(HASHED, column=source) for source in sorted(self._hashed)]

    def text_of(self, column: Column) -> str:
        """As any source's, with hashes for what is personal."""
        text = super().text_of(column)
        return pseudonym_sql(text, self._salt) if column.source in self._hashed else text

    def _constant(self, role: str) -> str | None:
        constant = self.mapping.constants.get(role)
        if role in IDENTITY_ROLES and constant is not None:
            return literal(pseudonym(constant, self._salt))
        return super()._constant(role)

    def _holds_personal(self, source: str) -> bool:
        """Whether any cell of a column would change; nearly every column is of ids that are not touched."""
        column = next(column for column in self.mapping.columns if column.source == source)
        text = self.text_of(column)
        harmless = _harmless(text, self.raw.known)
        if self.con.execute(f"SELECT 1 FROM raw WHERE NOT ({harmless}) LIMIT 1").fetchone() is None:
            return False
        found = self.con.execute(
            f"SELECT 1 FROM raw WHERE {text} IS DISTINCT FROM {pseudonym_sql(text, self._salt)} LIMIT 1"
        ).fetchone()
        return found is not None


def _harmless(text: str, known: Known) -> str:
    """SQL that is true of ids which are surely no address or number, by comparisons that cost next to nothing."""
    begins = f"({text} >= '1' AND {text} < '~') OR ({text} >= ',' AND {text} < '0') OR ({text} >= '!' AND {text} < '(')"
    address = "" if "@" in known.absent else f" AND {text} NOT LIKE '%@%'"
    return f"({begins}){address} AND is_ascii({text})"
