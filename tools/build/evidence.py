"""What a test run found, as one JSON file: read from the JUnit files that pytest writes.

    python -m tools.build.evidence FOLDER CHECKS     writes FOLDER/results.json

FOLDER holds one XML file for each run of pytest; CHECKS is a JSON object of the other checks' names,
each with whether it passed, and under ``not_run`` what was left out. The build shows the file on the
page Om → Bevis when RESULTS names it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tools.build.version import commit

PLACE = "assets/results.json"  # in the site
OUTCOMES = ("passed", "failed", "skipped")
# How each program tells its version. One that is missing is left out.
PROGRAMS = {
    "Chromium": ("chromium", "--version"),
    "Firefox": ("firefox-esr", "--version"),
    "WebKitGTK": ("dpkg-query", "-W", "webkit2gtk-driver"),
    "nginx": ("nginx", "-v"),
    "Caddy": ("caddy", "version"),
    "Node": ("node", "--version"),
}


def run_of(file: Path) -> dict[str, Counter[str]]:
    """How many tests of each test file passed, failed and were skipped. Raises ParseError, OSError."""
    found: dict[str, Counter[str]] = {}
    for case in ElementTree.parse(file).iter("testcase"):
        given = case.get("classname") or case.get("name") or ""
        named = re.search(r"(?:^|\.)test_(\w+)", given)
        name = named[1] if named else given
        tags = {child.tag for child in case}
        outcome = "failed" if tags & {"failure", "error"} else "passed"
        found.setdefault(name, Counter())["skipped" if "skipped" in tags else outcome] += 1
    return found


def figures_of(file: Path) -> dict[str, int]:
    """What tests have noted by ``record_property``: figures that nothing depends on."""
    noted = ElementTree.parse(file).iter("property")
    return {each.get("name", ""): int(each.get("value", "0")) for each in noted}


def results(folder: Path, checks: dict[str, Any]) -> dict[str, Any]:
    """All that the page shows."""
    runs = {
        file.stem: {name: {each: counts[each] for each in OUTCOMES} for name, counts in run.items()}
        for file in sorted(folder.glob("*.xml"))
        if (run := run_of(file))
    }
    return {
        "commit": commit(),
        "ended": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} kärnor",
        "versions": {"Python": platform.python_version(), **versions()},
        "checks": {name: passed for name, passed in checks.items() if name != "not_run"},
        "not_run": checks.get("not_run", []),
        "runs": runs,
        "figures": dict(
            sorted(each for file in folder.glob("*.xml") for each in figures_of(file).items())
        ),
    }


def place(site: Path) -> None:
    """The results into the site, where the build has been given any."""
    if file := os.environ.get("RESULTS"):
        shutil.copyfile(file, site / PLACE)


def versions() -> dict[str, str]:
    found = {}
    for name, (program, *arguments) in PROGRAMS.items():
        path = shutil.which(program) or shutil.which(program, path="/usr/sbin")
        if path:
            done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)
            number = re.search(r"\d+(?:\.\d+)+", done.stdout + done.stderr)
            if number:
                found[name] = number[0]
    return found


def main() -> None:
    folder, checks = Path(sys.argv[1]), json.loads(sys.argv[2])
    text = json.dumps(results(folder, checks), ensure_ascii=False, indent=1) + "\n"
    (folder / "results.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
