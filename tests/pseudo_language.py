"""A language in which every message of the product is the English one inside ⟦ ⟧.

What such a run shows outside the brackets is data, or a string that nobody can translate. Import the fixture where
it is used: `from tests.pseudo_language import pseudo_language`; `untranslated(text, data)` then gives the strays.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from cxdash.locale import translation
from tests.catalogue import messages

LEFT, RIGHT = "⟦", "⟧"


def wrapped() -> Catalog:
    """The catalogue of today's code with every message wrapped."""
    pseudo = Catalog(locale="en", charset="utf-8")
    for message in messages():
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = tuple(f"{LEFT}{form}{RIGHT}" for form in forms)
            pseudo.add(message.id, strings if isinstance(message.id, tuple) else strings[0])
    return pseudo


@pytest.fixture
def pseudo_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run in the pseudo language; numbers and dates stay English."""
    folder = tmp_path / "catalogues" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / f"{translation.DOMAIN}.mo").open("wb") as target:
        write_mo(target, wrapped())
    monkeypatch.setattr(translation, "CATALOGUES", tmp_path / "catalogues")
    translation._catalogue.cache_clear()
    previous = translation.language()
    translation.set_language("en")
    yield "en"
    translation.set_language(previous)
    translation._catalogue.cache_clear()


def untranslated(text: str, data: Iterable[str] = ()) -> list[str]:
    """The words of a text that stand outside all brackets and are none of the data.

    >>> untranslated("⟦Score of ⟦the⟧ {x}⟧ Boarding 12%, sorry", data=["Boarding"])
    ['sorry']
    """
    depth, outside = 0, []
    for letter in text:
        depth += (letter == LEFT) - (letter == RIGHT)
        outside.append(letter if depth == 0 and letter != RIGHT else " ")
    rest = "".join(outside)
    for known in sorted(filter(None, data), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", rest)
    return re.findall(r"[^\W\d_]{2,}", rest)
