"""The page of licences: what others have made of the site, and of what builds and tests it."""

from __future__ import annotations

from macros import addresses
from macros.render import render
from tools.build import sbom
from tools.build.parts import Part, locked_packages, shipped, third_party


def licences() -> str:
    """A table of the parts that are shipped, each with its licence and where its text lies."""
    own = {
        each.package: sbom.own_text(each.package) for each in third_party()[0].shipped if each.text
    }
    rows = [(part, texts_of(part, own)) for part in shipped()]
    return render("licences.html", rows=rows, tools=None, title="Delar som följer med sajten")


def licences_of_tools() -> str:
    """Tables of what builds and tests the site: what was chosen, and what came with that."""
    packages = [each for each in locked_packages() if each.package != "pkg:npm/pyodide"]
    packages.sort(key=lambda part: (part.name.lower(), part.version or ""))
    chosen = [each for each in packages if each.for_]
    others = [each for each in packages if not each.for_]
    return render(
        "licences.html", rows=None, tools=chosen, title="Verktyg som bygger och prövar sajten"
    ) + render("licences.html", rows=None, tools=others, title="Paket som verktygen behöver")


def texts_of(part: Part, own: dict[str, str]) -> list[tuple[str, str]]:
    """Name and address of each licence text."""
    if part.package in own:
        return [(part.licence or "", addresses.from_root(f"{sbom.FOLDER}/{own[part.package]}"))]
    ids = sbom.licence_ids(part.licence)
    return [(name, addresses.from_root(f"{sbom.FOLDER}/{name}.txt")) for name in ids]


def sbom_address() -> str:
    return addresses.from_root(sbom.SBOM)
