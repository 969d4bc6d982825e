"""What the launcher adds to Streamlit: health, the upload of files, and security headers."""

import logging

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from cxdash.errors import CxdashError
from cxdash.mart.database import open_mart
from cxdash.server import uploading
from cxdash.server.headers import SecurityHeaders
from cxdash.server.place import current_home

log = logging.getLogger(__name__)


def health(_: Request) -> JSONResponse:
    """{"ok": true, "data_version"} with 200 when ledger and mart answer, else {"ok": false} with 503."""
    try:
        mart = open_mart(current_home(), patience_s=0)
        mart.ask("SELECT 1 AS one")
    except CxdashError as error:
        log.warning("not healthy: %s", error)
        return JSONResponse({"ok": False}, status_code=503)
    return JSONResponse({"ok": True, "data_version": mart.version})


def to_home(request: Request) -> RedirectResponse:
    """The journey page is the home page: its own address leads there, with what it asks for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


ROUTES = [
    Route("/api/health", health),
    Route(uploading.PATH, uploading.upload, methods=["PUT"]),
    Route("/journey", to_home),
]
MIDDLEWARE = [Middleware(SecurityHeaders)]
