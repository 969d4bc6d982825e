"""Every format that a file can have is called by its name."""

from cxdash.ingest.exports import EXPORTS
from cxdash.ingest.readers.formats import FORMATS, TEXT
from cxdash.vocabulary.formats import format_label


def test_every_format_has_a_name_for_people() -> None:
    names = [*(export.name for export in EXPORTS), *(form.name for form in (*FORMATS, TEXT))]
    assert len(names) > 20
    assert [name for name in names if format_label(name) == name] == []


def test_an_unknown_format_keeps_its_name() -> None:
    assert format_label("of tomorrow") == "of tomorrow"
