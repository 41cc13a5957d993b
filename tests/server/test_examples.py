"""What the page for web hosts tells them to write, tried with the real servers, and graded by others' rules."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.conftest import ROOT, SERVER

PAGE = ROOT / "docs/om/webbserver.md"
OBSERVATORY = ROOT / "tools/node_modules/@mdn/mdn-http-observatory"


def example(language: str) -> str:
    """The page's code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def filled(text: str, **values: object) -> str:
    """The example with a web host's own values in the place of the page's; each must be there."""
    for old, new in values.items():
        name = PLACES[old]
        assert name in text, name
        text = text.replace(name, str(new))
    return text


PLACES = {
    "https": "listen 443",
    "http": "listen 80",
    "certificate": "/etc/ssl/certs/sjukskrivning.pem",
    "key": "/etc/ssl/private/sjukskrivning.key",
    "folder": "/srv/sjukskrivning",
    "name": "sjukskrivning.example",
    "there": "https://$host$request_uri",
    "brotli": "# brotli_static",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of our own for localhost, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


@pytest.fixture(scope="module")
def nginx(
    tmp_path_factory: pytest.TempPathFactory, site: Path, certificate: tuple[Path, Path]
) -> Iterator[tuple[int, int]]:
    """The page's example, running; its ports for http and https."""
    folder = tmp_path_factory.mktemp("nginx")
    http, https = servers.free_port(), servers.free_port()
    host = folder / "srv"
    host.mkdir()
    (host / "site").symlink_to(site)
    (host / "server").symlink_to(SERVER)
    blocks = filled(
        example("nginx"),
        https=f"listen {servers.HOST}:{https}",
        http=f"listen {servers.HOST}:{http}",
        certificate=certificate[0],
        key=certificate[1],
        folder=host,
        name="localhost",
        there=f"https://$host:{https}$request_uri",
        **({"brotli": "brotli_static"} if servers.brotli_module() else {}),
    )
    with servers.nginx(folder, blocks, http, brotli=servers.brotli_module() is not None):
        yield http, https


def scanned(nginx: tuple[int, int], certificate: tuple[Path, Path], path: str) -> Any:
    http, https = nginx
    driver = Path(__file__).with_name("observatory.mjs")
    done = subprocess.run(
        ["node", str(driver), str(OBSERVATORY), "localhost", str(http), str(https), path],
        capture_output=True,
        text=True,
        env={"PATH": servers.PATH, "NODE_EXTRA_CA_CERTS": str(certificate[0])},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("path", ["/", "/verktyg/milstolpar/", "/formular/uppfoljning/"])
def test_mozillas_observatory_gives_the_best_grade(
    nginx: tuple[int, int], certificate: tuple[Path, Path], path: str
) -> None:
    found = scanned(nginx, certificate, path)
    assert found["grade"] == "A+", found
    assert [name for name, each in found["results"].items() if not each["pass"]] == []


@pytest.mark.caddy
def test_caddys_example_is_valid(site: Path, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(site)
    (tmp_path / "server").symlink_to(SERVER)
    file = tmp_path / "Caddyfile"
    file.write_text(filled(example("caddy"), folder=tmp_path), "utf-8")
    done = subprocess.run(
        servers.caddy_command("validate", file),
        capture_output=True,
        text=True,
        env=servers.caddy_home(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert "Valid configuration" in done.stdout + done.stderr


@pytest.mark.nginx
def test_the_observatory_finds_what_is_missing(
    tmp_path: Path, site: Path, certificate: tuple[Path, Path]
) -> None:
    """The grade above can be lost: the same server without our configuration."""
    http, https = servers.free_port(), servers.free_port()
    blocks = filled(
        example("nginx"),
        https=f"listen {servers.HOST}:{https}",
        http=f"listen {servers.HOST}:{http}",
        certificate=certificate[0],
        key=certificate[1],
        folder=tmp_path,
        there=f"https://$host:{https}$request_uri",
    )
    (tmp_path / "site").symlink_to(site)
    blocks = "".join(line for line in blocks.splitlines(True) if "include" not in line)
    with servers.nginx(tmp_path / "nginx", blocks, http):
        found = scanned((http, https), certificate, "/")
    missed = [name for name, each in found["results"].items() if not each["pass"]]
    assert missed == ["strict-transport-security", "x-content-type-options", "x-frame-options"]
    assert found["grade"] == "C"
