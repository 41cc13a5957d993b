"""When the calculator cannot run, the reader is told why, what to do, and is not left without."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
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

    page.route("**/*.wasm", refuse)
    page.goto(base_url + TOOL)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator(".tool-status")).to_contain_text(
        "någon fil gick inte att hämta", timeout=60_000
    )
    assert refused
    page.unroute("**/*.wasm")
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

    page.route("**/*.wasm", damage)
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("en hämtad fil är skadad", timeout=60_000)
    expect(page.get_by_role("button", name="Försök igen")).to_be_visible()


@pytest.mark.core
def test_a_worker_that_will_not_start_is_said(page: Page, base_url: str) -> None:
    page.route("**/python-worker.mjs", lambda route: route.abort())
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("kunde inte starta", timeout=60_000)


def _damaged(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


def _of_another_build(body: bytes) -> bytes:
    return re.sub(rb'"build":"[0-9a-f]', b'"build":"g', body, count=1)


def _of_another_size(body: bytes) -> bytes:
    return re.sub(rb'"memory":[0-9]', b'"memory":9', body, count=1)


def _senseless(body: bytes) -> bytes:
    return body[:4] + b"?" + body[5:]


@pytest.mark.parametrize(
    ("change", "known"),
    [
        pytest.param(None, False, id="missing"),
        pytest.param(_damaged, False, id="damaged"),
        pytest.param(lambda body: body[: len(body) // 2], False, id="cut off"),
        # whole, as far as its hash goes
        pytest.param(_of_another_build, True, id="of another build"),
        pytest.param(_of_another_size, True, id="of another size"),
        pytest.param(_senseless, True, id="senseless"),
        pytest.param(lambda body: body[: len(body) // 2], True, id="made too short"),
    ],
)
def test_without_the_snapshot_python_starts_the_ordinary_way_and_says_so(
    page: Page,
    base_url: str,
    site: Path,
    change: Callable[[bytes], bytes] | None,
    known: bool,
) -> None:
    (snapshot,) = (site / "assets/quick").glob("*/snapshot.bin")
    body = snapshot.read_bytes()

    def other(route: Route) -> None:
        if change is None:
            route.fulfill(status=404)
        else:
            assert change(body) != body
            route.fulfill(body=change(body), content_type="application/octet-stream")

    def manifest(route: Route) -> None:
        assert change is not None
        text = route.fetch().text()
        assert integrity(body) in text
        changed = text.replace(integrity(body), integrity(change(body)))
        route.fulfill(body=changed, content_type="text/javascript")

    page.route("**/snapshot.bin", other)
    if known:
        page.route("**/manifest.mjs", manifest)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto(base_url + TOOL)
    status = page.locator(".tool-status")
    expect(status).to_contain_text(
        "Räknaren är klar att använda. Snabbstarten gick inte", timeout=60_000
    )
    assert "python_stdlib.zip" in fetched
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator("tr[data-id=chain_step_2]")).to_be_visible(timeout=60_000)


@pytest.mark.core
def test_with_the_snapshot_nothing_of_the_ordinary_start_is_fetched(
    page: Page, base_url: str
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    for path in (TOOL, "verktyg/dfa/", "formular/patientformular/"):
        fetched.clear()
        page.goto(base_url + path)
        expect(page.locator(".tool[data-state=ready]")).to_be_visible(timeout=60_000)
        expect(page.locator(".tool-status")).not_to_contain_text("Snabbstarten")
        assert not [name for name in fetched if name.endswith((".zip", ".whl"))]


@pytest.mark.core
def test_a_page_without_a_tool_asks_for_nothing_of_python(page: Page, base_url: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for path in ("", "riktlinjer/planen/"):
        page.goto(base_url + path, wait_until="networkidle")
    assert fetched
    assert not [url for url in fetched if re.search("/assets/(tools|runtime|python|quick)/", url)]


def integrity(body: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode()
