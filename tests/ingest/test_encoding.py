"""The encoding is found by what the letters spell, and no unreadable byte is replaced in silence."""

from pathlib import Path

import pytest

from cxdash.ingest.encoding import detect, guess, notices, to_utf8

TEXTS = {
    "windows-1256 Persian": (
        "windows-1256",
        "شماره,نظر\n1,خیلی خوب بود و پرسنل برخورد گرمی داشتند\n2,کیفیت پایین چای و قهوه\n",
    ),
    "windows-1256 Arabic": ("windows-1256", "الرقم,التعليق\n1,الخدمة كانت ممتازة والموظفون لطفاء جدا\n2,تأخر الطلب\n"),
    "windows-1255": ("windows-1255", "מספר,הערה\n1,השירות היה גרוע מאוד והמתנתי שעה\n2,הכל היה בסדר גמור\n"),
    "windows-1251": (
        "windows-1251",
        "номер,отзыв\n1,Очень понравилось обслуживание в магазине\n2,долго ждали доставку\n",
    ),
    "windows-1252 French": ("windows-1252", "id,avis\n1,café déçu – 5 € “nul”\n2,très bonne qualité à l’hôtel\n"),
    "windows-1252 German": (
        "windows-1252",
        "id,Urteil\n1,Schön, aber für die Größe zu teuer\n2,Übermäßig lange gewartet\n",
    ),
    "windows-1253": ("windows-1253", "αριθμός,σχόλιο\n1,Η εξυπηρέτηση ήταν πολύ καλή και γρήγορη\n"),
    "windows-1254": ("windows-1254", "no,yorum\n1,Müşteri hizmetleri çok ilgisizdi, ığdır şubesi kapalıydı\n"),
}


@pytest.mark.parametrize(("encoding", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_a_code_page_is_recognised_by_its_letters(tmp_path: Path, encoding: str, text: str):
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding, "ignore"))
    found = detect(path)
    assert found.name == encoding
    assert 0.5 <= found.confidence < 1
    assert to_utf8(path, found, tmp_path).read_text("utf-8") == text.encode(encoding, "ignore").decode(encoding)


WIDE = [("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")]


@pytest.mark.parametrize(("written", "found"), WIDE)
@pytest.mark.parametrize("text", ["id,score\n1,10\n2,3\n", "شماره,امتیاز\n1,خوب\n2,بد\n"])
def test_utf_16_is_found_with_and_without_its_mark(tmp_path: Path, written: str, found: str, text: str):
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(written))
    assert detect(path).name == found
    assert to_utf8(path, detect(path), tmp_path).read_text("utf-8") == text


def test_utf_8_is_certain_and_not_copied(tmp_path: Path):
    path = tmp_path / "file.csv"
    for content, name in (
        ("id,نظر\n1,خوب\n".encode(), "utf-8"),
        (b"\xef\xbb\xbfid\n1\n", "utf-8-sig"),
        (b"id\n1\n", "utf-8"),
    ):
        path.write_bytes(content)
        assert (detect(path).name, detect(path).confidence) == (name, 1.0)
        assert to_utf8(path, detect(path), tmp_path) == path


def test_a_few_unreadable_lines_do_not_change_the_encoding(tmp_path: Path):
    path = tmp_path / "file.csv"
    path.write_bytes("1,déçu\n".encode() * 50 + b"2,caf\xe9\n" * 3)
    assert detect(path).name == "utf-8"


def test_bytes_the_code_page_does_not_have_stay_unreadable(tmp_path: Path):
    path = tmp_path / "file.csv"
    good = "id,avis\n1,déçu par le café de l’hôtel\n".encode("windows-1252")
    path.write_bytes(good * 20 + b"2,\x81\x8d\n")
    lines = to_utf8(path, detect(path), tmp_path).read_bytes().splitlines()
    assert lines[1].decode() == "1,déçu par le café de l’hôtel"
    with pytest.raises(UnicodeDecodeError):
        lines[-1].decode()


