"""Loads the sample company with its mappings, journey and targets; a second time changes nothing."""

import json
from typing import Any

import sample_data
from cxdash.ingest.pipeline import load
from cxdash.vault.home import Home


def load_sample(home: Home) -> list[dict[str, Any]]:
    """One entry per file, as the command line's `load` gives them.

    Journey and targets come with every file, and hold until the last of them is taken back.
    """
    journey = json.loads(sample_data.JOURNEY.read_text("utf-8"))
    brings = {"journey": {key: journey[key] for key in ("name", "stages")}, "targets": journey["targets"]}
    loaded: list[dict[str, Any]] = []
    for file in sample_data.FILES:
        mapping = json.loads(file.mapping.read_text("utf-8"))
        loaded += load(home, [file.path], mapping=mapping, kind=file.kind, name=file.name, brings=brings)
    return loaded
