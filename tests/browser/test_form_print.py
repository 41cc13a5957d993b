"""A form on paper: filled, empty, and as the whole of it where nothing can run."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from sjukskrivning.forms import forms

from tests.browser.forms import (
    ASSESSMENT,
    FILLED,
    FOLLOW_UP,
    FORM,
    FORMS,
    PATIENT,
    PLAN,
    FormPage,
    Json,
    address,
    answer_one,
    control,
    controls,
    copy_button,
    expect_told,
    fill,
    fill_at_once,
    fixture_form_page,  # noqa: F401
    fixture_shared_forms,  # noqa: F401
    items,
    journal,
    option,
    question,
    said,
    told,
)

LONG = "\n".join(
    f"Rad {number}: det som inte ryms i ett fält på skärmen" for number in range(1, 60)
)
A4: ViewportSize = {"width": 703, "height": 1031}  # inside the margins, in CSS pixels
BUTTONS = "#form-tool button:visible"


def on_paper(page: Page, action: str | None = None) -> None:
    """As the browser does it: beforeprint, then the style sheet for print."""
    page.evaluate("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    page.evaluate("window.printed = 0")
    if action:
        page.locator(action).click()
        assert page.evaluate("window.printed") == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def back_on_screen(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")
    expect(page.locator(".printed, .form.blank")).to_have_count(0)


def questions(form: str, *, rows: int = 1) -> list[str]:
    """What is asked, in order; within a repeating group once for each row."""

    def below(listed: list[Json], times: int) -> list[str]:
        found = []
        for item in listed:
            if item["type"] == "group" and item.get("repeats"):
                found += [item["linkId"], *(below(item["items"], times) * times)]
            elif item["type"] == "group":
                found += below(item["items"], times)
            elif item["type"] != "display":
                found.append(item["linkId"])
        return found

    return below(forms()[form]["items"], rows)


def shown(page: Page, scope: str) -> list[str]:
    """The questions that can be seen, in order."""
    found: list[str] = page.evaluate(
        """scope => [...document.querySelectorAll(`${scope} [data-item][data-type]`)]
            .filter(each => each.checkVisibility() && each.getBoundingClientRect().height > 0)
            .map(each => each.dataset.item)""",
        scope,
    )
    return found


# --- filled ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_filled_form_is_printed_with_what_was_asked(form_page: FormPage, form: str) -> None:
    page = form_page(form)
    fill_at_once(page, form)
    before = controls(page)
    on_paper(page, ".print")
    state = told(form, FILLED[form], "state")
    asked = [re.sub(r".*\.", "", name) for name in state["enabled"]]
    seen = shown(page, FORM)
    assert seen == [
        name for name in asked if name in questions(form) and not is_empty_note(name, form)
    ]
    expect(page.locator(BUTTONS)).to_have_count(0)
    for gone in (
        ".form-aside",
        ".form-result",
        ".languages",
        ".item-tool",
        ".md-header",
        ".md-footer",
    ):
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for place, value in FILLED[form].items():
        if isinstance(value, str) and not question(page, place).locator(".options").count():
            in_full(page, place, value)
    before_leaving = page.locator("#form .printed").count()
    assert before_leaving == page.locator("#form :is(textarea, [type=text], [type=date])").count()
    back_on_screen(page)
    assert controls(page) == before


def is_empty_note(name: str, form: str) -> bool:
    """A note that nobody has written is a line to write on, hence for the empty copy only."""
    return name.endswith("-anteckning") and name not in FILLED[form]


def in_full(page: Page, place: str, value: str) -> None:
    """The answer can be read: in its field, or in the text printed in place of the field."""
    field = control(page, place)
    printed = field.locator("xpath=following-sibling::*[1]")
    expect(printed).to_be_visible()
    expect(printed).to_have_text(value)  # a date too: as it is written in the record
    expect(field).to_be_hidden()
    lines = printed.evaluate("each => getComputedStyle(each).whiteSpace")
    assert lines.startswith("pre")
    assert not cut_off(printed)


def cut_off(place: Locator) -> bool:
    return bool(
        place.evaluate(
            """each => each.scrollWidth > each.clientWidth + 1
                || each.scrollHeight > each.clientHeight + 1"""
        )
    )


def test_a_long_text_is_printed_in_full(form_page: FormPage) -> None:
    page = form_page(FOLLOW_UP)
    answer_one(page, "enligt-plan", "nej")
    answer_one(page, "orsaker", LONG)
    answer_one(page, "insatser-anteckning", LONG)
    expect(journal(page)).to_contain_text("Rad 59")
    on_paper(page, ".print")
    for place in ("orsaker", "insatser-anteckning"):
        in_full(page, place, LONG)
    back_on_screen(page)


@pytest.mark.parametrize(
    ("form", "place", "value"),
    [
        (FOLLOW_UP, "ansvarig", "Överläkaren vid hälsocentralen " * 8),
        (FOLLOW_UP, "underlatta-atergang", {"text": "Arbete hemifrån några dagar i veckan " * 6}),
        (PATIENT, "arbetsuppgifter[0].uppgift", "Lyfta och bära tunga lådor " * 9),
    ],
)
def test_a_long_line_is_printed_in_full(
    form_page: FormPage, form: str, place: str, value: Any
) -> None:
    """A line of at most 250 characters, longer than its field."""
    page = form_page(form)
    answer_one(page, place, value)
    text = (value["text"] if isinstance(value, dict) else value).strip()
    expect(journal(page)).to_contain_text(text)
    on_paper(page, ".print")
    page.set_viewport_size(A4)
    field = question(page, place).locator("input[type=text]").first
    readable = page.evaluate(
        """([place, text]) => [...document.querySelectorAll("#form *")]
            .some(each => each.checkVisibility() && !each.children.length
                && each.textContent.includes(text))""",
        [place, text],
    )
    cut = cut_off(field)
    back_on_screen(page)
    assert readable or not cut


def test_faults_are_printed_but_not_the_gentle_notices(form_page: FormPage) -> None:
    page = form_page(PLAN)
    answer_one(page, "sjukskrivning", "ja")
    control(page, "langd").fill("många")
    control(page, "mal").fill("Patient 19121212-1212")
    page.keyboard.press("Tab")
    expect(page.locator("#form .faults:visible")).to_have_count(2)
    on_paper(page, ".print")
    in_full(page, "langd", "många")
    expect(page.locator("#form .gentle:visible")).to_have_count(0)
    back_on_screen(page)


# --- empty ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_the_empty_copy_has_every_question_and_no_answer(form_page: FormPage, form: str) -> None:
    page = form_page(form)
    fill_at_once(page, form)
    before = controls(page)
    on_paper(page, ".print-empty")
    blank = page.locator("#form-tool .form.blank")
    expect(blank).to_be_visible()
    expect(page.locator(FORM)).to_be_hidden()
    assert shown(page, ".form.blank") == questions(form, rows=3)
    conditions = [item["condition"]["sv"] for item in items(form) if item.get("condition")]
    for condition in conditions:
        expect(blank.locator(".condition:visible").filter(has_text=condition).first).to_be_visible()
    expect(page.locator(BUTTONS)).to_have_count(0)
    left = page.evaluate(
        """() => [...document.querySelectorAll(".form.blank :is(input, textarea)")]
            .filter(each => ["radio", "checkbox"].includes(each.type) ? each.checked : each.value)
            .map(each => each.outerHTML)"""
    )
    assert left == []
    text = page.evaluate("document.body.innerText")  # only what is shown
    typed = [value for name, kind, value, _ in before if kind in ("text", "textarea") and value]
    assert typed
    assert [value for value in typed if len(value) > 4 and value in text] == []
    back_on_screen(page)
    assert controls(page) == before
    expect(page.locator(FORM)).to_be_visible()
    expect_told(page, form, FILLED[form])


def test_the_empty_copy_takes_no_ids_from_the_form(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    on_paper(page, ".print-empty")
    doubled = page.evaluate(
        "(ids => ids.filter((id, at) => ids.indexOf(id) !== at))"
        "([...document.querySelectorAll('[id]')].map(each => each.id))"
    )
    back_on_screen(page)
    assert doubled == []


def test_the_empty_copy_has_room_for_something_else(form_page: FormPage) -> None:
    """»Annat« on paper needs a line to write on, whatever is chosen on the screen."""
    page = form_page(FOLLOW_UP)
    expect(question(page, "underlatta-atergang").locator(".other-what")).to_be_hidden()
    on_paper(page, ".print-empty")
    line = page.locator(".form.blank [data-item=underlatta-atergang] .other-what input")
    found = line.is_visible()
    back_on_screen(page)
    assert found


def test_the_empty_copy_follows_the_language(form_page: FormPage) -> None:
    page = form_page(PATIENT)
    page.get_by_label("English").check()
    on_paper(page, ".print-empty")
    blank = page.locator(".form.blank")
    expect(blank.get_by_text("What do you do at present?").first).to_be_visible()
    expect(blank.locator("[lang=sv]:visible")).to_have_count(0)
    back_on_screen(page)


def test_the_empty_copy_wastes_no_paper(form_page: FormPage) -> None:
    """What may not be broken over two sheets leaves less than half a sheet empty."""
    page = form_page(PATIENT)
    page.set_viewport_size(A4)
    on_paper(page, ".print-empty")
    beside = page.evaluate(  # the answer beside its question, and room to write it
        """() => [...document.querySelectorAll(".form.blank .question:has(> .answer > textarea)")]
            .filter(each => {
                const [asked, answer] = [each.firstElementChild, each.querySelector(":scope > .answer")]
                    .map(part => part.getBoundingClientRect());
                return answer.left >= asked.right && answer.height > 25;
            }).length"""
    )
    texts = page.locator(".form.blank .question:has(> .answer > textarea)").count()
    tall = page.evaluate(
        """most => [...document.querySelectorAll(".form.blank *")]
            .filter(each => getComputedStyle(each).breakInside === "avoid")
            .map(each => [each.dataset.item, Math.round(each.getBoundingClientRect().height)])
            .filter(([, height]) => height > most)""",
        A4["height"] / 2,
    )
    back_on_screen(page)
    assert tall == []
    assert beside == texts > 10


# sheets of A4 at most: with every question asked and answered; empty
SHEETS = {ASSESSMENT: (2, 3), PLAN: (2, 3), FOLLOW_UP: (2, 3), PATIENT: (3, 5)}


@pytest.mark.parametrize("action", [".print", ".print-empty"])
@pytest.mark.parametrize("form", FORMS)
def test_the_browser_prints_it(form_page: FormPage, form: str, action: str) -> None:
    """Chromium's own beforeprint and afterprint; nothing of the print stays on the page."""
    page = form_page(form)
    fill_at_once(page, form)
    before = controls(page)
    page.evaluate("window.print = () => {}")
    page.locator(action).click()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))
    assert 1 <= sheets <= SHEETS[form][action == ".print-empty"]
    expect(page.locator(".printed, .form.blank")).to_have_count(0)
    assert controls(page) == before
    expect(page.locator(FORM)).to_be_visible()