def test_a_cut_utf_16_file_keeps_all_but_its_last_character(tmp_path: Path):
    path = tmp_path / "file.csv"
    path.write_bytes("id,score\n1,10\n".encode("utf-16")[:-1])
    text = to_utf8(path, detect(path), tmp_path).read_bytes()
    assert text == b"id,score\n1,10\xff"


def test_the_real_files_in_old_code_pages(shared: Path):
    folder = shared / "data" / "right_to_left"
    names = {
        "arabic_PROD_windows-1256.csv": "windows-1256",
        "persian_diji_comments_windows-1256.csv": "windows-1256",
        "hebrew_dev_windows-1255.tsv": "windows-1255",
        "PROD.csv": "utf-8",
    }
    assert {name: detect(folder / name).name for name in names} == names


def said(path: Path) -> list[str]:
    return [each["message"].format(**each["values"]) for each in notices(detect(path))]


def test_how_the_text_was_read_is_said_and_a_doubtful_guess_is_called_one(tmp_path: Path):
    path = tmp_path / "file.csv"
    for content, message in (
        (("id,avis\n" + "1,déçu par le café\n" * 20).encode("windows-1252"), "The text was read as Windows-1252."),
        ("id\n1\n".encode("utf-16"), "The text was read as UTF-16."),
        (
            "id,avis\n1,Not much\u00a0\n2,x\n".encode("mac-roman"),
            "The encoding was guessed to be Mac Roman; check the letters in the preview.",
        ),
    ):
        path.write_bytes(content)
        assert said(path) == [message]
    path.write_bytes("id,avis\n1,déçu\n".encode())
    assert said(path) == []


def test_noise_is_no_east_asian_text(tmp_path: Path):
    assert guess(b"Not much\xca,N/A,3\nNot at all\xca,,,\n" * 50).name == "mac-roman"


def test_lines_in_utf_8_among_lines_in_a_code_page_are_each_read_as_what_they_are(tmp_path: Path):
    path = tmp_path / "file.csv"
    old = [f"{n},déçu par le café n° {n}".encode("windows-1252") for n in range(20)]
    path.write_bytes(b"\n".join([b"id,avis", *old, "20,très déçu à l’hôtel".encode(), b"21,plain"]) + b"\n")
    assert said(path) == ["Some lines are UTF-8 and the others Windows-1252; each was read as what it is."]
    lines = to_utf8(path, detect(path), tmp_path).read_text("utf-8").splitlines()
    assert lines[1:] == [*(f"{n},déçu par le café n° {n}" for n in range(20)), "20,très déçu à l’hôtel", "21,plain"]


def test_a_word_that_happens_to_be_utf_8_stays_in_its_code_page(tmp_path: Path):
    path = tmp_path / "file.csv"
    words = ["خیلی خوب بود و پرسنل برخورد گرمی داشتند".replace("ی", "ي")] * 5 + ["شک", "رک"]
    content = "\n".join(["id", *words, ""]).encode("windows-1256")
    assert "شک".encode("windows-1256").decode("utf-8")
    path.write_bytes(content)
    assert to_utf8(path, detect(path), tmp_path).read_text("utf-8").splitlines()[1:] == words


def test_strays_at_the_end_of_a_long_file_do_not_outvote_it_and_are_counted(tmp_path: Path):
    path = tmp_path / "file.csv"
    path.write_bytes("1,déçu par le café\n".encode() * 400_000 + b"2,caf\xe9\n" * 3)
    assert (detect(path).name, detect(path).strays) == ("utf-8", 3)


def test_real_files_with_hardly_a_letter_beyond_ascii(shared: Path):
    folder = shared / "data" / "export_surveymonkey"
    assert detect(folder / "food-world-cup-data.csv").name == "mac-roman"
    assert detect(folder / "StarWars.csv").name == "windows-1252"
