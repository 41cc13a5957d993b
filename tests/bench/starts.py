"""How soon a page has Python's first result: ours, beside the documented way and beside the floor.

    ours      the calculator's page, from navigation to the first result; the case is typed at once
    whole     the same on Pyodide's own WebAssembly, as built with TRIM=no
    ordinary  the same without the snapshot: what a reader meets when the quick start fails
    stock     loadPyodide() in a worker, as documented, with the same package and case
    floor     the unmodified WebAssembly fetched and compiled, no Python at all

All are served alike, compressed beforehand. Absolute times belong to the machine; the ratios are what to compare.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Page, Playwright

from tests.bench.line import Line
from tests.browser import webkit
from tests.browser.conftest import QUIET, TOOL
from tests.conftest import ROOT, SITE
from tools.build.compress import compress
from tools.build.server import Handler

HERE = Path(__file__).parent
PYODIDE = ROOT / "tools/node_modules/pyodide"
QUIET_AFTER = (
    1_500  # milliseconds; a new window loads parts of the browser itself, on the same cores
)
BITS, WAY = 20e6, 0.02  # a second; seconds in one direction

GOALS = {
    "cold: ours / stock": 0.20,
    "cold: ours / floor": 2.3,
    "warm: ours / stock": 0.22,
    "warm: ours / floor": 2.5,
    "line: ours / stock": 0.45,
    "bytes: ours / stock": 0.95,
}


class Compressed(Handler):
    """The files as a web server of production sends them: brotli, where there is such a file."""

    without = ""  # a file that is not there
    _rules: ClassVar[dict[str, list[tuple[str, dict[str, str]]]]] = {}

    def rules(self) -> list[tuple[str, dict[str, str]]]:
        """Read once: a real server does not read its settings at each question."""
        if self.directory not in self._rules:
            self._rules[self.directory] = super().rules()
        return self._rules[self.directory]

    def do_GET(self) -> None:
        if self.without and self.path.endswith(self.without):
            return self.send_error(404)
        return super().do_GET()

    def translate_path(self, path: str) -> str:
        plain = super().translate_path(path)
        if Path(plain).is_dir():
            plain = str(Path(plain, "index.html"))
        self.coded = Path(plain + ".br").is_file()
        return plain + ".br" if self.coded else plain

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        return super().guess_type(path.removesuffix(".br"))

    def end_headers(self) -> None:
        if getattr(self, "coded", False):
            self.send_header("Content-Encoding", "br")
        super().end_headers()


class Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that is closed in the middle of an answer is no error."""


class WithoutSnapshot(Compressed):
    without = "snapshot.bin"


class Untrimmed(Compressed):
    """The page and the list of files name Pyodide's own WebAssembly instead of the trimmed."""

    def do_GET(self) -> None:
        if not self.path.endswith(("manifest.mjs", TOOL)):
            return super().do_GET()
        file = Path(self.directory, self.path.lstrip("/"))
        text = (file / "index.html" if file.is_dir() else file).read_text("utf-8")
        trimmed, whole = manifest()["quick"]["wasm"], manifest()["runtime"]
        (own,) = (each for each in whole if each["name"] == "pyodide.asm.wasm")
        for key in ("url", "integrity"):
            text = text.replace(trimmed[key], own[key])
        self.coded = False
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file) if file.is_file() else ".html"))
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())
        return None


def manifest() -> dict[str, Any]:
    """The list of files that the worker reads."""
    (module,) = (SITE / "assets/tools").glob("*/manifest.mjs")
    text = module.read_text("utf-8")
    found: dict[str, Any] = json.loads(text[text.index("{") : text.rindex(";")])
    return found


def measure(playwright: Playwright, rounds: int) -> dict[str, Any]:
    """Every way in turns: in a profile that has seen nothing, over a line, and in a restarted browser."""
    with tempfile.TemporaryDirectory() as scratch:
        others = make_others(Path(scratch) / "others")
        site, compared = serve(SITE), serve(others)
        starts = {
            "ours": (site, TOOL),
            "whole": (serve(SITE, Untrimmed), TOOL),
            "ordinary": (serve(SITE, WithoutSnapshot), TOOL),
            "stock": (compared, "stock.html"),
            "floor": (compared, "floor.html"),
        }
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        times: dict[str, dict[str, list[float]]] = {"cold": {}, "line": {}, "bytes": {}, "warm": {}}

        def note(figure: str, name: str, value: float) -> None:
            times[figure].setdefault(name, []).append(value)

        for number in range(rounds):
            print(f"start, varv {number + 1} av {rounds}", flush=True)
            for name, (address, path) in starts.items():
                with browser.new_context() as context:
                    note("cold", name, result_of(context.new_page(), address + path))
                # what is kept for use without a network comes after the result, but would be counted
                with (
                    Line(address, BITS, WAY) as line,
                    browser.new_context(service_workers="block") as context,
                ):
                    note("line", name, result_of(context.new_page(), line.address + path))
                    note("bytes", name, line.bytes)
        version = browser.version
        browser.close()
        others_found = in_others(playwright, starts, min(rounds, 3))
        for number in range(rounds + 1):  # the first fills the browser's cache
            for name, (address, path) in starts.items():
                profile = Path(scratch) / name
                with playwright.chromium.launch_persistent_context(
                    str(profile), executable_path=chromium, args=QUIET
                ) as context:
                    page = context.new_page()
                    took = result_of(page, address + path)
                    page.wait_for_timeout(3_000)  # to put away what it has compiled
                    if number:
                        note("warm", name, took)
    figures = {
        figure: {name: spread(each) for name, each in ways.items()}
        for figure, ways in times.items()
    }
    return {"browser": version, **figures, "others": others_found, "ratios": ratios(figures)}


