"""LHC-Forms (National Library of Medicine) as the other system: it asks the same questions as we do.

It runs in a real Chromium, on a bare page of its own; nothing of it is part of our site. It gets no
network: whatever it asks of another host is stopped and comes out among the errors.

Below that: what two responses must have in common, and answers to every question of a form.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, Page, Route

Json = dict[str, Any]

DIST = Path(__file__).resolve().parents[2] / "tools/node_modules/lforms/dist/lforms"
# In the order that dist/lforms/README.md gives.
SCRIPTS = [
    "webcomponent/assets/lib/zone.min.js",
    "webcomponent/runtime.js",
    "webcomponent/polyfills.js",
    "webcomponent/main.js",
    "fhir/R4/lformsFHIR.min.js",
]
PAGE = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>LHC-Forms</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="webcomponent/styles.css">
<div id="form"></div>
{"".join(f'<script src="{script}"></script>' for script in SCRIPTS)}
</html>"""
READY = "() => Boolean(window.LForms?.FHIR?.R4 && customElements.get('wc-lhc-form'))"
ROUND_TRIP = """async ([questionnaire, response]) => {
    const util = LForms.Util;
    let form = util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
    form = util.mergeFHIRDataIntoLForms(response, form, "R4");
    await util.addFormToPage(form, "form");
    return JSON.stringify(util.getFormFHIRData("QuestionnaireResponse", "R4", "#form"));
}"""


# --- the other system ------------------------------------------------------------------------


@dataclass
class Exported:
    """What LHC-Forms gives back, and what went wrong on the way."""

    response: Json
    errors: list[str]
    shown: str  # the visible text, to see that the form was really there


class LhcForms:
    """An open page with LHC-Forms: a second or two to load, then well under a second a form."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )

    def round_trip(self, questionnaire: Json, response: Json) -> Exported:
        """Show the form with the response's answers in it, and ask for the response back."""
        self.errors.clear()
        # As text: that is how it would leave the page, without JavaScript's undefined.
        exported = json.loads(self.page.evaluate(ROUND_TRIP, [questionnaire, response]))
        return Exported(exported, [*self.errors], self.page.inner_text("#form"))


@contextmanager
def lhc_forms(browser: Browser) -> Iterator[LhcForms]:
    """LHC-Forms on a server and in a context of its own."""
    assert DIST.is_dir(), "LHC-Forms saknas: kör python3 tools/run.py test"
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    lhc = LhcForms(context.new_page())

    def only_here(route: Route) -> None:
        if route.request.url.startswith((address, "data:")):
            return route.continue_()
        lhc.errors.append(f"Anrop utåt: {route.request.url}")
        return route.abort()

    context.route("**/*", only_here)
    lhc.page.goto(address)
    lhc.page.wait_for_function(READY)
    assert lhc.errors == []
    yield lhc
    context.close()
    server.shutdown()


