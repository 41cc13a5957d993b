"""The forms as their readers meet them: open pages, answers to every form, and hands to fill them with.

Python's start takes seconds, so a module shares one page for each form (``form_page``); between tests
it is emptied by hand.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sjukskrivning.call import answer
from sjukskrivning.forms import forms

Json = dict[str, Any]
FormPage = Callable[[str], Page]

ASSESSMENT = "forsakringsmedicinsk-bedomning"
PLAN = "sjukskrivning-och-rehabilitering"
FOLLOW_UP = "uppfoljning"
PATIENT = "patientformular"
FORMS = (ASSESSMENT, PLAN, FOLLOW_UP, PATIENT)

START = 90_000  # milliseconds: Python's start, on a machine with other things to do
FORM = "#form:not(.blank)"  # not the empty copy for paper, while there is one
NOTHING = "Ingenting är besvarat än."
RUNTIME = "**/*.wasm"  # without it, Python does not start


# --- pages ----------------------------------------------------------------------------------


def address(base_url: str, form: str) -> str:
    return f"{base_url}formular/{form}/"


def expect_ready(page: Page) -> None:
    expect(page.locator("#form-tool")).to_have_attribute("data-state", "ready", timeout=START)
    expect(page.locator(".tool-status")).not_to_contain_text("hämtas")
    expect(journal(page)).not_to_be_empty()


def open_form(page: Page, base_url: str, form: str) -> Page:
    """The form, with Python ready."""
    page.goto(address(base_url, form))
    expect_ready(page)
    return page


@dataclass
class Shared:
    """One ready page for each form that is asked for, and what its console said."""

    context: BrowserContext
    base_url: str
    pages: dict[str, Page] = field(default_factory=dict)
    spoken: list[str] = field(default_factory=list)

    def __call__(self, form: str) -> Page:
        """The page of that form, emptied; a new one if a test has left it without Python."""
        if form in self.pages:
            self.pages[form].bring_to_front()
            try:
                empty(self.pages[form])
            except AssertionError:
                self.pages.pop(form).close()
        if form not in self.pages:
            page = self.pages[form] = self.context.new_page()
            listen(page, self.spoken)
            open_form(page, self.base_url, form)
        return self.pages[form]


def listen(page: Page, spoken: list[str]) -> None:
    page.on("console", lambda message: spoken.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: spoken.append(str(error)))


@pytest.fixture(scope="module", name="shared_forms")
def fixture_shared_forms(browser: Browser, base_url: str) -> Iterator[Shared]:
    context = browser.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(10_000)
    yield Shared(context, base_url)
    context.close()


@pytest.fixture(name="form_page")
def fixture_form_page(shared_forms: Shared) -> Iterator[FormPage]:
    """An emptied, ready page of a form. Whatever a test does there, the console stays silent."""
    used: list[Page] = []
    spoken_before = len(shared_forms.spoken)

    def get(form: str) -> Page:
        page = shared_forms(form)
        used.append(page)
        return page

    yield get
    for page in used:
        page.unroute_all(behavior="ignoreErrors")
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(media="null")
    spoken = shared_forms.spoken[spoken_before:]
    assert spoken == [], spoken


def empty(page: Page) -> None:
    """Emptied by hand, Python still running. The page's own »Rensa« starts Python anew."""
    page.evaluate(
        """() => {
            const tool = document.querySelector("#form-tool");
            const form = tool.querySelector("#form");
            for (const dialog of tool.querySelectorAll("dialog[open]")) dialog.close();
            dispatchEvent(new Event("afterprint"));
            for (const rows of form.querySelectorAll(".rows")) {
                for (const row of [...rows.children].slice(1)) row.remove();
            }
            document.activeElement.blur();
            form.reset();
            tool.querySelector(".open-file").value = "";
            tool.querySelector(".summary").hidden = true;
            for (const place of tool.querySelectorAll(".said, .journal")) place.textContent = "";
            for (const details of tool.querySelectorAll(".files")) details.open = false;
            document.querySelector("h1").removeAttribute("tabindex");
            scrollTo(0, 0);
            tool.querySelector("[name=language]")?.dispatchEvent(new Event("change"));
            form.dispatchEvent(new Event("change"));
        }"""
    )
    expect(journal(page)).to_have_text(NOTHING)
    expect(page.locator("#form [aria-invalid]")).to_have_count(0)


