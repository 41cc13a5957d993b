"""A real Chromium, and the calculator as a reader finds it."""

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

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


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {"args": QUIET, **({"executable_path": chromium} if chromium else {})}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture
def open_tool(page: Page, base_url: str) -> Callable[[], Page]:
    """Opens the calculator and waits until Python is ready."""

    def open_it() -> Page:
        page.goto(base_url + TOOL)
        page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
        return page

    return open_it


@pytest.fixture
def tool(open_tool: Callable[[], Page]) -> Page:
    return open_tool()


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
