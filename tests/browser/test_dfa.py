"""The DFA check as a physician meets it: what is written is read, marked, set aside and taken along."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sjukskrivning.call import answer

from tests.browser.test_accessibility import violations

Json = dict[str, Any]
CHECK = "verktyg/dfa/"
START = 90_000  # milliseconds: Python's start, on a machine with other things to do
MINUTE = 60_000
MARK = "Xylofonbyggare"  # a word that stands nowhere on the site

POOR: Json = {
    "work": {
        "status": "employed",
        "occupation": "Undersköterska",
        "tasks": "Förflyttar vårdtagare",
    },
    "diagnosis": [{"code": "M54.5", "text": "Lumbago"}],
    "function": "Ont enligt patienten.",
    "activity": "Kan inte arbeta.",
}
GOOD: Json = {
    "work": {"status": "employed", "occupation": "Mellanstadielärare", "tasks": "Leder klasser, planerar lektioner"},
    "diagnosis": [{"code": "F32.1", "text": "Medelsvår depressiv episod"}],
    "function": "Måttlig koncentrationsstörning: tappar tråden vid samtalet (min iakttagelse). MADRS 27.",
    "activity": "Kan inte leda en klass, orkar hålla fokus högst 15 min (svår). Planerar lektioner i korta pass (lätt).",
    "periods": [{"start": "2026-11-26", "end": "2026-12-20", "degree": 100}],
    "prognosis": "Full återgång väntas efter perioden.",
}  # fmt: skip


def expect_ready(page: Page) -> None:
    expect(page.locator("#dfa-tool")).to_have_attribute("data-state", "ready", timeout=START)
    expect(page.locator(".tool-status")).to_have_text("Kontrollen är klar att använda.")


@pytest.fixture(scope="module")
def _shared(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(base_url + CHECK)
    expect_ready(page)
    yield page
    context.close()


@pytest.fixture
def check(_shared: Page) -> Page:
    """The check emptied by hand, Python still running: saves its start for each test."""
    _shared.evaluate(
        """() => {
            const form = document.querySelector(".dfa-form");
            for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
            dispatchEvent(new Event("afterprint"));
            document.activeElement.blur();
            form.reset();
            for (const details of document.querySelectorAll("#dfa-tool details")) details.open = false;
            document.querySelector(".said-of-tool").textContent = "";
            form.dispatchEvent(new Event("change", {bubbles: true}));
            form.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    _shared.set_viewport_size({"width": 1280, "height": 900})
    _shared.emulate_media(media="null")
    expect(_shared.locator(".chain-says")).to_have_text("Skriv i fälten, så visas kedjan här.")
    return _shared


def fill(page: Page, draft: Json) -> None:
    work = draft.get("work", {})
    if work:
        page.locator(f"[name=status][value={work['status']}]").check()
        for name in ("occupation", "tasks"):
            page.locator(f"[name={name}]").fill(work.get(name, ""))
    for number, each in enumerate(draft.get("diagnosis", []), 1):
        page.locator(f"[name=code-{number}]").fill(each["code"])
        page.locator(f"[name=text-{number}]").fill(each["text"])
    for each in draft.get("periods", []):
        page.locator(f"[name=start-{each['degree']}]").fill(each["start"])
        page.locator(f"[name=end-{each['degree']}]").fill(each["end"])
    for name in ("function", "activity", "prognosis", "other"):
        if name in draft:
            page.locator(f"[name={name}]").fill(draft[name])


def remark(page: Page, code: str) -> Locator:
    return page.locator(f'.remark[data-code="{code}"]')


def codes(page: Page) -> set[str]:
    found = page.locator(".remark-group .remark").evaluate_all(
        "all => all.map(x => x.dataset.code)"
    )
    return set(found)


def told(draft: Json) -> Json:
    ok, text = answer("dfa", json.dumps(draft))
    assert ok, text
    found: Json = json.loads(text)
    return found


def marked(page: Page, field: str) -> list[str]:
    return page.locator(f".marking:has([name={field}]) mark").all_inner_texts()


# --- what is read -----------------------------------------------------------------------------


@pytest.mark.parametrize("draft", [POOR, GOOD])
@pytest.mark.core
def test_the_page_says_what_the_command_line_says(check: Page, draft: Json) -> None:
    fill(check, draft)
    check.locator("[name=issued]").fill("2026-11-26")
    want = told({**draft, "issued": "2026-11-26"})
    states = {key: value for key, value in want["chain"].items() if key != "connected"}
    for link, state in states.items():
        expect(check.locator(f'.link[data-link="{link}"]')).to_have_attribute("data-state", state)
    says = "Kedjan hänger ihop." if want["chain"]["connected"] else "Kedjan hänger inte ihop än."
    expect(check.locator(".chain-says")).to_have_text(says)
    for each in want["remarks"]:
        expect(remark(check, each["code"])).to_be_visible()
        expect(remark(check, each["code"]).locator(".message")).to_have_text(each["message"])
    assert codes(check) == {each["code"] for each in want["remarks"]}


def test_each_state_of_a_link_has_its_own_shape_and_word(check: Page) -> None:
    fill(check, POOR | {"diagnosis": []})
    expect(check.locator(".chain-says")).to_have_text("Kedjan hänger inte ihop än.")
    seen = {}
    for link in check.locator(".link").all():
        shapes = link.locator("svg > :visible")
        seen[link.locator(".link-state").inner_text()] = shapes.first.get_attribute("class")
    assert seen == {"hittades inte": "is-missing", "otydlig": "is-unclear", "hittad": "is-clear"}


def test_the_newest_text_wins(check: Page) -> None:
    """Slow answers to older texts come to nothing."""
    area = check.locator("[name=function]")
    area.focus()
    for word in ("Ont", " i", " ryggen", " sedan", " länge", "."):
        check.keyboard.insert_text(word)
        area.dispatch_event("change")  # asks at once
    expect(remark(check, "function-no-basis")).to_be_visible()
    area.fill("")
    fill(check, {"activity": "Kan inte arbeta."})
    area.dispatch_event("change")
    expect(remark(check, "function-missing")).to_be_visible()
    expect(remark(check, "function-no-basis")).to_have_count(0)


def test_what_was_written_before_python_is_read_when_it_comes(page: Page, base_url: str) -> None:
    held: list[Route] = []
    page.route("**/*.wasm", lambda route: held.append(route))
    page.goto(base_url + CHECK)
    fill(page, POOR)
    expect(page.locator(".chain-says")).to_have_text("Skriv i fälten, så visas kedjan här.")
    for route in held:
        route.continue_()
    expect(remark(page, "activity-only-incapacity")).to_be_visible(timeout=START)


def test_fields_that_are_not_asked_for_are_not_read(check: Page) -> None:
    fill(check, POOR)
    expect(remark(check, "function-no-basis")).to_be_visible()
    check.get_by_label("Smittbärarpenning").check()
    expect(check.locator("[name=function]")).to_be_hidden()
    expect(remark(check, "function-no-basis")).to_have_count(0)
    check.locator(".copy-all").click()
    expect(check.locator(".said-of-tool")).to_have_text("Texten är kopierad.")
    text = check.evaluate("navigator.clipboard.readText()")
    assert "Smittbärarpenning\nJa" in text
    assert "Ont enligt" not in text
    check.get_by_label("Smittbärarpenning").uncheck()
    expect(check.locator("[name=function]")).to_have_value(POOR["function"])


def test_the_schedule_is_asked_about_only_with_a_part_of_the_time(check: Page) -> None:
    asked = check.locator('[data-field="uneven_schedule"]')
    expect(asked).to_be_hidden()
    fill(check, {"periods": [{"start": "2026-11-26", "end": "2026-12-20", "degree": 50}]})
    expect(asked).to_be_visible()
    expect(remark(check, "partial-schedule-missing")).to_be_visible()
    asked.get_by_label("Ja").check()
    expect(check.locator("[name=uneven_schedule_reason]")).to_be_visible()
    asked.get_by_label("Nej").check()
    expect(remark(check, "partial-schedule-missing")).to_have_count(0)


def test_what_was_found_is_shown(check: Page) -> None:
    fill(check, GOOD)
    check.get_by_text("Så läste kontrollen").click()
    grades = check.locator('[data-found="grades"]')
    expect(grades).to_contain_text("»Måttlig« (2)")
    expect(check.locator('[data-found="basis"]')).to_contain_text("MADRS 27")
    expect(check.locator('[data-found="functions"]')).to_contain_text("b140")
    expect(check.locator('[data-found="activities"]')).to_contain_text("d160")


# --- marking ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    ["", "Å ä ö – ", "😀👩‍⚕️ ", "e\u0301a\u030a ", "rad ett\r\nrad två\r\n", "\t", "&lt;b&gt; <b>"],
)
@pytest.mark.core
def test_the_right_characters_are_marked(check: Page, before: str) -> None:
    number = "19121212-1212"
    check.locator("[name=other]").fill(f"{before}Pers nr {number} 😀 slut")
    expect(remark(check, "identity-data")).to_be_visible()
    remark(check, "identity-data").locator(".remark-open").click()
    assert marked(check, "other") == [number]
    check.locator("[name=other]").press("End")
    check.keyboard.insert_text(f" och {number}")
    expect(check.locator(".marking:has([name=other]) mark")).to_have_count(2)
    assert marked(check, "other") == [number, number]


