"""The launcher: an ASGI application around the shell, started by `python -m cxdash serve` or `uvicorn app:app`."""

from pathlib import Path

import streamlit as st

from cxdash.server.application import LIFESPAN, MIDDLEWARE, ROUTES
from cxdash.ui.failure import report_failure

# The main script lives away from `pages/`: beside it, Streamlit would run a page without the shell around it.
app = st.App(
    Path(__file__).parent / "cxdash" / "ui" / "main.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=LIFESPAN,
    on_script_error=report_failure,
)
