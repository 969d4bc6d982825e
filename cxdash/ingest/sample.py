"""Loads the sample company with its mappings, journey and targets; a second time changes nothing."""

import json
from typing import Any

import sample_data
from cxdash.ingest.pipeline import load
from cxdash.vault import journeys, settings
from cxdash.vault.home import Home
from cxdash.vocabulary.journeys import Journey, Stage, Touchpoint


def load_sample(home: Home) -> list[dict[str, Any]]:
    """One entry per file, as the command line's `load` gives them."""
    _keep_journey(home)
    loaded: list[dict[str, Any]] = []
    for file in sample_data.FILES:
        mapping = json.loads(file.mapping.read_text("utf-8"))
        loaded += load(home, [file.path], mapping=mapping, kind=file.kind, name=file.name)
    return loaded


def _keep_journey(home: Home) -> None:
    """What somebody changed in the journey stays changed, and a journey already in use stays in use."""
    document = json.loads(sample_data.JOURNEY.read_text("utf-8"))
    if journeys.read(home, document["name"]) is None:
        journeys.save(home, _journey(document), default=not journeys.names(home))
    if not settings.get(home, "targets"):
        settings.put(home, "targets", document.get("targets", {}))


def _journey(document: dict[str, Any]) -> Journey:
    stages = (
        Stage(stage["name"], tuple(Touchpoint(**touchpoint) for touchpoint in stage["touchpoints"]))
        for stage in document["stages"]
    )
    return Journey(document["name"], tuple(stages))