@pytest.mark.core
def test_the_marks_lie_on_the_words(check: Page) -> None:
    """The copy behind the text breaks its lines as the text does, also when there is a scroll bar."""
    line = "Ord efter ord fyller fältet tills det rullar. "
    check.set_viewport_size({"width": 390, "height": 600})
    check.locator("[name=other]").fill(line * 60 + "19121212-1212 " + line * 3)
    remark(check, "identity-data").locator(".remark-open").click()
    remark(check, "identity-data").get_by_role("button", name="Gå till fältet").click()
    expect(check.locator("[name=other]")).to_be_focused()
    places = check.evaluate(
        """async () => {
            // the copy follows at the next frame
            for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);
            const area = document.querySelector("[name=other]");
            const backdrop = area.parentElement.querySelector(".backdrop");
            const mark = backdrop.querySelector("mark").getBoundingClientRect();
            const box = area.getBoundingClientRect();
            return {
                scrolls: area.scrollHeight > area.clientHeight,
                heights: [area.scrollHeight, backdrop.scrollHeight],
                tops: [area.scrollTop, backdrop.scrollTop],
                inside: mark.top >= box.top && mark.bottom <= box.bottom,
            };
        }"""
    )
    assert places["scrolls"]
    assert places["inside"]
    assert abs(places["heights"][0] - places["heights"][1]) <= 2
    assert abs(places["tops"][0] - places["tops"][1]) <= 1


