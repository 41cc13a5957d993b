"""What the site is made of, for machines: an SBOM in CycloneDX, and the licence texts of what is shipped.

    site/licenser/sbom.cdx.json     parts of the site; build and test tools, marked as excluded
    site/licenser/ID.txt            the texts, by SPDX's names for them; own files where a part has one

The same source gives the same file: no time stands in it, and its serial number comes from its content.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import uuid
from pathlib import Path
from typing import Any

from tools.build.parts import NODE_MODULES, Part, locked_packages, read_file, shipped, third_party
from tools.build.rules import ROOT

FOLDER = "licenser"
SBOM = f"{FOLDER}/sbom.cdx.json"
TEXTS = NODE_MODULES / "spdx-license-list/licenses"


def place(site: Path) -> None:
    """Into a site that has its tools already."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    for name, text in licence_texts().items():
        (folder / name).write_text(text, "utf-8")
    data = json.dumps(bill_of_materials(site), ensure_ascii=False, indent=1)
    (site / SBOM).write_text(data + "\n", "utf-8")


# --- the licences ----------------------------------------------------------------------------


def licence_ids(licence: str | None) -> list[str]:
    """SPDX's short names in an expression; none where it is not one."""
    words = re.sub(r"\bWITH [\w.-]+", "", licence or "").replace("(", " ").replace(")", " ")
    ids = [word for word in words.split() if word not in ("AND", "OR")]
    return ids if all((TEXTS / f"{name}.json").is_file() for name in ids) else []


def licence_texts() -> dict[str, str]:
    """File names and texts for all that is shipped."""
    texts = {}
    for part in shipped():
        for name in licence_ids(part.licence):
            told = json.loads((TEXTS / f"{name}.json").read_text("utf-8"))
            texts[f"{name}.txt"] = f"{told['name']}\n\n{told['licenseText'].strip()}\n"
    for entry in third_party()[0].shipped:
        if entry.text:
            texts[own_text(entry.package)] = read_file(entry.text).decode("utf-8")
    return texts


def own_text(package: str) -> str:
    return package.rpartition("/")[2] + ".txt"


# --- CycloneDX -------------------------------------------------------------------------------


def bill_of_materials(site: Path) -> dict[str, Any]:
    ours = own_component(site)
    parts = shipped()
    within = {part.name: ref(part) for part in parts}
    inside: dict[str, list[str]] = {ours["bom-ref"]: []}
    for part in parts:
        holder = within[part.within] if part.within else ours["bom-ref"]
        inside.setdefault(holder, []).append(ref(part))
        inside.setdefault(ref(part), [])
    tools = [each for each in locked_packages() if ref(each) not in inside]
    body = {
        "metadata": {"component": ours},
        "components": [component(part) for part in [*parts, *tools]],
        "dependencies": [{"ref": name, "dependsOn": sorted(held)} for name, held in inside.items()],
    }
    content = json.dumps(body, sort_keys=True).encode()
    serial = uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4)
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": serial.urn}
    return {**head, "version": 1, **body}


def own_component(site: Path) -> dict[str, Any]:
    """The site, with our own package in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (wheel,) = (site / "assets/python").glob("*/*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return {
        "type": "application",
        "bom-ref": "site",
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
        "components": [
            {
                "type": "library",
                "bom-ref": "wheel",
                "name": wheel.name,
                "version": project["version"],
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
        ],
    }


def component(part: Part) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": ref(part),
        "name": part.name,
        "purl": ref(part),
        "scope": "required" if part.used_for == "site" else "excluded",
        "properties": [{"name": "used-for", "value": part.used_for}],
    }
    if part.version:
        told["version"] = part.version
    if licence_ids(part.licence):
        told["licenses"] = [{"expression": part.licence}]
    elif part.licence:
        told["licenses"] = [{"license": {"name": part.licence}}]
    return told


def ref(part: Part) -> str:
    return f"{part.package}@{part.version}" if part.version else part.package
