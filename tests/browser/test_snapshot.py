"""Python restored in a browser answers as Python here does: whatever it is asked, nothing is missing in its memory."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sjukskrivning.call import answer

from tests.browser.conftest import TOOL
from tests.browser.test_fallbacks import integrity
from tests.dfa.measure import CORPUS, HALVES
from tools.build import pack
from tools.build.exercise import CASE, Call, widely
from tools.build.strict_yaml import load
from tools.build.trim import make_trimmed

ASK = """async ([module, calls]) => {
    const { startPython } = await import(module);
    let python;
    const ways = [];
    await new Promise((resolve) => {
        python = startPython((state) => {
            if (!["ready", "failed"].includes(state.phase)) return;
            ways.push(state.way);
            resolve();
        });
    });
    const answers = [];
    for (const [tool, text, form, which] of calls) answers.push(await python.call(tool, text, form, which));
    python.stop();
    return { ways, answers };
}"""


def examples() -> Iterator[Call]:
    """Drafts, cases and forms as they come, and whatever else may be typed or opened."""
    yield from widely(seed=7)  # the build has another
    for half in HALVES:
        for file in sorted((CORPUS / half).glob("*.yml")):
            for entry in load(file)[0][::7]:
                yield "dfa", json.dumps(entry["input"]), "json", {}


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
    assert told["ways"] == ["snapshot"]  # to its end: nothing was asked again of the whole Python
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
    """The whole Python is asked too. What made it may not be told: a fault without words of its own."""
    calls: list[Any] = [
        ["form", "{}", "state", {"id": {"not": "hashable"}}],
        ["milestones", json.dumps(CASE), "json", {}],
    ]
    (module,) = (site / "assets/tools").glob("*/python.mjs")
    page.goto(base_url + TOOL)
    told = page.evaluate(ASK, [f"{base_url}{module.relative_to(site).as_posix()}", calls])
    broken, whole = told["answers"]
    assert [fault["code"] for fault in broken["faults"]] == ["broken"]
    assert whole["ok"]
    assert told["ways"] == ["snapshot", "ordinary"]


@pytest.fixture(scope="module")
def only_starts(site: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The quick start's WebAssembly of a build that did not know what the tools would be asked."""
    (memory,) = (site / "assets/quick").glob("*/snapshot.bin")
    calls, out = (tmp_path_factory.mktemp("trim") / name for name in ("calls.json", "python.wasm"))
    calls.write_text("[]", "utf-8")
    given = [pack.ROOT / "tools/build/trim.mjs", pack.NPM, memory, calls, out]
    subprocess.run(["node", *map(str, given)], check=True)
    return out.read_bytes()


@pytest.mark.core
def test_what_was_trimmed_away_is_asked_of_the_whole_python(
    page: Page, base_url: str, site: Path, only_starts: bytes
) -> None:
    (trimmed,) = (site / "assets/quick").glob("*/python.wasm")
    assert len(only_starts) < trimmed.stat().st_size

    def naming(route: Route) -> None:
        """The page and the list of files, as that build would have written them."""
        response = route.fetch()
        own = integrity(trimmed.read_bytes())
        assert response.text().count(own) == 1
        route.fulfill(response=response, body=response.text().replace(own, integrity(only_starts)))

    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    spoken: list[str] = []
    page.on("console", lambda message: spoken.append(message.text))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.route("**/manifest.mjs", naming)
    page.route(base_url + TOOL, naming)
    page.route(
        "**/python.wasm",
        lambda route: route.fulfill(body=only_starts, content_type="application/wasm"),
    )
    page.goto(base_url + TOOL)
    page.get_by_label("Från och med").fill("260302")
    step = page.locator("tr[data-id=chain_step_2] time")
    expect(step).to_have_attribute("datetime", "2026-05-31", timeout=60_000)
    assert "python_stdlib.zip" in fetched
    assert not spoken  # Pyodide would tell what it died of


@pytest.mark.core
def test_the_switch_gives_the_whole_file(page: Page, base_url: str, site: Path) -> None:
    """As built with TRIM=no: the list of files then names Pyodide's own."""

    def manifest(route: Route) -> None:
        text = route.fetch().text()
        start = text.index("{")
        listed = json.loads(text[start : text.rindex(";")])
        (listed["quick"]["wasm"],) = (
            each for each in listed["runtime"] if each["name"] == "pyodide.asm.wasm"
        )
        route.fulfill(body=text[:start] + json.dumps(listed), content_type="text/javascript")

    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.route("**/manifest.mjs", manifest)
    page.goto(base_url + TOOL)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator("tr[data-id=chain_step_2]")).to_be_visible(timeout=60_000)
    expect(page.locator(".tool-status")).not_to_contain_text("Snabbstarten")
    assert "pyodide.asm.wasm" in fetched
    assert "python_stdlib.zip" not in fetched


def test_the_switch_leaves_the_step_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRIM", "no")
    assert make_trimmed(pack.NPM, tmp_path / "none", tmp_path) is None
