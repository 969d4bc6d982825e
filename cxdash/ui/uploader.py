"""The uploader: a place to drop files, which go to our own route and are told of when they have arrived."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from cxdash.ingest import incoming
from cxdash.ingest.intake import too_large
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.locale import formats, t
from cxdash.locale.translation import language
from cxdash.server import tickets, uploading

PACKAGE, NAME, ASSETS = "cxdash", "uploader", "uploader_assets"
MOST_TICKETS = 10
MOST_KNOWN = 500
_SESSION = "_upload_session"

_renderers: "WeakKeyDictionary[BidiComponentManager, ComponentRenderer]" = WeakKeyDictionary()

HTML = """
<div class="drop">
  <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true"><path
    d="M12 15V4m0 0L8 8m4-4 4 4M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3"/></svg>
  <span class="words" aria-hidden="true"><span class="title"></span><span class="hint"></span></span>
  <span class="browse" aria-hidden="true"></span>
  <input type="file">
</div>
<ul class="files" hidden></ul>
<div class="live" role="status" aria-live="polite"></div>
"""


@dataclass(frozen=True)
class Arrival:
    """A file that has arrived: the word it is claimed by, and the name its owner gave it."""

    token: str
    name: str


@dataclass
class _Talk:
    """What was said between one uploader and its page: tickets by ask, and the files that were taken over."""

    tickets: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)


def upload_session() -> str:
    """The word by which this session, and no other, claims what it uploaded."""
    if _SESSION not in st.session_state:
        st.session_state[_SESSION] = incoming.new_token()
    return str(st.session_state[_SESSION])


def uploader(key: str, title: str, hint: str, on_arrival: Callable[[Arrival], None], *, multiple: bool = True) -> None:
    """A drop zone with progress and cancel per file; `on_arrival` is called once for each file, as a callback is."""
    talk: _Talk = st.session_state.setdefault(f"_uploader_{key}", _Talk())

    def asked() -> None:
        _answer(talk, st.session_state[key].get("asks"), on_arrival)

    _mounted()(
        key=key,
        data={
            "name": f"{upload_session()}.{key}",
            "url": uploading.PATH,
            "multiple": multiple,
            "limit": Limits.from_environment().max_file_mb * MEGABYTE,
            "language": language(),
            "words": {"title": title, "hint": hint, **_words()},
            "tickets": talk.tickets,
            "known": talk.known,
        },
        default={"asks": {}},
        on_asks_change=asked,
    )


def _answer(talk: _Talk, asks: Any, on_arrival: Callable[[Arrival], None]) -> None:
    """Give tickets to whom they are new, and take over what arrived; a browser may say anything, and twice."""
    said = asks if isinstance(asks, dict) else {}
    wanting = [str(each)[:80] for each in _listed(said, "wanting")][:MOST_TICKETS]
    talk.tickets = {ask: talk.tickets.get(ask) or tickets.issue(upload_session()) for ask in wanting}
    for each in _listed(said, "arrived"):
        file = each if isinstance(each, dict) else {}
        number = str(file.get("id"))[:80]
        if number not in talk.known:
            talk.known = [*talk.known, number][-MOST_KNOWN:]
            on_arrival(Arrival(str(file.get("token")), str(file.get("name"))))


def _listed(said: dict[str, Any], name: str) -> list[Any]:
    found = said.get(name)
    return found if isinstance(found, list) else []


def _words() -> dict[str, str]:
    """What the browser says by itself; its {fields} are filled there."""
    refusal = too_large(Limits.from_environment())
    return {
        "browse": t("Choose files"),
        "files": t("Files on their way"),
        "sent": t("{sent} of {total} · {percent}", sent="{sent}", total="{total}", percent="{percent}"),
        "progress": t("Upload of {name}", name="{name}"),
        "cancel": t("Cancel the upload of {name}", name="{name}"),
        "remove": t("Remove {name} from the list", name="{name}"),
        "uploaded": t("{name} is uploaded.", name="{name}"),
        "stopped": t("The upload of {name} was cancelled.", name="{name}"),
        "broken": t("The connection broke; nothing was stored."),
        "broken_hint": t("Drop the file again."),
        "too_large": refusal.message,
        "too_large_hint": refusal.hint,
    }


def upload_hint() -> str:
    """What may be dropped, and how large it may be."""
    limit = formats.count(Limits.from_environment().max_file_mb)
    return t(
        "CSV, TSV, Excel, OpenDocument, Parquet, JSON, SPSS or Stata, also inside .zip or .gz; up to {limit} MB each.",
        limit=limit,
    )


def _mounted() -> ComponentRenderer:
    """The component, its files served by our own host: the security policy runs no script from anywhere else."""
    manager = get_bidi_component_manager()
    found = _renderers.get(manager)
    if found is None:
        name = f"{PACKAGE}.{NAME}"
        manifest = ComponentManifest(PACKAGE, "1", [ComponentConfig(NAME, ASSETS)])
        manager.register_from_manifest(manifest, Path(__file__).parent)
        found = st.components.v2.component(name, html=HTML, js="uploader.js", css="uploader.css")
        _renderers[manager] = found
    return found
