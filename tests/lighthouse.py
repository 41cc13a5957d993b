"""Lighthouse on the finished site, and on the same pages with the theme as it comes.

    python -m tests.lighthouse [--runs N] [--at-least 0.98] [PATH …]

Runs in the Chromium that CHROMIUM names, or the machine's own, on a simulated phone with a slow line.
The server compresses, as the site's own should.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli

from tests.conftest import ROOT, SITE
from tools.build.server import HOST, Handler
from tools.build.site import build_pages

LIGHTHOUSE = ROOT / "tools/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PATHS = ("", "riktlinjer/processen/", "riktlinjer/lakarintyg/")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
PACKED = re.compile(r"\.(?:css|html|js|json|mjs|svg|wasm|webmanifest)$")


class Compressing(Handler):
    """Our server, which sends text compressed with brotli."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or not PACKED.search(file.name):
            return super().do_GET()
        body = packed(file, file.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@cache
def packed(file: Path, _: int) -> bytes:
    content = file.read_bytes()
    return bytes(brotli.compress(content, quality=11 if len(content) < 1_000_000 else 5))


def serve(site: Path) -> str:
    """The address of a site, served until this process ends."""
    server = ThreadingHTTPServer((HOST, 0), partial(Compressing, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{HOST}:{server.server_port}/"


def make_stock(folder: Path) -> Path:
    """The same pages with stock Material: its styles and scripts, none of ours, nothing done afterwards."""
    for name in ("docs", "macros", "checklists", "tools"):
        (folder / name).symlink_to(ROOT / name)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    ours = (
        r"^(?:  custom_dir: .*|  static_templates: .*|extra_css: .*|extra_javascript:\n(?:  .*\n)+)"
    )
    config, count = re.subn(ours, "", config, flags=re.MULTILINE)
    if count != 4:
        raise ValueError("mkdocs.yml har inte längre de rader som gör temat till vårt")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    build_pages(folder / "mkdocs.yml")
    return folder / "site"


def look(address: str) -> dict[str, Any]:
    """One run: the scores of all categories, and some times in milliseconds."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    command = ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    environment = {**os.environ, **({"CHROME_PATH": chromium} if chromium else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told = json.loads(done.stdout)
    return {
        **{name: told["categories"][name]["score"] for name in CATEGORIES},
        **{name: told["audits"][name]["numericValue"] for name in TIMES},
        "cumulative-layout-shift": told["audits"]["cumulative-layout-shift"]["numericValue"],
        "below 1": sorted(
            name
            for category in CATEGORIES[1:]
            for name in (each["id"] for each in told["categories"][category]["auditRefs"])
            if told["audits"][name]["score"] not in (None, 1)
        ),
    }


def compare(sites: dict[str, str], paths: tuple[str, ...], runs: int) -> dict[str, Any]:
    """Every page of every site in turns; the median of each figure by site and page."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {
        name: {path: [] for path in paths} for name in sites
    }
    for number in range(runs):
        print(f"Lighthouse, varv {number + 1} av {runs}", flush=True)
        for path in paths:
            for name, address in sites.items():
                found[name][path].append(look(address + path))
    return {
        name: {f"/{path}": _median(each) for path, each in by_path.items()}
        for name, by_path in found.items()
    }


def _median(looks: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = {
        key: round(statistics.median(each[key] for each in looks), 3)
        for key in looks[0]
        if key != "below 1"
    }
    spread = [each["performance"] for each in looks]
    return {
        **numbers,
        "performance, min": min(spread),
        "performance, max": max(spread),
        "below 1": sorted({name for each in looks for name in each["below 1"]}),
    }


def beside_stock(runs: int, paths: tuple[str, ...] = PATHS) -> dict[str, Any]:
    """Our site and stock Material, in one run."""
    with tempfile.TemporaryDirectory() as scratch:
        stock = make_stock(Path(scratch))
        return compare({"ours": serve(SITE), "stock": serve(stock)}, paths, runs)


def show(found: dict[str, Any]) -> None:
    """Goal: ours at least stock's, and 0.98."""
    for name, by_path in found.items():
        for path, page in by_path.items():
            low, high = page["performance, min"], page["performance, max"]
            print(f"Lighthouse, mobil, {name} {path}: {page['performance']} ({low}–{high})")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lighthouse")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--at-least", type=float, default=0, help="in every category")
    parser.add_argument("paths", nargs="*", default=PATHS)
    options = parser.parse_args()
    found = compare({"ours": serve(SITE)}, tuple(options.paths), options.runs)
    print(json.dumps(found["ours"], indent=1))
    scores = [page[name] for page in found["ours"].values() for name in CATEGORIES]
    return 0 if min(scores) >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
