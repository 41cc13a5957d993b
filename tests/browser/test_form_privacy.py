"""What is written in a form stays in the tab, and not there either when nobody is looking after it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Dialog, Page, Route, expect

from tests.browser.forms import (
    ASSESSMENT,
    FILLED,
    FOLLOW_UP,
    FORMS,
    PATIENT,
    FormPage,
    Gate,
    address,
    answer_one,
    control,
    controls,
    copy_button,
    expect_ready,
    expect_told,
    fill,
    fixture_form_page,  # noqa: F401
    fixture_shared_forms,  # noqa: F401
    journal,
    nothing_typed,
    nowhere,
    option,
    question,
    said,
    summary,
)

MARK = "Xylofonbyggare"  # a word that stands nowhere on the site
MINUTE = 60_000

# --- nothing is kept or sent ----------------------------------------------------------------


@pytest.mark.cdp
@pytest.mark.core
@pytest.mark.parametrize("form", [ASSESSMENT, PATIENT])
def test_filling_a_form_leaves_no_trace(form_page: FormPage, form: str) -> None:
    """No request, no word in the console, nothing stored, nothing in address, history or title."""
    page = form_page(form)
    requests: list[str] = []
    spoken: list[str] = []

    def hear(request: Any) -> None:
        requests.append(request.url)

    page.on("request", hear)
    page.on("console", lambda message: spoken.append(message.text))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    url, entries = page.url, page.evaluate("history.length")
    few = dict(
        list(FILLED[form].items())[:12]
    )  # each kind of question; the others are no different
    fill(page, few)
    place = "funktion" if form == ASSESSMENT else "vilka-besvar"
    control(page, place).fill(f"{MARK} 19121212-1212")
    page.keyboard.press("Tab")
    expect(page.locator("#form .faults:visible")).to_be_visible()
    if form == PATIENT:
        page.get_by_label("English").check()
        control(page, "somn").fill(MARK)
        copy_button(page).click()
        expect(summary(page)).to_be_focused()
        summary(page).get_by_role("link").click()
        control(page, "somn").fill("6")
        page.get_by_role("button", name=re.compile("^Add ?: Work task")).click()
    else:
        page.get_by_role("button", name="Visa vad som är kvar").click()
    copy_button(page).click()
    expect(said(page)).not_to_be_empty()
    for details in page.locator("#form-tool details").all():
        details.evaluate("element => { element.open = true; }")
    for what in ("text", "file", "fhir"):
        with page.expect_download():
            page.locator(f".save-{what}").click()
    expect(journal(page)).to_contain_text(MARK)
    assert [each for each in requests if not each.startswith("blob:")] == []
    assert spoken == []
    assert page.url == url
    assert page.evaluate("history.length") == entries
    stored = page.evaluate(
        """async () => JSON.stringify([
            {...localStorage}, {...sessionStorage}, document.cookie, history.state, document.title,
            (await indexedDB.databases()).map(database => database.name), await caches.keys(),
            window.name, location.href, (await navigator.serviceWorker.getRegistrations()).length,
        ])"""
    )
    words = json.loads(stored)
    assert MARK not in stored
    assert "19121212" not in stored
    assert [words[2], words[3], words[5], words[7]] == ["", None, [], ""]
    # the site's own files may be kept for use without a network: what is in there, test_offline.py says
    root = url.partition("formular/")[0]
    assert set(words[6]) <= {f"sjukskrivning {root}"}
    assert words[9] <= 1
    page.remove_listener("request", hear)


def test_what_is_stored_would_be_seen(page: Page, base_url: str) -> None:
    """The test above can fail: it looks where a page can keep something."""
    Gate(page)
    page.goto(address(base_url, FOLLOW_UP))
    stored = page.evaluate(
        """async (mark) => {
            localStorage.setItem("x", mark);
            sessionStorage.setItem("x", mark);
            await caches.open(mark);
            await new Promise(done => { indexedDB.open(mark).onsuccess = done; });
            history.replaceState(mark, "");
            return JSON.stringify([
                {...localStorage}, {...sessionStorage}, history.state,
                (await indexedDB.databases()).map(database => database.name), await caches.keys(),
            ]);
        }""",
        MARK,
    )
    assert stored.count(MARK) == 5


@pytest.mark.parametrize("form", FORMS)
def test_the_browser_is_asked_to_remember_nothing(page: Page, base_url: str, form: str) -> None:
    Gate(page)
    page.goto(address(base_url, form))
    add = page.get_by_role("button", name="Lägg till")
    if add.count():
        add.click()
    remembered = page.evaluate(
        """() => {
            const tool = document.querySelector("#form-tool");
            const rows = [...tool.querySelectorAll("template")].map(each => each.content);
            return [tool, ...rows]
                .flatMap(root => [...root.querySelectorAll("form, input, textarea")])
                .concat([...document.querySelectorAll("input[type=text], input:not([type])")])
                .filter(each => each.getAttribute("autocomplete") !== "off")
                .map(each => each.outerHTML.slice(0, 150));
        }"""
    )
    assert remembered == []
    assert page.locator("#form :is(input, textarea)").count() > 20


# --- leaving and coming back ----------------------------------------------------------------


class Questions:
    """The browser's own questions, and what is answered."""

    def __init__(self, page: Page, *, leave: bool) -> None:
        self.asked: list[str] = []
        self.leave = leave
        page.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        if self.leave:
            dialog.accept()
        else:
            dialog.dismiss()


