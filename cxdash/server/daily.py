"""What a server that stays up does by itself: once a day, raw files whose time is over are removed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio.to_thread import run_sync

from cxdash.server.place import current_home
from cxdash.vault.retention import sweep_daily

log = logging.getLogger(__name__)

LOOK_EVERY_S = 3600.0
"""How often the server looks whether a day is over; a look costs next to nothing."""


@asynccontextmanager
async def sweeping(_app: object) -> AsyncIterator[None]:
    """The lifespan of a server: as long as it runs, expired raw files are removed daily."""
    sweeper = asyncio.create_task(_sweep_for_ever(), name="cxdash sweeping")
    try:
        yield
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper


async def _sweep_for_ever() -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        await run_sync(_sweep, abandon_on_cancel=True)


def _sweep() -> None:
    try:
        sweep_daily(current_home())
    except Exception as error:
        # The next look tries again, whatever it was.
        log.exception("expired raw files could not be removed", exc_info=error)
