"""Every server sends what tools/build/headers.py says: nginx with and without brotli, Caddy, and our own."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup

from tests import servers
from tests.conftest import BELOW, SERVER
from tests.servers import ask
from tools.build import headers
from tools.build.server import headers_for, make_server, read_headers
from tools.build.servers import below
from tools.build.version import files_of

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}
# what each can send; ours is for this machine
PACKED = {"nginx": ["gzip"], "nginx with brotli": ["br", "gzip"], "caddy": ["br", "gzip"]}
REAL = [
    pytest.param(name, marks=[getattr(pytest.mark, name.split()[0])], id=name) for name in PACKED
]


@contextmanager
def running(name: str, folder: Path, root: Path, made: Path, path: str = "/") -> Iterator[str]:
    """A server with the configurations of the folder ``made``; the site's address."""
    if name == "ours":
        server = make_server(root, 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
    elif name == "caddy":
        with servers.caddy_with(folder, root, made / "caddy.conf", path) as address:
            yield address
    else:
        with servers.nginx_with(
            folder, root, made / "nginx.conf", path, brotli="brotli" in name
        ) as address:
            yield address


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, site: Path
) -> Iterator[tuple[str, str]]:
    """Name and address of a server that runs as the build configured it."""
    with running(request.param, tmp_path_factory.mktemp("server"), site, SERVER) as address:
        yield request.param, address


def promised(site: Path, path: str) -> dict[str, str]:
    """The headers of a path as ``_headers`` tells them."""
    sent = headers_for("/" + path, read_headers(site / "_headers"))
    return {name.lower(): value for name, value in sent.items()}


def paths(site: Path) -> list[str]:
    """Every file of the site as a reader asks for it; not those that were made of another."""
    names = [file.relative_to(site).as_posix() for file in files_of(site)]
    whole = [name for name in names if not name.endswith((".br", ".gz")) or name[:-3] not in names]
    return [name.removesuffix("index.html") for name in whole if name != headers.NOT_FOUND]


@pytest.mark.parametrize("server", [*REAL, "ours"], indirect=True)
def test_every_file_comes_with_its_headers_and_as_what_it_is(
    server: tuple[str, str], site: Path
) -> None:
    _, address = server
    kinds = set()
    for path in paths(site):
        answer = ask(address, path, "HEAD")
        assert answer.status == 200, path
        wanted = promised(site, path)
        assert {name: answer.headers.get(name) for name in wanted} == wanted, path
        name = path if path and not path.endswith("/") else path + "index.html"
        assert answer.headers.get("content-type") == headers.content_type(name), path
        assert "set-cookie" not in answer.headers
        kinds.add(Path(name).suffix)
    assert {".html", ".json", ".mjs", ".js", ".css", ".svg", ".wasm", ".whl", ".xml"} <= kinds


def test_every_ending_on_the_site_has_a_type(site: Path) -> None:
    endings = {file.suffix for file in files_of(site)} - {".br", ""}
    assert endings <= set(headers.KINDS)


@pytest.mark.parametrize("server", [*REAL, "ours"], indirect=True)
def test_only_what_is_named_by_its_content_is_kept(server: tuple[str, str], site: Path) -> None:
    _, address = server
    kept = {
        path
        for path in paths(site)
        if ask(address, path, "HEAD").headers["cache-control"] == headers.FOREVER
    }
    named = {path for path in paths(site) if headers.cache_control(path) == headers.FOREVER}
    assert kept == named
    assert any(path.endswith(".wasm") for path in kept)
    for path in ("", "om/", "version.json", "sitemap.xml", "search/search_index.json"):
        answer = ask(address, path)
        assert answer.headers["cache-control"] == "no-cache", path


@pytest.mark.parametrize("server", REAL, indirect=True)
def test_what_is_packed_is_the_same_when_it_is_unpacked(
    server: tuple[str, str], site: Path
) -> None:
    name, address = server
    for path in paths(site):
        file = site / path
        file = file / "index.html" if file.is_dir() else file
        whole = file.read_bytes()
        for way in UNPACK:
            answer = ask(address, path, accept_encoding=way)
            coding = answer.headers.get("content-encoding")
            packed = headers.KINDS[file.suffix].packed if file.suffix else False
            if way in PACKED[name] and packed and len(whole) > 1000:
                assert coding == way, path
                assert len(answer.body) < len(whole), path
                assert answer.headers.get("vary") == "Accept-Encoding", path
            body = UNPACK[coding](answer.body) if coding else answer.body
            assert body == whole, path
            wanted = promised(site, path)
            assert {name: answer.headers.get(name) for name in wanted} == wanted, path


@pytest.mark.parametrize("server", REAL, indirect=True)
def test_who_takes_nothing_packed_gets_it_whole(server: tuple[str, str], site: Path) -> None:
    _, address = server
    (wasm,) = (path for path in paths(site) if path.endswith(".asm.wasm"))
    for accepted in ("identity", "zstd", "br;q=0, gzip;q=0"):
        answer = ask(address, wasm, accept_encoding=accepted)
        assert "content-encoding" not in answer.headers, accepted
        assert answer.body == (site / wasm).read_bytes()


