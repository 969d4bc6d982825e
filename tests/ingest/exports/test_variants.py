"""Every export as another office would write it: delimiters, encodings, order of columns, columns of their own."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.ingest.exports.tables import Row, cycle, seen, table, text
from tests.ingest.exports.test_forms import GOOGLE, LIME, MICROSOFT, TYPEFORM
from tests.ingest.exports.test_other_tools import HUBSPOT
from tests.ingest.exports.test_qualtrics import three_rows
from tests.ingest.exports.test_surveymonkey import two_rows
from tests.ingest.exports.test_tickets import INTERCOM, SALESFORCE, ZENDESK, jira

pytestmark = pytest.mark.slow

TABLES: dict[str, Sequence[Row]] = {
    "qualtrics": three_rows(),
    "surveymonkey": two_rows(),
    "google_forms": table(GOOGLE),
    "microsoft_forms": table(MICROSOFT),
    "typeform": table(TYPEFORM),
    "limesurvey": table(LIME),
    "zendesk": table(ZENDESK),
    "jira": jira(),
    "salesforce": table(SALESFORCE),
    "intercom": table(INTERCOM),
    "hubspot": table(HUBSPOT),
}
WRITTEN = {
    "semicolons": (";", "utf-8"),
    "tabs": ("\t", "utf-8"),
    "a byte order mark": (",", "utf-8-sig"),
    "utf-16": ("\t", "utf-16"),
    "windows-1252": (";", "windows-1252"),
}
# Tools whose columns may stand in any order: the others say what they are by the place of the first ones.
ANY_ORDER = ("zendesk", "jira", "salesforce", "intercom", "hubspot", "limesurvey")


Told = tuple[str, str, list[tuple[str, str, str]], object]


def written(folder: Path, rows: Sequence[Row], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    path = folder / "a file.csv"
    path.write_bytes(text(rows, delimiter).encode(encoding, errors="replace"))
    return path


def told(path: Path, folder: Path) -> Told:
    found = seen(path, folder)
    roles = sorted((entry["source"], entry["role"], entry.get("metric", "")) for entry in found.columns)
    return found.raw.format, found.document["kind"], roles, found.load().counts


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Told]:
    """What a tool's table is taken for when it is written with commas in UTF-8, found out once."""

    @cache
    def known(tool: str) -> Told:
        folder = tmp_path_factory.mktemp("plain")
        return told(written(folder, TABLES[tool]), folder / "work")

    return known


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("tool", TABLES)
def test_the_same_export_written_in_another_way_is_understood_alike(
    tmp_path: Path, plain: Callable[[str], Told], tool: str, way: str
) -> None:
    assert plain(tool)[0] == tool
    assert told(written(tmp_path, TABLES[tool], *WRITTEN[way]), tmp_path / "other") == plain(tool)


@pytest.mark.parametrize("tool", ANY_ORDER)
def test_columns_in_another_order_and_columns_of_their_own(
    tmp_path: Path, plain: Callable[[str], Told], tool: str
) -> None:
    rows = TABLES[tool]
    order = [*range(len(rows[0]))]
    random.Random(7).shuffle(order)
    own = ["Our own column", *cycle(["north", "south", "east"], len(rows) - 1)]
    mixed = [[*(row[place] for place in order), extra] for row, extra in zip(rows, own, strict=True)]
    form, kind, roles, counts = told(written(tmp_path, mixed), tmp_path / "mixed")
    assert (form, kind, counts) == (plain(tool)[0], plain(tool)[1], plain(tool)[3])
    named = [
        role for role in plain(tool)[2] if not role[0].startswith("column ")
    ]  # cells beyond the header were cut off
    assert [role for role in roles if role[0] != "Our own column"] == named
    assert ("Our own column", "segment", "") in roles
