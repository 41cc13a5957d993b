"""What Python is asked when the site is built: before its memory is kept, and to see what of it is used."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from typing import Any

from tools.build.dfa import load_dfa
from tools.build.rules import RULES
from tools.build.strict_yaml import load

Call = tuple[str, str, str, dict[str, str]]  # as sjukskrivning.call.answer is given

DRAFT = {
    "work": {
        "status": "employed",
        "occupation": "Snickare",
        "tasks": "Lyfter, bär och reser väggar",
    },
    "diagnosis": [{"code": "M54.5", "text": "Ländryggssmärta"}],
    "function": "Uppger smärta i ländryggen. I status ses måttligt nedsatt rörlighet.",
    "activity": "Klarar inte att lyfta mer än 5 kg eller att arbeta framåtböjd.",
    "periods": [{"start": "2026-11-26", "end": "2026-12-31", "degree": 50}],
    "issued": "2026-11-26",
}
CASE = {
    "occupation": "employed",
    "as_of": "2026-11-21",
    "periods": [{"start": "2026-10-05", "end": None, "degree": 50}],
}
INPUTS: dict[str, Any] = {
    "milestones": CASE,
    "periods": {"as_of": "2026-11-21", "rows": [{"start": "2/3", "end": "+14d", "degree": 100}]},
    "notification": {"notified": "2026-03-10", "first_day": "2026-03-02"},
    "review_request": {"received": "2026-11-01", "kind": "omprovning", "as_of": "2026-11-21"},
    "work_trial": {
        "first_start": "2026-03-16",
        "second_start": "2026-04-28",
        "as_of": "2026-03-02",
    },
    "dfa": DRAFT,
    "dfa_draft": DRAFT,
    "dfa_file": {"kind": "sjukskrivning-dfa", "version": "1", "draft": DRAFT},
}


def once() -> Iterator[Call]:
    """Every tool in every form."""
    from sjukskrivning.call import FORM_TOOLS, TOOLS, answer
    from sjukskrivning.forms import forms

    for tool, (_, ways) in TOOLS.items():
        for way in ways:
            yield tool, json.dumps(INPUTS[tool]), way, {}
    for form_id, form in forms().items():
        for lang in form["languages"]:
            which = {"id": form_id, "lang": lang}
            for way in FORM_TOOLS["form"]:
                yield "form", "{}", way, which
            yield "form_file", answer("form", "{}", "file", which)[1], "answers", which


FAULTY = ['{"', "[]", "null", "{}", '{"periods": 7, "håller": "inte"}', "[" * 2000, '"\\ud800"']
# One, two and four bytes a character: Python has code for each.
WIDER = ["", "\u2013", "🙂", "\r\n\x00\x1b"]
TYPED = ["", "Ja", "a" * 4001, "19121212-1212", "🙂 å\u0301 \u2028", "2026-02-30", "-1,5", "1e999"]
ODD: list[Any] = [
    *TYPED,
    None,
    True,
    0,
    -7,
    10**30,
    2.5,
    math.inf,
    [],
    {},
    ["2026-03-02"],
    "2025-03-02",
    "0001-01-01",
    "9999-12-31",
    "2/3",
]


def widely(seed: int) -> Iterator[Call]:
    """The same, what is no sense, every example of the rules, and forms filled by chance."""
    from sjukskrivning.call import FORM_TOOLS, TOOLS, answer
    from sjukskrivning.forms import forms

    yield from once()
    for tool, (_, ways) in TOOLS.items():
        for way in ways:
            for text in FAULTY:
                yield tool, text, way, {}
    for path in sorted((RULES / "milestones").glob("*.yml")):
        for example in load(path)[0]["examples"]:
            case = {"occupation": "employed", "as_of": "2026-11-21"} | example["case"]
            case["periods"] = [{"degree": 100} | period for period in case["periods"]]
            for way in ("json", "text"):
                yield "milestones", json.dumps(case), way, {}
    remarks, _, _ = load_dfa()
    for remark in remarks.remarks:
        for example in [*remark.triggers, *remark.quiet]:
            given = {remark.field: example} if isinstance(example, str) else example
            for end in WIDER:
                yield "dfa", json.dumps(_ending(remarks.base | given, end)), "json", {}
    chance = random.Random(seed)
    for form_id, form in forms().items():
        for lang in form["languages"] * 15:
            answers = _ending(answers_to(form["items"], chance), chance.choice(WIDER))
            if chance.random() < 0.3:
                answers = odd(answers, chance)
            which, text = {"id": form_id, "lang": lang}, json.dumps(answers)
            for way in FORM_TOOLS["form"]:
                yield "form", text, way, which
            saved = json.loads(answer("form", text, "file", which)[1])
            for file in (saved, odd(saved, chance)):
                yield "form_file", json.dumps(file), "answers", which
    for tool, text, way, which in list(once()) * 40:
        given = json.loads(text)
        for _ in range(chance.randint(1, 3)):
            given = odd(given, chance)
        yield tool, json.dumps(given), way, which


def expected(call: Call) -> tuple[bool, str] | None:
    """Python's answer here; None when it has the time of day in it."""
    from sjukskrivning.call import answer

    return None if call[2] == "ics" else answer(*call)


def _ending(value: Any, end: str) -> Any:
    """The same with every text of several words ending so."""
    if isinstance(value, str):
        return value + end if " " in value else value
    if isinstance(value, list):
        return [_ending(each, end) for each in value]
    return (
        {key: _ending(each, end) for key, each in value.items()}
        if isinstance(value, dict)
        else value
    )


def odd(value: Any, chance: random.Random) -> Any:
    """The same with one thing in it that does not belong there."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice([*value])
        return value | {key: odd(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        return [*value[:at], odd(value[at], chance), *value[at + 1 :]]
    return chance.choice(ODD)


def answers_to(items: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    """A form filled more or less, rows and all; as sjukskrivning.forms reads answers."""
    found: dict[str, Any] = {}
    share = chance.choice([0.3, 0.6, 0.95])
    for item in items:
        times = range(chance.randint(1, 3))
        if item["type"] == "group" and item.get("repeats"):
            found[item["linkId"]] = [answers_to(item["items"], chance) for _ in times]
        elif item["type"] == "group":
            found |= answers_to(item["items"], chance)
        elif item["type"] != "display" and chance.random() < share:
            values = [_fitting(item, chance) for _ in times]
            found[item["linkId"]] = values if item.get("repeats") else values[0]
    return found


def _fitting(item: dict[str, Any], chance: random.Random) -> Any:
    """An answer as the item wants it."""
    words = chance.choice(
        ["Snickare", "Ont i ryggen.\nSover dåligt.", "å\u0301 🙂", "19121212-1212"]
    )
    if item["type"] == "open-choice" and chance.random() < 0.3:
        return {"text": words}
    if "options" in item:
        return chance.choice(item["options"])["code"]
    some: dict[str, list[Any]] = {
        "boolean": [True, False],
        "integer": [3, "5", " 12 "],
        "decimal": [37.5, "37,5", "40.25"],
        "date": ["2026-02-28", "2026-10-05"],
    }
    return chance.choice(some.get(item["type"], [words]))
