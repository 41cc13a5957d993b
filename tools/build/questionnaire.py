"""Each form as a FHIR Questionnaire (R4), for systems that want to ask the same questions.

Made from the compiled form, so that what another system shows is what our page shows; only the
help texts, which the computing package does not need, are added here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sjukskrivning.form_values import LONGEST
from sjukskrivning.forms import Form as Compiled
from sjukskrivning.forms import Item, forms

from tools.build.form_model import HELP, Form, in_languages, walk
from tools.build.forms import load_forms
from tools.build.rules import load_profile, region_id, settings_of

HL7 = "http://hl7.org/fhir/StructureDefinition/"
_ANSWER = {
    "boolean": "answerBoolean",
    "string": "answerString",
    "text": "answerString",
    "integer": "answerInteger",
    "decimal": "answerDecimal",
    "date": "answerDate",
}


def write_questionnaires(site: Path) -> None:
    """``fhir/Questionnaire-ID.json`` for every form, in a built site."""
    settings = settings_of(load_profile(region_id()))
    folder = site / "fhir"
    folder.mkdir(exist_ok=True)
    for form_id, form in load_forms().items():
        text = json.dumps(questionnaire(forms()[form_id], form, settings), ensure_ascii=False)
        (folder / f"Questionnaire-{form_id}.json").write_text(text + "\n", "utf-8")


def questionnaire(compiled: Compiled, form: Form, settings: dict[str, Any]) -> dict[str, Any]:
    """The resource. ``draft``: nobody but the site's owner can say that a form is in use."""
    helps = {
        place.item.linkId: in_languages(place.item.help, settings)
        for place in walk(form.items)
        if place.item.help
    }
    types = {item["linkId"]: item["type"] for item in _all(compiled["items"])}
    return {
        "resourceType": "Questionnaire",
        "id": compiled["id"],
        "language": "sv",
        "url": compiled["url"],
        "version": compiled["version"],
        "name": "".join(part.capitalize() for part in compiled["id"].split("-")),
        **_words("title", compiled["title"]),
        "status": "draft",
        "subjectType": ["Patient"],
        "date": compiled["version"],
        "item": [_item(item, helps, types) for item in compiled["items"]],
    }


def _all(items: list[Item]) -> list[Item]:
    return [each for item in items for each in [item, *_all(item.get("items", []))]]


def _item(item: Item, helps: dict[str, dict[str, str]], types: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "linkId": item["linkId"],
        **_words("text", item["text"]),
        "type": item["type"],
    }
    limits = [
        {"url": f"{HL7}{name}Value", f"value{item['type'].capitalize()}": _number(item, name)}
        for name in ("min", "max")
        if name in item
    ]
    if limits:
        made["extension"] = limits
    if "enableWhen" in item:
        made["enableWhen"] = [_condition(each, types) for each in item["enableWhen"]]
        if len(item["enableWhen"]) > 1:
            made["enableBehavior"] = item["enableBehavior"]
    for key in ("required", "repeats"):
        if item.get(key):
            made[key] = True
    if item["type"] in ("string", "text"):
        made["maxLength"] = LONGEST[item["type"]]
    if "options" in item:
        made["answerOption"] = [
            {"valueCoding": {"code": option["code"], **_words("display", option["text"])}}
            for option in item["options"]
        ]
    below = [_item(child, helps, types) for child in item.get("items", [])]
    if item["linkId"] in helps:
        below.insert(0, _help(item["linkId"] + HELP, helps[item["linkId"]]))
    return made | ({"item": below} if below else {})


def _number(item: Item, name: str) -> float:
    return int(item[name]) if item["type"] == "integer" else item[name]


def _condition(condition: Any, types: dict[str, str]) -> dict[str, Any]:
    question, operator, answer = (condition[key] for key in ("question", "operator", "answer"))
    kind = types[question]
    if operator == "exists":
        value = {"answerBoolean": answer}
    elif kind in _ANSWER:
        value = {_ANSWER[kind]: answer}
    else:
        value = {"answerCoding": {"code": answer}}
    return {"question": question, "operator": operator, **value}


def _help(link_id: str, words: dict[str, str]) -> dict[str, Any]:
    control = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}
    return {
        "linkId": link_id,
        "extension": [
            {
                "url": f"{HL7}questionnaire-itemControl",
                "valueCodeableConcept": {"coding": [control]},
            }
        ],
        **_words("text", words),
        "type": "display",
    }


def _words(key: str, words: dict[str, str]) -> dict[str, Any]:
    """A text in Swedish, the other languages as FHIR's translation extension beside it."""
    others = [
        {
            "url": f"{HL7}translation",
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": text},
            ],
        }
        for language, text in words.items()
        if language != "sv"
    ]
    return {key: words["sv"], **({f"_{key}": {"extension": others}} if others else {})}