# --- where nothing can run ------------------------------------------------------------------


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("form", FORMS)
def test_without_javascript_the_whole_form_is_there(
    new_context: Any, base_url: str, form: str, media: str
) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()
    page.emulate_media(media=media)
    page.goto(address(base_url, form))
    if media == "screen":
        expect(page.locator(".tool-notice")).to_contain_text("Utan JavaScript")
    for name in questions(form):
        places = page.locator(f'#form [data-item="{name}"][data-type]')
        for place in places.all():
            expect(place).to_be_visible()
    asked = page.locator(f"{FORM} [data-item][data-type]:visible")
    assert asked.count() == len(questions(form, rows=3))
    for item in items(form):
        if item.get("condition"):
            place = page.locator(f'#form [data-item="{item["linkId"]}"] .condition').first
            expect(place).to_be_visible()
            expect(place).to_contain_text(item["condition"]["sv"])
        if item["type"] == "open-choice":
            expect(
                page.locator(f'[data-item="{item["linkId"]}"] .other-what input')
            ).to_be_visible()
    expect(page.locator(BUTTONS)).to_have_count(0)
    expect(page.locator(".form-result")).to_be_hidden()
    expect(page.locator(".form-aside")).to_be_hidden()
    expect(page.locator("#form-tool dialog:visible")).to_have_count(0)
    expect(page.locator("#form [lang=en]:visible")).to_have_count(0)