def ratios(figures: dict[str, dict[str, dict[str, float]]]) -> dict[str, float]:
    found = {}
    for name in GOALS:
        figure, _, pair = name.partition(": ")
        one, other = (figures[figure][way]["median"] for way in pair.split(" / "))
        found[name] = round(one / other, 3)
    return found


def serve(folder: Path, handler: type[Handler] = Compressed) -> str:
    server = Quiet(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def make_others(folder: Path) -> Path:
    """The pages to compare with: stock Pyodide with our wheel, and WebAssembly alone."""
    folder.mkdir()
    for name in ("stock.html", "stock-worker.mjs", "floor.html", "others.mjs", "floor.mjs"):
        shutil.copyfile(HERE / name, folder / name)
    shutil.copytree(PYODIDE, folder / "pyodide", ignore=shutil.ignore_patterns("*.map", "*.html"))
    (wheel,) = (SITE / "assets/python").glob("*/*.whl")
    shutil.copyfile(wheel, folder / "sjukskrivning.whl")
    # kept for ever, as ours: a hashed name is not what is compared
    (folder / "_headers").write_text("/*\n  Cache-Control: public, max-age=31536000, immutable\n")
    compress(folder)
    return folder


# The case is typed as soon as there is a field; the time is noted in the page, when the result has been painted.
NOTE = """globalThis.done = new Promise((resolve) => {
    const look = (_, seen) => {
        const field = document.querySelector("[name=start]");
        if (field && !field.value) field.value = "2026-03-02";
        if (!document.querySelector("table.milestones, #done")) return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { childList: true, subtree: true });
    look([], observer);
});"""


def result_of(page: Page, address: str) -> float:
    """Milliseconds from navigation to the result's paint."""
    page.wait_for_timeout(QUIET_AFTER)
    page.add_init_script(NOTE)
    page.goto(address, wait_until="commit")
    return float(page.evaluate("globalThis.done"))


def in_others(
    playwright: Playwright, starts: dict[str, tuple[str, str]], rounds: int
) -> dict[str, dict[str, dict[str, float]]]:
    """Cold starts in Firefox and WebKit, where they are; WebKit's first look is after the page has loaded."""
    times: dict[str, dict[str, list[float]]] = {}
    firefox = shutil.which("firefox-esr")
    for _ in range(rounds):
        for name, (address, path) in starts.items():
            if firefox:
                browser = playwright.firefox.launch(channel="moz-firefox", executable_path=firefox)
                took = result_of(browser.new_page(), address + path)
                times.setdefault("firefox", {}).setdefault(name, []).append(took)
                browser.close()
            if webkit.browser() and shutil.which("WebKitWebDriver") and shutil.which("Xvfb"):
                with webkit.webkit() as driver:
                    driver.get(address + path)
                    driver.set_script_timeout(120)
                    told = driver.execute_async_script(
                        f"{NOTE} globalThis.done.then(arguments[arguments.length - 1]);"
                    )
                times.setdefault("webkit", {}).setdefault(name, []).append(float(told))
    return {
        browser_name: {name: spread(each) for name, each in ways.items()}
        for browser_name, ways in times.items()
    }


def spread(times: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(times), 1),
        "min": round(min(times), 1),
        "max": round(max(times), 1),
    }


def show(results: dict[str, Any]) -> None:
    titles = {
        "cold": "kallstart, ms",
        "line": f"kallstart, {BITS / 1e6:.0f} Mbit/s och {2000 * WAY:.0f} ms",
        "bytes": "byte före svaret",
        "warm": "omstartad webbläsare, ms",
    }
    for figure, title in titles.items():
        print(f"{title:34}{'median':>10}{'min':>10}{'max':>10}")
        for name, each in results[figure].items():
            print(f"  {name:32}{each['median']:>10}{each['min']:>10}{each['max']:>10}")
    for browser, ways in results["others"].items():
        print(f"kallstart i {browser}, ms")
        for name, each in ways.items():
            print(f"  {name:32}{each['median']:>10}{each['min']:>10}{each['max']:>10}")
    for name, ratio in results["ratios"].items():
        print(f"  {name:32}{ratio:>10}   mål högst {GOALS[name]}")
