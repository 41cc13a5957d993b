"""Another system shows our forms and gives back the same answers as we do.

LHC-Forms gets each Questionnaire as we publish it and the answers to every question, also to those
that the conditions hide. What it exports must be the QuestionnaireResponse that we make of the same
answers. Before that, on small forms: how LHC-Forms behaves, since the comparison leans on it.
"""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sjukskrivning.call import answer
from sjukskrivning.form_answers import state
from sjukskrivning.form_response import as_response

from tests.browser.lhc_forms import (
    Json,
    LhcForms,
    at_random,
    comparable,
    difference,
    every_item,
    filled,
    first,
    last,
    lhc_forms,
)
from tests.conftest import SITE
from tools.build.form_model import Form
from tools.build.forms import compile_form
from tools.build.questionnaire import questionnaire

FORMS = [
    "forsakringsmedicinsk-bedomning",
    "sjukskrivning-och-rehabilitering",
    "uppfoljning",
    "patientformular",
]


@pytest.fixture(scope="module")
def lhc(browser: Browser) -> Iterator[LhcForms]:
    with lhc_forms(browser) as ready:
        yield ready


# --- how LHC-Forms behaves -------------------------------------------------------------------


def ask(link_id: str, kind: str = "string", **more: Any) -> Json:
    return {"linkId": link_id, "text": f"Fråga {link_id}", "type": kind, **more}


def group(link_id: str, *items: Json, **more: Any) -> Json:
    return ask(link_id, "group", item=list(items), **more)


def when(link_id: str, operator: str, **value: Any) -> Json:
    return {"enableWhen": [{"question": link_id, "operator": operator, **value}]}


def give(link_id: str, *values: Any) -> Json:
    """An answered item; a text stands for its valueString."""
    answers = [value if isinstance(value, dict) else {"valueString": value} for value in values]
    return {"linkId": link_id, "answer": answers}


def inside(link_id: str, *items: Json) -> Json:
    return {"linkId": link_id, "item": list(items)}


def coding(code: str) -> Json:
    return {"valueCoding": {"code": code, "display": code.upper()}}


def export(lhc: LhcForms, items: list[Json], given: list[Json]) -> list[Json]:
    out = lhc.round_trip(
        {"resourceType": "Questionnaire", "status": "draft", "item": items},
        {"resourceType": "QuestionnaireResponse", "status": "completed", "item": given},
    )
    assert out.errors == []
    assert items[0]["text"] in out.shown
    found: list[Json] = out.response.get("item", [])
    return found


def names(items: list[Json]) -> str:
    """The linkIds, those in a group within brackets: ``a g(b c)``."""
    return " ".join(
        item["linkId"] + (f"({names(item['item'])})" if item.get("item") else "") for item in items
    )


def numbers(kind: str, *values: float) -> list[Json]:
    return [{kind: value} for value in values]


