"""How well the DFA check finds the labelled gaps.  python tests/dfa/measure.py

Misses are listed for the half that rules may be tuned on, never for the other.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sjukskrivning.dfa import dfa

from tools.build.strict_yaml import load

CORPUS = Path(__file__).parent / "corpus"
HALVES = ("tune", "measure")


@dataclass
class Figures:
    """What one half gave."""

    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    false_in_good: int = 0
    good: int = 0
    advice: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.labelled.total())

    @property
    def false_per_good(self) -> float:
        return self.false_in_good / max(1, self.good)


def figures(half: str) -> Figures:
    """The figures of a half of the corpus."""
    result = Figures()
    for file in sorted((CORPUS / half).glob("*.yml")):
        for entry in load(file)[0]:
            _count(entry, result)
    return result


def _count(entry: dict[str, Any], result: Figures) -> None:
    remarks = dfa(entry["input"])["remarks"]
    gaps = {each["code"] for each in remarks if each["severity"] == "gap"}
    wanted = set(entry["gaps"])
    result.labelled.update(wanted)
    result.found.update(wanted & gaps)
    result.false.update(gaps - wanted)
    result.good += entry["good"]
    result.false_in_good += len(gaps - wanted) if entry["good"] else 0
    given = {each["code"] for each in remarks if each["severity"] == "advice"}
    allowed = {*entry["advice"], *entry.get("advice_optional", [])}
    too_many, too_few = given - allowed, set(entry["advice"]) - given
    result.advice.update({f"+{code}": 1 for code in too_many})
    result.advice.update({f"-{code}": 1 for code in too_few})
    if gaps != wanted or too_many or too_few:
        what = [f"-{c}" for c in sorted(wanted - gaps)] + [f"+{c}" for c in sorted(gaps - wanted)]
        what += [f"(+{c})" for c in sorted(too_many)] + [f"(-{c})" for c in sorted(too_few)]
        result.misses.append(f"{entry['id']}{' GOOD' if entry['good'] else ''}: {' '.join(what)}")


def main() -> None:
    for half in HALVES:
        got = figures(half)
        print(f"{half}: recall {got.recall:.3f} ({got.found.total()} of {got.labelled.total()}),")
        print(f"  false gaps per good certificate {got.false_per_good:.3f} ({got.good} good),")
        print(f"  false gaps in all {got.false.total()}, advice {json.dumps(got.advice)}")
        for code in sorted({*got.labelled, *got.false}):
            print(f"  {code:28}{got.found[code]:4} of{got.labelled[code]:4}  +{got.false[code]}")
        if half == "tune" and "--misses" in sys.argv:
            print("\n".join(got.misses))


if __name__ == "__main__":
    main()