class Gate:
    """Holds Python's start until it is opened: the reader is faster than the network."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list[Route] = []
        self.is_open = False
        page.route(RUNTIME, self._meet)

    def _meet(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


# --- places on the page ---------------------------------------------------------------------


def journal(page: Page) -> Locator:
    return page.locator(".form-result .journal")


def said(page: Page) -> Locator:
    return page.locator(".form-result > .said")


def summary(page: Page) -> Locator:
    return page.locator(f"{FORM} > .summary")


def copy_button(page: Page) -> Locator:
    return page.locator(".form-result .copy")


def question(page: Page, place: str) -> Locator:
    """The question of a field: ``mal``, or ``arbetsuppgifter[1].klarar`` in a row (from 0)."""
    scope = page.locator(FORM)
    for part in place.split("."):
        name, _, row = part.removesuffix("]").partition("[")
        scope = scope.locator(f'[data-item="{name}"]')
        if row:
            scope = scope.locator(":scope > .rows > .row").nth(int(row))
    return scope


def control(page: Page, place: str) -> Locator:
    """What a text, number or date is typed into."""
    return question(page, place).locator("input, textarea").first


def option(page: Page, place: str, value: Any) -> Locator:
    """The radio button or box of an answer; ``{"text": …}`` is »Annat«."""
    code = "" if isinstance(value, dict) else value
    code = str(code).lower() if isinstance(code, bool) else code
    return question(page, place).locator(
        f':scope > .answer > .options > .option > input[value="{code}"]'
    )


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def set_clipboard(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)


def controls(page: Page) -> list[Any]:
    """All that is typed and chosen, also in questions that are not shown."""
    found: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll("#form-tool :is(input:not([type=file]), textarea)")]
            .map(each => [each.name, each.type, each.value, each.checked])"""
    )
    return found


def nothing_typed(page: Page) -> None:
    """No text in any field, no answer chosen."""
    left = [
        [name, kind, value]
        for name, kind, value, checked in controls(page)
        if name != "language" and (checked if kind in ("radio", "checkbox") else value)
    ]
    assert left == [], left


def nowhere(page: Page, mark: str) -> None:
    """A word is neither in the document nor in any field of it."""
    assert mark not in page.content(), "in the document"
    assert mark not in json.dumps(controls(page), ensure_ascii=False), "in a field"
    assert mark not in page.title() + page.url, "in the address"


# --- what Python says of the same answers ---------------------------------------------------


def told(form: str, answers: Json, what: str = "text", language: str = "sv") -> Any:
    """The same tool in this Python: text as it is, anything else parsed."""
    ok, made = answer("form", json.dumps(answers), what, {"id": form, "lang": language})
    assert ok, made
    return made if what == "text" else json.loads(made)


def expect_told(page: Page, form: str, answers: Json) -> None:
    """The page has taken in exactly these answers; then everything about them is shown."""
    expect(journal(page)).to_have_text(told(form, answers))


def items(form: str) -> list[Json]:
    """Every item of the form, in order."""

    def below(listed: list[Json]) -> Iterator[Json]:
        for item in listed:
            yield item
            yield from below(item.get("items", []))

    return list(below(forms()[form]["items"]))


def item_called(form: str, link_id: str) -> Json:
    return next(item for item in items(form) if item["linkId"] == link_id)


def pieces(form: str, answers: Json) -> list[str]:
    """The words of the answers as a record shows them, in the form's order."""
    found: list[str] = []
    for item in items(form):
        value = answers.get(item["linkId"])
        if item["type"] == "group":
            for row in value or []:
                found += pieces(form, row)
        elif value is not None:
            for each in value if isinstance(value, list) else [value]:
                found += _words(item, each).splitlines()
    return found


def _words(item: Json, value: Any) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, dict):
        return str(value["text"])
    return next((o["text"]["sv"] for o in item.get("options", []) if o["code"] == value), value)


def in_order(text: str, wanted: list[str]) -> None:
    place = 0
    for piece in wanted:
        found = text.find(piece, place)
        assert found >= 0, f"»{piece}« is missing, or comes too early, in:\n{text}"
        place = found + len(piece)


