"""Remembered mappings: whose they are, column by column, and those of an older ledger."""

import sqlite3

from cxdash.vault import mappings
from cxdash.vault.home import Home
from cxdash.vault.mappings import Remembered


def test_a_mapping_says_whose_it_is(opened):
    assert mappings.find(opened, "s") is None
    mappings.remember(opened, "s", {"kind": "survey"}, by_person=True, records=9)
    assert mappings.find(opened, "s") == Remembered({"kind": "survey"}, True, 9)
    mappings.remember(opened, "s", {"kind": "customers"})
    assert mappings.find(opened, "s") == Remembered({"kind": "customers"}, False, 0)


def test_the_last_decision_about_a_column_counts_in_its_kind_of_file(opened):
    mappings.remember_columns(opened, "survey", {})
    mappings.remember_columns(opened, "survey", {"id:Q1": [{"role": "score"}], "text:’; --": [{"role": "ignore"}]})
    mappings.remember_columns(opened, "survey", {"id:Q1": [{"role": "segment"}, {"role": "score"}]})
    mappings.remember_columns(opened, "customers", {"id:Q1": [{"role": "value"}]})
    assert mappings.recall_columns(opened, "survey", ["id:Q1", "text:’; --", "id:Q2"]) == {
        "id:Q1": [{"role": "segment"}, {"role": "score"}],
        "text:’; --": [{"role": "ignore"}],
    }
    assert mappings.recall_columns(opened, "survey", []) == {}


def test_a_ledger_of_the_first_version_keeps_its_mappings_as_a_persons(older_ledger):
    path = older_ledger("0001", "INSERT INTO mappings VALUES ('s', '{\"kind\": \"survey\"}', '2026-01-01 00:00:00')")
    home = Home.open(path.parent)
    assert mappings.find(home, "s") == Remembered({"kind": "survey"}, True, 0)
    assert mappings.recall_columns(home, "survey", ["id:Q1"]) == {}
    with sqlite3.connect(path) as con:
        assert con.execute("SELECT updated_at FROM mappings").fetchall() == [("2026-01-01 00:00:00.000000",)]
