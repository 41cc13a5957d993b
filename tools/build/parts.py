"""What others have made: the parts that the site ships, and the tools that build and test it.

    python -m tools.build.parts    notes the licences of the locked packages, after a lock has changed

Names and versions come from the locks and from the shipped files themselves, what each is for from
tools/requirements/third_party.yml, the licences of packages from their own metadata, which is kept in
tools/requirements/licences.json: a build must not depend on which packages happen to be installed.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import Field

from tools.build.rules import ROOT, Text
from tools.build.strict_yaml import Fault, Faulty, Lines, Strict, read

REQUIREMENTS = ROOT / "tools/requirements"
THIRD_PARTY = REQUIREMENTS / "third_party.yml"
NPM_LOCK = ROOT / "tools/package-lock.json"
LICENCES = REQUIREMENTS / "licences.json"
NODE_MODULES = ROOT / "tools/node_modules"


class Found(Strict):
    """A pattern in a file that is shipped; what is in parentheses is the version."""

    file: Text  # »theme:PATH« or »npm:PATH«, a star for the hash in a name
    text: Text


class Shipped(Strict):
    name: Text
    package: Text  # a package URL without version
    within: Text | None = None  # the part that it came with
    licence: Text | None  # SPDX; null where the package does not say
    for_: Text = Field(alias="for")
    found: Found | None = None
    text: Text | None = None  # its own licence file, where it carries one


class ThirdParty(Strict):
    shipped: list[Shipped]
    tools: dict[str, Text]  # package URL -> what it is for


@dataclass(frozen=True)
class Part:
    """Something others have made, as the list of parts and the page of licences tell it."""

    name: str
    package: str
    version: str | None
    licence: str | None
    for_: str | None  # None: it came with another
    within: str | None = None
    used_for: str = "site"  # or the lock it is in: build, test …


# --- what is shipped -------------------------------------------------------------------------


@cache
def third_party() -> tuple[ThirdParty, Lines]:
    return read(ThirdParty, THIRD_PARTY, THIRD_PARTY.relative_to(ROOT).as_posix())


def shipped() -> list[Part]:
    """The parts of the site, each looked for where it should be. Raises Faulty."""
    register, lines = third_party()
    locked = {tool.package: tool.version for tool in locked_packages()}
    faults: list[Fault] = []
    parts = []
    for index, entry in enumerate(register.shipped):
        version = locked.get(entry.package)
        if entry.found:
            match = re.search(entry.found.text.encode(), read_file(entry.found.file))
            if not match:
                sentence = f"»{entry.name}« finns inte längre i {entry.found.file}."
                faults.append(lines.fault(("shipped", index, "found"), sentence))
            elif match.re.groups:
                version = match[1].decode().replace("_", ".")
        elif not version:
            sentence = f"»{entry.package}« finns inte i någon låsfil."
            faults.append(lines.fault(("shipped", index, "package"), sentence))
        parts.append(
            Part(entry.name, entry.package, version, entry.licence, entry.for_, entry.within)
        )
    if faults:
        raise Faulty(faults)
    return parts


@cache
def read_file(place: str) -> bytes:
    """A file of the theme or of an npm package. Raises FileNotFoundError."""
    where, _, path = place.partition(":")
    theme = importlib.util.find_spec("material")
    assert theme
    assert theme.origin
    folder = NODE_MODULES if where == "npm" else Path(theme.origin).parent
    if path.startswith("../"):
        folder, path = folder.parent, path.removeprefix("../")
    found = sorted(folder.glob(path))
    if not found:
        raise FileNotFoundError(place)
    return found[0].read_bytes()


# --- what builds and tests -------------------------------------------------------------------


def locked_packages() -> list[Part]:
    """Every package of every lock, each once: in the first of build, test and the others that has it."""
    register, _ = third_party()
    known = json.loads(LICENCES.read_text("utf-8")) if LICENCES.is_file() else {}
    parts: dict[str, Part] = {}

    def note(name: str, package: str, version: str, lock: str) -> None:
        at = f"{package}@{version}"
        part = Part(name, package, version, known.get(at), register.tools.get(package))
        parts.setdefault(at, replace(part, used_for=lock))

    for lock in ("build", "test", "audit", "node", "wheel"):
        text = (REQUIREMENTS / f"{lock}.txt").read_text("utf-8")
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE):
            note(name, f"pkg:pypi/{name.lower()}", version, lock)
    for path, entry in json.loads(NPM_LOCK.read_text("utf-8"))["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            package = f"pkg:npm/{name.replace('@', '%40')}"
            note(name, package, entry["version"], "test" if entry.get("dev") else "build")
    return list(parts.values())


def installed_licences() -> dict[str, str]:
    """The licence of each locked package that is installed here, in the words of its own metadata."""
    versions = {f"{part.package}@{part.version}" for part in locked_packages()}
    found = {}
    for distribution in metadata.distributions():
        name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()
        found[f"pkg:pypi/{name}@{distribution.version}"] = licence_in(distribution.metadata)
    for path, entry in json.loads(NPM_LOCK.read_text("utf-8"))["packages"].items():
        package = NPM_LOCK.parent / path / "package.json"
        if path and package.is_file():
            name = path.rpartition("node_modules/")[2].replace("@", "%40")
            found[f"pkg:npm/{name}@{entry['version']}"] = npm_licence(package)
    return {package: licence for package, licence in found.items() if package in versions}


def licence_in(told: Any) -> str:
    """The expression, else the short text, else the classifiers; empty where there is none."""
    said = str(told.get("License-Expression") or told.get("License") or "")
    if said and said.upper() != "UNKNOWN" and len(said) < 50 and "\n" not in said:
        return said
    classifiers = [each for each in told.get_all("Classifier") or [] if each.startswith("License")]
    return ", ".join(each.rpartition(":: ")[2] for each in classifiers)


def npm_licence(file: Path) -> str:
    said = json.loads(file.read_text("utf-8")).get("license", "")
    return said if isinstance(said, str) else str(said.get("type", ""))


def note_licences() -> list[str]:
    """Writes licences.json; gives the packages whose licence is not known here."""
    before = json.loads(LICENCES.read_text("utf-8")) if LICENCES.is_file() else {}
    known = {**before, **installed_licences()}
    locked = sorted({f"{part.package}@{part.version}" for part in locked_packages()})
    kept = {package: known[package] for package in locked if package in known}
    LICENCES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return [package for package in locked if package not in kept]


if __name__ == "__main__":
    missing = note_licences()
    if missing:
        sys.exit("Inte installerade här, så licensen är inte känd: " + ", ".join(missing))
