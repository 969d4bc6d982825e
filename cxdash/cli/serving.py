"""The command that starts the app."""

import os
import runpy
import socket
import sys
from argparse import Namespace
from pathlib import Path
from typing import Protocol, cast

from cxdash.cli.reply import Reply
from cxdash.errors import CxdashError
from cxdash.locale import t
from cxdash.vault.home import Home

ROOT = Path(__file__).parents[2]


class _App(Protocol):
    def run(self, *, config: dict[str, object]) -> None: ...


def serve(arguments: Namespace) -> Reply:
    """Serve the app on the data folder until it is interrupted."""
    Home.open(arguments.home)  # what is wrong with the folder is better said before anything listens
    _refuse_taken(arguments.host, arguments.port)
    os.environ["CXDASH_HOME"] = str(arguments.home)
    launcher = ROOT / "app.py"
    # Streamlit finds its settings beside the working folder, and resolves the app's script against argv[0].
    os.chdir(ROOT)
    sys.argv = [str(launcher)]
    app = cast(_App, runpy.run_path(str(launcher), run_name="cxdash_app")["app"])
    app.run(config={"server.address": arguments.host, "server.port": arguments.port})
    return Reply({"served": str(arguments.home)})


def _refuse_taken(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise CxdashError(t("There is no host “{host}”.", host=host), t("Try --host localhost.")) from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            sentence = t("{host}:{port} cannot be listened on: it is in use or not allowed.", host=host, port=port)
            raise CxdashError(sentence, t("Choose another one with --port.")) from None