class _Files(SimpleHTTPRequestHandler):
    """The package's own files, and the page at the root."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, directory=str(DIST), **named)

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


# --- what must be equal ----------------------------------------------------------------------

# Left out of the comparison, because LHC-Forms has reasons of its own. Whatever else a response
# holds must be equal, also keys that nobody has thought of.
OWN_BUSINESS = {
    "id",  # a server gives it
    "meta",  # LHC-Forms writes its own profile and version there
    "text",  # the narrative; LHC-Forms writes none
    "language",  # LHC-Forms writes none
    "questionnaire",  # LHC-Forms leaves it to the application around it
    "status",  # LHC-Forms writes »completed« whatever is missing
    "authored",  # LHC-Forms writes the moment of the export
}


def comparable(response: Json) -> Json:
    """What two responses to the same form must have in common: the items, in order.

    An item keeps its text (what was asked), an answer its value[x] and all of a coding. The order
    of keys, and 3 or 3.0 in a valueDecimal, is no difference in JSON and none in Python.
    """
    kept = {key: value for key, value in response.items() if key not in OWN_BUSINESS}
    return kept | {"item": _items(response.get("item", []))}


def difference(ours: Json, theirs: Json) -> str:
    """Where two responses differ, line by line; empty where they agree."""
    both = comparable(ours), comparable(theirs)
    if both[0] == both[1]:
        return ""
    mine, other = (
        json.dumps(each, ensure_ascii=False, indent=1, sort_keys=True).splitlines() for each in both
    )
    return "\n".join(unified_diff(mine, other, "vi", "LHC-Forms", lineterm=""))


def _items(items: list[Json]) -> list[Json]:
    found = []
    for item in items:
        answers = [_with_items(answer) for answer in item.get("answer", [])]
        kept = _with_items(item) | ({"answer": answers} if answers else {})
        # LHC-Forms keeps a group whose only answers are hidden ones, as an empty item.
        if "item" in kept or answers:
            found.append(kept)
    return found


def _with_items(parent: Json) -> Json:
    """Itself, with what is left of the items below it."""
    below = _items(parent.get("item", []))
    kept = {key: value for key, value in parent.items() if key not in ("item", "answer")}
    return kept | ({"item": below} if below else {})


# --- answers to every question ---------------------------------------------------------------

# Chooses among the answers that a question can have, at most so many.
Pick = Callable[[list[Any], int], list[Any]]
ROWS = 2


def first(possible: list[Any], most: int) -> list[Any]:
    return possible[:most]


def last(possible: list[Any], most: int) -> list[Any]:
    return possible[-most:]


def at_random(seed: int) -> Pick:
    """Also leaves questions unanswered; the same for the same seed."""
    dice = Random(seed)
    return lambda possible, most: dice.sample(possible, dice.randint(0, min(most, len(possible))))


def filled(questionnaire: Json, pick: Pick) -> Json:
    """Answers as our tools take them, to every question: also to those that are not asked."""
    compared: dict[str, list[float]] = {}  # the numbers that conditions compare a question with
    for item in every_item(questionnaire):
        for condition in item.get("enableWhen", []):
            number = condition.get("answerInteger", condition.get("answerDecimal"))
            if number is not None:
                compared.setdefault(condition["question"], []).append(number)

    def fill(items: list[Json], place: str) -> Json:
        answers: Json = {}
        for item in items:
            link_id, repeats = item["linkId"], item.get("repeats", False)
            if item["type"] == "group" and repeats:
                answers[link_id] = [
                    fill(item["item"], f"{place}{link_id}[{row}].") for row in range(ROWS)
                ]
            elif item["type"] == "group":
                answers |= fill(item["item"], place)
            elif item["type"] != "display":
                possible = _possible(item, place + link_id, compared.get(link_id, []))
                if chosen := pick(possible, 2 if repeats else 1):
                    answers[link_id] = chosen if repeats else chosen[0]
        return answers

    return fill(questionnaire["item"], "")


def every_item(parent: Json) -> Iterator[Json]:
    for item in parent.get("item", []):
        yield item
        yield from every_item(item)


def _possible(item: Json, field: str, compared: list[float]) -> list[Any]:
    """Answers that the question can have; texts name their field, so that no two are alike."""
    kind = item["type"]
    if kind in ("choice", "open-choice"):
        codes: list[Any] = [option["valueCoding"]["code"] for option in item["answerOption"]]
        own = [{"text": f"Något annat: {field} »åäö«"}] if kind == "open-choice" else []
        return [*codes[:1], *own, *codes[1:]]
    if kind in ("integer", "decimal"):
        limits = {
            each["url"].rsplit("/", 1)[-1]: each.get("valueInteger", each.get("valueDecimal"))
            for each in item.get("extension", [])
        }
        low, high = limits.get("minValue", 0), limits.get("maxValue", 999)
        around = [number + step for number in compared for step in (-1, 0, 1)]
        numbers = [low, *([low + 0.5] if kind == "decimal" else []), *around, high]
        return list(dict.fromkeys(number for number in numbers if low <= number <= high))
    others: dict[str, list[Any]] = {
        "boolean": [False, True],
        "string": [f"Åäö & <é> {field}", f"»3,5 %« – {field}"],
        "text": [f"Rad ett: åäö.\n\nRad tre: {field}", f"En enda rad, {field}"],
        "date": ["2024-02-29", "2026-12-31"],
    }
    return others[kind]
