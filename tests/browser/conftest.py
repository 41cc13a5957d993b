"""A real Chromium, and the calculator as a reader finds it."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

# Chromium's own calls home would fail here and disturb the tests; none of this concerns the site.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TOOL = "verktyg/milstolpar/"
CONNECTED = "a connection"  # what a sink writes down first of all
# what must come, comes; how long it takes on a busy machine is no test's concern
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_name: str) -> dict[str, Any]:
    """Debian's browsers. Firefox is driven by WebDriver BiDi, which Playwright calls a channel."""
    if browser_name == "firefox":
        return {"channel": "moz-firefox", "executable_path": shutil.which("firefox-esr")}
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {"args": QUIET, **({"executable_path": chromium} if chromium else {})}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


def open_tool(page: Page, base_url: str) -> Page:
    """The calculator, with Python ready."""
    page.goto(base_url + TOOL)
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    return page


@pytest.fixture
def tool(page: Page, base_url: str) -> Page:
    """The calculator on a page of its own."""
    return open_tool(page, base_url)


@pytest.fixture(scope="module")
def _shared(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    yield open_tool(context.new_page(), base_url)
    context.close()


@pytest.fixture
def same_tool(_shared: Page) -> Page:
    """The calculator emptied by hand, Python still running: saves its start for each test."""
    _shared.evaluate(
        """() => {
            const form = document.querySelector("#milestone-tool form");
            for (const row of [...form.querySelectorAll("fieldset")].slice(1)) row.remove();
            for (const input of form.querySelectorAll("input:not([type=hidden])")) {
                input.value = "";
                input.checked = false;
            }
            for (const select of form.querySelectorAll("select")) {
                select.value = [...select.options].find(option => option.defaultSelected)?.value
                    ?? select.options[0].value;
            }
            for (const area of form.querySelectorAll("textarea")) area.value = "";
            form.querySelector(".undo").hidden = true;
            document.activeElement.blur();
            for (const details of form.querySelectorAll("details")) details.open = false;
            form.querySelector("select").dispatchEvent(new Event("change", {bubbles: true}));
        }"""
    )
    expect(_shared.locator(".tool-result")).to_be_hidden()
    return _shared


@pytest.fixture
def new_context(browser: Browser) -> Any:
    """Contexts with their own settings (no JavaScript, a dark scheme …), closed afterwards."""
    made: list[BrowserContext] = []

    def make(**settings: Any) -> BrowserContext:
        made.append(browser.new_context(locale="sv-SE", **settings))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def sink() -> Iterator[tuple[str, list[str]]]:
    """Another origin, which must hear nothing, not so much as a connection without a word in it."""
    heard: list[str] = []

    class Sink(ThreadingHTTPServer):
        def get_request(self) -> tuple[socket.socket, Any]:
            heard.append(CONNECTED)
            return super().get_request()

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

    server = Sink(("127.0.0.1", 0), Listen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
