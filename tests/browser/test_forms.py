"""The forms as their readers use them: with the keyboard, with a finger, with slips of both."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.forms import (
    ASSESSMENT,
    FILLED,
    FOLLOW_UP,
    FORMS,
    NOTHING,
    PATIENT,
    PLAN,
    START,
    Finger,
    FormPage,
    Gate,
    Json,
    Keyboard,
    address,
    answer_one,
    as_upload,
    clipboard,
    control,
    controls,
    copy_button,
    empty,
    expect_ready,
    expect_told,
    fill,
    fill_at_once,
    fixture_form_page,  # noqa: F401
    fixture_shared_forms,  # noqa: F401
    in_order,
    item_called,
    items,
    journal,
    nothing_typed,
    nowhere,
    open_form,
    option,
    pieces,
    question,
    said,
    saved_file,
    set_clipboard,
    summary,
    told,
)

# --- filling in -----------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_filled_with_the_keyboard_alone(form_page: FormPage, form: str) -> None:
    """From the top of the page to the copied text. Every stop shows where it is."""
    page = form_page(form)
    keyboard = Keyboard(page, form)
    keyboard.fill(FILLED[form])
    assert keyboard.given == FILLED[form]
    text = journal(page).text_content() or ""
    in_order(text, pieces(form, FILLED[form]))
    keyboard.tab_to("Kopiera till journalen")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Texten är kopierad.")
    assert clipboard(page) == text == told(form, FILLED[form])


@pytest.mark.cdp
@pytest.mark.core
@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_filled_with_a_finger(new_context: Any, base_url: str, form: str) -> None:
    """On a phone: taps, and letters from the keyboard on its screen."""
    page: Page = new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        permissions=["clipboard-read", "clipboard-write"],
    ).new_page()
    open_form(page, base_url, form)
    fill(page, FILLED[form], Finger())
    expect_told(page, form, FILLED[form])
    copy_button(page).tap()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    in_order(clipboard(page), pieces(form, FILLED[form]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".aside-sections > summary").tap()
    small = page.evaluate(
        """() => [...document.querySelectorAll(`#form-tool :is(button, summary, textarea, .option,
                input:not([type=radio], [type=checkbox]), .form-aside a, .item-tool)`)]
            .filter(each => each.checkVisibility({visibilityProperty: true}))
            .map(each => [each, each.getBoundingClientRect()])
            .filter(([, {width, height}]) => Math.min(width, height) < 43.9)
            .map(([each, {width, height}]) => [each.outerHTML.slice(0, 80), width, height])"""
    )
    assert small == []  # 44 pixels for a finger


@pytest.mark.parametrize("form", FORMS)
def test_nothing_sticks_out_of_a_narrow_page(form_page: FormPage, form: str) -> None:
    page = form_page(form)
    page.set_viewport_size({"width": 320, "height": 640})
    long_word = "Försäkringsmedicinskabeslutsstödet" * 4
    fill_at_once(page, form)
    for area in page.locator("#form textarea:visible").all():
        area.fill(long_word)
    expect(journal(page)).to_contain_text(long_word)
    for details in page.locator("#form-tool details").all():
        details.evaluate("element => { element.open = true; }")
    if form == PATIENT:
        control(page, "somn").fill(long_word[:20])
        page.get_by_label("English").check()
        copy_button(page).click()
        expect(summary(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    outside = page.evaluate(
        """() => [...document.querySelectorAll("#form-tool *")]
            .filter(each => each.getClientRects().length && !each.closest(".for-screen-reader"))
            .filter(each => each.getBoundingClientRect().right > 320.5)
            .map(each => each.outerHTML.slice(0, 100))"""
    )
    assert outside == []


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_at_400_percent_the_focus_is_never_under_the_page_s_head(
    form_page: FormPage, key: str
) -> None:
    """A window of 1280 × 1024 at 400 % is 320 × 256: what has the focus must be seen, both ways."""
    page = form_page(FOLLOW_UP)
    page.set_viewport_size({"width": 320, "height": 256})
    first = option(page, "mal", "ja") if key == "Tab" else copy_button(page)
    first.focus()
    hidden = []
    for _ in range(25):
        page.keyboard.press(key)
        where = page.evaluate(
            """() => {
                const at = document.activeElement;
                const {top, bottom} = (at.closest(".option") ?? at).getBoundingClientRect();
                const head = document.querySelector(".md-header").getBoundingClientRect().bottom;
                return [at.name || at.className, top, bottom, head];
            }"""
        )
        _, top, bottom, head = where
        if top < head - 1 or bottom > 257:
            hidden.append(where)
    assert hidden == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("form", FORMS)
def test_an_answer_moves_nothing_that_stands_before_it(
    form_page: FormPage, form: str, width: int
) -> None:
    """Choosing makes no answer wider and adds no row: the next finger hits what the eye has seen."""
    page = form_page(form)
    page.set_viewport_size({"width": width, "height": 844})
    moved = page.evaluate(
        """() => {
            const place = each => { const {x, y} = each.getBoundingClientRect(); return [x, y + scrollY].join(); };
            const moved = [];
            for (const item of document.querySelectorAll("#form fieldset.question:has(> .answer > .options)")) {
                if (!item.checkVisibility()) continue;
                const seen = [...document.querySelectorAll("#form :is(.option, .note, legend, label, textarea)")];
                const before = seen.map(place);
                for (const input of item.querySelectorAll(".option input:not(.other)")) {
                    input.checked = true; // without an event: only the look of it is tried
                    moved.push(...seen.filter((each, at) => place(each) !== before[at])
                        .map(each => `${item.dataset.item}: ${each.textContent.trim().slice(0, 40)}`));
                }
                for (const input of item.querySelectorAll(".option input")) input.checked = false;
            }
            return moved;
        }"""
    )
    assert moved == []


def test_a_condition_in_words_is_for_those_without_python(form_page: FormPage) -> None:
    """A question that is asked needs no »Om …« before it; on paper it does."""
    page = form_page(FOLLOW_UP)
    answer_one(page, "planen", "revideras")
    expect(question(page, "andringar")).to_be_visible()
    expect(question(page, "andringar").locator(".condition")).to_be_hidden()
    expect(question(page, "andringar").locator(".condition")).to_have_text("Om planen revideras:")


@pytest.mark.parametrize("width", [1280, 600])
def test_what_is_left_stays_beside_the_form_and_leads_to_each_section(
    form_page: FormPage, width: int
) -> None:
    page = form_page(PLAN)
    page.set_viewport_size({"width": width, "height": 800})
    url = page.url.partition("#")[0]
    aside = page.locator(".aside-sections")
    aside.evaluate("details => { details.open = true; }")
    aside.get_by_role("link", name="Samverkan").click()
    section = page.get_by_role("heading", name="5. Samverkan")
    expect(section).to_be_in_viewport()
    header = page.locator(".md-header").evaluate("each => each.getBoundingClientRect().bottom")
    assert section.evaluate("each => each.getBoundingClientRect().top") >= header
    if width == 1280:
        expect(aside).to_be_in_viewport(ratio=1)
        answer_one(page, "information-forsakringskassan", "ej-aktuellt")
        expect(page.locator("[data-section=avsnitt-samverkan]")).to_contain_text("1 kvar")
    else:
        expect(aside).not_to_be_in_viewport()
    page.evaluate("url => history.replaceState(null, '', url)", url)


def test_what_is_filled_in_before_python_is_ready_counts_when_it_is(
    new_context: Any, base_url: str
) -> None:
    page: Page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    gate = Gate(page)
    page.goto(address(base_url, ASSESSMENT))
    expect(page.locator(".tool-status")).to_have_text(
        "Du kan börja fylla i. Kontroll och journaltext hämtas."
    )
    expect(question(page, "utredning")).to_be_hidden()
    # the first answer shows every question, this one with its condition
    answer_one(page, "diagnos", "ja")
    expect(question(page, "utredning").locator(".condition")).to_be_visible()
    fill(page, {**FILLED[ASSESSMENT], "diagnos": "ja"})
    for button in (".copy", ".save-file", ".save-fhir", ".save-text"):
        page.locator(".form-result details:has(.save-file)").evaluate("it => { it.open = true; }")
        page.locator(button).click()
        expect(said(page)).to_have_text("Formuläret är inte klart än. Försök igen om en stund.")
    page.locator(".show-left").click()
    expect(said(page)).to_have_text("Formuläret är inte klart än. Försök igen om en stund.")
    assert page.locator("#form-tool").get_attribute("data-state") != "ready"
    before = controls(page)
    writing = control(page, "funktion")
    writing.focus()
    gate.open()
    expect_ready(page)
    expect(writing).to_be_focused()
    assert controls(page) == before
    answers = {**FILLED[ASSESSMENT], "diagnos": "ja"}
    expect_told(page, ASSESSMENT, answers)
    in_order(
        journal(page).text_content() or "",
        pieces(ASSESSMENT, {key: value for key, value in answers.items() if key != "utredning"}),
    )
    expect(question(page, "utredning")).to_be_hidden()
    copy_button(page).click()
    expect(said(page)).to_have_text("Texten är kopierad.")


def test_a_file_that_is_opened_too_early_can_be_chosen_again(page: Page, base_url: str) -> None:
    """A browser tells nothing when the same file is chosen twice: the field has to be emptied."""
    Gate(page)
    page.goto(address(base_url, FOLLOW_UP))
    page.locator(".open-file").set_input_files(as_upload(saved_file(FOLLOW_UP, {"mal": "ja"})))
    expect(said(page)).to_have_text("Formuläret är inte klart än. Försök igen om en stund.")
    expect(page.locator(".open-file")).to_have_value("")


# --- conditions -----------------------------------------------------------------------------


def test_conditional_questions_come_and_go(form_page: FormPage) -> None:
    page = form_page(ASSESSMENT)
    grade, uneven, why = "grad", "ojamn-arbetstid", "ojamn-arbetstid-skal"
    for place in (grade, uneven, why):
        expect(question(page, place)).to_be_hidden()
    answer_one(page, "sjukskrivning", "ja")
    expect(question(page, grade)).to_be_visible()
    expect(question(page, uneven)).to_be_hidden()
    answer_one(page, grade, "75")
    expect(question(page, uneven)).to_be_visible()
    answer_one(page, uneven, "ja")
    expect(question(page, why)).to_be_visible()
    answer_one(page, grade, "100")
    expect(question(page, uneven)).to_be_hidden()
    expect(question(page, why)).to_be_hidden()
    answer_one(page, grade, "25")
    expect(question(page, why)).to_be_visible()
    answer_one(page, "sjukskrivning", "nej")
    for place in (grade, uneven, why):
        expect(question(page, place)).to_be_hidden()


def test_the_regions_day_decides_on_both_sides(form_page: FormPage) -> None:
    (condition,) = item_called(PLAN, "team-samtycke")["enableWhen"]
    day = condition["answer"]
    page = form_page(PLAN)
    length, team = control(page, "langd"), question(page, "team-samtycke")
    answer_one(page, "sjukskrivning", "ja")
    length.fill(str(day - 1))
    expect_told(page, PLAN, {"sjukskrivning": "ja", "langd": str(day - 1)})
    expect(team).to_be_hidden()
    length.fill(str(day))
    expect(team).to_be_visible()
    expect(team.locator("legend")).to_contain_text(f"minst {day} dagar")
    length.fill("")
    expect(team).to_be_hidden()


def test_a_question_keeps_its_place_under_the_readers_eyes(form_page: FormPage) -> None:
    """Questions that come and go above the one in use do not push it away."""
    page = form_page(PLAN)
    answer_one(page, "sjukskrivning", "ja")
    expect(control(page, "langd")).to_be_visible()
    here = option(page, "samverkan", "ingen")
    here.focus()
    top = here.evaluate("each => each.getBoundingClientRect().top")
    above = question(page, "team-samtycke")
    for days, is_asked in (("400", True), ("1", False)):
        answer_elsewhere(page, "langd", days)
        expect(above).to_be_visible(visible=is_asked)
        expect(here).to_be_focused()
        assert abs(here.evaluate("each => each.getBoundingClientRect().top") - top) < 2


def test_a_question_is_not_taken_away_from_under_the_cursor(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    answer_one(page, "planen", "revideras")
    writing = control(page, "andringar")
    expect(writing).to_be_visible()
    writing.focus()
    page.keyboard.type("Nytt mål")
    answer_elsewhere(page, "planen", "")
    expect(journal(page)).to_have_text(NOTHING)
    expect(writing).to_be_focused()
    control(page, "ansvarig").fill("Läkaren")
    expect_told(page, FOLLOW_UP, {"ansvarig": "Läkaren"})
    expect(question(page, "andringar")).to_be_hidden()


def answer_elsewhere(page: Page, name: str, value: str) -> None:
    """Without moving the focus, as another person's hand would."""
    page.evaluate(
        """([name, value]) => {
            const [control, ...more] = document.getElementsByName(name);
            if (more.length) for (const each of [control, ...more]) each.checked = each.value === value;
            else control.value = value;
            control.dispatchEvent(new Event("change", {bubbles: true}));
        }""",
        [name, value],
    )


