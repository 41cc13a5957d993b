"""Each layer of the policy alone, against real attempts to tell another origin something.

The policy comes as the server's header, as <meta> in the page and from the service worker, and a worker
has it by being started through a blob:. Here the others are taken away, one site for each.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser import leaks
from tests.browser.conftest import CONNECTED, TOOL
from tests.browser.test_offline import until
from tools.build import offline
from tools.build.server import HOST, Handler

Sink = tuple[str, list[str]]

LAYERS = ["header", "meta", "service worker"]
NOTHING = "nothing"  # the control: none of them
THIEF = "assets/thief.mjs"  # a worker's script that lies on the server
# Python's worker as it is, but that the test can ask Python, and can undo what the worker does for itself:
# the policy alone has to hold.
WAYS = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "Worker"]
IMPORTED = "const python = pyodide.pyimport"
OPENED = (IMPORTED, f"scope.python = pyodide; {IMPORTED}")
KEEP_WAYS = (
    f"const kept = {{}}; for (const way of {WAYS}) kept[way] = self[way]; self.kept = kept;\n"
)
RESTORE = """() => {
    for (const [name, way] of Object.entries(kept)) {
        Object.defineProperty(self, name, {value: way, writable: true, configurable: true});
    }
}"""


@pytest.fixture(scope="module")
def sites(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site with and without <meta>, and without but for the service worker that brings its headers."""
    folder = tmp_path_factory.mktemp("layers")
    unpacked = shutil.ignore_patterns("*.br", "*.gz", "*.map")
    with_meta, without = folder / "meta", folder / "without"
    shutil.copytree(site, with_meta, ignore=unpacked)
    (worker,) = with_meta.glob("assets/tools/*/python-worker.mjs")
    code = worker.read_text("utf-8")
    assert OPENED[0] in code
    worker.write_text(KEEP_WAYS + code.replace(*OPENED), "utf-8")
    shutil.copytree(with_meta, without)
    for page in without.rglob("*.html"):
        html = page.read_text("utf-8")
        bare, found = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        assert found == 1, page
        page.write_text(bare, "utf-8")
    offline.write_worker(without)  # the pages are others now, and it knows them by their content
    return {"header": without, "meta": with_meta, "service worker": without, NOTHING: without}


@pytest.fixture
def opened(
    context: BrowserContext, sites: dict[str, Path], sink: Sink
) -> Iterator[Callable[[str], Page]]:
    """The calculator where nothing but that layer is there."""
    servers = []

    def open_with(layer: str) -> Page:
        class Plain(Handler):
            """Without our headers, but for the site that has them alone."""

            def rules(self) -> list[tuple[str, dict[str, str]]]:
                return super().rules() if layer == "header" else []

            def do_GET(self) -> None:
                if self.path.endswith("snapshot.bin"):  # there Python lacks most of its ways
                    return self.send_error(404)
                if self.path == f"/{THIEF}":
                    body = leaks.worker(leaks.WORKER, f"{sink[0]}address/").encode()
                    self.send_response(200)
                    self.send_header("Content-Type", "text/javascript")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                elif self.path == "/sw.js" and layer == NOTHING:
                    self.send_error(404)
                else:
                    super().do_GET()
                return None

        server = ThreadingHTTPServer(
            (HOST, 0), lambda *given: Plain(*given, directory=sites[layer])
        )
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{server.server_port}/"
        page = context.new_page()
        if layer == "service worker":
            page.goto(address)
            until(
                page,
                "(await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'",
            )
        answered = page.goto(address + TOOL)
        assert answered
        assert answered.from_service_worker == (layer == "service worker")
        policy = "default-src 'none'"
        sent = policy in answered.headers.get("content-security-policy", "")
        assert sent == (layer in ("header", "service worker"))
        assert (policy in answered.text()) == (layer == "meta")
        return page

    yield open_with
    for server in servers:
        server.shutdown()


def told(page: Page, sink: Sink) -> set[str]:
    """What the sink has heard when the browser itself has been there at last, after all its attempts."""
    address, heard = sink
    before = set(heard)
    last = page.context.new_page()
    last.goto(address + "last")
    last.close()
    return (before | set(heard) - {CONNECTED}) - {"/last", "/favicon.ico"}


