"""What is shown of a file before it is loaded: what its letters may be, and whether its times need a zone."""

import zipfile
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest import pipeline
from cxdash.ingest.limits import Limits
from cxdash.ingest.preview import encodings, unless_asked
from cxdash.ingest.recognise import READ_AS_UTC
from cxdash.locale import t
from cxdash.vault.home import Home

LIMITS = Limits()
PERSIAN = "کد,نظر\n" + "".join(f'{n},"خدمات خوب بود، ممنون"\n' for n in range(40))
TIMED = "ID,NPS,When\n" + "".join(f"{n},{n % 11},2026-03-01 10:{n:02}:00\n" for n in range(40))


def written(folder: Path, text: str, encoding: str) -> Path:
    path = folder / "answers.csv"
    path.write_bytes(text.encode(encoding, "replace"))
    return path


@pytest.mark.parametrize(
    ("text", "encoding", "letters"),
    [
        pytest.param(PERSIAN.replace("ی", "ي").replace("ک", "ك"), "windows-1256", "خدمات خوب", id="arabic letters"),
        pytest.param("id,note\n1,שלום עולם שירות טוב מאוד\n" * 30, "windows-1255", "שלום עולם", id="hebrew"),
        pytest.param("id,note\n1,Größe schön für Käse\n" * 30, "windows-1252", "Größe schön", id="german"),
        pytest.param(PERSIAN, "utf-8", "نظر", id="utf-8"),
        pytest.param(PERSIAN, "utf-16", "کد", id="utf-16"),
    ],
)
def test_the_likeliest_encoding_comes_first_and_shows_the_letters(
    tmp_path: Path, text: str, encoding: str, letters: str
) -> None:
    found = encodings(written(tmp_path, text, encoding), "answers.csv", LIMITS, tmp_path)
    assert letters in found[0]["shown"]
    assert len({each["name"] for each in found}) == len(found)
    assert all(0 < each["confidence"] <= 1 for each in found)


def test_other_encodings_show_how_the_same_letters_read_there(tmp_path: Path) -> None:
    path = written(tmp_path, "id,note\n1,Größe schön für Käse\n" * 30, "windows-1252")
    found = encodings(path, path.name, LIMITS, tmp_path)
    assert len(found) > 1
    assert len({len(each["shown"]) for each in found}) == 1


def test_ascii_and_tables_without_letters_of_their_own_ask_nothing(tmp_path: Path) -> None:
    assert encodings(written(tmp_path, TIMED, "ascii"), "answers.csv", LIMITS, tmp_path) == []


def test_letters_in_an_archive_are_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.csv", "id,note\n1,שלום עולם שירות טוב מאוד\n".encode("windows-1255") * 30)
    (first, *_) = encodings(path, path.name, LIMITS, tmp_path)
    assert "שלום" in first["shown"]


def test_letters_far_down_in_a_file_are_found(tmp_path: Path) -> None:
    path = written(tmp_path, TIMED * 300 + "x,5,2026-03-01 schön\n" * 20, "windows-1252")
    (first, *_) = encodings(path, path.name, LIMITS, tmp_path)
    assert "schön" in first["shown"]


def test_who_is_asked_for_the_zone_is_not_told_that_there_is_one(tmp_path: Path) -> None:
    path = written(tmp_path, TIMED, "ascii")
    looked, told = (pipeline.inspect(path, preview=preview) for preview in (True, False))
    assert looked["asks_for_zone"]
    assert [said for said in told["warnings"] if said not in looked["warnings"]] == [t(READ_AS_UTC, columns="“When”")]
    zoned = pipeline.inspect(path, preview=True, timezone="Asia/Tehran")
    assert not zoned["asks_for_zone"]
    assert unless_asked(["Something else.", t(READ_AS_UTC, columns="“a”, “b”")]) == ["Something else."]


def test_the_zone_is_asked_until_a_person_has_said_it(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    path = written(tmp_path, TIMED, "ascii")
    pipeline.load(home, path)
    again = written(tmp_path, TIMED.replace("10:", "11:"), "ascii")
    assert pipeline.propose(home, again, preview=True)["asks_for_zone"]
    proposed = pipeline.propose(home, again, preview=True)["mapping"]
    pipeline.load(home, again, mapping={**proposed, "timezone": "Asia/Tehran"})
    third = pipeline.propose(home, written(tmp_path, TIMED.replace("10:", "12:"), "ascii"), preview=True)
    assert (third["asks_for_zone"], third["mapping"]["timezone"]) == (False, "Asia/Tehran")


def test_what_is_no_text_has_no_encodings(tmp_path: Path) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(CxdashError):
        pipeline.inspect(path, preview=True)
