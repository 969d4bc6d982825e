"""The translation catalogue's source: every message of the product, extracted from the code.

`python -m tests.catalogue FILE` writes it; with `--check` it fails when FILE is not what the code says today.
"""

import io
import sys
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
KEYWORDS = {"t": None, "tn": (1, 2), "N_": None}
FOLDERS = ("cxdash", "pages")


@cache
def messages() -> Catalog:
    """Every message that `t`, `tn` and `N_` are called with, with the files it comes from."""
    catalogue = Catalog(project="cxdash", charset="utf-8")
    for folder in FOLDERS:
        if (ROOT / folder).is_dir():
            _add(catalogue, folder)
    return catalogue


def _add(catalogue: Catalog, folder: str) -> None:
    for name, _, message, comments, _ in extract_from_dir(
        str(ROOT / folder), method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        # No line numbers: the catalogue changes when a message does, not when a line moves.
        catalogue.add(message, locations=[(f"{folder}/{name}", None)], auto_comments=comments)


def fresh() -> str:
    """The text of the catalogue file, the same for the same messages."""
    target = io.BytesIO()
    write_po(target, messages(), width=120, omit_header=True, sort_output=True, include_lineno=False)
    return target.getvalue().decode()


def main(arguments: list[str]) -> int:
    """Write or check the catalogue file; the exit status."""
    target = Path(arguments[-1])
    if "--check" not in arguments:
        target.write_text(fresh(), encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == fresh():
        return 0
    sys.stderr.write(f"{target} is not what the code says today: run `make catalogue`.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
