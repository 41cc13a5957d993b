"""Real servers for the tests: Debian's nginx and Caddy, as processes of our own on this machine alone.

Each keeps its files in a folder of the test's, and ends with the test.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

HOST = "127.0.0.1"
BROTLI = "ngx_http_brotli_static_module.so"
PATH = os.environ.get("PATH", "")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request, nothing followed and nothing unpacked. ``headers``: with _ for -."""
    host = urlsplit(address)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=30)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, host.path + path, headers=sent)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    names = [name.lower() for name, _ in response.getheaders()]
    assert len(names) == len(set(names)), f"a header stands twice: {names}"
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def nginx_program() -> str:
    """Debian puts it where only root's PATH leads."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or "nginx"


def brotli_module() -> Path | None:
    """nginx' module that sends NAME.br, where it is installed."""
    return next(iter(Path("/usr/lib").glob(f"**/nginx/modules/{BROTLI}")), None)


def nginx_configuration(folder: Path, servers: str, brotli: bool = False) -> Path:
    """A whole configuration as Debian's, with its types and its gzip; nothing of it outside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        (f"load_module {brotli_module()};\n" if brotli else "")
        # as root the workers would become another user, who cannot read a test's folder
        + ("user root;\n" if os.geteuid() == 0 else "")
        + f"""daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
{temporary}    access_log {folder}/access.log;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    gzip on;
{servers}
}}
""",
        "utf-8",
    )
    return file


def nginx_command(file: Path) -> list[str]:
    return [
        nginx_program(),
        "-e",
        f"{file.parent}/error.log",
        "-p",
        str(file.parent),
        "-c",
        str(file),
    ]


@contextlib.contextmanager
def nginx(folder: Path, servers: str, port: int, brotli: bool = False) -> Iterator[None]:
    """A running nginx with some server blocks, one of which listens on ``port``."""
    file = nginx_configuration(folder, servers, brotli)
    with _running(nginx_command(file), port, folder / "error.log", dict(os.environ)):
        yield


@contextlib.contextmanager
def nginx_with(
    folder: Path, root: Path, included: Path, path: str = "/", brotli: bool = False
) -> Iterator[str]:
    """An nginx that includes a configuration of ours; the address of the site, with a slash at the end."""
    port = free_port()
    server = f"""    server {{
        listen {HOST}:{port};
        root {root};
        include {included};
        {"brotli_static on;" if brotli else ""}
    }}"""
    with nginx(folder, server, port, brotli):
        yield f"http://{HOST}:{port}{path}"


@contextlib.contextmanager
def caddy_with(folder: Path, root: Path, included: Path, path: str = "/") -> Iterator[str]:
    """The same with Caddy."""
    port = free_port()
    file = folder / "Caddyfile"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"""{{
	admin off
	auto_https off
}}
http://{HOST}:{port} {{
	bind {HOST}
	root * {root}
	import {included}
}}
""",
        "utf-8",
    )
    with _running(caddy_command("run", file), port, folder / "error.log", caddy_home(folder)):
        yield f"http://{HOST}:{port}{path}"


def caddy_command(what: str, file: Path) -> list[str]:
    return ["caddy", what, "--config", str(file), "--adapter", "caddyfile"]


def caddy_home(folder: Path) -> dict[str, str]:
    """Caddy keeps files in the user's home; here in the test's folder."""
    return {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}


@contextlib.contextmanager
def _running(
    command: list[str], port: int, log: Path, environment: dict[str, str]
) -> Iterator[None]:
    with log.open("ab") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, env=environment)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended:\n{log.read_text('utf-8')}")
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)
