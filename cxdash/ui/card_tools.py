"""What a card gives away besides its numbers: its picture, drawn in the browser, and the link to what is shown."""

from pathlib import Path
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from cxdash.locale import t

PACKAGE, NAME, ASSETS = "cxdash_cards", "card", "card_assets"

_renderers: "WeakKeyDictionary[BidiComponentManager, ComponentRenderer]" = WeakKeyDictionary()

_ICON = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" '
_ICON += 'stroke-linejoin="round" aria-hidden="true"><path d="{path}"/></svg>'
PICTURE = _ICON.format(path="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01")
LINK = _ICON.format(
    path="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5"
)
HTML = f"""
<div class="tools">
  <button type="button" class="draw">{PICTURE}<span class="words"></span></button>
  <button type="button" class="link">{LINK}<span class="words"></span></button>
  <span class="live" role="status" aria-live="polite"></span>
</div>
"""


def card_tools(key: str, *, title: str = "", note: str = "") -> None:
    """The buttons for the link, and with a `title` for the picture of the card `key` with title and note around it."""
    _mounted()(
        key=f"tools_{key}",
        data={
            "card": key,
            "picture": bool(title),
            "title": title,
            "note": note,
            "file": f"cxdash-{key}.png",
            "words": {
                "picture": t("Picture"),
                "link": t("Copy link"),
                "copied": t("Copied"),
                "failed": t("This browser does not allow it."),
            },
        },
        width="content",
    )


def _mounted() -> ComponentRenderer:
    """The component, its files served by our own host: the security policy runs no script from anywhere else."""
    manager = get_bidi_component_manager()
    found = _renderers.get(manager)
    if found is None:
        name = f"{PACKAGE}.{NAME}"
        manager.register_from_manifest(
            ComponentManifest(PACKAGE, "1", [ComponentConfig(NAME, ASSETS)]), Path(__file__).parent
        )
        found = st.components.v2.component(name, html=HTML, js="card.js", css="card.css")
        _renderers[manager] = found
    return found
