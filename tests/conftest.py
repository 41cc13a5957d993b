"""The finished site, served as in production. The tests use the build in ``site/``.

--without NAME    leave out what needs a browser or a server that this machine does not have
--server nginx    the browser's tests against nginx; ``-m core`` chooses those that say most
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import servers
from tools.build.server import make_server

# where the site lies when it has been built for an address with folders in it
BELOW = "/vard/sjukskrivning/"
# the day of a build that is to be compared with another
SOME_DAY = "1790000000"
ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
SERVER = ROOT / "server"

# What may be missing on a machine, and the fixtures by which a test needs it. A test that needs
# something without such a fixture carries its name as a mark.
NEEDS: dict[str, set[str]] = {
    "chromium": {"playwright"},
    "firefox": set(),  # runs what Chromium runs: --browser firefox
    "webkit": {"webkit"},
    "nginx": {"nginx"},
    "caddy": {"caddy"},
    "java": set(),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without", action="append", default=[], choices=NEEDS)
    parser.addoption("--server", default="ours", choices=["ours", "nginx"])


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "core: also run against every server and in every browser")
    config.addinivalue_line(
        "markers", "cdp: asks of the driver what it has no words for in Firefox (WebDriver BiDi)"
    )
    for name in NEEDS:
        config.addinivalue_line("markers", f"{name}: needs {name} on this machine")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What cannot run here is not run, and counted as such; tools/run.py says what that was."""
    out = [
        item
        for item in items
        if any(needs(item, name) for name in config.getoption("--without"))
        or (browser_of(item) == "firefox" and item.get_closest_marker("cdp"))
    ]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
    for item in (
        items
    ):  # on several cores: a file's tests share what they start, the built sites are built once
        of_sites = ROOT / "tests/site" in item.path.parents
        item.add_marker(pytest.mark.xdist_group("sites" if of_sites else str(item.path)))


def needs(item: pytest.Item, name: str) -> bool:
    used = set(getattr(item, "fixturenames", ()))
    return bool(NEEDS[name] & used) or item.get_closest_marker(name) is not None


def browser_of(item: pytest.Item) -> str | None:
    """The browser of --browser that this item is for."""
    name = getattr(getattr(item, "callspec", None), "params", {}).get("browser_name")
    return str(name) if name else None


@pytest.fixture(scope="session")
def site() -> Path:
    assert (SITE / "index.html").is_file(), "Bygg först: python3 tools/run.py build"
    return SITE


@pytest.fixture(scope="session")
def base_url(
    site: Path, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the site, with a slash at the end."""
    if pytestconfig.getoption("--server") == "nginx":
        with servers.nginx_with(
            tmp_path_factory.mktemp("nginx"), site, SERVER / "nginx.conf"
        ) as address:
            yield address
        return
    with served(site) as address:
        yield address


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Our own server for a site; its address."""
    server = make_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, site: Path) -> dict[str, Path]:
    """The finished site of each region."""
    from tests.site import regions

    found = {regions.DEFAULT: site}
    for region in regions.REGIONS:
        if region != regions.DEFAULT:
            found[region] = regions.build(region, tmp_path_factory.mktemp(region))
    return found


@pytest.fixture(scope="session")
def site_below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built for an address with folders in it, on another day, somewhere else on earth."""
    from tests.site import regions

    folder = tmp_path_factory.mktemp("below")
    settings = {"SITE_URL": f"https://vard.example{BELOW}", "SOURCE_DATE_EPOCH": SOME_DAY}
    return regions.build(regions.DEFAULT, folder, TZ="Pacific/Kiritimati", **settings)
