"""The Swedish search: our worker in the place of the theme's, with the register of synonyms in it.

The theme starts its worker as one classic script, so the modules of tools/browser/search are put
one after the other. The theme's index, search box and marking stay as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

from tools.build.rules import ROOT, Text
from tools.build.strict_yaml import Fault, Faulty, read

SYNONYMS = ROOT / "macros/data/synonyms.yml"
SOURCES = ROOT / "tools/browser/search"
# each after what it uses
WORKER = ("words", "index", "match", "show", "rank", "synonyms", "worker")
SCRIPTS = "assets/javascripts"


def place(site: Path, by_hash: bool = True) -> None:
    """Put worker and 404 script into a built site; ``by_hash``: named so, and so called by the pages."""
    (theirs,) = (site / SCRIPTS / "workers").glob("search.*.min.js")
    theirs.with_name(theirs.name + ".map").unlink(missing_ok=True)
    shutil.rmtree(site / SCRIPTS / "lunr", ignore_errors=True)  # only their worker read it
    theirs.write_text(worker(load_synonyms()), "utf-8")
    not_found = site / SCRIPTS / "not-found.min.js"
    not_found.write_text(bundle({"not-found": _source("not-found")}), "utf-8")
    if by_hash:
        names = dict(map(_name_by_hash, (theirs, not_found)))
        for page in site.rglob("*.html"):
            html = page.read_text("utf-8")
            for old, new in names.items():
                html = html.replace(old, new)
            page.write_text(html, "utf-8")


def _name_by_hash(file: Path) -> tuple[str, str]:
    """Rename ``NAME.….min.js`` to ``NAME.HASH.min.js``; the old file name and the new one."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    new = file.with_name(f"{file.name.split('.')[0]}.{digest}.min.js")
    file.rename(new)
    return file.name, new.name


# --- the synonyms ----------------------------------------------------------------------------


def load_synonyms(path: Path = SYNONYMS) -> list[list[str]]:
    """The groups of words that mean the same. Raises Faulty."""
    groups, lines = read(list[list[Text]], path, path.relative_to(ROOT).as_posix())
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, group in enumerate(groups):
        if len(group) < 2:
            faults.append(lines.fault((number,), "En grupp behöver minst två ord."))
        for position, term in enumerate(group):
            if not re.search(r"\w\w", term):
                sentence = f"»{term}« är för kort; skriv minst två bokstäver."
                faults.append(lines.fault((number, position), sentence))
            if term.casefold() in seen:
                sentence = f"»{term}« står redan; ett ord får stå i en enda grupp."
                faults.append(lines.fault((number, position), sentence))
            seen.add(term.casefold())
    if faults:
        raise Faulty(faults)
    return groups


# --- one script of several modules -----------------------------------------------------------


def worker(synonyms: list[list[str]]) -> str:
    """The whole worker as one classic script."""
    groups = json.dumps(synonyms, ensure_ascii=False, separators=(",", ":"))
    sources = {name: _source(name) for name in WORKER}
    sources["synonyms"] = f"const SYNONYMS = {groups};\n"
    return bundle(sources)


def bundle(modules: dict[str, str]) -> str:
    """Modules as one script: no imports and exports, no comments, no indents."""
    text = "\n".join(modules.values())
    text = re.sub(r"^import .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    text = re.sub(r"/\*\*.*?\*/ ?", "", text, flags=re.DOTALL)
    text = re.sub(r"(?:^|(?<=\s))// .*$", "", text, flags=re.MULTILINE)
    lines = (line.strip() for line in text.splitlines())
    body = "\n".join(line for line in lines if line)
    return f'"use strict";(()=>{{\n{body}\n}})();\n'


def _source(name: str) -> str:
    return (SOURCES / f"{name}.mjs").read_text("utf-8")
