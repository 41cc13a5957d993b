"""axe-core on every page and every state of the tool, light and dark, phone and desk."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TOOL
from tests.browser.forms import (
    ASSESSMENT,
    FOLLOW_UP,
    FORMS,
    PATIENT,
    PLAN,
    FormPage,
    address,
    control,
    copy_button,
    fill_at_once,
    fixture_form_page,  # noqa: F401
    fixture_shared_forms,  # noqa: F401
    summary,
)
from tests.conftest import ROOT, SITE

AXE = (ROOT / "tools/node_modules/axe-core/axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
# every page that is read; the tools have tests of their own for each of their states
PAGES = sorted(
    page.relative_to(SITE).as_posix().removesuffix("index.html")
    for page in SITE.rglob("*.html")
    if page.parent.name != "milstolpar" and page.parent.parent.name != "formular"
)
# what cannot be read, such as half a date; the assessment asks for neither number nor date, so nothing there can be wrong
WRONG = {
    PLAN: ("langd", "två veckor"),
    PATIENT: ("somn", "mycket"),
    FOLLOW_UP: ("nasta-uppfoljning", "11"),
}
NOTICED = {
    ASSESSMENT: "funktion",
    PLAN: "mal",
    FOLLOW_UP: "ansvarig",
    PATIENT: "vilka-besvar",
}


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", TAGS
    )
    return [
        f"{each['id']}: {node['html'][:160]} – {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def tool_states(page: Page) -> Iterator[str]:
    """The calculator, ready and empty, brought from state to state."""
    yield "empty"
    page.get_by_label("Från och med").fill("260301")
    page.get_by_label("Till och med").fill("260315")
    page.get_by_role("button", name="Lägg till period").click()
    page.get_by_label("Från och med").nth(1).fill("260613")
    # counted from both periods
    step = page.locator("tr[data-id=chain_step_2] time")
    expect(step).to_have_attribute("datetime", "2026-08-27")
    for details in page.locator("#milestone-tool details").all():
        details.evaluate("element => { element.open = true; }")
    yield "answered"
    page.get_by_label("Till och med").nth(1).fill("nonsens")
    page.get_by_label("Till och med").nth(1).press("Enter")
    expect(page.locator("[aria-invalid]")).to_have_count(1)
    yield "a fault"


def form_states(page: Page, form: str) -> Iterator[str]:
    """A form, ready and empty, brought from state to state."""
    yield "empty"
    if form != PATIENT:  # nothing is required of the patient
        page.locator(".show-left").click()
        expect(summary(page)).to_be_focused()
        yield "what is left"
    fill_at_once(page, form)
    for details in page.locator("#form-tool details").all():
        details.evaluate("element => { element.open = true; }")
    yield "filled"
    control(page, NOTICED[form]).fill("Pat 19121212-1212")
    control(page, NOTICED[form]).press("Tab")
    expect(page.locator("#form .gentle")).to_have_count(1)
    if form == PATIENT:
        page.get_by_label("English").check()
        expect(page.locator(".tool-status")).to_have_text("The form is ready.")
    if form in WRONG:
        place, value = WRONG[form]
        control(page, place).fill("")
        control(page, place).press_sequentially(value)
        copy_button(page).click()
        expect(summary(page)).to_be_focused()
        expect(page.locator("#form [aria-invalid]")).to_have_count(1)
    yield "faults and notices"
    page.locator(".form-result .wipe").click()
    expect(page.locator("dialog.ask")).to_be_visible()
    yield "a question"
    page.keyboard.press("Escape")
    page.locator("dialog.idle").evaluate("dialog => dialog.showModal()")
    yield "the countdown"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_keeps_anyone_out(new_context: Any, base_url: str, scheme: str, width: int) -> None:
    page = new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    found = {}
    for path in PAGES:
        page.goto(base_url + path)
        found[path] = violations(page)
    page.goto(base_url + TOOL)
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    for state in tool_states(page):
        found[state] = violations(page)
    assert {state: faults for state, faults in found.items() if faults} == {}


# light and dark, by the page's own switch; a phone and a desk
@pytest.mark.parametrize(("scheme", "width"), [("default", 390), ("slate", 1280)])
@pytest.mark.parametrize("form", FORMS)
def test_no_state_of_a_form_keeps_anyone_out(
    form_page: FormPage, form: str, scheme: str, width: int
) -> None:
    page = form_page(form)
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(f"[name=__palette][data-md-color-scheme={scheme}]").dispatch_event("click")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    found = {state: violations(page) for state in form_states(page, form)}
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_a_form_that_python_failed_keeps_nobody_out(page: Page, base_url: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(address(base_url, PATIENT))
    expect(page.locator(".tool-status")).to_contain_text("WebAssembly")
    assert violations(page) == []


def test_the_failed_state_too(page: Page, base_url: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("WebAssembly")
    assert violations(page) == []


def test_axe_finds_what_is_wrong(page: Page, base_url: str) -> None:
    page.goto(base_url)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(found.startswith("label") for found in violations(page))
