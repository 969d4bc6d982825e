"""Laws for every table: nothing crashes, nothing is lost, the same file is always understood in the same way."""

import tempfile
from pathlib import Path

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.ingest.exports import CONVINCING, EXPORTS
from cxdash.ingest.exports.shape import look
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import RawTable, connect, create_rejects
from cxdash.ingest.readers import read
from tests.ingest.exports.tables import Seen, as_recognised, exported, seen, table, written
from tests.ingest.exports.test_forms import GOOGLE, LIME, MICROSOFT, TYPEFORM
from tests.ingest.exports.test_other_tools import HUBSPOT
from tests.ingest.exports.test_qualtrics import COLUMNS, N, three_rows
from tests.ingest.exports.test_surveymonkey import two_rows
from tests.ingest.exports.test_tickets import INTERCOM, SALESFORCE, ZENDESK, jira

# Names that make a table look like an export, in whatever mixture.
NAMES = sorted(
    {
        *GOOGLE, *MICROSOFT, *TYPEFORM, *LIME, *HUBSPOT, *ZENDESK, *SALESFORCE, *INTERCOM, *map(str, jira()[0]),
        *(column[0] for column in COLUMNS), "V1", "V2", "V3", "case:concept:name", "concept:name", "time:timestamp",
        "event_name", "event_timestamp", "user_pseudo_id", "field_type", "value_number", "value_text", "experiment_id",
        "variation_id", "request_id", "star_rating", "survey_type", "score", "comment", "", "a'b\"c", "x | y",
    }
)  # fmt: skip
CELLS = ["", "1", "5", "10", "-99", "Yes", "No", "2024-05-01 10:00:00", "good", "offered", "1:30", "it's | so; \"odd\"",
         '{"ImportId":"QID1"}', '{"ImportId":', "R_1", "ResponseID", "Response", "a, b, c", "x;", "۵", "{{field:1}}",
         "<b>", "$1", "Grand Totals (3 records)", "'); DROP TABLE raw; --"]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=14), st.data())
def test_no_mixture_of_names_and_cells_breaks_anything(header: list[str], data: st.DataObject) -> None:
    cells = st.lists(st.sampled_from(CELLS), min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(cells, max_size=8))
    with tempfile.TemporaryDirectory() as folder:
        found, again = (in_memory(Path(folder) / place, header, rows) for place in ("one", "two"))
        assert (found.document, found.notices) == (again.document, again.notices)
        kept, rejected = found.con.execute(
            'SELECT (SELECT count(*) FROM raw), (SELECT count(DISTINCT "row") FROM raw_rejects)'
        ).fetchone()
        assert found.document["rows"] == found.raw.records == kept + rejected
        assert len(found.con.table("raw").columns) == len(found.raw.header) + 1
        if found.document["confidence"] > 0.2:
            assert found.load().counts[0] == found.raw.records


def in_memory(folder: Path, header: list[str], rows: list[list[str]]) -> Seen:
    """A table as a reader would leave it, with one line that was no record."""
    folder.mkdir()
    con = connect(folder, Limits())
    places = [f"c{place}" for place in range(1, len(header) + 1)]
    con.execute(f'CREATE TABLE raw ("row" INTEGER, {", ".join(f"{place} VARCHAR" for place in places)})')
    for number, row in enumerate(rows, start=2):
        con.execute(f"INSERT INTO raw VALUES ({number}, {', '.join('?' for _ in row)})", [cell or None for cell in row])
    create_rejects(con)
    con.execute("INSERT INTO raw_rejects VALUES (?, NULL, NULL, 'fewer cells than the header', 'x')", [len(rows) + 2])
    return as_recognised(con, RawTable("csv", "utf-8", header, len(rows) + 1), folder)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_workbooks_are_rewritten_too(tmp_path: Path) -> None:
    for name, rows, n in (
        ("qualtrics", three_rows(), N),
        ("surveymonkey", two_rows(), 60),
        ("microsoft_forms", table(MICROSOFT), 120),
    ):
        found = seen(workbook(tmp_path / f"{name}.xlsx", rows), tmp_path / name)
        assert (found.raw.format, found.raw.records) == (name, n)
        assert found.load().counts[:2] == (n, n)


def test_every_export_has_one_name_and_one_table_of_its_own(tmp_path: Path) -> None:
    assert len({export.name for export in EXPORTS}) == len(EXPORTS)
    tables = {
        "qualtrics": three_rows(), "surveymonkey": two_rows(), "google_forms": table(GOOGLE), "jira": jira(),
        "microsoft_forms": table(MICROSOFT), "typeform": table(TYPEFORM), "limesurvey": table(LIME),
        "zendesk": table(ZENDESK), "salesforce": table(SALESFORCE), "intercom": table(INTERCOM),
        "hubspot": table(HUBSPOT),
    }  # fmt: skip
    for name, rows in tables.items():
        assert exported(tmp_path / name, rows).raw.format == name


def test_evidence_is_a_share_and_only_one_tool_is_sure(tmp_path: Path) -> None:
    for number, rows in enumerate((three_rows(), two_rows(), table(ZENDESK), table(TYPEFORM), table(LIME), jira())):
        path = written(tmp_path / str(number), rows)
        con = connect(tmp_path, Limits(), path.parent)
        seen_ = look(con, read(con, path, path.name, Limits()))
        shares = [export.evidence(seen_) for export in EXPORTS]
        assert all(0 <= share <= 1 for share in shares)
        assert sum(share >= CONVINCING for share in shares) == 1