# --- hands ----------------------------------------------------------------------------------


class Hand(Protocol):
    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...


class Mouse:
    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)


class Finger:
    """Taps; letters come from the keyboard on the screen, a date from the system's own chooser."""

    def press(self, target: Locator) -> None:
        target.tap()

    def write(self, target: Locator, text: str) -> None:
        if target.get_attribute("type") == "date":
            target.fill(text)
        else:
            target.tap()
            expect(target).to_be_focused()
            target.page.keyboard.type(text)


def fill(page: Page, answers: Json, hand: Hand | None = None, prefix: str = "") -> None:
    """Answers in the page's own shape, see FILLED; a question that is not there yet is waited for."""
    hand = hand or Mouse()
    for link_id, value in answers.items():
        place = prefix + link_id
        if question(page, place).locator(":scope > .rows").count():
            rows = question(page, place).locator(":scope > .rows > .row")
            for number, row in enumerate(value):
                if rows.count() <= number:
                    hand.press(question(page, place).locator(".add"))
                fill(page, row, hand, f"{place}[{number}].")
            continue
        for each in value if isinstance(value, list) else [value]:
            answer_one(page, place, each, hand)


def saved_file(form: str, given: Json, **changed: Any) -> bytes:
    """What the page saves, with something changed."""
    return json.dumps({**told(form, given, "file"), **changed}).encode()


def as_upload(content: bytes) -> Any:
    return {"name": "sparat.json", "mimeType": "application/json", "buffer": content}


def fill_at_once(page: Page, form: str, answers: Json | None = None) -> Json:
    """From a saved file, where it is not the filling that is tested. Gives the answers back."""
    given = FILLED[form] if answers is None else answers
    page.locator(".open-file").set_input_files(as_upload(saved_file(form, given)))
    expect_told(page, form, given)
    expect(said(page)).to_have_text("Filen är öppnad.")
    return given


def answer_one(page: Page, place: str, value: Any, hand: Hand | None = None) -> None:
    hand = hand or Mouse()
    choice = question(page, place).locator(":scope > .answer > .options")
    if not choice.count():
        return hand.write(control(page, place), value)
    chosen = option(page, place, value)
    hand.press(chosen.locator("xpath=.."))  # its label
    expect(chosen).to_be_checked()
    if isinstance(value, dict):
        hand.write(choice.locator(".other-what input"), value["text"])
    return None


# Where the keyboard is: the question, what stands there, and whether the reader can see it.
STOP = """() => {
    const at = document.activeElement;
    const asked = at.closest("[data-item]");
    const row = asked?.parentElement.closest(".row");
    const group = row?.closest("[data-item]");
    const rowsOf = item => [...item.querySelectorAll(":scope > .rows > .row")];
    const drawn = at.closest(".option") ?? at;
    const style = getComputedStyle(drawn);
    const area = drawn.getBoundingClientRect();
    return {
        inside: document.querySelector("#form").contains(at),
        tool: document.querySelector("#form-tool").contains(at),
        group: group?.dataset.item ?? "",
        row: group ? rowsOf(group).indexOf(row) : 0,
        item: asked?.dataset.item ?? "",
        rows: asked ? rowsOf(asked).length : 0,
        kind: at.matches(".other-what input") ? "other" : at.matches("button") ? at.className : at.type,
        value: at.value ?? "",
        values: at.name ? [...document.getElementsByName(at.name)].map(each => each.value) : [],
        text: (at.labels?.[0] ?? at).innerText ?? "",
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
            && area.bottom > 0 && area.top < innerHeight,
    };
}"""