def test_a_one_line_field_is_marked_as_a_whole(check: Page) -> None:
    fill(check, POOR | {"diagnosis": [{"code": "ryggont", "text": "Lumbago"}]})
    remark(check, "diagnosis-code-invalid").locator(".remark-open").click()
    expect(check.locator("[name=code-1]")).to_have_class(re.compile("is-marked"))
    remark(check, "diagnosis-code-invalid").locator(".remark-open").click()
    expect(check.locator(".is-marked")).to_have_count(0)


# --- remarks ----------------------------------------------------------------------------------


def test_a_remark_says_why_how_and_whence(check: Page) -> None:
    fill(check, POOR)
    one = remark(check, "function-no-basis")
    expect(one.locator(".why")).to_be_hidden()
    one.locator(".remark-open").click()
    want = next(x for x in told(POOR)["remarks"] if x["code"] == "function-no-basis")
    expect(one.locator(".why")).to_have_text(want["why"])
    expect(one.locator(".how")).to_have_text(want["how"])
    expect(one.locator(".source")).not_to_be_empty()
    expect(one.locator("a.rule")).to_have_attribute(
        "href", re.compile("verktyg/dfa-regler/#function-no-basis$")
    )
    assert marked(check, "function") == [POOR["function"]]


@pytest.mark.core
def test_the_keyboard_alone_goes_through_the_remarks(check: Page) -> None:
    fill(check, POOR)
    expect(remark(check, "function-no-basis")).to_be_visible()
    check.locator(".remark-open").first.focus()
    check.keyboard.press("Shift+Tab")  # so that it is the keyboard that gets there
    check.keyboard.press("Tab")
    seen = set()
    for _ in range(40):
        state = check.evaluate(
            """() => [document.activeElement.closest(".remark")?.dataset.code ?? "",
                document.activeElement.className,
                getComputedStyle(document.activeElement).outlineStyle]"""
        )
        if state[0] and "remark-open" in state[1]:
            seen.add(state[0])
            assert state[2] != "none", "focus is not visible"
            check.keyboard.press("Enter")
            expect(remark(check, state[0]).locator(".remark-more")).to_be_visible()
        check.keyboard.press("Tab")
    assert seen == codes(check)


