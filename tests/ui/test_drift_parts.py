"""The opened upload on a page: findings first, questions before and now, one sentence where there is nothing."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxdash.ingest import pipeline
from cxdash.vault import uploads
from cxdash.vault.home import Home

MAPPING = {
    "kind": "survey",
    "columns": [
        {"source": "ID", "role": "response_id"},
        {"source": "Was it *easy*?", "role": "score", "metric": "csat", "scale": [1, 5]},
        {"source": "Was it fast?", "role": "score", "metric": "csat", "scale": [1, 5]},
    ],
}


def script() -> None:
    import os  # noqa: PLC0415 - the script runs by itself

    from cxdash.ui import session  # noqa: PLC0415
    from cxdash.ui.drift_parts import drift_part  # noqa: PLC0415
    from cxdash.vault import uploads  # noqa: PLC0415

    drift_part(uploads.get(session.home(), os.environ["CXDASH_TEST_UPLOAD"]))


def shown(home: Path, upload: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CXDASH_HOME", str(home))
    monkeypatch.setenv("CXDASH_TEST_UPLOAD", upload)
    at = AppTest.from_function(script, default_timeout=60).run()
    assert not at.exception
    return at


def load(place: Home, path: Path, scores: tuple[int, int], scale: tuple[int, int] = (1, 5)) -> str:
    lines = [f"{path.stem}{n},{scores[n % 2]},3" for n in range(60)]
    path.write_text("ID,Was it *easy*?,Was it fast?\n" + "\n".join(lines) + "\n", "utf-8")
    columns = [*MAPPING["columns"][:2], {**MAPPING["columns"][2], "scale": [*scale]}]  # type: ignore[dict-item]  # JSON
    (entry,) = pipeline.load(place, path, mapping={**MAPPING, "columns": columns})
    return str(entry["upload"])


def test_findings_come_first_and_user_text_stays_text(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Home.open(home)
    first = load(place, tmp_path / "spring.csv", (4, 5))
    at = shown(home, first, monkeypatch)
    assert [each.value for each in at.caption] == [
        "There is nothing to compare it with\\. It is the first upload of its kind\\."
    ]
    assert not at.dataframe

    second = load(place, tmp_path / "summer.csv", (1, 2), (1, 7))
    at = shown(home, second, monkeypatch)
    assert at.markdown[0].value == "**1 change against “spring\\.csv” breaks the comparison**"
    assert [each.icon for each in at.warning] == [":material/link_off:"]
    assert "Was it fast" in at.warning[0].value
    assert "“Was it \\*easy\\*?” is answered with lower scores" in at.info[0].value
    (table,) = at.dataframe
    assert list(table.value["Question"]) == ["Was it *easy*?", "Was it fast?"]
    assert list(table.value["Average now"]) == [1.5, 3.0]

    uploads.undo(place, first)
    assert not shown(home, second, monkeypatch).warning
