"""An export of a survey that nobody has answered yet."""

from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline

HEADER = (
    "StartDate,EndDate,Status,Q1\n"
    "Start Date,End Date,Response Type,How likely are you to recommend us?\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}","{""ImportId"":""QID1""}"\n'
)


def test_three_rows_of_a_header_hold_no_records(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(HEADER, "utf-8")
    with pytest.raises(CxdashError, match="no rows"):
        pipeline.inspect(file)