def test_a_remark_that_is_read_stays_while_one_writes(check: Page) -> None:
    fill(check, POOR)
    one = remark(check, "function-no-basis")
    one.locator(".remark-open").click()
    check.locator("[name=function]").press("End")
    check.keyboard.insert_text(" Sedan i mars.")
    expect(check.locator(".marking:has([name=function]) mark")).to_have_text(
        "Ont enligt patienten. Sedan i mars."
    )
    expect(one.locator(".remark-more")).to_be_visible()
    check.keyboard.insert_text(" Vid undersökning svår rörelseinskränkning, flexion till knäna.")
    expect(one).to_have_count(0)
    expect(check.locator("mark")).to_have_count(0)


def test_a_remark_can_be_set_aside_and_taken_back(check: Page) -> None:
    fill(check, POOR)
    code = "activity-only-incapacity"
    remark(check, code).locator(".remark-open").click()
    before = check.locator(".dfa-count").inner_text()
    remark(check, code).get_by_role("button", name="Bortse från det här").click()
    expect(check.locator(".aside-remarks summary")).to_have_text("Du bortser från 1")
    expect(check.locator(".aside-remarks summary")).to_be_focused()
    assert code not in codes(check)
    assert check.locator(".dfa-count").inner_text() != before
    check.locator("[name=prognosis]").fill("Oklar, beror på utredningen.")
    expect(remark(check, "prognosis-missing")).to_have_count(0)
    assert code not in codes(check)
    check.locator(".aside-remarks summary").click()
    remark(check, code).get_by_role("button", name="Ta tillbaka").click()
    expect(check.locator(".aside-remarks")).to_be_hidden()
    assert code in codes(check)


def test_only_what_changed_is_spoken(check: Page) -> None:
    live = check.locator(".dfa-live")
    expect(live).to_have_attribute("role", "status")
    fill(check, POOR)
    expect(live).to_contain_text("Kedjan hänger inte ihop än.", timeout=8000)
    check.evaluate(
        """() => {
            window.spoken = 0;
            new MutationObserver(() => { window.spoken += 1; })
                .observe(document.querySelector(".dfa-live"), {childList: true});
        }"""
    )
    check.locator("[name=function]").press("End")
    check.keyboard.insert_text(" Sedan i mars.")  # the same remarks as before
    check.wait_for_timeout(2000)
    assert check.evaluate("window.spoken") == 0


def test_a_field_that_is_too_long_says_so(check: Page) -> None:
    area = check.locator("[name=function]")
    place = check.locator('[data-field="function"] .count')
    area.fill("å" * 3700)
    expect(place).to_have_text("300 tecken kvar")
    expect(place).to_have_attribute("aria-live", "off")
    area.fill("å" * 3900)
    expect(place).to_have_text("100 tecken kvar")
    expect(place).to_have_attribute("aria-live", "polite")
    area.fill("å" * 4001)
    expect(place).to_have_text("1 tecken för mycket för intygets fält")
    expect(area).to_have_value("å" * 4001)  # nothing is cut off


def test_words_are_put_in_where_one_writes(check: Page) -> None:
    area = check.locator("[name=function]")
    area.fill("Svår störning av")
    check.get_by_text("Hjälp att skriva funktionsnedsättning").click()
    check.get_by_role("button", name="uppmärksamhet", exact=True).click()
    expect(area).to_have_value("Svår störning av uppmärksamhet ")
    expect(area).to_be_focused()


