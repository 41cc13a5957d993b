"""Every address in the finished sites leads somewhere: to a file, to an element on its page, or to an
outside page that the source register or another data file knows. Nothing is asked of the network."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.conftest import ROOT
from tests.site import regions

DATA = (
    "macros/data/*.yml",
    "macros/regions/*/*.yml",
    "checklists/*.yml",
    "tools/sjukskrivning/rules/laws.yml",
    "tools/requirements/third_party.yml",
)
# named on their pages as not read, so not in the register of what was read
NOT_READ = {
    "https://skr.se/download/18.5627773817e39e979ef38b4a/1642167282994/7585-845-6.pdf",
    "https://www.socialstyrelsen.se/globalassets/sharepoint-dokument/artikelkatalog/kunskapsstod/2023-11-8831.pdf",
}
# read without encryption; whether they can be had with it is not known
READ_PLAIN = {
    "amphi.se",
    "klevringsjuridik.se",
    "viss.nu",
    "www.forsakradviajobbet.se",
    "www.ltkalmar.se",
}
AT_ROOT = {"404.html", "offline.html"}  # shown at any address: theirs are counted from the root
SOMEWHERE = "https://site.invalid/"


class Addresses(HTMLParser):
    """What a page can be entered at, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name in ("href", "src", "action", "formaction", "poster", "data"):
                self.links.append(value or "")

    handle_startendtag = handle_starttag


def known_outside() -> set[str]:
    """The addresses of the data files, whole and without what is after #."""
    files = [file for pattern in DATA for file in ROOT.glob(pattern)]
    text = "\n".join(file.read_text("utf-8") for file in files)
    found = set(re.findall(r"https?://[^\s\"'<>,]+", text)) | NOT_READ
    return found | {address.split("#")[0] for address in found}


def leads(site: Path) -> list[tuple[str, str]]:
    """Every address, with what it stands in, as seen from the site's root."""
    found = []
    for file in sorted(site.rglob("*.html")):
        name = file.relative_to(site).as_posix()
        base = SOMEWHERE + ("" if name in AT_ROOT else name)
        text = file.read_text("utf-8")
        found += [(name, urljoin(base, link)) for link in Addresses(text).links]
        config = re.search(r'<script id="__config"[^>]*>(.*?)</script>', text)
        if config:
            found.append((name, urljoin(base, json.loads(config[1])["search"])))
    worker = re.search(r"const FILES = (\{.*?\});", (site / "sw.js").read_text("utf-8"))
    assert worker
    listed = {"sw.js": list(json.loads(worker[1]))}
    app = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    listed["manifest.webmanifest"] = [app["start_url"], *(icon["src"] for icon in app["icons"])]
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    listed["search_index.json"] = [entry["location"] for entry in index["docs"]]
    review = json.loads((site / "granskning.json").read_text("utf-8"))
    listed["granskning.json"] = [entry["page"] for entry in review if "page" in entry]
    for name, links in listed.items():
        found += [(name, urljoin(SOMEWHERE, link)) for link in links]
    return found


def faults(site: Path) -> list[str]:
    """What leads nowhere, or where nobody has said that it leads."""
    known = known_outside()
    entries: dict[Path, set[str]] = {}
    found = set()
    for name, address in leads(site):
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            continue
        if not address.startswith(SOMEWHERE):
            plain = parts.scheme == "http" and parts.hostname in READ_PLAIN
            if parts.scheme != "https" and not plain:
                found.add(f"{name}: {address} är inte https")
            if address not in known and address.split("#")[0] not in known:
                found.add(f"{name}: {address} står inte i någon datafil")
            continue
        path = unquote(parts.path).lstrip("/")
        file = site / (path + "index.html" if path.endswith("/") or not path else path)
        if not file.is_file():
            found.add(f"{name}: {path} finns inte")
        elif parts.fragment:
            if file not in entries:
                entries[file] = Addresses(file.read_text("utf-8")).ids
            if unquote(parts.fragment) not in entries[file]:
                found.add(f"{name}: {path}#{unquote(parts.fragment)} finns inte")
    return sorted(found)


@pytest.mark.parametrize("region", regions.REGIONS)
def test_every_address_leads_somewhere(sites: dict[str, Path], region: str) -> None:
    assert faults(sites[region]) == []
    counted = Counter(name for name, _ in leads(sites[region]))
    assert sum(counted.values()) > 5000
    assert min(counted["sw.js"], counted["search_index.json"], counted["granskning.json"]) > 50


def test_the_exceptions_are_needed(sites: dict[str, Path]) -> None:
    """What is no longer linked to is no exception any longer."""
    outside = {address for site in sites.values() for _, address in leads(site)}
    assert outside >= NOT_READ
    assert {urlsplit(each).hostname for each in outside if each.startswith("http:")} == READ_PLAIN


def test_what_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "sida").mkdir()
    (tmp_path / "search").mkdir()
    (tmp_path / "index.html").write_text(
        '<a href="sida/">hit</a> <a href="sida/#finns">och hit</a> <a href="mailto:?subject=x">post</a>'
        '<a href="borta/">x</a> <a href="sida/#borta">x</a> <img src="borta.png">'
        '<a href="http://lagen.nu/2019:1297">x</a> <a href="https://okand.example/">x</a>'
        '<a href="https://lagen.nu/2010:110#K27P47">x</a> <a href="//lagen.nu/2019:1297">x</a>'
        '<script id="__config" type="application/json">{"search": "borta.js"}</script>',
        "utf-8",
    )
    (tmp_path / "sida/index.html").write_text('<h2 id="finns"><a href="..">upp</a></h2>', "utf-8")
    (tmp_path / "sw.js").write_text('const FILES = {"": "0", "sida/": "0", "gammal/": "0"};')
    (tmp_path / "manifest.webmanifest").write_text(
        '{"start_url": ".", "icons": [{"src": "i.png"}]}'
    )
    (tmp_path / "search/search_index.json").write_text('{"docs": [{"location": "sida/#nej"}]}')
    (tmp_path / "granskning.json").write_text('[{"page": "bort/"}, {"kind": "Regel"}]')
    assert faults(tmp_path) == [
        "granskning.json: bort/ finns inte",
        "index.html: borta.js finns inte",
        "index.html: borta.png finns inte",
        "index.html: borta/ finns inte",
        "index.html: http://lagen.nu/2019:1297 står inte i någon datafil",
        "index.html: http://lagen.nu/2019:1297 är inte https",
        "index.html: https://okand.example/ står inte i någon datafil",
        "index.html: sida/#borta finns inte",
        "manifest.webmanifest: i.png finns inte",
        "search_index.json: sida/#nej finns inte",
        "sw.js: gammal/ finns inte",
    ]
