"""``python3 tools/run.py bench``: how fast the calculator starts and answers, in one run on one machine.

Absolute times belong to the machine; the ratios are what to compare. Prints tables and writes ``bench.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import time
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sjukskrivning.call import answer

from tests import lighthouse
from tests.bench import load, pages, starts
from tests.bench.fuzz import fuzz
from tests.bench.starts import spread
from tests.browser.conftest import QUIET, TOOL
from tests.conftest import ROOT, SITE
from tests.dfa import measure

CASE = {
    "occupation": "employed",
    "as_of": "2026-11-21",
    "periods": [
        {"start": "2026-01-05", "end": "2026-02-15", "degree": 100},
        {"start": "2026-03-02", "end": "2026-05-31", "degree": 50},
        {"start": "2026-06-20", "end": None, "degree": 25},
    ],
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 tools/run.py bench")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--fuzz", type=int, nargs="?", const=1_000_000)
    parser.add_argument("--minutes", type=float)
    options = parser.parse_args()
    if options.fuzz:
        results = {"machine": machine(), "fuzz": fuzz(options.fuzz, options.minutes)}
    else:
        results = speed(options.rounds)
    (ROOT / "bench.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def speed(rounds: int) -> dict[str, Any]:
    """Starts and answers, measured and shown."""
    results: dict[str, Any] = {"machine": machine(), "rounds": rounds}
    with sync_playwright() as playwright:
        results["start"] = starts.measure(playwright, rounds)
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        results["answer_ms"] = answers(browser, starts.serve(SITE))
        browser.close()
    results["engine_us"] = engine()
    results["build"] = pages.measure(min(rounds, 3))
    results["lighthouse"] = lighthouse.beside_stock(rounds)
    results["load"] = load.load()
    results["dfa"] = {
        half: {"recall": round(got.recall, 3), "false per good": round(got.false_per_good, 3)}
        for half in measure.HALVES
        if (got := measure.figures(half))
    }
    show(results)
    return results


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


# How each tool is asked again, so that every answer is another than the one before: the page, what is
# watched, and what is done in turn ``n``. A draft fills three fields with 4 000 characters each.
ASKED = {
    "milestones": (
        TOOL,
        ".tool-result",
        """(n) => {
            const start = document.querySelector("[name=start]");
            start.value = `2026-03-${String(n % 28 + 1).padStart(2, "0")}`;
            return start;
        }""",
    ),
    "form": (
        "formular/patientformular/",
        ".aside-sections",
        """(n) => {
            const all = [...document.querySelectorAll("#form:not(.blank) input[type=radio]")];
            const group = all.filter(each => each.name === all[0].name);
            for (const each of group) each.checked = n % 2 === 1 && each === group[0];
            return group[0];
        }""",
    ),
    "dfa": (
        "verktyg/dfa/",
        ".dfa-result",
        """(n) => {
            const prose = "Uppger måttlig värk i ryggen; Lasègue 40 grader, klarar inte lyft över 5 kg. ";
            for (const name of ["function", "activity", "other"]) {
                const area = document.querySelector(`textarea[name=${name}]`);
                area.value = prose.repeat(60).slice(0, 3980) + (n % 2 ? " 19121212-1212" : "");
            }
            return document.querySelector("textarea[name=other]");
        }""",
    ),
}


def answers(browser: Browser, address: str) -> dict[str, dict[str, float]]:
    """From the call to the answer's paint, the pause after the last key not counted."""
    found = {}
    for name, (path, output, change) in ASKED.items():
        page = browser.new_page()
        page.goto(address + path)
        page.wait_for_selector(".tool[data-state=ready]", timeout=120_000)
        times = page.evaluate(
            """async (output) => {
                const change = CHANGE;
                const times = [];
                for (let n = 1; n <= 60; n += 1) {
                    const asked = change(n);
                    const painted = new Promise((resolve) => new MutationObserver((_, seen) => {
                        seen.disconnect();
                        requestAnimationFrame(() => setTimeout(resolve));
                    }).observe(document.querySelector(output), {childList: true, subtree: true, characterData: true}));
                    const before = performance.now();
                    asked.dispatchEvent(new Event("change", {bubbles: true}));
                    await painted;
                    times.push(performance.now() - before);
                }
                return times;
            }""".replace("CHANGE", change),
            output,
        )
        page.close()
        ordered = sorted(times[5:])
        found[name] = {**spread(ordered), "p95": round(ordered[int(len(ordered) * 0.95)], 1)}
    return found


def engine() -> dict[str, float]:
    """The same call in this Python, in microseconds."""
    text = json.dumps(CASE)
    times = []
    for _ in range(300):
        before = time.perf_counter()
        answer("milestones", text)
        times.append((time.perf_counter() - before) * 1e6)
    return spread(times)


def show(results: dict[str, Any]) -> None:
    print(f"\n{results['machine']['cores']} kärnor, Chromium {results['start']['browser']}")
    starts.show(results["start"])
    print(f"{'svar efter en ändring, ms':24}{'median':>9}{'min':>10}{'max':>10}{'p95':>10}")
    for name, each in results["answer_ms"].items():
        print(f"  {name:22}{each['median']:>10}{each['min']:>10}{each['max']:>10}{each['p95']:>10}")
    print(f"samma anrop utanför webbläsaren, µs: {results['engine_us']}")
    pages.show(results["build"])
    lighthouse.show(results["lighthouse"])
    load.show(results["load"])
    print("\nDFA-kontrollen mot de märkta intygen:")
    measure.main()


if __name__ == "__main__":
    main()