def try_from_page(page: Page, address: str, ways: dict[str, str] = leaks.PAGE) -> None:
    for way in ways.values():
        with suppress(Error):  # where it has led away from the page
            page.evaluate(leaks.tried(way), f"{address}page/")


def try_from_worker(page: Page, address: str, kind: str) -> str:
    """The worker is started as ours is; whether it could run code made from text."""
    ways = {
        name: way
        for name, way in leaks.WORKER.items()
        if kind == "classic" or name != "importscripts"
    }
    run = page.evaluate(
        """([code, type]) => new Promise((resolve, reject) => {
            const source = new Blob([code], {type: "text/javascript"});
            const worker = new Worker(URL.createObjectURL(source), {type});
            worker.onmessage = ({data}) => resolve(data);
            worker.onerror = () => reject(new Error("no worker"));
        })""",
        [leaks.worker(ways, f"{address}{kind}/"), kind],
    )
    return str(run)


def try_from_python(page: Page, address: str) -> None:
    expect(page.locator("#milestone-tool")).to_have_attribute(
        "data-state", "ready", timeout=120_000
    )
    (worker,) = [each for each in page.workers if each.url.startswith("blob:")]
    worker.evaluate(RESTORE)
    for way in [*leaks.PYTHON.values(), leaks.SOCKET]:
        worker.evaluate(
            """async ([code, sink]) => {
                python.globals.set("SINK", sink);
                try { await python.runPythonAsync(code); } catch {}
            }""",
            [leaks.ENDED + way, f"{address}python/"],
        )


def ways(origin: str, names: set[str]) -> set[str]:
    return {f"/{origin}/{name}" for name in names}


@pytest.mark.core
def test_all_layers_together_keep_page_and_worker_silent(
    page: Page, base_url: str, sink: Sink
) -> None:
    """On every server and in every browser, as it is in use."""
    page.goto(base_url + TOOL)
    assert try_from_worker(page, sink[0], "module") == "refused"
    try_from_page(page, sink[0])
    assert told(page, sink) == set()
    try_from_page(page, sink[0], leaks.CONNECTING)
    assert told(page, sink) <= {CONNECTED}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_alone_keeps_page_worker_and_python_silent(
    opened: Callable[[str], Page], sink: Sink, layer: str
) -> None:
    page = opened(layer)
    try_from_python(page, sink[0])
    assert try_from_worker(page, sink[0], "classic") == "refused"
    assert try_from_worker(page, sink[0], "module") == "refused"
    try_from_page(page, sink[0])
    assert told(page, sink) == set()
    try_from_page(page, sink[0], leaks.CONNECTING)
    assert told(page, sink) <= {CONNECTED}


def test_without_a_layer_everything_is_heard(opened: Callable[[str], Page], sink: Sink) -> None:
    """The tests above can fail. What the browser itself refuses stands in NEVER."""
    page = opened(NOTHING)
    try_from_python(page, sink[0])
    assert try_from_worker(page, sink[0], "classic") == "runs"
    assert try_from_worker(page, sink[0], "module") == "runs"
    try_from_page(page, sink[0], leaks.PAGE | leaks.CONNECTING)
    assert told(page, sink) - {CONNECTED} == (
        ways("page", {*leaks.PAGE, *leaks.CONNECTING} - leaks.NEVER)
        | ways("classic", set(leaks.WORKER))
        | ways("module", set(leaks.WORKER) - {"importscripts"})
        | ways("python", set(leaks.PYTHON))
        | {"/"}  # leaks.SOCKET
    )


def test_only_the_start_through_a_blob_binds_a_worker(
    opened: Callable[[str], Page], sink: Sink
) -> None:
    """Why python.mjs starts it so: one with an address has its own server's policy, and here is none."""
    page = opened("meta")
    assert (
        page.evaluate(
            """address => new Promise((resolve) => {
            new Worker(address).onmessage = ({data}) => resolve(data);
        })""",
            f"/{THIEF}",
        )
        == "runs"
    )
    assert told(page, sink) - {CONNECTED} == ways("address", set(leaks.WORKER))


def test_what_no_policy_stops_is_known(page: Page, base_url: str, sink: Sink) -> None:
    """All layers together, and still heard: the list of Om → Integritet is true."""
    page.goto(base_url + TOOL)
    try_from_page(page, sink[0], leaks.UNSTOPPED)
    assert told(page, sink) - {CONNECTED} == ways("page", {"window", "navigation"})
