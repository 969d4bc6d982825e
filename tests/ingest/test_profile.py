"""What recognition sees of a long table is a fair part of it."""

import duckdb
import pytest

from cxdash.ingest.profile import SAMPLE_ROWS, profile


def seen(rows: int, rhythm: int) -> dict[str, int]:
    """The values in the profile of a column in which so many values take turns, with how often each was seen."""
    with duckdb.connect() as con:
        con.execute(
            'CREATE TABLE raw AS SELECT (i + 2)::INTEGER AS "row", (i % $rhythm)::VARCHAR AS c1 FROM range($rows) t(i)',
            {"rows": rows, "rhythm": rhythm},
        )
        (found,) = profile(con, ["which"])
    return dict(found.top)


@pytest.mark.parametrize("rhythm", [2, 3, 4, 5, 6, 7, 10, 12])
@pytest.mark.parametrize("rows", [2 * SAMPLE_ROWS, 3 * SAMPLE_ROWS, 12 * SAMPLE_ROWS])
def test_files_have_rhythms_and_all_of_each_is_seen(rows: int, rhythm: int) -> None:
    """Customers answer twelve questions each, on twelve rows: no question is missed, or seen twice as often."""
    values = seen(rows, rhythm)
    fair = sum(values.values()) / rhythm
    assert len(values) == rhythm
    assert all(0.8 * fair < times < 1.25 * fair for times in values.values())
