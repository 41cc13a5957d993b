"""When the calculator cannot run, the reader is told why, what to do, and is not left without."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import TOOL

EVERY_LIMIT = 13  # the milestones of an employee


@pytest.mark.cdp
@pytest.mark.core
def test_without_javascript_the_table_and_the_way_to_count_are_there(
    new_context: Any, base_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-notice")).to_be_visible()
    expect(page.locator(".tool-form")).to_be_hidden()
    expect(page.locator("table.time-limits tbody tr")).to_have_count(EVERY_LIMIT)
    expect(page.get_by_text("Dag N infaller N")).to_be_visible()
    expect(page.locator("table.time-limits")).to_contain_text("SFB 27 kap. 47 §")


def test_without_webassembly_the_reason_and_the_way_out_are_said(page: Page, base_url: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(base_url + TOOL)
    status = page.locator(".tool-status")
    expect(status).to_contain_text("tillåter inte WebAssembly")
    expect(status).to_contain_text("Microsoft Edge")
    expect(status).to_contain_text("tabellen längre ner")
    expect(page.locator("table.time-limits tbody tr")).to_have_count(EVERY_LIMIT)


def test_a_file_that_cannot_be_had_is_said_and_can_be_tried_again(
    page: Page, base_url: str
) -> None:
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    page.route("**/pyodide.asm.wasm", refuse)
    page.goto(base_url + TOOL)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator(".tool-status")).to_contain_text(
        "någon fil gick inte att hämta", timeout=60_000
    )
    assert refused
    page.unroute("**/pyodide.asm.wasm")
    page.get_by_role("button", name="Försök igen").click()
    # what was typed has stayed, and is computed as soon as Python runs
    expect(page.locator("tr[data-id=chain_step_2]")).to_be_visible(timeout=60_000)


@pytest.mark.core
def test_a_damaged_file_is_refused(page: Page, base_url: str) -> None:
    def damage(route: Route) -> None:
        if route.request.method == "HEAD":  # the worker asks whether the file is there at all
            return route.continue_()
        response = route.fetch()
        body = response.body()
        route.fulfill(response=response, body=body[:-1] + bytes([body[-1] ^ 1]))

    page.route("**/python_stdlib.zip", damage)
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("en hämtad fil är skadad", timeout=60_000)
    expect(page.get_by_role("button", name="Försök igen")).to_be_visible()


@pytest.mark.core
def test_a_worker_that_will_not_start_is_said(page: Page, base_url: str) -> None:
    page.route("**/python-worker.mjs", lambda route: route.abort())
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("kunde inte starta", timeout=60_000)
