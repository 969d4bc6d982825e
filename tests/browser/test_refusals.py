"""A file that is no table: one sentence, a hint, and nothing else happens to anybody."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cxdash.vault.home import Home
from cxdash.vault.uploads import history
from tests.browser import files
from tests.browser.screen import cards, drop, go, main, says_no_traceback, visit
from tests.browser.server import seconds_to_answer, served

REFUSED = {
    "junk.csv": (files.JUNK, "This is not a text file", "upload that file"),
    "empty.csv": (b"", "The file is empty", "was complete"),
    "page.csv": (files.WEB_PAGE, "This is a web page", "Download the file itself"),
    "pointer.csv": (files.LFS_POINTER, "This is a Git LFS pointer", "Download the file itself"),
    "locked.xlsx": (files.locked_workbook(), "protected by a password", "save it without one"),
    "far.xlsx": (files.two_cells_far_apart(), "reaches to column 16,384", "Delete the cells"),
    "cut.xlsx": (files.cut_workbook(), "damaged", "Export it again"),
}


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on an empty folder that is still empty after every refusal."""
    home = tmp_path_factory.mktemp("refusing")
    with served(home) as url:
        yield url, home


OURS = (".lock", ".marker")


def stored(home: Path) -> list[str]:
    """What an upload could have left: a row in the ledger, a file anywhere (beside our own locks and markers)."""
    rows = [upload.id for upload in history(Home(home))]
    found = [path for place in ("vault", "incoming") for path in (home / place).rglob("*") if path.is_file()]
    return rows + [str(path) for path in found if path.suffix not in OURS]


@pytest.mark.browser
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence_with_a_hint(
    name: str, refusing: tuple[str, Path], tmp_path: Path, page: Page
) -> None:
    url, home = refusing
    content, sentence, hint = REFUSED[name]
    file = tmp_path / name
    file.write_bytes(content)
    visit(page, f"{url}/data")
    drop(page, str(file))
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text(sentence)
    expect(alert).to_contain_text(hint)
    expect(page.get_by_role("button", name="Load this file")).to_have_count(0)
    says_no_traceback(page)
    assert stored(home) == []
    assert seconds_to_answer(url) < 2


@pytest.mark.browser
def test_while_a_file_is_read_another_person_is_answered(
    refusing: tuple[str, Path], tmp_path: Path, context: BrowserContext
) -> None:
    url, home = refusing
    large = files.survey_file(tmp_path, answers=200_000, name="large.csv")
    one, other = context.new_page(), context.new_page()
    visit(one, f"{url}/data")
    visit(other, f"{url}/data")
    alone = seconds_for_a_page(other)
    drop(one, str(large))
    meanwhile = seconds_for_a_page(other)
    # Two seconds on a machine that does nothing else; a shared one is slow at everything.
    assert meanwhile < 2 + 2 * alone
    expect(cards(one, "proposal")).to_contain_text("200,000 records")
    one.get_by_role("button", name="Do not load it").click()
    expect(cards(one, "proposal")).to_have_count(0)
    assert stored(home) == []


def seconds_for_a_page(page: Page) -> float:
    """How long this person waits for the other page."""
    leaving = main(page).get_by_text("Nothing is loaded yet").count()
    started = time.monotonic()
    go(page, "Data" if leaving else "Journey")
    return time.monotonic() - started