def test_an_answer_that_is_no_longer_asked_for_is_kept_but_not_told(form_page: FormPage) -> None:
    page = form_page(ASSESSMENT)
    answers: Json = {"sjukskrivning": "ja", "grad": "50", "ojamn-arbetstid": "ja"}
    answers |= {"ojamn-arbetstid-skal": "Vila varje dag", "grad-anteckning": "Först 100"}
    fill(page, answers)
    expect(journal(page)).to_contain_text("Vila varje dag")
    answer_one(page, "sjukskrivning", "nej")
    expect_told(page, ASSESSMENT, {"sjukskrivning": "nej"})
    hidden = ["Vila varje dag", "Först 100", "grad", "50 %", "ojamn"]
    for what in ("text", "file", "fhir"):
        taken = download(page, what)
        assert "sjukskrivning" in taken
        assert [word for word in hidden if word in taken] == [], what
    # asked again, they are where they were
    answer_one(page, "sjukskrivning", "ja")
    expect_told(page, ASSESSMENT, answers)
    expect(control(page, "ojamn-arbetstid-skal")).to_have_value("Vila varje dag")
    expect(option(page, "grad", "50")).to_be_checked()
    assert "Först 100" in download(page, "file")


def download(page: Page, what: str) -> str:
    """The content of a saved file: text, file or fhir."""
    page.locator("details:has(.save-file)").evaluate("element => { element.open = true; }")
    with page.expect_download() as saving:
        page.locator(f".save-{what}").click()
    expect(said(page)).to_contain_text("Filen är sparad")
    path = saving.value.path()
    return Path(path).read_text("utf-8")


