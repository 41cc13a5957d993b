"""The page Om → Bevis: what the tests found, from the results file that RESULTS names."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from macros import addresses
from macros.registers import DATA
from macros.render import render
from tools.build.evidence import PLACE
from tools.build.strict_yaml import read

OTHERS = "Övrigt"


class Area(BaseModel):
    """A row of the page. ``tests``: names of test files, without test_ and .py."""

    model_config = ConfigDict(extra="forbid", strict=True)
    what: str
    tests: list[str]


def results() -> dict[str, Any] | None:
    """What the test run found, where the build has been given it."""
    file = os.environ.get("RESULTS")
    return json.loads(Path(file).read_text("utf-8")) if file else None


def evidence() -> str:
    """The tables, or that this build has no results."""
    found = results()
    areas = read(list[Area], DATA / "evidence.yml", "macros/data/evidence.yml")[0]
    runs = {name: rows(run, areas) for name, run in found["runs"].items()} if found else {}
    return render(
        "evidence.html",
        found=found,
        runs=runs,
        totals={name: total(run) for name, run in runs.items()},
        address=addresses.from_root(PLACE),
    )


def rows(run: dict[str, dict[str, int]], areas: list[Area]) -> list[tuple[str, Counter[str]]]:
    """Each area that the run has tests of, with their outcomes; last the tests of no area."""
    home = {test: area.what for area in areas for test in area.tests}
    sums: dict[str, Counter[str]] = {area.what: Counter() for area in areas}
    sums[OTHERS] = Counter()
    for test, counts in run.items():
        sums[home.get(test, OTHERS)].update(counts)
    return [(what, counts) for what, counts in sums.items() if counts.total()]


def total(run: list[tuple[str, Counter[str]]]) -> Counter[str]:
    return sum((counts for _, counts in run), Counter())
