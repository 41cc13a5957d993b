"""What the site is made of is known, locked by hash, and told truly."""

import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import material
import pytest
from bs4 import BeautifulSoup
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.conftest import ROOT
from tools.build import parts, sbom
from tools.build.strict_yaml import Faulty

REQUIREMENTS = ROOT / "tools/requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))
PINNED = r"^[A-Za-z0-9_.-]+==\S+(?: ; .+)? \\$"
# written so that this file does not hold them itself
REGISTRIES = [
    ".".join(name)
    for name in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
    )
]


# --- the locks -------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_python_package_is_pinned_with_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    assert entries
    for entry in entries:
        first = entry.splitlines()[0]
        assert re.fullmatch(PINNED, first), first
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), first


def test_every_npm_package_is_pinned_with_a_hash() -> None:
    packages = json.loads((ROOT / "tools/package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 5
    for name, entry in packages.items():
        if name:
            assert entry["integrity"].startswith("sha512-"), name
            assert "resolved" not in entry, name
    chosen = json.loads((ROOT / "tools/package.json").read_text("utf-8"))
    for version in [*chosen["dependencies"].values(), *chosen["devDependencies"].values()]:
        assert re.fullmatch(r"\d+(\.\d+)+", version)


def test_the_locks_that_are_installed_together_agree() -> None:
    """They share one environment: a package with two versions would be installed to and fro."""
    seen: dict[str, set[str]] = {}
    for lock in ("build", "test", "audit"):
        text = (REQUIREMENTS / f"{lock}.txt").read_text("utf-8")
        versions: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE):
            versions.setdefault(name, set()).add(version)
        for name, found in versions.items():
            assert seen.setdefault(name, found) == found, name


def test_no_committed_file_names_a_registry() -> None:
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    found = []
    for name in filter(None, names.split("\0")):
        file = ROOT / name
        if file.is_file():
            content = file.read_bytes()
            found += [(name, host) for host in REGISTRIES if host.encode() in content]
    assert found == []


# --- the list of parts -----------------------------------------------------------------------


def bill(site: Path) -> Any:
    return json.loads((site / sbom.SBOM).read_text("utf-8"))


def test_the_bill_of_materials_is_valid(site: Path) -> None:
    text = (site / sbom.SBOM).read_text("utf-8")
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"library"', '"bibliotek"', 1)) is not None


def test_the_bill_holds_every_locked_package_and_every_part(site: Path) -> None:
    told = bill(site)
    refs = [component["bom-ref"] for component in told["components"]]
    assert len(refs) == len(set(refs))
    locked = {sbom.ref(part) for part in parts.locked_packages()}
    assert len(locked) > 150
    assert locked <= set(refs)
    required = {each["name"] for each in told["components"] if each["scope"] == "required"}
    assert required == {part.name for part in parts.shipped()}
    assert {"Material for MkDocs", "Pyodide", "CPython", "Emscripten"} <= required
    versions = {each["name"]: each.get("version") for each in told["components"]}
    assert versions["CPython"] == "3.14.2"
    assert versions["Emscripten"] == "5.0.3"
    graph = {each["ref"]: each["dependsOn"] for each in told["dependencies"]}
    assert sorted(ref.split("@")[0] for ref in graph["site"]) == [
        "pkg:npm/pyodide",
        "pkg:pypi/mkdocs-material",
    ]


def test_the_bill_knows_our_own_wheel(site: Path) -> None:
    (ours,) = bill(site)["metadata"]["component"]["components"]
    (wheel,) = (site / "assets/python").glob("*/*.whl")
    assert ours["hashes"][0]["content"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_every_package_in_the_themes_bundle_is_in_the_list() -> None:
    """Its source maps name what was put into it. Its search worker is ours."""
    theme = Path(material.__file__).parent / "templates/assets"
    maps = [file for file in theme.rglob("*.map") if "workers" not in file.parts]
    assert len(maps) > 2
    found = set()
    for file in maps:
        for source in json.loads(file.read_text("utf-8"))["sources"]:
            if name := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", source):
                found.add(f"pkg:npm/{name[1]}")
    assert "pkg:npm/rxjs" in found
    assert found <= {part.package for part in parts.shipped()}


def test_a_part_that_is_gone_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    register, lines = parts.third_party()
    gone = register.shipped[1].model_copy(
        update={"found": parts.Found(file="npm:pyodide/package.json", text="inte här")}
    )
    faulty = parts.ThirdParty.model_construct(shipped=[gone], tools={})
    monkeypatch.setattr(parts, "third_party", lambda: (faulty, lines))
    with pytest.raises(Faulty, match="finns inte längre"):
        parts.shipped()


# --- the licences ----------------------------------------------------------------------------


def test_the_noted_licences_are_those_of_the_packages() -> None:
    """After a lock has changed: python -m tools.build.parts"""
    noted = json.loads(parts.LICENCES.read_text("utf-8"))
    assert set(noted) == {sbom.ref(part) for part in parts.locked_packages()}
    installed = parts.installed_licences()
    assert len(installed) > 100
    assert {package: noted[package] for package in installed} == installed


def test_every_chosen_package_says_what_it_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    chosen = set()
    for listed in project["optional-dependencies"].values():
        for requirement in listed:
            name = re.split(r"[\[=<>; ]", requirement)[0]
            chosen.add("pkg:pypi/" + re.sub(r"[-_.]+", "-", name).lower())
    packages = json.loads((ROOT / "tools/package.json").read_text("utf-8"))
    for name in [*packages["dependencies"], *packages["devDependencies"]]:
        chosen.add(f"pkg:npm/{name.replace('@', '%40')}")
    assert set(parts.third_party()[0].tools) == chosen


def test_every_licence_of_what_is_shipped_lies_on_the_site(site: Path) -> None:
    names = {file.name for file in (site / sbom.FOLDER).iterdir()}
    without = []
    for part in parts.shipped():
        ids = sbom.licence_ids(part.licence)
        assert {f"{name}.txt" for name in ids} <= names, part
        if not ids:
            without.append(part.name)
    assert without == ["liblzma (XZ Utils)", "hiwire"]  # their files do not tell
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in (site / sbom.FOLDER / "PSF-2.0.txt").read_text()
    own = (site / sbom.FOLDER / "mkdocs-material.txt").read_text("utf-8")
    assert "Martin Donath" in own


def test_the_page_of_licences_leads_to_every_text(site: Path) -> None:
    page = BeautifulSoup((site / "om/licenser/index.html").read_text("utf-8"), "html.parser")
    links = {
        str(link["href"]).removeprefix("../../")
        for link in page.select(f'article a[href^="../../{sbom.FOLDER}/"]')
    }
    texts = {f"{sbom.FOLDER}/{file.name}" for file in (site / sbom.FOLDER).glob("*.txt")}
    used = texts - {link for link in links if link.endswith(".txt")}
    assert used <= {f"{sbom.FOLDER}/MIT.txt", f"{sbom.FOLDER}/Apache-2.0.txt"}
    assert sbom.SBOM in links
    for link in links:
        assert (site / link).is_file(), link
    for part in parts.shipped():
        assert part.name in page.get_text()
