"""The whole of `load`: copy, hash, count, read in a sandbox, check, write Parquet and the row of the ledger."""

import sys
from pathlib import Path

from cxdash.ingest import pipeline
from cxdash.vault.home import Home
from tests.benchmarks.tables import mapping

if __name__ == "__main__":
    kind, file, folder = sys.argv[1:]
    (entry,) = pipeline.load(Home.open(Path(folder, "home")), [file], mapping=mapping(kind))
    if entry["read"] != entry["loaded"] + entry["set_aside"] + entry["duplicates"]:
        sys.exit("The counts do not add up.")
