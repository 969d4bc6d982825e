"""What a stranger tries over a real socket: files into memory, floods, messages that no page sends."""

import socket
import time
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from cxdash.server import guards
from cxdash.server.application import MIDDLEWARE
from cxdash.server.guards import Allowance
from tests.server.conftest import Client, listening, until

CLICK = BackMsg(rerun_script={"query_string": "x"}).SerializeToString()
DOWNLOAD = BackMsg(backend_operation_request={"deferred_file": {"file_id": "x"}}).SerializeToString()
CLEAR = BackMsg(clear_cache=True).SerializeToString()
UNWANTED = {
    "clear_cache": CLEAR,
    # An unknown field before it, and another message that it replaces: the last one counts, as it does for Streamlit.
    "clear_cache in disguise": b"\xfa\x3f\x01x" + CLICK + CLEAR,
    "files": BackMsg(file_urls_request={"request_id": "1", "file_names": ["a"]}).SerializeToString(),
    "git": BackMsg(load_git_info=True).SerializeToString(),
    "run on save": BackMsg(set_run_on_save=True).SerializeToString(),
    "shutdown": BackMsg(debug_shutdown_runtime=True).SerializeToString(),
    "skills": BackMsg(backend_operation_request={"install_skills": {}}).SerializeToString(),
    "nothing": b"",
}


class Behind:
    """Streamlit's place behind the guards: echoes what it hears, and takes what is uploaded into memory."""

    def __init__(self) -> None:
        self.taken = 0
        self.ended: list[int] = []

    async def stream(self, websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            while True:
                heard = await websocket.receive_bytes()
                await websocket.send_bytes(heard)
        except WebSocketDisconnect as end:
            self.ended.append(end.code)

    async def upload(self, request: Request) -> PlainTextResponse:
        self.taken += len(await request.body())
        return PlainTextResponse("")


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def port(behind: Behind) -> Iterator[int]:
    uploads = Route("/_stcore/upload_file/{session}/{file}", behind.upload, methods=["PUT", "DELETE"])
    routes = [WebSocketRoute("/_stcore/stream", behind.stream), uploads, Mount("/below", routes=[uploads])]
    with listening(Starlette(routes=routes, middleware=MIDDLEWARE)) as number:
        yield number


def opened(port: int) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", compression=None)


@pytest.mark.parametrize(
    "path", ["/_stcore/upload_file/s/f", "/below/_stcore/upload_file/s/f", "/_stcore/upload%5Ffile/s/f"]
)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_file_for_streamlits_memory_is_refused(path: str, method: str, port: int, behind: Behind) -> None:
    answer = Client(port).request(method, path, b"x" * 1000)
    assert (answer.status, behind.taken) == (403, 0)


def test_a_large_file_is_refused_before_it_is_sent(port: int, behind: Behind) -> None:
    head = f"PUT /_stcore/upload_file/s/f HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 60000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as browser:
        browser.sendall(head.encode())
        answer = b""
        while block := browser.recv(1 << 16):
            answer += block
    assert answer.startswith(b"HTTP/1.1 403")
    assert behind.taken == 0


@pytest.mark.parametrize("message", UNWANTED.values(), ids=UNWANTED.keys())
def test_what_no_page_sends_is_dropped_and_the_rest_goes_on(message: bytes, port: int) -> None:
    with opened(port) as browser:
        for each in (CLICK, message, DOWNLOAD):
            browser.send(each)
        assert [browser.recv(timeout=10), browser.recv(timeout=10)] == [CLICK, DOWNLOAD]


def test_what_is_no_message_is_left_to_streamlit(port: int) -> None:
    with opened(port) as browser:
        browser.send(b"\xff\xff\xff")
        assert browser.recv(timeout=10) == b"\xff\xff\xff"


def flood(flooder: ClientConnection, message: bytes) -> None:
    for _ in range(100_000):
        flooder.send(message)
    while True:
        flooder.recv(timeout=10)


@pytest.mark.parametrize("message", [CLICK, CLEAR], ids=["clicks", "dropped"])
def test_a_flooder_is_hung_up_on_and_others_are_served(message: bytes, port: int, behind: Behind) -> None:
    with opened(port) as victim, opened(port) as flooder:
        with pytest.raises(ConnectionClosed) as end:
            flood(flooder, message)
        began = time.monotonic()
        victim.send(CLICK)
        assert victim.recv(timeout=10) == CLICK
        assert time.monotonic() - began < 2
        assert until(lambda: behind.ended == [guards.POLICY_VIOLATION])
    # A browser opens its socket anew by itself and finds the session as it was.
    with opened(port) as again:
        again.send(CLICK)
        assert again.recv(timeout=10) == CLICK
    assert end.value.rcvd is None or end.value.rcvd.code == guards.POLICY_VIOLATION


def test_quick_hands_are_no_flood(port: int) -> None:
    with opened(port) as browser:
        for _ in range(guards.MESSAGES_AT_ONCE):
            browser.send(CLICK)
        for _ in range(5):
            time.sleep(1.05 / guards.MESSAGES_PER_SECOND)
            browser.send(CLICK)
        for _ in range(guards.MESSAGES_AT_ONCE + 5):
            assert browser.recv(timeout=10) == CLICK


def test_an_allowance_fills_up_again_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    allowance = Allowance(3, 2.0)
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    moment = 0.5
    assert [allowance.take() for _ in range(2)] == [True, False]
    moment = 1000.0
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
