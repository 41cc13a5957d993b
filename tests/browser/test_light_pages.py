"""What a reader notices of how pages load: nothing moves, nothing is fetched before it is needed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TOOL
from tests.browser.forms import ASSESSMENT, PATIENT, PLAN, START

PAGES = [
    "",
    "riktlinjer/processen/",
    "riktlinjer/lakarintyg/",
    "roller/",
    "om/integritet/",
    TOOL,
    "verktyg/dfa/",
    *(f"formular/{form}/" for form in (ASSESSMENT, PLAN, PATIENT)),
]
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844), "narrow": (320, 640)}

WATCH = """
    self.moved = [];
    new PerformanceObserver((list) => {
        for (const {value, hadRecentInput, sources} of list.getEntries()) {
            if (hadRecentInput) continue;
            self.moved.push([value, ...sources.map(({node, previousRect, currentRect}) =>
                `${node?.nodeName} ${node?.className ?? node?.textContent} ${previousRect.y} -> ${currentRect.y}`)]);
        }
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_a_page_loads_and_a_tool_starts(
    new_context: Any, base_url: str, path: str, width: str
) -> None:
    across, down = WIDTHS[width]
    page = new_context(viewport={"width": across, "height": down}).new_page()
    page.add_init_script(WATCH)
    page.goto(base_url + path)
    page.wait_for_load_state("networkidle")
    if page.locator(".tool").count():
        expect(page.locator("[data-state=ready]")).to_be_visible(timeout=START)
        page.wait_for_timeout(300)  # for what it says then
    assert page.evaluate("self.moved") == []


def test_the_watch_sees_what_moves(page: Page, base_url: str) -> None:
    """The tests above can fail."""
    page.add_init_script(WATCH)
    page.goto(base_url)
    page.evaluate(
        "document.querySelector('main h1').before('En rad till', document.createElement('hr'))"
    )
    page.wait_for_function("self.moved.length > 0")


@pytest.mark.parametrize("path", ["", TOOL, f"formular/{PLAN}/"])
def test_a_page_waits_for_its_stylesheet_alone(page: Page, base_url: str, path: str) -> None:
    page.goto(base_url + path)
    waited = page.evaluate(
        """performance.getEntriesByType("resource")
            .filter(({renderBlockingStatus}) => renderBlockingStatus === "blocking")
            .map(({name}) => new URL(name).pathname)"""
    )
    assert len(waited) == 1
    assert waited[0].endswith(".css")


def test_the_search_index_comes_when_the_search_is_used(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def indexes() -> int:
        return sum(url.endswith("search_index.json") for url in asked)

    for path in ("", "riktlinjer/processen/"):
        page.goto(base_url + path)
        page.wait_for_load_state("networkidle")
    assert asked
    assert indexes() == 0
    box = page.get_by_role("textbox", name="Sök", exact=True)
    box.focus()
    box.press_sequentially("intyg")  # at once: what is typed before the index has come counts
    expect(page.locator(".md-search-result__item h1").first).to_be_visible()
    assert indexes() == 1


def test_the_scheme_is_the_systems_until_the_reader_chooses(
    new_context: Any, base_url: str
) -> None:
    context = new_context(color_scheme="dark")
    page = context.new_page()
    stored = "Object.keys(localStorage)"
    schemes = {"dark": "slate", "light": "default"}
    for path, scheme in {"": "dark", "om/": "light", "om/kallor/": "light"}.items():
        page.emulate_media(color_scheme=scheme)  # while the page before is open, too
        page.goto(base_url + path)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", schemes[scheme])
        assert page.evaluate(stored) == []
    page.locator("label[title='Byt till mörkt läge']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate(stored) == ["/.__palette"]
    page.goto(base_url)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
