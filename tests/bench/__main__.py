"""``python3 tools/run.py bench``: how fast the calculator starts and answers, in one run on one machine.

Ours beside the documented way (``loadPyodide()`` in a worker, with the same package) and beside the
floor (fetching and compiling the unmodified WebAssembly, no Python at all). Absolute times belong to
the machine; the ratios are what to compare. Prints tables and writes ``bench.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sjukskrivning.call import answer

from tests import lighthouse
from tests.bench import load, pages
from tests.bench.fuzz import fuzz
from tests.browser.conftest import QUIET, TOOL
from tests.conftest import ROOT, SITE
from tools.build.server import make_server

HERE = Path(__file__).parent
PYODIDE = ROOT / "tools/node_modules/pyodide"
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
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        ours = serve(SITE)
        others = serve(make_others(Path(scratch)))
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        starts = {
            "ours": lambda page: start_of_ours(page, ours),
            "stock": lambda page: start_of_other(page, others + "stock.html"),
            "floor": lambda page: start_of_other(page, others + "floor.html"),
        }
        results["cold_start_ms"] = in_turns(browser, starts, rounds)
        results["answer_ms"] = answers(browser, ours)
        results["browser"] = browser.version
        browser.close()
    medians = {name: each["median"] for name, each in results["cold_start_ms"].items()}
    results["ratios"] = {
        "cold: ours / stock": round(medians["ours"] / medians["stock"], 3),
        "cold: ours / floor": round(medians["ours"] / medians["floor"], 3),
    }
    results["engine_us"] = engine()
    results["build"] = pages.measure(min(rounds, 3))
    results["lighthouse"] = lighthouse.beside_stock(rounds)
    results["load"] = load.load()
    show(results)
    return results


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def serve(folder: Path) -> str:
    server = make_server(folder, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def make_others(folder: Path) -> Path:
    """The pages to compare with: stock Pyodide with our wheel, and WebAssembly alone."""
    for name in ("stock.html", "stock-worker.mjs", "floor.html", "others.mjs", "floor.mjs"):
        shutil.copyfile(HERE / name, folder / name)
    shutil.copytree(PYODIDE, folder / "pyodide")
    (wheel,) = (SITE / "assets/python").glob("*/*.whl")
    shutil.copyfile(wheel, folder / "sjukskrivning.whl")
    return folder


def in_turns(
    browser: Browser, starts: dict[str, Callable[[Page], float]], rounds: int
) -> dict[str, Any]:
    """Each way once a round, every time in a browser profile that has seen nothing."""
    times: dict[str, list[float]] = {name: [] for name in starts}
    for number in range(rounds):
        print(f"kallstart, varv {number + 1} av {rounds}", flush=True)
        for name, start in starts.items():
            context = browser.new_context()
            times[name].append(start(context.new_page()))
            context.close()
    return {name: spread(each) for name, each in times.items()}


def start_of_ours(page: Page, address: str) -> float:
    """From navigation to the first result on the page; the case is typed before Python is ready."""
    page.goto(address + TOOL, wait_until="commit")
    page.get_by_label("Från och med").fill("2026-03-02")
    page.wait_for_selector("table.milestones", timeout=120_000)
    return float(page.evaluate("performance.now()"))


def start_of_other(page: Page, address: str) -> float:
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#done", timeout=120_000)
    return float(page.evaluate("performance.now()"))


def answers(browser: Browser, address: str) -> dict[str, float]:
    """From the call to the answer's paint, the pause after the last key not counted."""
    page = browser.new_page()
    start_of_ours(page, address)
    times = page.evaluate(
        """async () => {
            const start = document.querySelector("[name=start]");
            const output = document.querySelector(".tool-result");
            const times = [];
            for (let day = 1; day <= 60; day += 1) {
                start.value = `2026-03-${String(day % 28 + 1).padStart(2, "0")}`;
                const painted = new Promise((resolve) => new MutationObserver((_, seen) => {
                    seen.disconnect();
                    requestAnimationFrame(() => setTimeout(resolve));
                }).observe(output, {childList: true}));
                const before = performance.now();
                start.dispatchEvent(new Event("change", {bubbles: true}));
                await painted;
                times.push(performance.now() - before);
            }
            return times;
        }"""
    )
    page.close()
    ordered = sorted(times[5:])
    return {**spread(ordered), "p95": round(ordered[int(len(ordered) * 0.95)], 1)}


def engine() -> dict[str, float]:
    """The same call in this Python, in microseconds."""
    text = json.dumps(CASE)
    times = []
    for _ in range(300):
        before = time.perf_counter()
        answer("milestones", text)
        times.append((time.perf_counter() - before) * 1e6)
    return spread(times)


def spread(times: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(times), 1),
        "min": round(min(times), 1),
        "max": round(max(times), 1),
    }


def show(results: dict[str, Any]) -> None:
    print(f"\n{results['machine']['cores']} kärnor, Chromium {results['browser']}")
    print(f"{'kallstart, ms':24}{'median':>10}{'min':>10}{'max':>10}")
    for name, each in results["cold_start_ms"].items():
        print(f"  {name:22}{each['median']:>10}{each['min']:>10}{each['max']:>10}")
    for name, ratio in results["ratios"].items():
        print(f"  {name:22}{ratio:>10}")
    print(f"svar efter en ändring, ms: {results['answer_ms']}")
    print(f"samma anrop utanför webbläsaren, µs: {results['engine_us']}")
    pages.show(results["build"])
    lighthouse.show(results["lighthouse"])
    load.show(results["load"])


if __name__ == "__main__":
    main()
