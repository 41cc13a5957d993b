"""What goes wrong on clinics' computers, each once: the reader is told, or nothing is noticed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import TOOL, open_tool
from tests.browser.forms import Gate

WASM = "**/*.wasm"
WORKER = "**/python-worker.mjs"


def compute(page: Page, start: str = "2026-03-02") -> None:
    page.get_by_label("Från och med").fill(start)
    expect(page.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-05-31", timeout=120_000
    )


def answer_with(page: Page, pattern: str, change: Callable[[bytes], bytes], **more: Any) -> None:
    """The file as the server has it, but for what is changed."""

    def meet(route: Route) -> None:
        if route.request.method == "HEAD":
            return route.continue_()
        response = route.fetch()
        route.fulfill(response=response, body=change(response.body()), **more)

    page.route(pattern, meet)


def test_a_file_that_was_cut_off_is_refused(page: Page, base_url: str) -> None:
    answer_with(page, WASM, lambda body: body[: len(body) // 2])
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("en hämtad fil är skadad", timeout=120_000)


def test_a_wrong_type_of_a_script_is_said(page: Page, base_url: str) -> None:
    answer_with(page, WORKER, lambda body: body, content_type="text/plain")
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("kunde inte starta", timeout=120_000)


@pytest.mark.parametrize("content_type", ["application/octet-stream", "text/plain", ""])
def test_a_server_that_does_not_know_webassembly_is_enough(
    page: Page, base_url: str, content_type: str
) -> None:
    answer_with(page, WASM, lambda body: body, content_type=content_type)
    page.goto(base_url + TOOL)
    compute(page)


def test_too_little_memory_is_said_and_what_was_typed_stays(page: Page, base_url: str) -> None:
    full = b"WebAssembly.Memory = function () { throw new RangeError('no memory'); };\n"
    answer_with(page, WORKER, lambda body: full + body)
    page.goto(base_url + TOOL)
    page.get_by_label("Från och med").fill("2026-03-02")
    expect(page.locator(".tool-status")).to_contain_text("kunde inte starta", timeout=120_000)
    expect(page.get_by_label("Från och med")).to_have_value("2026-03-02")


def test_where_nothing_may_be_stored_everything_works(page: Page, base_url: str) -> None:
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]) {
            Object.defineProperty(window, name, {
                get() { throw new DOMException("denied", "SecurityError"); },
            });
        }
        Object.defineProperty(document, "cookie", {
            get() { throw new DOMException("denied", "SecurityError"); },
        });"""
    )
    page.goto(base_url + TOOL)
    compute(page)


def test_two_tabs_know_nothing_of_each_other(browser: Browser, base_url: str) -> None:
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    one, other = (open_tool(context.new_page(), base_url) for _ in range(2))
    compute(one)
    expect(other.get_by_label("Från och med")).to_have_value("")
    other.get_by_label("Från och med").fill("2026-01-01")
    other.get_by_role("button", name="Rensa allt").click()
    expect(other.get_by_label("Från och med")).to_have_value("")
    expect(one.locator("tr[data-id=chain_step_2]")).to_be_visible()
    context.close()


def test_printing_while_it_loads_harms_nothing(page: Page, base_url: str) -> None:
    gate = Gate(page)
    page.goto(base_url + TOOL)
    assert page.pdf().startswith(b"%PDF")
    gate.open()
    compute(page)


@pytest.mark.parametrize("now", ["1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z"])
def test_a_clock_that_is_wrong_changes_no_date_written_in_full(
    page: Page, base_url: str, now: str
) -> None:
    page.clock.set_fixed_time(now)
    page.goto(base_url + TOOL)
    compute(page)


@pytest.mark.parametrize("start", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_the_first_and_last_days_are_answered(page: Page, base_url: str, start: str) -> None:
    open_tool(page, base_url)
    page.get_by_label("Från och med").fill(start)
    page.get_by_label("Från och med").press("Enter")
    expect(page.locator(".faults:visible, .tool-result:visible").first).to_be_visible()
    compute(page)


@pytest.mark.parametrize("path", [TOOL, "verktyg/dfa/", "formular/uppfoljning/"])
def test_back_and_forward_find_a_page_that_works(page: Page, base_url: str, path: str) -> None:
    page.goto(base_url + path)
    page.wait_for_selector(".tool[data-state=ready]", timeout=120_000)
    page.goto(base_url)
    page.go_back()
    page.wait_for_selector(".tool[data-state=ready]", timeout=120_000)
    page.go_forward()
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("path", [TOOL, "verktyg/dfa/", "formular/uppfoljning/"])
def test_half_a_minute_without_an_answer_is_said(page: Page, base_url: str, path: str) -> None:
    page.clock.install()
    gate = Gate(page)
    page.goto(base_url + path)
    expect(page.locator(".tool").first).to_have_attribute("data-state", "fetching")
    page.clock.fast_forward(30_000)
    expect(page.locator(".tool-status")).to_contain_text("längre tid än vanligt")
    gate.open()
    page.wait_for_selector(".tool[data-state=ready]", timeout=120_000)
