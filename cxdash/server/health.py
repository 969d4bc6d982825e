"""Whether the server is fit to serve: its ledger can be written, its mart answers, and its disk has room."""

import logging
import shutil
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, fail_after
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse

from cxdash.errors import CxdashError
from cxdash.mart.database import at_hand
from cxdash.server.place import current_home
from cxdash.vault.home import Home

log = logging.getLogger(__name__)

ANSWER_S, PATIENCE_S = 1.5, 0.3
"""How long the answer may take, and how long of it a mart that is being derived is waited for."""

FREE_SHARE, FREE_BYTES = 0.1, 10 * 1024**3
"""A disk has room with a tenth of it free, or with 10 GiB: of a large one a tenth is much."""

UNAVAILABLE = 503
# Looks that hang, on a ledger that somebody holds, must not take the threads that pages are served by.
_looks = CapacityLimiter(2)


async def health(_: Request) -> JSONResponse:
    """{"ok": true, "data_version", "deriving"} with 200, else {"ok": false, "failed"} with 503, within two seconds.

    `data_version` is what is answered from: the one before while a newer one is derived, null while the first is.
    `failed` is "data" (ledger, mart or folder), "disk" (no room) or "time".
    """
    try:
        with fail_after(ANSWER_S):
            found = await run_sync(_look, abandon_on_cancel=True, limiter=_looks)
    except TimeoutError:
        log.warning("not healthy: no answer in %s s", ANSWER_S)
        found = {"ok": False, "failed": "time"}
    except CxdashError as error:
        log.warning("not healthy: %s", error)
        found = {"ok": False, "failed": "data"}
    return JSONResponse(found, status_code=200 if found["ok"] else UNAVAILABLE)


def _look() -> dict[str, Any]:
    home = current_home()
    if not has_room(home.path):
        log.warning("not healthy: the disk of %s is nearly full", home.path)
        return {"ok": False, "failed": "disk"}
    _take_write_lock(home)
    mart, deriving = at_hand(home, PATIENCE_S)
    if mart:
        mart.check()
    elif not deriving:
        return {"ok": False, "failed": "data"}
    return {"ok": True, "data_version": mart and mart.version, "deriving": deriving}


def has_room(folder: Path) -> bool:
    """Whether the disk of a folder has room for the next files."""
    disk = shutil.disk_usage(folder)
    return disk.free >= min(FREE_SHARE * disk.total, FREE_BYTES)


def _take_write_lock(home: Home) -> None:
    """Raises CxdashError where nothing could be written to the ledger."""
    with home.ledger.write():
        pass