class Keyboard:
    """Fills a whole form from the top of the page with Tab, space, arrows, Enter and letters."""

    def __init__(self, page: Page, form: str) -> None:
        self.page, self.form = page, form
        self.given: Json = {}  # what has been answered so far
        self.done: set[tuple[str, int, str]] = set()

    def tab(self) -> Json:
        self.page.keyboard.press("Tab")
        return self.stop()

    def stop(self) -> Json:
        found: Json = self.page.evaluate(STOP)
        here = (found["group"], found["row"], found["item"])
        inner = found["kind"] == "date" and here in self.done  # its parts, drawn by the browser
        assert found["seen"] or inner or not found["tool"], f"the focus is not seen: {found}"
        return found

    def tab_to(self, name: str) -> None:
        for _ in range(80):
            if self.tab()["text"].strip().startswith(name):
                return
        raise AssertionError(f"no way to {name} with the Tab key")

    def fill(self, answers: Json) -> None:
        self.page.evaluate(
            """() => {
                document.body.tabIndex = -1;
                document.body.focus();
                document.body.removeAttribute("tabindex");
            }"""
        )
        for _ in range(80):
            stop = self.tab()
            if stop["inside"]:
                break
        while stop["inside"]:
            stop = self.stop() if self.answer(stop, answers) else self.tab()

    def answer(self, stop: Json, answers: Json) -> bool:
        """Answers where the focus is; True where that has moved the focus."""
        if stop["group"]:
            rows = answers.get(stop["group"], [])
            answers = rows[stop["row"]] if stop["row"] < len(rows) else {}
        wanted = answers.get(stop["item"])
        here = (stop["group"], stop["row"], stop["item"])
        if wanted is None:
            return False
        keys = self.page.keyboard
        if stop["kind"] == "radio" and here not in self.done:
            code = "" if isinstance(wanted, dict) else wanted
            code = str(code).lower() if isinstance(code, bool) else code
            keys.press("Space")
            for _ in range(stop["values"].index(code)):
                keys.press("ArrowDown")
            self.note(here, wanted if code else None)
        elif stop["kind"] == "checkbox":
            chosen = next((each for each in wanted if each == stop["value"]), None)
            other = not stop["value"] and any(isinstance(each, dict) for each in wanted)
            if chosen or other:
                keys.press("Space")
            if chosen:
                self.note(here, [*self.so_far(here, []), chosen])
        elif stop["kind"] == "other":
            texts = [wanted] if isinstance(wanted, dict) else wanted
            other = next(each for each in texts if isinstance(each, dict))
            keys.type(other["text"])
            listed = isinstance(wanted, list)
            self.note(here, [*self.so_far(here, []), other] if listed else other)
        elif stop["kind"] == "date" and here not in self.done:
            self.type_date(wanted)
            self.note(here, wanted)
        elif stop["kind"] in ("text", "textarea"):
            keys.type(wanted)
            self.note(here, wanted)
        elif "add" in stop["kind"].split() and stop["rows"] < len(wanted):
            keys.press("Enter")
            return True
        return False

    def type_date(self, day: str) -> None:
        """The order of day and month is the browser's own; it does not tell which it is."""
        year, month, date = day.split("-")
        at = self.page.locator(":focus")
        for order in ((year, month, date), (month, date, year), (date, month, year)):
            at.evaluate("element => { element.blur(); element.focus(); }")
            self.page.keyboard.type("".join(order))
            if at.input_value() == day:
                return
        raise AssertionError(f"{day} cannot be typed here")

    def so_far(self, here: tuple[str, int, str], otherwise: Any) -> Any:
        group, row, item = here
        scope = self.given[group][row] if group and row < len(self.given.get(group, [])) else {}
        return (scope if group else self.given).get(item, otherwise)

    def note(self, here: tuple[str, int, str], value: Any) -> None:
        """Remembers an answer, and waits until the page has taken it in."""
        group, row, item = here
        self.done.add(here)
        if value is None:  # »Annat«, before anything is written there
            return
        if group:
            rows = self.given.setdefault(group, [])
            rows += [{} for _ in range(row + 1 - len(rows))]
            rows[row][item] = value
        else:
            self.given[item] = value
        expect_told(self.page, self.form, self.given)


# --- answers --------------------------------------------------------------------------------