OPTIONS = {"answerOption": [coding("a"), coding("b"), coding("c")]}
WHOLE = numbers("valueInteger", 0, 4, 5, 6)
BROKEN = numbers("valueDecimal", 0, 4.5, 5, 5.5)
BOTH = [{"valueBoolean": False}, {"valueBoolean": True}]
DAYS = [{"valueDate": "2026-01-04"}, {"valueDate": "2026-01-05"}, {"valueDate": "2026-01-06"}]
CODES = [coding("a"), coding("b")]
OPEN = [*CODES, {"valueString": "fritt"}]
WORDS = [{"valueString": "å"}, {"valueString": "ä"}]
A, FIVE, NO = {"answerCoding": {"code": "a"}}, {"answerInteger": 5}, {"answerBoolean": False}
# type, operator, value; the answers tried; for which of them (None: unanswered) it holds
CONDITIONS: list[tuple[str, str, Json, list[Any], list[Any]]] = [
    ("boolean", "=", NO, BOTH, BOTH[:1]),
    ("boolean", "!=", NO, BOTH, [None, *BOTH[1:]]),
    ("boolean", "exists", {"answerBoolean": True}, BOTH, BOTH),
    ("string", "=", {"answerString": "å"}, WORDS, WORDS[:1]),
    ("string", "!=", {"answerString": "å"}, WORDS, [None, *WORDS[1:]]),
    ("text", "=", {"answerString": "å"}, WORDS, WORDS[:1]),
    ("text", "exists", NO, WORDS, [None]),
    ("choice", "=", A, CODES, CODES[:1]),
    ("choice", "!=", A, CODES, [None, *CODES[1:]]),
    ("choice", "exists", NO, CODES, [None]),
    ("open-choice", "=", A, OPEN, OPEN[:1]),
    ("open-choice", "!=", A, OPEN, [None, *OPEN[1:]]),
    ("open-choice", "exists", {"answerBoolean": True}, OPEN, OPEN),
    ("integer", "=", FIVE, WHOLE, [WHOLE[2]]),
    ("integer", "!=", FIVE, WHOLE, [None, *WHOLE[:2], WHOLE[3]]),
    ("integer", "<", FIVE, WHOLE, WHOLE[:2]),
    ("integer", "<=", FIVE, WHOLE, WHOLE[:3]),
    ("integer", ">", FIVE, WHOLE, WHOLE[3:]),
    ("integer", ">=", FIVE, WHOLE, WHOLE[2:]),
    ("integer", "exists", {"answerBoolean": True}, WHOLE, WHOLE),
    ("decimal", "=", {"answerDecimal": 5}, BROKEN, [BROKEN[2]]),
    ("decimal", "<", {"answerDecimal": 5}, BROKEN, BROKEN[:2]),
    ("decimal", ">=", {"answerDecimal": 5}, BROKEN, BROKEN[2:]),
    ("date", "exists", {"answerBoolean": True}, DAYS, DAYS),
    # Not as FHIR says: LHC-Forms compares no dates. No form of ours may lean on it here.
    ("date", "=", {"answerDate": "2026-01-05"}, DAYS, []),
    ("date", ">", {"answerDate": "2026-01-05"}, DAYS, []),
]


@pytest.mark.parametrize(("kind", "operator", "value", "tried", "holds"), CONDITIONS)
def test_conditions_in_lhc_forms(
    lhc: LhcForms, kind: str, operator: str, value: Json, tried: list[Any], holds: list[Any]
) -> None:
    """``!=`` holds while nothing is answered, as FHIR says; ``=``, ``<`` and the others do not."""
    options = OPTIONS if "choice" in kind else {}
    form = [ask("q", kind, **options), ask("next", **when("q", operator, **value))]
    found = []
    for given in [None, *tried]:
        answers = [*([give("q", given)] if given else []), give("next", "svar")]
        if "next" in names(export(lhc, form, answers)):
            found.append(given)
    assert found == holds


