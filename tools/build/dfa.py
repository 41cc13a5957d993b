"""The DFA check's remarks and lexicons: editors' YAML, checked, to the JSON the package reads.

python -m tools.build.dfa     makes the JSON anew when a YAML file is newer
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from tools.build.rules import ROOT, SOURCES, load_sources, name_of
from tools.build.strict_yaml import Fault, Faulty, Strict, read

RULES = ROOT / "tools/sjukskrivning/rules/dfa"
GENERATED = ROOT / "tools/sjukskrivning/generated/dfa.json"

GRADES = ("grade_1", "grade_2", "grade_3", "grade_4")

Text = Annotated[str, Field(min_length=1)]
Words = Annotated[str, Field(min_length=1)]
Example = str | dict[str, Any]
Examples = Annotated[list[Example], Field(min_length=5)]


class WordList(Strict):
    source: Text
    words: Words


class Lexicons(Strict):
    lists: dict[str, WordList]


class FunctionWords(Strict):
    code: Annotated[str, Field(pattern=r"^b[0-9]{3}$")]
    area: Text
    words: Words


class ActivityWords(Strict):
    code: Annotated[str, Field(pattern=r"^d[0-9]{3}$")]
    area: Text
    needs: Annotated[list[Text], Field(min_length=1)]
    words: Words


class Areas(Strict):
    source: Text
    functions: list[FunctionWords]
    activities: list[ActivityWords]
    work_groups: list[Words]
    everyday_work: Words


class Remark(Strict):
    """One remark. An example is a text for ``field``, or keys that replace those of ``base``."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
    severity: Literal["gap", "advice"]
    link: Literal["diagnosis", "function", "activity", "work", "chain", "period", "other"]
    field: Text
    looks_for: Text
    message: Text
    why: Text
    how: Text
    source: Text
    triggers: Examples
    quiet: Examples


class Remarks(Strict):
    base: dict[str, Any]
    remarks: list[Remark]


def patterns(words: str) -> list[str]:
    """The entries of a word list; a comma stands between them."""
    return [" ".join(each.split()) for each in words.split(",") if each.strip()]


def load_dfa(folder: Path = RULES) -> tuple[Remarks, Lexicons, Areas]:
    """All of it, checked. Raises Faulty with every fault."""
    sources = load_sources()
    faults: list[Fault] = []
    loaded: list[Any] = []
    for name, kind in (("remarks", Remarks), ("lexicons", Lexicons), ("areas", Areas)):
        path = folder / f"{name}.yml"
        data: Any
        try:
            data, lines = read(kind, path, name_of(path))
        except Faulty as faulty:
            faults += faulty.faults
            continue
        loaded.append(data)
        for place, key in _sources_of(data):
            if key not in sources:
                faults.append(lines.fault(place, f"Källan »{key}« finns inte i källregistret."))
        if isinstance(data, Areas):
            known = {each.area for each in data.functions}
            for index, activity in enumerate(data.activities):
                for area in activity.needs:
                    if area not in known:
                        place = ("activities", index, "needs")
                        sentence = f"Funktionsområdet »{area}« finns inte."
                        faults.append(lines.fault(place, sentence))
        if isinstance(data, Remarks):
            seen: set[str] = set()
            for index, remark in enumerate(data.remarks):
                if remark.code in seen:
                    sentence = f"Koden »{remark.code}« står två gånger."
                    faults.append(lines.fault(("remarks", index, "code"), sentence))
                seen.add(remark.code)
    if faults:
        raise Faulty(faults)
    remarks, lexicons, areas = loaded
    return remarks, lexicons, areas


def _sources_of(data: Remarks | Lexicons | Areas) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, Remarks):
        return [(("remarks", i, "source"), each.source) for i, each in enumerate(data.remarks)]
    if isinstance(data, Lexicons):
        return [(("lists", name, "source"), each.source) for name, each in data.lists.items()]
    return [(("source",), data.source)]


def compile_dfa(folder: Path = RULES) -> dict[str, Any]:
    """What the package reads: no examples, every word list split."""
    remarks, lexicons, areas = load_dfa(folder)
    shown = {"severity", "link", "field", "message", "why", "how", "source"}
    lists = {name: patterns(each.words) for name, each in lexicons.lists.items()}
    # a word for a certain grade is a word for grade
    lists["grades"] += [word for name in GRADES for word in lists[name]]
    return {
        "remarks": {each.code: each.model_dump(include=shown) for each in remarks.remarks},
        "lists": lists,
        "functions": [
            each.model_dump() | {"words": patterns(each.words)} for each in areas.functions
        ],
        "activities": [
            each.model_dump() | {"words": patterns(each.words)} for each in areas.activities
        ],
        "work_groups": [patterns(each) for each in areas.work_groups],
    }


def write_dfa(region: str = "") -> bool:
    """Write the JSON unless it is newer than the YAML; True when it was written."""
    inputs = [*RULES.glob("*.yml"), SOURCES, Path(__file__), RULES]
    if GENERATED.exists() and all(
        path.stat().st_mtime < GENERATED.stat().st_mtime for path in inputs
    ):
        return False
    made = compile_dfa()
    GENERATED.parent.mkdir(parents=True, exist_ok=True)
    part = GENERATED.with_name(f"{GENERATED.name}.{os.getpid()}")
    part.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")), "utf-8")
    part.replace(GENERATED)
    return True


if __name__ == "__main__":
    try:
        write_dfa()
    except Faulty as faulty:
        sys.exit(str(faulty))
