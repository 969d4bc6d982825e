"""The rules for SQL text: one way to quote a name, one statement at a time, and that one a question."""

from typing import TYPE_CHECKING

from cxdash.errors import CxdashError
from cxdash.locale import t

if TYPE_CHECKING:
    import duckdb


def identifier(name: str) -> str:
    """A table's or column's name as SQL: in double quotes, doubled inside."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL, for the few settings that take no bound value: in single quotes, doubled inside."""
    return "'" + text.replace("'", "''") + "'"


def question(connection: "duckdb.DuckDBPyConnection", sql: str) -> "duckdb.Statement":
    """The one SELECT that `sql` is; CxdashError for several statements or any other kind."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type.name != "SELECT":
        raise CxdashError(
            t("The data answers one question at a time, and nothing else."), t("Ask with a single SELECT.")
        )
    return statements[0]