NEVER = when("a", "=", answerString="aldrig")
IN_ROW = [ask("b"), ask("c", **when("b", "=", answerString="x"))]
MANY = ask("b", "choice", repeats=True, **OPTIONS)
CHOSEN = [give("b", coding("a"), coding("b")), give("c", "svar")]
TWO = [
    {"question": "a", "operator": "=", "answerString": "x"},
    {"question": "b", "operator": "exists", "answerBoolean": True},
]
HELP = ask(
    "help",
    "display",
    extension=[
        {
            "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
            "valueCodeableConcept": {
                "coding": [
                    {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}
                ]
            },
        }
    ],
)
# questionnaire, response -> what is exported
BEHAVIOUR: dict[str, tuple[list[Json], list[Json], str]] = {
    "a hidden answer is dropped": (
        [ask("a"), ask("b", **NEVER)],
        [give("a", "x"), give("b", "y")],
        "a",
    ),
    "a hidden answer counts for no condition": (
        [
            ask("a"),
            ask("b", **NEVER),
            ask("c", **when("b", "=", answerString="x")),
            ask("d", **when("b", "!=", answerString="x")),
            ask("e", **when("b", "exists", answerBoolean=False)),
        ],
        [give(link_id, "x") for link_id in "abcde"],
        "a d e",
    ),
    "nothing in a hidden group is kept": (
        [ask("a"), group("g", group("h", ask("b")), **NEVER)],
        [give("a", "x"), inside("g", inside("h", give("b", "y")))],
        "a",
    ),
    "a group without answers is left out": (
        [ask("a"), group("g", ask("b"), group("h", ask("c")))],
        [give("a", "x"), inside("g")],
        "a",
    ),
    "a group with only hidden answers stays, empty": (
        [ask("a"), group("g", ask("b", **NEVER))],
        [give("a", "x"), inside("g", give("b", "y"))],
        "a g",
    ),
    "a condition sees its own row": (
        [group("g", *IN_ROW, repeats=True)],
        [inside("g", give("b", "x"), give("c", "1")), inside("g", give("b", "z"), give("c", "2"))],
        "g(b c) g(b)",
    ),
    "an unanswered question in a row is not sought in the row before": (
        [group("g", *IN_ROW, repeats=True)],
        [inside("g", give("b", "x"), give("c", "1")), inside("g", give("c", "2"))],
        "g(b c) g",
    ),
    # FHIR's »nearest … preceding«: a row's condition must stand after the question it names.
    "a condition before its question sees the row before": (
        [group("g", *reversed(IN_ROW), repeats=True)],
        [inside("g", give("b", "x")), inside("g", give("c", "2"), give("b", "z"))],
        "g(b) g(c b)",
    ),
    "rows see what is outside them": (
        [ask("b"), group("g", IN_ROW[1], repeats=True)],
        [give("b", "x"), inside("g", give("c", "1")), inside("g", give("c", "2"))],
        "b g(c) g(c)",
    ),
    "an empty row is left out": (
        [group("g", ask("b"), repeats=True)],
        [inside("g", give("b", "1")), inside("g"), inside("g", give("b", "3"))],
        "g(b) g(b)",
    ),
    "one of several choices is enough for =": (
        [MANY, ask("c", **when("b", "=", answerCoding={"code": "b"}))],
        CHOSEN,
        "b c",
    ),
    "one of several choices is enough against !=": (
        [MANY, ask("c", **when("b", "!=", answerCoding={"code": "b"}))],
        CHOSEN,
        "b",
    ),
    "several choices exist": (
        [MANY, ask("c", **when("b", "exists", answerBoolean=True))],
        CHOSEN,
        "b c",
    ),
    # Not as FHIR says: of several texts, numbers or dates only the nearest is looked at.
    "of several texts only the last counts": (
        [ask("b", repeats=True), ask("c", **when("b", "=", answerString="x"))],
        [give("b", "x", "y"), give("c", "svar")],
        "b",
    ),
    "any": (
        [ask("a"), ask("b"), ask("c", enableWhen=TWO, enableBehavior="any")],
        [give("a", "x"), give("c", "svar")],
        "a c",
    ),
    "all": (
        [ask("a"), ask("b"), ask("c", enableWhen=TWO, enableBehavior="all")],
        [give("a", "x"), give("c", "svar")],
        "a",
    ),
    "displays and help texts never come out": (
        [group("g", ask("d", "display"), MANY | {"item": [HELP]})],
        [inside("g", {"linkId": "d"}, give("b", coding("a"), coding("b")))],
        "g(b)",
    ),
    "items come in the questionnaire's order": (
        [ask("a"), ask("b")],
        [give("b", "2"), give("a", "1")],
        "a b",
    ),
    "an answer outside its limits is kept": (
        [ask("a", maxLength=2), ask("b", required=True)],
        [give("a", "för långt")],
        "a",
    ),
    # Silently: code, system and display must all be those of the option (or left out).
    "a coding with another display is dropped": (
        [ask("a", "choice", **OPTIONS), ask("b", "choice", **OPTIONS), ask("c")],
        [
            give("a", {"valueCoding": {"code": "a", "display": "In English"}}),
            give("b", {"valueCoding": {"code": "a"}}),
            give("c", "svar"),
        ],
        "b c",
    ),
}


