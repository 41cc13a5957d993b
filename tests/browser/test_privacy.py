"""What is typed stays in the tab. Not promised: tried. The ways out, each: test_layers.py."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TOOL
from tools.build import headers

MARK = "1987-06-05"  # a day that stands nowhere on the site


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
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        if path == "404.html":
            continue
        page.goto(base_url + path)
        if '<script type="module" src="../../assets/tools/' in file.read_text("utf-8"):
            # a page that is left while Python is being fetched gets a word in Firefox's console
            expect(page.locator(".tool[data-state=ready]").first).to_be_visible(timeout=60_000)
            page.wait_for_load_state("networkidle")
    assert spoken == []
    page.goto(base_url + "404.html")
    page.wait_for_load_state("load")
    # a server that keeps this page for what is missing says so, and the console repeats it
    assert [line for line in spoken if not line.endswith("404 (Not Found)")] == []
    assert len(spoken) <= 1
    assert asked
    assert {url for url in asked if not url.startswith((base_url, "blob:"))} == set()


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


@pytest.mark.cdp
def test_what_fetched_the_runtime_fetches_nothing_more(
    page: Page, base_url: str, site: Path
) -> None:
    """The worker's own module keeps the browser's fetch for itself, until the way out is closed."""
    (module,) = (site / "assets/tools").glob("*/whole.mjs")
    page.goto(base_url + TOOL)
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    (worker,) = (each for each in page.workers if each.url.startswith("blob:"))
    told = worker.evaluate(
        """async ([module, url]) => {
            const { fetchWhole } = await import(module);
            return await fetchWhole(url, { name: "a file" }).then(() => "fetched", (error) => error.reason);
        }""",
        [f"{base_url}{module.relative_to(site).as_posix()}", f"{base_url}version.json"],
    )
    assert told == "network"
    assert not [url for url in asked if "version.json" in url]
