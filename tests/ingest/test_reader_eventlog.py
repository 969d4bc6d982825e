"""Event logs in XES: a row for each event, with its case, and no entity ever expanded."""

import gzip
from pathlib import Path

import pytest

from cxdash.errors import CxdashError
from cxdash.ingest.limits import Limits
from tests.ingest.reading import found, written

EVENT = """<event><string key="concept:name" value="{name}"/><string key="org:resource" value="Sara"/>
<date key="time:timestamp" value="2025-01-31T14:05:00.000+03:30"/><string key="lifecycle:transition" value="complete"/>
</event>"""
GLOBALS = """<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<global scope="event"><string key="concept:name" value="default"/></global>
<classifier name="Activity" keys="concept:name"/><string key="concept:name" value="the log's own name"/>"""


def trace(name: str, *events: str) -> str:
    said = "".join(EVENT.format(name=event) for event in events)
    return f'<trace><string key="concept:name" value="{name}"/><int key="amount" value="15"/>{said}</trace>'


def log(*traces: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- This file follows XES -->\n'
    return f'{head}<log xes.version="1.0" xmlns="http://www.xes-standard.org/">{GLOBALS}{"".join(traces)}</log>'


HEADER = ["case:concept:name", "case:amount", "concept:name", "org:resource", "time:timestamp", "lifecycle:transition"]
REST = ["Sara", "2025-01-31T14:05:00.000+03:30", "complete"]


@pytest.mark.parametrize("packed", [False, True])
def test_each_event_is_a_row_with_its_case(tmp_path: Path, packed: bool):
    text = log(trace("c1", "Search &amp; find", "Order"), trace("c2", "جستجو")).encode()
    path = written(tmp_path, gzip.compress(text) if packed else text, "a.xes.gz" if packed else "a.xes")
    back = found(path)
    assert (back.table.format, back.table.header, back.rejects) == ("xes", HEADER, [])
    assert back.cells == [
        ["c1", "15", "Search & find", *REST],
        ["c1", "15", "Order", *REST],
        ["c2", "15", "جستجو", *REST],
    ]
    assert [row[0] for row in back.rows] == [2, 3, 4]


def test_attributes_of_attributes_and_lists_keep_all_their_values(tmp_path: Path):
    event = """<event><string key="concept:name" value="a"><string key="why" value="b"/></string>
    <list key="tags"><values><string key="t" value="x"/><string key="t" value="y"/></values></list></event>"""
    back = found(written(tmp_path, log(f"<trace>{event}</trace>"), "a.xes"))
    assert dict(zip(back.table.header, back.cells[0], strict=True)) == {
        "concept:name": "a", "concept:name.why": "b", "tags.t": "x | y",
    }  # fmt: skip


def test_cases_without_events_are_counted_and_events_without_a_case_are_kept(tmp_path: Path):
    back = found(written(tmp_path, log(trace("c1"), trace("c2", "Order"), EVENT.format(name="alone")), "a.xes"))
    assert [row[2] for row in back.cells] == ["Order", "alone"]
    assert back.cells[1][0] == ""
    assert back.said == ["1 cases have no events and so no rows."]


def test_case_attributes_behind_the_events_belong_to_the_case_too(tmp_path: Path):
    text = log(f'<trace>{EVENT.format(name="a")}<string key="concept:name" value="late"/></trace>')
    back = found(written(tmp_path, text, "a.xes"))
    assert dict(zip(back.table.header, back.cells[0], strict=True))["case:concept:name"] == "late"


LAUGHS = '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
REFUSED = {
    "entities": (log(trace("c", "&b;")).replace("<log", LAUGHS + "<log"), "DTD with entities"),
    "a file on the server": (
        log(trace("c", "&b;")).replace("<log", '<!DOCTYPE log [<!ENTITY b SYSTEM "file:///etc/passwd">]><log'),
        "DTD with entities",
    ),
    "cut": (log(trace("c1", "a"), trace("c2", "b"))[:-100], "event log is damaged"),
    "no encoding": (log(trace("c1", "a")).replace('encoding="UTF-8"', 'encoding="UT"'), "event log is damaged"),
    "deep": (log("<trace><event>" + '<string key="a" value="b">' * 100), "event log is damaged"),
    "other XML": ('<?xml version="1.0"?><feed><entry/></feed>', "XML document, not a table"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_damaged_or_dangerous_is_refused(tmp_path: Path, text: str, said: str):
    with pytest.raises(CxdashError, match=said):
        found(written(tmp_path, text, "a.xes"))


def test_attributes_have_their_limit(tmp_path: Path):
    event = "".join(f'<string key="k{n}" value="1"/>' for n in range(20))
    with pytest.raises(CxdashError, match="more than 10 different keys"):
        found(written(tmp_path, log(f"<trace><event>{event}</event></trace>"), "a.xes"), limits=Limits(max_columns=10))
