"""The finished site, served as in production. The tests use the build in ``site/``."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.build.server import make_server

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"


@pytest.fixture(scope="session")
def site() -> Path:
    assert (SITE / "index.html").is_file(), "Bygg först: python3 tools/run.py build"
    return SITE


@pytest.fixture(scope="session")
def base_url(site: Path) -> Iterator[str]:
    """The address of the site, with a slash at the end."""
    server = make_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
