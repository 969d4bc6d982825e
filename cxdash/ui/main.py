"""The shell: every page runs inside it, after the filter bar, with the address as its whole state."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402 - the package must be found first

from cxdash.ui.shell import run  # noqa: E402

st.set_page_config(page_title="cxdash", page_icon=str(ROOT / "cxdash/ui/static/favicon.png"), layout="wide")
run(ROOT / "pages")