def early(page: Page, base_url: str, form: str) -> Page:
    """A form that is used before Python is there: what guards it does not need Python."""
    Gate(page)
    page.goto(address(base_url, form))
    expect(page.locator(".tool-status")).to_contain_text("Du kan börja fylla i.")
    return page


def write(page: Page) -> None:
    """As a reader does, with the keyboard: the browser asks only somebody who has been there."""
    control(page, "ansvarig").click()
    page.keyboard.type(MARK)
    answer_one(page, "mal", "delvis")


def test_leaving_a_filled_form_is_asked_about(page: Page, base_url: str) -> None:
    questions = Questions(page, leave=False)
    early(page, base_url, FOLLOW_UP)
    write(page)
    page.get_by_role("link", name="Patientformulär").first.click(no_wait_after=True)
    expect(control(page, "ansvarig")).to_have_value(MARK)
    assert questions.asked == ["beforeunload"]
    assert page.url == address(base_url, FOLLOW_UP)
    questions.leave = True
    page.get_by_role("link", name="Patientformulär").first.click()
    page.wait_for_url(address(base_url, PATIENT))
    assert questions.asked == ["beforeunload"] * 2


@pytest.mark.parametrize("how", ["untouched", "emptied", "cleared", "only spaces"])
def test_leaving_an_empty_form_is_not(page: Page, base_url: str, how: str) -> None:
    questions = Questions(page, leave=True)
    early(page, base_url, FOLLOW_UP)
    if how == "untouched":
        control(page, "ansvarig").click()
        page.keyboard.press("Tab")
    elif how == "only spaces":
        control(page, "ansvarig").click()
        page.keyboard.type("   ")
    else:
        write(page)
    if how == "emptied":
        control(page, "ansvarig").fill("")
        question(page, "mal").get_by_role("button", name="Ta bort svaret").click()
    elif how == "cleared":
        page.get_by_role("button", name="Rensa formuläret").first.click()
        page.locator("dialog.ask .yes").click()
        expect(said(page)).to_have_text("Formuläret är rensat.")
    page.get_by_role("link", name="Patientformulär").first.click()
    page.wait_for_url(address(base_url, PATIENT))
    assert questions.asked == []


def test_an_empty_form_is_cleared_without_a_question(page: Page, base_url: str) -> None:
    early(page, base_url, FOLLOW_UP)
    page.get_by_role("button", name="Rensa formuläret").first.click()
    expect(said(page)).to_have_text("Formuläret är rensat.")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_reloading_empties_the_form(page: Page, base_url: str) -> None:
    Questions(page, leave=True)
    early(page, base_url, FOLLOW_UP)
    write(page)
    page.reload()
    nothing_typed(page)
    nowhere(page, MARK)


def test_going_back_shows_an_empty_form(page: Page, base_url: str) -> None:
    Questions(page, leave=True)
    early(page, base_url, PATIENT)
    fill(page, {"yrke": MARK, "chef": "ja", "vanor": ["mat"], "sysselsattning": {"text": MARK}})
    fill(page, {"arbetsuppgifter": [{"uppgift": MARK}, {"uppgift": MARK}]})
    page.goto(base_url)
    page.go_back()
    nothing_typed(page)
    nowhere(page, MARK)
    expect(question(page, "arbetsuppgifter").locator(".rows > .row")).to_have_count(1)


