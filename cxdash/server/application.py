"""What the launcher adds to Streamlit: health, the upload of files, guards, security headers, a daily sweep."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from cxdash.server import uploading
from cxdash.server.daily import sweeping
from cxdash.server.guards import NoFloods, NoUploadsIntoMemory, OnlyWantedMessages
from cxdash.server.headers import SecurityHeaders
from cxdash.server.health import health


def to_home(request: Request) -> RedirectResponse:
    """The journey page is the home page: its own address leads there, with what it asks for."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


ROUTES = [
    Route("/api/health", health),
    Route(uploading.PATH, uploading.upload, methods=["PUT"]),
    Route("/journey", to_home),
]
# Floods are counted before messages are dropped: those that no page sends are a flood, too.
MIDDLEWARE = [
    Middleware(SecurityHeaders),
    Middleware(NoUploadsIntoMemory),
    Middleware(NoFloods),
    Middleware(OnlyWantedMessages),
]
LIFESPAN = sweeping
