"""Segments of several choices in a cell: lists in the mart, spelled alike, and in the cubes where that is small."""

from cxdash.mart.database import open_mart
from cxdash.vocabulary.choices import MARK


def only(home, sql):
    return [tuple(row.values()) for row in open_mart(home).ask(sql)]


def values(home):
    return only(home, "SELECT value, n FROM segment_values ORDER BY position, n DESC, value")


def records(cells):
    return [{"row": row, "response_id": f"r{row}", "seg_1": cell} for row, cell in enumerate(cells, 2)]


def test_a_list_has_each_choice_once_in_order_of_name(opened, survey):
    cells = ["b | a", "a | b | a", "a", None]
    survey({f"r{k}": 3 for k in range(4)}, segments=["why"], several=["why"], records=records(cells))
    assert only(opened, "SELECT seg_1 FROM records ORDER BY record") == [
        (["a", "b"],),
        (["a", "b"],),
        (["a"],),
        (None,),
    ]
    assert values(opened) == [("a", 3), ("b", 2)]
    assert only(opened, "SELECT name, distinct_values, several FROM segments") == [("why", 2, True)]


def test_choices_are_joined_to_their_usual_spelling_and_stay_unique(opened, survey):
    cells = ["Cheap | near home"] * 2 + ["Near Home", "Near Home | CHEAP | cheap", "Cheap", "كیف", "کیف", "کیف"]
    survey({f"r{k}": 3 for k in range(8)}, segments=["why"], several=["why"], records=records(cells))
    assert values(opened) == [("Cheap", 4), ("Near Home", 4), ("کیف", 3)]
    lists = [row[0] for row in only(opened, "SELECT seg_1 FROM records ORDER BY record")]
    assert lists[:5] == [["Cheap", "Near Home"]] * 2 + [["Near Home"], ["Cheap", "Near Home"], ["Cheap"]]


def test_a_mark_in_a_file_without_lists_is_a_part_of_its_choice(opened, survey):
    survey({"r2": 3, "r3": 4}, segments=["why"], several=["why"], records=records(["a | b", "b"]))
    survey({"r2": 3}, segments=["Why"], records=records([f"a{MARK}b"]))
    assert values(opened) == [("b", 2), ("a", 1), ("a | b", 1)]


def test_without_any_lists_a_column_stays_a_text(opened, survey):
    survey({"r2": 3}, segments=["why"], records=records(["a | b"]))
    assert only(opened, "SELECT seg_1 FROM records") == [("a | b",)]
    assert only(opened, "SELECT several FROM segments") == [(False,)]


def test_what_a_customer_chose_is_what_their_records_say(opened, survey, load):
    load(
        "customers", segments=["likes"], several=["likes"], customers=[{"row": 2, "customer_id": "c", "seg_1": "b | a"}]
    )
    known = {"customer_id": "c"}
    survey(
        {"r2": 3, "r3": 4},
        segments=["likes"],
        records=[{"row": 2, "response_id": "r2", **known}, {"row": 3, "response_id": "r3", **known, "seg_1": "z"}],
    )
    load("interactions", interactions=[{"row": 2, "interaction_id": "i", "touchpoint": "Shop", **known}])
    assert only(opened, "SELECT seg_1 FROM records ORDER BY record") == [(["a", "b"],), (["z"],)]
    assert only(opened, "SELECT seg_1 FROM interactions") == [(["a", "b"],)]


def test_the_place_in_the_mapping_says_which_column_has_lists(opened, survey):
    rows = [{"row": 2, "response_id": "r", "seg_1": "x | y", "seg_2": "a | b", "seg_3": "p | q"}]
    survey({"r": 3}, segments=["plain", "lists", "other"], several=["lists"], records=rows)
    assert only(opened, "SELECT seg_1, seg_2, seg_3 FROM records") == [("x | y", ["a", "b"], "p | q")]


def test_a_cube_holds_few_lists_and_not_few_choices(opened, survey):
    few = [MARK.join("abcdef"[place] for place in range(6) if k % 8 & 1 << place) or None for k in range(2000)]
    many = [MARK.join("uvwxyz"[place] for place in range(6) if k % 64 & 1 << place) or None for k in range(2000)]
    rows = [
        {"row": row, "response_id": f"r{row}", "seg_1": these, "seg_2": those}
        for row, (these, those) in enumerate(zip(few, many, strict=True), 2)
    ]
    survey({f"r{k}": 1 + k % 5 for k in range(2000)}, segments=["few", "many"], several=["few", "many"], records=rows)
    assert only(opened, "SELECT name, distinct_values, in_cube FROM segments ORDER BY position") == [
        ("few", 3, True), ("many", 6, False),
    ]  # fmt: skip
    same = "SELECT seg_1, score, SUM(n), SUM(w), SUM(w2) FROM {} GROUP BY ALL ORDER BY ALL"
    assert only(opened, same.format("scores")) == only(opened, same.format("answers"))
    assert only(opened, "SELECT SUM(n) FROM scores") == [(2000,)]
