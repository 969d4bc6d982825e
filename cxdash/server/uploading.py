"""The upload route: a file streamed to the disk, for who has a ticket, within the limit, or nothing at all."""

import os
from collections.abc import AsyncIterator
from io import FileIO
from pathlib import Path
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from cxdash.errors import CxdashError
from cxdash.ingest import incoming
from cxdash.ingest.intake import refuse_without_room, too_large
from cxdash.ingest.limits import MEGABYTE, Limits
from cxdash.locale import t
from cxdash.locale.translation import set_language
from cxdash.server import tickets
from cxdash.server.place import current_home
from cxdash.vault.faults import explained
from cxdash.vault.home import Home

PATH = "/api/upload"
TICKET_HEADER = "x-upload-ticket"
WRITTEN_AT_ONCE = 1 << 20
READ_AFTER_REFUSAL = 8 * MEGABYTE
"""A refusal is heard by a browser only when it may finish sending: what is not much is read to its end."""

FORBIDDEN, TOO_LARGE, NO_ROOM = 403, 413, 507


class _RefusedError(Exception):
    """A CxdashError with its HTTP status."""

    def __init__(self, status: int, error: CxdashError) -> None:
        super().__init__(str(error))
        self.status, self.error = status, error


async def upload(request: Request) -> Response:
    """Store the body of a PUT: {"file": token, "bytes"} with 200, else {"message", "hint"} and nothing is stored.

    The header x-upload-ticket authorises it. 403: no, a used or an expired ticket, or a foreign page; 413: larger than
    $CXDASH_LIMIT_MAX_FILE_MB; 507: the disk does not take it.
    """
    try:
        return JSONResponse(await _take(request))
    except _RefusedError as refusal:
        await _hear_out(request)
        said = {"message": refusal.error.message, "hint": refusal.error.hint}
        return JSONResponse(said, status_code=refusal.status)
    except ClientDisconnect:
        return Response(status_code=400)


async def _take(request: Request) -> dict[str, str | int]:
    session = _admit(request)
    limits = Limits.from_environment()
    limit = limits.max_file_mb * MEGABYTE
    announced = int(request.headers.get("content-length") or 0)
    if announced > limit:
        raise _RefusedError(TOO_LARGE, too_large(limits))
    try:
        home = current_home()
        with explained(home.path):
            refuse_without_room(home.path, announced)
            return await _store(request.stream(), home, session, limits)
    except CxdashError as error:
        raise _RefusedError(NO_ROOM, error) from error


def _admit(request: Request) -> str:
    """The session that a ticket from our own page names."""
    try:
        if _is_foreign(request):
            raise CxdashError(
                t("Files are taken from pages of cxdash only."), t("Open the data page and upload there.")
            )
        ticket = tickets.redeem(request.headers.get(TICKET_HEADER, ""))
    except CxdashError as error:
        raise _RefusedError(FORBIDDEN, error) from None
    set_language(ticket.language)
    return ticket.session


def _is_foreign(request: Request) -> bool:
    """Whether a browser says that another site's page sends this."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # A browser's own word comes first: behind a proxy, Host may not be the name in the address.
    if site is not None:
        return site != "same-origin"
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def _store(stream: AsyncIterator[bytes], home: Home, session: str, limits: Limits) -> dict[str, str | int]:
    place = await run_sync(incoming.berth, home, session)
    try:
        size = await _write(stream, place.part, limits)
        await run_sync(place.arrived)
    except BaseException:
        place.given_up()
        raise
    return {"file": place.token, "bytes": size}


async def _write(stream: AsyncIterator[bytes], part: Path, limits: Limits) -> int:
    """Write and flush what comes, a megabyte at a time and never on the thread that answers everybody."""
    size, waiting = 0, bytearray()
    with part.open("xb", buffering=0) as file:
        async for chunk in stream:
            size += len(chunk)
            if size > limits.max_file_mb * MEGABYTE:
                raise _RefusedError(TOO_LARGE, too_large(limits))
            waiting += chunk
            if len(waiting) >= WRITTEN_AT_ONCE:
                await run_sync(_write_all, file, waiting)
                waiting = bytearray()
        await run_sync(_write_all, file, waiting)
        await run_sync(os.fsync, file.fileno())
    return size


def _write_all(file: FileIO, content: bytearray) -> None:
    view = memoryview(content)
    while view:
        view = view[file.write(view) :]


async def _hear_out(request: Request) -> None:
    read = 0
    try:
        async for chunk in request.stream():
            read += len(chunk)
            if read > READ_AFTER_REFUSAL:
                return
    except (ClientDisconnect, RuntimeError):
        # Gone, or read to its end before.
        return
