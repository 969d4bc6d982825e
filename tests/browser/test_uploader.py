"""The uploader itself: several files, progress, a stop in the middle, the keyboard, and work that outlives the page."""

import csv
import gzip
import io
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import FileChooser, Locator, Page, TimeoutError, expect  # noqa: A004 - its own

from cxdash.vault.home import Home
from cxdash.vault.uploads import history
from tests.browser.files import survey_file
from tests.browser.screen import cards, choose, drop, go, idle, says_no_traceback, uploader, visit
from tests.browser.server import served

MEGABYTE = 1 << 20
SOON = 20
KEY_PRESSES = 4
OURS = (".lock", ".marker")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on a folder of its own; every test leaves nothing on its way in."""
    home = tmp_path_factory.mktemp("uploading")
    with served(home) as url:
        yield url, home
        assert on_the_way(home) == []


def on_the_way(home: Path) -> list[str]:
    return [path.name for path in (home / "incoming").rglob("*") if path.is_file() and path.suffix not in OURS]


def until(true: Callable[[], bool]) -> None:
    """Wait until it is true, which it has to become soon."""
    end = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def loaded(home: Path) -> list[str]:
    return [upload.name for upload in history(Home(home))]


def book(folder: Path, *sheets: str) -> str:
    """A workbook with a survey on each sheet."""
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["Response ID", "Date", f"How satisfied are you with {name}?"])
            for each in range(40):
                sheet.write_row(each + 1, 0, [f"{name}{each}", f"2026-03-{1 + each % 28:02d}", 1 + each % 5])
    return str(path)


@pytest.mark.browser
def test_several_files_each_have_their_proposal_and_a_workbook_its_sheets(
    app: tuple[str, Path], tmp_path: Path, page: Page
) -> None:
    url, home = app
    visit(page, f"{url}/data")
    drop(page, str(survey_file(tmp_path, answers=50, name="several.csv")), book(tmp_path, "delivery", "support"))
    expect(cards(page, "proposal")).to_have_count(2)
    idle(page)
    workbook = cards(page, "proposal").filter(has_text="book.xlsx")
    expect(workbook).to_contain_text("delivery was read")
    choose(page, workbook.get_by_role("combobox", name="Sheet"), "support")
    expect(workbook).to_contain_text("support was read")
    idle(page)
    workbook.get_by_role("button", name="Load this file").click()
    result = cards(page, "result")
    expect(result).to_contain_text("40 read = 40 loaded")
    expect(cards(page, "proposal")).to_have_count(1)
    cards(page, "proposal").get_by_role("button", name="Do not load it").click()
    expect(cards(page, "proposal")).to_have_count(0)
    assert loaded(home)[0] == "book.xlsx"
    # The other sheet of the same file is other content.
    drop(page, str(tmp_path / "book.xlsx"))
    cards(page, "proposal").get_by_role("button", name="Load this file").click()
    expect(result).to_have_count(2)
    expect(result.last).to_contain_text("40 read = 40 loaded")
    says_no_traceback(page)


@pytest.mark.browser
def test_an_upload_shows_how_far_it_is_and_can_be_stopped_in_the_middle(
    app: tuple[str, Path], tmp_path: Path, page: Page
) -> None:
    url, home = app
    large = tmp_path / "large.csv"
    large.write_bytes(b"response_id,nps\n" + b"R123456,9\n" * (2 * MEGABYTE))
    visit(page, f"{url}/data")
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": MEGABYTE // 2}
    slow.send("Network.emulateNetworkConditions", conditions)
    drop(page, str(large))
    bar = uploader(page).get_by_role("progressbar", name="Upload of large.csv")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"^[1-9]\d?$"))
    expect(uploader(page)).to_contain_text("of 20.0 MB")
    until(lambda: len(on_the_way(home)) == 1)
    uploader(page).get_by_role("button", name="Cancel the upload of large.csv").click()
    expect(bar).to_have_count(0)
    expect(uploader(page).get_by_role("status")).to_have_text("The upload of large.csv was cancelled.")
    until(lambda: on_the_way(home) == [])
    assert "large.csv" not in loaded(home)


@pytest.mark.browser
def test_a_load_goes_on_when_one_goes_to_another_page_and_can_be_found_again(
    app: tuple[str, Path], tmp_path: Path, page: Page
) -> None:
    url, home = app
    visit(page, f"{url}/data")
    drop(page, str(survey_file(tmp_path, answers=60_000, name="long.csv")))
    cards(page, "proposal").get_by_role("button", name="Load this file").click()
    expect(cards(page, "working")).to_contain_text("long.csv")
    expect(cards(page, "working").get_by_role("progressbar")).to_be_visible()
    go(page, "Segments")
    go(page, "Data")
    expect(cards(page, "result")).to_contain_text("60,000 read = 60,000 loaded")
    assert "long.csv" in loaded(home)
    # A card that has gone for good must not leave its file behind.
    assert on_the_way(home) == []


@pytest.mark.browser
def test_reading_can_be_cancelled_and_leaves_nothing(app: tuple[str, Path], tmp_path: Path, page: Page) -> None:
    url, home = app
    visit(page, f"{url}/data")
    drop(page, str(packed(survey_file(tmp_path, answers=2_000_000, name="never.csv"))))
    cards(page, "working").get_by_role("button", name="Cancel").click()
    expect(cards(page, "working")).to_have_count(0)
    expect(cards(page, "proposal")).to_have_count(0)
    until(lambda: on_the_way(home) == [])
    assert not {"never.csv", "never.csv.gz"} & set(loaded(home))


def packed(file: Path) -> Path:
    """The file in an archive: soon sent, and long to read, so that there is time to stop it."""
    archive = file.with_name(f"{file.name}.gz")
    with file.open("rb") as plain, gzip.open(archive, "wb", compresslevel=1) as written:
        shutil.copyfileobj(plain, written)
    return archive


@pytest.mark.browser
def test_the_uploader_is_reached_and_seen_with_the_keyboard(app: tuple[str, Path], page: Page) -> None:
    visit(page, f"{app[0]}/data")
    zone = uploader(page).locator(".drop")
    field = uploader(page).locator("input[type=file]")
    without = zone.screenshot()
    field.focus()
    assert zone.screenshot() != without
    expect(field).to_be_focused()
    assert chooser_of(page, field).is_multiple()


def chooser_of(page: Page, field: Locator) -> FileChooser:
    """What the Enter key opens; pressed again where a headless browser has not listened, as a person would."""
    for _ in range(KEY_PRESSES):
        try:
            with page.expect_file_chooser(timeout=5_000) as chooser:
                field.press("Enter")
        except TimeoutError:
            continue
        return chooser.value
    raise AssertionError("the Enter key opens no file chooser")


@pytest.mark.browser
def test_what_was_set_aside_is_downloaded_repaired_and_loaded_again(
    app: tuple[str, Path], tmp_path: Path, page: Page
) -> None:
    url, home = app
    broken = survey_file(tmp_path, answers=30, name="broken.csv")
    lines = broken.read_text().splitlines()
    lines[4] = "X3,2026-03-04,9"
    broken.write_text("\n".join([lines[0], *(f"X{line[1:]}" for line in lines[1:])]) + "\n")
    visit(page, f"{url}/data")
    drop(page, str(broken))
    cards(page, "proposal").get_by_role("button", name="Load this file").click()
    expect(cards(page, "result")).to_contain_text("30 read = 29 loaded + 1 set aside")
    idle(page)
    open_newest(page)
    opened = page.locator(".st-key-card_upload")
    expect(opened).to_contain_text("1 record or value was set aside.")
    with page.expect_download() as download:
        opened.get_by_role("button", name="Download the records to repair").click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    repaired = tmp_path / "repaired.csv"
    text = io.StringIO()
    assert rows[1][:4] == ["X3", "2026-03-04", "9", ""]
    csv.writer(text).writerows([rows[0], [*rows[1][:3], "Business", "fine", *rows[1][5:]]])
    repaired.write_text(text.getvalue(), "utf-8")
    key = next(upload.id for upload in history(Home(home)) if upload.name == "broken.csv")
    drop(page, str(repaired), key=f"repair_{key}")
    expect(opened).to_contain_text("30 read = 30 loaded + 0 set aside")
    assert next(upload.loaded for upload in history(Home(home)) if upload.name == "broken.csv") == 30
    says_no_traceback(page)


def open_newest(page: Page) -> None:
    """Select the first row of the history: its box stands at the left end, under the header."""
    table = page.locator(".st-key-card_history").get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 52})
    idle(page)
