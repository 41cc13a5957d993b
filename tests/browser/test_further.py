"""The further calculations on the page: own notification, review and appeal, trying work."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sjukskrivning.call import answer

from tests.browser.conftest import TOOL
from tests.browser.test_accessibility import violations

FORMS = {
    "notification": "Egen sjukanmälan",
    "review_request": "Omprövning och överklagande",
    "work_trial": "Arbetsprövning med bibehållen sjukpenning",
}


@pytest.fixture
def tools(same_tool: Page) -> Page:
    """The forms emptied by hand, Python still running."""
    same_tool.evaluate(
        """() => {
            for (const form of document.querySelectorAll("#further-tools form")) {
                for (const input of form.querySelectorAll("input")) {
                    input.value = "";
                    input.checked = false;
                }
                for (const select of form.querySelectorAll("select")) select.selectedIndex = 0;
                form.dispatchEvent(new Event("input"));
            }
        }"""
    )
    for tool in FORMS:
        expect(status(same_tool, tool)).to_be_empty()
        expect(result(same_tool, tool)).to_be_hidden()
    return same_tool


def status(page: Page, tool: str) -> Locator:
    return page.locator(f"#{tool}-status")


def result(page: Page, tool: str) -> Locator:
    return page.locator(f"#{tool}-result")


def fill(page: Page, tool: str, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#{tool}-{name}").fill(value)


def day(page: Page, tool: str, name: str) -> Locator:
    return result(page, tool).locator(f"tr[data-id={name}] time")


CASES: dict[str, dict[str, Any]] = {
    "notification": {"first_day": "2026-03-02", "notified": "2026-03-10"},
    "review_request": {"received": "2026-10-24"},
    "work_trial": {"first_start": "2026-03-16", "second_start": "2026-04-28"},
}


@pytest.mark.parametrize("tool", FORMS)
def test_the_page_answers_as_the_command_line_does(tools: Page, tool: str) -> None:
    fill(tools, tool, **CASES[tool])
    kind = {"kind": "omprovning"} if tool == "review_request" else {}
    ok, text = answer(tool, json.dumps(CASES[tool] | kind))
    assert ok
    expected = json.loads(text)
    expect(result(tools, tool)).to_be_visible()
    expect(status(tools, tool)).to_have_text(expected["answer"])
    for each in expected["dates"]:
        expect(day(tools, tool, each["id"])).to_have_attribute("datetime", each["date"])
    expect(result(tools, tool)).to_contain_text(expected["decides"])
    result(tools, tool).get_by_text("Varför, villkor och lagrum").click()
    expect(result(tools, tool)).to_contain_text(expected["why"])
    for link in expected["links"]:
        found = result(tools, tool).get_by_role("link", name=link["label"])
        expect(found).to_have_attribute("href", link["url"])


def test_the_employers_notification_lifts_the_limit(tools: Page) -> None:
    fill(tools, "notification", **CASES["notification"])
    expect(status(tools, "notification")).to_contain_text("1 dag går förlorad")
    tools.get_by_label("Arbetsgivaren har anmält sjukfallet").check()
    expect(status(tools, "notification")).to_contain_text("Ingen dag går förlorad")


def test_an_appeal_is_asked_for_in_the_same_form(tools: Page) -> None:
    fill(tools, "review_request", received="2026-10-24")
    expect(status(tools, "review_request")).to_contain_text("Begäran om omprövning ska ha kommit")
    expect(status(tools, "review_request")).to_contain_text("Den 24 december är julafton")
    tools.get_by_label("Vad som ska lämnas in").select_option("Överklagande")
    expect(status(tools, "review_request")).to_contain_text("Överklagandet ska ha kommit in")
    expect(day(tools, "review_request", "last_day")).to_have_attribute("datetime", "2026-12-28")


def test_a_second_period_that_begins_too_early_is_told(tools: Page) -> None:
    fill(tools, "work_trial", first_start="2026-03-16")
    expect(status(tools, "work_trial")).to_contain_text("tidigast tisdag den 28 april 2026")
    fill(tools, "work_trial", second_start="2026-04-27")
    expect(status(tools, "work_trial")).to_contain_text("börjar för tidigt")
    fill(tools, "work_trial", second_start="2026-04-28")
    expect(status(tools, "work_trial")).not_to_contain_text("börjar för tidigt")


def test_a_deadline_on_a_free_day_is_warned_of(tools: Page) -> None:
    fill(tools, "work_trial", first_start="2026-12-05")
    expect(tools.locator("[data-code=deadline-on-free-day]")).to_contain_text("är en lördag")


def test_before_the_law_there_are_words_and_no_dates(tools: Page) -> None:
    fill(tools, "work_trial", first_start="2026-02-28")
    expect(status(tools, "work_trial")).to_contain_text("finns från och med den 1 mars 2026")
    expect(result(tools, "work_trial").locator("time")).to_have_count(0)


def test_a_fault_is_said_at_its_field_and_what_was_typed_stays(tools: Page) -> None:
    second = tools.locator("#work_trial-second_start")
    fill(tools, "work_trial", first_start="2026-03-16", second_start="2026-03-16")
    # still in the field: not told yet
    expect(status(tools, "work_trial")).to_have_text("Skriv färdigt, så räknas svaret ut.")
    tools.locator("#notification-notified").focus()
    expect(second).to_have_attribute("aria-invalid", "true")
    fault = tools.locator(f"#{second.get_attribute('aria-describedby')}")
    expect(fault).to_contain_text("ska börja efter den första")
    expect(status(tools, "work_trial")).to_contain_text("Ett fält behöver rättas")
    expect(second).to_have_value("2026-03-16")
    expect(result(tools, "work_trial")).to_be_hidden()
    second.fill("2026-04-28")
    expect(result(tools, "work_trial")).to_be_visible()
    expect(tools.locator("#further-tools [aria-invalid]")).to_have_count(0)
    expect(fault).to_be_hidden()


def test_a_field_still_to_come_is_not_wrong_until_enter(tools: Page) -> None:
    fill(tools, "notification", first_day="2026-03-02")
    expect(status(tools, "notification")).to_have_text(
        "Fyll i det datum som saknas, så räknas svaret ut."
    )
    expect(tools.locator("#further-tools [aria-invalid]")).to_have_count(0)
    tools.locator("#notification-first_day").press("Enter")
    notified = tools.locator("#notification-notified")
    expect(notified).to_have_attribute("aria-invalid", "true")
    expect(tools.locator("#notification-notified-fault")).to_have_text("Datum saknas.")
    notified.fill("2026-03-03")
    expect(result(tools, "notification")).to_be_visible()


def test_a_date_typed_by_hand_is_not_called_wrong_before_it_is_whole(tools: Page) -> None:
    received = tools.locator("#review_request-received")
    received.focus()
    tools.keyboard.type("1")
    tools.wait_for_timeout(300)
    expect(tools.locator("#further-tools [aria-invalid]")).to_have_count(0)
    tools.locator("#notification-notified").focus()
    expect(received).to_have_attribute("aria-invalid", "true")
    expect(tools.locator("#review_request-received-fault")).to_contain_text("Det är inget datum")
    received.fill("2026-10-24")
    expect(result(tools, "review_request")).to_be_visible()


def test_each_form_is_for_itself(tools: Page) -> None:
    for tool in FORMS:
        fill(tools, tool, **CASES[tool])
    for tool in FORMS:
        expect(result(tools, tool)).to_be_visible()
    fill(tools, "work_trial", first_start="2026-06-01", second_start="2026-05-01")
    expect(result(tools, "work_trial")).to_be_hidden()
    expect(result(tools, "notification")).to_be_visible()
    expect(tools.locator(".tool-result")).to_be_hidden()


def test_clearing_a_form_forgets_it_and_it_goes_on_working(tool: Page) -> None:
    for name in FORMS:
        fill(tool, name, **CASES[name])
        expect(result(tool, name)).to_be_visible()
    tool.get_by_role("button", name="Rensa sjukanmälan").click()
    expect(tool.locator("#notification-first_day")).to_have_value("")
    expect(tool.locator("#notification-first_day")).to_be_focused()
    expect(result(tool, "notification")).to_be_hidden()
    expect(result(tool, "notification")).to_be_empty()
    expect(status(tool, "notification")).to_be_empty()
    expect(tool.locator("#work_trial-first_start")).to_have_value("2026-03-16")
    fill(tool, "notification", first_day="2026-03-02", notified="2026-03-09")
    expect(result(tool, "notification")).to_be_visible(timeout=60_000)
    expect(result(tool, "work_trial")).to_be_visible()


def test_clearing_everything_clears_these_too(tool: Page) -> None:
    for name in FORMS:
        fill(tool, name, **CASES[name])
        expect(result(tool, name)).to_be_visible()
    tool.get_by_role("button", name="Rensa allt").click()
    for name in FORMS:
        expect(result(tool, name)).to_be_empty()
        expect(status(tool, name)).to_be_empty()
        for field in CASES[name]:
            expect(tool.locator(f"#{name}-{field}")).to_have_value("")


def test_leaving_the_page_forgets(tool: Page, base_url: str) -> None:
    fill(tool, "review_request", received="2026-10-24")
    expect(result(tool, "review_request")).to_be_visible()
    tool.goto(base_url)
    tool.go_back()
    expect(tool.locator("#review_request-received")).to_have_value("")
    expect(result(tool, "review_request")).to_be_hidden()


def test_what_is_typed_before_python_is_ready_is_computed_when_it_is(
    page: Page, base_url: str
) -> None:
    held: list[Route] = []
    page.route("**/*.wasm", lambda route: held.append(route))
    page.goto(base_url + TOOL)
    page.wait_for_selector("#milestone-tool[data-state=fetching]")
    fill(page, "review_request", received="2026-10-24")
    expect(status(page, "review_request")).to_have_text("Räknaren startar …")
    expect(page.locator("#review_request-received")).to_have_value("2026-10-24")
    expect(status(page, "work_trial")).to_be_empty()
    for route in held:
        route.continue_()
    expect(day(page, "review_request", "last_day")).to_have_attribute(
        "datetime", "2026-12-28", timeout=60_000
    )


def test_when_python_cannot_start_it_is_said_in_the_form(page: Page, base_url: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(base_url + TOOL)
    expect(page.locator(".tool-status")).to_contain_text("WebAssembly")
    fill(page, "work_trial", first_start="2026-03-16")
    expect(status(page, "work_trial")).to_contain_text("tillåter inte WebAssembly")


def test_without_javascript_the_rules_are_there(new_context: Any, base_url: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(base_url + TOOL)
    for form in page.locator("#further-tools form").all():
        expect(form).to_be_hidden()
    expect(page.locator("#further-tools .notice")).to_be_visible()
    page.get_by_text("Så räknas det: Egen sjukanmälan").click()
    expect(page.locator("#further-tools")).to_contain_text("7 dagar före den dag då")


def states(page: Page) -> Iterator[str]:
    """The further tools, ready and empty, brought from state to state."""
    yield "empty"
    for tool in FORMS:
        fill(page, tool, **CASES[tool])
        expect(result(page, tool)).to_be_visible()
    fill(page, "work_trial", first_start="2026-12-05", second_start="")
    expect(page.locator("[data-code=deadline-on-free-day]")).to_be_visible()
    for details in page.locator("#further-tools details").all():
        details.evaluate("element => { element.open = true; }")
    yield "answered"
    fill(page, "work_trial", second_start="2026-12-05")
    page.locator("#work_trial-second_start").press("Enter")
    expect(page.locator("#work_trial-second_start")).to_have_attribute("aria-invalid", "true")
    yield "a fault"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_forms_keep_no_one_out(
    new_context: Any, base_url: str, scheme: str, width: int
) -> None:
    page = new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    page.goto(base_url + TOOL)
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    for state in states(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        assert violations(page) == [], state


@pytest.mark.parametrize("tool", FORMS)
def test_every_form_and_field_has_a_name(tools: Page, tool: str) -> None:
    form = tools.get_by_role("form", name=FORMS[tool])
    expect(form).to_be_visible()
    for control in form.locator("input, select").all():
        assert control.get_attribute("autocomplete") == "off"
        assert control.evaluate("control => control.labels[0].innerText.trim()")
