"""Packs what a tool page loads: the runtime, the wheel and our modules, in folders named by hash.

    .build/assets/runtime/HASH/   Pyodide's files, as they come, and nothing that is not needed
    .build/assets/python/HASH/    the wheel
    .build/assets/quick/HASH/     Python's memory with the wheel imported (snapshot.py), and the WebAssembly it needs (trim.py)
    .build/assets/tools/HASH/     tools/browser/*.mjs and manifest.mjs, which lists the above

A name that holds the hash of its content may be cached for ever. ``manifest.mjs`` holds the
SHA-256 of each file; the worker refuses a file that does not match.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

from tools.build.rules import ROOT
from tools.build.snapshot import make_snapshot
from tools.build.trim import make_trimmed
from tools.build.wheel import build_wheel

PACK = ROOT / ".build"
NPM = ROOT / "tools/node_modules/pyodide"
BROWSER = ROOT / "tools/browser"
KINDS = ("runtime", "python", "quick", "tools")
RUNTIME_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")


def pack() -> dict[str, Any]:
    """Everything anew, ready to be placed in a site; what ``packed`` answers from then on."""
    lock = json.loads((NPM / "pyodide-lock.json").read_text("utf-8"))
    scratch = PACK / "new"
    shutil.rmtree(scratch, ignore_errors=True)
    runtime = _place([NPM / name for name in RUNTIME_FILES], scratch / "assets/runtime")
    built = build_wheel(PACK / "wheel", lock["info"]["python"])
    wheel = _place([built], scratch / "assets/python")
    snapshot = make_snapshot(NPM, built, PACK / "quick")
    trimmed = make_trimmed(NPM, snapshot, PACK / "quick")
    quick = _place([snapshot, *([trimmed] if trimmed else [])], scratch / "assets/quick")
    entries = {
        each["name"]: each for folder in (runtime, quick) for each in _entries(folder, scratch)
    }
    manifest = {
        "version": json.loads((NPM / "package.json").read_text("utf-8"))["version"],
        # what Pyodide wants to know of packages: there are none
        "lock": {"info": lock["info"], "packages": {}},
        "runtime": _entries(runtime, scratch),
        "wheel": _entries(wheel, scratch)[0],
        "quick": {
            "snapshot": entries[snapshot.name],
            "wasm": entries[trimmed.name if trimmed else "pyodide.asm.wasm"],
        },
    }
    module = scratch / "manifest.mjs"
    module.write_text(
        "// Made by tools/build/pack.py.\n"
        f"export default {json.dumps(manifest, indent=1, sort_keys=True)};\n",
        "utf-8",
    )
    tools = _place([*sorted(BROWSER.glob("*.mjs")), module], scratch / "assets/tools")
    module.unlink()
    shutil.rmtree(PACK / "assets", ignore_errors=True)
    (scratch / "assets").replace(PACK / "assets")
    scratch.rmdir()
    names = {
        "tools": tools.relative_to(scratch).as_posix(),
        "python": lock["info"]["python"],
        "first": [
            [
                f"../../../{each['url']}",
                each["integrity"],
            ]  # the tools' folder is three below the root
            for each in (
                entries["pyodide.mjs"],
                entries["pyodide.asm.mjs"],
                manifest["quick"]["wasm"],
                manifest["quick"]["snapshot"],
            )
        ],
    }
    (PACK / "packed.json").write_text(json.dumps(names), "utf-8")
    return names


def packed() -> dict[str, Any]:
    """What pages name: ``tools``, the folder from the site's root; ``python``, the version; ``first``, address and integrity
    of the files that a tool's page asks for at once. Raises FileNotFoundError before pack()."""
    names: dict[str, Any] = json.loads((PACK / "packed.json").read_text("utf-8"))
    return names


def place(site: Path) -> None:
    """Put what was packed into a built site."""
    for kind in KINDS:
        shutil.rmtree(site / "assets" / kind, ignore_errors=True)
        shutil.copytree(PACK / "assets" / kind, site / "assets" / kind)
    announce(site)


def announce(site: Path) -> None:
    """In the head of each page with a tool: early.js, then all modules at once, the worker's and the tool's."""
    early = (BROWSER / "early.js").read_text("utf-8")
    files = html.escape(json.dumps(packed()["first"], separators=(",", ":")))
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        tool = re.search(
            r'<script type="module" src="([^"]*assets/tools/[0-9a-f]{16}/)([^"]+)"', text
        )
        charset = re.search(r"<meta charset=[^>]*>", text)
        if not (tool and charset):
            continue
        first = _imported("python-worker.mjs")
        modules = [*first, *(each for each in _imported(tool[2]) if each not in first)]
        tags = [
            charset[0],
            f'<script data-tools="{tool[1]}" data-files="{files}">{early}</script>',
            *(f'<link rel="modulepreload" href="{tool[1]}{each}">' for each in modules),
        ]
        page.write_text(text.replace(charset[0], "\n".join(tags), 1), "utf-8")


def _imported(name: str) -> list[str]:
    """The module and all that it imports, by name."""
    found, left = set(), [name]
    while left:
        module = left.pop()
        if module in found:
            continue
        found.add(module)
        if (BROWSER / module).is_file():  # manifest.mjs is made here and imports nothing
            left += re.findall(
                r'^import [^;]*?"\./([^"]+)";', (BROWSER / module).read_text("utf-8"), re.MULTILINE
            )
    return sorted(found)


def _place(files: list[Path], parent: Path) -> Path:
    """Copy the files into PARENT/HASH, the hash being that of all names and contents."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    folder = parent / digest.hexdigest()[:16]
    folder.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)
    return folder


def _entries(folder: Path, root: Path) -> list[dict[str, Any]]:
    """Name, address from the site's root, integrity and size in bytes of each file."""
    return [
        {
            "name": file.name,
            "url": file.relative_to(root).as_posix(),
            "integrity": "sha256-"
            + base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode(),
            "bytes": file.stat().st_size,
        }
        for file in sorted(folder.iterdir())
    ]
