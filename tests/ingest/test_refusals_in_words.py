"""Numbers in refusals are written as the reader's language writes them."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.dialect import refuse_wide
from cxdash.ingest.limits import Limits
from cxdash.ingest.raw import connect
from cxdash.ingest.readers import read
from cxdash.ingest.sheets import Extent, refuse_bomb, refuse_far
from cxdash.locale import translation


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    translation.set_language("de")
    yield
    translation.set_language("en")


def test_limits_of_tables_and_archives() -> None:
    limits = Limits()
    with pytest.raises(CxdashError, match=r"12\.345"):
        refuse_wide(12_345, limits)
    with pytest.raises(CxdashError, match=r"16\.384"):
        refuse_far(Extent(furthest=16_384), limits)
    with pytest.raises(CxdashError, match=r"2\.048"):
        refuse_bomb(10**12, 1, 2048, limits)


def read_json(folder: Path, text: str, limits: Limits) -> duckdb.DuckDBPyConnection:
    path = folder / "file.json"
    path.write_text(text, encoding="utf-8")
    con = connect(folder, limits, folder)
    read(con, path, path.name, limits)
    return con


def test_where_json_breaks_and_how_many_keys_it_may_have(tmp_path: Path) -> None:
    records = ",".join('{"score": 5}' for _ in range(1500))
    with pytest.raises(CxdashError, match=r"1\.50\d"):
        read_json(tmp_path, f"[{records}, oops]", Limits())
    keys = ", ".join(f'"k{n}": 1' for n in range(2001))
    with pytest.raises(CxdashError, match=r"2\.000"):
        read_json(tmp_path, f"[{{{keys}}}]", Limits())
