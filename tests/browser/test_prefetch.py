"""A tool's files come when the reader is about to open it, and not where data is to be saved."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import TOOL
from tools.build.server import HOST, Handler

QUICK = ["pyodide.asm.mjs", "pyodide.mjs", "python.wasm", "snapshot.bin"]
LINK = f".md-content a[href*='{TOOL}']"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Without a service worker, which would keep the files later of its own accord."""
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    return context.new_page()


@pytest.fixture
def counting(site: Path) -> Iterator[tuple[str, list[str]]]:
    """A server of the site, and the names of the files it has been asked for."""
    asked: list[str] = []

    class Counting(Handler):
        def do_GET(self) -> None:
            asked.append(self.path.rpartition("/")[2])
            super().do_GET()

    server = ThreadingHTTPServer((HOST, 0), partial(Counting, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}/", asked
    server.shutdown()


def runtime(page: Page) -> list[str]:
    fetched: list[str] = []

    def note(url: str) -> None:
        if "/assets/runtime/" in url or "/assets/quick/" in url:
            fetched.append(url.rpartition("/")[2])

    page.on("request", lambda request: note(request.url))
    return fetched


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param(lambda page: page.locator(LINK).first.hover(), id="pointer"),
        pytest.param(lambda page: page.locator(LINK).first.focus(), id="focus"),
    ],
)
def test_a_tool_that_is_about_to_be_opened_is_fetched_once(
    page: Page, counting: tuple[str, list[str]], sign: Callable[[Page], None]
) -> None:
    address, served = counting
    fetched = runtime(page)
    page.goto(address, wait_until="networkidle")
    assert not fetched
    with page.expect_response("**/snapshot.bin") as response:
        sign(page)
    response.value.finished()
    page.wait_for_load_state("networkidle")
    assert sorted(fetched) == QUICK
    page.locator(LINK).first.click()
    expect(page.locator(".tool[data-state=ready]")).to_be_visible(timeout=60_000)
    assert sorted(name for name in served if name in QUICK[2:]) == QUICK[2:]  # once, for both


@pytest.mark.parametrize(
    "against",
    [
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})",
        "sessionStorage.setItem('sjukskrivning-nothing-kept', 'yes')",
    ],
)
def test_nothing_comes_where_it_is_not_wanted(page: Page, base_url: str, against: str) -> None:
    page.add_init_script(against)
    fetched = runtime(page)
    page.goto(base_url, wait_until="networkidle")
    page.locator(LINK).first.hover()
    page.wait_for_timeout(1_000)
    assert not fetched


def test_a_pointer_on_its_way_elsewhere_fetches_nothing(page: Page, base_url: str) -> None:
    fetched = runtime(page)
    page.goto(base_url, wait_until="networkidle")
    page.evaluate(
        """(selector) => {
            document.querySelector(selector).dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
            document.body.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
        }""",
        LINK,
    )
    page.wait_for_timeout(1_000)
    assert not fetched


def test_a_tool_asks_for_no_other(page: Page, base_url: str) -> None:
    page.goto(base_url + TOOL, wait_until="networkidle")
    fetched = runtime(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("a[href*='/verktyg/dfa/'], a[href$='../dfa/']").first.dispatch_event("pointerover")
    page.wait_for_timeout(1_000)
    assert not fetched
    assert not asked
