"""Python restored in a browser answers as Python here does: whatever it is asked, nothing is missing in its memory."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sjukskrivning.call import FORM_TOOLS, TOOLS, answer
from sjukskrivning.forms import forms

from tests.browser.conftest import TOOL
from tests.dfa.measure import CORPUS, HALVES
from tools.build import snapshot
from tools.build.rules import RULES
from tools.build.strict_yaml import load

Call = tuple[str, str, str, dict[str, str]]  # as sjukskrivning.call.answer is given

FAULTY = ['{"', "[]", "null", "{}", '{"periods": 7, "håller": "inte"}', "[" * 2000, '"\\ud800"']
TYPED = ["", "Ja", "a" * 4001, "19121212-1212", "🙂 å\u0301 \u2028", "2026-02-30", "-1,5", "1e999"]

ASK = """async ([module, calls]) => {
    const { startPython } = await import(module);
    let python;
    const way = await new Promise((resolve) => {
        python = startPython((state) => ["ready", "failed"].includes(state.phase) && resolve(state.way));
    });
    const answers = [];
    for (const [tool, text, form, which] of calls) answers.push(await python.call(tool, text, form, which));
    python.stop();
    return { way, answers };
}"""


def examples() -> Iterator[Call]:
    """Drafts, cases and forms as they come, and whatever else may be typed or opened."""
    yield from snapshot.calls()
    for tool, (_, ways) in TOOLS.items():
        for way in ways:
            for text in FAULTY:
                yield tool, text, way, {}
    for half in HALVES:
        for file in sorted((CORPUS / half).glob("*.yml")):
            for entry in load(file)[0][::7]:
                yield "dfa", json.dumps(entry["input"]), "json", {}
    for path in sorted((RULES / "milestones").glob("*.yml")):
        for example in load(path)[0]["examples"]:
            case = {"occupation": "employed", "as_of": "2026-11-21"} | example["case"]
            case["periods"] = [{"degree": 100} | period for period in case["periods"]]
            for way in ("json", "text"):
                yield "milestones", json.dumps(case), way, {}
    chance = random.Random(7)
    for form_id, form in forms().items():
        for lang in form["languages"] * 15:
            given = {
                item["linkId"]: fitting(item, chance)
                for item in walk(form["items"])
                if item["type"] not in ("group", "display") and chance.random() < 0.5
            }
            if chance.random() < 0.3:
                given[chance.choice([*given])] = chance.choice(TYPED)
            for way in FORM_TOOLS["form"]:
                yield "form", json.dumps(given), way, {"id": form_id, "lang": lang}


def fitting(item: dict[str, Any], chance: random.Random) -> Any:
    """An answer as the item wants it; of a row's item it is not, which is as good for once."""
    if "options" in item:
        return chance.choice(item["options"])["code"]
    some = {"boolean": True, "integer": 3, "decimal": 2.5, "date": "2026-02-28"}
    return some.get(item["type"], chance.choice(["Snickare", "å\u0301 🙂", "19121212-1212"]))


def walk(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from walk(item.get("items", []))


def expected(call: Call) -> dict[str, Any]:
    ok, text = answer(*call)
    if not ok:
        return {"ok": False, "faults": json.loads(text)["errors"]}
    return {"ok": True, "value": text if call[2] in ("text", "ics") else json.loads(text)}


@pytest.mark.cdp
def test_the_same_answers_as_here(page: Page, base_url: str, site: Path) -> None:
    calls = [call for call in examples() if call[2] != "ics"]  # which holds the time of day
    assert len(calls) > 500
    (module,) = (site / "assets/tools").glob("*/python.mjs")
    page.goto(base_url + TOOL)
    expect(page.locator(".tool[data-state=ready]")).to_be_visible(timeout=60_000)
    page.set_default_timeout(300_000)
    told = page.evaluate(ASK, [f"{base_url}{module.relative_to(site).as_posix()}", calls])
    assert told["way"] == "snapshot"
    different = [
        (call, got, wanted)
        for call, got in zip(calls, told["answers"], strict=True)
        if got != (wanted := expected(call))
    ]
    assert not different, different[:3]


@pytest.mark.cdp
def test_what_python_itself_trips_over_ends_that_call_alone(
    page: Page, base_url: str, site: Path
) -> None:
    """No traceback can be written, and what made it may not be told: a fault without words of its own."""
    calls: list[Any] = [
        ["form", "{}", "state", {"id": {"not": "hashable"}}],
        ["milestones", json.dumps(snapshot.CASE), "json", {}],
    ]
    (module,) = (site / "assets/tools").glob("*/python.mjs")
    page.goto(base_url + TOOL)
    told = page.evaluate(ASK, [f"{base_url}{module.relative_to(site).as_posix()}", calls])
    broken, whole = told["answers"]
    assert [fault["code"] for fault in broken["faults"]] == ["broken"]
    assert whole["ok"]
