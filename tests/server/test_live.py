"""The guards around the app itself, as it is served: Streamlit's own routes and socket."""

from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.browser.server import served
from tests.server.conftest import Client

CLICK = BackMsg(rerun_script={"query_string": ""}).SerializeToString()


def run_through(page: ClientConnection) -> str:
    """How the first run of the script ends, and which session ran it."""
    session = ""
    while True:
        heard = ForwardMsg.FromString(page.recv(timeout=60))
        if heard.WhichOneof("type") == "new_session":
            session = heard.new_session.initialize.session_id
        if heard.WhichOneof("type") == "script_finished":
            return session


def flood(page: ClientConnection) -> None:
    for _ in range(100_000):
        page.send(CLICK)
    while True:
        page.recv(timeout=20)


@pytest.mark.slow
def test_a_stranger_with_a_socket_uploads_nothing_and_cannot_flood(home: Path) -> None:
    with served(home) as url:
        port = int(url.rpartition(":")[2])
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        with connect(address, subprotocols=["streamlit"], max_size=None) as page:  # type: ignore[list-item]
            page.send(CLICK)
            session = run_through(page)
            assert session
            path = f"/_stcore/upload_file/{session}/1"
            assert Client(port).request("PUT", path, b"x" * 1000).status == 403
            with pytest.raises(ConnectionClosed):
                flood(page)
        with connect(address, subprotocols=["streamlit"], max_size=None) as page:  # type: ignore[list-item]
            page.send(CLICK)
            assert run_through(page)