def test_without_javascript_the_language_can_be_chosen(new_context: Any, base_url: str) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()
    page.goto(address(base_url, PATIENT))
    page.get_by_label("English").check()
    expect(page.get_by_text("What do you do at present?")).to_be_visible()
    expect(page.locator("#form [lang=sv]:visible")).to_have_count(0)


def test_without_webassembly_the_form_can_still_be_filled_and_printed(
    page: Page, base_url: str
) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(address(base_url, ASSESSMENT))
    expect(page.locator(".tool-status")).to_contain_text("tillåter inte WebAssembly")
    expect(page.locator(".tool-status")).to_contain_text("går att fylla i och skriva ut")
    fill(page, FILLED[ASSESSMENT])
    before = controls(page)
    copy_button(page).click()
    expect(said(page)).not_to_be_empty()
    expect(said(page)).not_to_contain_text("kopierad")
    on_paper(page, ".print")
    wanted = [name for name in questions(ASSESSMENT) if not is_empty_note(name, ASSESSMENT)]
    assert shown(page, FORM) == wanted
    in_full(page, "utredning", FILLED[ASSESSMENT]["utredning"])
    expect(option(page, "grad", "50")).to_be_checked()
    back_on_screen(page)
    on_paper(page, ".print-empty")
    assert shown(page, ".form.blank") == questions(ASSESSMENT)
    back_on_screen(page)
    assert controls(page) == before


def test_when_a_file_cannot_be_had_it_can_be_tried_again(page: Page, base_url: str) -> None:
    page.route("**/*.wasm", lambda route: route.abort())
    page.goto(address(base_url, FOLLOW_UP))
    answer_one(page, "ansvarig", "Läkaren")
    expect(page.locator(".tool-status")).to_contain_text(
        "någon fil gick inte att hämta", timeout=60_000
    )
    expect(control(page, "ansvarig")).to_have_value("Läkaren")
    page.unroute("**/*.wasm")
    page.get_by_role("button", name="Försök igen").click()
    expect(journal(page)).to_contain_text("Läkaren", timeout=60_000)
    expect(page.get_by_role("button", name="Försök igen")).to_be_hidden()
