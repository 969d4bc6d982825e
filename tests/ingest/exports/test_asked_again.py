"""The same items asked about again: side by side, in loops, on two scales; none of the answers are mixed."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdash.ingest.exports.asked_again import loop_items
from tests.ingest.exports.tables import Seen, cycle, exported, numbered, table

N = 120
RATINGS, OTHERS = cycle([1, 5, 3, 4, 2]), cycle([2, 2, 4, 5, 1])
Columns = Sequence[tuple[str, str, str, Sequence[object]]]
"""Code, text, import id, cells."""
META: Columns = (
    ("StartDate", "Start Date", "startDate", cycle(["2025-01-05 10:00:00", "2025-01-06 10:00:00"])),
    ("EndDate", "End Date", "endDate", cycle(["2025-01-05 10:09:00", "2025-01-06 10:09:00"])),
    ("Finished", "Finished", "finished", cycle(["True"])),
    ("RecordedDate", "Recorded Date", "recordedDate", cycle(["2025-01-05 10:10:00"])),
    ("ResponseId", "Response ID", "_recordId", numbered("R_{:015}")),
)


def qualtrics(folder: Path, columns: Columns, *, rows: int = 3) -> Seen:
    every = [*META, *columns]
    imports = [json.dumps({"ImportId": column[2]}) for column in every]
    header = [[column[0] for column in every], [column[1] for column in every], imports][:rows]
    return exported(folder, [*header, *[list(row) for row in zip(*(column[3] for column in every), strict=True)]])


def scores(found: Seen) -> list[tuple[object, ...]]:
    keys = ("touchpoint", "metric", "scale")
    return [tuple(entry.get(key) for key in keys) for entry in found.columns if entry["role"] == "score"]


def beside(*headings: str) -> Columns:
    return [
        (f"Q5#{at}_{row}", f"How were we? - {heading} - {item}", f"QID5#{at}_{row}", RATINGS if at == 1 else OTHERS)
        for at, heading in enumerate(headings, start=1)
        for row, item in enumerate(("Checkout", "In-store staff"), start=1)
    ]


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [
        (("Satisfaction", "Importance"), ("Checkout", "csat"), ("Checkout", "mean")),
        (("Importance", "Satisfaction"), ("Checkout", "mean"), ("Checkout", "csat")),
        (("Zufriedenheit", "Wichtigkeit"), ("Checkout", "csat"), ("Checkout", "mean")),
        (("Then", "Now"), ("Checkout", "csat"), ("Checkout – Now", "csat")),
        (("Satisfaction then", "Satisfaction now"), ("Checkout", "csat"), ("Checkout – Satisfaction now", "csat")),
    ],
)
def test_columns_side_by_side(
    tmp_path: Path, headings: tuple[str, str], first: tuple[str, str], second: tuple[str, str]
) -> None:
    found = qualtrics(tmp_path, beside(*headings))
    told = scores(found)
    assert (told[0][:2], told[2][:2]) == (first, second)
    assert [touchpoint for touchpoint, *_ in told][1] == "In-store staff"
    questions = found.load().rows("questions")
    assert len({(each["touchpoint"], each["metric"]) for each in questions}) == len(questions) == 4


def test_columns_side_by_side_without_import_ids(tmp_path: Path) -> None:
    assert scores(qualtrics(tmp_path, beside("Satisfaction", "Importance"), rows=2))[3][:2] == (
        "In-store staff", "mean"
    )  # fmt: skip


STORES = ("Berlin Mitte", "Wien")


def loops(text: str = "How satisfied were you with the store in {}?", row: str = "") -> Columns:
    return [
        (f"{at}_Q3{row and '_1'}", text.format(store) + row, f"{at}_QID3{row and '_1'}", cells)
        for at, (store, cells) in enumerate(zip(STORES, (RATINGS, OTHERS), strict=True), start=1)
    ]


def test_a_loop_asks_about_its_items(tmp_path: Path) -> None:
    found = qualtrics(tmp_path, loops())
    assert [touchpoint for touchpoint, *_ in scores(found)] == list(STORES)
    assert len(found.load().rows("questions")) == 2


def test_a_loop_whose_text_does_not_tell_is_told_apart_by_its_number(tmp_path: Path) -> None:
    found = qualtrics(tmp_path, loops("How satisfied were you with ${{lm://Field/1}}?"))
    assert [touchpoint for touchpoint, *_ in scores(found)] == ["1", "2"]


def test_a_matrix_in_a_loop(tmp_path: Path) -> None:
    text = "How satisfied were you in {}?"
    rows = [
        (f"{at}_Q3_{row}", f"{text.format(store)} - {item}", f"{at}_QID3_{row}", RATINGS)
        for at, store in enumerate(STORES, start=1)
        for row, item in enumerate(("Staff", "Prices"), start=1)
    ]
    touchpoints = [touchpoint for touchpoint, *_ in scores(qualtrics(tmp_path, rows))]
    assert touchpoints == ["Berlin Mitte – Staff", "Berlin Mitte – Prices", "Wien – Staff", "Wien – Prices"]


def test_comments_in_a_loop_are_about_its_items(tmp_path: Path) -> None:
    why = [
        (f"{at}_Q4", f"Why was {store} like that?", f"{at}_QID4_TEXT", numbered("because it took {} long days to come"))
        for at, store in enumerate(STORES, start=1)
    ]
    found = qualtrics(tmp_path, [*loops(), *why])
    assert [entry["touchpoint"] for entry in found.columns if entry["role"] == "comment"] == list(STORES)


WORD = st.text("abcdefgh", min_size=3, max_size=7)


@settings(max_examples=60, deadline=None)
@given(items=st.lists(st.lists(WORD, min_size=1, max_size=3), min_size=2, max_size=5), behind=st.booleans())
def test_what_differs_between_loops_is_the_item(items: list[list[str]], behind: bool) -> None:
    names = [" ".join(item) for item in items]
    texts = {str(at): f"HOW WAS {name}" + (" TODAY?" if behind else "?") for at, name in enumerate(names)}
    found = loop_items(texts)
    if len({each[0] for each in items}) == len({each[-1] for each in items}) == len(items):
        assert found == {str(at): name[0].upper() + name[1:] for at, name in enumerate(names)}
    assert len(set(found.values())) == len(set(names)) or len(set(names)) < len(names)


LIME: dict[str, Sequence[object]] = {
    "id. Response ID": numbered("{}"), "submitdate. Date submitted": cycle(["2025-01-05 10:00:00"]),
    "lastpage. Last page": cycle([3]), "startlanguage. Start language": cycle(["en", "fa"]),
}  # fmt: skip


@pytest.mark.parametrize("pattern", ["Q01[{row}][{scale}]", "Q01[{row}#{old}]", "Q01_{row}#{old}"])
@pytest.mark.parametrize("with_text", [True, False])
def test_an_array_with_two_scales(tmp_path: Path, pattern: str, with_text: bool) -> None:
    columns: dict[str, Sequence[object]] = dict(LIME) if with_text else {k.split(".")[0]: v for k, v in LIME.items()}
    for place, (row, item) in enumerate((("SQ001", "Delivery"), ("SQ002", "Shop"))):
        for scale, heading in ((1, "Satisfaction"), (2, "Importance")):
            code = pattern.format(row=row, scale=scale, old=scale - 1)
            name = f"{code}. How were we? [{item}][{heading}]" if with_text else code
            columns[name] = (RATINGS, OTHERS)[(place + scale) % 2]
    told = scores(exported(tmp_path, table(columns)))
    pairs = {(str(each[0]), str(each[1])) for each in told}
    assert len(told) == len(pairs) == 4
    if with_text:
        assert pairs == {(item, metric) for item in ("Delivery", "Shop") for metric in ("csat", "mean")}
    else:
        assert {touchpoint.split(" – ")[0] for touchpoint, _ in pairs} == {"SQ001", "SQ002"}


def test_two_scales_in_full_texts(tmp_path: Path) -> None:
    full: dict[str, Sequence[object]] = {key.split(". ")[1]: cells for key, cells in LIME.items()}
    full |= {f"How were we? [{item}][{name}]": RATINGS for item in ("Shop", "App") for name in ("Scale 1", "Scale 2")}
    told = scores(exported(tmp_path, table(full)))
    assert sorted(str(each[0]) for each in told) == ["App", "App – Scale 2", "Shop", "Shop – Scale 2"]
