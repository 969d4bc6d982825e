"""What a stranger may not do to everybody else: fill the memory, flood the server, or throw its caches away.

Streamlit's own routes ask for no login and no ticket; a session of theirs is had by opening a socket.
"""

import asyncio
import logging
import time

from anyio import move_on_after
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

log = logging.getLogger(__name__)

UPLOADS = "/_stcore/upload_file"

MESSAGES_AT_ONCE, MESSAGES_PER_SECOND, BYTES_OF_ONE = 40, 10.0, 250_000
"""What a socket may say: far more than a person clicks or a page that draws itself anew asks for."""

POLICY_VIOLATION = 1008
"""The code of RFC 6455 with which a flooder's socket is closed; a browser opens a new one by itself."""

FLOODED: Message = {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
CLOSING_S = 1.0

WANTED = {"rerun_script", "stop_script", "app_heartbeat", "backend_operation_request"}
WANTED_OPERATIONS = {"deferred_file", "dataframe_chunk"}


class NoUploadsIntoMemory:
    """ASGI middleware that refuses Streamlit's upload route, unread: files come by `cxdash.server.uploading`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no such upload."""
        if scope["type"] == "http" and UPLOADS in scope["path"]:
            refusal = PlainTextResponse("Files are not taken here.", 403, {"connection": "close"})
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class OnlyWantedMessages:
    """ASGI middleware that drops the messages of a socket that no page of ours sends, clear_cache above all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, with `receive` leaving such messages out."""

        async def wanted() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or _is_wanted(message.get("bytes")):
                    return message
                log.warning("a message that no page sends was dropped")

        await self.app(scope, wanted if scope["type"] == "websocket" else receive, send)


def _is_wanted(content: bytes | None) -> bool:
    try:
        said = BackMsg.FromString(content or b"")
    except Exception:
        # What is no message at all goes on: Streamlit closes a socket that sends it.
        return True
    kind = said.WhichOneof("type")
    if kind == "backend_operation_request":
        operations = {field.name for field, _ in said.backend_operation_request.ListFields()}
        return not operations.isdisjoint(WANTED_OPERATIONS)
    return kind in WANTED


class Allowance:
    """So many messages at once, and so many a second from then on; a large one counts as several."""

    def __init__(self, at_once: int, per_second: float) -> None:
        self._most, self._per_second = at_once, per_second
        self._left, self._looked_at = float(at_once), time.monotonic()

    def take(self, size: int = 0) -> bool:
        """Whether a message of `size` bytes is allowed now."""
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._looked_at) * self._per_second)
        self._looked_at = now
        cost = min(1 + size // BYTES_OF_ONE, self._most / 2)
        if self._left < cost:
            return False
        self._left -= cost
        return True


class NoFloods:
    """ASGI middleware that closes a socket that says more than a person and a page can."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on until it floods."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        ear = _Ear(receive)

        async def say(message: Message) -> None:
            # Who floods may not be listening, and nothing waits for that.
            if not ear.flooded:
                await send(message)

        try:
            await self.app(scope, ear.heard, say)
        finally:
            ear.close()
        if ear.flooded:
            log.warning("a socket that flooded the server was closed")
            with move_on_after(CLOSING_S):
                await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": ""})


class _Ear:
    """Hears a socket as fast as it speaks: Streamlit takes its time for each message, and would never see a flood."""

    def __init__(self, receive: Receive) -> None:
        self.flooded = False
        self._receive = receive
        self._allowance = Allowance(MESSAGES_AT_ONCE, MESSAGES_PER_SECOND)
        self._waiting: asyncio.Queue[Message] = asyncio.Queue()
        self._listening = asyncio.create_task(self._listen(), name="cxdash listening")

    async def heard(self) -> Message:
        """The next message; the end, once it floods."""
        # What arrived meanwhile is counted before the next message keeps everybody waiting.
        await asyncio.sleep(0)
        return FLOODED if self.flooded else await self._waiting.get()

    def close(self) -> None:
        """Stop listening."""
        self._listening.cancel()

    async def _listen(self) -> None:
        message: Message = {"type": ""}
        while message["type"] != "websocket.disconnect":
            message = await self._receive()
            if message["type"] == "websocket.receive" and not self._allowance.take(len(message.get("bytes") or b"")):
                self.flooded, message = True, FLOODED
            self._waiting.put_nowait(message)