# --- taken along ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("function", GOOD["function"]),
        ("diagnosis", "F32.1 Medelsvår depressiv episod"),
        ("work", "Mellanstadielärare\nLeder klasser, planerar lektioner"),
    ],
)
def test_a_field_is_copied(check: Page, name: str, text: str) -> None:
    fill(check, GOOD)
    check.locator(f'[data-copies="{name}"]').click()
    expect(check.locator(".said-of-tool")).to_contain_text("är kopierad.")
    assert check.evaluate("navigator.clipboard.readText()") == text


def test_all_is_copied_as_the_command_line_has_it(check: Page) -> None:
    fill(check, GOOD)
    check.locator(".copy-all").click()
    expect(check.locator(".said-of-tool")).to_have_text("Texten är kopierad.")
    ok, text = answer("dfa_draft", json.dumps(GOOD), "text")
    assert ok
    assert check.evaluate("navigator.clipboard.readText()") == text
    assert "\t" not in text


def test_a_file_brings_the_same_draft_back(check: Page) -> None:
    fill(check, GOOD)
    with check.expect_download() as download:
        check.get_by_text("Spara i en fil").click()
        check.locator(".save-file").click()
    path = download.value.path()
    before = told(GOOD)["remarks"]
    check.locator("[name=function]").fill("Något helt annat")
    check.locator(".open-file").set_input_files(path)
    expect(check.locator("dialog.ask")).to_contain_text("Öppna filen?")
    check.locator("dialog.ask .yes").click()
    expect(check.locator(".said-of-tool")).to_have_text("Filen är öppnad.")
    expect(check.locator("[name=function]")).to_have_value(GOOD["function"])
    expect(check.locator("[name=end-100]")).to_have_value("2026-12-20")
    expect(check.locator("[name=status][value=employed]")).to_be_checked()
    assert codes(check) == {each["code"] for each in before}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "Indata går inte att läsa som JSON"),
        ('{"kind": "sjukskrivning-formular"}', "Filen är inget sparat utkast"),
        ('{"kind":"sjukskrivning-dfa","version":"9","draft":{}}', "en annan version"),
        ('{"kind":"sjukskrivning-dfa","version":"1","draft":{"x":1}}', "Filen är skadad"),
        ("[" * 5000, "Indata går inte att läsa som JSON"),
    ],
)
def test_a_hostile_file_changes_nothing(check: Page, content: str, reason: str) -> None:
    fill(check, POOR)
    check.locator(".open-file").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    expect(check.locator(".said-of-tool")).to_contain_text(reason)
    expect(check.locator(".said-of-tool")).to_contain_text("Ingenting är ändrat.")
    expect(check.locator("[name=function]")).to_have_value(POOR["function"])


def test_a_draft_is_printed_whole_with_its_remarks(check: Page) -> None:
    long = "\n".join(f"Rad {number}" for number in range(1, 80))
    fill(check, POOR | {"other": long})
    expect(remark(check, "function-no-basis")).to_be_visible()
    check.evaluate("dispatchEvent(new Event('beforeprint'))")
    check.emulate_media(media="print")
    expect(check.locator("[name=other] + .printed")).to_have_text(long)
    expect(check.locator("[name=other] + .printed")).to_be_visible()
    expect(remark(check, "function-no-basis").locator(".message")).to_be_visible()
    for gone in (".md-header", ".help", ".copy-field", ".form-result", ".found"):
        expect(check.locator(f"{gone}:visible")).to_have_count(0)
    expect(check.locator(".marking:has([name=function]) .printed")).to_be_visible()


# --- private ----------------------------------------------------------------------------------