@pytest.mark.parametrize("case", BEHAVIOUR)
def test_behaviour_of_lhc_forms(lhc: LhcForms, case: str) -> None:
    form, given, left = BEHAVIOUR[case]
    assert names(export(lhc, form, given)) == left


# »*«: a repeating question
COMES_BACK: dict[str, list[Json]] = {
    "boolean": [{"valueBoolean": False}],
    "choice": [coding("b")],
    "choice*": [coding("c"), coding("a")],
    "open-choice": [{"valueString": "något åäö"}],
    "open-choice*": [{"valueString": "något åäö"}, coding("b")],
    "string": [{"valueString": "»åäö« & <b>"}],
    "string*": [{"valueString": "ett"}, {"valueString": "två"}],
    "text": [{"valueString": "rad ett\n\n  rad tre "}],
    "integer": [{"valueInteger": 0}],
    "integer*": [{"valueInteger": 2}, {"valueInteger": -1}],
    "decimal": [{"valueDecimal": 0.1}],
    "decimal*": [{"valueDecimal": 3.0}, {"valueDecimal": 2.25}],
    "date": [{"valueDate": "2024-02-29"}],
    "date*": [{"valueDate": "2026-12-31"}, {"valueDate": "2026-01-01"}],
}


@pytest.mark.parametrize("kind", COMES_BACK)
def test_answers_come_back_from_lhc_forms(lhc: LhcForms, kind: str) -> None:
    options = OPTIONS if "choice" in kind else {}
    question = ask("q", kind.rstrip("*"), repeats=kind.endswith("*"), **options)
    (item,) = export(lhc, [question], [give("q", *COMES_BACK[kind])])
    assert item["answer"] == COMES_BACK[kind]


def test_lhc_forms_has_no_network(lhc: LhcForms) -> None:
    """Whatever it should want of other hosts is stopped and seen, as is an error in the page."""
    lhc.errors.clear()
    lhc.page.evaluate("fetch('https://clinicaltables.nlm.nih.gov/').catch(() => 0)")
    with lhc.page.expect_event("pageerror"):
        lhc.page.evaluate("void setTimeout(() => { throw new Error('trasig') })")
    assert [each for each in lhc.errors if "Anrop utåt" in each]
    assert [each for each in lhc.errors if "trasig" in each]


# --- our forms -------------------------------------------------------------------------------


@dataclass
class Ours:
    """A form as we publish it, and what we make of answers to it."""

    questionnaire: Json
    response: Callable[[Json], Json]
    state: Callable[[Json], Json]


def published(form_id: str) -> Ours:
    def made(kind: str) -> Callable[[Json], Json]:
        def make(answers: Json) -> Json:
            which = {"id": form_id, "lang": "sv"}
            accepted, text = answer("form", json.dumps(answers), kind, which)
            assert accepted, text
            result: Json = json.loads(text)
            return result

        return make

    resource = json.loads((SITE / "fhir" / f"Questionnaire-{form_id}.json").read_text("utf-8"))
    return Ours(resource, made("fhir"), made("state"))


# All types, and every operator that LHC-Forms handles: also what the four forms do not use today.
ABC = [{"code": code, "text": f"Val {code}"} for code in "abc"]
SOURCES: dict[str, Json] = {
    "boolean": {"answer": True},
    "choice": {"answer": "b", "options": ABC},
    "open-choice": {"answer": "b", "options": ABC},
    "string": {"answer": "Åäö & <é> string"},
    "text": {"answer": "En enda rad, text"},
    "integer": {"answer": 7, "min": 0, "max": 20},
    "decimal": {"answer": 7.5, "min": -3, "max": 20},
    "date": {},
}


