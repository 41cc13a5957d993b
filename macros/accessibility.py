"""The page Om → Tillgänglighetsredogörelse: what is known to be wrong, and what the tests of RESULTS found."""

from __future__ import annotations

from collections import Counter

from pydantic import BaseModel, ConfigDict

from macros.evidence import Area, results, rows, total
from macros.registers import DATA
from macros.render import render
from tools.build.strict_yaml import read


class Known(BaseModel):
    """A fault that is known. ``since``: the day it was noted."""

    model_config = ConfigDict(extra="forbid", strict=True)
    who: str
    what: str
    since: str


class Accessibility(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    faults: list[Known]
    tests: list[Area]


def known() -> Accessibility:
    file = "accessibility.yml"
    found: Accessibility = read(Accessibility, DATA / file, f"macros/data/{file}")[0]
    return found


def accessibility(part: str) -> str:
    """``standing``: how far the site conforms; ``faults``: what is known to be wrong; ``tests``."""
    data, found = known(), results()
    counted: dict[str, Counter[str]] = {}
    for run in found["runs"].values() if found else ():
        for what, counts in rows(run, data.tests):
            if what in {each.what for each in data.tests}:
                counted.setdefault(what, Counter()).update(counts)
    return render(
        "accessibility.html",
        part=part,
        faults=data.faults,
        found=found,
        tests=data.tests,
        counted=counted,
        sum=total([*counted.items()]),
    )