# Every condition holds, so that every question of the staff's forms is asked.
FILLED: dict[str, Json] = {
    ASSESSMENT: {
        "diagnos": "symtomdiagnos",
        "diagnos-anteckning": "Kriterierna delvis uppfyllda",
        "utredning": "MR av ländryggen vecka 50.\nSvar väntas före jul.",
        "beslutsstod": "ja",
        "funktion": "Nedsatt rörlighet i ländryggen; finger-golv 40 cm",
        "funktion-grad": "mattlig",
        "arbetskrav": "Undersköterska, lyft och förflyttningar, 75 %",
        "aktivitet": "Kan inte förflytta patienter",
        "aktivitet-grad": "svar",
        "oklart": "ja",
        "oklart-profession": ["fysioterapeut", {"text": "Logoped"}],
        "oklart-profession-anteckning": "Vad klarar ryggen?",
        "sjukskrivning": "ja",
        "grad": "50",
        "ojamn-arbetstid": "ja",
        "ojamn-arbetstid-skal": "Behöver vila varje dag",
        "langre-tid": "ja",
        "langre-tid-skal": ["komplikation", {"text": "Väntan på operation"}],
        "insatser": "ja",
        "insatser-anteckning": "Fysioterapi",
        "koordinering": "nej",
        "dokumentation": "journal-intyg",
        "genushanden": "ja",
        "tank-tvartom": "ja",
    },
    PLAN: {
        "plan": "dokument",
        "sjukskrivning": "ja",
        "syfte": "Ryggen ska läka utan tunga lyft",
        "mal": "Halvtid i februari",
        "insatser": "Fysioterapi två gånger i veckan",
        "langd": "150",
        "langd-anteckning": "Osäkert",
        "slut": "2027-04-30",
        "nedtrappning": "ja",
        "uppfoljning": "2027-01-15",
        "patienten-vet": "ja",
        "kunskap": "ej-aktuellt",
        "atergang": "ja",
        "atgarder": ["anpassning", "arbetsresor", {"text": "Höj- och sänkbart bord"}],
        "koordinering": "ja",
        "koordinering-samtycke": "ja",
        "koordinering-slag": ["personligt-stod", "samverkan"],
        "team-samtycke": "ja",
        "team": "nej",
        "samverkan": ["arbetsgivare", "socialtjanst"],
        "arbetsgivarkontakt": "patienten",
        "information-forsakringskassan": "ej-aktuellt",
    },
    FOLLOW_UP: {
        "mal": "nej",
        "planen": "revideras",
        "andringar": "Nytt delmål: två timmar om dagen",
        "nasta-uppfoljning": "2027-02-03",
        "nasta-uppfoljning-anteckning": "Telefon",
        "ansvarig": "Läkare, hälsocentralen",
        "andra-professioner": "ej-aktuellt",
        "ansvaret-kant": "ja",
        "ny-bedomning": "ja",
        "utvardering": "ja",
        "insatser": "inte-paborjade",
        "insatser-anteckning": "Kö till fysioterapin",
        "helhet": "ja",
        "enligt-plan": "nej",
        "orsaker": "Lång väntetid",
        "underlatta-atergang": ["nedtrappning", {"text": "Distansarbete"}],
        "tank-tvartom": "ja",
    },
    PATIENT: {
        "sysselsattning": {"text": "Praktik"},
        "yrke": "Undersköterska",
        "timmar": "37,5",
        "tyngst": "Lyften",
        "chef": "inte-an",
        "vilka-besvar": "Ont i ryggen.\nSover dåligt.",
        "besvar-start": "2026-10-05",
        "forlopp": "upp-och-ner",
        "arbetsuppgifter": [
            {"uppgift": "Lyfta patienter", "klarar": "klarar-inte", "svart": "Det hugger till"},
            {"uppgift": "Skriva rapporter", "klarar": "klarar"},
        ],
        "fungerar-bra": "Kollegorna",
        "styrka": "mycket-svart",
        "styrka-berattelse": "Värst på morgonen",
        "kroppens-ork": "lite-svart",
        "minne": "som-vanligt",
        "tidigare-sjukskriven": "15-90-dagar",
        "behandling": "Värktabletter",
        "behandling-hjalpt": "delvis",
        "vardagen-hemma": "Får hjälp med städningen",
        "somn": "5",
        "ekonomi": "ja-lite",
        "vanor": ["rorelse", "tobak"],
        "tilltro-arbete": "ganska-saker",
        "tror": "Efter nyår, halvtid",
        "mal": "Bära barnbarnen",
        "hjalp": ["andra-tider", "hjalpmedel", {"text": "Eget rum"}],
        "kontakt-arbetsgivare": "prata-forst",
        "kontakt-forsakringskassan": "nej",
        "koordinator": True,
        "egna-fragor": "Hur länge tar det?",
    },
}