def test_writing_leaves_no_trace(check: Page) -> None:
    requests: list[str] = []
    spoken: list[str] = []
    check.on("request", lambda request: requests.append(request.url))
    check.on("console", lambda message: spoken.append(message.text))
    url, entries = check.url, check.evaluate("history.length")
    fill(check, GOOD | {"other": f"{MARK} 19121212-1212"})
    expect(remark(check, "identity-data")).to_be_visible()
    remark(check, "identity-data").locator(".remark-open").click()
    check.locator(".copy-all").click()
    expect(check.locator(".said-of-tool")).to_have_text("Texten är kopierad.")
    with check.expect_download():
        check.get_by_text("Spara i en fil").click()
        check.locator(".save-text").click()
    assert [each for each in requests if not each.startswith("blob:")] == []
    assert spoken == []
    assert (check.url, check.evaluate("history.length")) == (url, entries)
    stored = check.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
            history.state, document.title, (await indexedDB.databases()).map(each => each.name)])"""
    )
    assert MARK not in stored
    kept = check.locator("#dfa-tool :is(input, textarea)").evaluate_all(
        "all => all.filter(each => each.autocomplete !== 'off').map(each => each.outerHTML)"
    )
    assert kept == []
    open_to_services = check.locator("#dfa-tool :is(textarea, input[type=text])").evaluate_all(
        "all => all.filter(each => each.spellcheck).map(each => each.name)"
    )
    assert open_to_services == []


def empty(page: Page) -> None:
    left = page.locator(".dfa-form :is(textarea, input)").evaluate_all(
        """all => all.filter(each => each.name !== "issued"
            && (/radio|checkbox/.test(each.type) ? each.checked : each.value)).map(each => each.name)"""
    )
    assert left == []
    assert MARK not in page.content()


def test_wiping_asks_once_and_leaves_nothing(page: Page, base_url: str) -> None:
    page.goto(base_url + CHECK)
    expect_ready(page)
    (worker,) = [each for each in page.workers if each.url.startswith("blob:")]
    fill(page, POOR | {"other": f"{MARK} 19121212-1212"})
    remark(page, "identity-data").locator(".remark-open").click()
    page.get_by_role("button", name="Rensa utkastet").first.click()
    expect(page.locator("dialog.ask")).to_contain_text("Allt du har skrivit försvinner.")
    page.locator("dialog.ask .no").click()
    expect(page.locator("[name=other]")).to_have_value(f"{MARK} 19121212-1212")
    page.get_by_role("button", name="Rensa utkastet").first.click()
    page.locator("dialog.ask .yes").click()
    expect(page.locator(".said-of-tool")).to_have_text("Utkastet är rensat.")
    empty(page)
    assert worker not in page.workers
    expect(page.locator(".remark")).to_have_count(0)


def test_an_unattended_draft_is_wiped(page: Page, base_url: str) -> None:
    page.clock.install(time="2026-11-22T12:00:00")
    page.route("**/*.wasm", lambda route: None)  # its guard needs no Python
    page.goto(base_url + CHECK)
    page.clock.pause_at("2026-11-22T12:01:00")
    page.locator("[name=other]").fill(MARK)
    page.clock.fast_forward(15 * MINUTE)
    expect(page.locator("dialog.idle")).to_be_visible()
    page.clock.run_for(MINUTE)
    expect(page.locator("dialog.idle")).to_be_hidden()
    empty(page)


def test_coming_back_shows_empty_fields(page: Page, base_url: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/*.wasm", lambda route: None)
    page.goto(base_url + CHECK)
    fill(page, POOR | {"other": MARK})
    page.goto(base_url)
    page.go_back()
    empty(page)


@pytest.mark.core
def test_hostile_text_stays_text(check: Page) -> None:
    hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> \u202e\u0007 &amp; '
    check.locator("[name=function]").fill(
        hostile + "Måttlig smärta, Lasègue positiv. 19121212-1212"
    )
    check.locator("[name=activity]").fill("a(" * 50_000)
    expect(remark(check, "identity-data")).to_be_visible(timeout=15_000)
    remark(check, "identity-data").locator(".remark-open").click()
    check.get_by_text("Så läste kontrollen").click()
    assert check.evaluate("window.hit") is None
    assert check.locator("#dfa-tool :is(img, .backdrop script)").count() == 0
    assert marked(check, "function") == ["19121212-1212"]


# --- for everyone -----------------------------------------------------------------------------


def states(check: Page) -> Iterator[str]:
    """The check, ready and empty, brought from state to state."""
    yield "empty"
    fill(check, POOR | {"other": "19121212-1212"})
    expect(remark(check, "identity-data")).to_be_visible()
    for details in check.locator("#dfa-tool details").all():
        details.evaluate("element => { element.open = true; }")
    remark(check, "identity-data").locator(".remark-open").click()
    yield "with remarks"
    remark(check, "identity-data").get_by_role("button", name="Bortse från det här").click()
    yield "one set aside"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_no_state_keeps_anyone_out(check: Page, scheme: str, width: int) -> None:
    check.set_viewport_size({"width": width, "height": 900})
    check.locator(f"[name=__palette][data-md-color-scheme={scheme}]").dispatch_event("click")
    expect(check.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    found = {state: violations(check) for state in states(check)}
    assert {state: faults for state, faults in found.items() if faults} == {}
    assert check.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_the_fields_can_be_printed(new_context: Any, base_url: str) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()
    page.goto(base_url + CHECK)
    expect(page.locator(".tool-notice")).to_contain_text("Kontrollen behöver JavaScript")
    for name in ("function", "activity", "prognosis"):
        expect(page.locator(f"[name={name}]")).to_be_visible()
    expect(page.locator("#dfa-tool button:visible")).to_have_count(0)
    page.goto(base_url + "verktyg/dfa-regler/#chain-break")
    expect(page.locator("#chain-break")).to_be_visible()


def test_when_python_fails_what_was_written_stays(page: Page, base_url: str) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(base_url + CHECK)
    expect(page.locator(".tool-status")).to_contain_text("tillåter inte WebAssembly")
    fill(page, POOR)
    page.locator('[data-copies="function"]').click()
    expect(page.locator(".said-of-tool")).not_to_be_empty()
    expect(page.locator("[name=function]")).to_have_value(POOR["function"])
    assert violations(page) == []


# --- in the patient's form --------------------------------------------------------------------


@pytest.fixture
def patient(new_context: Callable[..., BrowserContext], base_url: str) -> Page:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(base_url + "formular/patientformular/")
    expect(page.locator("#form-tool")).to_have_attribute("data-state", "ready", timeout=START)
    return page


def test_the_patients_draft_opens_in_the_check(patient: Page) -> None:
    scripts: list[str] = []
    patient.on("request", lambda request: scripts.append(request.url.rsplit("/", 1)[-1]))
    patient.locator('[data-item="vilka-besvar"] textarea').fill(f"Ont i ryggen {MARK}")
    expect(patient.locator('[data-draft="function"] pre')).to_contain_text(MARK)
    assert "dfa.mjs" not in scripts
    patient.get_by_text("Pröva utkastet i DFA-kontrollen").click()
    patient.get_by_role("button", name="Hämta utkastet till kontrollen").click()
    area = patient.locator("#dfa-function")
    expect(area).to_have_value(re.compile(f"Patienten uppger själv.*{MARK}", re.DOTALL))
    expect(area).to_be_focused()
    expect(remark(patient, "function-no-basis")).to_be_visible()
    assert violations(patient) == []
    assert patient.evaluate("history.length") <= 2
    patient.get_by_role("button", name="Rensa formuläret").first.click()
    patient.locator("dialog.ask .yes").click()
    expect(patient.locator(".said-of-tool")).to_have_text("Formuläret är rensat.")
    expect(area).to_have_value("")
    assert MARK not in patient.content()


def test_a_draft_that_is_being_written_is_not_lost(patient: Page) -> None:
    patient.locator('[data-item="vilka-besvar"] textarea').fill("Ont i ryggen")
    expect(patient.locator('[data-draft="function"] pre')).to_contain_text("Ont i ryggen")
    patient.get_by_text("Pröva utkastet i DFA-kontrollen").click()
    take = patient.get_by_role("button", name="Hämta utkastet till kontrollen")
    take.click()
    area = patient.locator("#dfa-function")
    expect(area).not_to_have_value("")
    area.fill("Min egen bedömning")
    take.click()
    expect(patient.locator("dialog.ask")).to_contain_text("Hämta utkastet?")
    patient.locator("dialog.ask .no").click()
    expect(area).to_have_value("Min egen bedömning")