def test_going_back_to_a_page_that_was_kept_shows_an_empty_form(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], base_url: str
) -> None:
    """The back/forward cache keeps the whole page as it was. Playwright turns it off; here it is on."""
    browser = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = browser.new_page(locale="sv-SE")
    page.add_init_script(
        "addEventListener('pageshow', event => { window.kept = event.persisted; })"
    )
    Questions(page, leave=True)
    page.goto(address(base_url, FOLLOW_UP))
    expect_ready(page)
    write(page)
    expect_told(page, FOLLOW_UP, {"mal": "delvis", "ansvarig": MARK})
    page.goto(base_url)
    page.go_back(wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uppföljning")
    assert page.evaluate("window.kept"), "the page was not kept: nothing is tested here"
    nothing_typed(page)
    expect_ready(page)
    nowhere(page, MARK)
    answer_one(page, "mal", "nej")  # and it works again
    expect_told(page, FOLLOW_UP, {"mal": "nej"})
    browser.close()


# --- nobody there ---------------------------------------------------------------------------

OPENED = "2026-11-22T12:00:00"
FILLED_IN = "2026-11-22T12:01:00"  # time stands still from here, until a test moves it


@pytest.fixture
def unattended(page: Page, base_url: str) -> Callable[..., Page]:
    """A form on a page whose clock the test moves. Its guard needs no Python."""

    def get(form: str = FOLLOW_UP, *, with_python: bool = False) -> Page:
        page.clock.install(time=OPENED)
        if with_python:
            page.goto(address(base_url, form))
            expect_ready(page)
        else:
            early(page, base_url, form)
        page.clock.pause_at(FILLED_IN)
        return page

    return get


def idle(page: Page) -> Any:
    return page.locator("dialog.idle")


def test_a_form_that_nobody_touches_is_wiped(unattended: Callable[..., Page]) -> None:
    page = unattended(with_python=True)
    write(page)
    answer_one(page, "planen", "revideras")
    control(page, "andringar").fill(MARK)
    control(page, "andringar").press("Tab")
    expect(journal(page)).to_contain_text(MARK)
    (worker,) = [each for each in page.workers if each.url.startswith("blob:")]
    page.clock.fast_forward(15 * MINUTE - 1000)
    expect(idle(page)).to_be_hidden()
    page.clock.fast_forward(1000)
    expect(idle(page)).to_be_visible()
    expect(idle(page).locator(".idle-seconds")).to_have_text("60 sekunder kvar")
    expect(idle(page).get_by_role("button", name="Fortsätt fylla i")).to_be_focused()
    page.clock.run_for(10_000)
    expect(idle(page).locator(".idle-seconds")).to_have_text("50 sekunder kvar")
    assert control(page, "ansvarig").input_value() == MARK
    page.clock.run_for(49_000)
    expect(idle(page).locator(".idle-seconds")).to_have_text(re.compile("^1 sekund"))
    page.clock.run_for(1000)
    expect(idle(page)).to_be_hidden()
    expect(said(page)).to_have_text("Formuläret rensades för att ingen hade rört det på en stund.")
    nothing_typed(page)
    nowhere(page, MARK)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert worker not in page.workers
    page.clock.resume()
    expect_ready(page)
    nowhere(page, MARK)


def test_the_region_decides_after_how_many_minutes(
    page: Page, unattended: Callable[..., Page]
) -> None:
    def other(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace('data-idle-minutes="15"', 'data-idle-minutes="3"')
        route.fulfill(response=answer, body=body)

    page.route("**/formular/uppfoljning/", other)
    unattended()
    write(page)
    page.clock.fast_forward(3 * MINUTE - 1000)
    expect(idle(page)).to_be_hidden()
    page.clock.fast_forward(1000)
    expect(idle(page)).to_be_visible()


def test_the_reader_can_go_on(unattended: Callable[..., Page]) -> None:
    page = unattended()
    write(page)
    before = controls(page)
    for leave in ("button", "Escape"):
        page.clock.fast_forward(15 * MINUTE)
        expect(idle(page)).to_be_visible()
        page.clock.run_for(30_000)
        if leave == "button":
            page.get_by_role("button", name="Fortsätt fylla i").click()
        else:
            page.keyboard.press("Escape")
        expect(idle(page)).to_be_hidden()
        expect(option(page, "mal", "delvis")).to_be_focused()  # where the reader was
        page.clock.fast_forward(15 * MINUTE - 1000)
        expect(idle(page)).to_be_hidden()
        assert controls(page) == before
        page.keyboard.press("Shift")


def test_the_reader_can_clear_at_once(unattended: Callable[..., Page]) -> None:
    page = unattended()
    write(page)
    page.clock.fast_forward(15 * MINUTE)
    idle(page).get_by_role("button", name="Rensa formuläret").click()
    expect(idle(page)).to_be_hidden()
    nothing_typed(page)
    nowhere(page, MARK)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


@pytest.mark.parametrize("touch", ["key", "click", "wheel", "letter"])
def test_a_touch_starts_the_minutes_anew(unattended: Callable[..., Page], touch: str) -> None:
    page = unattended()
    write(page)
    page.clock.fast_forward(15 * MINUTE - 1000)
    if touch == "key":
        page.keyboard.press("Shift")
    elif touch == "click":
        page.get_by_role("heading", level=1).click()
    elif touch == "wheel":
        page.mouse.wheel(0, 200)
        expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    else:
        control(page, "insatser-anteckning").fill("a")
    page.clock.fast_forward(15 * MINUTE - 1000)
    expect(idle(page)).to_be_hidden()
    page.clock.fast_forward(1000)
    expect(idle(page)).to_be_visible()


def test_while_it_counts_down_only_its_buttons_are_an_answer(
    unattended: Callable[..., Page],
) -> None:
    page = unattended()
    write(page)
    page.clock.fast_forward(15 * MINUTE)
    expect(idle(page)).to_be_visible()
    page.keyboard.press("Shift")
    page.mouse.click(5, 300)
    page.mouse.wheel(0, 100)
    page.clock.run_for(MINUTE)
    expect(idle(page)).to_be_hidden()
    nothing_typed(page)


def test_an_empty_form_is_not_guarded(unattended: Callable[..., Page]) -> None:
    page = unattended()
    control(page, "ansvarig").click()
    page.clock.fast_forward(40 * MINUTE)
    page.clock.run_for(2000)
    expect(idle(page)).to_be_hidden()
    expect(said(page)).to_be_empty()
    # what is written later has its own fifteen minutes
    write(page)
    page.clock.fast_forward(15 * MINUTE - 1000)
    expect(idle(page)).to_be_hidden()
    page.clock.fast_forward(1000)
    expect(idle(page)).to_be_visible()


def test_a_computer_that_slept_wipes_when_it_wakes(unattended: Callable[..., Page]) -> None:
    page = unattended(PATIENT)
    fill(page, {"yrke": MARK, "arbetsuppgifter": [{"uppgift": MARK}, {"uppgift": MARK}]})
    page.clock.fast_forward(8 * 60 * MINUTE)  # its timers fire once, late
    nothing_typed(page)
    nowhere(page, MARK)


def test_a_question_that_is_open_goes_with_the_rest(unattended: Callable[..., Page]) -> None:
    page = unattended()
    write(page)
    page.get_by_role("button", name="Rensa formuläret").first.click()
    expect(page.locator("dialog.ask")).to_be_visible()
    page.clock.fast_forward(15 * MINUTE)
    expect(idle(page).get_by_role("button", name="Fortsätt fylla i")).to_be_focused()
    page.clock.run_for(MINUTE)
    expect(page.locator("dialog[open]")).to_have_count(0)
    nothing_typed(page)


def test_the_countdown_speaks_the_patients_language(unattended: Callable[..., Page]) -> None:
    page = unattended(PATIENT)
    page.get_by_label("English").check()
    control(page, "yrke").fill(MARK)
    page.clock.fast_forward(15 * MINUTE)
    expect(page.get_by_role("dialog", name="Are you still there?")).to_be_visible()
    expect(idle(page).locator(".idle-seconds")).to_have_text("60 seconds left")
    page.get_by_role("button", name="Continue").click()
    expect(control(page, "yrke")).to_have_value(MARK)


def test_the_next_patient_gets_the_form_in_swedish(unattended: Callable[..., Page]) -> None:
    page = unattended(PATIENT)
    page.get_by_label("English").check()
    control(page, "yrke").fill(MARK)
    page.clock.fast_forward(16 * MINUTE)
    nothing_typed(page)
    expect(page.get_by_label("Svenska")).to_be_checked()
    expect(page.locator("#form [lang=en]:visible")).to_have_count(0)
