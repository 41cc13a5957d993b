"""What a reader's device keeps, so that the site can be used without a network.

    assets/javascripts/offline.HASH.min.js   on every page (tools/browser/offline/page.mjs)
    sw.js                                    the service worker, with the list of all files and their hashes

``place`` puts in the page's part, before the pages are finished; ``write_worker`` writes the list, when no
file will change any more.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from pathlib import Path

from tools.build.rules import ROOT
from tools.build.search import bundle
from tools.build.server import headers_for, read_headers

SOURCES = ROOT / "tools/browser/offline"
# what pages ask for; not what is for servers and other programs
KEPT = re.compile(
    r"(?:.+\.html|assets/.+|search/search_index\.json|manifest\.webmanifest)(?<!\.(?:br|gz))(?<!\.map)"
)
TOOL = re.compile(r"assets/[a-z]+/[0-9a-f]{16}/")  # as in offline/names.mjs
PAGE = "offline.html"


def place(site: Path) -> None:
    """The page's script, on every page, and the sizes where a page tells them."""
    told = sizes(site)
    text = script("page", {"SIZES": told})
    name = f"assets/javascripts/offline.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.js"
    (site / name).write_text(text, "utf-8")
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        root = re.search(r'<script src="([^"]*)assets/javascripts/bundle\.', html)
        if not root:
            raise ValueError(f"{page.name} saknar temats skript")
        for what, size in told.items():
            html = re.sub(rf'(<span data-kept="{what}">)[^<]*', rf"\g<1>{size}", html)
        tag = f'  <script src="{root[1]}{name}" defer></script>\n  </body>'
        page.write_text(html.replace("</body>", tag), "utf-8")


def write_worker(site: Path) -> None:
    """``sw.js``, with the list of files as they are now."""
    files = {address(site, file): hash_of(file) for file in kept(site)}
    base = re.search(r'"base": "([^"]*)"', (site / PAGE).read_text("utf-8"))
    if not base:
        raise ValueError(f"{PAGE} säger inte var sajtens rot ligger")
    security = headers_for("/", read_headers(site / "_headers"))
    security.pop("Cache-Control", None)
    offline = {"page": PAGE, "root": base[1].rstrip("/") + "/"}
    values = {"FILES": files, "HEADERS": security, "OFFLINE": offline}
    (site / "sw.js").write_text(script("service-worker", values), "utf-8")


def kept(site: Path) -> list[Path]:
    """The files that a device keeps, in an order that is the same everywhere."""
    files = sorted(site.rglob("*"), key=lambda file: file.relative_to(site).as_posix())
    return [
        file
        for file in files
        if file.is_file() and KEPT.fullmatch(file.relative_to(site).as_posix())
    ]


def address(site: Path, file: Path) -> str:
    """From the site's root, as it is asked for: a page by its folder."""
    return re.sub(r"(^|/)index\.html$", r"\1", file.relative_to(site).as_posix())


def hash_of(file: Path) -> str:
    """Enough of it to see that a file is another or damaged; the tools check themselves in full."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def sizes(site: Path) -> dict[str, str]:
    """In words, rounded up: what the pages take on the device, the tools, and both."""
    taken = {"pages": 0, "tools": 0}
    for file in kept(site):
        which = "tools" if TOOL.match(address(site, file)) else "pages"
        taken[which] += file.stat().st_size
    whole = {which: math.ceil(bytes_ / 1_000_000) for which, bytes_ in taken.items()}
    return {which: f"{size} MB" for which, size in {**whole, "all": sum(whole.values())}.items()}


def script(name: str, values: dict[str, dict[str, str]]) -> str:
    """A part of tools/browser/offline as one classic script, with what was built in the place of site.mjs."""
    given = (
        f"const {key} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};"
        for key, value in values.items()
    )
    text = (SOURCES / f"{name}.mjs").read_text("utf-8")
    imported = re.findall(r'^import .*"\./(\w+)\.mjs";$', text, re.MULTILINE)
    modules = {each: (SOURCES / f"{each}.mjs").read_text("utf-8") for each in imported}
    return bundle({**modules, "site": "\n".join(given), name: text})
