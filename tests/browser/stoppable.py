"""A server that can stop as servers do, and come back at the same address with another build."""

import contextlib
import re
import socket
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tools.build.server import HOST, Handler


class _Listening(ThreadingHTTPServer):
    """Knows its connections: a stopped server has none, also not those kept alive."""

    def __init__(self, *arguments: Any) -> None:
        self.connections: list[socket.socket] = []
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.append(request)
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: browsers let go of connections as they please."""


class Stoppable:
    """Serves a site below a path. ``asked``: what has been asked for, with its query."""

    def __init__(self, site: Path, below: str = "/") -> None:
        self.site, self.below = site, below
        self.asked: list[str] = []
        self.damaged = re.compile("(?!)")  # paths whose content is another than was built
        self.port = 0
        self.start()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}{self.below}"

    def start(self) -> None:
        self.server = _Listening((HOST, self.port), self._handler())
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        for connection in self.server.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _handler(self) -> type[Handler]:
        outer = self

        class Below(Handler):
            def do_GET(self) -> None:
                self.directory = str(outer.site)  # may be another one since the connection was made
                outer.asked.append(self.path)
                inside = self.path.startswith(outer.below)
                self.path = "/" + self.path.removeprefix(outer.below) if inside else "/nowhere/"
                if outer.damaged.search(self.path):
                    body = b"<!doctype html><title>A portal</title>Log in"
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    return
                super().do_GET()

            def send_header(self, keyword: str, value: str) -> None:
                # the browser's own cache must not do the service worker's work
                super().send_header(keyword, "no-store" if keyword == "Cache-Control" else value)

        return Below