def trial_form() -> Json:
    """As an editor would write it in YAML."""
    items: list[Json] = []
    for kind, more in SOURCES.items():
        keys = {key: value for key, value in more.items() if key != "answer"}
        items.append({"linkId": kind, "type": kind, "text": f"En {kind}", "help": "Så.", **keys})
        if kind not in ("boolean", "text"):
            repeated = {"linkId": f"{kind}-flera", "type": kind, "text": "Flera", "repeats": True}
            items.append(repeated | keys)
    for kind, more in SOURCES.items():
        operators = ["=", "!="] if kind != "date" else []
        operators += ["<", "<=", ">", ">="] if kind in ("integer", "decimal") else []
        asked = [(kind, operator, more["answer"]) for operator in operators]
        asked += [(kind, "exists", True), (kind, "exists", False)]
        if "options" in more:
            asked += [(f"{kind}-flera", operator, "b") for operator in ("=", "!=")]
        items += [
            _conditional(f"{kind}-villkor-{number}", [condition])
            for number, condition in enumerate(asked)
        ]
    chain = _conditional("kedja", [("choice-villkor-0", "exists", True), ("boolean", "=", False)])
    either = _conditional("endera", [("kedja", "exists", True), ("choice", "=", "a")], "any")
    row = [
        {"linkId": "rad-val", "type": "choice", "text": "Val", "options": ABC, "note": True},
        _conditional("rad-lika", [("rad-val", "=", "a")]),
        _conditional("rad-olika", [("rad-val", "!=", "a"), ("choice", "!=", "b")]),
    ]
    hidden = {
        **_conditional("dold", [("boolean", "=", True)]),
        "type": "group",
        "items": [{"linkId": "dold-fraga", "type": "date", "text": "Dag"}],
    }
    rows = {"linkId": "rader", "type": "group", "text": "Rad", "repeats": True, "items": row}
    return {
        "id": "prov",
        "version": "2026-01-01",
        "title": "Prov",
        "languages": ["sv"],
        "original": "PROV",
        "items": [
            {"linkId": "ett", "type": "group", "text": "Ett", "items": [*items, chain, either]},
            {"linkId": "tva", "type": "group", "text": "Två", "items": [rows, hidden]},
        ],
    }


def _conditional(link_id: str, conditions: list[tuple[str, str, Any]], how: str = "all") -> Json:
    listed = [
        {"question": question, "operator": operator, "answer": value}
        for question, operator, value in conditions
    ]
    return {
        "linkId": link_id,
        "type": "string",
        "text": f"Fråga {link_id}",
        "enableWhen": {how: listed},
        "condition": "Om så är",
    }


def trial() -> Ours:
    settings = {"team_review_day": 31}
    form = Form.model_validate(trial_form())
    compiled = compile_form(form, "prov", settings)
    return Ours(
        questionnaire(compiled, form, settings),
        lambda answers: as_response(compiled, answers),
        lambda answers: state(compiled, answers),
    )


SUBJECTS: dict[str, Callable[[], Ours]] = {
    "prov": trial,
    **{form_id: partial(published, form_id) for form_id in FORMS},
}


@pytest.fixture(params=SUBJECTS)
def ours(request: pytest.FixtureRequest, site: Path) -> Ours:
    return SUBJECTS[request.param]()


def unfiltered(resource: Json, answers: Json) -> Json:
    """All the answers as a QuestionnaireResponse, also those to questions that are not asked.

    Made from the Questionnaire alone, by none of the code that is being tested.
    """
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "item": _answered(resource["item"], answers),
    }


VALUES = {
    "boolean": "valueBoolean",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
}


def _answered(items: list[Json], answers: Json) -> list[Json]:
    found: list[Json] = []
    for item in items:
        given = answers.get(item["linkId"])
        head = {"linkId": item["linkId"], "text": item["text"]}
        if item["type"] == "group":
            rows = given or [] if item.get("repeats") else [answers]
            below = [_answered(item["item"], row) for row in rows]
            found += [head | {"item": each} for each in below if each]
        elif given is not None:
            listed = given if item.get("repeats") else [given]
            found.append(head | {"answer": [_value(item, each) for each in listed]})
    return found


def _value(item: Json, given: Any) -> Json:
    if isinstance(given, dict):
        return {"valueString": given["text"]}
    for option in item.get("answerOption", []):
        if option["valueCoding"]["code"] == given:
            return {"valueCoding": option["valueCoding"]}
    return {VALUES.get(item["type"], "valueString"): given}