@pytest.mark.parametrize("server", [*REAL, "ours"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        "finns-inte/",
        "finns/inte.mjs",
        "finns-inte.wasm",
        "%ff",
        # under an address that would be kept for a year
        "assets/tools/0123456789abcdef/form.mjs",
        "assets/runtime/0123456789abcdef/pyodide.asm.wasm",
        "assets/site.01234567.css",
    ],
)
def test_a_page_that_is_not_there(server: tuple[str, str], site: Path, path: str) -> None:
    _, address = server
    answer = ask(address, path)
    assert answer.status == 404
    assert answer.body == (site / headers.NOT_FOUND).read_bytes()
    assert answer.headers["content-type"] == headers.KINDS[".html"].type
    wanted = promised(site, "")
    assert wanted["cache-control"] == "no-cache"
    assert {name: answer.headers.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("server", REAL, indirect=True)
@pytest.mark.parametrize("path", ["404.html", "assets/", "assets/runtime/", "../server/nginx.conf"])
def test_what_nobody_is_shown(server: tuple[str, str], path: str) -> None:
    """The page for what is missing, folders without a page, what lies beside the site."""
    _, address = server
    assert ask(address, path).status in (400, 404)


@pytest.mark.parametrize("server", REAL, indirect=True)
def test_a_page_that_has_not_changed_is_not_sent_again(server: tuple[str, str], site: Path) -> None:
    _, address = server
    for coding in ("identity", "gzip"):
        first = ask(address, "om/", accept_encoding=coding)
        again = ask(address, "om/", accept_encoding=coding, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        wanted = promised(site, "om/")
        assert {name: again.headers.get(name) for name in wanted} == wanted
    other = ask(address, "om/", accept_encoding="gzip", if_none_match='"another"')
    assert other.status == 200


@pytest.mark.parametrize("server", REAL, indirect=True)
def test_a_folder_without_its_slash_leads_to_it(server: tuple[str, str]) -> None:
    """Relative: behind a proxy the server does not know its own address."""
    _, address = server
    answer = ask(address, "om")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == "/om/"


@pytest.mark.parametrize("server", REAL, indirect=True)
def test_nothing_can_be_sent_to_it(server: tuple[str, str]) -> None:
    _, address = server
    for method in ("POST", "PUT", "DELETE"):
        assert ask(address, "om/", method).status == 405, method


@pytest.mark.nginx
def test_nginx_keeps_no_record_of_what_is_read(tmp_path: Path, site: Path) -> None:
    with servers.nginx_with(tmp_path, site, SERVER / "nginx.conf") as address:
        assert ask(address, "om/integritet/").status == 200
    assert "integritet" not in (tmp_path / "access.log").read_text("utf-8")


# --- under a folder --------------------------------------------------------------------------


@pytest.mark.parametrize("name", REAL)
def test_the_site_lies_under_a_folder(site_below: Path, tmp_path: Path, name: str) -> None:
    """Built for that address: what is sent, the 404 page too, leads to nothing outside the folder."""
    (tmp_path / BELOW.strip("/")).parent.mkdir(parents=True)
    (tmp_path / BELOW.strip("/")).symlink_to(site_below)
    made = site_below.parent / "server"
    with running(name, tmp_path / "server", tmp_path, made, BELOW) as address:
        host = address.removesuffix(BELOW)
        for path in paths(site_below):
            answer = ask(address, path, "HEAD")
            wanted = promised(site_below, path)
            assert answer.status == 200
            assert {each: answer.headers.get(each) for each in wanted} == wanted, path
        missing = ask(address, "finns/inte/")
        assert missing.status == 404
        page = BeautifulSoup(missing.body, "html.parser")
        loaded = [tag["src"] for tag in page.find_all("script", src=True)]
        loaded += [tag["href"] for tag in page.find_all("link", rel="stylesheet")]
        assert len(loaded) > 3
        for link in loaded:
            assert str(link).startswith(BELOW)
            assert ask(host, str(link), "HEAD").status == 200
        without = ask(host, BELOW.rstrip("/"))
        assert (without.status, without.headers["location"]) == (301, BELOW)
        # what else the host has is its own affair
        assert "content-security-policy" not in ask(host, "/annat").headers


def test_the_path_is_that_of_the_address() -> None:
    assert below("") == "/"
    assert below("https://vard.example") == "/"
    assert below("https://vard.example/sjukskrivning") == "/sjukskrivning/"
    assert below("https://vard.example/a/b/") == "/a/b/"


# --- who may show the site -------------------------------------------------------------------


def test_nobody_may_frame_the_site_unless_the_region_says_so() -> None:
    nobody = headers.security("default-src 'none'", [])
    assert nobody["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    assert nobody["X-Frame-Options"] == "DENY"
    somebody = headers.security("default-src 'none'", ["https://vard.example", "https://b.example"])
    assert somebody["Content-Security-Policy"].endswith(
        "; frame-ancestors https://vard.example https://b.example"
    )
    assert "X-Frame-Options" not in somebody
