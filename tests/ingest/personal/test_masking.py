"""Personal data in answers of four languages is masked, what only looks like it is not, and no text takes long."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.ingest.personal.masking import PLACEHOLDERS, SUSPICION, mask, masked
from tests.ingest.personal.verbatims import CLEAN, LABELLED

VALUES = [(text, value) for text, values in LABELLED.items() for value in values]
PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))


def is_hidden(text: str, value: str) -> bool:
    """Neither the value is left, nor a longer piece of its digits or of its address."""
    left = mask(text)
    return value not in left and not any(part in left for part in re.findall(r"[\d٠-٩۰-۹]{5,}|\S+@\S+", value))


def test_the_set_is_large_enough() -> None:
    assert len(LABELLED) >= 120
    assert len(CLEAN) >= 40


def test_recall_and_precision() -> None:
    missed = [value for text, value in VALUES if not is_hidden(text, value)]
    false = [text for text in CLEAN if mask(text) != text]
    found = len(VALUES) - len(missed)
    assert found / len(VALUES) >= 0.95, missed
    assert found / (found + len(false)) >= 0.9, false
    assert len(false) / len(CLEAN) <= 0.1, false


@pytest.mark.parametrize("value", [value for _, value in VALUES if re.fullmatch(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", value)])
def test_every_plain_address(value: str) -> None:
    assert mask(f"before {value} after") == "before [e-mail] after"


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "30569309025904",
        "3530111333300000", "4222222222222", "6037991112345677", "5105105105105100", "2223003122003222",
        "6240008631401148", "4000056655665556",
    ],
)  # fmt: skip
@pytest.mark.parametrize("written", ["{}", "card {} twice", "«{}»", "کارت {}"])
def test_every_card_number_with_a_valid_check_digit(number: str, written: str) -> None:
    assert mask(written.format(number)) == written.format("[card number]")
    if len(number) == 16:
        for between in " -":
            grouped = between.join(re.findall("....", number))
            assert mask(written.format(grouped)) == written.format("[card number]")


def test_the_kinds_are_counted_in_the_order_of_the_text() -> None:
    text, kinds = masked("0912 345 6789, a@b.co, IR820540102680020817909002")
    assert text == "[phone], [e-mail], [bank account]"
    assert kinds == ["phone", "email", "iban"]


@given(st.text(alphabet="a@.+0 1-9(۰٩/:atdو\u200f", max_size=200))
@settings(max_examples=300, deadline=None)
def test_masking_replaces_what_it_counts_and_touches_nothing_else(text: str) -> None:
    once, kinds = masked(text)
    pieces = PLACEHOLDER.split(once)
    assert len(PLACEHOLDER.findall(once)) == len(kinds)
    at = 0
    for piece in pieces:
        at = text.index(piece, at) + len(piece)
    assert once == text or re.search(SUSPICION, text)


HOSTILE = (
    "a", "1 ", "1", "a@", "a.b@", "@", "+1", "00 1 ", "1234567 ", "call 1234567 ", "a@b.", "(at)", "a at b ",
    "http://", "www.", "AB12", "ab12 ", "4111 ", "09 ", "۰۹۱۲", "0912-", "id ", "-", " .-()", "1-2 ", "(0", "gmail ",
    " dot ", "\u200f1",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_text_takes_less_than_a_second(part: str) -> None:
    text = (part * 100_000)[:99_990] + " 1234567@"
    started = time.process_time()
    mask(text)
    assert time.process_time() - started < 1


def test_short_texts_by_the_second() -> None:
    told = list(LABELLED)[:100]
    texts = [f"{CLEAN[k % 7 + 5]} nobody answered {k}" if k % 10 else f"{told[k % 100]} {k}" for k in range(20_000)]
    started = time.process_time()
    for text in texts:
        mask(text)
    # 35,000 a second is the promise for a quiet machine; a shared one is given half of that.
    assert len(texts) / (time.process_time() - started) > 17_500


def test_the_hostile_files_answers(shared: Path) -> None:
    source = (shared / "tools" / "make_bad_files.py").read_text(encoding="utf-8")
    told, harmless = (
        re.findall(r'"((?:[^"\\]|\\.)*)"', re.search(rf"^{name} = (.*)$", source, re.M)[1]) for name in ("PII", "NEG")
    )
    assert len(told) == 22
    assert [text for text in told if mask(text) == text] == []
    assert [text for text in harmless if mask(text) != text] == []