def fillings(ours: Ours) -> Iterator[tuple[str, Json]]:
    """First options, last ones, none; then by chance, until each condition was met both ways."""
    yield "the first of everything", filled(ours.questionnaire, first)
    yield "the last of everything", filled(ours.questionnaire, last)
    yield "nothing", {}
    tried = {seed: filled(ours.questionnaire, at_random(seed)) for seed in range(300)}
    new = {seed: situations(ours, answers) for seed, answers in tried.items()}
    met = {(link_id, asked) for each in new.values() for link_id, asked, _ in each}
    for item in every_item(ours.questionnaire):
        if "enableWhen" in item:
            ways = {asked for link_id, asked in met if link_id == item["linkId"]}
            assert ways == {True, False}, f"Frågas alltid eller aldrig: {item['linkId']}"
    while new[best := max(new, key=lambda seed: len(new[seed]))]:
        yield f"seed {best}", tried[best]
        new = {seed: each - new[best] for seed, each in new.items()}


def situations(ours: Ours, answers: Json) -> set[tuple[str, bool, bool]]:
    """Items with conditions: are they asked; is all answered that they hang on?"""
    fields = ours.state(answers)
    # »group[0].linkId« -> »linkId«: asked in one row at least
    enabled, answered = (
        {field.rsplit(".", 1)[-1] for field in fields[key]} for key in ("enabled", "answered")
    )
    return {
        (
            item["linkId"],
            item["linkId"] in enabled,
            {condition["question"] for condition in item["enableWhen"]} <= answered,
        )
        for item in every_item(ours.questionnaire)
        if "enableWhen" in item
    }


def test_same_answers_in_lhc_forms(lhc: LhcForms, ours: Ours) -> None:
    for name, answers in fillings(ours):
        out = lhc.round_trip(ours.questionnaire, unfiltered(ours.questionnaire, answers))
        assert out.errors == [], name
        assert ours.questionnaire["item"][0]["text"] in out.shown, name
        differs = difference(ours.response(answers), out.response)
        assert not differs, f"{name}\n{differs}"


def test_everything_is_filled(ours: Ours) -> None:
    """The fullest filling has an answer to every question there is."""
    full = unfiltered(ours.questionnaire, filled(ours.questionnaire, first))
    answered = {item["linkId"] for item in every_item(full) if "answer" in item}
    questions = {
        item["linkId"]
        for item in every_item(ours.questionnaire)
        if item["type"] not in ("group", "display")
    }
    assert answered == questions


# --- that a difference would be seen ---------------------------------------------------------


def _answers(response: Json) -> list[Json]:
    return [each for item in every_item(response) for each in item.get("answer", [])]


def _changed(value: Any) -> Any:
    """The same kind of value, another one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, dict):
        return value | {"code": value["code"] + "-x"}
    return value + 1 if isinstance(value, int | float) else value + "."


def test_any_changed_answer_is_seen(ours: Ours) -> None:
    response = ours.response(filled(ours.questionnaire, first))
    for number in range(len(_answers(response))):
        changed = copy.deepcopy(response)
        found = _answers(changed)[number]
        ((key, value),) = found.items()
        found[key] = _changed(value)
        assert comparable(changed) != comparable(response), found


def test_a_lost_or_moved_answer_is_seen(ours: Ours) -> None:
    response = ours.response(filled(ours.questionnaire, first))
    lost, moved = copy.deepcopy(response), copy.deepcopy(response)
    del lost["item"][-1]["item"][-1]
    moved["item"][0]["item"].reverse()
    assert comparable(lost) != comparable(response)
    assert comparable(moved) != comparable(response)


def test_a_difference_in_lhc_forms_is_seen(lhc: LhcForms, ours: Ours) -> None:
    answers = filled(ours.questionnaire, first)
    response, given = ours.response(answers), unfiltered(ours.questionnaire, answers)
    counting = [each for each in _answers(given) if each in _answers(response)]
    next(each for each in counting if "valueString" in each)["valueString"] += "."
    out = lhc.round_trip(ours.questionnaire, given)
    assert comparable(response) != comparable(out.response)
