"""What a page waits for and weighs, compressed as a server sends it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from bs4 import BeautifulSoup

from tools.build import offline, theme

LARGEST_PAGE = 25_000  # bytes of HTML
LARGEST_SUM = 150_000  # of all that a page loads by itself; the tools' own program comes after


@cache
def packed(file: Path) -> int:
    return len(brotli.compress(file.read_bytes(), quality=11))


def pages(site: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    for file in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        yield file.relative_to(site).as_posix(), soup


def loaded(site: Path, name: str, page: BeautifulSoup) -> set[Path]:
    """The files that a browser fetches when a page is opened."""
    addresses = [str(tag["href"]) for tag in page.select("link[href]")]
    addresses += [str(tag["src"]) for tag in page.select("script[src], img[src]")]
    config = page.select_one("#__config")
    assert config
    addresses.append(json.loads(config.get_text())["search"])  # a worker, started with every page
    here = "/" if name in ("404.html", "offline.html") else f"/{name}"
    paths = {urljoin(here, address).lstrip("/") for address in addresses}
    return {site / path for path in paths if not offline.TOOL.match(path)}


def test_a_page_waits_for_one_stylesheet_and_no_script(site: Path) -> None:
    for name, page in pages(site):
        assert len(page.select("link[rel=stylesheet]")) == 1, name
        for script in page.select("script[src]"):
            assert script.has_attr("defer") or script.get("type") == "module", (name, script)


def test_images_have_their_size_from_the_start(site: Path) -> None:
    for name, page in pages(site):
        for image in page.select("img"):
            assert image.get("width"), (name, image)
            assert image.get("height"), (name, image)
        assert page.select(".md-header .md-logo svg"), name


def test_every_page_is_small(site: Path) -> None:
    sizes = {file.relative_to(site).as_posix(): packed(file) for file in site.rglob("*.html")}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}


def test_all_that_a_page_loads_is_small(site: Path) -> None:
    seen = 0
    for name, page in pages(site):
        files = loaded(site, name, page)
        assert all(file.is_file() for file in files), (name, files)
        assert any(file.suffix == ".css" for file in files)
        assert len([file for file in files if file.suffix in (".js", ".mjs")]) >= 4
        weight = packed(site / name) + sum(map(packed, files))
        assert weight <= LARGEST_SUM, (name, weight)
        seen += 1
    assert seen > 50


def test_the_theme_stops_the_build_when_it_has_changed_underneath(tmp_path: Path) -> None:
    scripts = tmp_path / "assets/javascripts"
    scripts.mkdir(parents=True)
    (scripts / "bundle.01234567.min.js").write_text("another(theme)", "utf-8")
    with pytest.raises(ValueError, match="temats skript"):
        theme.changed_script(tmp_path)
    (tmp_path / "assets/outside.css").write_text("a{background:url(../x.png)}", "utf-8")
    page = '<link rel="stylesheet" href="assets/outside.css">'
    with pytest.raises(ValueError, match="kan inte flyttas"):
        theme.one_stylesheet(tmp_path, [page])


def test_comments_of_a_stylesheet_go_and_nothing_else() -> None:
    css = '@charset "UTF-8";\n/* why\n   so */\n.a::before {\n  content: "✓ " / "";\n}\n\n.b{color:red}'
    expected = '.a::before {\ncontent: "✓ " / "";\n}\n.b{color:red}'
    assert theme.without_comments(css) == expected


def test_the_list_of_kept_files_is_what_pages_ask_for(site: Path) -> None:
    """And no file of the tools' size is fetched with a first visit."""
    kept = {offline.address(site, file): file for file in offline.kept(site)}
    for name, page in pages(site):
        for file in loaded(site, name, page):
            assert offline.address(site, file) in kept, (name, file)
    assert {"", "om/integritet/", "offline.html", "search/search_index.json"} <= set(kept)
    assert not {"sw.js", "_headers", "sitemap.xml", "granskning.json"} & set(kept)
    first = [file.stat().st_size for path, file in kept.items() if not offline.TOOL.match(path)]
    assert max(first) < 1_000_000
    written = re.search(r"const FILES = (\{.*?\});", (site / "sw.js").read_text("utf-8"))
    assert written
    assert json.loads(written[1]) == {path: offline.hash_of(file) for path, file in kept.items()}


def test_the_app_has_the_sites_colours_and_icons(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    styles = (Path(__file__).parents[2] / "docs/assets/site.css").read_text("utf-8")
    named = dict(re.findall(r"--([\w-]+): (#\w+);", styles.split("@media")[0]))
    assert manifest["theme_color"] == named["petrol"]
    assert manifest["background_color"] == named["paper"]
    for icon in manifest["icons"]:
        assert (site / icon["src"]).is_file()
    for name, page in pages(site):
        link = page.select_one("link[rel=manifest]")
        assert link, name
        assert str(link["href"]).endswith("manifest.webmanifest")
