"""Serves the finished site on this machine, with the headers that ``_headers`` tells a server to send.

python -m tools.build.server --port 8000
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.build.headers import content_type
from tools.build.rules import ROOT

SITE = ROOT / "site"
HOST = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Files of the site: production headers, its own 404 page, nothing in the log."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for name, value in headers_for(self.path.split("?")[0], self.rules()).items():
            self.send_header(name, value)
        super().end_headers()

    def rules(self) -> list[tuple[str, dict[str, str]]]:
        return read_headers(Path(self.directory, "_headers"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        return content_type(path)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a server log would hold the addresses that were read."""


def read_headers(file: Path) -> list[tuple[str, dict[str, str]]]:
    """The blocks of a ``_headers`` file: path pattern and its headers."""
    blocks: list[tuple[str, dict[str, str]]] = []
    for line in file.read_text("utf-8").splitlines() if file.is_file() else []:
        if line.startswith("/"):
            blocks.append((line.strip(), {}))
        elif ":" in line:
            name, value = line.strip().split(":", 1)
            blocks[-1][1][name] = value.strip()
    return blocks


def headers_for(path: str, blocks: list[tuple[str, dict[str, str]]]) -> dict[str, str]:
    """The headers of a path; a later block replaces an earlier one's header of the same name."""
    found: dict[str, str] = {}
    for pattern, lines in blocks:
        if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
            found |= lines
    return found


def make_server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server for a site; port 0 takes any free one. Raises OSError when the port is taken."""
    return ThreadingHTTPServer((HOST, port), partial(Handler, directory=str(site)))


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.build.server", description="Visar den färdiga sajten."
    )
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    try:
        server = make_server(SITE, port)
    except (OSError, OverflowError):
        print(f"Port {port} går inte att använda. Välj en annan med --port.", file=sys.stderr)
        return 1
    print(f"Sajten visas på http://{HOST}:{server.server_port}/ – avsluta med Ctrl+C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
