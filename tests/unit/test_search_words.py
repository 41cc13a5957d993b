"""The register of synonyms: what an editor can do wrong there; and how modules become one script."""

from pathlib import Path

import pytest

from tools.build import search
from tools.build.strict_yaml import Faulty


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(search, "ROOT", tmp_path)
    return tmp_path / "synonyms.yml"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- [rehab]\n", "synonyms.yml, rad 1: En grupp behöver minst två ord."),
        (
            "- [rehab, rehabilitering]\n- [FK, Rehab]\n",
            "synonyms.yml, rad 2: »Rehab« står redan; ett ord får stå i en enda grupp.",
        ),
        ("- [AF, a]\n", "synonyms.yml, rad 1: »a« är för kort; skriv minst två bokstäver."),
        ("- [AF, 7804]\n", "synonyms.yml, rad 1: »filen« ska vara text"),
        ("- AF\n", "synonyms.yml, rad 1: »filen« ska vara en lista"),
        ("", "synonyms.yml, rad 1: Filen är tom."),
    ],
)
def test_a_fault_is_told_with_its_line(register: Path, text: str, fault: str) -> None:
    register.write_text(text, "utf-8")
    with pytest.raises(Faulty) as told:
        search.load_synonyms(register)
    assert str(told.value.faults[0]).startswith(fault)


def test_the_register_is_sound() -> None:
    groups = search.load_synonyms()
    assert ["FK", "Försäkringskassan"] in groups


def test_modules_become_one_script() -> None:
    one = """// What it is for.

/** @typedef {import("./types").Thing} Thing */
const START = 1; // where it starts

/**
 * Counts.
 * @param {number} more
 */
export function count(more) {
  return START + /** @type {any} */ (more);
}
"""
    two = """import { count } from "./one.mjs";

const address = "https://example.org//a"; // kept
export const SUM = count(2);
"""
    assert search.bundle({"one": one, "two": two}) == (
        '"use strict";(()=>{\n'
        "const START = 1;\n"
        "function count(more) {\n"
        "return START + (more);\n"
        "}\n"
        'const address = "https://example.org//a";\n'
        "const SUM = count(2);\n"
        "})();\n"
    )


def test_no_name_stands_in_two_modules() -> None:
    """They share one scope in the script, so a second would not even start."""
    import re

    names: dict[str, str] = {}
    for module in search.WORKER:
        source = (search.SOURCES / f"{module}.mjs").read_text("utf-8")
        for name in re.findall(r"^(?:export )?(?:const|let|function) (\w+)", source, re.MULTILINE):
            assert name not in names, (name, module, names[name])
            names[name] = module
