"""How long a site of many pages takes to build: 100 and 400 generated pages, each in a process of its own.

The pages are the guidelines' own paragraphs, with headings, a table, links and macros, in sections of
twenty. Everything is done to them that is done to the real site.

    python -m tests.bench.pages 100    builds once, and prints the seconds
"""

from __future__ import annotations

import itertools
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tools.build.__main__ import complete
from tools.build.site import build_pages

SIZES = (100, 400)
IN_A_SECTION = 20
HEAD = """---
title: {title}
description: En av många sidor, för att mäta hur bygget växer.
owner: Processledare för sjukskrivning och rehabilitering
decided: "2026-11-21"
reviewed: "2026-11-21"
review_months: 12
sources: [SFB]
---
"""


def measure(rounds: int) -> dict[str, Any]:
    """By the clock and by the processor, which other programs on the machine disturb less."""
    times: dict[int, list[list[float]]] = {size: [] for size in SIZES}
    for number in range(rounds):
        print(f"bygge av {' och '.join(map(str, SIZES))} sidor, varv {number + 1}", flush=True)
        for size in SIZES:
            command = [sys.executable, "-m", "tests.bench.pages", str(size)]
            told = subprocess.check_output(command, cwd=ROOT, text=True)
            times[size].append(json.loads(told.splitlines()[-1]))
    figures: dict[str, Any] = {}
    for which, name in enumerate(("clock", "processor")):
        by_size = {size: [each[which] for each in times[size]] for size in SIZES}
        few, many = (statistics.median(by_size[size]) for size in SIZES)
        figures[name] = {
            **{f"{size} pages, s": _spread(each) for size, each in by_size.items()},
            "400 / 100": round(many / few, 2),
            "ms for a further page": round((many - few) / (SIZES[1] - SIZES[0]) * 1000, 1),
        }
    return figures


def show(figures: dict[str, Any]) -> None:
    """Goal: 400 / 100 at most 4.5."""
    for name, each in figures.items():
        times = ", ".join(f"{size} sidor {each[f'{size} pages, s']['median']} s" for size in SIZES)
        print(f"bygge ({name}): {times}, 400 / 100: {each['400 / 100']}")


def _spread(times: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(times), 2),
        "min": round(min(times), 2),
        "max": round(max(times), 2),
    }


def build(size: int) -> tuple[float, float]:
    """Seconds for a site of so many pages, by the clock and by the processor."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        config = write_site(folder, size)
        start = time.perf_counter(), time.process_time()
        build_pages(config)
        complete(folder / "site", folder / "server")
        seconds = time.perf_counter() - start[0], time.process_time() - start[1]
        built = sum(1 for _ in (folder / "site").rglob("index.html"))
        if built != size:
            raise ValueError(f"{built} sidor byggdes, {size} väntades")
        return seconds


def write_site(folder: Path, size: int) -> Path:
    """A project of generated pages beside the real macros and forms; its configuration."""
    for name in ("macros", "checklists", "tools"):
        (folder / name).symlink_to(ROOT / name)
    texts = itertools.cycle(paragraphs())
    (folder / "docs/assets").mkdir(parents=True)
    for file in (ROOT / "docs").glob("*.*"):
        if file.suffix != ".md":
            (folder / "docs" / file.name).symlink_to(file)
    for file in (ROOT / "docs/assets").iterdir():
        (folder / "docs/assets" / file.name).symlink_to(file)
    names = ["index.md", *(f"avsnitt-{n // IN_A_SECTION}/sida-{n}.md" for n in range(1, size))]
    sections: dict[str, list[str]] = {}
    for number, name in enumerate(names):
        page = folder / "docs" / name
        page.parent.mkdir(exist_ok=True)
        page.write_text(page_text(number, names, texts), "utf-8")
        sections.setdefault(str(Path(name).parent), []).append(name)
    nav = "".join(
        f"  - Avsnitt {title}:\n" + "".join(f"      - {name}\n" for name in listed)
        for title, listed in sections.items()
    )
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    before, rest = config.split("nav:\n", 1)
    after = rest[rest.index("\ntheme:") :]
    (folder / "mkdocs.yml").write_text(f"{before}nav:\n{nav}{after}", "utf-8")
    return folder / "mkdocs.yml"


def paragraphs() -> list[str]:
    """Of the guidelines: plain text, without what points at other pages or is written by a macro."""
    found = []
    for page in sorted((ROOT / "docs/riktlinjer").glob("*.md")):
        body = page.read_text("utf-8").split("---", 2)[2]
        for part in body.split("\n\n"):
            if re.match(r"[A-ZÅÄÖ]", part) and not re.search(r"[\[\]{}<>|#^]", part):
                found.append(part)
    return found


def page_text(number: int, names: list[str], texts: Any) -> str:
    following = names[(number + 1) % len(names)]
    way = following if number == 0 else f"../{following}"
    parts = [HEAD.format(title=f"Sida {number}"), f"# Sida {number}"]
    for heading in range(4):
        parts += [f"## Rubrik {heading} på sida {number}", *(next(texts) for _ in range(3))]
        parts.append('Gränsen är {{ time_limit("chain_step_2") }}.')
    parts.append("| Vad | När |\n|---|---|\n" + "| Ett steg | Samma dag |\n" * 6)
    parts.append(f"[Nästa sida]({way})")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(json.dumps(build(int(sys.argv[1]))))
