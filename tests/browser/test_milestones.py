"""The calculator as its readers use it: a newcomer with a keyboard, a slip of the finger, a phone."""

import json
import re
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, Route, expect
from sjukskrivning.call import answer

from tests.browser.forms import Gate

START = "Från och med"
END = "Till och med"


def status(page: Page) -> str:
    return page.locator(".tool-status").inner_text()


def row(page: Page, milestone: str) -> str:
    return page.locator(f"tr[data-id={milestone}]").inner_text()


@pytest.mark.core
def test_a_newcomer_computes_a_case_with_the_keyboard_alone(page: Page, base_url: str) -> None:
    """From the address to the copied text: Tab, letters, Enter. Every stop shows where it is."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(base_url)
    tab_to(page, "Räkna milstolpar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verktyg/milstolpar/")
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    tab_to(page, START)
    page.keyboard.type("2026-03-02")
    page.keyboard.press("Tab")
    page.keyboard.type("+30d")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-id=return_plan_deadline] time")).to_have_attribute(
        "datetime", "2026-03-31"
    )
    expect(page.locator("tr[data-id=team_review]")).to_contain_text("Om sjukskrivningen fortsätter")
    tab_to(page, "Kopiera till journalen")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text("Texten är kopierad.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "2026-03-31" in copied
    assert "SFB 30 kap. 6 §" in copied


def tab_to(page: Page, name: str) -> None:
    """Tab until the control with that name has the focus; the focus must be seen at each stop."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const at = document.activeElement;
                const style = getComputedStyle(at);
                return {
                    name: at.labels?.[0]?.innerText ?? at.innerText ?? "",
                    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
                };
            }"""
        )
        if found["name"].strip().startswith(name):
            assert found["seen"], f"the focus on {name} is not visible"
            return
    raise AssertionError(f"no way to {name} with the Tab key")


@pytest.mark.core
def test_the_page_answers_as_the_command_line_does(same_tool: Page) -> None:
    """The same Python: the table holds each date that this Python computes."""
    same_tool.get_by_label(START).fill("2026-03-02")
    same_tool.get_by_label(END).fill("2026-05-30")
    expect(same_tool.locator("table.milestones")).to_be_visible()
    case = {"occupation": "employed", "periods": [{"start": "2026-03-02", "end": "2026-05-30"}]}
    ok, text = answer("milestones", json.dumps(case))
    assert ok
    for milestone in json.loads(text)["milestones"]:
        shown = same_tool.locator(f"tr[data-id={milestone['id']}] time")
        expect(shown).to_have_attribute("datetime", milestone["date"])


@pytest.mark.parametrize("typed", ["2026-03-02", "260302", "20260302", "2 mars 2026", "2/3 2026"])
def test_dates_are_read_as_people_type_them(same_tool: Page, typed: str) -> None:
    same_tool.get_by_label(START).fill(typed)
    expect(same_tool.locator(".echo").first).to_have_text("måndag 2 mars 2026 – pågår")
    expect(same_tool.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-05-31"
    )


@pytest.mark.parametrize(
    ("typed", "last"),
    [("+14d", "15 mars"), ("2v", "15 mars"), ("3m", "1 juni"), ("1/4", "1 april")],
)
def test_an_end_can_be_a_length(same_tool: Page, typed: str, last: str) -> None:
    same_tool.get_by_label(START).fill("260302")
    same_tool.get_by_label(END).fill(typed)
    expect(same_tool.locator(".echo").first).to_contain_text(f"{last} 2026")


def test_periods_are_added_and_removed(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260301")
    same_tool.get_by_label(END).fill("260315")
    same_tool.get_by_role("button", name="Lägg till period").click()
    second = same_tool.get_by_role("group", name="Period 2")
    expect(second.get_by_label(START)).to_be_focused()
    second.get_by_label(START).fill("260613")
    # 89 whole days between: merged, with a word that it is the boundary
    expect(same_tool.locator("[data-code=merging-boundary]")).to_contain_text("89 hela dagar")
    expect(same_tool.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-08-27"
    )
    second.get_by_label(START).fill("260614")
    expect(same_tool.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-09-12"
    )
    expect(same_tool.locator(".chains")).to_contain_text("Tidigare kedja")
    same_tool.get_by_role("button", name="Ta bort period 2").click()
    expect(same_tool.get_by_role("group", name="Period 1").get_by_label(START)).to_be_focused()
    expect(same_tool.locator("fieldset.period")).to_have_count(1)
    expect(same_tool.locator("tr[data-id=chain_step_2]")).to_contain_text(
        "Om sjukskrivningen fortsätter"
    )


def test_a_fault_is_said_at_its_field_and_what_was_typed_stays(same_tool: Page) -> None:
    start, end = same_tool.get_by_label(START), same_tool.get_by_label(END)
    start.fill("2026-02-30")
    end.focus()
    expect(start).to_have_attribute("aria-invalid", "true")
    fault = same_tool.locator(f"#{start.get_attribute('aria-describedby')}")
    expect(fault).to_contain_text("Från och med: Det är inget datum")
    expect(start).to_have_value("2026-02-30")
    expect(same_tool.locator(".tool-result")).to_be_hidden()
    start.fill("2026-03-02")
    end.fill("2026-03-01")
    end.press("Enter")
    expect(end).to_have_attribute("aria-invalid", "true")
    expect(start).not_to_have_attribute("aria-invalid", "true")
    expect(same_tool.locator(".faults:visible")).to_contain_text("före startdatumet")
    end.fill("")
    expect(same_tool.locator("[aria-invalid]")).to_have_count(0)
    expect(same_tool.locator(".tool-result")).to_be_visible()


def test_a_date_that_is_being_typed_is_not_called_wrong(same_tool: Page) -> None:
    same_tool.get_by_label(START).press_sequentially("2026-0", delay=40)
    expect(same_tool.locator(".tool-status")).to_have_text("Skriv färdigt, så räknas datumen ut.")
    expect(same_tool.locator("[aria-invalid]")).to_have_count(0)


def test_markup_that_is_typed_stays_text(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("<img src=x onerror=alert(1)>")
    same_tool.get_by_label(START).press("Enter")
    expect(same_tool.locator("[aria-invalid]")).to_have_count(1)
    assert same_tool.locator("#milestone-tool img").count() == 0


def test_further_facts_count(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260302")
    same_tool.get_by_text("Fler uppgifter").click()
    same_tool.get_by_label("Sjukskrivningens väntade längd i dagar").fill("59")
    same_tool.get_by_label("Visa läget en annan dag än i dag").fill("2026-03-10")
    expect(same_tool.locator("tr[data-id=return_plan_deadline]")).to_contain_text("Gäller inte")
    same_tool.get_by_label("Sjukskrivningens väntade längd i dagar").fill("många")
    same_tool.get_by_label("Sjukskrivningens väntade längd i dagar").press("Enter")
    expect(same_tool.locator(".faults:visible")).to_contain_text("heltal")
    same_tool.get_by_label("Sjukskrivningens väntade längd i dagar").fill("60")
    expect(same_tool.locator("tr[data-id=return_plan_deadline] time")).to_have_attribute(
        "datetime", "2026-03-31"
    )
    same_tool.get_by_label("Försäkringskassan har bedömt").check()
    expect(same_tool.locator("tr[data-id=normal_level_last_day]")).to_contain_text("Gäller inte")


def test_the_answer_is_told_to_a_screen_reader_and_the_picture_has_words(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260302")
    same_tool.get_by_label(END).fill("2026-03-31")
    live = same_tool.get_by_role("status").first
    expect(live).not_to_be_empty()
    picture = same_tool.get_by_role("img", name=re.compile("Tidslinje"))
    expect(picture).to_be_visible()
    same_tool.get_by_text("Bilden i ord").click()
    words = same_tool.locator(".timeline-figure li")
    expect(words.first).to_have_text("mån 2 mars 2026 – tis 31 mars 2026: 100 %")


def test_the_calendar_file_is_one_and_names_nobody(same_tool: Page, tmp_path: Path) -> None:
    same_tool.get_by_label(START).fill("260302")
    same_tool.get_by_text("Fler uppgifter").click()
    same_tool.get_by_label("Visa läget en annan dag än i dag").fill("2026-03-20")
    with same_tool.expect_download() as download:
        same_tool.get_by_role("button", name="Spara i kalendern").click()
    assert download.value.suggested_filename == "milstolpar.ics"
    download.value.save_as(tmp_path / "milstolpar.ics")
    calendar = icalendar.Calendar.from_ical((tmp_path / "milstolpar.ics").read_bytes())
    days = {str(event.decoded("dtstart")) for event in calendar.walk("VEVENT")}
    assert "2026-03-31" in days
    assert "2026-03-16" not in days  # already passed
    expect(same_tool.locator(".said")).to_contain_text("inget namn eller personnummer")


def test_wiping_leaves_nothing(tool: Page) -> None:
    tool.get_by_label(START).fill("260302")
    tool.get_by_role("button", name="Lägg till period").click()
    expect(tool.locator(".tool-result")).to_be_visible()
    tool.get_by_role("button", name="Rensa allt").click()
    expect(tool.locator("fieldset.period")).to_have_count(1)
    expect(tool.get_by_label(START)).to_have_value("")
    expect(tool.get_by_label(START)).to_be_focused()
    expect(tool.locator(".tool-result")).to_be_hidden()
    assert "2026" not in tool.locator("#milestone-tool").inner_text()
    # and it goes on working
    expect(tool.locator("#milestone-tool")).to_have_attribute("data-state", "ready", timeout=60_000)
    tool.get_by_label(START).fill("260401")
    expect(tool.locator(".tool-result")).to_be_visible()


def test_what_is_typed_before_python_is_ready_is_computed_when_it_is(
    page: Page, base_url: str
) -> None:
    gate = Gate(page)
    page.goto(base_url + "verktyg/milstolpar/", wait_until="commit")
    page.get_by_label(START).fill("260302")
    assert page.locator("#milestone-tool").get_attribute("data-state") != "ready"
    gate.open()
    expect(page.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-05-31", timeout=60_000
    )


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out(new_context: object, base_url: str, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()  # type: ignore[operator]
    page.goto(base_url + "verktyg/milstolpar/")
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    page.get_by_label(START).fill("260302")
    expect(page.locator("table.milestones")).to_be_visible()
    for details in page.locator("#milestone-tool details").all():
        details.evaluate("element => { element.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    letters = page.evaluate(
        """() => {
            const picture = document.querySelector(".timeline");
            return picture.getBoundingClientRect().width / picture.viewBox.baseVal.width * 12;
        }"""
    )
    assert letters >= 11.5  # CSS pixels: legible on a phone


def test_a_press_right_after_typing_is_not_lost(same_tool: Page) -> None:
    """Pressing a button leaves the field; the answer drawn for that must not take the button away."""
    same_tool.context.grant_permissions(["clipboard-read", "clipboard-write"])
    same_tool.get_by_label(START).fill("260302")
    expect(same_tool.locator("table.milestones")).to_be_visible()
    same_tool.get_by_label(START).press_sequentially(" ")
    same_tool.get_by_role("button", name="Kopiera till journalen").click(delay=90)
    expect(same_tool.locator(".said")).to_have_text("Texten är kopierad.")
    same_tool.get_by_label(START).fill("nonsens")
    same_tool.get_by_role("button", name="Lägg till period").click(delay=90)
    expect(same_tool.locator("fieldset.period")).to_have_count(2)


def test_an_ended_case_is_not_given_a_next_date(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("2026-03-02")
    same_tool.get_by_label(END).fill("2026-03-02")
    expect(same_tool.locator(".tool-status")).to_have_text("Sjukfallet slutade mån 2 mars 2026.")


def test_the_words_of_the_picture_keep_the_focus(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260302")
    words = same_tool.locator(".timeline-figure summary")
    expect(words).to_be_visible()
    details = same_tool.locator(".timeline-figure details")
    details.evaluate("element => { element.open = false; }")  # an earlier test may have opened it
    words.focus()
    words.press("Enter")
    expect(details).to_have_attribute("open", "")
    expect(words).to_be_focused()


def test_a_single_letter_does_not_leave_the_page(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260302")
    address = same_tool.url
    same_tool.get_by_role("button", name="Lägg till period").focus()
    for key in ("n", "p", ".", ","):
        same_tool.keyboard.press(key)
    same_tool.wait_for_timeout(300)
    assert same_tool.url == address
    expect(same_tool.get_by_label(START)).to_have_value("260302")


def test_an_arrow_does_not_touch_what_is_being_typed(same_tool: Page) -> None:
    start = same_tool.get_by_label(START)
    start.fill("2026-03-02")
    expect(same_tool.locator("table.milestones")).to_be_visible()
    start.fill("261001")
    start.press("ArrowDown")
    assert start.input_value() in ("261001", "2026-09-30")


def kill_python(page: Page) -> None:
    (worker,) = [each for each in page.workers if each.url.startswith("blob:")]
    worker.evaluate("setTimeout(() => { throw new Error('dead'); })")


def test_when_python_dies_no_old_answer_stays(page: Page, base_url: str) -> None:
    page.goto(base_url + "verktyg/milstolpar/")
    page.wait_for_selector("#milestone-tool[data-state=ready]", timeout=60_000)
    page.get_by_label(START).fill("260302")
    expect(page.locator("table.milestones")).to_be_visible()
    held: list[Route] = []
    page.route("**/python_stdlib.zip", lambda route: held.append(route))
    with page.expect_request("**/python_stdlib.zip"):
        kill_python(page)  # another is started by itself, the ordinary way
    status = page.locator(".tool-status")
    expect(status).to_contain_text("Räknaren hämtas")
    page.get_by_label(START).fill("240101")
    expect(page.locator(".tool-result")).to_be_hidden()
    (route,) = held
    route.continue_()
    step = page.locator("tr[data-id=chain_step_2] time")
    expect(step).to_have_attribute("datetime", "2024-03-31", timeout=60_000)
    kill_python(page)
    expect(status).to_contain_text("har stannat")
    page.get_by_label(START).fill("250101")
    expect(page.locator(".tool-result")).to_be_hidden()
    page.get_by_role("button", name="Försök igen").click()
    expect(step).to_have_attribute("datetime", "2025-04-01", timeout=60_000)