# --- what is left ---------------------------------------------------------------------------


def counts(page: Page) -> dict[str, str]:
    """Beside each section: what is left, or answered."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-section]")]
            .filter(each => each.checkVisibility())
            .map(each => [each.dataset.section, each.querySelector(".section-left").textContent]))"""
    )
    return found


def expected_counts(form: str, answers: Json) -> dict[str, str]:
    missing = told(form, answers, "state")["missing"]
    found = {}
    for section in items(form):
        if section["type"] == "group" and section["linkId"].startswith("avsnitt-"):
            left = len([name for name in missing if name in inner(section)])
            found[section["linkId"]] = f"{left} kvar" if left else "klart"
    return found


def inner(section: Json) -> set[str]:
    return {item["linkId"] for item in section["items"]}


def test_what_is_left_is_counted_beside_each_section(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    assert counts(page) == expected_counts(FOLLOW_UP, {})
    assert counts(page)["avsnitt-mal-plan"] == "2 kvar"
    answer_one(page, "planen", "revideras")  # asks two more questions
    expect_told(page, FOLLOW_UP, {"planen": "revideras"})
    assert counts(page) == expected_counts(FOLLOW_UP, {"planen": "revideras"})
    assert counts(page)["avsnitt-mal-plan"] == "3 kvar"
    empty(page)
    fill_at_once(page, FOLLOW_UP)
    assert set(counts(page).values()) == {"klart"}


def test_the_list_of_what_is_left_takes_the_reader_there(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    url = page.url
    given = {key: value for key, value in FILLED[FOLLOW_UP].items() if key != "orsaker"}
    given = {key: value for key, value in given.items() if not key.startswith("insatser")}
    fill_at_once(page, FOLLOW_UP, given)
    page.get_by_role("button", name="Visa vad som är kvar").click()
    expect(summary(page)).to_be_focused()
    expect(summary(page).get_by_role("heading")).to_have_text("Kvar att ta ställning till")
    expect(summary(page).get_by_role("link")).to_have_text(
        [
            "Fungerar insatserna?",
            "Vad kan det bero på?",
        ]
    )
    summary(page).get_by_role("link").last.click()
    expect(control(page, "orsaker")).to_be_focused()
    expect(control(page, "orsaker")).to_be_in_viewport()
    page.keyboard.type("Väntetid")
    page.get_by_role("button", name="Visa vad som är kvar").click()
    expect(summary(page).get_by_role("link")).to_have_count(1)
    summary(page).get_by_role("link").press("Enter")
    expect(option(page, "insatser", "ja")).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Visa vad som är kvar").click()
    expect(summary(page)).to_be_hidden()
    expect(page.locator(".tool-status")).to_have_text("Alla punkter är besvarade.")
    assert page.url == url


def test_the_page_does_not_go_on_saying_that_all_is_answered(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    fill_at_once(page, FOLLOW_UP)
    page.get_by_role("button", name="Visa vad som är kvar").click()
    expect(page.locator(".tool-status")).to_have_text("Alla punkter är besvarade.")
    control(page, "ansvarig").fill("")
    expect(page.locator("[data-section=avsnitt-ansvar]")).to_contain_text("1 kvar")
    expect(page.locator(".tool-status")).not_to_have_text("Alla punkter är besvarade.")


def test_the_copy_button_tells_how_much_is_left(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    copy_button(page).click()
    expect(said(page)).to_have_text(NOTHING)
    answer_one(page, "tank-tvartom", "ja")
    copy_button(page).click()
    left = len(told(FOLLOW_UP, {"tank-tvartom": "ja"}, "state")["missing"])
    expect(said(page)).to_have_text(f"Texten är kopierad. {left} punkter är inte besvarade.")
    empty(page)
    given = {key: value for key, value in FILLED[FOLLOW_UP].items() if key != "ansvarig"}
    fill_at_once(page, FOLLOW_UP, given)
    copy_button(page).click()
    expect(said(page)).to_have_text("Texten är kopierad. En punkt är inte besvarad.")


# --- faults ---------------------------------------------------------------------------------


def test_a_fault_is_said_beside_its_field_and_in_a_summary(form_page: FormPage) -> None:
    page = form_page(PLAN)
    set_clipboard(page, "orört")
    answer_one(page, "sjukskrivning", "ja")
    length = control(page, "langd")
    length.fill("två veckor")
    length.press("Tab")
    beside = question(page, "langd").locator(".faults")
    expect(beside).to_have_text("Skriv ett helt tal med siffror, till exempel 14.")
    expect(length).to_have_attribute("aria-invalid", "true")
    described = (length.get_attribute("aria-describedby") or "").split()
    texts = " ".join(page.locator(f"#{each}").inner_text() for each in described)
    assert "Skriv ett helt tal" in texts
    assert "Räkna alla kalenderdagar" in texts  # the hint has not gone away
    expect(length).to_have_value("två veckor")
    expect(summary(page)).to_be_hidden()
    for action in ("copy", "save-text", "save-file", "save-fhir"):
        page.locator("details:has(.save-file)").evaluate("element => { element.open = true; }")
        taken: list[str] = []
        page.once("download", lambda each, taken=taken: taken.append(each.suggested_filename))
        page.locator(f".{action}").click()
        expect(summary(page)).to_be_focused()
        expect(said(page)).to_be_empty()
        assert taken == []
        copy_button(page).focus()
    assert clipboard(page) == "orört"
    expect(summary(page).get_by_role("heading")).to_have_text("Svar som behöver rättas")
    link = summary(page).get_by_role("link")
    expect(link).to_have_text(
        "Hur många dagar väntas sjukskrivningen vara sammanlagt? – "
        "Skriv ett helt tal med siffror, till exempel 14."
    )
    link.click()
    expect(length).to_be_focused()
    length.fill("0")
    length.press("Enter")
    expect(beside).to_have_text("Talet ska vara minst 1.")
    expect(summary(page).get_by_role("link")).to_contain_text("Talet ska vara minst 1.")
    length.fill("14")
    expect(summary(page)).to_be_hidden()
    expect(beside).to_be_hidden()
    expect(page.locator("#form [aria-invalid]")).to_have_count(0)
    expect(length).to_be_focused()
    copy_button(page).click()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    assert "14" in clipboard(page)


def test_a_number_that_is_being_typed_is_not_called_wrong(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    hours = control(page, "timmar")
    hours.press_sequentially("37,")
    expect_told(page, PATIENT, {"timmar": "37,"})
    expect(page.locator("#form [aria-invalid]")).to_have_count(0)
    hours.press("Tab")
    expect(hours).to_have_attribute("aria-invalid", "true")
    hours.press_sequentially("37,5")
    expect(page.locator("#form [aria-invalid]")).to_have_count(0)


def test_half_a_date_is_a_fault_and_several_faults_are_listed_in_order(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    control(page, "besvar-start").focus()
    page.keyboard.type("11")
    control(page, "timmar").fill("200")
    control(page, "somn").fill("7,5")
    copy_button(page).click()
    expect(summary(page)).to_be_focused()
    expect(summary(page).get_by_role("link")).to_have_text(
        [
            re.compile("Talet ska vara högst 100"),
            re.compile("När började besvären.*Skriv ett datum som finns"),
            re.compile("Skriv ett helt tal"),
        ]
    )
    summary(page).get_by_role("link").nth(1).click()
    expect(control(page, "besvar-start")).to_be_focused()
    control(page, "timmar").fill("20")
    expect(summary(page).get_by_role("link")).to_have_count(2)


def test_a_press_right_after_the_last_fault_is_mended_is_not_lost(form_page: FormPage) -> None:
    """The list of faults stands above the button; it goes when the press has ended, not before."""
    page = form_page(PATIENT)
    control(page, "somn").fill("sex")
    copy_button(page).click()
    expect(summary(page)).to_be_focused()
    copy_button(page).hover()
    before = copy_button(page).bounding_box()
    page.mouse.down()
    # pressing leaves the field, and only then is it asked what it holds
    control(page, "somn").evaluate(
        "each => { each.value = '6'; each.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    page.wait_for_timeout(1000)  # long enough for the answer, were it drawn
    assert copy_button(page).bounding_box() == before
    page.mouse.up()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    expect(summary(page)).to_be_hidden()


def test_markup_that_is_typed_stays_text(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>${1} $& {number}"
    fill(page, {"yrke": evil, "vilka-besvar": evil, "hjalp": [{"text": evil}], "somn": evil[:20]})
    fill(page, {"arbetsuppgifter": [{"uppgift": evil}]})
    copy_button(page).click()
    expect(summary(page)).to_be_focused()
    control(page, "somn").fill("")
    copy_button(page).click()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    assert clipboard(page).count(evil) == 4
    assert page.locator("#form-tool :is(img, script:not([type='application/json']))").count() == 0


# --- identity numbers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "place", "value"),
    [
        (ASSESSMENT, "funktion", "Pat 19121212-1212 har ont"),
        (ASSESSMENT, "insatser-anteckning", "121212-1212"),
        (ASSESSMENT, "oklart-profession", {"text": "Anna, 191212121212"}),
        (PATIENT, "arbetsuppgifter[0].uppgift", "Köra 121212+1212 till dagverksamheten"),
    ],
)
def test_an_identity_number_is_noticed_but_stops_nothing(
    form_page: FormPage, form: str, place: str, value: Any
) -> None:
    page = form_page(form)
    if place == "oklart-profession":
        answer_one(page, "oklart", "ja")
    answer_one(page, place, value)
    page.keyboard.press("Tab")
    notices = page.locator("#form .faults:visible")
    expect(notices).to_have_text("Det ser ut som ett personnummer. Ta bort det om det inte behövs.")
    expect(notices.locator("li")).to_have_class("gentle")
    expect(page.locator("#form [aria-invalid]")).to_have_count(0)
    copy_button(page).click()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    expect(summary(page)).to_be_hidden()
    assert (value["text"] if isinstance(value, dict) else value) in clipboard(page)
    list_id = notices.get_attribute("id")
    expect(question(page, place).locator(f'[aria-describedby~="{list_id}"]')).to_have_count(1)


# --- rows, »Annat«, taking an answer back ---------------------------------------------------


def remove_button(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^Ta bort ?: Arbetsuppgift {number}$"))


def test_rows_are_added_numbered_and_removed(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    rows = question(page, "arbetsuppgifter").locator(":scope > .rows > .row")
    add = question(page, "arbetsuppgifter").get_by_role("button", name="Lägg till")
    expect(rows).to_have_count(1)
    for number, task in enumerate(("Lyfta", "Skriva", "Ringa")):
        if number:
            add.click()
            expect(control(page, f"arbetsuppgifter[{number}].uppgift")).to_be_focused()
        answer_one(page, f"arbetsuppgifter[{number}].uppgift", task)
        answer_one(page, f"arbetsuppgifter[{number}].klarar", "klarar-delvis")
        answer_one(page, f"arbetsuppgifter[{number}].svart", f"svårt {task}")
    expect(rows.get_by_role("group", name=re.compile(r"^Arbetsuppgift \d$"))).to_have_count(3)
    expect(journal(page)).to_contain_text("- Arbetsuppgift 1: Lyfta")
    expect(journal(page)).to_contain_text("- Arbetsuppgift 2: Skriva")
    expect(journal(page)).to_contain_text("- Arbetsuppgift 3: Ringa")
    remove_button(page, 2).click()
    expect(control(page, "arbetsuppgifter[1].uppgift")).to_have_value("Ringa")
    expect(control(page, "arbetsuppgifter[1].uppgift")).to_be_focused()
    expect(rows.locator("legend .number:visible").first).to_have_text("1")
    for number in (1, 2):
        expect(remove_button(page, number)).to_be_visible()
    left = [
        {"uppgift": task, "klarar": "klarar-delvis", "svart": f"svårt {task}"}
        for task in ("Lyfta", "Ringa")
    ]
    expect_told(page, PATIENT, {"arbetsuppgifter": left})
    # a question of its own in each row
    answer_one(page, "arbetsuppgifter[0].klarar", "klarar")
    expect(question(page, "arbetsuppgifter[0].svart")).to_be_hidden()
    expect(question(page, "arbetsuppgifter[1].svart")).to_be_visible()
    remove_button(page, 2).click()
    expect(control(page, "arbetsuppgifter[0].uppgift")).to_be_focused()
    remove_button(page, 1).click()
    expect(rows).to_have_count(1)  # the last one is emptied
    expect(control(page, "arbetsuppgifter[0].uppgift")).to_be_focused()
    expect(journal(page)).to_have_text(NOTHING)
    nothing_typed(page)


def test_rows_have_ids_and_names_of_their_own(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    for _ in range(3):
        page.get_by_role("button", name="Lägg till").click()
    remove_button(page, 2).click()
    page.get_by_role("button", name="Lägg till").click()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    assert [each for each in ids if "ROW" in each] == []
    for number in range(4):
        answer_one(page, f"arbetsuppgifter[{number}].klarar", "klarar")
    expect(page.locator("#form [value=klarar]:checked")).to_have_count(4)
    unlabelled = page.evaluate(
        """() => [...document.querySelectorAll("#form :is(input, textarea)")]
            .filter(each => each.labels.length !== 1).map(each => each.outerHTML)"""
    )
    assert unlabelled == []


def test_an_answer_can_be_taken_back(form_page: FormPage) -> None:
    page = form_page(ASSESSMENT)
    take_back = question(page, "sjukskrivning").get_by_role("button", name="Ta bort svaret")
    expect(take_back).to_be_hidden()
    control(page, "insatser-anteckning").fill("står kvar")
    answer_one(page, "sjukskrivning", "ja")
    answer_one(page, "grad", "50")
    take_back.click()
    expect(option(page, "sjukskrivning", "ja")).not_to_be_checked()
    expect(take_back).to_be_hidden()
    expect(question(page, "sjukskrivning")).to_be_focused()
    expect(question(page, "grad")).to_be_hidden()
    expect_told(page, ASSESSMENT, {"insatser-anteckning": "står kvar"})
    # the note of a question is no part of its answer
    answer_one(page, "insatser", "ja")
    question(page, "insatser").get_by_role("button", name="Ta bort svaret").click()
    expect(control(page, "insatser-anteckning")).to_have_value("står kvar")


def test_something_else_has_a_text_of_its_own(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    one, many = question(page, "sysselsattning"), question(page, "hjalp")
    expect(one.get_by_label("Skriv vad")).to_be_hidden()
    one.get_by_role("radio", name="Annat").check()
    one.get_by_label("Skriv vad").fill("Praktik")
    expect_told(page, PATIENT, {"sysselsattning": {"text": "Praktik"}})
    answer_one(page, "sysselsattning", "studerar")
    expect(one.get_by_label("Skriv vad")).to_be_hidden()
    expect_told(page, PATIENT, {"sysselsattning": "studerar"})  # its text counts no more
    one.get_by_role("radio", name="Annat").check()
    expect(one.get_by_label("Skriv vad")).to_have_value("Praktik")  # but was kept
    answer_one(page, "hjalp", "resor")
    many.get_by_role("checkbox", name="Annat").check()
    many.get_by_label("Skriv vad").fill("Eget rum")
    both: Json = {"sysselsattning": {"text": "Praktik"}, "hjalp": ["resor", {"text": "Eget rum"}]}
    expect_told(page, PATIENT, both)
    expect(journal(page)).to_contain_text("Hjälp med resor till arbetet, Eget rum")


# --- two languages --------------------------------------------------------------------------


def test_english_is_for_the_questions_swedish_for_the_record(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    fill_at_once(page, PATIENT)
    before = controls(page)
    text = journal(page).text_content()
    page.get_by_label("English").check()
    expect(page.get_by_role("group", name="What do you do at present?")).to_be_visible()
    expect(page.get_by_role("group", name=re.compile(r"^Work task \d$"))).to_have_count(2)
    for name in ("Add", "Remove the answer", "Clear the form"):
        expect(page.get_by_role("button", name=name).first).to_be_visible()
    for name in ("Lägg till", "Ta bort svaret", "Rensa formuläret"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator(".tool-status")).to_have_text("The form is ready.")
    expect(page.locator("[data-section=vardag]")).to_have_text(
        "Everyday life 4 answered", use_inner_text=True
    )
    assert [each for each in controls(page) if each[0] != "language"] == [
        each for each in before if each[0] != "language"
    ]
    in_swedish = page.locator("#form [lang=sv]:visible")
    expect(in_swedish).to_have_count(0)
    sleep = control(page, "somn")
    sleep.fill("much")
    sleep.press("Enter")
    beside = question(page, "somn").locator(".faults")
    expect(beside).to_have_text("Write a whole number in figures, for example 14.")
    copy_button(page).click()
    expect(summary(page).get_by_role("heading")).to_have_text("Answers to put right")
    expect(summary(page).get_by_role("link")).to_have_text(
        "How many hours do you sleep in 24 hours? – Write a whole number in figures, for example 14."
    )
    sleep.fill("5")
    expect_told(page, PATIENT, FILLED[PATIENT])
    assert journal(page).text_content() == text
    copy_button(page).click()
    expect(said(page)).to_have_text("The text has been copied.")
    assert clipboard(page) == text
    page.get_by_label("Svenska").check()
    expect(page.get_by_role("group", name="Vad gör du just nu?")).to_be_visible()
    expect(page.locator("#form [lang=en]:visible")).to_have_count(0)


def test_an_english_answer_is_told_in_swedish_words(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    page.get_by_label("English").check()
    page.get_by_label("Looking for work").check()
    page.get_by_role("group", name="Would you like to know more").get_by_label("Yes").check()
    text = journal(page)
    expect(text).to_contain_text("Sysselsättning: Arbetssökande")
    expect(text).to_contain_text("rehabiliteringskoordinator: Ja")
    expect(text).not_to_contain_text("Looking")


def test_what_is_said_in_english_is_marked_as_english(form_page: FormPage) -> None:
    """A screen reader reads it with an English voice (WCAG 3.1.2)."""
    page = form_page(PATIENT)
    page.get_by_label("English").check()
    control(page, "somn").fill("much")
    copy_button(page).click()
    expect(summary(page)).to_be_focused()
    language_of = "element => element.closest('[lang]').lang"
    found = {
        name: page.locator(selector).first.evaluate(language_of)
        for name, selector in {
            "question": "[data-item=somn] > label .said-in[lang=en]",
            "status": ".tool-status",
            "beside the field": "[data-item=somn] .faults li",
            "summary": "#form > .summary h2",
            "summary's links": "#form > .summary a",
        }.items()
    }
    assert set(found.values()) == {"en"}, found


# --- the draft for the certificate ----------------------------------------------------------


def test_the_draft_is_the_patients_own_statement(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    panel = page.locator(".drafts")
    expect(panel).to_be_hidden()
    answer_one(page, "yrke", "Undersköterska")  # belongs to neither field
    expect_told(page, PATIENT, {"yrke": "Undersköterska"})
    expect(panel).to_be_hidden()
    answer_one(page, "tyngst", "Lyften")
    expect(panel).to_be_visible()
    expect(page.locator("[data-draft=activity]")).to_be_visible()
    expect(page.locator("[data-draft=function]")).to_be_hidden()
    empty(page)
    fill_at_once(page, PATIENT)
    page.get_by_label("English").check()
    expect(panel).to_contain_text("Patientens egna uppgifter, inte läkarens fynd.")
    drafts = told(PATIENT, FILLED[PATIENT], "draft")
    for kind, words, name in (
        ("function", "- Styrka och rörlighet: Mycket svårt", "Kopiera funktionsnedsättning"),
        (
            "activity",
            "- Arbetsuppgift 1: Lyfta patienter",
            "Kopiera aktivitetsbegränsning",
        ),
    ):
        draft = page.locator(f"[data-draft={kind}] pre")
        expect(draft).to_contain_text("Patienten uppger själv")
        expect(draft).to_contain_text(words)
        page.get_by_role("button", name=name).click()
        expect(said(page)).to_have_text("The text has been copied.")
        assert clipboard(page) == draft.text_content() == drafts[kind]
        set_clipboard(page, "")


def test_a_draft_is_copied_with_what_was_typed_last(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    answer_one(page, "tyngst", "Lyften")
    expect(page.locator("[data-draft=activity] pre")).to_contain_text("Lyften")
    set_clipboard(page, "orört")
    page.evaluate(  # faster than Python answers
        """() => {
            const heaviest = document.querySelector("[name=tyngst]");
            heaviest.value = "Trapporna";
            heaviest.dispatchEvent(new Event("input", {bubbles: true}));
            heaviest.dispatchEvent(new Event("change", {bubbles: true}));
            document.querySelector("[data-draft=activity] .copy-draft").click();
        }"""
    )
    expect(said(page)).to_have_text("Texten är kopierad.")
    assert "Trapporna" in clipboard(page)
    assert "Lyften" not in clipboard(page)


def test_no_draft_is_copied_while_an_answer_is_wrong(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    answer_one(page, "vilka-besvar", "Ont i ryggen")
    control(page, "besvar-start").focus()
    page.keyboard.type("11")  # half a date
    answer_one(page, "forlopp", "lika")
    expect(journal(page)).to_contain_text("Ungefär lika")
    set_clipboard(page, "orört")
    page.get_by_role("button", name="Kopiera funktionsnedsättning").click()
    expect(summary(page)).to_be_visible()
    assert clipboard(page) == "orört"


# --- files ----------------------------------------------------------------------------------


@pytest.mark.cdp
@pytest.mark.core
def test_a_saved_form_is_opened_on_a_fresh_page(
    form_page: FormPage, new_context: Any, base_url: str
) -> None:
    """Rows, »Annat«, numbers, dates and the language come back as they were."""
    page = form_page(PATIENT)
    fill(page, FILLED[PATIENT])
    page.get_by_label("English").check()
    expect_told(page, PATIENT, FILLED[PATIENT])
    typed = controls(page)
    page.locator("details:has(.save-file)").evaluate("element => { element.open = true; }")
    with page.expect_download() as saving:
        page.locator(".save-file").click()
    assert saving.value.suggested_filename == "patientformular.json"
    file = Path(saving.value.path()).read_bytes()
    page.get_by_label("Svenska").check()  # this page is shared
    page = open_form(new_context().new_page(), base_url, PATIENT)
    nothing_typed(page)
    page.locator(".open-file").set_input_files(as_upload(file))
    expect(said(page)).to_have_text("The file has been opened.")
    expect_told(page, PATIENT, FILLED[PATIENT])
    expect(page.get_by_label("English")).to_be_checked()
    assert without_row_names(controls(page)) == without_row_names(typed)
    expect(page.get_by_role("group", name="What do you do at present?")).to_be_visible()
    expect(page.locator(".tool-status")).to_have_text("The form is ready.")


def without_row_names(found: list[Any]) -> list[Any]:
    """As typed; a decimal comma has a test of its own."""
    return [
        [re.sub(r"--.*", "", name), kind, value.replace("37.5", "37,5"), checked]
        for name, kind, value, checked in found
    ]


def test_a_decimal_comma_survives_the_file(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    page.locator(".open-file").set_input_files(as_upload(saved_file(PATIENT, {"timmar": "37,5"})))
    expect(said(page)).to_have_text("Filen är öppnad.")
    expect_told(page, PATIENT, {"timmar": "37,5"})
    expect(control(page, "timmar")).to_have_value("37,5")


@pytest.mark.parametrize("form", FORMS)
def test_a_saved_file_is_opened_to_the_same_answers(form_page: FormPage, form: str) -> None:
    page = form_page(form)
    fill_at_once(page, form)
    typed, text = controls(page), journal(page).text_content()
    file = download(page, "file")
    assert json.loads(file)["answers"] == told(form, FILLED[form], "file")["answers"]
    empty(page)
    nothing_typed(page)
    page.locator(".open-file").set_input_files(as_upload(file.encode()))
    expect(said(page)).to_have_text("Filen är öppnad.")
    expect_told(page, form, FILLED[form])
    assert journal(page).text_content() == text
    assert without_row_names(controls(page)) == without_row_names(typed)
    assert json.loads(download(page, "file")) == json.loads(file)


def test_opening_a_file_over_a_filled_form_asks_first(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    file = as_upload(saved_file(FOLLOW_UP, {"mal": "delvis", "ansvarig": "Ur filen"}))
    answer_one(page, "ansvarig", "Skrivet här")
    answer_one(page, "insatser-anteckning", "Också här")
    asking = page.locator("dialog.ask")
    page.locator(".open-file").set_input_files(file)
    expect(asking).to_contain_text("Det som står i formuläret nu försvinner.")
    expect(asking.get_by_role("button", name="Avbryt")).to_be_focused()
    asking.get_by_role("button", name="Avbryt").click()
    expect(asking).to_be_hidden()
    expect_told(page, FOLLOW_UP, {"ansvarig": "Skrivet här", "insatser-anteckning": "Också här"})
    expect(control(page, "ansvarig")).to_have_value("Skrivet här")
    page.locator(".open-file").set_input_files(file)
    asking.get_by_role("button", name="Öppna filen").click()
    expect(said(page)).to_have_text("Filen är öppnad.")
    expect_told(page, FOLLOW_UP, {"mal": "delvis", "ansvarig": "Ur filen"})
    expect(control(page, "insatser-anteckning")).to_have_value("")


NOT_OURS = "Filen är ingen sparad fil från det här formuläret."
DAMAGED = "Filen är skadad eller ändrad, så den går inte att öppna."
TOO_LARGE = "Filen är för stor för att vara ett sparat formulär."
NOT_JSON = "läsa"
KIND = {"kind": "sjukskrivning-formular", "form": FOLLOW_UP, "language": "sv"}
HOSTILE: dict[str, tuple[bytes, str]] = {
    "another form": (saved_file(PLAN, {"plan": "enkel"}), "Filen hör till ett annat formulär."),
    "another version": (
        saved_file(FOLLOW_UP, {}, version="1999-01-01"),
        "Filen är sparad i en annan version av formuläret",
    ),
    "version of another type": (saved_file(FOLLOW_UP, {}, version=[1]), "annan version"),
    "empty": (b"", NOT_JSON),
    "not JSON": (b"<html>hej</html>", NOT_JSON),
    "not text": (bytes(range(256)) * 8, NOT_JSON),
    "a key twice": (saved_file(FOLLOW_UP, {})[:-1] + b', "form": "uppfoljning"}', NOT_JSON),
    "deep": (b"[" * 400_000, NOT_JSON),
    "deep objects": (b'{"a":' * 150_000, NOT_JSON),
    "a long number": (b'{"version": ' + b"9" * 600_000 + b"}", NOT_JSON),
    "huge": (saved_file(FOLLOW_UP, {"ansvarig": "x"}) + b" " * 1_000_001, TOO_LARGE),
    "something else": (b'{"resourceType": "QuestionnaireResponse"}', NOT_OURS),
    "a list": (b"[1, 2]", NOT_OURS),
    "null": (b"null", NOT_OURS),
    "a key too many": (saved_file(FOLLOW_UP, {}, comment="hej"), NOT_OURS),
    "prototype": (saved_file(FOLLOW_UP, {}, __proto__={"form": "x"}), NOT_OURS),
    "unknown question": (saved_file(FOLLOW_UP, {}, answers={"inget": "ja"}), DAMAGED),
    "prototype's answers": (
        saved_file(FOLLOW_UP, {}, answers={"__proto__": {"polluted": "ja"}}),
        DAMAGED,
    ),
    "constructor": (
        saved_file(FOLLOW_UP, {}, answers={"constructor": {"prototype": {"polluted": 1}}}),
        DAMAGED,
    ),
    "no answers": (saved_file(FOLLOW_UP, {}, answers=None), DAMAGED),
    "answers as a list": (saved_file(FOLLOW_UP, {}, answers=["ja"]), DAMAGED),
    "markup as a code": (
        saved_file(FOLLOW_UP, {}, answers={"mal": "<img src=x onerror=alert(1)>"}),
        DAMAGED,
    ),
    "a selector as a code": (saved_file(FOLLOW_UP, {}, answers={"mal": 'ja"], *['}), DAMAGED),
    "markup as a language": (saved_file(FOLLOW_UP, {}, language='"><img src=x>'), DAMAGED),
    "a language that is not there": (saved_file(FOLLOW_UP, {}, language="en"), DAMAGED),
    "a language that is none": (saved_file(FOLLOW_UP, {}, language={}), DAMAGED),
    "an object as text": (saved_file(FOLLOW_UP, {}, answers={"ansvarig": {"text": "x"}}), DAMAGED),
    "truth as text": (saved_file(FOLLOW_UP, {}, answers={"ansvarig": True}), DAMAGED),
    "not a number": (
        saved_file(FOLLOW_UP, {}, answers={"ansvarig": float("nan")}),
        DAMAGED,
    ),
    "a text too long": (
        saved_file(FOLLOW_UP, {}, answers={"orsaker": "x" * 4001, "mal": "nej"}),
        DAMAGED,
    ),
    "too many answers": (
        saved_file(
            FOLLOW_UP, {}, answers={"underlatta-atergang": [{"text": str(n)} for n in range(51)]}
        ),
        DAMAGED,
    ),
    "a list for one answer": (saved_file(FOLLOW_UP, {}, answers={"mal": ["ja", "nej"]}), DAMAGED),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_is_not_ours_changes_nothing(form_page: FormPage, case: str) -> None:
    content, message = HOSTILE[case]
    page = form_page(FOLLOW_UP)
    answer_one(page, "ansvarig", "Skrivet för hand")
    answer_one(page, "mal", "delvis")
    expect_told(page, FOLLOW_UP, {"mal": "delvis", "ansvarig": "Skrivet för hand"})
    before, text = controls(page), journal(page).text_content()
    page.locator(".open-file").set_input_files(as_upload(content))
    expect(said(page)).to_contain_text(message)
    expect(said(page)).to_contain_text("Ingenting är ändrat.")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert controls(page) == before
    assert journal(page).text_content() == text
    assert page.locator("#form-tool img").count() == 0
    assert page.evaluate("({}).polluted === undefined && Object.prototype.form === undefined")
    expect(page.locator(".open-file")).to_have_value("")  # the same file can be chosen again
    # and the page goes on working
    answer_one(page, "planen", "avslutas")
    expect_told(
        page, FOLLOW_UP, {"mal": "delvis", "planen": "avslutas", "ansvarig": "Skrivet för hand"}
    )


def test_markup_in_a_file_stays_text(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    evil = '<img src=x onerror="window.harmed = 1"><svg onload=alert(1)>'
    answers: Json = {
        "mal": "nej",
        "ansvarig": evil,
        "ansvaret-kant-anteckning": f"rad\n{evil}",
        "orsaker": evil,
        "underlatta-atergang": [{"text": evil}],
    }
    page.locator(".open-file").set_input_files(as_upload(saved_file(FOLLOW_UP, answers)))
    expect(said(page)).to_have_text("Filen är öppnad.")
    expect_told(page, FOLLOW_UP, answers)
    expect(control(page, "ansvarig")).to_have_value(evil)
    assert page.locator("#form-tool :is(img, svg)").count() == 0
    assert page.evaluate("window.harmed === undefined")


def test_the_fhir_file_is_a_response_to_the_forms_questionnaire(form_page: FormPage) -> None:
    page = form_page(ASSESSMENT)
    fill_at_once(page, ASSESSMENT)
    page.locator("details:has(.save-file)").evaluate("element => { element.open = true; }")
    with page.expect_download() as saving:
        page.locator(".save-fhir").click()
    assert saving.value.suggested_filename == f"{ASSESSMENT}-fhir.json"
    saved = json.loads(Path(saving.value.path()).read_text("utf-8"))
    assert saved["resourceType"] == "QuestionnaireResponse"
    expected = told(ASSESSMENT, FILLED[ASSESSMENT], "fhir")
    for key in ("questionnaire", "status", "item"):
        assert saved[key] == expected[key]
    assert "oklart-profession" in json.dumps(saved)


def test_the_text_file_is_what_the_page_shows(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    fill_at_once(page, FOLLOW_UP)
    assert download(page, "text") == told(FOLLOW_UP, FILLED[FOLLOW_UP])


# --- emptying -------------------------------------------------------------------------------


def test_clearing_asks_once_and_leaves_nothing(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    mark = "Xylofonbyggare"
    fill_at_once(
        page, PATIENT, {**FILLED[PATIENT], "yrke": mark, "tyngst": mark, "hjalp": [{"text": mark}]}
    )
    control(page, "somn").fill(mark)
    copy_button(page).click()
    expect(summary(page)).to_be_focused()
    expect(page.locator("[data-draft=activity] pre")).to_contain_text(mark)
    clear = page.get_by_role("button", name="Rensa formuläret").first
    asking = page.locator("dialog.ask")
    before = controls(page)
    for refuse in ("click", "Escape"):
        clear.click()
        expect(asking).to_contain_text("Allt du har skrivit försvinner.")
        expect(asking.get_by_role("button", name="Avbryt")).to_be_focused()
        if refuse == "click":
            asking.get_by_role("button", name="Avbryt").click()
        else:
            page.keyboard.press("Escape")
        expect(asking).to_be_hidden()
        expect(clear).to_be_focused()
        assert controls(page) == before
    (worker,) = [each for each in page.workers if each.url.startswith("blob:")]
    gate = Gate(page)  # Python comes back later: nothing of it may be needed for emptying
    clear.click()
    asking.get_by_role("button", name="Rensa formuläret").click()
    expect(asking).to_be_hidden()
    expect(said(page)).to_have_text("Formuläret är rensat.")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    nothing_typed(page)
    nowhere(page, mark)
    expect(question(page, "arbetsuppgifter").locator(".rows > .row")).to_have_count(1)
    expect(summary(page)).to_be_hidden()
    assert worker not in page.workers  # with Python's memory
    leftovers = {
        "marked as wrong": page.locator("#form [aria-invalid]").count(),
        "faults": page.locator("#form .faults:visible").count(),
        "counted": len("".join(page.locator(".section-left").all_text_contents())),
        "drafts": page.locator(".drafts:visible").count(),
    }
    assert {what: found for what, found in leftovers.items() if found} == {}
    gate.open()
    page.unroute_all(behavior="ignoreErrors")
    expect_ready(page)
    expect(journal(page)).to_have_text(NOTHING)
    # and it goes on working; an empty form is not asked about
    answer_one(page, "yrke", "Snickare")
    expect_told(page, PATIENT, {"yrke": "Snickare"})


def test_when_python_dies_the_answers_stay(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    fill(page, {"ansvarig": "Läkaren"})
    expect_told(page, FOLLOW_UP, {"ansvarig": "Läkaren"})
    (worker,) = [each for each in page.workers if each.url.startswith("blob:")]
    worker.evaluate("setTimeout(() => { throw new Error('dead'); })")
    expect(page.locator(".tool-status")).to_contain_text("Det du har skrivit är kvar.")
    answer_one(page, "mal", "ja")
    page.get_by_role("button", name="Försök igen").click()
    expect(page.locator("#form-tool")).to_have_attribute("data-state", "ready", timeout=START)
    expect_told(page, FOLLOW_UP, {"mal": "ja", "ansvarig": "Läkaren"})
